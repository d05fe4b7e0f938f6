"""Small words that any part of Parley may need."""

from handlers.views import kit, limits
from handlers.views.kit import Dict, Speech, act
from handlers.views.text import esc

NAME = "Parley"
AGAIN = "router.again"
NOTICE = "router.notice"

RESTORED = "Restored what you had typed and not saved."
# × closes all windows, and Slack then tells nothing of those on top.
KEPT = "“Close” keeps what you type as a draft."

FILE_SENT = ":page_facing_up: The file is in your direct messages with me."
FILE_NOT_SENT = (
    ":warning: Slack did not take the file. Try again in a minute; "
    "whoever runs me may need to add the scope `files:write`."
)


def notice(text: str, title: str = NAME, blocks: list[Dict] | None = None) -> Dict:
    """A modal that says one thing and keeps nothing."""
    shown = [block for block in blocks or [] if _fits_modal(block)]
    return kit.modal(NOTICE, title, shown or [kit.section(text)], close="Close")


def spoken(speech: Speech) -> Dict:
    """A message as a modal, where there is no channel to whisper in."""
    return notice(speech.text, blocks=speech.blocks)


def loading() -> Dict:
    """What stands in a modal until the real one is ready."""
    return notice("One moment…")


def done() -> Dict:
    """What takes the place of `loading` when there is nothing more to show."""
    return notice("Done.")


def plainly(sentence: str) -> Speech:
    """A sentence without user text in it."""
    return Speech(esc(sentence))


def open_again(sentence: str, what: str) -> Speech:
    """A sentence with a button that asks for the same once more, with a new trigger."""
    button = kit.button("Open", act(AGAIN, what), style="primary")
    return Speech(esc(sentence), [kit.section(esc(sentence)), kit.actions(button)])


def unknown_word(typed: str, nearest: str | None) -> Speech:
    """What to type instead."""
    said = f"I don't know “{esc(typed)}”." if typed else "I don't know that."
    hint = f" Did you mean `{nearest}`?" if nearest else ""
    # Slack takes no two buttons of one id, and `help` may be the nearest.
    words = dict.fromkeys(word for word in (nearest, "help") if word)
    buttons = [kit.button(word, act(AGAIN, word)) for word in words]
    text = f"{said}{hint} `help` lists everything."
    return Speech(text, [kit.section(text), kit.actions(*buttons)])


STALE = "That button is from an older message, and I can't tell what it was for any more."


def _fits_modal(block: Dict) -> bool:
    rule = limits.BLOCKS.get(str(block.get("type")))
    return rule is not None and limits.MODAL in rule.surfaces
