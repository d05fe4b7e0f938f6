"""The brief of a record: the whole page, the short form, and the team's version to be posted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.access import Action
from bot.domain.brief import Brief, Part, for_team, glance, offered, whole
from bot.domain.errors import AlreadyDone, Invalid
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand
from bot.domain.prep import Tier
from bot.services.ports import UnitOfWork
from bot.services.prep import visible
from bot.services.rights import allowed

POST = "brief.post"
NOT_POSTED = "brief.not_posted"


@dataclass(frozen=True)
class Posted:
    """Where and when the team's version was posted, or promised as long as it is on its way."""

    channel: str
    at: datetime


@dataclass(frozen=True)
class BriefPage:
    """A brief as of now. `is_unlocked` shows what has a lock, `can_unlock` says who may ask.

    `posted` is the last time that the team got its version.
    """

    negotiation: Negotiation
    brief: Brief
    made_at: datetime
    meeting: Meeting | None = None
    is_unlocked: bool = False
    can_unlock: bool = False
    can_share: bool = False
    posted: Posted | None = None


@dataclass(frozen=True)
class TeamPage:
    """The team's version, and the parts that may stand in it with whether each usually does."""

    page: BriefPage
    offered: Sequence[tuple[Part, bool]]


def page(uow: UnitOfWork, actor: str, negotiation_id: str, *, unlocked: bool = False) -> BriefPage:
    """The whole page, for whoever prepares; with what has a lock for those who may see it."""
    action = Action.SEE_SEALED if unlocked else Action.PREPARE
    negotiation = allowed(uow, actor, negotiation_id, action)
    items = visible(negotiation, actor, Tier.FULL)
    brief = whole(uow.prep.workbook(negotiation_id), items, unlocked=unlocked)
    return _page(uow, actor, negotiation, brief, is_unlocked=unlocked)


def short(uow: UnitOfWork, actor: str, negotiation_id: str) -> BriefPage:
    """The short form for a phone."""
    negotiation = allowed(uow, actor, negotiation_id, Action.PREPARE)
    return _page(uow, actor, negotiation, glance(uow.prep.workbook(negotiation_id)))


def team(
    uow: UnitOfWork, actor: str, negotiation_id: str, chosen: Collection[str] | None = None
) -> TeamPage:
    """The version that the team may read, for the leader who shares it."""
    negotiation = allowed(uow, actor, negotiation_id, Action.SHARE_BRIEF)
    workbook = uow.prep.workbook(negotiation_id)
    brief = for_team(workbook, chosen)
    return TeamPage(_page(uow, actor, negotiation, brief), offered(workbook))


def share(
    uow: UnitOfWork,
    actor: str,
    negotiation_id: str,
    chosen: Collection[str],
    *,
    again: bool = False,
) -> TeamPage:
    """Promise the team's version to the record's channel; once more only if that is meant."""
    shown = team(uow, actor, negotiation_id, chosen)
    if shown.page.posted and not again:
        raise AlreadyDone("The team has its version already. Open it again to post it once more.")
    channel = shown.page.negotiation.channel
    if channel is None:
        raise Invalid({"parts": "This negotiation has no channel yet. Add one under “Edit”."})
    if shown.page.brief.is_empty:
        raise Invalid({"parts": "Tick at least one part."})
    keys = ",".join(part.key for part in shown.page.brief.parts)
    args = {"negotiation": negotiation_id, "by": actor, "parts": keys}
    key = f"{_posts(negotiation_id)}{uow.now.isoformat()}"
    uow.outbox.add(Errand(POST, channel, args, key, uow.now))
    page = replace(shown.page, posted=Posted(channel, uow.now))
    return replace(shown, page=page)


def of_errand(uow: UnitOfWork, errand: Errand) -> BriefPage:
    """The team's version as of the moment it is said; NotFound when its leader leads no more."""
    chosen = errand.args["parts"].split(",")
    return team(uow, errand.args["by"], errand.args["negotiation"], chosen).page


def posted(uow: UnitOfWork, errand: Errand) -> None:
    """It stands in the channel: the record keeps when and where, longer than the outbox does."""
    record = uow.negotiations.get(errand.args["negotiation"])
    uow.negotiations.save(replace(record, briefed_in=errand.to, briefed_at=uow.now))


def not_posted(uow: UnitOfWork, errand: Errand, error: str) -> None:
    """Slack refused it: the leader is told once."""
    args = {**errand.args, "error": error}
    key = f"{errand.dedupe_key}:refused"
    uow.outbox.add(Errand(NOT_POSTED, errand.args["by"], args, key, uow.now))


def _posts(negotiation_id: str) -> str:
    """What the keys of a record's posts begin with."""
    return f"brief:{negotiation_id}:"


def _posted(uow: UnitOfWork, negotiation: Negotiation) -> Posted | None:
    last = uow.outbox.newest(POST, _posts(negotiation.id))
    if last:
        return Posted(last.to, last.first_try_at or last.not_before)
    at = negotiation.briefed_at
    return Posted(negotiation.briefed_in, at) if at else None


def _page(
    uow: UnitOfWork,
    actor: str,
    negotiation: Negotiation,
    brief: Brief,
    *,
    is_unlocked: bool = False,
) -> BriefPage:
    planned = uow.meetings.of_negotiations([negotiation.id])
    return BriefPage(
        negotiation=negotiation,
        brief=brief,
        made_at=uow.now,
        meeting=next((m for m in planned if m.ends_at > uow.now), None),
        is_unlocked=is_unlocked,
        can_unlock=negotiation.lets(actor, Action.SEE_SEALED),
        can_share=negotiation.lets(actor, Action.SHARE_BRIEF),
        posted=_posted(uow, negotiation),
    )
