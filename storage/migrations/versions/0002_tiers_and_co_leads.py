"""How deep a preparation goes, who prepares with the leader, and what answers were before.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import KINDS, belongs, create, keep_tenants_apart

revision = "0002"
down_revision = "0001"

NEW = {"tier": "5", "co_leads": "[]", "delegates": "[]"}


def upgrade() -> None:
    for name, before in NEW.items():
        op.add_column(
            "negotiations",
            sa.Column(name, KINDS["word"], nullable=False, server_default=before),
        )
    create(
        "earlier_answers",
        "negotiation word, item word, version count, content sealed, saved_by word, "
        "saved_at instant",
        ["negotiation", "item", "version"],
        belongs("earlier_answers", "negotiations", negotiation="id"),
    )
    keep_tenants_apart("earlier_answers")
