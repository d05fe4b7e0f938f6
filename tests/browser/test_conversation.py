"""Messages, commands, threads, App Home: what people do outside of forms."""

import pytest
from playwright.async_api import Page, expect

from sandbox.server import Sandbox
from tests.browser.echo_bot import EchoBot
from tests.browser.walk import acts_as, goes_to, messages, types

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_message_reaches_the_others(page: Page) -> None:
    await types(page, "Morning, *all*")
    await expect(messages(page).get_by_text("Morning, all")).to_be_visible()
    await acts_as(page, "Kenji Sato (Engineering)")
    message = messages(page).get_by_role("article").filter(has_text="Morning")
    await expect(message).to_contain_text("Maya")
    await expect(message.locator("strong", has_text="all")).to_be_visible()


async def test_typed_markup_stays_text_and_a_typed_name_becomes_a_mention(
    page: Page, sandbox: Sandbox
) -> None:
    await types(page, "<b>hi</b> & @Kenji Sato")
    await expect(messages(page)).to_contain_text("<b>hi</b> & @Kenji")
    sent = list(sandbox.world.workspace.messages["C0GENERAL"].values())[-1]
    assert sent.text == "&lt;b&gt;hi&lt;/b&gt; &amp; <@U0KENJI>"


async def test_a_slash_command_is_offered_and_its_private_answer_is_for_its_author_alone(
    page: Page,
) -> None:
    composer = page.get_by_role("textbox", name="Message #general")
    await composer.press_sequentially("/ec")
    await page.get_by_role("listbox", name="Suggestions").get_by_role("option").first.click()
    await composer.press_sequentially("hello")
    await composer.press("Enter")
    answer = messages(page).get_by_role("article").filter(has_text="You said: hello")
    await expect(answer).to_contain_text("Only visible to you")
    await acts_as(page, "Kenji Sato (Engineering)")
    await expect(messages(page)).not_to_contain_text("You said")
    await acts_as(page, "Maya Lindqvist (Head of Operations)")
    await answer.get_by_role("button", name="Dismiss message").click()
    await expect(answer).to_have_count(0)


async def test_an_unknown_command_is_refused_in_a_notice(page: Page) -> None:
    await types(page, "/nothing here")
    await expect(page.get_by_role("alert")).to_contain_text("/nothing is not a valid command")


async def test_a_bot_that_is_too_slow_leaves_a_notice(page: Page) -> None:
    await types(page, "/echo sleep")
    await expect(page.get_by_role("alert")).to_contain_text("the app did not respond")


async def test_a_message_of_the_bot_arrives_by_itself_and_counts_as_unread_elsewhere(
    page: Page, bot: EchoBot
) -> None:
    await bot.post("C0TEAM", "The supplier answered")
    entry = page.get_by_role("navigation").get_by_role("button", name="supplier-talks")
    await expect(entry).to_contain_text("1 unread")
    await goes_to(page, "supplier-talks")
    await expect(messages(page)).to_contain_text("The supplier answered")
    await expect(entry).not_to_contain_text("unread")
    await bot.post("C0TEAM", "Seen as it comes")
    await expect(messages(page)).to_contain_text("Seen as it comes")
    await expect(entry).not_to_contain_text("unread")


async def test_replies_stand_in_the_thread(page: Page) -> None:
    await types(page, "Who leads?")
    message = messages(page).get_by_role("article").filter(has_text="Who leads?")
    await message.hover()
    await message.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    await thread.get_by_role("textbox", name="Reply in thread").fill("Sofia does")
    await thread.get_by_role("button", name="Send").click()
    await expect(thread.get_by_role("log")).to_contain_text("Sofia does")
    await expect(messages(page)).not_to_contain_text("Sofia does")
    await thread.get_by_role("button", name="Close thread").click()
    await expect(message.get_by_role("button", name="1 reply")).to_be_visible()


async def test_a_message_shortcut_opens_its_form(page: Page) -> None:
    await types(page, "We should talk price")
    message = messages(page).get_by_role("article").filter(has_text="talk price")
    await message.hover()
    await message.get_by_role("button", name="More message actions").click()
    await page.get_by_role("menuitem", name="Echo this").click()
    dialog = page.get_by_role("dialog", name="Echo this")
    await expect(dialog).to_contain_text("About: We should talk price")


async def test_the_home_is_drawn_when_opened(page: Page) -> None:
    await goes_to(page, "Echo")
    await expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
    await page.get_by_role("tab", name="Messages").click()
    await types(page, "hello bot")
    await expect(messages(page)).to_contain_text("hello bot")


async def test_members_are_invited_and_removed_in_the_channels_panel(page: Page) -> None:
    await goes_to(page, "leads")
    await page.get_by_role("button", name="3 members").click()
    panel = page.get_by_role("dialog", name="#leads")
    await panel.get_by_role("combobox", name="Add people or apps").click()
    await panel.get_by_role("option", name="Kenji").click()
    await expect(panel.get_by_role("listitem").filter(has_text="Kenji")).to_be_visible()
    await panel.get_by_role("button", name="Remove Kenji").click()
    await expect(panel.get_by_role("heading", name="3 members")).to_be_visible()


async def test_the_bot_can_be_invited_where_it_is_missing(page: Page, sandbox: Sandbox) -> None:
    await goes_to(page, "leads")
    await types(page, "/invite @Echo")
    await expect(page.get_by_role("button", name="4 members")).to_be_visible()
    assert "U0BOT" in sandbox.world.workspace.channels["C0LEADS"].members
