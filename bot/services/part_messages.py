"""What is said of parts: the request, what it has come to, news for the leader, word to a lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.access import Action
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand
from bot.domain.parts import UNCLAIMED_AFTER, Deed, Part, PartState, Standing
from bot.services.ports import UnitOfWork

REQUEST = "parts.request"
RESTATE = "parts.restate"
NEWS = "parts.news"
UNCLAIMED = "parts.unclaimed"
UNREACHED = "parts.unreached"
TOLD = "parts.told"
# After a week the leader has seen it on the Home tab, or does not care.
STILL_USEFUL = timedelta(days=7)


class Word(StrEnum):
    """What a lead is told in a message of its own."""

    CHANGED = "changed"
    RELEASED = "released"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Outlook:
    """A part as somebody sees who was asked: no name of the record, only who leads it."""

    part: Part
    leader: str
    standing: Standing
    is_ended: bool = False


@dataclass(frozen=True)
class News:
    """What the leader is told: what happened, and who did it."""

    negotiation: Negotiation
    part: Part
    deed: Deed
    person: str


def promise_request(uow: UnitOfWork, part: Part, leader: str) -> None:
    """Promise the request outside quiet hours, and a word to the leader when a day has passed."""
    if part.asking is None:
        return
    person, number = part.asking.person, str(part.number)
    args = {"part": part.id, "number": number}
    at = uow.preferences.get(person).after_quiet(uow.now)
    uow.outbox.add(Errand(REQUEST, person, args, f"{_prefix(part)}ask:{number}", at))
    due = uow.preferences.get(leader).after_quiet(uow.now + UNCLAIMED_AFTER)
    key = f"{_prefix(part)}unclaimed:{number}"
    uow.outbox.add(Errand(UNCLAIMED, leader, args, key, due, due + STILL_USEFUL))


def settle_request(uow: UnitOfWork, part: Part) -> None:
    """`part`, as it was, is answered or withdrawn: take back what was not said, redraw the rest."""
    for kind in ("ask", "unclaimed"):
        uow.outbox.cancel(f"{_prefix(part)}{kind}:{part.number}")
    restate(uow, part)


def restate(uow: UnitOfWork, part: Part) -> None:
    """Redraw the present request where it stands, as it will be when this is said."""
    if part.asking and part.channel and part.message_ts:
        _restate(uow, part, part.asking.person, part.number, (part.channel, part.message_ts))


def sent(uow: UnitOfWork, part_id: str, person: str, number: int, place: tuple[str, str]) -> None:
    """Remember where a request stands; one that is no longer open is redrawn at once."""
    part = uow.parts.get(part_id)
    standing = part.standing_of(person, number)
    if part.number == number and part.state is not PartState.DELETED:
        uow.parts.save(part.placed(*place))
    if standing is not Standing.ASKED:
        _restate(uow, part, person, number, place)


def unreached(uow: UnitOfWork, part_id: str, number: int) -> None:
    """Slack would not take the request: the leader is told once."""
    part = uow.parts.get(part_id)
    leader = uow.negotiations.get(part.negotiation).leader
    args = {"part": part.id, "number": str(number)}
    key = f"{_prefix(part)}unreached:{number}"
    uow.outbox.add(Errand(UNREACHED, leader, args, key, uow.now))


def tell_leader(uow: UnitOfWork, part: Part, negotiation: Negotiation, deed: Deed) -> None:
    """News for the leader, and for the co-lead who asked."""
    person = part.log[-1].who
    asked_by = [part.asking.by] if part.asking else []
    args = {"part": part.id, "deed": deed.value, "person": person}
    for to in _once([negotiation.leader, *asked_by]):
        if to != person:
            key = f"{_prefix(part)}news:{deed}:{to}:{uow.now.isoformat()}"
            at = uow.preferences.get(to).after_quiet(uow.now)
            uow.outbox.add(Errand(NEWS, to, args, key, at))


def tell_lead(uow: UnitOfWork, part: Part, word: Word, actor: str) -> None:
    """A word to who leads `part` as it was, unless they did it themselves."""
    if part.lead is None or not part.is_taken or part.lead == actor:
        return
    args = {"part": part.id, "word": word.value}
    key = f"{_prefix(part)}told:{word}:{uow.now.isoformat()}"
    at = uow.preferences.get(part.lead).after_quiet(uow.now)
    uow.outbox.add(Errand(TOLD, part.lead, args, key, at))


# Looked at again when it is said


def outlook(uow: UnitOfWork, part_id: str, person: str, number: int) -> Outlook:
    """What a request has come to, for the person to whom it went."""
    part = uow.parts.get(part_id)
    negotiation = uow.negotiations.get(part.negotiation)
    standing = part.standing_of(person, number)
    return Outlook(part, negotiation.leader, standing, negotiation.is_ended)


def news(uow: UnitOfWork, to: str, part_id: str, deed: Deed, person: str) -> News | None:
    """The news, if it is still true and still this person's to hear."""
    part = uow.parts.get(part_id)
    negotiation = uow.negotiations.get(part.negotiation)
    negotiation.require(to, Action.HAND_OUT_PARTS)
    last = next((line for line in reversed(part.log) if line.who == person), None)
    is_true = part.state is not PartState.DELETED and last is not None and last.deed is deed
    return News(negotiation, part, deed, person) if is_true else None


def unclaimed(uow: UnitOfWork, to: str, part_id: str, number: int) -> News | None:
    """A request that nobody has answered for a day, while its leader wants to hear of it."""
    found = unanswered(uow, to, part_id, number)
    if found is None or found.negotiation.is_resting or not found.part.is_unclaimed(uow.now):
        return None
    return None if uow.preferences.get(to).is_quiet(uow.now) else found


def unanswered(uow: UnitOfWork, to: str, part_id: str, number: int) -> News | None:
    """A request that is still open."""
    part = uow.parts.get(part_id)
    negotiation = uow.negotiations.get(part.negotiation)
    negotiation.require(to, Action.HAND_OUT_PARTS)
    is_open = part.state is PartState.ASKED and part.number == number
    return News(negotiation, part, Deed.ASKED, part.lead or "") if is_open else None


def told(uow: UnitOfWork, to: str, part_id: str, word: Word) -> Outlook | None:
    """What a lead is told, if it still holds."""
    part = uow.parts.get(part_id)
    negotiation = uow.negotiations.get(part.negotiation)
    leads = part.lead == to and part.is_taken
    if leads is (word is Word.RELEASED) or negotiation.is_ended:
        return None
    standing = Standing.LEADS if leads else Standing.OVER
    return Outlook(part, negotiation.leader, standing)


def _restate(uow: UnitOfWork, part: Part, person: str, number: int, place: tuple[str, str]) -> None:
    channel, ts = place
    args = {
        "part": part.id, "person": person, "number": str(number), "channel": channel, "ts": ts
    }  # fmt: skip
    key = f"{_prefix(part)}restate:{number}:{uow.now.isoformat()}"
    uow.outbox.add(Errand(RESTATE, channel, args, key, uow.now))


def _once(people: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(people)


def _prefix(part: Part) -> str:
    return f"part:{part.id}:"
