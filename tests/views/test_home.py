from dataclasses import replace

import pytest

from bot.domain.checklist import FIVE_MINUTES
from bot.domain.negotiations import Stage
from bot.domain.part_forms import PartForm, RequestForm
from bot.domain.parts import Asking, Part, Standing
from bot.domain.polls import PollState
from bot.domain.prep import Workbook, readiness
from bot.domain.steps import NextStep, Step, facts_of, next_step
from bot.domain.updates import Promise
from bot.services.home import PAGE, Card, Cockpit, Late
from bot.services.part_messages import Outlook
from bot.services.part_requests import Waiting
from handlers.views import home as views
from handlers.views.walker import problems
from tests.domain.test_prep import COMPLETE, DRAFT
from tests.domain.update_samples import a_form, an_update
from tests.views.samples import NOW, TEXTS, a_meeting, a_poll, a_record, ids, words

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())


def a_card(text="Renewal", answers=None, *, is_leader=True, **record):
    negotiation = a_record(text, **record)
    book = Workbook("N1", answers or {})
    step = next_step(facts_of(negotiation, book, readiness(book, FIVE_MINUTES), [], [], False, NOW))
    return Card(
        negotiation,
        is_leader,
        readiness(book, FIVE_MINUTES) if is_leader else None,
        a_meeting(text),
        2,
        step if is_leader else NextStep(Step.OPEN),
    )


def a_cockpit(cards=(), votes=(), decisions=(), **changes):
    given = {"running": len(cards), "ended": 0}
    return Cockpit("U1", votes, decisions, cards, **{**given, **changes})


@every_text
def test_home_and_overview_are_ones_that_slack_takes_with_200_negotiations(text):
    cards = [
        a_card(text, answers, is_leader=number % 3 < 2, id=f"N{number}")
        for number, answers in enumerate([{}, COMPLETE, DRAFT] * 4)
    ]
    votes = [a_poll(text)] * 60
    decisions = [a_poll(text, PollState.AWAITING_DECISION)] * 60
    owed = [a_poll(text, PollState.AWAITING_FEEDBACK)] * 60
    full = a_cockpit(cards[:PAGE], votes, decisions, feedback=owed, running=200, ended=190, page=3)
    assert problems(views.home_tab(full)) == []
    assert problems(views.overview(full).to_dict()) == []
    ended = a_cockpit(cards[:PAGE], running=200, ended=190, shows_ended=True)
    assert problems(views.home_tab(ended)) == []


def test_parts_wait_beside_votes_and_only_their_leaders_name_is_shown():
    part = Part("P1", "N1", PartForm("The date"), NOW)
    asked = part.asked(Asking(1, "U2", "U1", NOW, RequestForm()))
    waiting = Waiting(asked=[Outlook(asked, "U1", Standing.ASKED)])
    cockpit = a_cockpit(parts=waiting)
    assert not cockpit.is_new
    for shown in (views.home_tab(cockpit), views.overview(cockpit).to_dict()):
        assert problems(shown) == []
        assert "parts.lead:P1" in ids(shown)
        assert "<@U1> asks whether you would lead this part." in words(shown)
    assert "The date" in views.overview(cockpit).text


@pytest.mark.parametrize(
    "cockpit",
    [a_cockpit(), a_cockpit(votes=[a_poll()]), a_cockpit(ended=3), a_cockpit([a_card()])],
    ids=["new", "only asked", "all ended", "one"],
)
def test_every_state_of_home_has_something_to_say(cockpit):
    assert problems(views.home_tab(cockpit)) == []
    assert problems(views.overview(cockpit).to_dict()) == []


def test_a_newcomer_finds_three_steps_and_one_primary_button():
    for payload in (views.home_tab(a_cockpit()), views.overview(a_cockpit()).to_dict()):
        said = words(payload)
        assert all(step in said for step in ("*1. Start", "*2. Prepare", "*3. Ask your team"))
        assert said.count('"primary"') == 1
        assert "negotiations.new" in ids(payload)


def test_what_waits_comes_first():
    cockpit = a_cockpit([a_card()], [a_poll(poll_id="P1")], [a_poll(poll_id="P2")])
    found = ids(views.home_tab(cockpit))
    assert found[:3] == ["polls.ballot:P1", "decisions.from_poll:P2", "negotiations.new"]
    said = views.overview(cockpit)
    assert ids(said.to_dict())[:2] == ["polls.ballot:P1", "decisions.from_poll:P2"]
    assert said.text.index("Waiting for you") < said.text.index("Renewal")


def test_nothing_waiting_says_nothing_of_waiting():
    assert "Waiting" not in words(views.home_tab(a_cockpit([a_card()])))


