"""A leader tells the team in the demo's page, and a reader answers; on a desktop and on a phone.

A picture of each screen is left in pytest's temporary folder, to be looked at.
"""

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from bot.demo import Stage
from tests.browser.conftest import PATIENCE
from tests.browser.test_first_walk import MAYA
from tests.browser.walk import Walk, chooses, messages
from tests.scenarios.poll_story import DAY, starts

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOMAS, HERE = "U0TOMAS", "C0TEAM"


@pytest.mark.parametrize("device", ["desktop", "handset"])
async def test_a_leader_tells_the_team_and_a_reader_answers(
    demo: Stage, device: str, desktop: BrowserContext, handset: BrowserContext, tmp_path: Path
) -> None:
    await starts(demo.sandbox.person("maya"), channel="#supplier-talks")
    page = await (desktop if device == "desktop" else handset).new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{demo.sandbox.url}/#{MAYA}/{HERE}")
    walk = Walk(page, tmp_path)
    await begins_with_a_kickoff(walk)
    await asks_about_it(walk)
    await tells_more(walk)
    await answers(walk)
    await demo.sandbox.moves(8 * DAY)
    await is_held_to_what_was_promised(walk)
    await page.close()
    assert faults == []
    assert demo.sandbox.refusals() == []


async def begins_with_a_kickoff(walk: Walk) -> None:
    await walk.says("/negotiate update")
    await expect(walk.window).to_contain_text("Nothing was shared yet")
    await walk.picture("empty page")
    await walk.presses("Write an update")
    await expect(walk.window).to_contain_text("What do we negotiate, with whom")
    await walk.fits()
    await walk.picture("form")
    await walk.fills("What does good look like", "A price we can plan with. The term is open.")
    await walk.fills("Who does what", "I speak to them. Tell me by Thursday what would hurt you.")
    await walk.window.get_by_role("textbox", name="Why not yet?").scroll_into_view_if_needed()
    await walk.picture("form below")
    await walk.submits()
    await expect(walk.window).to_contain_text("7 people, 1 guest")
    await walk.fits()
    await walk.picture("preview")
    await walk.submits()
    await expect(walk.window).to_contain_text("On its way to its channel.")
    await walk.closes()
    await walk.says("/negotiate update")
    await expect(walk.window).to_contain_text("nobody has marked it clear yet")
    await walk.fits()
    await walk.picture("page")
    await walk.closes()


async def asks_about_it(walk: Walk) -> None:
    await walk.is_now(TOMAS, HERE)
    await walk.picture("channel")
    seen = messages(walk.page)
    await seen.get_by_role("button", name="Say that this update is clear to you").click()
    await expect(seen).to_contain_text("sees that it is clear to you")
    await walk.picture("clear")
    await seen.get_by_role("button", name="Ask the leader about this update").click()
    await walk.fills("What would you like to know?", "Why not in June?")
    await walk.fits()
    await walk.picture("question")
    await walk.submits()
    await expect(walk.window).to_contain_text("has your question")
    await walk.closes()


async def tells_more(walk: Walk) -> None:
    await walk.is_now(MAYA, HERE)
    await walk.says("/negotiate update")
    await expect(walk.window).to_contain_text("clear to 1")
    await walk.picture("page with a question")
    await walk.presses("Write an update")
    await chooses(walk.page, "What is it?", "After a meeting")
    await expect(walk.window).to_contain_text("What happened? Facts only.")
    await walk.fills("What happened?", "We agreed on the dates. The price is still open.")
    await walk.picture("another occasion")
    await walk.submits()
    await expect(walk.window).to_contain_text("It goes into the thread")
    await walk.picture("preview in the thread")
    await walk.submits()
    await expect(walk.window).to_contain_text("On its way to its channel.")
    await walk.closes()
    await expect(messages(walk.page)).to_contain_text("The price is still open")
    await walk.picture("channel with the newest")


async def answers(walk: Walk) -> None:
    await walk.says("/negotiate update")
    await walk.presses("Read")
    await walk.picture("questions")
    await walk.presses("Answer")
    await walk.fills("Your answer", "Because the term ends before that.")
    await walk.window.get_by_role("radio", name="In the thread").check()
    await walk.fits()
    await walk.picture("answer")
    await walk.submits()
    await expect(walk.window).to_contain_text("Somebody asked")
    await walk.picture("answer for the thread")
    await walk.submits()
    await expect(walk.window).to_contain_text("On its way to the thread")
    await walk.closes()


async def is_held_to_what_was_promised(walk: Walk) -> None:
    await walk.is_now(MAYA, "app:messages")
    await expect(messages(walk.page)).to_contain_text("You promised the next update")
    await walk.picture("held to it")
    await walk.is_now(MAYA, "app:home")
    await expect(walk.page.locator("body")).to_contain_text("You promised your team an update")
    await walk.picture("home")
