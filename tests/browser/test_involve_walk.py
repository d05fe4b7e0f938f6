"""A leader maps whom to involve and hands out a part; the colleague answers and brings it back.

A picture of each screen is left in pytest's temporary folder, to be looked at.
"""

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from bot.demo import Stage
from tests.browser.conftest import PATIENCE
from tests.browser.test_first_walk import MAYA
from tests.browser.walk import Walk, chooses, messages

pytestmark = pytest.mark.asyncio(loop_scope="session")

AISHA, KENJI = "U0AISHA", "U0KENJI"


@pytest.mark.parametrize("device", ["desktop", "handset"])
async def test_a_part_goes_out_and_comes_back(
    demo: Stage, device: str, desktop: BrowserContext, handset: BrowserContext, tmp_path: Path
) -> None:
    page = await (desktop if device == "desktop" else handset).new_page()
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{demo.sandbox.url}/#{MAYA}/C0TEAM")
    walk = Walk(page, tmp_path)
    await begins(walk)
    await maps_two_people(walk)
    await hands_out_a_part(walk)
    await is_asked(walk)
    await brings_it_back(walk)
    await reads_what_came(walk)
    await page.close()
    assert faults == []
    assert demo.sandbox.refusals() == []


async def begins(walk: Walk) -> None:
    await walk.says("/negotiate new Renewal")
    await walk.fills("Who is on the other side?", "Acme")
    await walk.presses("Start")
    await expect(walk.window).to_contain_text("Prepare in 5 minutes")
    await walk.presses("Involve people")
    await expect(walk.window).to_contain_text("Nobody is on the map yet.")
    await walk.picture("map-empty")
    await walk.fits()


async def maps_two_people(walk: Walk) -> None:
    for name, ties in (
        ("Aisha", ("Decides, or", "Is affected")),
        ("Kenji", ("Must carry", "May not")),
    ):
        await walk.presses("Add a colleague")
        await chooses(walk.page, "Who?", name)
        for tie in ties:
            await walk.window.get_by_role("checkbox", name=tie).check()
        await chooses(walk.page, "Power over", "High")
        await chooses(walk.page, "Interest in", "High")
        await chooses(walk.page, "Where they stand", "−1")
        await chooses(walk.page, "Where you need", "+1")
        await walk.picture(f"colleague-form-{name}")
        await walk.submits()
        await expect(walk.window).to_contain_text("for this question, because")
        await walk.picture(f"colleague-{name}")
        await walk.fits()
        await walk.closes_top()
    await expect(walk.window).to_contain_text("Nobody who must deliver is involved.")
    await walk.picture("map")
    await walk.fits()


async def hands_out_a_part(walk: Walk) -> None:
    await walk.presses("Add a part")
    await walk.fills("Which part?", "The delivery date")
    await walk.fills("Mandate", "Between May and July; no fee for moving it.")
    await walk.fills("What to bring back", "Two dates they could keep, and what each would cost.")
    await walk.picture("part-form")
    await walk.submits()
    await expect(walk.window).to_contain_text("Who should lead it?")
    await walk.picture("part")
    await walk.presses("Ask somebody to lead it")
    await chooses(walk.page, "Who?", "Aisha")
    await walk.fills("Why them?", "You know their planners, and they trust you.")
    await walk.fills("Time it takes", "Two hours")
    await walk.picture("ask-form")
    await walk.fits()
    await walk.submits()
    await expect(walk.window).to_contain_text("was asked")
    await walk.picture("part-asked")
    await walk.closes_top()
    await walk.picture("map-with-part")
    await walk.closes()


async def is_asked(walk: Walk) -> None:
    await walk.is_now(AISHA, "app:home")
    await walk.is_now(AISHA, "app:messages")
    await expect(messages(walk.page)).to_contain_text("asks you to lead a part")
    await walk.picture("request")
    await walk.fits()


async def brings_it_back(walk: Walk) -> None:
    await messages(walk.page).get_by_role("button", name="Accept").click()
    await expect(messages(walk.page)).to_contain_text("You lead")
    await walk.picture("accepted")
    await messages(walk.page).get_by_role("button", name="Open").click()
    await expect(walk.window).to_contain_text("owns the result.")
    await walk.fills("What it brings back", "They can keep 12 May or 3 June; June costs nothing.")
    await walk.picture("notes")
    await walk.fits()
    await walk.window.get_by_role("checkbox", name="I am done").check()
    await walk.submits()
    await expect(walk.window).to_contain_text("Done. Thank you.")
    await walk.picture("done")
    await walk.closes()


async def reads_what_came(walk: Walk) -> None:
    await walk.is_now(MAYA, "app:messages")
    await expect(messages(walk.page)).to_contain_text("has finished")
    await walk.picture("news")
    await messages(walk.page).get_by_role("button", name="Read what").click()
    await expect(walk.window).to_contain_text("June costs nothing.")
    await walk.picture("part-done")
    await walk.fits()
    await walk.closes()
