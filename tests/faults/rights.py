"""Who there is, and what each of them reads when they may not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.faults import things as who
from tests.faults.courier import Act
from tests.faults.things import Things

EVERYBODY = (
    who.LEADER, who.CORE, who.REMOVED, who.VOTER, who.OTHER, who.OWNER, who.GUEST,
    who.CO_LEAD, who.DELEGATE, who.OUTSIDER, who.ASKED_GUEST, who.ASKED_OUTSIDER, who.GONE,
    who.ROBOT,
)  # fmt: skip
STRANGERS = frozenset({who.OUTSIDER, who.ASKED_OUTSIDER})
NO_MEMBERS = frozenset({who.GUEST, who.ASKED_GUEST, who.GONE, who.ROBOT}) | STRANGERS

DONE = "done"
NOT_FOUND = "I can't find that, or it isn't yours to open."
NOT_INVITED = "This poll asks a few picked people, and you aren't on its list."
STRANGER = "I only know people of the workspace that I was installed in."
MEMBERS = "Only members of this workspace can start a negotiation."

LEADS = frozenset({who.LEADER})
TRUSTED = frozenset({who.LEADER, who.DELEGATE})
PREPARES = TRUSTED | {who.CO_LEAD}
TEAM = PREPARES | {who.CORE}
VOTES = frozenset(who.VOTERS)


@dataclass(frozen=True)
class Rights:
    """Who may; what the others read. `shared` rows are open to people from elsewhere."""

    allowed: frozenset[str]
    refusal: str = NOT_FOUND
    shared: bool = False

    def expected(self, person: str, kind: str) -> str:
        """What this person reads."""
        # A command or an event does not say where its sender belongs.
        if person in STRANGERS and not self.shared and kind not in ("word", "event"):
            return STRANGER
        return DONE if person in self.allowed else self.refusal


LEADER = Rights(LEADS)
READERS = Rights(TEAM)
PREPARERS = Rights(PREPARES)
SEALED = Rights(TRUSTED)
ASKED = Rights(TEAM | VOTES)
ASKED_ANYWHERE = Rights(TEAM | VOTES, shared=True)
# Of a draft nobody has heard, not even those whom it will ask; these read that it isn't open.
UNASKED_YET = Rights(VOTES, shared=True)
NOBODY = Rights(frozenset(), shared=True)
VOTING = Rights(VOTES, NOT_INVITED, shared=True)
# Who was asked to lead a part, or leads it; those who hand it out may write in it too.
ASKED_TO_LEAD = Rights(frozenset({who.VOTER}))
PART_WRITERS = Rights(PREPARES | {who.VOTER})
# What hangs from no record stays its owner's, whoever leads the record now.
OWNER = Rights(LEADS)
# On one's own things: everybody may, and sees nothing of the record.
OWN = Rights(frozenset(EVERYBODY))
OWN_ANYWHERE = Rights(frozenset(EVERYBODY), shared=True)
MEMBER = Rights(frozenset(EVERYBODY) - NO_MEMBERS, MEMBERS)


@dataclass(frozen=True)
class Row:
    """One route: who may, and what is sent for these things at this moment (Unix seconds)."""

    kind: str
    name: str
    rights: Rights
    make: Callable[[Things, int], Mapping[str, Any]] = lambda _things, _now: {}
    writes: bool = False

    def act(self, things: Things, now: int) -> Act:
        """What is sent."""
        return Act(self.kind, self.name, **self.make(things, now))
