"""What drafts ask of storage."""

from collections.abc import Collection
from typing import Protocol

from bot.domain.drafts import Draft


class Drafts(Protocol):
    """Typed text that was not saved; sealed at rest, read by its owner only."""

    def get(self, user: str, form: str) -> Draft | None: ...
    def put(self, draft: Draft) -> None: ...
    def drop(self, user: str, form: str) -> None: ...
    def forms(self, user: str, prefix: str) -> Collection[str]:
        """Names of the person's drafts that begin with this."""
        ...
