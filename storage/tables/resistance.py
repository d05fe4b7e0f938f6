"""The registers of resistance, and every look that was taken."""

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

resistance = table(
    "resistance",
    tenant(),
    word("id"),
    word("negotiation"),
    sealed("content"),
    instant("created_at"),
    primary_key("id"),
    belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation"),
)

diagnoses = table(
    "diagnoses",
    tenant(),
    word("entry"),
    whole("version"),
    sealed("content"),
    instant("made_at"),
    primary_key("entry", "version"),
    belongs_to("resistance", entry="id"),
)
