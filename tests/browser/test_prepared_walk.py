"""A leader prepares in the demo's page: in five minutes, deeper, and for two people's resistance.

A picture of each screen is left in pytest's temporary folder, to be looked at.
"""

import time
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from bot.demo import Stage
from tests.browser.conftest import PATIENCE
from tests.browser.test_first_walk import ANSWERS, MAYA
from tests.browser.walk import Walk, chooses, messages

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOVES = "What moves me"


@pytest.mark.parametrize("device", ["desktop", "handset"])
async def test_a_leader_walks_in_knowing_what_matters(
    demo: Stage, device: str, desktop: BrowserContext, handset: BrowserContext, tmp_path: Path
) -> None:
    page = await (desktop if device == "desktop" else handset).new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{demo.sandbox.url}/#{MAYA}/C0TEAM")
    walk = Walk(page, tmp_path)
    await begins(walk)
    began = time.monotonic()
    await prepares_in_two_views(walk)
    assert time.monotonic() - began < 120
    await goes_deeper(walk)
    await keeps_what_was_typed(walk)
    await looks_at_two_people(walk)
    await builds_the_case(walk)
    await reads_the_brief(walk)
    await is_quick(walk)
    await page.close()
    assert faults == []
    assert demo.sandbox.refusals() == []


async def begins(walk: Walk) -> None:
    await walk.says("/negotiate new Salary talk")
    await walk.fills("Who is on the other side?", "Ines from HR")
    await walk.presses("Start")
    await expect(walk.window).to_contain_text("Prepare in 5 minutes")
    await walk.picture("record")


async def prepares_in_two_views(walk: Walk) -> None:
    """One form, one page: the form's button brings the workbook with what it comes to."""
    await walk.presses("Prepare in 5 minutes")
    for label, answer in ANSWERS.items():
        await walk.fills(label, answer)
    await walk.presses("Save")
    await expect(walk.window).to_contain_text("50 of 100")
    await expect(walk.window).to_contain_text("For the table")
    await walk.picture("workbook")


async def goes_deeper(walk: Walk) -> None:
    for depth, asked in (("30 minutes", "What is on the table"), ("In full", "What I expect")):
        await walk.window.get_by_role("combobox").first.click()
        await walk.page.get_by_role("option", name=depth).click()
        await expect(walk.window).to_contain_text(asked)
        await walk.picture(depth.replace(" ", "-"))
    await walk.fits()
    await walk.presses(f"Open {MOVES}")
    await expect(walk.window.get_by_role("textbox").first).to_have_value(
        ANSWERS["What do I really want"]
    )
    await walk.picture("section")
    await walk.closes_top()


async def keeps_what_was_typed(walk: Walk) -> None:
    """Half typed, closed by a mis-click, opened again."""
    await walk.closes()
    await walk.says("/negotiate prep")
    await walk.presses("Open What is fair")
    await walk.fills("Which standards", "The pay survey of our trade")
    await walk.closes()
    await walk.says("/negotiate prep")
    await expect(walk.window).to_contain_text("unsaved text")
    await walk.presses("Open What is fair")
    await expect(walk.window).to_contain_text("Restored what you had typed")
    await expect(walk.window.get_by_role("textbox").first).to_have_value(
        "The pay survey of our trade"
    )
    await walk.picture("restored")
    await walk.closes()


async def looks_at_two_people(walk: Walk) -> None:
    await walk.says("/negotiate resist")
    await walk.picture("register-empty")
    approaches = []
    for who, signal in (("Kim", "Talks of reputation"), ("Lee", "Says “not now”")):
        await walk.presses("Look at someone")
        await walk.fills("Who", who)
        await walk.picture(f"look-{who}")
        await walk.submits()
        await chooses(walk.page, signal, "Clearly")
        await walk.picture(f"signals-{who}")
        await walk.submits()
        await expect(walk.window).to_contain_text("fit 100 of 100")
        approaches.append(await walk.window.inner_text())
        await walk.picture(f"result-{who}")
        await walk.closes_top()
    assert approaches[0] != approaches[1]
    await walk.picture("register")
    await walk.closes()


async def builds_the_case(walk: Walk) -> None:
    await walk.says("/negotiate case")
    await expect(walk.window).to_contain_text("Not legal, HR")
    await walk.picture("case")
    await walk.presses("Add an argument")
    await walk.picture("argument")
    await walk.closes()


async def reads_the_brief(walk: Walk) -> None:
    await walk.says("/negotiate brief")
    await expect(walk.window).to_contain_text("4,200 a month")
    await expect(walk.window).not_to_contain_text("4,800")
    await walk.fits()
    await walk.picture("glance")
    await walk.presses("The whole brief")
    await expect(walk.window).to_contain_text("Not shown: If we do not agree")
    await walk.picture("brief")
    await walk.fits()
    await walk.presses("For the team")
    await expect(walk.window).to_contain_text("has no channel")
    await walk.picture("team")
    await walk.closes()


async def is_quick(walk: Walk) -> None:
    await walk.says("/negotiate quick")
    await walk.picture("quick")
    await walk.closes()
    await walk.says("/negotiate settings")
    await expect(walk.window).to_contain_text("quiet")
    await walk.picture("settings")
    await walk.closes()
    await walk.is_now(MAYA, "app:home")
    await expect(walk.page.get_by_text("Your negotiations")).to_be_visible()
    await walk.picture("home")
    await walk.fits()
    await walk.is_now(MAYA, "C0TEAM")
    await walk.says("/negotiate help")
    await expect(messages(walk.page)).to_contain_text("resist")
    await walk.picture("help")
