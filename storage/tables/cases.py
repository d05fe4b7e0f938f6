"""The case for a negotiation, and which caveats were understood."""

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

case_sheets = table(
    "case_sheets",
    tenant(),
    word("negotiation"),
    word("sheet"),
    whole("version"),
    sealed("content"),
    instant("added_at"),
    instant("saved_at"),
    primary_key("negotiation", "sheet"),
    belongs_to("negotiations", negotiation="id"),
)

caveats = lookup(
    "caveats",
    tenant(),
    word("negotiation"),
    word("person"),
    instant("understood_at"),
    primary_key("negotiation", "person"),
    belongs_to("negotiations", negotiation="id"),
)
