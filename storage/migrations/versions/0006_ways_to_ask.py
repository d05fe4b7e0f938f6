"""Polls with rules, settings, occasions and words that change; reasons; secret ballots.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import (
    KINDS,
    belongs,
    create,
    index,
    keep_tenants_apart,
    keep_unsampled,
)

revision = "0006"
down_revision = "0005"

WORDS = {"manner": "{}", "series": "", "meeting": ""}
INSTANTS = ("opens_at", "edited_at")


def upgrade() -> None:
    for name, before in WORDS.items():
        op.add_column(
            "polls", sa.Column(name, KINDS["word"], nullable=False, server_default=before)
        )
    for name in INSTANTS:
        op.add_column("polls", sa.Column(name, KINDS["instant"], nullable=True))
    index("polls", "opens_at", only="scheduled")
    op.alter_column("votes", "option", new_column_name="choice")
    create(
        "vote_reasons",
        "poll word, voter word, content sealed",
        ["poll", "voter"],
        belongs("vote_reasons", "votes", poll="poll", voter="voter"),
    )
    create(
        "poll_keys",
        "poll word, content sealed",
        ["poll"],
        belongs("poll_keys", "polls", poll="id"),
    )
    create(
        "secret_ballots",
        "poll word, handle word, content word",
        ["poll", "handle"],
        belongs("secret_ballots", "poll_keys", poll="poll"),
        lookup=True,
    )
    create(
        "poll_outcomes",
        "poll word, content sealed",
        ["poll"],
        belongs("poll_outcomes", "polls", poll="id"),
    )
    keep_unsampled("poll_keys", "content")
    keep_unsampled("secret_ballots", "handle", "content")
    keep_tenants_apart("vote_reasons", "poll_keys", "secret_ballots", "poll_outcomes")
