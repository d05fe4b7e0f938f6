"""Decisions: write down, own, read, tell. The log, files and reviews stand beside this."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.audience import Content, hurdle
from bot.domain.decisions import TEXT_LIMIT, DecisionForm, Visibility
from bot.domain.errors import NotFound
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand
from bot.domain.text import clean
from bot.services import decision_drafts, decisions, negotiations
from bot.services.ports import UnitOfWork
from handlers import decision_files, decision_log, decision_reviews, forms
from handlers.audience import readers_of
from handlers.beneath import beneath, carried_by, refresh
from handlers.router import Reply, Request, Routes, Update
from handlers.speaking import Speaker, Speakers
from handlers.views import decision_forms as form_views
from handlers.views import decisions as views
from handlers.views import poll_messages, poll_notes
from handlers.views.decision_fields import Sheet
from handlers.views.kit import Speech
from handlers.views.plain import plain_text
from handlers.views.text import cut

SHORTCUT = "log_decision"
# The form must be open within three seconds of the click; its link is a courtesy.
LINK_PATIENCE = 1.0


def register(routes: Routes) -> None:
    """Every word and id of this noun."""
    routes.word("decide", new)
    routes.action(form_views.NEW, new)
    routes.shortcut(SHORTCUT, new_from_message)
    routes.action(poll_notes.DECIDE, new_from_poll)
    routes.action(form_views.OWN, own)
    routes.action(form_views.MORE, more)
    routes.submit(form_views.CREATE, create)
    routes.close(form_views.CREATE, keep_draft)
    routes.action(form_views.DISCARD, discard)
    routes.action(views.OPEN, show)
    routes.action(poll_messages.READ_DECISION, show_of_poll, shared=True)
    routes.action(views.VERSION, show_version)
    routes.action(views.CHANGES, show_changes)
    routes.action(views.REVISE, revise)
    routes.action(views.TELL, preview_telling)
    routes.submit(views.SEND, tell)
    for part in (decision_log, decision_files, decision_reviews):
        part.register(routes)


def voice(speakers: Speakers) -> None:
    """What is said of decisions."""
    speakers.say("decisions.told", Speaker(told, failed=untold, holds=Content.INTERNAL))
    speakers.say("decisions.untold", Speaker(tell_untold))
    decision_reviews.voice(speakers)


# Writing one down


async def new(request: Request) -> Reply:
    """A blank form, for the record that was named or one of the leader's own."""
    return await _begin(request, DecisionForm("", ""))


async def new_from_message(request: Request) -> Reply:
    """“Log decision” on a message: its words, and the way back to it."""
    said = clean(plain_text(str(request.message.get("text") or "")))
    link = await _link(request)
    ids = {"message": str(request.message.get("ts") or "")}
    form = DecisionForm("", cut(said, TEXT_LIMIT), source=link or "")
    return await _begin(request, form, ids)


async def new_from_poll(request: Request) -> Reply:
    """The form begun from a closed poll; what was decided already is shown instead."""
    start = await request.read(decisions.from_poll, request.user, request.args[0])
    if start.decided:
        shown = await request.read(decisions.page, request.user, start.decided.id)
        await request.show(views.page(shown, note="This poll is decided already."))
        return None
    ids = beneath(request) | {"negotiation": start.negotiation.id, "poll": start.poll.id}
    return await _open(request, start.form, ids, [start.negotiation])


async def revise(request: Request) -> Reply:
    """The form for a new version, filled with the one that holds."""
    shown = await request.read(decisions.for_revision, request.user, request.args[0])
    latest = shown.latest
    ids = beneath(request) | {"negotiation": latest.negotiation, "decision": latest.id}
    ids |= {"poll": latest.poll} if latest.poll else {}
    begun = latest.to_revise(request.parley.clock.now().date())
    return await _open(request, begun, ids, [shown.negotiation])


async def more(request: Request) -> Reply:
    """The fields that few decisions need, with all else as it was typed."""
    await request.update(form_views.form(replace(await _sheet(request), more=True)))
    return None


async def own(request: Request) -> Reply:
    """Put the offered words in place of those that hand the decision over."""
    sheet = await _sheet(request)
    owned = replace(sheet, form=sheet.form.owned(), round=sheet.round + 1)
    await request.update(form_views.form(owned))
    return None


async def create(request: Request) -> Reply:
    """Save, unless words are found that shift the decision and nobody said to keep them."""
    about, typed = _about(request), _form(request)
    record = about.get("negotiation") or forms.choice(request.values, "negotiation") or ""
    found = await request.read(decisions.review, request.user, record, typed)
    if found and not forms.ticks(request.values, "keep"):
        return Update(form_views.form(replace(await _sheet(request), findings=found)))
    shown = await request.write(decision_drafts.save, request.user, about, record, typed)
    refresh(request, record)
    return Update(views.page(shown, note="Saved.", carried=carried_by(request)))


async def keep_draft(request: Request) -> Reply:
    """When the form is closed unsaved."""
    chosen = forms.choice(request.values, "negotiation")
    kept = _about(request), _form(request), chosen
    await request.write(decision_drafts.keep, request.user, *kept)
    return None


async def discard(request: Request) -> Reply:
    """The form as it began; its inputs get a new name so that they forget."""
    first = await request.write(decision_drafts.drop, request.user, _about(request))
    sheet = await _sheet(request)
    await request.update(form_views.form(replace(sheet, form=first, fresh=request.key[:8])))
    return None


