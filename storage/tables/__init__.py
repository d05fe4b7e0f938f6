"""The tables. Every key begins with the tenant; sealed columns hold ciphertext only.

Kept in step with `migrations/versions` by a test.
"""

from storage.tables.bookkeeping import outbox, preferences, receipts, seals, tenants
from storage.tables.cases import case_sheets, caveats
from storage.tables.polls import poll_voters, polls, votes
from storage.tables.records import answers, core_members, drafts, negotiations, stage_changes
from storage.tables.schema import metadata
from storage.tables.talks import decisions, meetings

__all__ = [
    "answers",
    "case_sheets",
    "caveats",
    "core_members",
    "decisions",
    "drafts",
    "meetings",
    "metadata",
    "negotiations",
    "outbox",
    "poll_voters",
    "polls",
    "preferences",
    "receipts",
    "seals",
    "stage_changes",
    "tenants",
    "votes",
]
