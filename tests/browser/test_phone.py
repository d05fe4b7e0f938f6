"""At 390 pixels: the side bar is a menu, forms fill the screen, nothing is cut off."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.walk import goes_to, messages, types

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDEST = "document.documentElement.scrollWidth"


async def test_the_side_bar_is_a_menu(phone: Page) -> None:
    sidebar = phone.get_by_role("navigation", name="Workspace")
    await expect(sidebar).to_be_hidden()
    await phone.get_by_role("button", name="Channels and messages").click()
    await goes_to(phone, "supplier-talks")
    await expect(sidebar).to_be_hidden()
    await expect(phone.get_by_role("heading", name="supplier-talks")).to_be_visible()


async def test_a_form_fills_the_screen(phone: Page) -> None:
    await types(phone, "/echo form")
    form = phone.get_by_role("dialog", name="New poll")
    await expect(form).to_be_visible()
    box = await form.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] + box["height"] == 844
    await expect(form.get_by_role("button", name="Preview")).to_be_in_viewport()


async def test_nothing_sticks_out(phone: Page, tmp_path: Path) -> None:
    await types(phone, "/echo gallery")
    await expect(messages(phone)).to_contain_text("Which price shape?")
    assert await phone.evaluate(WIDEST) == 390
    await phone.screenshot(path=tmp_path / "phone.png")


async def test_the_clock_moves_on_a_phone_too(phone: Page) -> None:
    await phone.get_by_role("button", name="Move the clock").click()
    await phone.get_by_role("button", name="+1 hour").click()
    await expect(phone.locator("#clock-face")).to_contain_text("11:00")
