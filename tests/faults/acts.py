"""Everything that can be asked of Parley, one row per route, and who may ask it.

`tests/faults/test_rights.py` tries every row as everybody; `test_repeats.py` sends every row
twice. A route without a row fails there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.faults import things as who
from tests.faults.courier import Act, clock_time, instant, picked, ticked, typed
from tests.faults.filled import (
    DAY,
    argument_form,
    at,
    choosing,
    decision_form,
    fills,
    meeting_form,
    message_form,
    one_page_form,
    poll_form,
    record_form,
    section_form,
)
from tests.faults.things import Things

EVERYBODY = (
    who.LEADER, who.CORE, who.REMOVED, who.VOTER, who.OTHER, who.OWNER, who.GUEST,
    who.OUTSIDER, who.ASKED_GUEST, who.ASKED_OUTSIDER, who.GONE, who.ROBOT,
)  # fmt: skip
STRANGERS = frozenset({who.OUTSIDER, who.ASKED_OUTSIDER})
NO_MEMBERS = frozenset({who.GUEST, who.ASKED_GUEST, who.GONE, who.ROBOT}) | STRANGERS

DONE = "done"
NOT_FOUND = "I can't find that, or it isn't yours to open."
NOT_INVITED = "This poll asks a few picked people, and you aren't on its list."
STRANGER = "I only know people of the workspace that I was installed in."
MEMBERS = "Only members of this workspace can start a negotiation."

LEADS = frozenset({who.LEADER})
TEAM = frozenset({who.LEADER, who.CORE})
VOTES = frozenset(who.VOTERS)


@dataclass(frozen=True)
class Rights:
    """Who may; what the others read. `shared` rows are open to people from elsewhere."""

    allowed: frozenset[str]
    refusal: str = NOT_FOUND
    shared: bool = False

    def expected(self, person: str, kind: str) -> str:
        """What this person reads."""
        # A command or an event does not say where its sender belongs.
        if person in STRANGERS and not self.shared and kind not in ("word", "event"):
            return STRANGER
        return DONE if person in self.allowed else self.refusal


LEADER = Rights(LEADS)
READERS = Rights(TEAM)
ASKED = Rights(TEAM | VOTES)
ASKED_ANYWHERE = Rights(TEAM | VOTES, shared=True)
# Of a draft nobody has heard, not even those whom it will ask; these read that it isn't open.
UNASKED_YET = Rights(VOTES, shared=True)
NOBODY = Rights(frozenset(), shared=True)
VOTING = Rights(VOTES, NOT_INVITED, shared=True)
# On one's own things: everybody may, and sees nothing of the record.
OWN = Rights(frozenset(EVERYBODY))
OWN_ANYWHERE = Rights(frozenset(EVERYBODY), shared=True)
MEMBER = Rights(frozenset(EVERYBODY) - NO_MEMBERS, MEMBERS)


@dataclass(frozen=True)
class Row:
    """One route: who may, and what is sent for these things at this moment (Unix seconds)."""

    kind: str
    name: str
    rights: Rights
    make: Callable[[Things, int], Mapping[str, Any]] = lambda _things, _now: {}
    writes: bool = False

    def act(self, things: Things, now: int) -> Act:
        """What is sent."""
        return Act(self.kind, self.name, **self.make(things, now))


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
            "wanted": ticked("calm"),
        }},
        writes=True,
    ),
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
    # Preparing
    Row("word", "prep", OWN, lambda *_: {"text": who.MARK}),
    Row("submit", "prep.which", LEADER, choosing("negotiation", "record")),
    Row("action", "prep.open", LEADER, at("record")),
    Row("action", "prep.section", LEADER, at("record", "'P4'")),
    Row("action", "prep.all", LEADER, at("record")),
    Row("action", "prep.limit", LEADER, at("record")),
    Row("submit", "prep.save", LEADER, fills(section_form, "record", "'P1'"), writes=True),
    Row("submit", "prep.save_all", LEADER, fills(one_page_form, "record"), writes=True),
    Row("action", "prep.draft", LEADER, fills(section_form, "record", "'P1'"), writes=True),
    Row("close", "prep.save", LEADER, fills(section_form, "record", "'P1'"), writes=True),
    Row("close", "prep.save_all", LEADER, fills(one_page_form, "record"), writes=True),
    Row("action", "prep.discard", LEADER, at("record", "'P1'"), writes=True),
    # Asking
    Row("word", "poll", OWN, lambda *_: {"text": who.MARK}),
    Row("action", "polls.new", LEADER, at("record")),
    Row("action", "polls.template", LEADER, fills(poll_form, negotiation="record")),
    Row("action", "polls.audience", LEADER, fills(poll_form, negotiation="record")),
    Row("submit", "polls.create", LEADER, fills(poll_form, negotiation="record"), writes=True),
    Row("submit", "polls.create", LEADER, fills(poll_form, poll="draft"), writes=True),
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
    Row("action", "decisions.open", READERS, at("decision")),
    Row("action", "decisions.open", LEADER, at("private")),
    Row("action", "decisions.open", ASKED, at("asked")),
    Row("action", "decisions.version", READERS, at("decision")),
    Row("action", "decisions.of_poll", ASKED_ANYWHERE, at("decided", where="message")),
    Row("action", "decisions.revise", LEADER, at("decision")),
    Row("action", "decisions.tell", LEADER, at("asked")),
    Row("submit", "decisions.send", LEADER, at("asked"), writes=True),
    # Building the case
    Row("word", "case", OWN, lambda *_: {"text": who.MARK}),
    Row("shortcut", "check_draft", OWN, lambda *_: {"text": "Obviously fair"}),
    Row("submit", "cases.which", LEADER, choosing("negotiation", "record")),
    Row("action", "cases.open", LEADER, at("record")),
    Row("action", "cases.sheet", LEADER, at("record", "argument")),
    Row("action", "cases.sheet", LEADER, at("record", "'message'")),
    Row("action", "cases.read", LEADER, at("record")),
    Row("action", "cases.check", LEADER, fills(message_form, "record", "'message'")),
    Row("submit", "cases.save", LEADER, fills(argument_form, "record", "'new'"), writes=True),
    Row("submit", "cases.save", LEADER, fills(message_form, "record", "'message'"), writes=True),
    Row("action", "cases.draft", LEADER, fills(argument_form, "record", "'new'"), writes=True),
    Row("close", "cases.save", LEADER, fills(argument_form, "record", "'new'"), writes=True),
    Row("action", "cases.discard", LEADER, at("record", "'message'"), writes=True),
    Row("action", "cases.delete", LEADER, at("record", "argument"), writes=True),
    Row("action", "guardrails.understood", LEADER, at("record"), writes=True),
    # Meeting
    Row("word", "meet", OWN),
    Row("action", "meetings.list", OWN),
    Row("action", "meetings.new", LEADER, at("record")),
    Row("submit", "meetings.add", LEADER, fills(meeting_form), writes=True),
    Row("action", "meetings.open", LEADER, at("meeting")),
    Row("action", "meetings.edit", LEADER, at("meeting")),
    Row("submit", "meetings.move", LEADER, fills(meeting_form, "meeting"), writes=True),
    Row("action", "meetings.plan", LEADER, at("record")),
    Row("action", "meetings.ready", LEADER, at("meeting", where="message")),
    Row("action", "meetings.snooze", LEADER, at("meeting", where="message"), writes=True),
    Row("action", "meetings.skip", OWN, at("meeting", where="message")),
    Row("action", "meetings.write", LEADER, at("meeting", where="message")),
    Row(
        "submit", "meetings.note", LEADER,
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
