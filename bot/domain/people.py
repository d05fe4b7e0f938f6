"""Colleagues as Slack describes them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

UTC_ZONE = "UTC"


@dataclass(frozen=True)
class Person:
    """One Slack account; `home` is the workspace or organisation that it belongs to.

    Of one that is not `is_known` Slack told nothing: do not trust it.
    """

    id: str
    name: str
    zone: str = UTC_ZONE
    is_bot: bool = False
    is_deleted: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_known: bool = True
    home: str = ""

    @property
    def first_name(self) -> str:
        """What a friendly message calls the person."""
        return self.name.split()[0] if self.name.split() else "there"

    @property
    def is_member(self) -> bool:
        """Whether this is a full member of the workspace: no guest, bot or switched-off account."""
        return not (self.is_bot or self.is_deleted or self.is_guest or self.is_stranger)

    @property
    def can_be_asked(self) -> bool:
        """Whether polls and reminders may go to this account."""
        return not (self.is_bot or self.is_deleted)


def zone_info(name: str) -> ZoneInfo:
    """The IANA zone by name; UTC when the name is none that this machine knows."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(UTC_ZONE)
