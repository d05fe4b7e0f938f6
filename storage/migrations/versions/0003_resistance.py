"""The register of resistance, and its diagnoses.

Revision ID: 0003
"""

from storage.migrations.shapes import belongs, create, index, keep_tenants_apart

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create(
        "resistance",
        "id word, negotiation word, content sealed, created_at instant",
        ["id"],
        belongs("resistance", "negotiations", negotiation="id"),
    )
    index("resistance", "tenant", "negotiation")
    create(
        "diagnoses",
        "entry word, version count, content sealed, made_at instant",
        ["entry", "version"],
        belongs("diagnoses", "resistance", entry="id"),
    )
    keep_tenants_apart("resistance", "diagnoses")
