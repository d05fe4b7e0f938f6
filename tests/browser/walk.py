"""Gestures that every walk through the page needs."""

from pathlib import Path

from playwright.async_api import Locator, Page, expect

# Nothing on the page has changed for a third of a second, or three seconds have passed.
QUIET = """() => new Promise((done) => {
  let still = setTimeout(done, 300);
  setTimeout(done, 3000);
  const changed = () => { clearTimeout(still); still = setTimeout(done, 300); };
  new MutationObserver(changed).observe(document.body, { subtree: true, childList: true });
})"""


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


class Walk:
    """One page, and the gestures of this walk; each picture has a number and a name."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.pictures = 0

    @property
    def window(self) -> Locator:
        """The modal on top."""
        return self.page.get_by_role("dialog").last

    async def picture(self, name: str) -> None:
        self.pictures += 1
        await self.page.screenshot(path=self.folder / f"{self.pictures:02}-{name}.png")

    async def is_now(self, user: str, place: str) -> None:
        """Somebody else, somewhere else."""
        await self.page.goto(f"{self.page.url.partition('#')[0]}#{user}/{place}")
        await self.page.reload()
        # Coming to Home has it drawn anew: a click meanwhile would meet what is just replaced.
        await self.page.evaluate(QUIET)

    async def says(self, words: str) -> None:
        await types(self.page, words)

    async def presses(self, label: str) -> None:
        await self.window.get_by_role("button", name=label).first.click()

    async def fills(self, label: str, text: str) -> None:
        await self.window.get_by_role("textbox", name=label).fill(text)

    async def submits(self) -> None:
        """Press the form's own button."""
        await self.window.locator("[data-role=submit]").click()

    async def closes_top(self) -> None:
        """The window on top alone."""
        await self.window.locator("[data-role=close]").click()

    async def closes(self) -> None:
        """Every window, by the × that closes the whole stack."""
        await self.presses("Close dialog")
        await expect(self.page.get_by_role("dialog")).to_have_count(0)

    async def fits(self) -> None:
        """Nothing scrolls sideways."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await self.page.evaluate(wide) <= 0
