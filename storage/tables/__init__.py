"""The tables. Every key begins with the tenant; sealed columns hold ciphertext only.

Kept in step with `migrations/versions` by a test.
"""

from storage.tables.bookkeeping import outbox, preferences, receipts, seals, tenants
from storage.tables.cases import case_sheets, caveats
from storage.tables.feedback import feedback
from storage.tables.habits import nudges, quick_preps
from storage.tables.involvement import colleagues, parts, settled_holes
from storage.tables.polls import (
    poll_keys,
    poll_looks,
    poll_outcomes,
    poll_voters,
    polls,
    secret_ballots,
    vote_reasons,
    votes,
)
from storage.tables.records import (
    answers,
    core_members,
    drafts,
    earlier_answers,
    negotiations,
    stage_changes,
)
from storage.tables.resistance import diagnoses, resistance
from storage.tables.schema import metadata
from storage.tables.talks import decisions, meetings
from storage.tables.updates import anchors, clears, questions, updates

__all__ = [
    "anchors",
    "answers",
    "case_sheets",
    "caveats",
    "clears",
    "colleagues",
    "core_members",
    "decisions",
    "diagnoses",
    "drafts",
    "earlier_answers",
    "feedback",
    "meetings",
    "metadata",
    "negotiations",
    "nudges",
    "outbox",
    "parts",
    "poll_keys",
    "poll_looks",
    "poll_outcomes",
    "poll_voters",
    "polls",
    "preferences",
    "questions",
    "quick_preps",
    "receipts",
    "resistance",
    "seals",
    "secret_ballots",
    "settled_holes",
    "stage_changes",
    "tenants",
    "updates",
    "vote_reasons",
    "votes",
]
