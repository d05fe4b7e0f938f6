"""Everything that can be asked about involving people, one row per route; see `acts`."""

from tests.faults import things as who
from tests.faults.courier import person
from tests.faults.filled import (
    at,
    choosing,
    fills,
    notes_form,
    part_form,
    request_form,
    stands_form,
)
from tests.faults.rights import (
    ASKED_TO_LEAD,
    OWN,
    PART_WRITERS,
    PREPARERS,
    READERS,
    SEALED,
    Row,
)

INVOLVING: tuple[Row, ...] = (
    # The map
    Row("word", "team", OWN, lambda *_: {"text": who.MARK}),
    Row("submit", "involvement.which", READERS, choosing("negotiation", "record")),
    Row("action", "involvement.open", READERS, at("record")),
    Row("action", "involvement.add", SEALED, at("record", "'decides'")),
    Row("submit", "involvement.create", SEALED, fills(stands_form, "record"), writes=True),
    Row("action", "involvement.person", SEALED, at("colleague")),
    Row("action", "involvement.edit", SEALED, at("colleague")),
    Row("submit", "involvement.save", SEALED, fills(stands_form, "colleague"), writes=True),
    Row("action", "involvement.settle", SEALED, at("record", "'knows'"), writes=True),
    Row("action", "involvement.remove", SEALED, at("record", "colleague"), writes=True),
    # Handing out parts
    Row("action", "parts.new", PREPARERS, at("record")),
    Row("submit", "parts.create", PREPARERS, fills(part_form, "record"), writes=True),
    Row("close", "parts.create", PREPARERS, fills(part_form, "record"), writes=True),
    Row("action", "parts.open", PREPARERS, at("part")),
    Row("action", "parts.edit", PREPARERS, at("part")),
    Row("submit", "parts.save", PREPARERS, fills(part_form, "part"), writes=True),
    Row("close", "parts.save", PREPARERS, fills(part_form, "part"), writes=True),
    Row("action", "parts.ask", PREPARERS, at("part")),
    Row("submit", "parts.send", PREPARERS, fills(request_form, "part"), writes=True),
    Row("close", "parts.send", PREPARERS, fills(request_form, "part"), writes=True),
    Row(
        "action", "parts.ask_suggested", PREPARERS,
        lambda t, _: {"args": (t.suggestion, who.OWNER)}, writes=True,
    ),
    Row("action", "parts.take", PREPARERS, at("part"), writes=True),
    Row("action", "parts.release", PREPARERS, at("request"), writes=True),
    Row("action", "parts.reopen", PREPARERS, at("done"), writes=True),
    Row("action", "parts.delete", PREPARERS, at("part"), writes=True),
    # Leading one
    Row(
        "action", "parts.accept", ASKED_TO_LEAD,
        at("request", "'1'", where="message"), writes=True,
    ),
    Row(
        "action", "parts.pass", ASKED_TO_LEAD,
        at("request", "'1'", where="message"), writes=True,
    ),
    Row("action", "parts.suggest", ASKED_TO_LEAD, at("request", "'1'", where="message")),
    Row(
        "submit", "parts.name", ASKED_TO_LEAD,
        lambda t, _: {"args": (t.request, "1"), "values": {"person": person(who.OTHER)}},
        writes=True,
    ),
    Row("action", "parts.lead", ASKED_TO_LEAD, at("request")),
    Row("action", "parts.lead", ASKED_TO_LEAD, at("part")),
    Row("action", "parts.lead", ASKED_TO_LEAD, at("done")),
    Row("action", "parts.notes", PART_WRITERS, at("part")),
    Row("submit", "parts.write", PART_WRITERS, fills(notes_form, "part"), writes=True),
    Row("close", "parts.write", PART_WRITERS, fills(notes_form, "part"), writes=True),
    Row("action", "parts.draft", PART_WRITERS, fills(notes_form, "part"), writes=True),
    Row("action", "parts.discard", PART_WRITERS, at("part"), writes=True),
)  # fmt: skip
