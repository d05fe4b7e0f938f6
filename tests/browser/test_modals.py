"""Forms: what is typed arrives, stays, and is corrected beside the field."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.echo_bot import EchoBot
from tests.browser.payloads import INSTANT
from tests.browser.walk import chooses, types

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_input_sends_what_was_entered(page: Page, bot: EchoBot) -> None:
    await types(page, "/echo form")
    form = page.get_by_role("dialog", name="New poll")
    await form.get_by_label("Question").fill("Which price?")
    await form.get_by_label("Why you ask").fill("Two\nlines")
    await form.get_by_role("radio", name="Up to three").check()
    await form.get_by_role("checkbox", name="Voters").check()
    await chooses(page, "Template", "Who leads")
    await chooses(page, "Voters", "Kenji", "Sofia")
    await chooses(page, "Channel", "supplier-talks")
    closes = form.get_by_role("group", name="Closes")
    await closes.get_by_label("Date").fill("2026-11-24")
    await closes.get_by_label("Time").fill("16:00")
    await form.get_by_label("Day").fill("2026-12-01")
    await form.get_by_label("Hour").fill("09:30")
    await form.get_by_label("Seats").fill("7")
    await form.get_by_label("Send to").fill("maya@example.com")
    await chooses(page, "Copy from", "Deal")
    await form.get_by_role("button", name="Preview").click()
    await expect(form).to_be_hidden()
    sent = bot.submitted()
    assert sent["question"]["value"] == "Which price?"
    assert sent["why"]["value"] == "Two\nlines"
    assert sent["rule"]["selected_option"]["value"] == "three"
    assert [o["value"] for o in sent["places"]["selected_options"]] == ["voters"]
    assert sent["template"]["selected_option"]["value"] == "lead"
    assert sent["voters"]["selected_users"] == ["U0KENJI", "U0SOFIA"]
    assert sent["where"]["selected_conversation"] == "C0TEAM"
    assert sent["closes"]["selected_date_time"] == INSTANT
    assert sent["day"]["selected_date"] == "2026-12-01"
    assert sent["hour"]["selected_time"] == "09:30"
    assert sent["seats"]["value"] == "7"
    assert sent["mail"]["value"] == "maya@example.com"
    assert sent["copy"]["selected_option"]["value"] == "deal"


async def test_the_first_caret_is_where_the_bot_asked_for_it(page: Page) -> None:
    await types(page, "/echo form")
    await expect(page.get_by_label("Question")).to_be_focused()


async def test_an_empty_required_field_is_named_and_gets_the_caret(
    page: Page, bot: EchoBot
) -> None:
    await types(page, "/echo form")
    form = page.get_by_role("dialog", name="New poll")
    await form.get_by_label("Seats").fill("many")
    await form.get_by_role("button", name="Preview").click()
    await expect(form.get_by_role("alert").first).to_be_visible()
    await expect(form.get_by_label("Question")).to_be_focused()
    await expect(form.get_by_label("Question")).to_have_attribute("aria-invalid", "true")
    assert [heard for heard in bot.heard if heard.get("type") == "view_submission"] == []
    assert await form.get_by_label("Seats").input_value() == "many"


async def test_the_bots_error_stands_below_its_field_and_goes_when_corrected(page: Page) -> None:
    await types(page, "/echo form")
    form = page.get_by_role("dialog", name="New poll")
    question = form.get_by_label("Question")
    await question.fill("wrong")
    await question.press("Enter")
    await expect(form.get_by_role("alert")).to_have_text("That is not a question.")
    await expect(question).to_have_value("wrong")
    await question.fill("right?")
    await page.keyboard.press("Control+Enter")
    await expect(form).to_be_hidden()


async def test_typed_text_survives_an_update_of_the_form(page: Page) -> None:
    await types(page, "/echo form")
    form = page.get_by_role("dialog", name="New poll")
    await form.get_by_label("Question").fill("Half a quest")
    await form.get_by_label("Why you ask").fill("because")
    await chooses(page, "Voters", "Kenji")
    await form.get_by_role("button", name="Refresh").click()
    await expect(form).to_contain_text("Fresh from the bot.")
    await expect(form.get_by_label("Question")).to_have_value("Half a quest")
    await expect(form.get_by_label("Why you ask")).to_have_value("because")
    await expect(form.get_by_role("button", name="Remove Kenji")).to_be_visible()
    await expect(form.get_by_role("button", name="Refresh")).to_be_focused()


async def test_a_pushed_form_goes_back_to_the_one_below_with_its_text(page: Page) -> None:
    await types(page, "/echo form")
    await page.get_by_label("Question").fill("Kept?")
    await page.get_by_role("button", name="More", exact=True).click()
    second = page.get_by_role("dialog", name="Second step")
    await expect(second).to_contain_text("On top of the form.")
    await second.get_by_label("Back").first.click()
    await expect(page.get_by_label("Question")).to_have_value("Kept?")


async def test_escape_closes_and_the_caret_returns(page: Page, bot: EchoBot) -> None:
    await types(page, "/echo form")
    form = page.get_by_role("dialog", name="New poll")
    box = form.get_by_role("combobox", name="Template")
    await box.click()
    await expect(page.get_by_role("listbox", name="Template")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox", name="Template")).to_have_count(0)
    await expect(form).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(form).to_be_hidden()
    await expect(page.get_by_role("textbox", name="Message #general")).to_be_focused()
    assert bot.heard[-1]["type"] == "view_closed"


async def test_a_select_menu_needs_no_mouse(page: Page, bot: EchoBot) -> None:
    await types(page, "/echo form")
    await page.get_by_label("Question").fill("q")
    await page.get_by_role("combobox", name="Template").focus()
    await page.keyboard.type("who")
    await expect(page.get_by_role("listbox", name="Template").get_by_role("option")).to_have_count(
        1
    )
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="Template")).to_have_value("Who leads")
    await page.get_by_role("combobox", name="Voters").focus()
    await page.keyboard.type("ken")
    await expect(page.get_by_role("listbox", name="Voters").get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert bot.submitted()["voters"]["selected_users"] == ["U0KENJI"]


async def test_the_count_of_characters_is_live(page: Page) -> None:
    await types(page, "/echo form")
    await page.get_by_label("Question").fill("é" * 55)
    await expect(page.get_by_text("5 left")).to_be_visible()
    await page.get_by_label("Question").fill("🎯" * 62)
    await expect(page.get_by_text("2 too many")).to_be_visible()
