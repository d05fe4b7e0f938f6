"""Everything that can be asked of Parley, one row per route, and who may ask it.

`tests/faults/test_rights.py` tries every row as everybody; `test_repeats.py` sends every row
twice. A route without a row fails there.
"""

from tests.faults import things as who
from tests.faults.acts_answering import ANSWERING
from tests.faults.acts_involving import INVOLVING
from tests.faults.acts_polling import POLLING
from tests.faults.acts_preparing import PREPARING
from tests.faults.acts_telling import TELLING
from tests.faults.courier import clock_time, instant, picked, ticked, typed
from tests.faults.filled import (
    DAY,
    at,
    decision_form,
    fills,
    meeting_form,
    poll_form,
    record_form,
)
from tests.faults.rights import (
    ASKED,
    ASKED_ANYWHERE,
    DONE,
    EVERYBODY,
    LEADER,
    MEMBER,
    NOBODY,
    NOT_FOUND,
    OWN,
    OWN_ANYWHERE,
    READERS,
    SEALED,
    STRANGERS,
    UNASKED_YET,
    VOTING,
    Row,
)

__all__ = [
    "DONE",
    "EVERYBODY",
    "LEADER",
    "NOT_FOUND",
    "OF_THE_WORKSPACE",
    "ROWS",
    "STRANGERS",
    "Row",
]

