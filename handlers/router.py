"""From a delivery to its handler: one look into a table, however many handlers there are."""

import asyncio
import contextlib
import difflib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.errors import Stranger
from handlers import errors
from handlers.outcomes import SlackError
from handlers.parley import Parley
from handlers.payloads import Delivery, Kind
from handlers.replies import Clear, Errors, Options, Push, Reply, Update, View, Whisper
from handlers.request import Args, Request
from handlers.views import notices
from handlers.views.kit import NOP
from handlers.views.text import cut

__all__ = [
    "Clear", "Errors", "Handler", "Kind", "Options", "Push", "Reply", "Request", "Router",
    "Routes", "Update", "View", "Whisper",
]  # fmt: skip

log = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Reply]]
Body = Mapping[str, Any] | None

# Slack's triggers and its patience end after three seconds.
PATIENCE = 1.5
DEADLINE = 2.5
_OPENING = frozenset({Kind.COMMAND, Kind.ACTION, Kind.SHORTCUT})


class Routes:
    """The handlers by kind and id; each id has one.

    `shared` are the ids that people of other organisations may use, who meet Parley's messages in
    shared channels. `patient` are those that open nothing and are answered when they are done,
    however long that takes: no window comes up while they wait.
    """

    def __init__(self) -> None:
        self.table: dict[Kind, dict[str, Handler]] = {kind: {} for kind in Kind}
        self.shared: set[str] = set()
        self.patient: set[str] = set()
        self.action(NOP, nothing, shared=True)

    def word(self, word: str, handler: Handler) -> None:
        """`/negotiate word …`; "" is the command alone."""
        self._add(Kind.COMMAND, word, handler)

    def action(
        self, name: str, handler: Handler, *, shared: bool = False, patient: bool = False
    ) -> None:
        """A click or a choice in a message, a modal or the App Home."""
        self._add(Kind.ACTION, name, handler, shared)
        self.patient |= {name} if patient else set()

    def submit(self, name: str, handler: Handler, *, shared: bool = False) -> None:
        """A modal that was sent off, by its callback id."""
        self._add(Kind.SUBMIT, name, handler, shared)

    def close(self, name: str, handler: Handler) -> None:
        """A modal that was cancelled, if it asked to be told."""
        self._add(Kind.CLOSE, name, handler)

    def shortcut(self, name: str, handler: Handler) -> None:
        """An entry of a message's menu."""
        self._add(Kind.SHORTCUT, name, handler)

    def options(self, name: str, handler: Handler) -> None:
        """A menu that asks for its options."""
        self._add(Kind.OPTIONS, name, handler)

    def event(self, name: str, handler: Handler) -> None:
        """Something that happened in the workspace."""
        self._add(Kind.EVENT, name, handler)

    def _add(self, kind: Kind, name: str, handler: Handler, shared: bool = False) -> None:
        if name in self.table[kind]:
            raise ValueError(f"{kind} {name} has a handler already")
        self.table[kind][name] = handler
        self.shared |= {name} if shared else set()


async def nothing(_request: Request) -> Reply:
    """For buttons that only open a page: Slack wants to be told that we saw it."""
    return None


