"""What each person has set; nothing in it is secret."""

from collections.abc import Collection, Mapping
from datetime import time

from bot.domain.preferences import Preferences
from storage.scope import Scope
from storage.session import Row
from storage.statements import Statement, by_key, of_tenant, putting
from storage.tables import preferences
from storage.types import Among, to_list

_GET = Statement(by_key(preferences, "person"))
_MANY = Statement(of_tenant(preferences).where(Among(preferences.c.person, "ids")))
_PUT = putting(preferences, "person")
_NOTE_ZONE = putting(preferences, "person", only=("zone",))


class PreferencesBook:
    """`bot.services.ports.PreferencesBook`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, user: str) -> Preferences:
        """The person's preferences; the defaults when nothing was set."""
        row = self._scope.row_to_change(_GET, person=user)
        return Preferences(user) if row is None else _preferences(row)

    def many(self, users: Collection[str]) -> Mapping[str, Preferences]:
        """Preferences of several people, the defaults where nothing was set."""
        rows = self._scope.rows(_MANY, ids=to_list(users))
        found = {row["person"]: _preferences(row) for row in rows}
        return {user: found.get(user) or Preferences(user) for user in users}

    def put(self, preferences: Preferences) -> None:
        """The person's preferences as they are now."""
        self._scope.change(_PUT, **_values(preferences))

    def note_zones(self, zones: Mapping[str, str]) -> None:
        """Remember people's IANA zones; their other preferences stay."""
        # In one order everywhere, so that two polls posted at once never wait for each other.
        new = [_values(Preferences(user, zone=zone)) for user, zone in sorted(zones.items())]
        self._scope.change_all(_NOTE_ZONE, new)


def _values(preferences: Preferences) -> dict[str, object]:
    return {
        "person": preferences.user,
        "zone": preferences.zone,
        "quiet_from": preferences.quiet_from.isoformat(),
        "quiet_until": preferences.quiet_until.isoformat(),
        "calm_cards": preferences.calm_cards,
        "plan_in_dm": preferences.plan_in_dm,
        "poll_reminders": preferences.poll_reminders,
    }


def _preferences(row: Row) -> Preferences:
    return Preferences(
        user=row["person"],
        zone=row["zone"],
        quiet_from=time.fromisoformat(row["quiet_from"]),
        quiet_until=time.fromisoformat(row["quiet_until"]),
        calm_cards=bool(row["calm_cards"]),
        plan_in_dm=bool(row["plan_in_dm"]),
        poll_reminders=bool(row["poll_reminders"]),
    )
