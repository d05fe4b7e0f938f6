"""People and channels as Slack knows them, remembered for a while."""

import logging
import time
from collections.abc import Collection, Mapping
from typing import Any, Generic, TypeVar

from bot.domain.channels import Channel
from bot.domain.people import UTC_ZONE, Person
from handlers.lookup import Ask
from handlers.outcomes import SlackError

log = logging.getLogger(__name__)

_HOUR = 3600.0
_FAULT = 30.0
_PEOPLE = 5000
_MEMBERS_PAGE = 200
_MEMBERS_PAGES = 6
_SLACKBOT = "USLACKBOT"

V = TypeVar("V")


class Remembered(Generic[V]):
    """A bounded memory; each value is forgotten after its own time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: dict[str, tuple[float, V]] = {}

    def get(self, key: str) -> V | None:
        """The value, unless its time is over."""
        until, value = self._kept.get(key, (0.0, None))
        return value if time.monotonic() < until else None

    def put(self, key: str, value: V, seconds: float) -> V:
        """Keep it; the oldest makes room."""
        self._kept.pop(key, None)
        if len(self._kept) >= self._size:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (time.monotonic() + seconds, value)
        return value


class Directory:
    """Who is who and what is where in one workspace."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._people: Remembered[Person] = Remembered(_PEOPLE)
        self._dms: Remembered[str] = Remembered(_PEOPLE)
        self._team = self._enterprise = ""

    def home(self, team: str, enterprise: str) -> None:
        """Say which workspace is ours, so that strangers are known."""
        self._team, self._enterprise = team, enterprise

    async def person(self, user: str) -> Person:
        """The account; one that Slack does not tell about counts as guest and stranger."""
        known = self._people.get(user)
        if known is not None:
            return known
        try:
            answer = await self._ask("users.info", user=user)
        except SlackError as error:
            log.warning("users.info refused: %s", error.code)
            unknown = Person(user, "", is_guest=True, is_stranger=True, is_known=False)
            return self._people.put(user, unknown, _FAULT)
        return self._people.put(user, self._person(user, answer.get("user") or {}), _HOUR)

    def _person(self, user: str, account: Mapping[str, Any]) -> Person:
        return Person(
            id=user,
            name=_name(account),
            zone=account.get("tz") or UTC_ZONE,
            is_bot=bool(account.get("is_bot")) or user == _SLACKBOT,
            is_deleted=bool(account.get("deleted")),
            is_guest=bool(account.get("is_restricted") or account.get("is_ultra_restricted")),
            is_stranger=self._is_stranger(account),
            home=_enterprise(account) or account.get("team_id") or "",
        )

    def _is_stranger(self, account: Mapping[str, Any]) -> bool:
        team = account.get("team_id") or self._team
        enterprise = _enterprise(account)
        at_home = team == self._team or (self._enterprise and enterprise == self._enterprise)
        return bool(account.get("is_stranger")) or bool(self._team and not at_home)

    def remembered(self, users: Collection[str]) -> list[Person]:
        """Those of these accounts that Slack told about a while ago; nothing is asked."""
        return [person for user in users if (person := self._people.get(user))]

    async def members(self, channel: str) -> tuple[str, ...]:
        """User ids, page by page; a very large channel is cut after some pages."""
        found: list[str] = []
        cursor: dict[str, str] = {}
        for _ in range(_MEMBERS_PAGES):
            page = await self._ask(
                "conversations.members", channel=channel, limit=_MEMBERS_PAGE, **cursor
            )
            found += page.get("members") or ()
            following = (page.get("response_metadata") or {}).get("next_cursor")
            if not following:
                break
            cursor = {"cursor": following}
        return tuple(found)

    async def channel(self, channel: str) -> Channel:
        """What Slack says of a channel; nothing is remembered, for it changes under our feet."""
        try:
            answer = await self._ask("conversations.info", channel=channel)
        except SlackError as error:
            if error.code == "channel_not_found":
                return Channel(channel)
            raise
        return _channel(channel, answer.get("channel") or {})

    def note_dm(self, to: str, channel: str) -> None:
        """Remember which DM a post to a user went to."""
        if _is_user(to):
            self._dms.put(to, channel, _HOUR)

    async def dm(self, to: str, scopes: Collection[str]) -> str | None:
        """The channel id behind a channel or user id; None if we may not know it."""
        if not _is_user(to):
            return to
        known = self._dms.get(to)
        if known is not None or "im:write" not in scopes:
            return known
        try:
            answer = await self._ask("conversations.open", users=to)
        except SlackError:
            return None
        return str((answer.get("channel") or {}).get("id") or "") or None


def _is_user(to: str) -> bool:
    return to.startswith(("U", "W"))


def _enterprise(account: Mapping[str, Any]) -> str:
    return (account.get("enterprise_user") or {}).get("enterprise_id") or ""


def _name(account: Mapping[str, Any]) -> str:
    profile = account.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), account.get("real_name"))
    return next((name for name in names if name), account.get("name") or "")


def _channel(channel: str, facts: Mapping[str, Any]) -> Channel:
    def says(flag: str) -> bool:
        return bool(facts.get(flag))

    return Channel(
        id=channel,
        name=facts.get("name") or "",
        is_private=says("is_private") or says("is_group") or says("is_mpim"),
        is_member=says("is_member"),
        is_archived=says("is_archived"),
        # What Slack does not say of this is not to be trusted.
        is_ext_shared=bool(facts.get("is_ext_shared", True)),
        is_pending_ext_shared=says("is_pending_ext_shared"),
        is_org_shared=says("is_org_shared"),
    )
