"""Channels as Slack describes them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Channel:
    """One channel as the bot sees it; one it cannot see reads as private and not joined."""

    id: str
    name: str = ""
    is_private: bool = True
    is_member: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_org_shared: bool = False

    @property
    def can_be_posted_to(self) -> bool:
        """Whether a message of the bot would arrive there."""
        # Public channels too: the manifest does not ask for chat:write.public.
        return self.is_member and not self.is_archived

    @property
    def is_external(self) -> bool:
        """Whether another organisation reads along, or has been invited to."""
        return self.is_ext_shared or self.is_pending_ext_shared
