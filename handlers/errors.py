"""What went wrong, in words for who asked: the one place where errors become answers."""

import logging
import secrets
import traceback
from collections.abc import Mapping

from bot.domain.errors import Invalid, NotFound, ParleyError, Refused, Replayed
from handlers.outcomes import ExpiredTriggerError
from handlers.payloads import Kind
from handlers.replies import Errors, Reply, Update, Whisper
from handlers.request import Request
from handlers.views import notices

log = logging.getLogger(__name__)

SILENT = frozenset({Kind.EVENT, Kind.CLOSE, Kind.OPTIONS})


def answer(request: Request, error: Exception) -> Reply:
    """The reply for an error; never anything that was typed, never a traceback."""
    if isinstance(error, Replayed):
        return None
    sentence = error.sentence if isinstance(error, ParleyError) else _accident(request, error)
    if request.kind in SILENT:
        return None
    if request.kind is Kind.SUBMIT:
        return _in_form(request, error, sentence)
    if isinstance(error, ExpiredTriggerError) and (what := repeatable(request)):
        return Whisper(notices.open_again(sentence, what))
    if isinstance(error, Invalid):
        sentence = " ".join(error.problems.values())
    return Whisper(notices.plainly(sentence))


def repeatable(request: Request) -> str | None:
    """What a button would have to say to ask for this once more."""
    if request.kind is Kind.COMMAND:
        return request.id or "help"
    return ":".join((request.id, *request.args)) if request.kind is Kind.ACTION else None


def _in_form(request: Request, error: Exception, sentence: str) -> Reply:
    """Beside the field it is about. What was typed stays on the screen if it can still be sent."""
    fields = [
        str(block.get("block_id"))
        for block in request.view.get("blocks") or []
        if block.get("type") == "input"
    ]
    if isinstance(error, NotFound | Refused) or not fields:
        return Update(notices.notice(notices.plainly(sentence).text))
    problems = error.problems if isinstance(error, Invalid) else {}
    return Errors(_beside(fields, problems or {fields[0]: sentence}))


def _beside(fields: list[str], problems: Mapping[str, str]) -> dict[str, str]:
    """Each problem under its field, else under the first one of its question, else the first."""
    found: dict[str, str] = {}
    for name, words in problems.items():
        place = _place(fields, name)
        found[place] = " ".join([*filter(None, [found.get(place)]), words])
    return found


def _place(fields: list[str], name: str) -> str:
    question = name.rpartition("-")[0]
    alike = (each for each in fields if question and each.startswith(f"{question}-"))
    return name if name in fields else next(alike, fields[0])


def _accident(request: Request, error: Exception) -> str:
    """Write down an error that nobody foresaw, without its text: it may quote what was typed."""
    number = secrets.token_hex(4)
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s: %s, error %s\n%s", request.kind, request.id, _name(error), number, where)
    return f"Something went wrong on my side. Nothing was lost; please try again. (Error {number})"


def _name(error: Exception) -> str:
    return f"{type(error).__module__}.{type(error).__name__}"
