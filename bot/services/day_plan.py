"""The day plan: offered, accepted as direct messages, moved along with its meeting, stopped."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.access import Action
from bot.domain.day_plan import Planned, Step, plan, step_by
from bot.domain.errors import Invalid
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand, State
from bot.services import preferences
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

SAY = "day_plan.say"


@dataclass(frozen=True)
class DayPlanPage:
    """The steps ahead of the next meeting, and whether they come as messages."""

    negotiation: Negotiation
    meeting: Meeting | None
    steps: Sequence[Planned]
    is_on: bool


@dataclass(frozen=True)
class DueStep:
    """One step to be said now."""

    negotiation: Negotiation
    meeting: Meeting
    step: Step


def page(uow: UnitOfWork, actor: str, negotiation_id: str) -> DayPlanPage:
    """The plan for the next meeting of a record, for its leader."""
    negotiation = allowed(uow, actor, negotiation_id, Action.MEET)
    planned = uow.meetings.of_negotiations([negotiation_id])
    meeting = next((m for m in planned if m.starts_at > uow.now), None)
    if meeting is None:
        return DayPlanPage(negotiation, None, (), False)
    steps = plan(meeting, uow.preferences.get(actor), uow.now)
    return DayPlanPage(negotiation, meeting, steps, uow.outbox.waiting(_prefix(meeting.id)) > 0)


def accept(uow: UnitOfWork, actor: str, negotiation_id: str, zone: str = "") -> DayPlanPage:
    """Promise each step that lies ahead as a direct message; `zone` is what Slack tells now."""
    if zone:
        preferences.note_zone(uow, actor, zone)
    shown = page(uow, actor, negotiation_id)
    if shown.meeting is None:
        raise Invalid({"plan": "Add the meeting first; the plan counts its days from there."})
    if not shown.is_on:
        _promise(uow, shown.meeting, shown.steps)
    return page(uow, actor, negotiation_id)


def stop(uow: UnitOfWork, actor: str, negotiation_id: str) -> DayPlanPage:
    """No more of them."""
    shown = page(uow, actor, negotiation_id)
    if shown.meeting is not None:
        uow.outbox.cancel(_prefix(shown.meeting.id))
    return page(uow, actor, negotiation_id)


def follow(uow: UnitOfWork, meeting: Meeting) -> None:
    """The meeting was moved or cancelled: an accepted plan goes along, or ends."""
    was_on = uow.outbox.cancel(_prefix(meeting.id)) > 0
    if was_on and meeting.is_planned:
        _promise(uow, meeting, plan(meeting, uow.preferences.get(meeting.leader), uow.now))


def due(uow: UnitOfWork, errand: Errand) -> DueStep | None:
    """The step, if its meeting still stands as it did and its leader wants no quiet."""
    meeting, step = uow.meetings.get(errand.args["meeting"]), step_by(errand.args["step"])
    negotiation = allowed(uow, errand.to, meeting.negotiation, Action.MEET)
    is_same = meeting.is_planned and str(meeting.version) == errand.args["version"]
    if step is None or not is_same or (negotiation.is_resting and step.days <= 0):
        return None
    quiet = uow.preferences.get(errand.to).is_quiet(uow.now)
    return None if quiet else DueStep(negotiation, meeting, step)


def _promise(uow: UnitOfWork, meeting: Meeting, steps: Sequence[Planned]) -> None:
    for each in steps:
        if each.window is not None:
            args = {
                "meeting": meeting.id, "version": str(meeting.version), "step": each.step.key
            }  # fmt: skip
            opens_at = max(each.window.opens_at, uow.now)
            key = _key(uow, meeting, each.step)
            uow.outbox.add(Errand(SAY, meeting.leader, args, key, opens_at, each.window.closes_at))


def _key(uow: UnitOfWork, meeting: Meeting, step: Step) -> str:
    """One for each step, so that it is said once; another after a stop, when it is wanted again."""
    key = f"{_prefix(meeting.id)}{meeting.version}:{step.key}"
    earlier = uow.outbox.find(key)
    was_stopped = earlier is not None and earlier.state is State.CANCELLED
    return f"{key}:{uow.now.isoformat()}" if was_stopped else key


def _prefix(meeting_id: str) -> str:
    return f"day_plan:{meeting_id}:"
