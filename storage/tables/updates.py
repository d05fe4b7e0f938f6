"""Updates to the team, the one message of each in its channel, and what readers said to them."""

from sqlalchemy import Index

from storage.tables.schema import (
    belongs_to,
    index_of,
    instant,
    lookup,
    primary_key,
    sealed,
    table,
    tenant,
    word,
)

updates = table(
    "updates",
    tenant(),
    word("id"),
    word("negotiation"),
    word("author"),
    word("channel"),
    word("state"),
    word("ts", nullable=True),
    sealed("content"),
    instant("made_at"),
    instant("explain_at", nullable=True),
    instant("due_at", nullable=True),
    primary_key("id"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation", "made_at"),
)
# Only the newest of a record promises anything, so few are looked at.
index_of("posted", updates.c.due_at)

anchors = lookup(
    "anchors",
    tenant(),
    word("negotiation"),
    word("channel"),
    word("ts", nullable=True),
    instant("top_at"),
    primary_key("negotiation", "channel"),
    belongs_to("negotiations", negotiation="id"),
)

clears = lookup(
    "clears",
    tenant(),
    word("update_id"),
    word("person"),
    instant("made_at"),
    primary_key("update_id", "person"),
    belongs_to("updates", update_id="id"),
)

questions = table(
    "questions",
    tenant(),
    word("id"),
    word("update_id"),
    word("negotiation"),
    word("asker"),
    word("state"),
    sealed("content"),
    instant("asked_at"),
    primary_key("id"),
    belongs_to("updates", update_id="id"),
    Index(None, "tenant", "negotiation", "asked_at"),
)
