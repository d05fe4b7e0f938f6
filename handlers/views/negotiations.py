"""A record on screen: its page. The forms that make and change it stand in `negotiation_forms`."""

from collections.abc import Sequence

from bot.domain.decisions import Decision
from bot.domain.meetings import Meeting
from bot.domain.negotiations import (
    CORE_TEAM_LIMIT,
    Kind,
    Negotiation,
    StageChange,
)
from bot.domain.steps import Step
from bot.services.negotiations import RecordPage
from handlers.views.guardrails import caveat_blocks
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    context,
    divider,
    modal,
    section,
)
from handlers.views.poll_list import LIST, in_order, line
from handlers.views.progress import (
    BRIEF,
    CHANGE_STAGE,
    NEW_DECISION,
    NEW_MEETING,
    NEW_POLL,
    RECORD,
    coverage,
    gap_beside,
    not_a_chance,
    step_button,
)
from handlers.views.text import channel, count, day, esc, listed, one_line, person, when

OPEN = RECORD
STAGE = CHANGE_STAGE
EDIT = "negotiations.edit"
PREPARE = "prep.open"
RESISTANCE = "resistance.open"
OPEN_MEETING = "meetings.open"
OPEN_DECISION = "decisions.open"
OPEN_CASE = "cases.open"
INVOLVE = "involvement.open"
OPEN_UPDATES = "updates.open"

SHOWN = 5


def page(shown: RecordPage) -> Dict:
    """One record, as far as this reader may see it."""
    negotiation = shown.negotiation
    blocks = [
        *_head(shown),
        *caveat_blocks(shown.caveat, negotiation.id),
        *(_coverage(shown) if shown.readiness else []),
        divider(),
        section(_people(negotiation)),
        *_hanging("Meetings", [_meeting(m, shown.is_leader) for m in shown.meetings]),
        *_polls(shown),
        *_hanging("Decisions", [_decision(d) for d in shown.decisions]),
        *_updates(shown),
        *(_deeds(shown) if shown.is_leader else _team_deeds(negotiation)),
        context(_small_print(shown)),
    ]
    return modal(act(OPEN, negotiation.id), "Negotiation", blocks, close="Close")


def _head(shown: RecordPage) -> list[Dict]:
    negotiation = shown.negotiation
    kind = "" if negotiation.kind is Kind.OTHER else f" · _{negotiation.kind}_"
    title = f"*{esc(negotiation.name)}*\nwith {esc(negotiation.counterpart)}{kind}"
    stage = f"Stage: *{negotiation.stage}*{_since(shown.history)}"
    if not shown.is_leader:
        return [section(title), section(stage)]
    edit = button("Edit", act(EDIT, negotiation.id), spoken="Edit name, people and channel")
    change = button("Change stage", act(STAGE, negotiation.id))
    return [section(title, edit), section(stage, change)]


def _since(history: Sequence[StageChange]) -> str:
    if not history:
        return ""
    last = history[-1]
    why = f": {one_line(esc(last.why), 300)}" if last.why else ""
    return f"\n_since {day(last.at)}_{why}"


def _coverage(shown: RecordPage) -> list[Dict]:
    """Readiness and what would help most, for those who prepare."""
    if shown.readiness is None:
        return []
    negotiation, step = shown.negotiation, shown.next.step
    buttons = [] if step is Step.OPEN else [step_button(negotiation, shown.next, "primary")]
    buttons += gap_beside(negotiation, shown.readiness, step)
    buttons.append(button("Preparation", act(PREPARE, negotiation.id)))
    buttons.append(button("Brief", act(BRIEF, negotiation.id)))
    return [section(coverage(shown.readiness)), actions(*buttons), context(not_a_chance())]


def _people(negotiation: Negotiation) -> str:
    team = listed([person(user) for user in negotiation.core_team], CORE_TEAM_LIMIT)
    lines = [f"*Leader*  {person(negotiation.leader)}", f"*Core team*  {team or 'nobody yet'}"]
    if negotiation.co_leads:
        leads = [person(user) + _sees(negotiation, user) for user in negotiation.co_leads]
        lines.append(f"*Prepare with the leader*  {listed(leads, CORE_TEAM_LIMIT)}")
    if negotiation.channel:
        lines.append(f"*Channel*  {channel(negotiation.channel)}")
    return "\n".join(lines)


def _sees(negotiation: Negotiation, user: str) -> str:
    return " :lock:" if user in negotiation.delegates else ""


def _hanging(title: str, found: Sequence[Dict]) -> list[Dict]:
    """The first few of what hangs from the record, and how many more there are."""
    if not found:
        return []
    more = len(found) - SHOWN
    rest = [context(f"and {more} more")] if more > 0 else []
    return [section(f"*{title}*"), *found[:SHOWN], *rest]


def _meeting(meeting: Meeting, is_leader: bool) -> Dict:
    """Place and people are the leader's own; the core team sees when."""
    line = f"{when(meeting.starts_at)} · {count(meeting.minutes, 'minute')}"
    return section(line, button("Open", act(OPEN_MEETING, meeting.id)) if is_leader else None)


def _polls(shown: RecordPage) -> list[Dict]:
    """Those that run first; a button for all of them where there are more."""
    found = [line(poll, is_leader=shown.is_leader) for poll in in_order(shown.polls)]
    hanging = _hanging("Polls", found)
    if len(found) > SHOWN and shown.is_leader:
        every = button(f"All {len(found)} polls", act(LIST, shown.negotiation.id))
        return [*hanging[:-1], actions(every)]
    return hanging


def _decision(decision: Decision) -> Dict:
    line = f"{one_line(esc(decision.form.decision), 300)}\n_{day(decision.made_at)}_"
    return section(line, button("Open", act(OPEN_DECISION, decision.id)))


def _updates(shown: RecordPage) -> list[Dict]:
    """What the team was told last, and when it hears more."""
    update = shown.update
    if update is None:
        return []
    next_at = update.form.next_at
    ahead = f"\n_next {when(next_at)}_" if next_at else ""
    text = f"*Updates*\n{one_line(esc(update.form.where), 300)}\n_{day(update.made_at)}_{ahead}"
    return [section(text, button("Open", act(OPEN_UPDATES, shown.negotiation.id)))]


def _deeds(shown: RecordPage) -> list[Dict]:
    """What can be done at any time, without the next step that stands above already."""
    negotiation = shown.negotiation
    suggested = step_button(negotiation, shown.next)["action_id"]
    deeds = (
        button("Case", act(OPEN_CASE, negotiation.id), spoken="Build your case"),
        button("Ask your team", act(NEW_POLL, negotiation.id)),
        button("Involve people", act(INVOLVE, negotiation.id)),
        button("Tell your team", act(OPEN_UPDATES, negotiation.id)),
        button("Resistance", act(RESISTANCE, negotiation.id)),
        button("Add a meeting", act(NEW_MEETING, negotiation.id)),
        button("Log a decision", act(NEW_DECISION, negotiation.id)),
    )
    return [actions(*(deed for deed in deeds if deed["action_id"] != suggested))]


def _team_deeds(negotiation: Negotiation) -> list[Dict]:
    return [actions(button("Who leads what", act(INVOLVE, negotiation.id)))]


def _small_print(shown: RecordPage) -> str:
    if shown.is_leader:
        return ":lock: Your core team sees this page, but not what you prepare."
    if shown.readiness is not None:
        return "You prepare this with its leader."
    return "You see this because you are in the core team."
