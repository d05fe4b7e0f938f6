"""Making, editing and reading a record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.access import Action
from bot.domain.decisions import Decision
from bot.domain.guardrails import Caveat
from bot.domain.meetings import Meeting, MeetingForm
from bot.domain.negotiations import Negotiation, RecordForm, Stage, StageChange, folded
from bot.domain.polls import Poll, PollState
from bot.domain.prep import Readiness, readiness
from bot.domain.steps import NextStep, Step, facts_of, next_step
from bot.domain.updates import Update
from bot.services import meetings, parts
from bot.services.decision_log import readable
from bot.services.guardrails import caveat_of
from bot.services.ports import UnitOfWork
from bot.services.prep import prepared, visible
from bot.services.rights import allowed


@dataclass(frozen=True)
class RecordPage:
    """What the record's page shows to one reader; readiness is for those who prepare it.

    `update` is the newest that the team was told.
    """

    negotiation: Negotiation
    is_leader: bool
    history: Sequence[StageChange]
    readiness: Readiness | None
    meetings: Sequence[Meeting]
    polls: Sequence[Poll]
    decisions: Sequence[Decision]
    next: NextStep
    caveat: Caveat | None = None
    update: Update | None = None


def create(
    uow: UnitOfWork, actor: str, form: RecordForm, first_meeting: datetime | None = None
) -> Negotiation:
    """A new record, owned by the person who made it, with its first meeting if one is known."""
    checked = form.checked(actor)
    negotiation = Negotiation(
        id=uow.new_id(),
        leader=actor,
        name=checked.name,
        counterpart=checked.counterpart,
        kind=checked.kind,
        created_at=uow.now,
        core_team=checked.core_team,
        channel=checked.channel,
        co_leads=checked.co_leads,
        delegates=checked.delegates,
    )
    uow.negotiations.add(negotiation)
    if first_meeting is not None:
        meetings.add(uow, actor, negotiation.id, MeetingForm(first_meeting))
    return negotiation


def for_edit(uow: UnitOfWork, actor: str, negotiation_id: str) -> Negotiation:
    """The record as its leader edits it."""
    return allowed(uow, actor, negotiation_id, Action.EDIT_RECORD)


def for_stage(
    uow: UnitOfWork, actor: str, negotiation_id: str
) -> tuple[Negotiation, Sequence[StageChange]]:
    """The record and its history, for the leader who moves it on."""
    negotiation = allowed(uow, actor, negotiation_id, Action.CHANGE_STAGE)
    return negotiation, uow.negotiations.history(negotiation_id)


def edit(uow: UnitOfWork, actor: str, negotiation_id: str, form: RecordForm) -> Negotiation:
    """The record with other words, team or channel."""
    negotiation = allowed(uow, actor, negotiation_id, Action.EDIT_RECORD)
    checked = form.checked(actor)
    edited = replace(
        negotiation,
        name=checked.name,
        counterpart=checked.counterpart,
        kind=checked.kind,
        core_team=checked.core_team,
        channel=checked.channel,
        co_leads=checked.co_leads,
        delegates=checked.delegates,
    )
    uow.negotiations.save(edited)
    return edited


def change_stage(
    uow: UnitOfWork, actor: str, negotiation_id: str, stage: Stage, why: str = ""
) -> Negotiation:
    """The record in another stage; who, when and why are kept."""
    negotiation = allowed(uow, actor, negotiation_id, Action.CHANGE_STAGE)
    if stage is negotiation.stage:
        return negotiation
    moved, change = negotiation.moved(stage, actor, uow.now, why)
    uow.negotiations.save(moved)
    uow.negotiations.add_change(negotiation_id, change)
    if moved.is_ended:
        parts.end(uow, moved)
    return moved


def page(uow: UnitOfWork, actor: str, negotiation_id: str) -> RecordPage:
    """Everything that this reader may see of a record."""
    negotiation = allowed(uow, actor, negotiation_id, Action.SEE_RECORD)
    is_leader = negotiation.leader == actor
    ids = [negotiation_id]
    planned = uow.meetings.of_negotiations(ids)
    polls = uow.polls.of_negotiations(ids)
    decisions = readable(uow, actor, uow.decisions.latest_of_negotiations(ids))
    covered, step, caveat = None, NextStep(Step.OPEN), None
    if negotiation.lets(actor, Action.PREPARE):
        workbook = prepared(uow, ids)[negotiation_id]
        covered = readiness(workbook, visible(negotiation, actor, negotiation.tier))
        if is_leader:
            facts = facts_of(
                negotiation, workbook, covered, planned, polls, bool(decisions), uow.now
            )
            step = next_step(facts)
            caveat = caveat_of(uow, actor, negotiation)
    return RecordPage(
        negotiation=negotiation,
        is_leader=is_leader,
        history=uow.negotiations.history(negotiation_id),
        readiness=covered,
        meetings=[m for m in planned if m.ends_at > uow.now],
        polls=[p for p in polls if is_leader or p.state is not PollState.DRAFT],
        decisions=decisions,
        next=step,
        caveat=caveat,
        update=_told_last(uow, negotiation_id),
    )


def _told_last(uow: UnitOfWork, negotiation_id: str) -> Update | None:
    found = uow.updates.of_negotiation(negotiation_id, 5)
    return next((update for update in found if update.is_posted), None)


def mine(uow: UnitOfWork, actor: str) -> Sequence[Negotiation]:
    """The records this person leads, those still running first, newest first."""
    return _with(uow, actor, Action.EDIT_RECORD)


def to_prepare(uow: UnitOfWork, actor: str, words: str) -> Sequence[Negotiation]:
    """Records to prepare, as leader or co-lead, that these words may mean.

    Without words the running ones, if there are any.
    """
    return _running(_named(uow, actor, words, Action.PREPARE), words)


def to_lead(uow: UnitOfWork, actor: str, words: str) -> Sequence[Negotiation]:
    """The same of the records that this person leads."""
    return _running(named(uow, actor, words), words)


def to_involve(uow: UnitOfWork, actor: str, words: str) -> Sequence[Negotiation]:
    """The same of the records whose parts this person may see."""
    return _running(_named(uow, actor, words, Action.SEE_PARTS), words)


def named(uow: UnitOfWork, actor: str, words: str) -> Sequence[Negotiation]:
    """Records this person leads whose name holds these words; an exact name stands alone."""
    return _named(uow, actor, words, Action.EDIT_RECORD)


def _named(uow: UnitOfWork, actor: str, words: str, action: Action) -> Sequence[Negotiation]:
    found = _with(uow, actor, action)
    exact = [n for n in found if folded(n.name) == folded(words)]
    return exact or [n for n in found if n.answers_to(words)]


def _running(found: Sequence[Negotiation], words: str) -> Sequence[Negotiation]:
    running = [n for n in found if not n.is_ended]
    return found if words else running or found


def _with(uow: UnitOfWork, actor: str, action: Action) -> Sequence[Negotiation]:
    """The records with which this person may do something, those still running first."""
    found = [n for n in uow.negotiations.of_person(actor) if n.lets(actor, action)]
    return sorted(found, key=lambda n: n.is_ended)
