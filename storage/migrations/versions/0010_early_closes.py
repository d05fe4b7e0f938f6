"""Polls that close once everybody has answered, and people who want no reminders of polls.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import KINDS, belongs, create, index, keep_tenants_apart

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("polls", sa.Column("deadline", KINDS["instant"], nullable=True))
    create(
        "poll_looks",
        "poll word, look_at instant",
        ["poll"],
        belongs("poll_looks", "polls", poll="id"),
        lookup=True,
    )
    index("poll_looks", "look_at")
    op.add_column(
        "preferences",
        sa.Column("poll_reminders", KINDS["tick"], nullable=False, server_default=sa.true()),
    )
    keep_tenants_apart("poll_looks")
