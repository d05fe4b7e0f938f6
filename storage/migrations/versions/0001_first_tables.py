"""The first tables.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import belongs, columns_of, create, index, keep_tenants_apart, key_of

revision = "0001"
down_revision = None


def upgrade() -> None:
    _bookkeeping()
    _records()
    _polls()
    _talks()
    _outbox()
    keep_tenants_apart(*TENANT_TABLES)


def _bookkeeping() -> None:
    op.create_table(
        "seals",
        *columns_of("key_id word, canary sealed"),
        key_of("seals", ["key_id"], tenant=False),
    )
    create("tenants", "state word, reason word, changed_at instant", [], lookup=True)
    create("receipts", "key word, received_at instant", ["key"], lookup=True)
    index("receipts", "received_at")
    create(
        "preferences",
        "person word, zone word, quiet_from word, quiet_until word, calm_cards tick, "
        "plan_in_dm tick",
        ["person"],
        lookup=True,
    )


def _records() -> None:
    create(
        "negotiations",
        "id word, leader word, content sealed, kind word, channel word?, stage word, "
        "core_team word, created_at instant",
        ["id"],
    )
    index("negotiations", "tenant", "leader")
    create(
        "core_members",
        "negotiation word, person word",
        ["negotiation", "person"],
        belongs("core_members", "negotiations", negotiation="id"),
        lookup=True,
    )
    index("core_members", "tenant", "person")
    create(
        "stage_changes",
        "negotiation word, number count, before word, after word, changed_by word, "
        "changed_at instant, why sealed",
        ["negotiation", "number"],
        belongs("stage_changes", "negotiations", negotiation="id"),
    )
    create(
        "answers",
        "negotiation word, item word, version count, content sealed, saved_by word, "
        "saved_at instant",
        ["negotiation", "item"],
        belongs("answers", "negotiations", negotiation="id"),
    )
    create("drafts", "person word, form word, content sealed, saved_at instant", ["person", "form"])


def _polls() -> None:
    create(
        "polls",
        "id word, negotiation word, leader word, content sealed, audience word, channel word, "
        "voters word, state word, reminded word, created_at instant, closes_at instant, "
        "feedback_by instant?, opened_at instant?, closed_at instant?, remind_at instant?, "
        "message_ts word?",
        ["id"],
        belongs("polls", "negotiations", negotiation="id"),
    )
    index("polls", "tenant", "negotiation")
    index("polls", "tenant", "leader")
    index("polls", "closes_at", only="open")
    index("polls", "remind_at", only="open")
    create(
        "poll_voters",
        "poll word, voter word",
        ["poll", "voter"],
        belongs("poll_voters", "polls", poll="id"),
        lookup=True,
    )
    index("poll_voters", "tenant", "voter")
    create(
        "votes",
        "poll word, voter word, option word, cast_at instant",
        ["poll", "voter"],
        belongs("votes", "poll_voters", poll="poll", voter="voter"),
        lookup=True,
    )


def _talks() -> None:
    create(
        "meetings",
        "id word, negotiation word, leader word, content sealed, starts_at instant, "
        "ends_at instant, minutes count, version count, state word",
        ["id"],
        belongs("meetings", "negotiations", negotiation="id"),
    )
    index("meetings", "tenant", "negotiation")
    index("meetings", "tenant", "leader", "ends_at")
    create(
        "decisions",
        "id word, chain word, version count, negotiation word, accountable word, poll word?, "
        "content sealed, visibility word, done_by word?, review_on word?, made_at instant",
        ["id"],
        sa.UniqueConstraint("tenant", "chain", "version", name="uq_decisions_tenant_chain_version"),
        belongs("decisions", "negotiations", negotiation="id"),
        belongs("decisions", "polls", poll="id"),
    )
    index("decisions", "tenant", "negotiation")
    index("decisions", "tenant", "poll")


def _outbox() -> None:
    create(
        "outbox",
        "id word, kind word, recipient word, args sealed, dedupe_key word, not_before instant, "
        "not_after instant?, state word, lease_owner word?, lease_until instant?, "
        "attempts count, first_try_at instant?, channel word?, slack_ts word?, "
        "error_code word?, created_at instant",
        ["id"],
        sa.UniqueConstraint("tenant", "dedupe_key", name="uq_outbox_tenant_dedupe_key"),
    )
    index("outbox", "not_before", only="pending")
    index("outbox", "lease_until", only="sending")


TENANT_TABLES = (
    "tenants",
    "receipts",
    "preferences",
    "negotiations",
    "core_members",
    "stage_changes",
    "answers",
    "drafts",
    "polls",
    "poll_voters",
    "votes",
    "meetings",
    "decisions",
    "outbox",
)
