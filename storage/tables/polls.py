"""Polls, whom they ask, and votes."""

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

polls = table(
    "polls",
    tenant(),
    word("id"),
    word("negotiation"),
    word("leader"),
    sealed("content"),
    word("audience"),
    word("channel"),
    word("voters"),
    word("state"),
    word("reminded"),
    instant("created_at"),
    instant("closes_at"),
    instant("feedback_by", nullable=True),
    instant("opened_at", nullable=True),
    instant("closed_at", nullable=True),
    instant("remind_at", nullable=True),
    word("message_ts", nullable=True),
    primary_key("id"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation"),
    Index(None, "tenant", "leader"),
)
index_of("open", polls.c.closes_at)
index_of("open", polls.c.remind_at)

poll_voters = lookup(
    "poll_voters",
    tenant(),
    word("poll"),
    word("voter"),
    primary_key("poll", "voter"),
    belongs_to("polls", poll="id"),
    Index(None, "tenant", "voter"),
)

votes = lookup(
    "votes",
    tenant(),
    word("poll"),
    word("voter"),
    word("option"),
    instant("cast_at"),
    primary_key("poll", "voter"),
    belongs_to("poll_voters", poll="poll", voter="voter"),
)
