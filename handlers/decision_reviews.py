"""Looking at a decision again: the message on its day, and the answer that is kept."""

from dataclasses import replace

from bot.domain.decisions import Standing
from bot.domain.outbox import Errand
from bot.domain.own_it import rewritten
from bot.services import decisions
from bot.services.decision_reviews import Review
from bot.services.ports import UnitOfWork
from handlers import forms
from handlers.beneath import beneath, carried_by, refresh
from handlers.router import Reply, Request, Routes, Update, View
from handlers.speaking import Speaker, Speakers
from handlers.views import decision_reviews as views
from handlers.views import decisions as pages
from handlers.views.decision_reviews import Look
from handlers.views.kit import Speech


def register(routes: Routes) -> None:
    """Every id of looking again."""
    routes.action(pages.LOOK, look)
    routes.action(views.OWN_RESULT, own)
    routes.submit(views.LOOKED, keep)


def voice(speakers: Speakers) -> None:
    """What is said on the day."""
    speakers.say("decisions.review", Speaker(look_again))


async def look(request: Request) -> Reply:
    """The form, with the answer that was clicked."""
    decision, answer = (*request.args, "")[:2]
    standing = views.STANDINGS.get(answer, Standing.HOLDS)
    shown = await request.read(decisions.for_revision, request.user, decision)
    begun = Look(Review(standing, shown.latest.form.result))
    await request.show(views.review_form(shown, begun, beneath(request)))
    return None


async def own(request: Request) -> Reply:
    """Put the offered words in place of those that hand the result over."""
    review = _review(request)
    owned = replace(review, result=rewritten(review.result))
    await request.update(
        await _form(request, Look(owned, round=forms.round_of(request.metadata) + 1))
    )
    return None


async def keep(request: Request) -> Reply:
    """A new version with the answer, unless words are found that nobody said to keep."""
    review, decision = _review(request), request.args[0]
    found = review.findings()
    if found and not forms.ticks(request.values, "keep"):
        return Update(await _form(request, Look(review, found, forms.round_of(request.metadata))))
    shown = await request.write(decisions.look_again, request.user, decision, review)
    refresh(request, shown.negotiation.id)
    return Update(pages.page(shown, note="Saved.", carried=carried_by(request)))


def look_again(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """On its review date, if no newer version took its place."""
    shown = decisions.page(uow, errand.to, errand.args["decision"])
    is_newest = shown.latest.id == errand.args["decision"]
    return views.review_message(shown) if is_newest and shown.is_leader else None


async def _form(request: Request, begun: Look) -> View:
    shown = await request.read(decisions.for_revision, request.user, request.args[0])
    return views.review_form(shown, begun, carried_by(request))


def _review(request: Request) -> Review:
    values = request.values
    answer = forms.choice(values, "standing") or ""
    return Review(
        views.STANDINGS.get(answer, Standing.HOLDS),
        forms.text(values, "result"),
        forms.date(values, "review_on"),
    )
