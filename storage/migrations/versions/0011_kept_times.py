"""The rhythm of a series of polls, whom a poll asked by direct message, when a brief was posted.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import KINDS

revision = "0011"
down_revision = "0010"

WORDS = (("polls", "rhythm", ""), ("polls", "by_dm", "[]"), ("negotiations", "briefed_in", ""))


def upgrade() -> None:
    for table, name, before in WORDS:
        op.add_column(table, sa.Column(name, KINDS["word"], nullable=False, server_default=before))
    op.add_column("negotiations", sa.Column("briefed_at", KINDS["instant"], nullable=True))
