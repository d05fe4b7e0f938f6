"""When the occasions of a poll that repeats were to open and to close, as it was set up.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import KINDS

revision = "0013"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("polls", sa.Column("rhythm", KINDS["word"], nullable=False, server_default=""))
