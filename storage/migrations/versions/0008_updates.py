"""Updates to the team, and what readers said to them.

Revision ID: 0008
"""

from storage.migrations.shapes import belongs, create, index, keep_tenants_apart

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    create(
        "updates",
        "id word, negotiation word, author word, channel word, state word, ts word?, "
        "content sealed, made_at instant, explain_at instant?, due_at instant?",
        ["id"],
        belongs("updates", "negotiations", negotiation="id"),
    )
    index("updates", "tenant", "negotiation", "made_at")
    index("updates", "due_at", only="posted")
    create(
        "anchors",
        "negotiation word, channel word, ts word?, top_at instant",
        ["negotiation", "channel"],
        belongs("anchors", "negotiations", negotiation="id"),
        lookup=True,
    )
    create(
        "clears",
        "update_id word, person word, made_at instant",
        ["update_id", "person"],
        belongs("clears", "updates", update_id="id"),
        lookup=True,
    )
    create(
        "questions",
        "id word, update_id word, negotiation word, asker word, state word, content sealed, "
        "asked_at instant",
        ["id"],
        belongs("questions", "updates", update_id="id"),
    )
    index("questions", "tenant", "negotiation", "asked_at")
    keep_tenants_apart("updates", "anchors", "clears", "questions")