async def _open(
    request: Request, form: DecisionForm, ids: Mapping[str, str], records: Sequence[Negotiation]
) -> Reply:
    """The form, with what was typed into it before and not saved."""
    about = _named(ids)
    begun = await request.read(decision_drafts.restored, request.user, about, form)
    sheet = Sheet(begun.form, ids, records, begun.chosen, is_restored=begun.is_restored)
    await request.show(form_views.form(sheet))
    return None


async def _begin(
    request: Request, form: DecisionForm, about: Mapping[str, str] | None = None
) -> Reply:
    records = await _records(request, *request.args[:1])
    if request.text:
        records = await request.read(negotiations.named, request.user, request.text) or records
    if not records:
        await request.show(form_views.no_record_yet())
        return None
    ids = beneath(request) | ({"negotiation": records[0].id} if len(records) == 1 else {})
    return await _open(request, form, ids | dict(about or {}), records)


async def _link(request: Request) -> str | None:
    ts, channel = str(request.message.get("ts") or ""), request.channel
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LINK_PATIENCE):
            return await request.parley.slack.permalink(channel, ts) if channel and ts else None
    return None


async def _sheet(request: Request) -> Sheet:
    """The form as it stands on the screen, with what was typed."""
    about = _about(request)
    records = await _records(request, about.get("negotiation"))
    return Sheet(
        form=_form(request),
        ids=carried_by(request) | about,
        records=records,
        chosen=forms.choice(request.values, "negotiation"),
        round=forms.round_of(request.metadata),
        more="more" in request.metadata,
        fresh=request.metadata.get("fresh", ""),
    )


async def _records(request: Request, named: str | None = None) -> Sequence[Negotiation]:
    """The one that was named, or all of the leader's own."""
    led = await request.read(negotiations.mine, request.user)
    found = [record for record in led if record.id == named] if named else led
    if named and not found:
        raise NotFound
    return found


def _about(request: Request) -> dict[str, str]:
    return _named(request.metadata)


def _named(ids: Mapping[str, str]) -> dict[str, str]:
    """What a decision is about, of all that travels with its form."""
    return {kind: ids[kind] for kind in decision_drafts.KINDS if kind in ids}


def _form(request: Request) -> DecisionForm:
    values = request.values
    readers, likely = forms.choice(values, "visibility"), forms.choice(values, "probability") or ""
    texts: Any = {name: forms.text(values, name) for name in DecisionForm.TEXTS}
    return DecisionForm(
        **texts,
        done_by=forms.date(values, "done_by"),
        review_on=forms.date(values, "review_on"),
        visibility=Visibility(readers) if readers in set(Visibility) else Visibility.CORE,
        probability=int(likely) if likely.isdecimal() else None,
        accountable=forms.user(values, "accountable") or "",
        thanked=forms.users(values, "thanked"),
    )


# Reading


async def show(request: Request) -> Reply:
    shown = await request.read(decisions.page, request.user, request.args[0])
    await request.show(views.page(shown, carried=beneath(request)))
    return None


async def show_of_poll(request: Request) -> Reply:
    shown = await request.read(decisions.page_of_poll, request.user, request.args[0])
    await request.show(views.page(shown, carried=beneath(request)))
    return None


async def show_version(request: Request) -> Reply:
    shown = await request.read(decisions.page, request.user, request.args[0])
    version = shown.version(request.args[0])
    await request.show(views.version(version, shown.before(version)))
    return None


async def show_changes(request: Request) -> Reply:
    """What the newest version changed, against the newest one before it that the reader sees."""
    shown = await request.read(decisions.page, request.user, request.args[0])
    await request.show(views.changed(shown.before(shown.latest), shown.latest))
    return None


# Telling those who were asked


async def preview_telling(request: Request) -> Reply:
    """What they would read, and who; clicked in the preview, the same looked at again."""
    news = await request.read(decisions.told, request.user, request.args[0])
    form = views.tell_form(news, await readers_of(request.parley.slack, news.poll.channel))
    is_again = str(request.view.get("callback_id")).startswith(views.SEND)
    await (request.update(form) if is_again else request.show(form))
    return None


async def tell(request: Request) -> Reply:
    """Promise it, if nothing has come in the way since the preview."""
    news = await request.read(decisions.told, request.user, request.args[0])
    readers = await readers_of(request.parley.slack, news.poll.channel)
    if hurdle(readers):
        return Update(views.tell_form(news, readers))
    shown = await request.write(decisions.tell, request.user, request.args[0])
    return Update(views.page(shown, note="On its way to the poll's thread."))


def told(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """The decision for those who were asked, if it is still theirs to read and the newest."""
    decision = uow.decisions.get(errand.args["decision"])
    leader = uow.negotiations.get(decision.negotiation).leader
    news = decisions.told(uow, leader, decision.id)
    return views.told_message(news) if news.decision.id == decision.id else None


def untold(uow: UnitOfWork, errand: Errand, error: str) -> None:
    decisions.untold(uow, errand.args["decision"], error)


def tell_untold(uow: UnitOfWork, errand: Errand) -> Speech:
    news = decisions.told(uow, errand.to, errand.args["decision"])
    return poll_notes.untold_note(news, errand.args["error"])
