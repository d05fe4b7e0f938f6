"""Logging decisions: from a poll or blank, append-only, read by those who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action, Role, may
from bot.domain.decisions import TEXT_LIMIT, Decision, DecisionForm, Visibility
from bot.domain.errors import AlreadyDone, Invalid, NotFound, PollStillOpen
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand, State
from bot.domain.own_it import Finding
from bot.domain.part_credit import Led
from bot.domain.poll_results import Result, in_words, result_of
from bot.domain.polls import CLOSED, Poll
from bot.services.decision_log import may_read
from bot.services.decision_reviews import Review, promise_review
from bot.services.parts import led_by
from bot.services.poll_messages import repaint, settle_leader
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed, led_poll


@dataclass(frozen=True)
class DecisionPage:
    """The versions of one decision that its reader may see, oldest first, and its record.

    Somebody who was asked in a poll may read the decision without seeing the record. `led` are
    those who led parts of it. `owes_feedback` says that those who were asked have not heard what
    came of their answers.
    """

    negotiation: Negotiation
    versions: Sequence[Decision]
    is_leader: bool
    sees_record: bool = True
    led: Sequence[Led] = ()
    owes_feedback: bool = False

    @property
    def latest(self) -> Decision:
        """The version that holds."""
        return self.versions[-1]

    @property
    def can_be_told(self) -> bool:
        """Whether those who were asked may read it, so that they can be told."""
        is_theirs = self.latest.form.visibility is Visibility.ASKED
        return self.is_leader and is_theirs and self.latest.poll is not None

    def before(self, version: Decision) -> Decision | None:
        """The newest version before this one that the reader may see."""
        earlier = [v for v in self.versions if v.version < version.version]
        return earlier[-1] if earlier else None

    def version(self, decision_id: str) -> Decision:
        """One of the versions by its id; else NotFound."""
        found = next((v for v in self.versions if v.id == decision_id), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True)
class Told:
    """What those who were asked are told: what was decided on their poll, and why."""

    poll: Poll
    decision: Decision
    answered: int
    led: Sequence[Led] = ()


@dataclass(frozen=True)
class FromPoll:
    """What deciding on a poll begins with; `decided` is the decision if there is one already."""

    poll: Poll
    negotiation: Negotiation
    form: DecisionForm
    decided: Decision | None


def from_poll(uow: UnitOfWork, actor: str, poll_id: str) -> FromPoll:
    """A decision form begun from a closed poll: question, options, counts, turnout."""
    poll = led_poll(uow, actor, poll_id)
    if poll.state not in CLOSED:
        raise PollStillOpen
    result = result_of(poll, uow.polls.ballots(poll_id))
    form = DecisionForm(
        question=poll.question,
        decision="",
        options="\n".join(option.text for option in poll.options),
        input_received=input_line(result),
        visibility=Visibility.ASKED,
    )
    negotiation = uow.negotiations.get(poll.negotiation)
    return FromPoll(poll, negotiation, form, uow.decisions.of_poll(poll_id))


def input_line(result: Result) -> str:
    """What the poll said, in one line without names.

    A decision has more readers than its leader, so totals that only the leader sees stay out.
    """
    told = f"{result.answered} of {len(result.poll.voters)} answered the poll."
    manner = result.poll.manner
    is_told = manner.shows_counts(has_voted=True, is_over=True)
    counts = in_words(result, TEXT_LIMIT - len(told) - 1) if is_told else ""
    return f"{told} {counts}".strip()


def review(
    uow: UnitOfWork, actor: str, negotiation_id: str, form: DecisionForm
) -> Mapping[str, Sequence[Finding]]:
    """What the own-it check says of a form that could be logged, by field."""
    allowed(uow, actor, negotiation_id, Action.DECIDE)
    return form.checked(uow.now.date()).findings()


def log(
    uow: UnitOfWork,
    actor: str,
    negotiation_id: str,
    form: DecisionForm,
    poll_id: str | None = None,
) -> DecisionPage:
    """Append a decision; the poll it came from no longer awaits one."""
    negotiation = allowed(uow, actor, negotiation_id, Action.DECIDE)
    checked, accountable = _checked(uow, negotiation, form)
    decision_id = uow.new_id()
    decision = Decision(
        decision_id, decision_id, 1, negotiation_id, accountable, uow.now, checked, poll_id
    )
    if poll_id:
        _settle_poll(uow, actor, negotiation_id, poll_id)
    uow.decisions.add(decision)
    promise_review(uow, negotiation, decision)
    return page(uow, actor, decision_id)


def for_revision(uow: UnitOfWork, actor: str, decision_id: str) -> DecisionPage:
    """The decision as its leader revises it."""
    shown = page(uow, actor, decision_id)
    allowed(uow, actor, shown.negotiation.id, Action.DECIDE)
    return shown


def revise(uow: UnitOfWork, actor: str, decision_id: str, form: DecisionForm) -> DecisionPage:
    """Append a new version; the old ones stay as they are."""
    before = for_revision(uow, actor, decision_id)
    checked, accountable = _checked(uow, before.negotiation, form)
    # What came of it is written when it is looked at again, and stays.
    kept = replace(checked, result=before.latest.form.result)
    revised = before.latest.revised(uow.new_id(), kept, uow.now, accountable)
    return append(uow, actor, before, revised)


def look_again(uow: UnitOfWork, actor: str, decision_id: str, review: Review) -> DecisionPage:
    """Append what its leader says on looking at it again: still good, or closed with its result."""
    before = for_revision(uow, actor, decision_id)
    answered = review.of(before.latest, uow.now.date())
    return append(uow, actor, before, before.latest.revised(uow.new_id(), answered, uow.now))


def append(uow: UnitOfWork, actor: str, before: DecisionPage, next_: Decision) -> DecisionPage:
    """Add the next version: its review date counts, and the poll's message follows it."""
    uow.decisions.add(next_)
    promise_review(uow, before.negotiation, next_)
    if next_.poll:
        repaint(uow, uow.polls.get(next_.poll), f"revised:{next_.id}")
    return page(uow, actor, next_.id)


