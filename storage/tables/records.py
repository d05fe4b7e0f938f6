"""Records and their preparation."""

from sqlalchemy import Index

from storage.tables.schema import (
    belongs_to,
    instant,
    lookup,
    primary_key,
    sealed,
    table,
    tenant,
    whole,
    word,
)

negotiations = table(
    "negotiations",
    tenant(),
    word("id"),
    word("leader"),
    sealed("content"),
    word("kind"),
    word("channel", nullable=True),
    word("stage"),
    word("core_team"),
    word("tier"),
    word("co_leads"),
    word("delegates"),
    word("briefed_in"),
    instant("briefed_at", nullable=True),
    instant("created_at"),
    primary_key("id"),
    Index(None, "tenant", "leader"),
)

core_members = lookup(
    "core_members",
    tenant(),
    word("negotiation"),
    word("person"),
    primary_key("negotiation", "person"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "person"),
)

stage_changes = table(
    "stage_changes",
    tenant(),
    word("negotiation"),
    whole("number"),
    word("before"),
    word("after"),
    word("changed_by"),
    instant("changed_at"),
    sealed("why"),
    primary_key("negotiation", "number"),
    belongs_to("negotiations", negotiation="id"),
)

answers = table(
    "answers",
    tenant(),
    word("negotiation"),
    word("item"),
    whole("version"),
    sealed("content"),
    word("saved_by"),
    instant("saved_at"),
    primary_key("negotiation", "item"),
    belongs_to("negotiations", negotiation="id"),
)

earlier_answers = table(
    "earlier_answers",
    tenant(),
    word("negotiation"),
    word("item"),
    whole("version"),
    sealed("content"),
    word("saved_by"),
    instant("saved_at"),
    primary_key("negotiation", "item", "version"),
    belongs_to("negotiations", negotiation="id"),
)

drafts = table(
    "drafts",
    tenant(),
    word("person"),
    word("form"),
    sealed("content"),
    instant("saved_at"),
    primary_key("person", "form"),
)
