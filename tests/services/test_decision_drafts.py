"""A decision that was typed and not saved waits for its leader, wherever it began."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.decisions import DecisionForm, Standing, Visibility
from bot.domain.errors import Invalid, NotFound
from bot.services import decision_drafts, decisions
from bot.services.decision_reviews import Review
from tests.services.poll_stage import CORE, LEADER, OUTSIDER

BLANK = DecisionForm("", "")
TYPED = DecisionForm(
    "Which date?",
    "We take June.",
    reasons="A long line of reasons",
    done_by=date(2026, 12, 24),
    visibility=Visibility.LEADER,
)


@pytest.fixture
async def beginnings(polling):
    """What a form can begin with."""
    record = (await polling.record()).id
    shown = await polling.does(decisions.log, LEADER, record, TYPED)
    poll = await polling.closed("2", "2")
    return {
        "blank": {},
        "message": {"message": "1.2"},
        "record": {"negotiation": record},
        "poll": {"negotiation": poll.negotiation, "poll": poll.id},
        "decision": {"negotiation": record, "decision": shown.latest.id},
    }


@pytest.mark.parametrize("kind", ["blank", "message", "record", "poll", "decision"])
async def test_what_was_typed_is_restored_until_it_is_saved(polling, beginnings, kind):
    about = beginnings[kind]
    typed = DecisionForm("Which date?", "We take July.")
    await polling.does(decision_drafts.keep, LEADER, about, typed, "N2")
    begun = await polling.asks(decision_drafts.restored, LEADER, about, BLANK)
    assert (begun.form, begun.chosen, begun.is_restored) == (typed, "N2", True)
    for name, other in beginnings.items():
        if name != kind:
            begun = await polling.asks(decision_drafts.restored, LEADER, other, BLANK)
            assert not begun.is_restored
    record = about.get("negotiation") or beginnings["record"]["negotiation"]
    shown = await polling.does(decision_drafts.save, LEADER, about, record, typed)
    assert shown.latest.form == typed
    begun = await polling.asks(decision_drafts.restored, LEADER, about, BLANK)
    assert (begun.form, begun.is_restored) == (BLANK, False)


@pytest.mark.parametrize("kind", ["blank", "record", "poll", "decision"])
async def test_a_form_as_it_began_and_a_discarded_one_keep_nothing(polling, beginnings, kind):
    about = beginnings[kind]
    await polling.does(decision_drafts.keep, LEADER, about, DecisionForm("Why?", "So."))
    first = await polling.does(decision_drafts.drop, LEADER, about)
    await polling.does(decision_drafts.keep, LEADER, about, first)
    assert not (await polling.asks(decision_drafts.restored, LEADER, about, BLANK)).is_restored


async def test_what_the_window_does_not_ask_is_no_news(polling, beginnings):
    about = beginnings["decision"]
    review = Review(Standing.CONFIRMED, "June held.")
    again = await polling.does(decisions.look_again, LEADER, about["decision"], review)
    about = about | {"decision": again.latest.id}
    for accountable in ("", LEADER):
        typed = replace(TYPED, accountable=accountable)
        await polling.does(decision_drafts.keep, LEADER, about, typed)
        begun = await polling.asks(decision_drafts.restored, LEADER, about, BLANK)
        assert not begun.is_restored


async def test_a_save_that_is_refused_leaves_the_draft(polling, beginnings):
    about = beginnings["record"]
    await polling.does(decision_drafts.keep, LEADER, about, DecisionForm("", "We take July."))
    with pytest.raises(Invalid):
        await polling.does(decision_drafts.save, LEADER, about, about["negotiation"], BLANK)
    assert (await polling.asks(decision_drafts.restored, LEADER, about, BLANK)).is_restored


@pytest.mark.parametrize("person", [CORE, OUTSIDER])
@pytest.mark.parametrize("kind", ["record", "poll", "decision"])
async def test_nobody_else_writes_it(polling, beginnings, kind, person):
    about = beginnings[kind]
    await polling.does(decision_drafts.keep, LEADER, about, DecisionForm("Mine?", "Mine."))
    for use_case, *args in (
        (decision_drafts.keep, DecisionForm("Theirs?", "Theirs.")),
        (decision_drafts.drop,),
    ):
        with pytest.raises(NotFound):
            await polling.does(use_case, person, about, *args)
    begun = await polling.asks(decision_drafts.restored, person, about, BLANK)
    assert not begun.is_restored
