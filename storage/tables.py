"""The tables. Every key begins with the tenant; sealed columns hold ciphertext only.

Kept in step with `migrations/versions` by a test. What has no tenant: `seals`, which proves
that the keys fit, and Alembic's own table.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from storage.types import Count, Instant, Sealed, Word

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def _tenant() -> Column[str]:
    return Column("tenant", Word, nullable=False)


def _word(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Word, nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Instant, nullable=nullable)


def _count(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Count, nullable=nullable)


def _sealed(name: str) -> Column[bytes]:
    return Column(name, Sealed, nullable=False)


def _key(*names: str) -> PrimaryKeyConstraint:
    return PrimaryKeyConstraint("tenant", *names)


def _belongs_to(parent: str, **columns: str) -> ForeignKeyConstraint:
    """A foreign key that takes the tenant along: a child in another tenant is refused."""
    own, theirs = list(columns), list(columns.values())
    return ForeignKeyConstraint(
        ["tenant", *own], [f"{parent}.tenant", *(f"{parent}.{name}" for name in theirs)]
    )


def _table(name: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts)


def _lookup(name: str, *parts: Any) -> Table:
    """A table that is its own primary key: no second tree on SQLite."""
    return Table(name, metadata, *parts, sqlite_with_rowid=False)


seals = _table("seals", _word("key_id"), _sealed("canary"), PrimaryKeyConstraint("key_id"))

tenants = _lookup(
    "tenants", _tenant(), _word("state"), _word("reason"), _instant("changed_at"), _key()
)

receipts = _lookup(
    "receipts",
    _tenant(),
    _word("key"),
    _instant("received_at"),
    _key("key"),
    Index(None, "received_at"),
)

negotiations = _table(
    "negotiations",
    _tenant(),
    _word("id"),
    _word("leader"),
    _sealed("content"),
    _word("kind"),
    _word("channel", nullable=True),
    _word("stage"),
    _word("core_team"),
    _instant("created_at"),
    _key("id"),
    Index(None, "tenant", "leader"),
)

core_members = _lookup(
    "core_members",
    _tenant(),
    _word("negotiation"),
    _word("person"),
    _key("negotiation", "person"),
    _belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "person"),
)

stage_changes = _table(
    "stage_changes",
    _tenant(),
    _word("negotiation"),
    _count("number"),
    _word("before"),
    _word("after"),
    _word("changed_by"),
    _instant("changed_at"),
    _sealed("why"),
    _key("negotiation", "number"),
    _belongs_to("negotiations", negotiation="id"),
)

answers = _table(
    "answers",
    _tenant(),
    _word("negotiation"),
    _word("item"),
    _count("version"),
    _sealed("content"),
    _word("saved_by"),
    _instant("saved_at"),
    _key("negotiation", "item"),
    _belongs_to("negotiations", negotiation="id"),
)

drafts = _table(
    "drafts",
    _tenant(),
    _word("person"),
    _word("form"),
    _sealed("content"),
    _instant("saved_at"),
    _key("person", "form"),
)

polls = _table(
    "polls",
    _tenant(),
    _word("id"),
    _word("negotiation"),
    _word("leader"),
    _sealed("content"),
    _word("audience"),
    _word("channel"),
    _word("voters"),
    _word("state"),
    _word("reminded"),
    _instant("created_at"),
    _instant("closes_at"),
    _instant("feedback_by", nullable=True),
    _instant("opened_at", nullable=True),
    _instant("closed_at", nullable=True),
    _instant("remind_at", nullable=True),
    _word("message_ts", nullable=True),
    _key("id"),
    _belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation"),
    Index(None, "tenant", "leader"),
)
OPEN = "state = 'open'"
Index(
    "ix_polls_closes_at_open",
    polls.c.closes_at,
    sqlite_where=text(OPEN),
    postgresql_where=text(OPEN),
)
Index(
    "ix_polls_remind_at_open",
    polls.c.remind_at,
    sqlite_where=text(OPEN),
    postgresql_where=text(OPEN),
)

poll_voters = _lookup(
    "poll_voters",
    _tenant(),
    _word("poll"),
    _word("voter"),
    _key("poll", "voter"),
    _belongs_to("polls", poll="id"),
    Index(None, "tenant", "voter"),
)

votes = _lookup(
    "votes",
    _tenant(),
    _word("poll"),
    _word("voter"),
    _word("option"),
    _instant("cast_at"),
    _key("poll", "voter"),
    _belongs_to("poll_voters", poll="poll", voter="voter"),
)

meetings = _table(
    "meetings",
    _tenant(),
    _word("id"),
    _word("negotiation"),
    _word("leader"),
    _sealed("content"),
    _instant("starts_at"),
    _instant("ends_at"),
    _count("minutes"),
    _count("version"),
    _word("state"),
    _key("id"),
    _belongs_to("negotiations", negotiation="id"),
    Index(None, "tenant", "negotiation"),
    Index(None, "tenant", "leader", "ends_at"),
)

decisions = _table(
    "decisions",
    _tenant(),
    _word("id"),
    _word("chain"),
    _count("version"),
    _word("negotiation"),
    _word("accountable"),
    _word("poll", nullable=True),
    _sealed("content"),
    _word("visibility"),
    _word("done_by", nullable=True),
    _word("review_on", nullable=True),
    _instant("made_at"),
    _key("id"),
    UniqueConstraint("tenant", "chain", "version"),
    _belongs_to("negotiations", negotiation="id"),
    _belongs_to("polls", poll="id"),
    Index(None, "tenant", "negotiation"),
    Index(None, "tenant", "poll"),
)

preferences = _lookup(
    "preferences",
    _tenant(),
    _word("person"),
    _word("zone"),
    _word("quiet_from"),
    _word("quiet_until"),
    Column("calm_cards", Boolean, nullable=False),
    Column("plan_in_dm", Boolean, nullable=False),
    _key("person"),
)

outbox = _table(
    "outbox",
    _tenant(),
    _word("id"),
    _word("kind"),
    _word("recipient"),
    _sealed("args"),
    _word("dedupe_key"),
    _instant("not_before"),
    _instant("not_after", nullable=True),
    _word("state"),
    _word("lease_owner", nullable=True),
    _instant("lease_until", nullable=True),
    _count("attempts"),
    _instant("first_try_at", nullable=True),
    _word("channel", nullable=True),
    _word("slack_ts", nullable=True),
    _word("error_code", nullable=True),
    _instant("created_at"),
    _key("id"),
    UniqueConstraint("tenant", "dedupe_key"),
)
# Two partial indexes, so that an idle tick costs the same behind a thousand rows and a million.
PENDING, SENDING = "state = 'pending'", "state = 'sending'"
Index(
    "ix_outbox_not_before_pending",
    outbox.c.not_before,
    sqlite_where=text(PENDING),
    postgresql_where=text(PENDING),
)
Index(
    "ix_outbox_lease_until_sending",
    outbox.c.lease_until,
    sqlite_where=text(SENDING),
    postgresql_where=text(SENDING),
)
