"""What is each person's own: quick preparations, and what they want of nudges."""

from sqlalchemy import Index

from storage.tables.schema import (
    belongs_to,
    index_of,
    instant,
    primary_key,
    sealed,
    table,
    tenant,
    word,
)

quick_preps = table(
    "quick_preps",
    tenant(),
    word("id"),
    word("owner"),
    sealed("content"),
    word("negotiation", nullable=True),
    instant("made_at"),
    primary_key("id"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "owner", "made_at"),
)

nudges = table(
    "nudges",
    tenant(),
    word("person"),
    word("state"),
    word("work_days"),
    word("paused_until", nullable=True),
    instant("next_at", nullable=True),
    sealed("content"),
    primary_key("person"),
)
# Whoever has them off costs nothing, and of the others only the first is looked at.
index_of("on", nudges.c.next_at)
