"""What stands around the workspace: clock, steps to try, traffic, trouble."""

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.server import Sandbox
from tests.browser.echo_bot import EchoBot
from tests.browser.walk import acts_as, messages, types

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_clock_shows_the_acting_persons_time_and_moves(page: Page) -> None:
    face = page.locator("#clock-face")
    await expect(face).to_have_text("Mon 23 Nov 10:00")
    await page.get_by_role("button", name="+1 hour").click()
    await expect(face).to_have_text("Mon 23 Nov 11:00")
    await page.get_by_role("button", name="+1 day").click()
    await acts_as(page, "Kenji Sato (Engineering)")
    await expect(face).to_have_text("Tue 24 Nov 19:00")


async def test_without_a_next_event_the_page_says_so(page: Page) -> None:
    await page.get_by_role("button", name="Next event").click()
    await expect(page.locator("#toasts")).to_contain_text("Nothing is planned yet.")


async def test_steps_tick_themselves_off(page: Page) -> None:
    steps = page.get_by_role("complementary", name="Try this")
    await expect(steps.get_by_role("status")).to_have_text("0 of 3 done")
    await types(page, "/echo hello")
    await expect(steps.get_by_role("status")).to_have_text("1 of 3 done")
    await expect(steps.get_by_role("listitem").first).to_contain_text("(done)")
    await steps.get_by_role("button", name="Fold the list").click()
    await expect(steps).to_be_hidden()
    await page.get_by_role("button", name="Try this 1 of 3").click()
    await expect(steps.get_by_text("Type /echo form.")).to_be_visible()


async def test_a_step_takes_one_to_its_person_and_place(page: Page) -> None:
    steps = page.get_by_role("complementary", name="Try this")
    await steps.get_by_text("Go elsewhere").click()
    await steps.get_by_role("button", name="Put it in the composer, as Kenji").click()
    await expect(page.get_by_label("Act as")).to_have_value("U0KENJI")
    composer = page.get_by_role("textbox", name="Message #supplier-talks")
    await expect(composer).to_have_value("/echo again")
    await expect(composer).to_be_focused()


async def test_traffic_is_listed_filtered_and_readable(page: Page) -> None:
    await types(page, "/echo form")
    await expect(page.get_by_role("dialog", name="New poll")).to_be_visible()
    await page.get_by_role("button", name="Traffic").click()
    drawer = page.get_by_role("region", name="Traffic")
    entries = drawer.locator("#traffic-list > li")
    await expect(entries.filter(has_text="slash_commands")).to_have_count(1)
    await drawer.get_by_role("searchbox", name="Filter traffic").fill("views.open")
    await expect(entries).to_have_count(1)
    await entries.locator("summary").click()
    await expect(entries.get_by_label("Request as JSON")).to_contain_text('"callback_id": "form"')
    await drawer.get_by_role("searchbox").fill("")
    await page.get_by_role("dialog").get_by_role("button", name="Refresh").click()
    await expect(entries.filter(has_text="block_actions")).to_have_count(1)


async def test_trouble_can_be_made_and_ended(page: Page, sandbox: Sandbox) -> None:
    await page.get_by_role("button", name="Traffic").click()
    await page.get_by_role("button", name="Make trouble").click()
    dialog = page.get_by_role("dialog", name="Make trouble")
    await dialog.get_by_label("What").select_option("http_500")
    await dialog.get_by_role("button", name="Make it so").click()
    await expect(dialog.get_by_role("listitem")).to_contain_text("chat.postMessage")
    assert [fault.kind for fault in sandbox.world.faults.waiting] == ["http_500"]
    await dialog.get_by_role("button", name="All is well again").click()
    await expect(dialog.get_by_role("listitem")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_everybody_can_be_acted_as_and_sees_only_their_own_channels(page: Page) -> None:
    channels = page.get_by_role("navigation", name="Workspace")
    await expect(channels.get_by_role("button", name="leads")).to_be_visible()
    await acts_as(page, "Grace Lee (Contractor, guest)")
    await expect(channels.get_by_role("button", name="supplier-talks")).to_be_visible()
    await expect(channels.get_by_role("button", name="leads")).to_have_count(0)
    await expect(page.get_by_role("heading", name="supplier-talks")).to_be_visible()


async def test_a_missing_bot_is_announced(page: Page, sandbox: Sandbox, bot: EchoBot) -> None:
    sandbox.use_http(None)
    sandbox.world.changed()
    await expect(page.get_by_text("Echo is not connected yet")).to_be_visible()


async def test_reading_further_up_is_not_disturbed_by_news(page: Page, bot: EchoBot) -> None:
    for number in range(25):
        await bot.post("C0GENERAL", f"Line {number}\n\n")
    log = messages(page)
    await expect(log).to_contain_text("Line 24")
    await log.evaluate("node => { node.scrollTop = 40; }")
    await expect(log).to_have_attribute("data-stuck", "no")
    await bot.post("C0GENERAL", "The newest")
    await expect(log).to_contain_text("The newest")
    assert await log.evaluate("node => node.scrollTop") == 40


async def test_who_reads_the_newest_keeps_reading_the_newest(page: Page, bot: EchoBot) -> None:
    await types(page, "/echo gallery")
    for number in range(6):
        await bot.post("C0GENERAL", f"Line {number}")
    await page.reload()
    newest = messages(page).get_by_text("Line 5")
    for deed in ("+1 hour", "Traffic", "Close traffic", "+1 day"):
        await expect(newest).to_be_in_viewport(ratio=1)
        await page.get_by_role("button", name=deed).click()
    gallery = messages(page).get_by_role("article").filter(has_text="3 of 7 have voted")
    await bot.call("chat.update", channel="C0GENERAL", ts=await ts_of(gallery), text="Short now")
    await expect(messages(page)).to_contain_text("Short now")
    await expect(newest).to_be_in_viewport(ratio=1)


async def ts_of(message: Locator) -> str | None:
    """Which message this is, for the Web API."""
    return await message.get_attribute("data-ts")
