"""The day plan on screen, and each of its steps as a direct message."""

from collections.abc import Mapping

from bot.domain.copy import sentence
from bot.domain.day_plan import Planned, Step
from bot.services.day_plan import DayPlanPage, DueStep
from handlers.views.kit import Dict, Speech, act, actions, button, context, modal, section
from handlers.views.progress import BRIEF, NEW_MEETING, NEW_POLL, RECORD, titled, topic
from handlers.views.text import when

OPEN = "day_plan.open"
ACCEPT = "day_plan.accept"
STOP = "day_plan.stop"
OFF = "day_plan.off"
PREP = "prep.open"

TITLE = "Day plan"
_LEADS = {
    "poll": (NEW_POLL, "Ask your team"),
    "prep": (PREP, "Open preparation"),
    "brief": (BRIEF, "Brief"),
    "record": (RECORD, "Open"),
}


def page(shown: DayPlanPage, beneath: Mapping[str, str] | None = None) -> Dict:
    """The steps ahead, and whether they come as messages."""
    record = shown.negotiation.id
    blocks = [section(titled(shown.negotiation)), *_steps(shown), *_buttons(shown)]
    return modal(act(OPEN, record), TITLE, blocks, close="Close", metadata=dict(beneath or {}))


def _steps(shown: DayPlanPage) -> list[Dict]:
    if shown.meeting is None:
        return [section("The plan counts its days from the meeting. Add the meeting first.")]
    if not shown.steps:
        return [section(sentence("day_plan", "too_near"))]
    return [section("\n".join(_line(each) for each in shown.steps))]


def _line(planned: Planned) -> str:
    day = f"{planned.day.day} {planned.day:%b}"
    return f"*{day} · {planned.step.title}*\n{planned.step.text}"


def _buttons(shown: DayPlanPage) -> list[Dict]:
    record = shown.negotiation.id
    if shown.meeting is None:
        return [actions(button("Add the meeting", act(NEW_MEETING, record), style="primary"))]
    if not shown.steps:
        return []
    if shown.is_on:
        told = context(":white_check_mark: One message a day; they move with the meeting.")
        return [told, actions(button("Stop the messages", act(STOP, record)))]
    accept = button("Send me these, day by day", act(ACCEPT, record), style="primary")
    return [actions(accept), context("One short message a day, in your working hours.")]


def message(due: DueStep) -> Speech:
    """One step; nothing of what was prepared stands in it."""
    text = f"*{_when(due.step)}: {due.step.title}*\n{topic(due.negotiation)}, {_meets(due)}"
    action, label = _LEADS[due.step.opens]
    buttons = actions(
        button(label, act(action, due.negotiation.id), style="primary"),
        button("Stop this plan", act(OFF, due.negotiation.id)),
    )
    said = f"{text}\n{due.step.text}"
    return Speech(said, [section(said), buttons])


def _when(step: Step) -> str:
    if step.days == 0:
        return "Today"
    if step.days > 0:
        return "Yesterday you met"
    return f"{-step.days} {'day' if step.days == -1 else 'days'} to go"


def _meets(due: DueStep) -> str:
    return f"meeting {when(due.meeting.starts_at)}"


def stopped_message() -> Speech:
    """What stays after “Stop this plan”."""
    return Speech("Stopped. The day plan is in your preparation whenever you want it again.")
