"""Closing the loop: what those who were asked hear of their answers, in the poll's thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.decisions import Decision, Visibility
from bot.domain.errors import AlreadyDone, NotFound, Undecided
from bot.domain.feedback import TEXT_LIMIT, Feedback, FeedbackForm, FeedbackState, begun_from
from bot.domain.outbox import Errand, State
from bot.domain.own_it import Finding
from bot.domain.poll_digest import digest
from bot.domain.poll_results import result_of
from bot.domain.polls import CLOSED, Poll, PollState
from bot.services.decisions import input_line
from bot.services.poll_messages import promise, repaint
from bot.services.ports import UnitOfWork
from bot.services.rights import led_poll

POST = "feedback.post"
MEND = "feedback.mend"
TELL = "feedback.tell"
MEND_TOLD = "feedback.mend_told"
NOT_POSTED = "feedback.not_posted"


@dataclass(frozen=True)
class FeedbackPage:
    """One poll's feedback as it stands, for its leader.

    `decision` is what was decided, where those who were asked may read it; without it `kept_back`
    says that there is one which is not for them.
    """

    poll: Poll
    form: FeedbackForm
    answered: int
    decision: Decision | None
    kept_back: bool
    state: FeedbackState | None = None

    @property
    def is_correction(self) -> bool:
        """Whether it stands in the thread already."""
        return self.state is FeedbackState.POSTED


def page(uow: UnitOfWork, actor: str, poll_id: str) -> FeedbackPage:
    """What was written, else what the decision gives to begin with; Undecided without one."""
    poll = led_poll(uow, actor, poll_id)
    decision = uow.decisions.of_poll(poll_id)
    if poll.state not in CLOSED or decision is None:
        raise Undecided
    open_ = decision if decision.form.visibility is Visibility.ASKED else None
    kept = uow.feedback.of(poll_id)
    return FeedbackPage(
        poll=poll,
        form=kept.form if kept else _begun(uow, poll, open_),
        answered=uow.polls.turnout(poll_id),
        decision=open_,
        kept_back=open_ is None,
        state=kept.state if kept else None,
    )


def _begun(uow: UnitOfWork, poll: Poll, decision: Decision | None) -> FeedbackForm:
    """From what was decided and what was said; of totals that only the leader sees nothing."""
    form = decision.form if decision else None
    if not poll.manner.shows_counts(has_voted=True, is_over=True):
        return begun_from(form)
    result = result_of(poll, uow.polls.ballots(poll.id))
    is_own = form is not None and form.input_received not in ("", input_line(result))
    # What the leader wrote about the answers says more than we can.
    heard = form.input_received if form and is_own else digest(result, TEXT_LIMIT)
    return begun_from(form, heard)


def review(
    uow: UnitOfWork, actor: str, poll_id: str, form: FeedbackForm
) -> Mapping[str, Sequence[Finding]]:
    """What the own-it check says of feedback that could be kept, by field."""
    page(uow, actor, poll_id)
    return form.checked().findings()


def keep(uow: UnitOfWork, actor: str, poll_id: str, form: FeedbackForm) -> FeedbackPage:
    """Keep what was typed; nobody sees it before it is posted, a correction neither."""
    before = page(uow, actor, poll_id)
    state = FeedbackState.POSTED if before.is_correction else FeedbackState.DRAFT
    if before.state is FeedbackState.PROMISED:
        raise AlreadyDone("It is on its way to the thread. You can correct it once it is there.")
    uow.feedback.put(Feedback(poll_id, form.checked(), uow.now, state))
    return page(uow, actor, poll_id)


def post(uow: UnitOfWork, actor: str, poll_id: str, away: Sequence[str] = ()) -> FeedbackPage:
    """Promise it to the poll's thread, or the correction of what stands there.

    `away` are voters who may read it and cannot see the thread: they get it once it stands there.
    """
    shown, kept = page(uow, actor, poll_id), uow.feedback.of(poll_id)
    if kept is None:
        raise NotFound
    if shown.is_correction:
        _promise_correction(uow, shown.poll)
        return shown
    if kept.is_said:
        raise AlreadyDone("They have been told already.")
    uow.feedback.put(replace(kept, form=kept.form.checked(), state=FeedbackState.PROMISED))
    _promise_post(uow, shown.poll, away)
    return page(uow, actor, poll_id)


def tell_elsewhere(uow: UnitOfWork, actor: str, poll_id: str) -> Poll:
    """The leader has told them another way: the loop is closed, and nothing is posted."""
    shown, kept = page(uow, actor, poll_id), uow.feedback.of(poll_id)
    if shown.state in (FeedbackState.PROMISED, FeedbackState.POSTED):
        raise AlreadyDone("They have been told already.")
    form = kept.form if kept else shown.form
    uow.feedback.put(Feedback(poll_id, form, uow.now, FeedbackState.IN_PERSON))
    return _done(uow, shown.poll)


def posted(uow: UnitOfWork, poll_id: str, away: Sequence[str] = ()) -> None:
    """It stands in the thread: the poll is done, and those who cannot see it there are told."""
    kept = uow.feedback.of(poll_id)
    if kept is not None:
        uow.feedback.put(replace(kept, state=FeedbackState.POSTED))
        _tell(uow, _done(uow, uow.polls.get(poll_id)), away)


def _tell(uow: UnitOfWork, poll: Poll, away: Sequence[str]) -> None:
    people = [voter for voter in poll.voters if voter in away]
    wishes = uow.preferences.many(people)
    for person in people:
        at = wishes[person].after_quiet(uow.now)
        uow.outbox.add(Errand(TELL, person, {"poll": poll.id}, _told_key(poll.id, person), at))


def not_posted(uow: UnitOfWork, poll_id: str, error: str) -> None:
    """Slack refused it: it is a draft again, and the leader is told."""
    kept, poll = uow.feedback.of(poll_id), uow.polls.get(poll_id)
    if kept is not None and kept.state is FeedbackState.PROMISED:
        uow.feedback.put(replace(kept, state=FeedbackState.DRAFT))
    args = {"poll": poll_id, "error": error}
    key = f"feedback:{poll_id}:refused:{uow.now.isoformat()}"
    uow.outbox.add(Errand(NOT_POSTED, poll.leader, args, key, uow.now))


def to_say(uow: UnitOfWork, poll_id: str) -> FeedbackPage:
    """What stands in the thread, as of now; NotFound when there is nothing to be said any more."""
    poll = uow.polls.get(poll_id)
    if poll.state is PollState.DELETED:
        raise NotFound
    return page(uow, uow.negotiations.get(poll.negotiation).leader, poll_id)


def to_tell(uow: UnitOfWork, person: str, poll_id: str) -> FeedbackPage | None:
    """The same, for one of those who were asked, once it stands in the thread."""
    shown = to_say(uow, poll_id)
    return shown if shown.is_correction and person in shown.poll.voters else None


def still_owed(uow: UnitOfWork, poll_id: str) -> Poll | None:
    """The poll, if those who were asked have heard nothing: neither a decision nor feedback."""
    poll, kept = uow.polls.get(poll_id), uow.feedback.of(poll_id)
    is_open = poll.awaits_decision or poll.owes_feedback
    return poll if is_open and not (kept and kept.is_said) else None


def owed(uow: UnitOfWork, leader: str) -> Sequence[Poll]:
    """Decided polls whose people have heard nothing yet, first promised first."""
    return [uow.polls.get(poll_id) for poll_id in uow.feedback.owed(leader)]


def place_of(uow: UnitOfWork, poll_id: str, person: str = "") -> tuple[str, str] | None:
    """Channel and ts of what was posted, or of what this person was sent, if it is known."""
    said = uow.outbox.find(_told_key(poll_id, person) if person else _key(poll_id))
    return (said.channel, said.slack_ts) if said and said.channel and said.slack_ts else None


def _promise_post(uow: UnitOfWork, poll: Poll, away: Sequence[str]) -> None:
    before = uow.outbox.find(_key(poll.id))
    if before and before.state in (State.FAILED, State.UNKNOWN):
        uow.outbox.retry(before.id)
    args = {"poll": poll.id} | ({"away": ",".join(away)} if away else {})
    uow.outbox.add(Errand(POST, poll.channel, args, _key(poll.id), uow.now))


def _promise_correction(uow: UnitOfWork, poll: Poll) -> None:
    """In the thread, and wherever somebody was told."""
    promise(uow, poll, MEND, poll.channel, uow.now.isoformat())
    told = uow.outbox.lately(_told_key(poll.id, ""), poll.closed_at or uow.now)
    for person in sorted(told):
        key = f"{_key(poll.id)}:mend:{person}:{uow.now.isoformat()}"
        uow.outbox.add(Errand(MEND_TOLD, person, {"poll": poll.id}, key, uow.now))


def _key(poll_id: str) -> str:
    return f"feedback:{poll_id}"


def _told_key(poll_id: str, person: str) -> str:
    return f"{_key(poll_id)}:to:{person}"


def _done(uow: UnitOfWork, poll: Poll) -> Poll:
    done = poll.fed_back() if poll.owes_feedback else poll
    uow.polls.save(done)
    repaint(uow, done, "fed back")
    promise(uow, done, "polls.decided", done.leader, "fed back")
    return done
