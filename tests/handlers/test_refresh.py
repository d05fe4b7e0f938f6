"""Poll messages are redrawn at Slack's pace, and always as they are now."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.services.ports import UnitOfWork
from handlers.refresh import Painting, Refresher
from handlers.slack import Slack, open_session
from handlers.views.kit import Speech
from storage.database import Database
from tests.fakeslack import FakeSlack, Fault

SPACING = 0.4


class Board:
    """Polls that change, behind a refresher."""

    def __init__(self, database: Database, slack: Slack, fake: FakeSlack) -> None:
        self.votes = dict.fromkeys(("P1", "P2", "P3"), 0)
        self.gone: list[str] = []
        self.fake = fake
        self.refresher = Refresher(
            database, lambda _: slack, self._paint, self._gone, spacing=SPACING
        )

    def vote(self, poll: str) -> None:
        self.votes[poll] += 1
        self.refresher.mark("T1", poll)

    def shown(self) -> list[str]:
        return [change["text"] for change in self.fake.called("chat.update")]

    def _paint(self, uow: UnitOfWork, poll: str) -> Painting | None:
        return Painting("C1", poll, Speech(f"{poll}:{self.votes[poll]}"))

    def _gone(self, uow: UnitOfWork, poll: str) -> None:
        self.gone.append(poll)


@pytest.fixture
async def board(database: Database) -> AsyncIterator[Board]:
    async with FakeSlack() as fake, open_session(2.0) as session:
        made = Board(database, Slack("xoxb-test", fake.url, session), fake)
        yield made
        await made.refresher.stop(0.0)


async def test_the_first_change_shows_at_once(board: Board) -> None:
    started = time.monotonic()
    board.vote("P1")
    await board.fake.until(board.shown)
    assert time.monotonic() - started < SPACING


async def test_a_burst_of_votes_makes_two_updates_and_ends_with_the_newest(board: Board) -> None:
    for _ in range(50):
        board.vote("P1")
        await asyncio.sleep(0)
    await board.refresher.stop()
    assert len(board.shown()) <= 2
    assert board.shown()[-1] == "P1:50"


async def test_updates_of_one_workspace_keep_their_distance(board: Board) -> None:
    started = time.monotonic()
    for poll in ("P1", "P2", "P3"):
        board.vote(poll)
    await board.refresher.stop()
    assert time.monotonic() - started >= 2 * SPACING
    assert board.shown() == ["P1:1", "P2:1", "P3:1"]


async def test_polls_take_turns_when_one_of_them_never_rests(board: Board) -> None:
    board.vote("P1")
    board.vote("P2")
    await board.fake.until(board.shown)
    board.vote("P1")
    await board.refresher.stop()
    assert board.shown() == ["P1:1", "P2:1", "P1:2"]


async def test_after_a_429_the_newest_state_follows_later(board: Board) -> None:
    board.fake.fail(Fault("429:0.6"), method="chat.update")
    started = time.monotonic()
    board.vote("P1")
    await board.fake.until(board.shown)
    board.vote("P1")
    await board.refresher.stop()
    assert board.shown()[-1] == "P1:2"
    assert time.monotonic() - started >= 0.6


async def test_a_message_that_is_gone_is_told_to_whom_it_concerns(board: Board) -> None:
    board.fake.fail(Fault("message_not_found"), method="chat.update")
    board.vote("P1")
    await board.refresher.stop()
    assert board.gone == ["P1"]


async def test_a_revoked_token_ends_the_redrawing(board: Board) -> None:
    board.fake.fail(Fault("token_revoked"), method="chat.update")
    board.vote("P1")
    board.vote("P2")
    await board.refresher.stop()
    assert len(board.shown()) == 1


async def test_a_painter_that_fails_stops_nobody_else(board: Board) -> None:
    del board.votes["P3"]
    board.refresher.mark("T1", "P3")
    board.vote("P1")
    await board.refresher.stop()
    assert board.shown() == ["P1:1"]
