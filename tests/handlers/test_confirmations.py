"""Confirmations come after acknowledgements: newest only, in order, a few at a time."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from handlers.confirmations import Confirmations, Send
from handlers.parley import Background

SPACING = 0.05


class Told:
    """Who was told what; each telling lasts until `go` is set."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.at_once = self.most_at_once = 0
        self.go = asyncio.Event()

    def words(self, words: str) -> Callable[[], Coroutine[Any, Any, None]]:
        return lambda: self._say(words)

    async def _say(self, words: str) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.go.wait()
        self.at_once -= 1
        self.said.append(words)


@pytest.fixture
def background() -> Background:
    return Background()


@pytest.fixture
def confirmations(background: Background) -> Confirmations:
    return Confirmations(background.start, at_once=2, spacing=SPACING)


async def _soon() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_of_many_changes_the_first_and_the_last_are_confirmed(
    confirmations: Confirmations, background: Background
) -> None:
    told = Told()
    confirmations.promise("Una", told.words("first"))
    await _soon()
    for words in ("second", "third", "last"):
        confirmations.promise("Una", told.words(words))
    told.go.set()
    await background.drain(5)
    assert told.said == ["first", "last"]


async def test_an_older_confirmation_never_overtakes_a_newer_one(
    confirmations: Confirmations, background: Background
) -> None:
    told = Told()
    for words in ("older", "newer"):
        confirmations.promise("Una", told.words(words))
        await asyncio.sleep(2 * SPACING)
    assert told.most_at_once == 1
    told.go.set()
    await background.drain(5)
    assert told.said == ["older", "newer"]


async def test_everybody_is_told_a_few_at_a_time(
    confirmations: Confirmations, background: Background
) -> None:
    told = Told()
    names = [f"U{number}" for number in range(20)]
    for name in names:
        confirmations.promise(name, told.words(name))
    await _soon()
    told.go.set()
    await background.drain(5)
    assert (sorted(told.said), told.most_at_once) == (sorted(names), 2)


async def test_the_second_about_one_thing_is_kept_until_the_first_was_read(
    confirmations: Confirmations, background: Background
) -> None:
    told = Told()
    told.go.set()
    confirmations.promise("Una", told.words("first"))
    await background.drain(5)
    confirmations.promise("Una", told.words("second"))
    await _soon()
    assert (told.said, background.is_busy) == (["first"], True)
    await background.drain(5)
    assert told.said == ["first", "second"]


async def test_one_that_fails_keeps_no_other_from_being_sent(
    confirmations: Confirmations, background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    told = Told()
    told.go.set()
    confirmations.promise("Una", _broken())
    confirmations.promise("Vic", told.words("told"))
    with caplog.at_level(logging.ERROR):
        await background.drain(5)
    assert told.said == ["told"]
    assert "ValueError" in caplog.text


def _broken() -> Send:
    async def fail() -> None:
        raise ValueError

    return fail
