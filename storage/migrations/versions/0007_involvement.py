"""The involvement map, and the parts that colleagues lead.

Revision ID: 0007
"""

from storage.migrations.shapes import belongs, create, index, keep_tenants_apart

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    create(
        "colleagues",
        "id word, negotiation word, content sealed, version count, added_at instant",
        ["id"],
        belongs("colleagues", "negotiations", negotiation="id"),
    )
    index("colleagues", "tenant", "negotiation")
    create(
        "settled_holes",
        "negotiation word, tie word",
        ["negotiation", "tie"],
        belongs("settled_holes", "negotiations", negotiation="id"),
    )
    create(
        "parts",
        "id word, negotiation word, state word, lead word?, content sealed, notes sealed, "
        "version count, notes_version count, channel word?, message_ts word?, asked_at instant?, "
        "made_at instant",
        ["id"],
        belongs("parts", "negotiations", negotiation="id"),
    )
    index("parts", "tenant", "negotiation")
    index("parts", "tenant", "lead")
    keep_tenants_apart("colleagues", "settled_holes", "parts")
