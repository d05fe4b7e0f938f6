"""Readers under an update: “Clear”, a question, and its answer; the leader's list of questions."""

from bot.domain.audience import Content, hurdle
from bot.domain.outbox import Errand
from bot.services import questions
from bot.services.ports import UnitOfWork
from handlers import forms
from handlers.audience import readers_of
from handlers.beneath import refresh
from handlers.router import Reply, Request, Routes, Update, Whisper
from handlers.speaking import Speaker, Speakers
from handlers.views import questions as views
from handlers.views import update_messages as messages
from handlers.views.kit import Speech


def register(routes: Routes) -> None:
    """Every id of this noun."""
    routes.action(messages.CLEAR, clear)
    routes.action(messages.QUESTION, begin)
    routes.submit(views.ASK, ask)
    routes.action(views.READ, read)
    routes.action(views.LIST, show_list)
    routes.action(views.OPEN, show)
    routes.submit(views.ANSWER, answer)
    routes.submit(views.REPLY, reply)
    routes.action(views.DONE, done)


def voice(speakers: Speakers) -> None:
    """What is said of questions."""
    speakers.say(questions.ASKED, Speaker(tell_asked))
    speakers.say(questions.TOLD, Speaker(tell_answered))
    speakers.say(
        questions.REPLY,
        Speaker(
            say_reply,
            sent=lambda uow, errand, *_: questions.replied(uow, errand),
            failed=questions.not_replied,
            holds=Content.INTERNAL,
        ),
    )
    speakers.say(questions.NOT_SAID, Speaker(tell_not_said))


# Readers


async def clear(request: Request) -> Reply:
    """Counted once; the clicker alone is thanked."""
    place = request.own_message
    leader, is_new = await request.write(questions.clear, request.user, request.args[0], place)
    return Whisper(views.cleared(leader, is_new))


async def begin(request: Request) -> Reply:
    found = await request.read(
        questions.for_question, request.user, request.args[0], request.channel
    )
    await request.show(views.form(*found))
    return None


async def ask(request: Request) -> Reply:
    text = forms.text(request.values, "question")
    leader = await request.write(questions.ask, request.user, request.args[0], text)
    return Update(views.sent(leader))


async def read(request: Request) -> Reply:
    """The answer, for the person who asked."""
    shown = await request.read(questions.answered, request.user, request.args[0])
    await request.show(views.read(shown))
    return None


# The leader


async def show_list(request: Request) -> Reply:
    found = await request.read(questions.waiting, request.user, request.args[0])
    await request.show(views.listing(found))
    return None


async def show(request: Request) -> Reply:
    """A question takes the place of the list, and turns into it again when it is answered."""
    page = views.page(await request.read(questions.page, request.user, request.args[0]))
    is_inside = str(request.view.get("callback_id")).startswith("questions.")
    await (request.update(page) if is_inside else request.show(page))
    return None


async def answer(request: Request) -> Reply:
    """To the asker alone at once; for the thread there is a preview first."""
    question, said = request.args[0], forms.text(request.values, "answer")
    if forms.choice(request.values, "where") != views.IN_THREAD:
        found = await request.write(questions.answer, request.user, question, said)
        refresh(request, found.negotiation.id)
        return Update(views.listing(found, "Sent. The asker gets a message with a button."))
    restated = forms.text(request.values, "restated")
    shown = await request.write(questions.prepare_reply, request.user, question, said, restated)
    readers = await readers_of(request.parley.slack, shown.update.channel)
    return Update(views.reply_preview(shown, readers))


async def reply(request: Request) -> Reply:
    """Promise it to the thread, if nothing has come in the way since the preview."""
    shown = await request.read(questions.page, request.user, request.args[0])
    readers = await readers_of(request.parley.slack, shown.update.channel)
    if hurdle(readers):
        return Update(views.reply_preview(shown, readers))
    found = await request.write(questions.reply, request.user, request.args[0])
    refresh(request, found.negotiation.id)
    return Update(views.listing(found, "On its way to the thread."))


async def done(request: Request) -> Reply:
    found = await request.write(questions.done, request.user, request.args[0])
    refresh(request, found.negotiation.id)
    await request.update(views.listing(found))
    return None


# What is said


def tell_asked(uow: UnitOfWork, errand: Errand) -> Speech | None:
    found = questions.waiting(uow, errand.to, errand.args["negotiation"])
    number = len(found.questions)
    return views.asked_note(found.negotiation, number) if number else None


def tell_answered(uow: UnitOfWork, errand: Errand) -> Speech:
    return views.answered_note(questions.answered(uow, errand.to, errand.args["question"]))


def say_reply(uow: UnitOfWork, errand: Errand) -> Speech | None:
    found = questions.to_reply(uow, errand)
    return views.reply_message(*found) if found else None


def tell_not_said(uow: UnitOfWork, errand: Errand) -> Speech:
    shown = questions.page(uow, errand.to, errand.args["question"])
    return views.not_said_note(shown, errand.args["error"])
