"""The first walk through the demo's page, as leader and two stakeholders, on desktop and phone.

A picture of each screen is left in pytest's temporary folder, to be looked at.
"""

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from bot.demo import Stage
from tests.browser.conftest import PATIENCE
from tests.browser.walk import Walk, chooses, messages

pytestmark = pytest.mark.asyncio(loop_scope="session")

MAYA, TOMAS, AISHA = "U0MAYA", "U0TOMAS", "U0AISHA"
ANSWERS = {
    "What do I really want": "A workload the team can keep up\nNo surprise in June",
    "If we do not agree": "Stay with the present supplier until June",
    "Below what will I not go": "4,800 a month",
    "What am I aiming for": "4,200 a month from January",
    "Which reason for it can I say aloud": "Three others pay that",
    "What do they want, and why": "Calm before the audit",
    "What may they fear": "To look soft",
    "Which question do I ask first": "What would make this easy to defend on your side?",
}


@pytest.mark.parametrize("device", ["desktop", "handset"])
async def test_a_newcomer_walks_through_the_demo(
    demo: Stage, device: str, desktop: BrowserContext, handset: BrowserContext, tmp_path: Path
) -> None:
    page = await (desktop if device == "desktop" else handset).new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{demo.sandbox.url}/#{MAYA}/C0TEAM")
    walk = Walk(page, tmp_path)
    await starts(walk)
    await prepares(walk)
    await asks(walk)
    await votes(walk)
    await demo.sandbox.moves(24.5 * 3600)
    await is_reminded(walk)
    await demo.sandbox.moves(26 * 3600)
    await decides(walk)
    await is_calmed(walk, demo)
    await page.close()
    assert faults == []
    assert demo.sandbox.refusals() == []
    assert all(step.done for step in demo.sandbox.world.traffic.steps)


async def starts(walk: Walk) -> None:
    await walk.says("/negotiate")
    await expect(messages(walk.page)).to_contain_text("Start a negotiation")
    await walk.picture("first-words")
    await walk.says("/negotiate new Renewal with Acme")
    await walk.fills("Who is on the other side?", "Acme")
    await walk.picture("new")
    await walk.presses("Start")
    await expect(walk.window).to_contain_text("Prepare in 5 minutes")
    await walk.picture("record")


async def prepares(walk: Walk) -> None:
    await walk.presses("Prepare in 5 minutes")
    await expect(walk.window).to_contain_text("What do I really want")
    for label, answer in ANSWERS.items():
        await walk.fills(label, answer)
    await walk.picture("prepare")
    await walk.presses("Save")
    await expect(walk.window).to_contain_text("Preparation coverage, not a chance of success")
    await walk.picture("workbook")
    await walk.fits()
    await walk.closes()


async def asks(walk: Walk) -> None:
    await walk.says("/negotiate poll")
    await walk.window.get_by_label("People I pick").check()
    await expect(walk.window).to_contain_text("Whom do you ask?")
    await walk.fills("Question", "Could you live with a two-year term?")
    await walk.fills("Answers, one per line", "Yes\nYes, if …\nNo, because …\nNo view")
    await walk.fills("What will you use the answers for?", "To see what we can offer.")
    await chooses(walk.page, "Channel", "#supplier-talks")
    await chooses(walk.page, "Whom do you ask?", "Tomás", "Aisha")
    await walk.picture("poll")
    await walk.presses("Preview")
    await expect(walk.window).to_contain_text("2 people will be asked")
    await walk.picture("preview")
    await walk.presses("Post")
    await expect(walk.window).to_contain_text("on its way")
    await walk.closes()
    await expect(messages(walk.page)).to_contain_text("0 of 2")


async def votes(walk: Walk) -> None:
    await walk.is_now(TOMAS, "C0TEAM")
    await messages(walk.page).get_by_role("button", name="Vote").first.click()
    await expect(messages(walk.page)).to_contain_text("You chose “Yes”")
    await expect(messages(walk.page)).to_contain_text("1 of 2")
    await walk.picture("vote")


async def is_reminded(walk: Walk) -> None:
    await walk.is_now(AISHA, "app:messages")
    await expect(messages(walk.page)).to_contain_text("two-year term")
    await walk.picture("reminder")
    await walk.is_now(AISHA, "app:home")
    await expect(walk.page.get_by_text("Waiting for you")).to_be_visible()
    await walk.picture("waiting")


async def decides(walk: Walk) -> None:
    await walk.is_now(MAYA, "C0TEAM")
    await expect(messages(walk.page)).to_contain_text("Awaiting @Maya")
    await walk.picture("result")
    await walk.is_now(MAYA, "app:messages")
    await messages(walk.page).get_by_role("button", name="Log the decision").last.click()
    await walk.fills("Decision", "The team made me offer two years.")
    await walk.presses("Save")
    await expect(walk.window).to_contain_text("The team made me")
    await walk.picture("own-it")
    await walk.presses("Use the rewrites")
    await expect(walk.window.get_by_role("textbox", name="Decision")).to_have_value(
        "I decided, having heard everyone, to offer two years."
    )
    await walk.presses("Save")
    await expect(walk.window).to_contain_text("offer two years")
    await walk.picture("decision")
    await walk.closes()


async def is_calmed(walk: Walk, demo: Stage) -> None:
    await walk.is_now(MAYA, "C0TEAM")
    await walk.says("/negotiate meet")
    await expect(walk.window).to_contain_text("When does it start?")
    await walk.picture("meet")
    await walk.presses("Save")
    await expect(walk.window).to_contain_text("calm card ten minutes before")
    await walk.closes()
    await demo.sandbox.move_to_next_event()
    await demo.sandbox.settled()
    await walk.is_now(MAYA, "app:messages")
    await expect(messages(walk.page)).to_contain_text("In 10 minutes: Renewal with Acme")
    await expect(messages(walk.page)).to_contain_text("4,200 a month")
    await expect(messages(walk.page)).not_to_contain_text("4,800 a month")
    await walk.picture("calm")
    await messages(walk.page).get_by_role("button", name="Breathe").last.click()
    await expect(messages(walk.page)).to_contain_text("breath 1 of 6")
    await walk.picture("breathe")
    await walk.is_now(MAYA, "app:home")
    await expect(walk.page.get_by_text("Your negotiations")).to_be_visible()
    await walk.picture("home")
    await walk.fits()
