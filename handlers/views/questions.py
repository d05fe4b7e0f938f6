"""Questions of readers on screen: asking, the leader's list, the answer, the notes."""

from collections.abc import Mapping

from bot.domain.audience import Readers, hurdle
from bot.domain.negotiations import Negotiation
from bot.domain.questions import TEXT_LIMIT, Question
from bot.domain.updates import Update
from bot.services.questions import QuestionPage, Waiting
from handlers.views.audience import obstacle, read_by
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    context,
    divider,
    field,
    modal,
    option,
    radio,
    section,
    text_input,
)
from handlers.views.poll_notes import REASONS, UNKNOWN_REASON
from handlers.views.progress import titled, topic
from handlers.views.text import channel, count, day, esc, one_line, person, quote, when

ASK = "questions.ask"
LIST = "questions.list"
OPEN = "questions.open"
ANSWER = "questions.answer"
REPLY = "questions.reply"
DONE = "questions.done"
READ = "questions.read"

PRIVATELY, IN_THREAD = "privately", "thread"
TITLE = "Questions"
ANSWER_YOURSELF = "Answer the asker alone."


# The reader


def form(leader: str, update: Update) -> Dict:
    """One text, which goes to the leader alone."""
    blocks = [
        section(f"About the update of {day(update.made_at)}. It goes to {person(leader)} alone."),
        field("question", "What would you like to know?", _long()),
        context(f"{person(leader)} sees your name. An answer in the thread does not name you."),
    ]
    return modal(act(ASK, update.id), "Your question", blocks, submit="Send")


def sent(leader: str) -> Dict:
    """After it was sent."""
    said = f"{person(leader)} has your question. You hear from me when there is an answer."
    return modal(ASK, "Your question", [section(said)], close="Done")


def cleared(leader: str, is_new: bool) -> Speech:
    """After “Clear”, for the clicker alone."""
    if is_new:
        return Speech(f"Thank you. {person(leader)} sees that it is clear to you.")
    return Speech(f"You have marked this one clear already. {person(leader)} sees it.")


def read(shown: QuestionPage) -> Dict:
    """The answer, for the person who asked."""
    question = shown.question
    blocks = [
        section(f"*You asked*\n{quote(esc(question.text))}"),
        section(f"*{person(shown.negotiation.leader)} answers*\n{quote(esc(question.answer))}"),
        context("Only you see this."),
    ]
    return modal(act(READ, question.id), "Answer", blocks, close="Close")


# The leader


def listing(found: Waiting, note: str = "") -> Dict:
    """The open questions, those who wait longest first."""
    blocks = [
        section(f"{titled(found.negotiation)}\n{_how_many(found)}"),
        *([section(note)] if note else []),
        *(_entry(question) for question in found.questions),
        context("Only you see these. Nobody else learns who asked."),
    ]
    return modal(act(LIST, found.negotiation.id), TITLE, blocks, close="Close")


def _how_many(found: Waiting) -> str:
    if not found.questions:
        return "No question waits."
    return count(len(found.questions), "question waits", "questions wait") + " for your answer."


def _entry(question: Question) -> Dict:
    text = f"{person(question.asker)} · {day(question.asked_at)}\n{_short(question.text)}"
    return section(text, button("Answer", act(OPEN, question.id)))


def page(shown: QuestionPage, carried: Mapping[str, str] | None = None) -> Dict:
    """One question, and where the answer goes."""
    question, update = shown.question, shown.update
    where = [
        option("To the asker alone", PRIVATELY, "A message with a button; others see nothing"),
        option("In the thread", IN_THREAD, "Without the asker's name; you see it before"),
    ]
    restated = question.restated or question.text
    blocks = [
        section(f"{titled(shown.negotiation)}\nAbout the update of {day(update.made_at)}"),
        section(f"*{person(question.asker)} asks*\n{quote(esc(question.text))}"),
        field("answer", "Your answer", _long(question.answer)),
        field("where", "Where does it go?", radio(where, initial=PRIVATELY)),
        field(
            "restated",
            "The question in your words, for the thread",
            _long(restated),
            hint="The asker's own words may tell who it was.",
            optional=True,
        ),
        actions(button("I answered it elsewhere", act(DONE, question.id))),
    ]
    return modal(
        act(ANSWER, question.id), "Question", blocks, submit="Continue", metadata=carried or None
    )


def _long(initial: str = "") -> Dict:
    return text_input(initial=initial, lines=True, limit=TEXT_LIMIT)


def reply_preview(shown: QuestionPage, readers: Readers) -> Dict:
    """The answer as the thread will read it, and who reads there; or why it cannot be posted."""
    stop, back = hurdle(readers), button("Back", act(OPEN, shown.question.id))
    if stop:
        head = section(obstacle(stop, readers, ANSWER_YOURSELF))
    else:
        head = section(f"*Goes to {read_by(readers)}.*\nIt stands in the update's thread.")
    blocks = [head, actions(back), divider(), *reply_message(shown).blocks]
    submit = None if stop else "Post"
    return modal(act(REPLY, shown.question.id), "Preview", blocks, submit=submit)


# What is said


def reply_message(shown: QuestionPage, thread_ts: str | None = None) -> Speech:
    """Question and answer in the thread, without the asker's name."""
    question = shown.question
    asked = f"*Somebody asked*\n{quote(esc(question.restated))}"
    said = f"*{person(shown.negotiation.leader)} answers*\n{quote(esc(question.answer))}"
    return Speech(f"{asked}\n{said}", [section(asked), section(said)], thread_ts=thread_ts)


def asked_note(negotiation: Negotiation, number: int) -> Speech:
    """That there are questions; what they say stays behind the button."""
    text = f"{count(number, 'question')} about your update on {topic(negotiation)}."
    return _note(text, button("Read", act(LIST, negotiation.id), style="primary"))


def answered_note(shown: QuestionPage) -> Speech:
    """That there is an answer, behind a button."""
    leader = person(shown.negotiation.leader)
    text = f"{leader} answered the question that you asked {when(shown.question.asked_at)}."
    return _note(text, button("Read the answer", act(READ, shown.question.id), style="primary"))


def not_said_note(shown: QuestionPage, error: str) -> Speech:
    """The answer could not be posted: why, and the way out."""
    place = channel(shown.update.channel)
    reason = REASONS.get(error, UNKNOWN_REASON).format(channel=place)
    text = (
        f"I could not post your answer on {topic(shown.negotiation)} in {place}. {reason} "
        "You can answer the asker alone."
    )
    return _note(text, button("Open the question", act(OPEN, shown.question.id)))


def _short(typed: str) -> str:
    return one_line(esc(typed), 300)


def _note(text: str, *buttons: Dict) -> Speech:
    return Speech(text, [section(text), actions(*buttons)])
