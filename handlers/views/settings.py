"""What a person lets Parley do, and the list of words."""

from bot.domain.preferences import Preferences
from bot.domain.words import WORDS
from handlers.views.kit import (
    Dict,
    Speech,
    actions,
    button,
    checkboxes,
    context,
    field,
    modal,
    option,
    section,
    time_picker,
)
from handlers.views.text import esc

OPEN = "settings.open"
SAVE = "settings.save"
HELP = "help.open"
START = "negotiations.new"

CALM = option("Calm cards before my meetings", "calm", "And the question afterwards")
IN_DM = option("My aim and first question in the card", "plan", "Your limit never stands there")


def form(preferences: Preferences) -> Dict:
    """Quiet hours, and what may be sent."""
    ticked = [
        value
        for value, wanted in (("calm", preferences.calm_cards), ("plan", preferences.plan_in_dm))
        if wanted
    ]
    blocks = [
        field("quiet_from", "Quiet from", time_picker(initial=f"{preferences.quiet_from:%H:%M}")),
        field(
            "quiet_until", "Quiet until", time_picker(initial=f"{preferences.quiet_until:%H:%M}")
        ),
        context(
            f"In your time zone as Slack knows it: {esc(preferences.zone)}. "
            "The same time twice means no quiet hours."
        ),
        field(
            "wanted",
            "What I may send you",
            checkboxes([CALM, IN_DM], initial=ticked),
            optional=True,
        ),
    ]
    return modal(SAVE, "Settings", blocks, submit="Save")


def saved(preferences: Preferences) -> Dict:
    """After saving."""
    quiet = f"Quiet from {preferences.quiet_from:%H:%M} until {preferences.quiet_until:%H:%M}."
    if preferences.quiet_from == preferences.quiet_until:
        quiet = "No quiet hours."
    cards = "Calm cards come." if preferences.calm_cards else "Calm cards are off."
    return modal(SAVE, "Settings", [section(f"Saved. {quiet} {cards}")], close="Close")


def help_message() -> Speech:
    """All words, one line each."""
    lines = "\n".join(f"`/negotiate {word.usage}`  {word.does}" for word in WORDS)
    text = f"*What I can do*\n{lines}"
    note = (
        "Everything is also a button on my Home tab. What you prepare is yours: sealed on disk, "
        "shown to nobody else. Not legal, HR or medical advice."
    )
    start = actions(button("Start a negotiation", START, style="primary"))
    return Speech(f"{text}\n{note}", [section(text), context(note), start])


def help_modal() -> Dict:
    """The same as a window, from App Home."""
    return modal(HELP, "What I can do", help_message().blocks, close="Close")
