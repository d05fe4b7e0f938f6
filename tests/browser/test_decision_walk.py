"""A decision in the demo's page: owned, changed, copied, told; on a desktop and on a phone.

A picture of each screen is left in pytest's temporary folder, to be looked at.
"""

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from bot.demo import Stage
from tests.browser.conftest import PATIENCE
from tests.browser.test_first_walk import MAYA
from tests.browser.walk import Walk, chooses, messages
from tests.scenarios.poll_story import DAY, HERE, asks, starts, votes

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("device", ["desktop", "handset"])
async def test_a_leader_decides_and_tells_those_who_were_asked(
    demo: Stage, device: str, desktop: BrowserContext, handset: BrowserContext, tmp_path: Path
) -> None:
    await a_closed_poll(demo)
    page = await (desktop if device == "desktop" else handset).new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{demo.sandbox.url}/#{MAYA}/app:home")
    walk = Walk(page, tmp_path)
    await decides(walk)
    await changes_it(walk)
    await reads_the_log(walk)
    await tells_them(demo, walk)
    await is_asked_again(demo, walk)
    await page.close()
    assert faults == []
    assert demo.sandbox.refusals() == []


async def a_closed_poll(demo: Stage) -> None:
    maya, tomas = demo.sandbox.person("maya"), demo.sandbox.person("tomas")
    await starts(maya, "Supplier renewal", core_team=["sofia"])
    await asks(maya)
    await votes(tomas, "June")
    await demo.sandbox.moves(2 * DAY + 3600)


async def decides(walk: Walk) -> None:
    await expect(walk.page.get_by_text("What did you decide?")).to_be_visible()
    await walk.picture("home-before")
    await walk.page.get_by_role("button", name="Decide", exact=True).click()
    await walk.fills("Decision", "The team made me propose June.")
    await walk.fills("Reasons, and the yardstick", "It leaves time for both sides.\nMay is tight.")
    await walk.picture("form")
    await walk.presses("More fields")
    await walk.fills("Evidence", "The audit ends on 28 May (audit plan, page 2).")
    await walk.fills("Expected effect", "Both sides sign by the middle of July.")
    await chooses(walk.page, "How likely?", "70 %")
    await walk.window.get_by_role("textbox", name="Evidence").scroll_into_view_if_needed()
    await walk.picture("form-more")
    await walk.submits()
    await expect(walk.window).to_contain_text("these words hand your decision")
    await walk.picture("own-it")
    await walk.presses("Use the rewrites")
    await expect(walk.window.get_by_role("textbox", name="Decision")).to_have_value(
        "I decided, having heard everyone, to propose June."
    )
    await walk.submits()
    await expect(walk.window).to_contain_text("Saved.")
    await walk.picture("decision")
    await walk.fits()


async def changes_it(walk: Walk) -> None:
    await walk.presses("Write a new version")
    await walk.fills(
        "Reasons, and the yardstick", "It leaves time for both sides.\nMay has an audit."
    )
    await walk.submits()
    await expect(walk.window).to_contain_text("Saved.")
    await walk.presses("What changed")
    await expect(walk.window).to_contain_text("May has an audit.")
    await walk.picture("what-changed")
    await walk.fits()
    await walk.closes()


async def reads_the_log(walk: Walk) -> None:
    await walk.is_now(MAYA, "app:home")
    await walk.page.get_by_role("button", name="Decisions", exact=True).click()
    await expect(walk.window).to_contain_text("Which date should we propose?")
    await walk.picture("log")
    await walk.presses("As Markdown")
    await expect(walk.window).to_contain_text("The file is in your direct messages")
    await walk.picture("log-file")
    await walk.fits()
    await walk.closes()


async def tells_them(demo: Stage, walk: Walk) -> None:
    await walk.is_now(MAYA, "app:home")
    await expect(walk.page.get_by_text("wait to hear what came of it")).to_be_visible()
    await walk.picture("home-owed")
    await walk.page.get_by_role("button", name="Tell them").click()
    await walk.picture("feedback-begun")
    await walk.fills("Changed because of you", "We keep the test week in May.")
    await walk.fills("Not taken up, and why", "May itself, because of the audit.")
    await walk.fills("Next step", "I propose June to them on Thursday.")
    await walk.picture("feedback")
    await walk.submits()
    await expect(walk.window).to_contain_text("It stands in the poll's thread")
    await walk.picture("feedback-preview")
    await walk.submits()
    await expect(walk.window).to_contain_text("closing the loop")
    await walk.fits()
    await walk.closes()
    await walk.is_now(MAYA, channel_of(demo))
    await expect(messages(walk.page)).to_contain_text("What came of your answers")
    await walk.picture("channel")
    await walk.fits()


def channel_of(demo: Stage) -> str:
    channels = demo.sandbox.world.workspace.channels.values()
    return next(channel.id for channel in channels if channel.name == HERE)


async def is_asked_again(demo: Stage, walk: Walk) -> None:
    """A decision of which the leader wanted to hear again."""
    maya = demo.sandbox.person("maya")
    await maya.runs("/negotiate decisions", HERE)
    await maya.clicks("Open", "Which date")
    await maya.clicks("Write a new version")
    await maya.fills({"review_on": (demo.clock.now()).date().replace(month=12, day=20)})
    await maya.submits()
    await maya.closes(everything=True)
    await demo.sandbox.moves(30 * DAY)
    await walk.is_now(MAYA, "app:messages")
    await walk.picture("review-dm")
    await walk.page.get_by_role("button", name="Close it").last.click()
    await walk.fills("What came of it so far?", "They signed on 3 July.")
    await walk.picture("review")
    await walk.submits()
    await expect(walk.window).to_contain_text("Closed")
    await walk.picture("closed")
    await walk.fits()
