"""What those who were asked hear of their answers.

Revision ID: 0009
"""

from storage.migrations.shapes import belongs, create, keep_tenants_apart

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    create(
        "feedback",
        "poll word, state word, content sealed, saved_at instant",
        ["poll"],
        belongs("feedback", "polls", poll="id"),
    )
    keep_tenants_apart("feedback")