class Router:
    """Runs the handler of each delivery and says what Slack is told in return."""

    def __init__(
        self,
        routes: Routes,
        parley: Parley,
        patience: float = PATIENCE,
        deadline: float = DEADLINE,
    ) -> None:
        self._table = routes.table
        self._shared = routes.shared
        self._patient = routes.patient
        self._parley = parley
        self._patience = patience
        self._deadline = deadline

    async def answer(self, delivery: Delivery) -> Body:
        """What Slack is told: a body, or None for a bare acknowledgement."""
        request = Request(delivery, self._parley, delivery.id, Args(delivery.args), delivery.text)
        who = self._parley.slack.who
        if who is not None and who.tenant != delivery.tenant:
            log.warning("A %s came from a workspace that is not ours", request.kind)
            return None
        work = self._reply(request)
        if request.kind in _OPENING and request.id not in self._patient:
            return await self._in_time(request, work)
        return _body(request, await work)

    async def _reply(self, request: Request) -> Reply:
        """The handler's reply; also when it fails."""
        try:
            return await self._run(request)
        except Exception as error:
            return errors.answer(request, error)

    async def _run(self, request: Request) -> Reply:
        if request.kind is Kind.ACTION and request.id == notices.AGAIN:
            return await self._run(_once_more(request))
        if request.id not in self._shared and await request.is_outsider():
            raise Stranger
        return await self._handler(request)(request)

    def _handler(self, request: Request) -> Handler:
        return self._table[request.kind].get(request.id, self._unknown)

    async def _in_time(self, request: Request, work: Coroutine[Any, Any, Reply]) -> Body:
        """The reply, or None when it is late: then it is shown where the loading view stands."""
        task = asyncio.ensure_future(work)
        if await _is_done(task, self._patience):
            return _body(request, task.result())
        if not request.is_in_modal:
            self._parley.background.start(_load(request))
        if await _is_done(task, self._deadline - self._patience) or request.progress.wrote:
            # What is being written is never acknowledged before it is committed.
            return _body(request, await task)
        self._parley.background.start(_finish(request, task))
        return None

    async def _unknown(self, request: Request) -> Reply:
        """Nobody knows this id: an older Parley's button, or a word that is mistyped."""
        if request.kind is Kind.COMMAND:
            return Whisper(notices.unknown_word(cut(request.id, 30), self._nearest(request.id)))
        if request.kind is Kind.SUBMIT:
            return Update(notices.notice(notices.STALE))
        log.info("Nobody handles the %s %s", request.kind, request.id)
        return None if request.kind in errors.SILENT else Whisper(notices.plainly(notices.STALE))

    def _nearest(self, word: str) -> str | None:
        words = [known for known in self._table[Kind.COMMAND] if known]
        return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=0.5)), None)


def _once_more(request: Request) -> Request:
    """What an earlier request asked for, with the trigger of this one."""
    what, *args = request.args or ("help",)
    kind = Kind.ACTION if "." in what else Kind.COMMAND
    delivery = replace(request.delivery, kind=kind)
    return replace(request, delivery=delivery, id=what, args=Args(args), text="")


async def _is_done(task: "asyncio.Task[Reply]", seconds: float) -> bool:
    done, _ = await asyncio.wait([task], timeout=seconds)
    return bool(done)


async def _load(request: Request) -> None:
    with contextlib.suppress(SlackError):
        await request.load()


async def _finish(request: Request, task: "asyncio.Task[Reply]") -> None:
    """After the acknowledgement, what should have been the answer."""
    reply = await task
    if isinstance(reply, Whisper):
        await request.whisper(reply.speech)
    else:
        _body(request, reply)


def _body(request: Request, reply: Reply) -> Body:
    """The reply as Slack's; what does not fit into the acknowledgement goes out after it."""
    if request.kind is not Kind.SUBMIT or isinstance(reply, Whisper):
        return _apart(request, reply)
    match reply:
        case Errors(problems):
            return {"response_action": "errors", "errors": dict(problems)}
        case Update(view):
            return {"response_action": "update", "view": view}
        case Push(view):
            return {"response_action": "push", "view": view}
        case Clear():
            return {"response_action": "clear"}
        case _:
            return None


def _apart(request: Request, reply: Reply) -> Body:
    match reply:
        case Whisper(speech) if request.kind is Kind.SUBMIT:
            return {"response_action": "update", "view": notices.spoken(speech)}
        case Whisper(speech) if request.kind is Kind.COMMAND and not request.progress.opened:
            return {"response_type": "ephemeral"} | speech.to_dict()
        case Whisper(speech):
            request.later(request.whisper(speech))
        case Options(options):
            return {"options": list(options)}
        case Update(view) if request.is_in_modal:
            request.later(request.update(view))
        case Update(view) | Push(view):
            request.later(request.show(view))
        case _ if request.progress.is_loading:
            request.later(request.open(notices.done()))
        case _:
            pass
    return None
