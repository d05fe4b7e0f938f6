"""Logging decisions: from a poll or blank, append-only, read by those who may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.access import Action, Role, may
from bot.domain.decisions import Decision, DecisionForm, Visibility
from bot.domain.errors import NotFound
from bot.domain.negotiations import Negotiation
from bot.domain.polls import CLOSED, Result, result_of
from bot.services.polls import repaint
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed, led_poll


@dataclass(frozen=True)
class DecisionPage:
    """All versions of one decision, oldest first, and its record."""

    negotiation: Negotiation
    versions: Sequence[Decision]
    is_leader: bool

    @property
    def latest(self) -> Decision:
        """The version that holds."""
        return self.versions[-1]


@dataclass(frozen=True)
class Log:
    """Decisions this reader may see, newest first, with their records."""

    decisions: Sequence[Decision]
    negotiations: dict[str, Negotiation]


def prefilled(uow: UnitOfWork, actor: str, poll_id: str) -> DecisionForm:
    """A decision form begun from a closed poll: question, options with counts, turnout."""
    poll = led_poll(uow, actor, poll_id)
    if poll.state not in CLOSED:
        raise NotFound
    result = result_of(poll, uow.polls.ballots(poll_id))
    return DecisionForm(
        question=poll.question,
        decision="",
        options="\n".join(option.text for option in poll.options),
        input_received=input_line(result),
        visibility=Visibility.ASKED,
    )


def input_line(result: Result) -> str:
    """What the poll said, in one line without names."""
    counts = ", ".join(f"{option.text}: {count}" for option, count in result.counts)
    return f"{result.answered} of {len(result.poll.voters)} answered the poll. {counts}."


def log(
    uow: UnitOfWork,
    actor: str,
    negotiation_id: str,
    form: DecisionForm,
    poll_id: str | None = None,
) -> Decision:
    """Append a decision; the poll it came from no longer awaits one."""
    allowed(uow, actor, negotiation_id, Action.DECIDE)
    checked = form.checked(uow.now.date())
    decision_id = uow.new_id()
    decision = Decision(
        decision_id, decision_id, 1, negotiation_id, actor, uow.now, checked, poll_id
    )
    if poll_id:
        _settle_poll(uow, actor, negotiation_id, poll_id)
    uow.decisions.add(decision)
    return decision


def revise(uow: UnitOfWork, actor: str, decision_id: str, form: DecisionForm) -> Decision:
    """Append a new version; the old ones stay as they are."""
    latest = page(uow, actor, decision_id).latest
    allowed(uow, actor, latest.negotiation, Action.DECIDE)
    revised = latest.revised(uow.new_id(), form.checked(uow.now.date()), uow.now)
    uow.decisions.add(revised)
    return revised


def page(uow: UnitOfWork, actor: str, decision_id: str) -> DecisionPage:
    """One decision with its versions, if this person may read it."""
    decision = uow.decisions.get(decision_id)
    versions = uow.decisions.chain(decision.chain)
    negotiation = uow.negotiations.get(decision.negotiation)
    if not _may_read(uow, actor, negotiation, versions[-1]):
        raise NotFound
    return DecisionPage(negotiation, versions, negotiation.leader == actor)


def overview(uow: UnitOfWork, actor: str, words: str = "") -> Log:
    """The log over all records this person sees, narrowed to those that hold these words."""
    records = {n.id: n for n in uow.negotiations.of_person(actor)}
    visible = readable(uow, actor, uow.decisions.latest_of_negotiations(list(records)))
    wanted = words.casefold().split()
    found = [d for d in visible if all(w in _haystack(d, records) for w in wanted)]
    return Log(found, records)


def readable(uow: UnitOfWork, actor: str, decisions: Iterable[Decision]) -> list[Decision]:
    """Those of these decisions that this person may read."""
    found = list(decisions)
    records = uow.negotiations.many({d.negotiation for d in found})
    return [d for d in found if _may_read(uow, actor, records[d.negotiation], d)]


def _haystack(decision: Decision, records: dict[str, Negotiation]) -> str:
    form = decision.form
    name = records[decision.negotiation].name
    return f"{name} {form.question} {form.decision} {form.reasons}".casefold()


def _may_read(uow: UnitOfWork, actor: str, negotiation: Negotiation, decision: Decision) -> bool:
    role = negotiation.role_of(actor)
    if role is Role.LEADER:
        return True
    visibility = decision.form.visibility
    if visibility is Visibility.LEADER:
        return False
    if may(role, Action.SEE_DECISION):
        return True
    if visibility is not Visibility.ASKED or decision.poll is None:
        return False
    return actor in uow.polls.get(decision.poll).voters


def _settle_poll(uow: UnitOfWork, actor: str, negotiation_id: str, poll_id: str) -> None:
    poll = led_poll(uow, actor, poll_id)
    if poll.negotiation != negotiation_id or poll.state not in CLOSED:
        raise NotFound
    uow.polls.save(poll.decided())
    repaint(uow, poll, "decided")
