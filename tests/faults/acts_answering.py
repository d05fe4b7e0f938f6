"""Everything that can be asked about answering for a decision, one row per route; see `acts`."""

from tests.faults.courier import picked, ticked, typed
from tests.faults.filled import at, decision_form, feedback_form, fills, look_form
from tests.faults.rights import ASKED, LEADER, OWN, READERS, Row

ANSWERING: tuple[Row, ...] = (
    # More of it, and what changed
    Row("action", "decisions.more", LEADER, fills(decision_form, negotiation="record")),
    Row("action", "decisions.changes", READERS, at("decision")),
    Row("action", "decisions.changes", ASKED, at("asked")),
    # Looking at it again
    Row("action", "decisions.look", LEADER, at("decision", "'good'")),
    Row("action", "decisions.own_result", LEADER, fills(look_form, "decision")),
    Row("submit", "decisions.looked", LEADER, fills(look_form, "decision"), writes=True),
    # Copies
    Row("action", "decisions.file", READERS, at("decision", "'md'"), writes=True),
    Row("action", "decisions.file", ASKED, at("asked", "'json'"), writes=True),
    Row("action", "decisions.file", LEADER, at("private", "'md'"), writes=True),
    Row(
        "action", "decisions.export", OWN,
        lambda *_: {"args": ("json",),
                    "values": {"words": typed("nothing of it"), "record": picked("all")}},
        writes=True,
    ),
    # Telling those who were asked what came of it
    Row("action", "feedback.open", LEADER, at("decided")),
    Row("action", "feedback.edit", LEADER, at("decided")),
    Row("action", "feedback.look", LEADER, at("decided")),
    Row("action", "feedback.own", LEADER, fills(feedback_form, "decided")),
    Row("submit", "feedback.keep", LEADER, fills(feedback_form, "decided"), writes=True),
    Row(
        "submit", "feedback.keep", LEADER,
        lambda t, _: {"args": (t.decided,), "values": {
            "heard": typed("The team made me"), "changed": typed("June"),
            "keep": ticked("yes")}},
        writes=True,
    ),
    Row("submit", "feedback.send", LEADER, at("decided"), writes=True),
    Row("action", "feedback.elsewhere", LEADER, at("decided"), writes=True),
)  # fmt: skip