ROWS: tuple[Row, ...] = (
    # App Home, help, settings: everybody's own
    Row("word", "", OWN),
    Row("word", "help", OWN),
    Row("word", "settings", OWN, writes=True),
    Row("event", "app_home_opened", OWN),
    Row("action", "home.show", OWN, lambda *_: {"args": ("0", "running"), "where": "home"}),
    Row("action", "help.open", OWN),
    Row("action", "settings.open", OWN, writes=True),
    Row(
        "submit", "settings.save", OWN,
        lambda *_: {"values": {
            "quiet_from": clock_time("21:00"), "quiet_until": clock_time("06:00"),
            "wanted": ticked("calm", "nudge"), "work_days": ticked("0", "4"),
        }},
        writes=True,
    ),
    Row("action", "nudges.pause", OWN, lambda *_: {"where": "message"}, writes=True),
    Row("action", "nudges.stop", OWN, lambda *_: {"where": "message"}, writes=True),
    Row("action", "nop", OWN_ANYWHERE),
    # The record
    Row("word", "new", MEMBER, lambda *_: {"text": "Lease"}),
    Row("action", "negotiations.new", MEMBER),
    Row("shortcut", "prep_this", MEMBER, lambda *_: {"text": "They want 8 %"}),
    Row("submit", "negotiations.create", MEMBER, fills(record_form), writes=True),
    Row("action", "negotiations.open", READERS, at("record")),
    Row("action", "negotiations.pick", READERS, lambda t, _: {"chosen": t.record}),
    Row("action", "negotiations.edit", LEADER, at("record")),
    Row("submit", "negotiations.save", LEADER, fills(record_form, "record"), writes=True),
    Row("action", "negotiations.stage", LEADER, at("record")),
    Row(
        "submit", "negotiations.move", LEADER,
        lambda t, _: {"args": (t.record,),
                      "values": {"stage": picked("preparing"), "why": typed("Now")}},
        writes=True,
    ),
    *PREPARING,
    *INVOLVING,
    *TELLING,
    *POLLING,
    # Asking
    Row("word", "poll", OWN, lambda *_: {"text": who.MARK}),
    Row("action", "polls.new", LEADER, at("record")),
    Row("action", "polls.new", LEADER, at("record", "'support'")),
    Row("action", "polls.template", LEADER, fills(poll_form, negotiation="record")),
    Row("action", "polls.audience", LEADER, fills(poll_form, negotiation="record")),
    Row("submit", "polls.create", LEADER, fills(poll_form, negotiation="record"), writes=True),
    Row("submit", "polls.create", LEADER, fills(poll_form, poll="draft"), writes=True),
    Row("close", "polls.create", LEADER, fills(poll_form, negotiation="record"), writes=True),
    Row("close", "polls.create", LEADER, fills(poll_form, poll="draft"), writes=True),
    Row("action", "polls.edit", LEADER, at("draft")),
    Row("action", "polls.preview", LEADER, at("draft")),
    Row("action", "polls.check", LEADER, at("draft")),
    Row("submit", "polls.post", LEADER, at("draft"), writes=True),
    Row("action", "polls.open", LEADER, at("open")),
    Row("action", "polls.extend", LEADER, at("open")),
    Row("action", "polls.back", LEADER, at("open")),
    Row(
        "submit", "polls.prolong", LEADER,
        lambda t, now: {"args": (t.open,), "values": {"closes_at": instant(now + 3 * DAY)}},
        writes=True,
    ),
    Row("action", "polls.close", LEADER, at("open"), writes=True),
    Row("action", "polls.delete", LEADER, at("open"), writes=True),
    Row("action", "polls.there", LEADER, at("open", where="message")),
    Row("action", "polls.again", LEADER, at("open", "errand", where="message"), writes=True),
    # Voting
    Row("action", "polls.vote", VOTING, at("open", "'1'", where="message"), writes=True),
    Row("action", "polls.vote", UNASKED_YET, at("draft", "'1'", where="message")),
    Row("action", "polls.ballot", VOTING, at("open", where="message")),
    Row("action", "polls.ballot", NOBODY, at("draft")),
    Row(
        "submit", "polls.cast", VOTING,
        lambda t, _: {"args": (t.open,), "values": {"choice": picked("2")}},
        writes=True,
    ),
    # Deciding
    Row("word", "decide", OWN, lambda *_: {"text": who.MARK}),
    Row("word", "decisions", OWN, lambda *_: {"text": who.MARK}),
    Row("shortcut", "log_decision", OWN, lambda *_: {"text": "We take May"}),
    Row("action", "decisions.list", OWN),
    Row("action", "decisions.turn", OWN, lambda *_: {"args": ("0",)}),
    Row("submit", "decisions.search", OWN, lambda *_: {"values": {"words": typed(who.MARK)}}),
    Row("action", "decisions.new", LEADER, at("record")),
    Row("action", "decisions.from_poll", LEADER, at("closed")),
    Row("action", "decisions.own", LEADER, fills(decision_form, negotiation="record")),
    Row(
        "submit", "decisions.create", LEADER,
        fills(decision_form, negotiation="record"), writes=True,
    ),
    Row(
        "submit", "decisions.create", LEADER,
        fills(decision_form, negotiation="record", poll="closed"), writes=True,
    ),
    Row(
        "submit", "decisions.create", LEADER,
        fills(decision_form, negotiation="record", decision="decision"), writes=True,
    ),
    *(
        Row(kind, name, LEADER, fills(decision_form, **ids), writes=True)
        for kind, name in (("close", "decisions.create"), ("action", "decisions.discard"))
        for ids in (
            {"negotiation": "record"},
            {"negotiation": "record", "poll": "closed"},
            {"negotiation": "record", "decision": "decision"},
        )
    ),
    Row("action", "decisions.open", READERS, at("decision")),
    Row("action", "decisions.open", LEADER, at("private")),
    Row("action", "decisions.open", ASKED, at("asked")),
    Row("action", "decisions.version", READERS, at("decision")),
    *ANSWERING,
    Row("action", "decisions.of_poll", ASKED_ANYWHERE, at("decided", where="message")),
    Row("action", "decisions.revise", LEADER, at("decision")),
    Row("action", "decisions.tell", LEADER, at("asked")),
    Row("submit", "decisions.send", LEADER, at("asked"), writes=True),
    # Meeting
    Row("word", "meet", OWN),
    Row("action", "meetings.list", OWN),
    Row("action", "meetings.new", LEADER, at("record")),
    Row("submit", "meetings.add", LEADER, fills(meeting_form), writes=True),
    Row("action", "meetings.open", LEADER, at("meeting")),
    Row("action", "meetings.edit", LEADER, at("meeting")),
    Row("submit", "meetings.move", LEADER, fills(meeting_form, "meeting"), writes=True),
    Row("action", "meetings.plan", SEALED, at("record")),
    Row("action", "meetings.ready", LEADER, at("meeting", where="message")),
    Row("action", "meetings.snooze", LEADER, at("meeting", where="message"), writes=True),
    Row("action", "meetings.skip", OWN, at("meeting", where="message")),
    Row("action", "meetings.write", LEADER, at("meeting", where="message")),
    Row(
        "submit", "meetings.note", LEADER,
        lambda t, _: {"args": (t.meeting,), "values": {"afterthought": typed("They smiled")}},
        writes=True,
    ),
    Row(
        "close", "meetings.note", LEADER,
        lambda t, _: {"args": (t.meeting,), "values": {"afterthought": typed("They smiled")}},
        writes=True,
    ),
    Row("action", "meetings.cancel", LEADER, at("meeting"), writes=True),
    # Being calm
    Row("word", "calm", OWN),
    Row("word", "pause", OWN),
    Row("action", "calm.now", OWN),
    Row("action", "calm.pause", OWN),
    Row("action", "calm.reframe", OWN),
    Row("action", "calm.breathe", OWN, at("meeting", where="message")),
    Row("action", "calm.stop", OWN, at("meeting", where="message")),
    Row("close", "calm.breathe", OWN),
)  # fmt: skip

# Nobody's to ask: Slack tells of the workspace itself.
OF_THE_WORKSPACE = {("event", "app_uninstalled"), ("event", "tokens_revoked")}
