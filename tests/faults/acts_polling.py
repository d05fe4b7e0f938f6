"""What can be asked of a poll that stands in its channel or waits for its moment; see `acts`."""

from tests.faults.courier import typed
from tests.faults.filled import at, fills, poll_form
from tests.faults.rights import LEADER, OWN, VOTING, Row

POLLING: tuple[Row, ...] = (
    # Its form
    Row("action", "polls.rule", LEADER, fills(poll_form, negotiation="record")),
    Row("action", "polls.more", LEADER, fills(poll_form, negotiation="record")),
    Row("action", "polls.add_item", LEADER, fills(poll_form, negotiation="record")),
    # Its leader
    Row("action", "polls.list", LEADER, at("record")),
    Row("action", "polls.reword", LEADER, at("open")),
    Row(
        "submit", "polls.reworded", LEADER,
        lambda t, _: {
            "args": (t.open,),
            "values": {"question": typed("Which week?"), "options": typed("22\n23\n24")},
        },
        writes=True,
    ),
    Row("action", "polls.remind", LEADER, at("open"), writes=True),
    Row("action", "polls.duplicate", LEADER, at("open"), writes=True),
    Row("action", "polls.file", LEADER, at("closed")),
    Row("action", "polls.written", LEADER, at("closed", "'2", "'0")),
    Row("action", "polls.deleting", LEADER, at("wide")),
    Row("action", "polls.delete_all", LEADER, at("wide"), writes=True),
    Row("action", "polls.stop", LEADER, at("wide"), writes=True),
    Row("action", "polls.unschedule", LEADER, at("waiting"), writes=True),
    # Everybody's own switch: a poll that does not ask them is not told of
    Row(
        "action", "polls.mute", OWN,
        lambda t, _: {"args": (t.open,), "where": "message"}, writes=True,
    ),
    Row(
        "action", "polls.unmute", OWN,
        lambda t, _: {"args": (t.open,), "where": "message"}, writes=True,
    ),
    # Those who are asked
    Row("action", "polls.abstain", VOTING, at("open"), writes=True),
    Row("action", "polls.add", VOTING, at("wide")),
    Row(
        "submit", "polls.added", VOTING,
        lambda t, _: {"args": (t.wide,), "values": {"option": typed("August")}},
        writes=True,
    ),
)  # fmt: skip
