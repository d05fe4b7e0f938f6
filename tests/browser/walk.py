"""Gestures that every walk through the page needs."""

from playwright.async_api import Locator, Page


async def types(page: Page, text: str) -> None:
    """Type into the composer and press Enter."""
    composer = page.locator("#composer").get_by_role("textbox")
    await composer.fill(text)
    await composer.press("Escape")
    await composer.press("Enter")


async def acts_as(page: Page, name: str) -> None:
    """Become somebody else."""
    await page.get_by_label("Act as").select_option(label=name)


async def goes_to(page: Page, name: str) -> None:
    """Click an entry of the side bar."""
    workspace = page.get_by_role("navigation", name="Workspace")
    await workspace.get_by_role("button", name=name).click()


def messages(page: Page) -> Locator:
    """What stands in the channel."""
    return page.get_by_role("log", name="Messages")


async def chooses(page: Page, label: str, *options: str) -> None:
    """Open a select menu and choose."""
    box = page.get_by_role("combobox", name=label)
    await box.click()
    choices = page.get_by_role("listbox", name=label)
    for option in options:
        await choices.get_by_role("option", name=option).click()
    if await choices.is_visible():
        await box.press("Escape")
