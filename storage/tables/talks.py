"""Meetings and decisions."""

from sqlalchemy import Index, UniqueConstraint

from storage.tables.schema import (
    belongs_to,
    instant,
    primary_key,
    sealed,
    table,
    tenant,
    whole,
    word,
)

meetings = table(
    "meetings",
    tenant(),
    word("id"),
    word("negotiation"),
    word("leader"),
    sealed("content"),
    instant("starts_at"),
    instant("ends_at"),
    whole("minutes"),
    whole("version"),
    word("state"),
    primary_key("id"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation"),
    Index(None, "tenant", "leader", "ends_at"),
)

decisions = table(
    "decisions",
    tenant(),
    word("id"),
    word("chain"),
    whole("version"),
    word("negotiation"),
    word("accountable"),
    word("poll", nullable=True),
    sealed("content"),
    word("visibility"),
    word("done_by", nullable=True),
    word("review_on", nullable=True),
    instant("made_at"),
    primary_key("id"),
    UniqueConstraint("tenant", "chain", "version"),
    belongs_to("negotiations", negotiation="id"),
    belongs_to("polls", poll="id"),
    Index(None, "tenant", "negotiation"),
    Index(None, "tenant", "poll"),
)
