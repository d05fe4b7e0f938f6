"""The involvement maps: colleagues, roles that nobody else has, and the parts that people lead."""

from sqlalchemy import Index

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

# Who it is about is sealed as well: the map itself is private.
colleagues = table(
    "colleagues",
    tenant(),
    word("id"),
    word("negotiation"),
    sealed("content"),
    whole("version"),
    instant("added_at"),
    primary_key("id"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation"),
)

settled_holes = table(
    "settled_holes",
    tenant(),
    word("negotiation"),
    word("tie"),
    primary_key("negotiation", "tie"),
    belongs_to("negotiations", negotiation="id"),
)

parts = table(
    "parts",
    tenant(),
    word("id"),
    word("negotiation"),
    word("state"),
    word("lead", nullable=True),
    sealed("content"),
    sealed("notes"),
    whole("version"),
    whole("notes_version"),
    word("channel", nullable=True),
    word("message_ts", nullable=True),
    instant("asked_at", nullable=True),
    instant("made_at"),
    primary_key("id"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation"),
    Index(None, "tenant", "lead"),
)
