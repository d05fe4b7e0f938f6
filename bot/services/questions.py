"""What readers do with an update: say that it is clear, or ask; and the leader's answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action
from bot.domain.errors import AlreadyDone, NotFound, Refused, TooMany
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand, State
from bot.domain.questions import Answered, Question, typed
from bot.domain.updates import Update, UpdateState
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed
from bot.services.update_messages import posted

ASKED = "questions.asked"
TOLD = "questions.told"
REPLY = "questions.reply"
NOT_SAID = "questions.not_said"
# So that nobody floods a leader [X].
MOST_WAITING = 5


@dataclass(frozen=True)
class Waiting:
    """The open questions of a record, for its leader."""

    negotiation: Negotiation
    questions: Sequence[Question]


@dataclass(frozen=True)
class QuestionPage:
    """One question with the update that it is about."""

    negotiation: Negotiation
    update: Update
    question: Question


# Readers


def readable(uow: UnitOfWork, actor: str, update_id: str, channel: str | None) -> Update:
    """The update that somebody clicked under; `channel` is where, and has to be its own."""
    update = uow.updates.get(update_id)
    allowed(uow, actor, update.negotiation, Action.REACT_TO_UPDATE)
    if channel is not None and channel != update.channel:
        raise NotFound
    if update.state is UpdateState.DELETED:
        raise Refused("This update was taken back.")
    return update


def clear(
    uow: UnitOfWork, actor: str, update_id: str, place: tuple[str, str] | None
) -> tuple[str, bool]:
    """Count it once; the leader, and whether this is new.

    `place` is the message that was clicked in. Where Slack never said that an update arrived, the
    click says so.
    """
    update = readable(uow, actor, update_id, place[0] if place else None)
    if place and update.state in (UpdateState.UNSURE, UpdateState.PROMISED):
        posted(uow, update_id, *place)
    is_new = uow.updates.clear(update_id, actor)
    return uow.negotiations.get(update.negotiation).leader, is_new


def for_question(
    uow: UnitOfWork, actor: str, update_id: str, channel: str | None
) -> tuple[str, Update]:
    """The update to ask about, and whom the question goes to."""
    update = readable(uow, actor, update_id, channel)
    return uow.negotiations.get(update.negotiation).leader, update


def ask(uow: UnitOfWork, actor: str, update_id: str, text: str) -> str:
    """Bring a question to the leader, who is told that there is one; the leader."""
    update = readable(uow, actor, update_id, None)
    said = typed(text, "question", "Ask something.")
    leader = uow.negotiations.get(update.negotiation).leader
    waiting = uow.questions.waiting(update.negotiation)
    if sum(question.asker == actor for question in waiting) >= MOST_WAITING:
        raise TooMany(f"{MOST_WAITING} of your questions wait for an answer already.")
    question = Question(uow.new_id(), update_id, update.negotiation, actor, said, uow.now)
    uow.questions.add(question)
    prefix = f"asked:{update.negotiation}:"
    if not uow.outbox.waiting(prefix):
        at = uow.preferences.get(leader).after_quiet(uow.now)
        args = {"negotiation": update.negotiation}
        uow.outbox.add(Errand(ASKED, leader, args, f"{prefix}{question.id}", at))
    return leader


def answered(uow: UnitOfWork, actor: str, question_id: str) -> QuestionPage:
    """A private answer, for the person who asked."""
    question = uow.questions.get(question_id)
    if question.asker != actor or question.answered is not Answered.PRIVATELY:
        raise NotFound
    return _page(uow, question)


# The leader


def waiting(uow: UnitOfWork, actor: str, negotiation_id: str) -> Waiting:
    """The open questions, for the leader."""
    negotiation = allowed(uow, actor, negotiation_id, Action.HEAR_READERS)
    return Waiting(negotiation, uow.questions.waiting(negotiation_id))


def page(uow: UnitOfWork, actor: str, question_id: str) -> QuestionPage:
    """One question, for the leader."""
    question = uow.questions.get(question_id)
    allowed(uow, actor, question.negotiation, Action.HEAR_READERS)
    return _page(uow, question)


def answer(uow: UnitOfWork, actor: str, question_id: str, text: str) -> Waiting:
    """Answer the asker alone: they are told that there is an answer, and open it."""
    question = page(uow, actor, question_id).question
    given = question.answering(text).given(Answered.PRIVATELY)
    uow.questions.save(given)
    args, key = {"question": given.id}, f"question:{given.id}:{TOLD}"
    uow.outbox.add(Errand(TOLD, given.asker, args, key, uow.now))
    return waiting(uow, actor, given.negotiation)


def prepare_reply(
    uow: UnitOfWork, actor: str, question_id: str, text: str, restated: str
) -> QuestionPage:
    """Keep an answer for the thread; how it would be read."""
    shown = page(uow, actor, question_id)
    asked = typed(restated, "restated", "Say in your words what was asked.")
    kept = shown.question.answering(text, asked)
    uow.questions.save(kept)
    return replace(shown, question=kept)


def reply(uow: UnitOfWork, actor: str, question_id: str) -> Waiting:
    """Promise the answer to the thread, without the asker's name; once."""
    shown = page(uow, actor, question_id)
    if not (shown.question.is_open and shown.question.answer):
        raise AlreadyDone("This question was answered already.")
    if _thread(uow, shown.update) is None:
        raise Refused("The update is no longer in its channel. Answer the asker alone.")
    key = f"question:{question_id}:{REPLY}"
    before = uow.outbox.find(key)
    if before and before.state is State.FAILED:
        uow.outbox.retry(before.id)
    args = {"question": question_id, "by": actor}
    uow.outbox.add(Errand(REPLY, shown.update.channel, args, key, uow.now))
    return waiting(uow, actor, shown.negotiation.id)


def done(uow: UnitOfWork, actor: str, question_id: str) -> Waiting:
    """It was answered elsewhere."""
    question = page(uow, actor, question_id).question
    if question.is_open:
        uow.questions.save(question.given(Answered.ELSEWHERE))
    return waiting(uow, actor, question.negotiation)


# What is said


def to_reply(uow: UnitOfWork, errand: Errand) -> tuple[QuestionPage, str] | None:
    """The answer for the thread and the thread, if it is still open and its leader leads."""
    shown = page(uow, errand.args["by"], errand.args["question"])
    thread = _thread(uow, shown.update)
    return (shown, thread) if shown.question.is_open and thread else None


def replied(uow: UnitOfWork, errand: Errand) -> None:
    """It stands in the thread."""
    question = uow.questions.get(errand.args["question"])
    uow.questions.save(question.given(Answered.IN_THREAD))


def not_replied(uow: UnitOfWork, errand: Errand, code: str) -> None:
    """It could not be posted: the question stays open, and its leader is told."""
    args = {"question": errand.args["question"], "error": code}
    key = f"{errand.dedupe_key}:{uow.now.isoformat()}"
    uow.outbox.add(Errand(NOT_SAID, errand.args["by"], args, key, uow.now))


def _thread(uow: UnitOfWork, update: Update) -> str | None:
    anchor = uow.updates.anchor(update.negotiation, update.channel)
    return anchor.ts if anchor else None


def _page(uow: UnitOfWork, question: Question) -> QuestionPage:
    negotiation = uow.negotiations.get(question.negotiation)
    return QuestionPage(negotiation, uow.updates.get(question.update), question)
