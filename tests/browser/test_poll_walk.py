"""Each way to ask, in the demo's page: a ready poll, a ballot, the close, what came out.

A picture of each screen is left in pytest's temporary folder, to be looked at.
"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from bot.demo import Stage
from tests.browser.conftest import PATIENCE
from tests.browser.test_first_walk import MAYA, TOMAS
from tests.browser.walk import Walk, chooses, messages

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWER = re.compile("^(Vote|Answer)$")
FIVE_DAYS = 5 * 86_400

Fills = Callable[[Walk], Awaitable[None]]


async def ranks(walk: Walk) -> None:
    await chooses(walk.page, "Place 1", "Timing")
    await chooses(walk.page, "Place 2", "Price")


async def takes_stances(walk: Walk) -> None:
    await chooses(walk.page, "Option A", "Yes, if …")
    await chooses(walk.page, "Option B", "No, because …")
    await walk.fills("Yes, if what?", "Only with an exit after a year")


async def picks_two(walk: Walk) -> None:
    await walk.window.get_by_label("Quality").check()
    await walk.window.get_by_label("Other teams").check()


async def scores(walk: Walk) -> None:
    await chooses(walk.page, "The plan as it stands", "2")


async def answers_five(walk: Walk) -> None:
    await ranks(walk)
    await chooses(walk.page, "Option A", "Yes, if …")
    await walk.fills("Yes, if what?", "Only with an exit after a year")
    await walk.window.get_by_role("textbox", name="Your answer").first.fill("Weekend support")


RULES: dict[str, tuple[str, Fills, str, str]] = {
    "rank": ("What matters most?", ranks, "You ranked", "points"),
    "consent": ("Could you live with this?", takes_stances, "yes, if", "red line"),
    "up to": ("What could go wrong?", picks_two, "“Quality”", "1 vote"),
    "input": ("Input for the talks", answers_five, "You answered 3 of 5", "wrote something"),
    "score": ("Ask safely", scores, "Your answer is in.", "Fewer than 5 answered"),
}


@pytest.mark.parametrize("device", ["desktop", "handset"])
async def test_every_rule_is_asked_answered_and_told(
    demo: Stage, device: str, desktop: BrowserContext, handset: BrowserContext, tmp_path: Path
) -> None:
    page = await (desktop if device == "desktop" else handset).new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{demo.sandbox.url}/#{MAYA}/C0TEAM")
    walk = Walk(page, tmp_path)
    await walk.says("/negotiate new Renewal")
    await walk.fills("Who is on the other side?", "Acme")
    await walk.presses("Start")
    await expect(walk.window).to_contain_text("Prepare in 5 minutes")
    await walk.closes()
    for name, (ready, fills, confirmed, result) in RULES.items():
        await asks(walk, ready, name)
        await answers(walk, fills, confirmed, name)
        await closes(walk, demo, result, name)
    await page.close()
    assert faults == []
    assert demo.sandbox.refusals() == []


async def asks(walk: Walk, ready: str, name: str) -> None:
    await walk.is_now(MAYA, "C0TEAM")
    await walk.says("/negotiate poll")
    await chooses(walk.page, "Start from", ready)
    await expect(walk.window.get_by_role("textbox", name="Question", exact=True)).not_to_have_value(
        ""
    )
    await walk.picture(f"{name}-form")
    await walk.presses("Preview")
    await expect(walk.window).to_contain_text("will be asked")
    await walk.picture(f"{name}-preview")
    await walk.presses("Post")
    await expect(walk.window).to_contain_text("on its way")
    await walk.closes()


async def answers(walk: Walk, fills: Fills, confirmed: str, name: str) -> None:
    await walk.is_now(TOMAS, "C0TEAM")
    await messages(walk.page).get_by_role("button", name=ANSWER).last.click()
    await fills(walk)
    await walk.picture(f"{name}-ballot")
    await walk.submits()
    await expect(walk.window).to_contain_text(confirmed)
    await walk.picture(f"{name}-voted")
    await walk.fits()
    await walk.closes()


async def closes(walk: Walk, demo: Stage, result: str, name: str) -> None:
    """Nobody clicks: it closes by itself, the channel reads totals, the leader what they mean."""
    await demo.sandbox.moves(FIVE_DAYS)
    await walk.is_now(MAYA, "C0TEAM")
    await expect(messages(walk.page)).to_contain_text(result)
    await walk.picture(f"{name}-told")
    await walk.is_now(MAYA, "app:messages")
    await messages(walk.page).get_by_role("button", name="See the result").last.click()
    await expect(walk.window).to_contain_text("awaits your decision")
    await expect(walk.window).to_contain_text(result)
    await walk.picture(f"{name}-result")
    await walk.fits()
    await walk.closes()
