"""A calm minute at any moment, and words that buy time."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.domain.calm import Breath, guided_minute
from bot.domain.errors import NotFound
from bot.services import meetings
from handlers.outcomes import SlackError
from handlers.router import Reply, Request, Routes, Whisper
from handlers.views import calm as views
from handlers.views import meetings as meeting_views
from handlers.views.kit import Speech

Paint = Callable[[Breath, int], Awaitable[object]]
Sleep = Callable[[float], Awaitable[object]]


class Minutes:
    """The guided minutes that are running: one a person, the newest wins."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep
        self._running: dict[tuple[str, str], object] = {}

    async def guide(self, person: tuple[str, str], paint: Paint) -> bool:
        """Paint each step at its time; False when it was stopped on the way."""
        mine = self._running[person] = object()
        for step, breath in enumerate(guided_minute()):
            if self._running.get(person) is not mine:
                return False
            await paint(breath, step // 2 + 1)
            await self._sleep(breath.seconds)
        return self._running.pop(person, None) is mine

    def stop(self, person: tuple[str, str]) -> None:
        """End the minute of this person."""
        self._running.pop(person, None)


def register(routes: Routes, minutes: Minutes | None = None) -> None:
    """Every word and id of this noun."""
    running = minutes or Minutes()
    routes.word("calm", say_calm)
    routes.word("pause", say_pause)
    routes.action(views.NOW, show_calm)
    routes.action(views.PAUSE, show_pause)
    routes.action(views.REFRAME, show_reframes)
    routes.action(views.BREATHE, lambda request: breathe(request, running))
    routes.action(views.STOP, lambda request: stop(request, running))
    routes.close(views.BREATHE, lambda request: forget(request, running))


async def say_calm(request: Request) -> Reply:
    return Whisper(views.card_now(await request.read(meetings.calm_now, request.user)))


async def say_pause(request: Request) -> Reply:
    return Whisper(views.pause_words())


async def show_calm(request: Request) -> Reply:
    await request.show(views.card_modal(await request.read(meetings.calm_now, request.user)))
    return None


async def show_pause(request: Request) -> Reply:
    await request.show(views.pause_modal())
    return None


async def show_reframes(request: Request) -> Reply:
    await request.show(views.reframes())
    return None


async def breathe(request: Request, minutes: Minutes) -> Reply:
    """A guided minute: in the DM's own message, elsewhere in a window."""
    message = request.own_message
    if message is None:
        view_id = await request.show(views.frame_modal(guided_minute()[0], 1))
        request.later(_in_window(request, minutes, view_id), lasting=True)
    else:
        request.later(_in_message(request, minutes, *message), lasting=True)
    return None


async def stop(request: Request, minutes: Minutes) -> Reply:
    """End the minute and show the card again."""
    minutes.stop(_who(request))
    request.replace(await _afterwards(request))
    return None


async def forget(request: Request, minutes: Minutes) -> Reply:
    """The window was closed: nothing is painted into it any more."""
    minutes.stop(_who(request))
    return None


async def _in_window(request: Request, minutes: Minutes, view_id: str) -> None:
    async def paint(breath: Breath, number: int) -> None:
        await request.update(views.frame_modal(breath, number), view_id=view_id)

    try:
        if await minutes.guide(_who(request), paint):
            await request.update(views.done_modal(), view_id=view_id)
    except SlackError:
        minutes.stop(_who(request))


async def _in_message(request: Request, minutes: Minutes, channel: str, ts: str) -> None:
    meeting = request.args[0] if request.args else views.NO_MEETING

    async def paint(breath: Breath, number: int) -> None:
        speech = views.frame_message(breath, number, meeting)
        await request.parley.slack.update_message(channel, ts, speech)

    if await minutes.guide(_who(request), paint):
        await request.parley.slack.update_message(channel, ts, await _afterwards(request))


async def _afterwards(request: Request) -> Speech:
    """What stands in the DM after the minute: the meeting's card again, if it lies ahead."""
    try:
        card = await request.read(meetings.card_of, request.user, request.args[0])
    except (NotFound, IndexError):
        return views.done_message()
    ahead = card.meeting is not None and card.meeting.starts_at > request.parley.clock.now()
    return meeting_views.calm_message(card) if ahead else views.done_message()


def _who(request: Request) -> tuple[str, str]:
    return request.tenant, request.user
