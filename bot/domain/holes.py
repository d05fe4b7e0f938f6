"""What an involvement map lacks, the worst first, so that it can be mended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.involvement import Colleague, Tie
from bot.domain.parts import Part

# Roles that a question needs, the worst to lack first; the order is our convention [X].
NEEDED = (Tie.DECIDES, Tie.DELIVERS, Tie.KNOWS)


@dataclass(frozen=True)
class Hole:
    """One thing that is missing.

    `tie`: nobody with it is involved, though `left_out` has it and is left out now. Else `part`
    has no lead, or has waited a day for an answer.
    """

    tie: Tie | None = None
    left_out: Colleague | None = None
    part: Part | None = None


def holes(
    colleagues: Sequence[Colleague],
    parts: Sequence[Part],
    settled: Collection[Tie],
    now: datetime,
) -> Sequence[Hole]:
    """All of them. `settled` are roles of which the leader has said that nobody else has them."""
    missing = (_missing(tie, colleagues, parts) for tie in NEEDED if tie not in settled)
    waiting = [part for part in parts if part.needs_lead or part.is_unclaimed(now)]
    return [*(hole for hole in missing if hole), *(Hole(part=part) for part in waiting)]


def _missing(tie: Tie, colleagues: Sequence[Colleague], parts: Sequence[Part]) -> Hole | None:
    leads = {part.lead for part in parts if part.is_taken}
    tied = [each for each in colleagues if tie in each.assessment.ties]
    if any(each.is_involved or each.person in leads for each in tied):
        return None
    return Hole(tie=tie, left_out=tied[0] if tied else None)
