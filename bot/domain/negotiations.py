"""One record per negotiation: what it is about, who sees it, and where it stands."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.access import Action, Role, may, require
from bot.domain.errors import Invalid
from bot.domain.prep import Tier
from bot.domain.text import clean, is_blank, lines

NAME_LIMIT = 80
CORE_TEAM_LIMIT = 15
WHY_LIMIT = 300


class Kind(StrEnum):
    """What sort of negotiation it is."""

    INTERNAL = "internal"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    PAY = "pay"
    PARTNER = "partner"
    OTHER = "other"


class Stage(StrEnum):
    """Where it stands."""

    DRAFT = "draft"
    PREPARING = "preparing"
    ALIGNED = "aligned"
    AT_THE_TABLE = "at the table"
    AGREED = "agreed"
    NO_DEAL = "no deal"
    PAUSED = "paused"
    DEBRIEFED = "debriefed"


# A leader may correct a mis-click, so each stage also leads back to the one before it.
NEXT_STAGES: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.DRAFT: (Stage.PREPARING, Stage.AT_THE_TABLE, Stage.PAUSED, Stage.NO_DEAL),
    Stage.PREPARING: (
        Stage.ALIGNED,
        Stage.AT_THE_TABLE,
        Stage.PAUSED,
        Stage.NO_DEAL,
        Stage.DRAFT,
    ),
    Stage.ALIGNED: (Stage.AT_THE_TABLE, Stage.PAUSED, Stage.NO_DEAL, Stage.PREPARING),
    Stage.AT_THE_TABLE: (
        Stage.AGREED,
        Stage.NO_DEAL,
        Stage.PAUSED,
        Stage.ALIGNED,
        Stage.PREPARING,
    ),
    Stage.AGREED: (Stage.DEBRIEFED, Stage.AT_THE_TABLE),
    Stage.NO_DEAL: (Stage.DEBRIEFED, Stage.PREPARING, Stage.AT_THE_TABLE),
    Stage.PAUSED: (Stage.PREPARING, Stage.ALIGNED, Stage.AT_THE_TABLE, Stage.NO_DEAL),
    Stage.DEBRIEFED: (Stage.PREPARING,),
}

ENDED = frozenset({Stage.AGREED, Stage.NO_DEAL, Stage.DEBRIEFED})


@dataclass(frozen=True)
class StageChange:
    """Who moved the record, when, from where to where, and why (may be empty)."""

    before: Stage
    after: Stage
    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True)
class Negotiation:
    """The record. `leader` owns it, `core_team` may see it.

    Of the core team, `co_leads` prepare with the leader, and of these `delegates` see the sealed
    fields as well. `tier` is how deep the preparation goes. `briefed_in` and `briefed_at` are where
    and when the team's version of the brief was last posted.
    """

    id: str
    leader: str
    name: str
    counterpart: str
    kind: Kind
    created_at: datetime
    core_team: tuple[str, ...] = ()
    channel: str | None = None
    stage: Stage = Stage.DRAFT
    tier: Tier = Tier.FIVE
    co_leads: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()
    briefed_in: str = ""
    briefed_at: datetime | None = None

    def role_of(self, user: str) -> Role:
        """What this person is to the record itself; a poll may make a stakeholder of them."""
        roles = (
            (Role.LEADER, (self.leader,)),
            (Role.DELEGATE, self.delegates),
            (Role.CO_LEAD, self.co_leads),
            (Role.CORE, self.core_team),
        )
        return next((role for role, people in roles if user in people), Role.OUTSIDER)

    def lets(self, user: str, action: Action) -> bool:
        """Whether this person may do it."""
        return may(self.role_of(user), action)

    def require(self, user: str, action: Action) -> None:
        """Raise NotFound unless this person may do it."""
        require(self.role_of(user), action)

    def answers_to(self, words: str) -> bool:
        """Whether the name holds these words; case and spacing do not matter."""
        return folded(words) in folded(self.name)

    @property
    def names_counterpart(self) -> bool:
        """Whether the name says already who is on the other side."""
        return folded(self.counterpart) in folded(self.name)

    def is_with_the_same(self, other: "Negotiation") -> bool:
        """Whether both have the same party on the other side."""
        return folded(self.counterpart) == folded(other.counterpart)

    @property
    def is_ended(self) -> bool:
        """Whether nothing is left to prepare."""
        return self.stage in ENDED

    @property
    def is_resting(self) -> bool:
        """Whether its leader is not to be pushed: it has ended, or it is paused."""
        return self.is_ended or self.stage is Stage.PAUSED

    def moved(
        self, to: Stage, by: str, at: datetime, why: str = ""
    ) -> tuple["Negotiation", StageChange]:
        """The record in its next stage, and the line of history that says so."""
        if to not in NEXT_STAGES[self.stage]:
            raise Invalid({"stage": f"From “{self.stage}” it can't go to “{to}”."})
        reason = clean(why)
        if len(reason) > WHY_LIMIT:
            raise Invalid({"why": f"Please keep this within {WHY_LIMIT} characters."})
        return replace(self, stage=to), StageChange(self.stage, to, by, at, reason)


@dataclass(frozen=True)
class RecordForm:
    """What a leader types to make or edit a record."""

    name: str
    counterpart: str
    kind: Kind = Kind.OTHER
    core_team: tuple[str, ...] = ()
    channel: str | None = None
    co_leads: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()

    def checked(self, leader: str) -> "RecordForm":
        """The form cleaned, or Invalid with a sentence per field."""
        name, counterpart = clean(self.name), clean(self.counterpart)
        problems = {}
        if is_blank(name):
            problems["name"] = "Give it a name you will recognise, like “Renewal with Acme”."
        if len(name) > NAME_LIMIT:
            problems["name"] = f"Please keep the name within {NAME_LIMIT} characters."
        if is_blank(counterpart):
            problems["counterpart"] = "Who is on the other side? A person, a team or a company."
        if len(counterpart) > NAME_LIMIT:
            problems["counterpart"] = f"Please keep this within {NAME_LIMIT} characters."
        delegates = _without(self.delegates, leader)
        co_leads = _without((*self.co_leads, *delegates), leader)
        team = _without((*self.core_team, *co_leads), leader)
        if len(team) > CORE_TEAM_LIMIT:
            problems["core_team"] = f"A core team has at most {CORE_TEAM_LIMIT} people."
        if problems:
            raise Invalid(problems)
        return replace(
            self,
            name=" ".join(name.split()),
            counterpart=" ".join(counterpart.split()),
            core_team=team,
            co_leads=co_leads,
            delegates=delegates,
        )


def same_party(one: str, other: str) -> bool:
    """Whether one of these names stands in the other as whole words: “Pat”, “Pat from Acme”."""
    first, second = (f" {folded(name)} " for name in (one, other))
    return bool(first.strip() and second.strip()) and (first in second or second in first)


def folded(text: str) -> str:
    """Text as names are compared: composed alike, in one case, single-spaced."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def name_in(message: str) -> str:
    """A name for a record from somebody's message: its first line, cut between words."""
    first = next(iter(lines(message)), "")
    one_line = " ".join(first.split())
    if len(one_line) <= NAME_LIMIT:
        return one_line
    whole_words = one_line[:NAME_LIMIT].rpartition(" ")[0]
    return whole_words or one_line[:NAME_LIMIT]


def _without(people: Iterable[str], leader: str) -> tuple[str, ...]:
    return tuple(p for p in dict.fromkeys(people) if p != leader)
