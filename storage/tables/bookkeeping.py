"""What keeps everything else in order: keys, tenants, receipts, preferences, the outbox.

Without a tenant: `seals`, which proves that the keys fit, and Alembic's own table.
"""

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, UniqueConstraint

from storage.tables.schema import (
    index_of,
    instant,
    lookup,
    primary_key,
    sealed,
    table,
    tenant,
    whole,
    word,
)

seals = table("seals", word("key_id"), sealed("canary"), PrimaryKeyConstraint("key_id"))

tenants = lookup(
    "tenants", tenant(), word("state"), word("reason"), instant("changed_at"), primary_key()
)

receipts = lookup(
    "receipts",
    tenant(),
    word("key"),
    instant("received_at"),
    primary_key("key"),
    Index(None, "received_at"),
)

preferences = lookup(
    "preferences",
    tenant(),
    word("person"),
    word("zone"),
    word("quiet_from"),
    word("quiet_until"),
    Column("calm_cards", Boolean, nullable=False),
    Column("plan_in_dm", Boolean, nullable=False),
    Column("poll_reminders", Boolean, nullable=False),
    primary_key("person"),
)

outbox = table(
    "outbox",
    tenant(),
    word("id"),
    word("kind"),
    word("recipient"),
    sealed("args"),
    word("dedupe_key"),
    instant("not_before"),
    instant("not_after", nullable=True),
    word("state"),
    word("lease_owner", nullable=True),
    instant("lease_until", nullable=True),
    whole("attempts"),
    instant("first_try_at", nullable=True),
    word("channel", nullable=True),
    word("slack_ts", nullable=True),
    word("error_code", nullable=True),
    instant("created_at"),
    primary_key("id"),
    UniqueConstraint("tenant", "dedupe_key"),
)
# Two partial indexes, so that an idle tick costs the same behind a thousand rows and a million.
index_of("pending", outbox.c.not_before)
index_of("sending", outbox.c.lease_until)
