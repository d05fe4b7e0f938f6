"""What a person lets Parley do, and the list of words."""

from collections.abc import Sequence
from functools import cache

from bot.domain.nudges import WORK_WEEK, Nudging
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
    select,
    time_picker,
)
from handlers.views.text import day, esc

OPEN = "settings.open"
SAVE = "settings.save"
HELP = "help.open"
START = "negotiations.new"

CALM = option("Calm cards before my meetings", "calm", "And the question afterwards")
IN_DM = option("My aim and first question in the card", "plan", "Your limit never stands there")
NUDGES = option("A nudge on my working days", "nudge", "One sentence to try out, at ten")
REMINDERS = option("Poll reminders", "polls", "Two a poll at most, if I have not answered")
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def form(preferences: Preferences, nudging: Nudging | None = None) -> Dict:
    """Quiet hours, and what may be sent."""
    is_nudged = nudging is not None and nudging.is_on
    ticked = [
        value
        for value, wanted in (
            ("calm", preferences.calm_cards),
            ("plan", preferences.plan_in_dm),
            ("nudge", is_nudged),
            ("polls", preferences.poll_reminders),
        )
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
            checkboxes([CALM, IN_DM, NUDGES, REMINDERS], initial=ticked),
            optional=True,
        ),
        _work_days(nudging.work_days if nudging else WORK_WEEK),
    ]
    return modal(SAVE, "Settings", blocks, submit="Save")


def _work_days(chosen: Sequence[int]) -> Dict:
    options = [option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    days = select(options, many=True, initial=[str(each) for each in chosen])
    hint = "Nudges come on these days at ten, poll reminders from nine to five."
    return field("work_days", "My working days", days, hint=hint)


def saved(preferences: Preferences, nudging: Nudging | None = None) -> Dict:
    """After saving."""
    quiet = f"Quiet from {preferences.quiet_from:%H:%M} until {preferences.quiet_until:%H:%M}."
    if preferences.quiet_from == preferences.quiet_until:
        quiet = "No quiet hours."
    cards = "Calm cards come." if preferences.calm_cards else "Calm cards are off."
    polls = [] if preferences.poll_reminders else ["Poll reminders are off."]
    text = " ".join(["Saved.", quiet, cards, *_nudges(nudging), *polls])
    return modal(SAVE, "Settings", [section(text)], close="Close")


def _nudges(nudging: Nudging | None) -> list[str]:
    """When the next nudge comes, or why none does."""
    if nudging is None or not nudging.is_on:
        return []
    if nudging.next_at is None:
        return ["No nudge can come: your quiet hours fill the working day."]
    return [f"The next nudge comes on {day(nudging.next_at)}."]


@cache
def help_message() -> Speech:
    """All words, one line each."""
    lines = "\n".join(f"`/negotiate {word.usage}`  {word.does}" for word in WORDS)
    text = f"*What I can do*\n{lines}"
    note = (
        "Everything is also a button: on my Home tab, or on the page of a negotiation. "
        "What you prepare is yours: sealed on disk, "
        "shown to you and those you name. Not legal, HR or medical advice."
    )
    start = actions(button("Start a negotiation", START, style="primary"))
    return Speech(f"{text}\n{note}", [section(text), context(note), start])


def help_modal() -> Dict:
    """The same as a window, from App Home."""
    return modal(HELP, "What I can do", help_message().blocks, close="Close")
