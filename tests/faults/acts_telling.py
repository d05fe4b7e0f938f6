"""Everything that can be asked about updates and the questions about them; see `acts`."""

from tests.faults import things as who
from tests.faults.courier import instant, picked, typed
from tests.faults.filled import DAY, answer_form, at, choosing, fills, update_form
from tests.faults.rights import LEADER, OWN, PREPARERS, READERS, Rights, Row

# Whoever sees an update in its channel may answer to it; people from elsewhere never do.
READING = OWN
# The leader of a record without co-leads.
ALONE = Rights(frozenset({who.LEADER}))
ASKER = Rights(frozenset({who.VOTER}))

TELLING: tuple[Row, ...] = (
    # The leader and those who prepare
    Row("word", "update", OWN, lambda *_: {"text": who.MARK}),
    Row("submit", "updates.which", READERS, choosing("negotiation", "record")),
    Row("action", "updates.open", READERS, at("record")),
    Row("action", "updates.write", PREPARERS, at("record")),
    Row("action", "updates.explain", PREPARERS, at("record")),
    Row("action", "updates.edit", PREPARERS, at("record", "update")),
    Row("action", "updates.occasion", PREPARERS, fills(update_form, "record")),
    Row("action", "updates.openness", PREPARERS, fills(update_form, "record")),
    Row("action", "updates.draft", PREPARERS, fills(update_form, "record", "'new'"), writes=True),
    Row("action", "updates.draft", PREPARERS, fills(update_form, "record", "update"), writes=True),
    Row("close", "updates.preview", PREPARERS, fills(update_form, "record", "'new'"), writes=True),
    Row("action", "updates.discard", PREPARERS, at("record", "'new'"), writes=True),
    Row("submit", "updates.preview", PREPARERS, fills(update_form, "record", "'new'"), writes=True),
    Row(
        "submit", "updates.preview", PREPARERS,
        fills(update_form, "record", "update"), writes=True,
    ),
    Row("action", "updates.no_news", PREPARERS, at("record"), writes=True),
    Row("action", "updates.back", PREPARERS, at("record", "'new'")),
    Row("action", "updates.check", PREPARERS, at("record", "'new'")),
    Row("submit", "updates.post", PREPARERS, at("record", "'new'"), writes=True),
    Row("action", "updates.later", PREPARERS, at("update", "'next'")),
    Row("action", "updates.later", PREPARERS, at("update", "'explain'", where="message")),
    Row(
        "submit", "updates.move", PREPARERS,
        lambda t, now: {"args": (t.update, "next"), "values": {"at": instant(now + DAY)}},
        writes=True,
    ),
    Row("action", "updates.again", PREPARERS, at("refused"), writes=True),
    Row("action", "updates.reopen", ALONE, at("stopped"), writes=True),
    Row("action", "updates.delete", PREPARERS, at("update"), writes=True),
    # Readers
    Row("action", "updates.clear", READING, at("update"), writes=True),
    Row("action", "questions.new", READING, at("update")),
    Row(
        "submit", "questions.ask", READING,
        lambda t, _: {"args": (t.update,), "values": {"question": typed("Why now?")}},
        writes=True,
    ),
    Row("action", "questions.read", ASKER, at("answered", where="message")),
    # What they ask
    Row("action", "questions.list", LEADER, at("record")),
    Row("action", "questions.open", LEADER, at("question")),
    Row("submit", "questions.answer", LEADER, fills(answer_form, "question"), writes=True),
    Row(
        "submit", "questions.answer", LEADER,
        lambda t, n: {"args": (t.question,),
                      "values": {**answer_form(t, n), "where": picked("thread")}},
        writes=True,
    ),
    Row("submit", "questions.reply", LEADER, at("question"), writes=True),
    Row("action", "questions.done", LEADER, at("question"), writes=True),
)  # fmt: skip
