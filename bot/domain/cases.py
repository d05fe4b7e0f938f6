"""The case for one negotiation: arguments, one message, and how the other side sees it.

Each of them is a sheet: a form with a few named texts. Domain reference 6.1 and 6.2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.copy import Copy, copy
from bot.domain.errors import Invalid, NotFound
from bot.domain.guardrails import guarded
from bot.domain.message_checks import COPY, MOST_REASONS, check
from bot.domain.own_limit import limit_told
from bot.domain.text import clean, is_blank, lines
from bot.domain.wording import Check, Finding, Passage, finding, in_order

ARGUMENT, MESSAGE, EMPATHY, NEW = "argument", "message", "empathy", "new"
TEXT_LIMIT = 2000
# A convention [X]: more would fit into a window, and into nobody's head.
MOST_ARGUMENTS = 20
# Without these it is no message yet, whatever the rules find.
_NEEDED = ("matters", "claim", "ask")
# The parts of the message that stand together in one paragraph.
_PARAGRAPHS = (
    ("matters", "shared_goal"),
    ("claim", "evidence", "warrant"),
    ("counter",),
    ("gain", "story"),
    ("ask",),
)

Values = Mapping[str, str]


def form_of(sheet_id: str) -> str:
    """Which form a sheet is; whatever has another name is an argument."""
    return sheet_id if sheet_id in (MESSAGE, EMPATHY) else ARGUMENT


def fields_of(sheet_id: str) -> Mapping[str, Copy]:
    """The fields of a sheet in their order, each with its words."""
    fields: Mapping[str, Copy] = copy(COPY)[form_of(sheet_id)]
    return fields


@dataclass(frozen=True)
class Sheet:
    """One form as it was filled in; `version` counts how often it was saved."""

    id: str
    values: Values = field(default_factory=dict)
    version: int = 0
    limit: str = field(default="", repr=False)
    """Where the leader walks away: what none of it should tell."""

    def says(self, name: str) -> str:
        """One text, or an empty one."""
        return self.values.get(name, "")

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written on it."""
        return not any(self.values.values())

    @property
    def lacks(self) -> tuple[str, ...]:
        """What an argument still lacks, in plain words."""
        lacking = ((name, words) for name, words in fields_of(self.id).items() if "lacks" in words)
        return tuple(
            words["lacks"]
            for name, words in lacking
            if is_blank(self.says(name)) and not (name == "answer" and not self.says("objection"))
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks say of it: the message by all rules, the others by the guardrails."""
        text = composed(self.values) if self.id == MESSAGE else "\n\n".join(self.values.values())
        found = checked(self.values) if self.id == MESSAGE else guarded(text)
        told = limit_told(text, self.limit) if self.limit else ()
        return in_order((*told, *found))

    @property
    def passes(self) -> bool:
        """Whether it is a message with which the rules find nothing wrong."""
        is_message = self.id == MESSAGE and all(self.says(name) for name in _NEEDED)
        return is_message and not self.findings


@dataclass(frozen=True)
class Case:
    """The case of one negotiation; arguments stand in the order in which they were added."""

    negotiation: str
    sheets: Sequence[Sheet] = ()

    @property
    def arguments(self) -> Sequence[Sheet]:
        """The arguments, newest last."""
        return [sheet for sheet in self.sheets if form_of(sheet.id) == ARGUMENT]

    def sheet(self, sheet_id: str) -> Sheet:
        """One sheet; blank when it was not written yet. An argument that is gone is NotFound."""
        known = {sheet.id: sheet for sheet in self.sheets}
        if sheet_id not in known and sheet_id not in (MESSAGE, EMPATHY, NEW):
            raise NotFound
        return known.get(sheet_id, Sheet(sheet_id))

    def keeping(self, limit: str) -> "Case":
        """The same, in which every sheet is looked over for the leader's limit."""
        return replace(self, sheets=[replace(sheet, limit=limit) for sheet in self.sheets])

    def is_of_an_argument(self, values: Values) -> bool:
        """Whether these are the beginnings of an argument that is there already."""
        return bool(values) and any(
            all(known.says(name).startswith(text) for name, text in values.items())
            for known in self.arguments
        )

    @property
    def has_too_many_reasons(self) -> bool:
        """Whether the weakest argument would drag the others down."""
        return len(self.arguments) > MOST_REASONS

    @property
    def is_full(self) -> bool:
        """Whether no argument can be added."""
        return len(self.arguments) >= MOST_ARGUMENTS

    @property
    def texts(self) -> Sequence[str]:
        """All that was typed."""
        return [text for sheet in self.sheets for text in sheet.values.values()]


def cleaned(sheet_id: str, typed: Values) -> dict[str, str]:
    """The sheet's own fields, cleaned; blank ones and anything else are dropped."""
    texts = {name: clean(typed.get(name)) for name in fields_of(sheet_id)}
    return {name: text for name, text in texts.items() if not is_blank(text)}


def require_fit(sheet_id: str, values: Values) -> None:
    """Raise Invalid unless the sheet fits; an argument must claim something."""
    problems = {
        name: f"Please keep this within {TEXT_LIMIT} characters."
        for name, text in values.items()
        if len(text) > TEXT_LIMIT
    }
    if form_of(sheet_id) == ARGUMENT and "claim" not in values:
        problems["claim"] = "What do you claim? One sentence is enough."
    if problems:
        raise Invalid(problems)


def composed(values: Values) -> str:
    """The nine parts as one message, word for word, in paragraphs."""
    paragraphs = (
        " ".join(_sentence(line) for name in names for line in lines(values.get(name, "")))
        for names in _PARAGRAPHS
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def checked(values: Values) -> tuple[Finding, ...]:
    """What the rules say of the message; more than two pieces of evidence are too many too."""
    message = composed(values)
    found = check(message)
    evidence = lines(values.get("evidence", ""))
    if len(evidence) > MOST_REASONS and all(each.check is not Check.REASONS for each in found):
        third = _sentence(evidence[MOST_REASONS])
        piece = Passage(third, message.find(third))
        found = in_order([*found, finding(COPY, Check.REASONS, piece=piece)])
    return found


def with_argument(message: Values, argument: Sheet) -> dict[str, str]:
    """The message with what an argument says, in those of its parts that say nothing yet."""
    evidence, source = argument.says("evidence"), argument.says("source")
    said = {
        "claim": argument.says("claim"),
        "evidence": f"{evidence} ({source})" if evidence and source else evidence or source,
        "warrant": argument.says("warrant"),
    }
    empty = {name: text for name, text in said.items() if text and is_blank(message.get(name, ""))}
    return {**message, **empty}


def questions() -> Mapping[str, str]:
    """Questions with how and what, to pick from."""
    offered: Mapping[str, str] = copy(COPY)["questions"]
    return offered


def with_questions(to_ask: str, picked: Iterable[str]) -> str:
    """The leader's own list with the picked questions at its end, each once."""
    offered = questions()
    own = lines(to_ask)
    added = [offered[each] for each in picked if each in offered and offered[each] not in own]
    return "\n".join([clean(to_ask), *added]).strip()


def _sentence(text: str) -> str:
    """A line with a full stop, where it ends in a plain letter or number and has none."""
    last = text[-1:]
    is_open = last.isascii() and (last.isalnum() or last in ")%")
    return f"{text}." if is_open else text