def page(uow: UnitOfWork, actor: str, decision_id: str) -> DecisionPage:
    """One decision, if this person may read it, with those of its versions that they may read."""
    decision = uow.decisions.get(decision_id)
    chain = uow.decisions.chain(decision.chain)
    negotiation = uow.negotiations.get(decision.negotiation)
    versions = [v for v in chain if may_read(uow, actor, negotiation, v)]
    if chain[-1] not in versions:
        raise NotFound
    role = negotiation.role_of(actor)
    return DecisionPage(
        negotiation,
        versions,
        role is Role.LEADER,
        sees_record=may(role, Action.SEE_RECORD),
        led=led_by(uow, negotiation.id),
        owes_feedback=bool(decision.poll and uow.polls.get(decision.poll).owes_feedback),
    )


def page_of_poll(uow: UnitOfWork, actor: str, poll_id: str) -> DecisionPage:
    """The decision that was logged from a poll, if this person may read it."""
    decision = uow.decisions.of_poll(poll_id)
    if decision is None:
        raise NotFound
    return page(uow, actor, decision.id)


def told(uow: UnitOfWork, actor: str, decision_id: str) -> Told:
    """What would stand in the poll's thread; NotFound when it is not for those who were asked."""
    shown = page(uow, actor, decision_id)
    if not shown.can_be_told or shown.latest.poll is None:
        raise NotFound
    poll = uow.polls.get(shown.latest.poll)
    return Told(poll, shown.latest, uow.polls.turnout(poll.id), shown.led)


def tell(uow: UnitOfWork, actor: str, decision_id: str) -> DecisionPage:
    """Promise the decision to the poll's thread; each version is told once."""
    news = told(uow, actor, decision_id)
    key = f"told:{news.decision.id}"
    before = uow.outbox.find(key)
    if before and before.state is not State.FAILED:
        raise AlreadyDone("The people you asked were told already.")
    if before:
        uow.outbox.retry(before.id)
    args = {"decision": news.decision.id}
    uow.outbox.add(Errand("decisions.told", news.poll.channel, args, key, uow.now))
    return page(uow, actor, decision_id)


def untold(uow: UnitOfWork, decision_id: str, error: str) -> None:
    """Slack refused it: the leader is told, and may try again."""
    decision = uow.decisions.get(decision_id)
    args = {"decision": decision.id, "error": error}
    key = f"untold:{decision.id}:{uow.now.isoformat()}"
    leader = uow.negotiations.get(decision.negotiation).leader
    uow.outbox.add(Errand("decisions.untold", leader, args, key, uow.now))


def _checked(
    uow: UnitOfWork, negotiation: Negotiation, form: DecisionForm
) -> tuple[DecisionForm, str]:
    """The form as it is kept, and the one person who answers for it: the leader if none is named.

    Somebody else must be able to read what they answer for; a poll or a team is nobody.
    """
    checked = form.checked(uow.now.date())
    person = checked.accountable or negotiation.leader
    if person != negotiation.leader:
        if not may(negotiation.role_of(person), Action.SEE_DECISION):
            raise Invalid({"accountable": "Pick one person: yourself, or somebody of the team."})
        if checked.visibility is Visibility.LEADER:
            raise Invalid({"accountable": "Only you may read this, so only you can answer for it."})
    return replace(checked, accountable=""), person


def _settle_poll(uow: UnitOfWork, actor: str, negotiation_id: str, poll_id: str) -> None:
    poll = led_poll(uow, actor, poll_id)
    if poll.negotiation != negotiation_id:
        raise NotFound
    if poll.is_decided:
        raise AlreadyDone("A decision on this poll is logged already, so this one was not added.")
    if poll.state not in CLOSED:
        raise PollStillOpen
    uow.polls.save(poll.decided())
    repaint(uow, poll, "decided")
    settle_leader(uow, poll)
