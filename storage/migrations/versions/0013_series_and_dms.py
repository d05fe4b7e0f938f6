"""When the occasions of a series were to open and close, and who was asked by direct message.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import KINDS

revision = "0013"
down_revision = "0009"

WORDS = {"rhythm": "", "by_dm": "[]"}


def upgrade() -> None:
    for name, before in WORDS.items():
        op.add_column(
            "polls", sa.Column(name, KINDS["word"], nullable=False, server_default=before)
        )