def test_a_card_says_stage_meeting_polls_coverage_and_opens_the_gap():
    view = views.home_tab(a_cockpit([a_card(answers=DRAFT)]))
    said = words(view)
    assert "_preparing_ · next meeting <!date^" in said
    assert "2 open polls" in said
    assert "▰▰▰▰▰▱▱▱▱▱  *50* of 100 · usable" in said
    assert "Next: What moves me, worth +8" in said
    assert {"negotiations.open:N1", "prep.section:N1:P1", "meetings.new:N1"} <= set(ids(view))


def test_beside_another_step_an_untouched_record_offers_the_five_minutes():
    card = a_card()
    waiting = replace(card, next=NextStep(Step.DECIDE_POLL, poll="P1"))
    found = ids(views.home_tab(a_cockpit([waiting])))
    assert {"decisions.from_poll:P1", "prep.all:N1"} <= set(found)
    assert "prep.section:N1:P1" not in found


def test_the_next_step_after_a_decision_opens_what_the_asked_will_hear():
    card = replace(a_card(), next=NextStep(Step.TELL, poll="P1"))
    view = views.home_tab(a_cockpit([card]))
    assert "feedback.open:P1" in ids(view)
    assert "Tell the people you asked" in words(view)


def test_coverage_is_not_shown_to_the_core_team():
    view = views.home_tab(a_cockpit([a_card(answers=DRAFT, is_leader=False)]))
    assert "of 100" not in words(view)
    assert "<@U1> leads; you are in the core team" in words(view)
    assert not any(i.startswith("prep.") for i in ids(view))


def test_ended_negotiations_are_folded_at_the_end():
    view = views.home_tab(a_cockpit([a_card()], ended=7))
    assert "Show 7 ended" in words(view)
    assert "home.show:0:ended" in ids(view)
    unfolded = a_cockpit([a_card(stage=Stage.DEBRIEFED)], running=1, ended=1, shows_ended=True)
    assert "home.show:0:running" in ids(views.home_tab(unfolded))
    assert "of 100" not in words(views.home_tab(unfolded))


def test_many_negotiations_are_paged():
    first = views.home_tab(a_cockpit([a_card()] * PAGE, running=200))
    assert f"Older (and {200 - PAGE} more)" in words(first)
    assert "home.show:1:running" in ids(first)
    last = (200 - 1) // PAGE
    later = views.home_tab(a_cockpit([a_card()] * (200 - last * PAGE), running=200, page=last))
    assert f"home.show:{last - 1}:running" in ids(later)
    assert "Older" not in words(later)


def test_the_overview_offers_each_next_best_step_and_counts_the_rest():
    cards = [a_card(id="N1"), a_card(id="N2", answers=DRAFT), a_card(id="N3", is_leader=False)]
    speech = views.overview(a_cockpit(cards, running=20))
    assert {"prep.all:N1", "meetings.new:N2", "negotiations.open:N3"} <= set(ids(speech.to_dict()))
    assert "and 17 more" in words(speech.blocks)
    assert "negotiations.pick" in ids(speech.to_dict())


def test_the_overview_can_be_heard_without_its_blocks():
    speech = views.overview(a_cockpit([a_card("Price <rise>")]))
    assert "Price &lt;rise&gt;" in speech.text
    assert views.overview(a_cockpit(ended=2)).text


def test_no_typed_word_stands_in_ids():
    cockpit = a_cockpit([a_card("CANARY")], [a_poll("CANARY")], [a_poll("CANARY")])
    assert "CANARY" not in words(ids(views.home_tab(cockpit)))
    assert "CANARY" not in words(ids(views.overview(cockpit).to_dict()))


@pytest.mark.parametrize(
    ("promise", "said", "opens"),
    [
        (Promise.NEXT, "You promised your team an update", "updates.write:N1"),
        (Promise.EXPLAIN, "You said you would explain “Our limits”", "updates.explain:N1"),
    ],
)
def test_a_promise_that_is_due_waits_with_its_button(promise, said, opens):
    late = [Late(a_record(), an_update(), promise)]
    home = views.home_tab(a_cockpit([a_card()], late=late))
    assert said in words(home)
    assert opens in ids(home)
    assert said in views.overview(a_cockpit([a_card()], late=late)).text


@every_text
def test_promises_of_any_length_fit(text):
    update = an_update(form=a_form(withheld=text[:300] or "x"))
    late = [Late(a_record(text), update, Promise.EXPLAIN)] * 20
    home = views.home_tab(a_cockpit([a_card(text)], late=late))
    assert problems(home) == []
    assert "and 12 more" in words(home)


def test_a_card_says_when_the_team_hears_more():
    card = replace(a_card(), promised=NOW)
    assert "next update" in words(views.home_tab(a_cockpit([card])))
