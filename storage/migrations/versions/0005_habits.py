"""Quick preparations and nudges.

Revision ID: 0005
"""

from storage.migrations.shapes import belongs, create, index, keep_tenants_apart

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    create(
        "quick_preps",
        "id word, owner word, content sealed, negotiation word?, made_at instant",
        ["id"],
        belongs("quick_preps", "negotiations", negotiation="id"),
    )
    index("quick_preps", "tenant", "owner", "made_at")
    create(
        "nudges",
        "person word, state word, work_days word, paused_until word?, next_at instant?, "
        "content sealed",
        ["person"],
    )
    index("nudges", "next_at", only="on")
    keep_tenants_apart("quick_preps", "nudges")
