"""The case for a negotiation, and which caveats were understood.

Revision ID: 0004
"""

from storage.migrations.shapes import belongs, create, keep_tenants_apart

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    create(
        "case_sheets",
        "negotiation word, sheet word, version count, content sealed, added_at instant, "
        "saved_at instant",
        ["negotiation", "sheet"],
        belongs("case_sheets", "negotiations", negotiation="id"),
    )
    create(
        "caveats",
        "negotiation word, person word, understood_at instant",
        ["negotiation", "person"],
        belongs("caveats", "negotiations", negotiation="id"),
        lookup=True,
    )
    keep_tenants_apart("case_sheets", "caveats")
