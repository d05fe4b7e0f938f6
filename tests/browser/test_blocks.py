"""Block Kit as the page draws it, and what its elements tell the bot."""

import pytest
from playwright.async_api import Page, expect

from sandbox.server import Sandbox
from tests.browser.echo_bot import EchoBot
from tests.browser.walk import acts_as, messages, types

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_mrkdwn_is_drawn_in_the_readers_zone(page: Page) -> None:
    await types(page, "/echo gallery")
    message = messages(page).get_by_role("article").filter(has_text="Which price shape?")
    for tag, words in {"strong": "Bold", "em": "italic", "s": "strike", "pre": "fenced"}.items():
        await expect(message.locator(tag, has_text=words).first).to_be_visible()
    await expect(message.get_by_role("link", name="a link")).to_have_attribute(
        "href", "https://example.com/a"
    )
    await expect(message.locator("blockquote")).to_have_text("quoted")
    await expect(message).to_contain_text("snake_case_stays")
    await expect(message).to_contain_text("@Maya asks @Tomás in #general. @channel <b> & 🎉")
    await expect(message).to_contain_text("Closes tomorrow at 4:00 PM.")
    await acts_as(page, "Tomás Herrera (Finance)")
    await expect(message).to_contain_text("Closes tomorrow at 10:00 AM.")


async def test_every_block_has_its_shape(page: Page) -> None:
    await types(page, "/echo gallery")
    message = messages(page).get_by_role("article").filter(has_text="Which price shape?")
    await expect(message.get_by_role("heading", name="Which price shape?")).to_be_visible()
    await expect(message.get_by_role("listitem").filter(has_text="first point")).to_be_visible()
    await expect(message.locator("strong", has_text="Standard")).to_be_visible()
    await expect(message.get_by_role("figure", name="Votes by option")).to_be_visible()
    await expect(message.get_by_role("region", name="Table")).to_contain_text("Lower")
    await message.get_by_text("Show the numbers").click()
    await expect(message.get_by_role("row", name="Lower 3").first).to_be_visible()


async def test_text_of_a_message_never_becomes_markup(page: Page, bot: EchoBot) -> None:
    attack = "<script>alert(1)</script> <img src=x onerror=alert(1)> <javascript:alert(1)|click>"
    await bot.post("C0GENERAL", attack)
    await expect(messages(page)).to_contain_text("alert(1)")
    assert await messages(page).locator("script, img, a").count() == 0


async def test_a_button_reaches_the_bot_and_the_message_changes_in_place(
    page: Page, bot: EchoBot
) -> None:
    await types(page, "/echo gallery")
    await messages(page).get_by_role("button", name="Vote").click()
    await expect(messages(page)).to_contain_text("@Maya has voted.")
    await expect(messages(page).get_by_role("button", name="Vote")).to_be_focused()
    assert bot.actions()[-1]["value"] == "1"


async def test_a_confirm_dialog_stands_before_the_deed(page: Page, bot: EchoBot) -> None:
    await types(page, "/echo gallery")
    delete = messages(page).get_by_role("button", name="Delete")
    await delete.click()
    dialog = page.get_by_role("dialog", name="Delete the poll?")
    await expect(dialog).to_contain_text("Three votes are lost.")
    await dialog.get_by_role("button", name="Keep it").click()
    await expect(dialog).to_have_count(0)
    assert bot.actions() == []
    await delete.click()
    await dialog.get_by_role("button", name="Delete it").click()
    await expect(dialog).to_have_count(0)
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert bot.actions()[-1]["action_id"] == "delete"


async def test_menus_report_what_was_chosen(page: Page, bot: EchoBot, sandbox: Sandbox) -> None:
    await types(page, "/echo gallery")
    more = messages(page).get_by_role("button", name="More actions")
    await more.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(more).to_be_focused()
    box = messages(page).get_by_role("combobox", name="Pick a template")
    await box.click()
    await page.get_by_role("listbox").get_by_role("option", name="Length").click()
    await sandbox.settled()
    chosen = [action["selected_option"]["value"] for action in bot.actions()]
    assert chosen == ["close", "length"]
    await expect(box).to_have_value("Length")
