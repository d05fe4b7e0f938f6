"""Who led what, for thanks; who was never asked; and the one who decides."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.errors import Invalid
from bot.domain.part_forms import PartForm, Say
from bot.domain.parts import Part


@dataclass(frozen=True)
class Led:
    """What one person led."""

    person: str
    titles: tuple[str, ...]


def led_by(parts: Iterable[Part], leader: str) -> Sequence[Led]:
    """Who led what, or brought something back, as they came; the leader thanks nobody for own."""
    found: dict[str, list[str]] = {}
    for part in parts:
        people = [brought.by for brought in part.earlier]
        people += [part.lead] if part.lead and part.is_taken else []
        for person in dict.fromkeys(people):
            if person != leader:
                found.setdefault(person, []).append(part.title)
    return [Led(person, tuple(titles)) for person, titles in found.items()]


def never_asked(people: Collection[str], parts: Iterable[Part]) -> Sequence[str]:
    """Those of these people to whom no request went and who led nothing."""
    known = {line.who for part in parts for line in part.log}
    return [person for person in dict.fromkeys(people) if person not in known]


def decider(parts: Iterable[Part], leader: str) -> str:
    """The one who decides: who leads the part that says so, else the leader."""
    deciding = (p.lead for p in parts if p.form.say is Say.DECIDES and p.is_taken and p.lead)
    return next(deciding, leader)


def check_one_decides(form: PartForm, others: Iterable[Part]) -> None:
    """Raise Invalid when another part has its decider already: exactly one person decides."""
    other = next((part for part in others if part.form.say is Say.DECIDES), None)
    if form.say is Say.DECIDES and other is not None:
        raise Invalid({"say": f"Exactly one person decides, and “{other.title}” has that already."})
