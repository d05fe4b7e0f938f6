"""Polls, whom they ask, and votes, with the name of the voter or without."""

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
    word("manner"),
    word("series"),
    word("meeting"),
    word("rhythm"),
    word("by_dm"),
    word("reminded"),
    instant("created_at"),
    instant("closes_at"),
    instant("feedback_by", nullable=True),
    instant("opened_at", nullable=True),
    instant("closed_at", nullable=True),
    instant("remind_at", nullable=True),
    instant("opens_at", nullable=True),
    instant("edited_at", nullable=True),
    instant("deadline", nullable=True),
    word("message_ts", nullable=True),
    primary_key("id"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation"),
    Index(None, "tenant", "leader"),
)
index_of("open", polls.c.closes_at)
index_of("open", polls.c.remind_at)
index_of("scheduled", polls.c.opens_at)

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
    word("choice"),
    instant("cast_at"),
    primary_key("poll", "voter"),
    belongs_to("poll_voters", poll="poll", voter="voter"),
)

vote_reasons = table(
    "vote_reasons",
    tenant(),
    word("poll"),
    word("voter"),
    sealed("content"),
    primary_key("poll", "voter"),
    belongs_to("votes", poll="poll", voter="voter"),
)

# When to see whether everybody has answered: a row from a vote until somebody has looked.
poll_looks = lookup(
    "poll_looks",
    tenant(),
    word("poll"),
    instant("look_at"),
    primary_key("poll"),
    belongs_to("polls", poll="id"),
    Index(None, "look_at"),
)

# What follows is of secret polls. While one is open its key stands here; the key, and the ballots
# that only it opens, are gone after the close. No row has a time or a number that tells an order.

poll_keys = table(
    "poll_keys",
    tenant(),
    word("poll"),
    sealed("content"),
    primary_key("poll"),
    belongs_to("polls", poll="id"),
)

secret_ballots = lookup(
    "secret_ballots",
    tenant(),
    word("poll"),
    word("handle"),
    word("content"),
    primary_key("poll", "handle"),
    belongs_to("poll_keys", poll="poll"),
)

poll_outcomes = table(
    "poll_outcomes",
    tenant(),
    word("poll"),
    sealed("content"),
    primary_key("poll"),
    belongs_to("polls", poll="id"),
)
