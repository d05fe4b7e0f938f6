"""When every story begins."""

from datetime import UTC, datetime

# A Tuesday, ten in the morning in Stockholm, where the leader is.
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
