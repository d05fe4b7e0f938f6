"""Logging decisions: from a poll or blank, append-only, read by those who may."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action, Role, may
from bot.domain.decisions import Decision, DecisionForm, Visibility
from bot.domain.errors import AlreadyDone, NotFound, PollStillOpen
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand, State
from bot.domain.own_it import Finding
from bot.domain.part_credit import Led
from bot.domain.poll_results import Result, in_words, result_of
from bot.domain.polls import CLOSED, Poll, PollState
from bot.services.decision_reviews import promise_review
from bot.services.parts import led_by
from bot.services.poll_messages import repaint, settle_leader
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed, led_poll

PAGE = 10


@dataclass(frozen=True)
class DecisionPage:
    """The versions of one decision that its reader may see, oldest first, and its record.

    Somebody who was asked in a poll may read the decision without seeing the record. `led` are
    those who led parts of it.
    """

    negotiation: Negotiation
    versions: Sequence[Decision]
    is_leader: bool
    sees_record: bool = True
    led: Sequence[Led] = ()

    @property
    def latest(self) -> Decision:
        """The version that holds."""
        return self.versions[-1]

    @property
    def can_be_told(self) -> bool:
        """Whether those who were asked may read it, so that they can be told."""
        is_theirs = self.latest.form.visibility is Visibility.ASKED
        return self.is_leader and is_theirs and self.latest.poll is not None

    def version(self, decision_id: str) -> Decision:
        """One of the versions by its id; else NotFound."""
        found = next((v for v in self.versions if v.id == decision_id), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True)
class Log:
    """One page of the decisions this reader may see, newest first.

    `negotiations` are those of their records that the reader sees as well; `count` is how many
    decisions were found on all pages.
    """

    decisions: Sequence[Decision]
    negotiations: Mapping[str, Negotiation]
    count: int
    page: int = 0

    @property
    def has_older(self) -> bool:
        """Whether another page follows."""
        return self.count > (self.page + 1) * PAGE


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
    """What the poll said, in one line without names."""
    told = f"{result.answered} of {len(result.poll.voters)} answered the poll."
    return f"{told} {in_words(result)}"


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
    checked = form.checked(uow.now.date())
    decision_id = uow.new_id()
    decision = Decision(
        decision_id, decision_id, 1, negotiation_id, actor, uow.now, checked, poll_id
    )
    if poll_id:
        _settle_poll(uow, actor, negotiation_id, poll_id)
    uow.decisions.add(decision)
    promise_review(uow, decision)
    return DecisionPage(negotiation, [decision], is_leader=True, led=led_by(uow, negotiation_id))


def for_revision(uow: UnitOfWork, actor: str, decision_id: str) -> DecisionPage:
    """The decision as its leader revises it."""
    shown = page(uow, actor, decision_id)
    allowed(uow, actor, shown.negotiation.id, Action.DECIDE)
    return shown


def revise(uow: UnitOfWork, actor: str, decision_id: str, form: DecisionForm) -> DecisionPage:
    """Append a new version; the old ones stay as they are."""
    before = for_revision(uow, actor, decision_id)
    revised = before.latest.revised(uow.new_id(), form.checked(uow.now.date()), uow.now)
    uow.decisions.add(revised)
    promise_review(uow, revised)
    if revised.poll:
        repaint(uow, uow.polls.get(revised.poll), f"revised:{revised.id}")
    return replace(before, versions=[*before.versions, revised])


def page(uow: UnitOfWork, actor: str, decision_id: str) -> DecisionPage:
    """One decision, if this person may read it, with those of its versions that they may read."""
    decision = uow.decisions.get(decision_id)
    chain = uow.decisions.chain(decision.chain)
    negotiation = uow.negotiations.get(decision.negotiation)
    versions = [v for v in chain if _may_read(uow, actor, negotiation, v)]
    if chain[-1] not in versions:
        raise NotFound
    role = negotiation.role_of(actor)
    return DecisionPage(
        negotiation,
        versions,
        role is Role.LEADER,
        sees_record=may(role, Action.SEE_RECORD),
        led=led_by(uow, negotiation.id),
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
    uow.outbox.add(Errand("decisions.untold", decision.accountable, args, key, uow.now))


def overview(uow: UnitOfWork, actor: str, words: str = "", page: int = 0) -> Log:
    """One page of all decisions this person may read that hold all of these words."""
    records = {n.id: n for n in uow.negotiations.of_person(actor)}
    own = uow.decisions.latest_of_negotiations(list(records))
    known = {d.id: d for d in (*own, *uow.decisions.of_asked(actor))}
    newest_first = sorted(known.values(), key=lambda d: d.made_at, reverse=True)
    wanted = words.casefold().split()
    found = [
        d
        for d in readable(uow, actor, newest_first)
        if all(word in _haystack(d, records.get(d.negotiation)) for word in wanted)
    ]
    shown = min(max(0, page), max(0, (len(found) - 1) // PAGE))
    return Log(found[shown * PAGE : (shown + 1) * PAGE], records, len(found), shown)


def readable(uow: UnitOfWork, actor: str, decisions: Iterable[Decision]) -> list[Decision]:
    """Those of these decisions that this person may read."""
    found = list(decisions)
    records = uow.negotiations.many({d.negotiation for d in found})
    return [d for d in found if _may_read(uow, actor, records[d.negotiation], d)]


def _haystack(decision: Decision, record: Negotiation | None) -> str:
    """What can be searched; the record's name by those who see the record."""
    texts = (getattr(decision.form, field) for field in DecisionForm.TEXTS)
    return " ".join((record.name if record else "", *texts)).casefold()


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
    if poll.negotiation != negotiation_id:
        raise NotFound
    if poll.state is PollState.DECIDED:
        raise AlreadyDone("A decision on this poll is logged already, so this one was not added.")
    if poll.state not in CLOSED:
        raise PollStillOpen
    uow.polls.save(poll.decided())
    repaint(uow, poll, "decided")
    settle_leader(uow, poll)
