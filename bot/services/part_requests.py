"""Asking somebody to lead a part, and their answer: accept, pass, or suggest somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.drafts import Draft
from bot.domain.errors import AlreadyDone, Invalid, Refused
from bot.domain.involvement import check_colleague
from bot.domain.negotiations import Negotiation
from bot.domain.part_forms import RequestForm
from bot.domain.parts import UNCLAIMED_AFTER, Asking, Deed, Part, PartState, Standing
from bot.domain.people import Person
from bot.services import parts
from bot.services.part_messages import (
    Outlook,
    promise_request,
    settle_request,
    tell_leader,
)
from bot.services.parts import PartPage
from bot.services.ports import UnitOfWork

Place = tuple[str, str]

ENDED = "This negotiation has ended. Move it back to a running stage before you ask somebody."


@dataclass(frozen=True)
class Waiting:
    """What waits on one person's Home tab because of parts.

    `asked` and `led` are theirs as a colleague; `open` waits for them as the leader: requests
    that are a day old, and suggestions.
    """

    asked: Sequence[Outlook] = ()
    led: Sequence[Outlook] = ()
    open: Sequence[PartPage] = ()

    def __bool__(self) -> bool:
        return bool(self.asked or self.led or self.open)


@dataclass(frozen=True)
class AskingPage:
    """The form of a request as it opens: as the one before, or typed and not sent."""

    shown: PartPage
    form: RequestForm
    restored: bool = False


def for_form(uow: UnitOfWork, actor: str, part_id: str) -> AskingPage:
    """The form in which somebody is asked, with what was typed and not sent."""
    shown = for_asking(uow, actor, part_id)
    draft = uow.drafts.get(actor, _draft(part_id))
    if draft is None:
        return AskingPage(shown, _form_before(shown.part, uow.now.date()))
    by_when = draft.values["by_when"]
    day = date.fromisoformat(by_when) if by_when else None
    form = RequestForm(draft.values["why"], draft.values["time_needed"], day)
    return AskingPage(shown, form, restored=True)


def keep_form(uow: UnitOfWork, actor: str, part_id: str, typed: RequestForm) -> None:
    """Keep what was typed into a request and not sent."""
    shown = for_asking(uow, actor, part_id)
    if typed == _form_before(shown.part, uow.now.date()):
        uow.drafts.drop(actor, _draft(part_id))
        return
    by_when = typed.by_when.isoformat() if typed.by_when else ""
    values = {"why": typed.why, "time_needed": typed.time_needed, "by_when": by_when}
    uow.drafts.put(Draft(actor, _draft(part_id), values, uow.now))


def for_asking(uow: UnitOfWork, actor: str, part_id: str) -> PartPage:
    """The part for which somebody is to be asked."""
    shown = parts.page(uow, actor, part_id)
    if shown.negotiation.is_ended:
        raise Refused(ENDED)
    return shown


def ask(
    uow: UnitOfWork,
    actor: str,
    part_id: str,
    person: Person | None,
    form: RequestForm,
    zones: Sequence[Person] = (),
) -> PartPage:
    """Put the part to a colleague. `zones` are accounts whose time zone is to be noted."""
    shown = for_asking(uow, actor, part_id)
    if person is None:
        raise Invalid({"person": "Pick a colleague."})
    check_colleague(person, "person")
    checked = form.checked(uow.now.date())
    if person.id == actor:
        return parts.take(uow, actor, part_id)
    if shown.part.lead == person.id:
        raise Invalid({"person": "This colleague is asked already, or leads it."})
    uow.preferences.note_zones({each.id: each.zone for each in (person, *zones)})
    asking = Asking(shown.part.number + 1, person.id, actor, uow.now, checked)
    asked = parts.let_go(uow, actor, shown, shown.part.asked(asking))
    promise_request(uow, asked.part, asked.negotiation.leader)
    uow.drafts.drop(actor, _draft(part_id))
    return asked


def ask_suggested(
    uow: UnitOfWork, actor: str, part_id: str, person: Person, zones: Sequence[Person] = ()
) -> PartPage:
    """One click: ask who was suggested, with the words of the request before, but for its why."""
    shown = for_asking(uow, actor, part_id)
    if shown.part.state is not PartState.SUGGESTED or shown.part.suggested != person.id:
        raise AlreadyDone("That suggestion is settled already; nothing changed.")
    form = _form_before(shown.part, uow.now.date())
    return ask(uow, actor, part_id, person, form, zones)


def request(uow: UnitOfWork, actor: str, part_id: str) -> Outlook:
    """The part as who was asked, or leads it, sees it; kindly to who was asked once."""
    part = uow.parts.get(part_id)
    negotiation = uow.negotiations.get(part.negotiation)
    if part.lead != actor:
        part.require_asked(actor, part.number)
    return _outlook(part, actor, negotiation)


def accept(
    uow: UnitOfWork, actor: str, part_id: str, number: int, place: Place | None = None
) -> Outlook:
    """Yes. `place` is the message that was clicked in, if it was one."""
    part = _open(uow, actor, part_id, number, place)
    return _answered(uow, actor, part, part.accepted(uow.now), Deed.ACCEPTED)


def decline(
    uow: UnitOfWork, actor: str, part_id: str, number: int, place: Place | None = None
) -> Outlook:
    """Pass; nobody is asked why."""
    part = _open(uow, actor, part_id, number, place)
    return _answered(uow, actor, part, part.passed(uow.now), Deed.PASSED)


def for_suggesting(uow: UnitOfWork, actor: str, part_id: str, number: int) -> Outlook:
    """The request instead of which somebody is to be named."""
    part = _open(uow, actor, part_id, number, None)
    return _outlook(part, actor, uow.negotiations.get(part.negotiation))


def suggest(
    uow: UnitOfWork, actor: str, part_id: str, number: int, person: Person | None
) -> Outlook:
    """Pass, and name somebody whom the leader may ask."""
    part = _open(uow, actor, part_id, number, None)
    if person is None:
        raise Invalid({"person": "Pick a colleague."})
    check_colleague(person, "person")
    if person.id == actor:
        raise Invalid({"person": "That is you. Close this window and press Accept."})
    return _answered(uow, actor, part, part.passed(uow.now, person.id), Deed.PASSED)


def waiting(uow: UnitOfWork, actor: str) -> Waiting:
    """What waits for this person because of parts, in negotiations that are running."""
    mine = uow.parts.of_lead(actor)
    old = uow.parts.waiting(actor, uow.now - UNCLAIMED_AFTER)
    if not (mine or old):
        return Waiting()
    records = uow.negotiations.many({part.negotiation for part in (*mine, *old)})
    running = {id_: record for id_, record in records.items() if not record.is_ended}
    seen = [_outlook(p, actor, running[p.negotiation]) for p in mine if p.negotiation in running]
    return Waiting(
        asked=[each for each in seen if each.standing is Standing.ASKED],
        led=[each for each in seen if each.standing is Standing.LEADS],
        open=[PartPage(running[p.negotiation], p) for p in old if p.negotiation in running],
    )


def _open(uow: UnitOfWork, actor: str, part_id: str, number: int, place: Place | None) -> Part:
    """The part while this request waits for this person."""
    part = uow.parts.get(part_id)
    part.require_asked(actor, number)
    return part.placed(*place) if place and part.message_ts is None else part


def _answered(uow: UnitOfWork, actor: str, before: Part, after: Part, deed: Deed) -> Outlook:
    negotiation = uow.negotiations.get(before.negotiation)
    uow.parts.save(after)
    settle_request(uow, before)
    tell_leader(uow, after, negotiation, deed)
    return _outlook(after, actor, negotiation)


def _form_before(part: Part, today: date) -> RequestForm:
    """What holds for whomever is asked next: how long it takes, and by when if that lies ahead."""
    before = part.asking.form if part.asking else RequestForm()
    by_when = before.by_when if before.by_when and before.by_when >= today else None
    return replace(before, why="", by_when=by_when)


def _draft(part_id: str) -> str:
    return f"parts:{part_id}:ask"


def _outlook(part: Part, actor: str, negotiation: Negotiation) -> Outlook:
    standing = part.standing_of(actor, part.number)
    return Outlook(part, negotiation.leader, standing, negotiation.is_ended)
