"""The involvement map: whom to ask, inform or leave out, what is missing, and the parts.

How people stand is the leader's (and delegates'); the core team sees the parts and who leads them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.access import Action
from bot.domain.errors import Invalid, TooMany
from bot.domain.holes import NEEDED, Hole, holes
from bot.domain.involvement import (
    COLLEAGUES_LIMIT,
    Assessment,
    Colleague,
    Tie,
    check_colleague,
    in_order,
)
from bot.domain.negotiations import Negotiation
from bot.domain.part_credit import Led, decider, led_by, never_asked
from bot.domain.parts import PARTS_LIMIT, Part
from bot.domain.people import Person
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed


@dataclass(frozen=True)
class MapPage:
    """The map for one reader: without `sees_map` only parts, without `hands_out` only to read.

    `decides` is the one who decides; `never_asked` are those on the team or the map to whom no
    request went yet.
    """

    negotiation: Negotiation
    parts: Sequence[Part]
    led: Sequence[Led]
    decides: str
    colleagues: Sequence[Colleague] = ()
    holes: Sequence[Hole] = ()
    never_asked: Sequence[str] = ()
    is_leader: bool = False
    sees_map: bool = False
    hands_out: bool = False

    @property
    def is_full(self) -> bool:
        """Whether nobody else fits on the map."""
        return len(self.colleagues) >= COLLEAGUES_LIMIT

    @property
    def has_all_parts(self) -> bool:
        """Whether no further part fits."""
        return len(self.parts) >= PARTS_LIMIT


@dataclass(frozen=True)
class ColleaguePage:
    """One colleague; with `clash` somebody else saved while this was being chosen."""

    negotiation: Negotiation
    colleague: Colleague
    clash: bool = False


def page(uow: UnitOfWork, actor: str, negotiation_id: str) -> MapPage:
    """As much of the map as this person may see."""
    negotiation = allowed(uow, actor, negotiation_id, Action.SEE_PARTS)
    sees_map = negotiation.lets(actor, Action.ASSESS)
    hands_out = negotiation.lets(actor, Action.HAND_OUT_PARTS)
    parts = uow.parts.of_negotiation(negotiation_id)
    people = uow.involvement.of_negotiation(negotiation_id) if sees_map else ()
    # Who does not see the map learns of no role that is missing on it.
    settled = uow.involvement.settled(negotiation_id) if people else frozenset(NEEDED)
    known = [*negotiation.core_team, *(each.person for each in people)]
    return MapPage(
        negotiation=negotiation,
        parts=parts,
        led=led_by(parts, negotiation.leader),
        decides=decider(parts, negotiation.leader),
        colleagues=in_order(people),
        holes=holes(people, parts, settled, uow.now) if hands_out else (),
        never_asked=never_asked(known, parts) if hands_out and parts else (),
        is_leader=negotiation.leader == actor,
        sees_map=sees_map,
        hands_out=hands_out,
    )


def for_new(uow: UnitOfWork, actor: str, negotiation_id: str) -> Negotiation:
    """The record whose map somebody is to be put on."""
    negotiation = allowed(uow, actor, negotiation_id, Action.ASSESS)
    _require_room(uow.involvement.of_negotiation(negotiation_id))
    return negotiation


def add(
    uow: UnitOfWork, actor: str, negotiation_id: str, person: Person | None, assessment: Assessment
) -> ColleaguePage:
    """Somebody new on the map."""
    negotiation = allowed(uow, actor, negotiation_id, Action.ASSESS)
    if person is None:
        raise Invalid({"person": "Pick a colleague."})
    check_colleague(person, "person", negotiation.leader)
    present = uow.involvement.of_negotiation(negotiation_id)
    _require_room(present)
    if any(each.person == person.id for each in present):
        raise Invalid({"person": "This colleague is on the map already."})
    added = Colleague(uow.new_id(), negotiation_id, person.id, assessment.checked(), uow.now)
    uow.involvement.add(added)
    return ColleaguePage(negotiation, added)


def colleague(uow: UnitOfWork, actor: str, colleague_id: str) -> ColleaguePage:
    """One colleague."""
    found = uow.involvement.get(colleague_id)
    return ColleaguePage(allowed(uow, actor, found.negotiation, Action.ASSESS), found)


def save(
    uow: UnitOfWork, actor: str, colleague_id: str, assessment: Assessment, base: int
) -> ColleaguePage:
    """How somebody stands now; chosen on an old base it is shown again first."""
    shown = colleague(uow, actor, colleague_id)
    saved, checked = shown.colleague, assessment.checked()
    if checked == saved.assessment:
        return shown
    if base != saved.version:
        return replace(shown, colleague=replace(saved, assessment=checked), clash=True)
    changed = replace(saved, assessment=checked, version=saved.version + 1)
    uow.involvement.save(changed)
    return replace(shown, colleague=changed)


def remove(uow: UnitOfWork, actor: str, negotiation_id: str, colleague_id: str) -> MapPage:
    """Take somebody off the map, with all that was kept of them there."""
    allowed(uow, actor, negotiation_id, Action.ASSESS)
    if any(c.id == colleague_id for c in uow.involvement.of_negotiation(negotiation_id)):
        uow.involvement.remove(colleague_id)
    return page(uow, actor, negotiation_id)


def settle(uow: UnitOfWork, actor: str, negotiation_id: str, tie: str) -> MapPage:
    """The leader has looked: nobody else has this role in the question."""
    allowed(uow, actor, negotiation_id, Action.ASSESS)
    if tie in NEEDED:
        uow.involvement.settle(negotiation_id, Tie(tie))
    return page(uow, actor, negotiation_id)


def _require_room(present: Sequence[Colleague]) -> None:
    if len(present) >= COLLEAGUES_LIMIT:
        raise TooMany(f"A map holds {COLLEAGUES_LIMIT} people. Remove somebody first.")
