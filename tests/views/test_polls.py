"""Every view and message of a poll, with the longest and strangest that people type."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.audience import Readers
from bot.domain.channels import Channel
from bot.domain.choices import Choice, Rule, Terms
from bot.domain.meetings import Meeting
from bot.domain.people import Person
from bot.domain.poll_forms import USE_LIMIT, PollForm, form_of
from bot.domain.poll_items import OPTION_LIMIT, QUESTION_LIMIT, Option
from bot.domain.poll_manner import Manner, Reasons, Repeat, Results
from bot.domain.poll_reach import Caution, Hurdle, Reach
from bot.domain.poll_results import Result, result_of
from bot.domain.polls import CLOSED, Audience, Poll, PollState
from bot.domain.tallies import tally
from bot.services.poll_drafts import Beginning
from bot.services.poll_repeats import Outlook
from bot.services.poll_voting import Ballot
from bot.services.polls import PollCard, PollPage
from handlers.views import poll_ballots
from handlers.views import poll_forms as forms
from handlers.views import poll_messages as messages
from handlers.views import poll_notes as notes
from handlers.views import poll_series as series
from handlers.views import polls as views
from handlers.views.walker import problems
from tests.domain.poll_samples import ballots
from tests.views.samples import NOW, TEXTS, a_record, ids, words

VOTERS = tuple(f"U{n}" for n in range(500))
OUTLOOKS = (Outlook(comes_again=False), Outlook(comes_again=True), Outlook(True, NOW))
MEETING = Meeting("M1", "N1", "U0MAYA", NOW + timedelta(days=1), 60)
EVERYBODY = [Person(user, "Somebody") for user in VOTERS]


def a_poll(text="Which date?", state=PollState.OPEN, **changes):
    question = text[:QUESTION_LIMIT] or "-"
    line = " ".join(text.split())[:OPTION_LIMIT] or "-"
    poll = Poll(
        id="P" * 22,
        negotiation="N1",
        leader="U0MAYA",
        question=question,
        use=text[:USE_LIMIT] or "-",
        options=tuple(Option(str(n), line) for n in range(1, 11)),
        audience=Audience.PICKED,
        channel="C1",
        closes_at=NOW + timedelta(days=2),
        feedback_by=NOW + timedelta(days=3),
        voters=VOTERS,
        state=state,
        opened_at=None if state is PollState.DRAFT else NOW,
        closed_at=NOW if state in CLOSED - {PollState.DELETED} else None,
        message_ts=None if state is PollState.DRAFT else "1.1",
    )
    return replace(poll, **changes)


def votes(poll, *options):
    return ballots(dict(zip(poll.voters, options, strict=False)))


def a_card(poll, *options):
    is_over = not (poll.is_open or poll.is_draft)
    result = result_of(poll, votes(poll, *options)) if is_over else None
    return PollCard(poll, a_record(poll.question), len(options), result, is_told=is_over)


def a_page(poll, *options):
    ballots, card = votes(poll, *options), a_card(poll, *options)
    shown = ballots if card.result else None
    missing = ballots.missing(poll)
    return PollPage(poll, card.negotiation, missing, card.result, shown)


def a_beginning(text="", records=1, audience=Audience.PICKED, poll=None):
    form = PollForm(text, text, text, audience, "C1", NOW, VOTERS[:10], NOW)
    many = [a_record(f"{text}{n}", id=f"N{n}") for n in range(records)]
    return Beginning(many, form, poll)


def a_reach(hurdle=None, *cautions, **changes):
    people = tuple(EVERYBODY[:3])
    return Reach(Readers(Channel("C1", "talks")), people, VOTERS[:2], hurdle, cautions, **changes)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("state", PollState)
def test_every_message_is_one_that_slack_takes(text, state):
    poll = a_poll(text, state)
    card = a_card(poll, *["1"] * 300, *["2"] * 100)
    said = [
        messages.message(card),
        messages.ballot_message(poll, is_reminder=True),
        messages.ballot_message(poll, is_reminder=False),
        messages.confirmation(Ballot(poll, Choice.read("1"))),
        messages.answered_message(Ballot(poll, Choice.read("1"))),
        messages.result_message(card, with_chart=True),
        messages.result_message(card, with_chart=False),
        notes.close_note(card),
        notes.decided_note(card),
        notes.there_note(poll),
        notes.again_note(poll),
        *(notes.followed_note(poll, each) for each in (MEETING, MEETING.cancelled())),
        notes.not_sure_note(poll, "E1"),
        *(notes.not_posted_note(poll, error) for error in (*notes.REASONS, "?")),
        *(notes.unsaid_note(poll, error) for error in (*notes.UNSAID_REASONS, "?")),
    ]
    assert [problem for one in said if one for problem in problems(one.to_dict())] == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("state", [state for state in PollState if state is not PollState.DELETED])
def test_every_window_is_one_that_slack_takes(text, state):
    poll = a_poll(text, state)
    shown = [
        views.page(a_page(poll, *["1"] * 300, *["2"] * 100), {"page": "V1"}),
        views.page(a_page(poll), {}),
        *(series.deleting(poll, outlook, {}) for outlook in OUTLOOKS),
        *(series.deleted(poll, outlook) for outlook in (None, *OUTLOOKS)),
        views.extend_form(poll, {}),
        poll_ballots.ballot(poll, Choice.read("3"), NOW),
        poll_ballots.adding(poll),
        forms.words_form(poll, {}, has_votes=True),
        poll_ballots.ballot(poll, None, poll.closes_at),
        poll_ballots.voted(Ballot(poll, Choice.read("1"))),
        forms.posted(poll),
        forms.looking(poll),
    ]
    assert [problem for view in shown for problem in problems(view)] == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_form_is_one_that_slack_takes(text):
    poll = a_poll(text, PollState.DRAFT)
    shown = [
        forms.form(a_beginning(text), {}),
        forms.form(
            a_beginning(text, records=150, audience=Audience.CHANNEL), {"page": "V"}, "swing"
        ),
        forms.form(Beginning([a_record(text)], form_of(poll), poll.id), {}),
        forms.no_record_yet(),
        forms.preview(poll, a_reach(None, *Caution, unknown=3), {}),
        *(forms.preview(poll, a_reach(hurdle), {}) for hurdle in (None, *Hurdle)),
    ]
    assert [problem for view in shown for problem in problems(view)] == []


RULES = {
    "single": (Manner(), "1", "2", "-"),
    "up to": (Manner(terms=Terms(Rule.UP_TO, 3)), "1,2", "3", "-"),
    "consent": (Manner(terms=Terms(Rule.CONSENT)), "1:y,2:i", "1:n,3:y", "2:n"),
    "score": (Manner(terms=Terms(Rule.SCORE)), "1:5,2:0", "1:3", "3:4"),
    "rank": (Manner(terms=Terms(Rule.RANK, 0)), "1,2,3", "3,2", "2"),
}
WAYS = {
    "named": {},
    "secret": {"is_secret": True, "reasons": Reasons.OPTIONAL},
    "live": {"results": Results.LIVE, "quorum": 5, "takes_options": True},
    "leader": {"results": Results.LEADER, "reasons": Reasons.REQUIRED},
}


@pytest.mark.parametrize("text", [TEXTS["plain"], TEXTS["longest"]], ids=["plain", "longest"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
@pytest.mark.parametrize("options", [2, 20, 100])
def test_every_rule_is_drawn_in_a_way_that_slack_takes(rule, way, text, options):
    manner, *said = rule
    manner = replace(manner, **way)
    options = min(options, manner.most_options)
    line = " ".join(text.split())[: OPTION_LIMIT - 4] or "-"
    listed = tuple(Option(str(n), f"{line} {n}") for n in range(1, options + 1))
    fits = [word for word in said if all(int(i) <= options for i in Choice.read(word).ids)]
    voted = [fits[n % len(fits)] for n in range(30)]
    for state in (PollState.OPEN, PollState.AWAITING_DECISION):
        poll = replace(a_poll(text, state), manner=manner, options=listed, voters=VOTERS[:40])
        card = a_card(poll, *voted)
        mine = Ballot(poll, Choice.read(voted[0], text[:500]))
        live = result_of(poll, votes(poll, *voted))
        shown = [
            messages.message(replace(card, result=live)).to_dict(),
            messages.message(card).to_dict(),
            messages.ballot_message(poll, is_reminder=True).to_dict(),
            messages.confirmation(mine, live).to_dict(),
            views.page(a_page(poll, *voted), {}),
            poll_ballots.ballot(poll, mine.choice, NOW),
            poll_ballots.ballot(poll, None, NOW),
            poll_ballots.voted(mine, live),
        ]
        if card.result:
            shown.append(messages.result_message(card, with_chart=True).to_dict())
            shown.append(notes.close_note(card).to_dict())
        assert [problem for view in shown for problem in problems(view)] == []


def test_a_secret_vote_is_confirmed_without_what_was_chosen():
    poll = a_poll(manner=Manner(is_secret=True))
    mine = Ballot(poll, Choice.read("1"))
    for speech in (messages.confirmation(mine), messages.answered_message(mine)):
        assert "Your answer is in." in speech.text
        assert "You chose" not in words(speech.to_dict())


def test_a_secret_poll_with_four_answers_shows_nothing_of_them():
    poll = a_poll(state=PollState.AWAITING_DECISION, manner=Manner(is_secret=True))
    four = Result(poll, tally([], poll.ids, poll.manner.terms), answered=4)
    card = PollCard(poll, a_record("x"), 4, four)
    for speech in (
        messages.message(card),
        messages.result_message(card, with_chart=True),
        notes.close_note(card),
    ):
        said = words(speech.to_dict())
        assert "Fewer than 5 answered" in said
        assert "0 votes" not in said


# What it says


def test_an_open_poll_shows_turnout_and_no_count_per_answer():
    said = words(messages.message(a_card(a_poll(), "1", "1", "2")).to_dict())
    assert "3 of 500 have answered" in said
    assert "vote)" not in said
    assert "█" not in said


def test_the_fallback_text_says_everything():
    poll = a_poll("Which date?")
    text = messages.message(a_card(poll)).text
    for part in ("Which date?", "<@U0MAYA>", "Pick one.", "hear back", "Votes are named"):
        assert part in text, text
    assert text.count("• Which date?") == 10


def test_the_channel_never_reads_a_voters_name_or_the_records_name():
    for state in PollState:
        card = a_card(a_poll(state=state), "1", "2")
        for speech in (messages.message(card), messages.result_message(card, with_chart=True)):
            said = words(speech.to_dict()) if speech else ""
            assert "<@U0>" not in said
            assert "<@U1>" not in said
            assert "Renewal" not in said


def test_a_closed_poll_has_no_vote_button_and_awaits_a_decision():
    closed = messages.message(a_card(a_poll(state=PollState.AWAITING_DECISION), "1")).to_dict()
    assert not any(action.startswith(messages.VOTE) for action in ids(closed))
    assert "Awaiting <@U0MAYA>'s decision" in words(closed)


def test_a_decided_poll_leads_to_the_decision_only_if_the_asked_may_read_it():
    card = a_card(a_poll(state=PollState.DECIDED), "1")
    assert ids(messages.message(card).to_dict()) == [f"{messages.READ_DECISION}:{card.poll.id}"]
    assert ids(messages.message(replace(card, is_told=False)).to_dict()) == []


def test_the_result_stands_in_the_thread_and_in_words_beside_the_chart():
    poll = replace(a_poll(state=PollState.AWAITING_DECISION), options=a_poll().options[:3])
    speech = messages.result_message(a_card(poll, "1", "1", "2"), with_chart=True)
    assert (speech.thread_ts, speech.broadcast) == ("1.1", True)
    assert "Which date?: 2 votes" in speech.text
    assert "data_visualization" in words(speech.blocks)
    plain = messages.result_message(a_card(poll, "1"), with_chart=False)
    assert "data_visualization" not in words(plain.blocks)


def test_a_result_without_a_known_message_stands_in_the_channel_itself():
    poll = a_poll(state=PollState.AWAITING_DECISION, message_ts=None)
    speech = messages.result_message(a_card(poll, "1"), with_chart=False)
    assert (speech.thread_ts, speech.broadcast) == (None, False)


@pytest.mark.parametrize(
    ("options", "says"),
    [((), "Nobody answered"), (("1", "2"), "Tied with 1 vote each"), (("1",), "Most chosen")],
)
def test_the_note_at_the_close_says_how_it_went(options, says):
    note = notes.close_note(a_card(a_poll(state=PollState.AWAITING_DECISION), *options))
    assert says in note.text
    assert note.blocks[0]["text"]["text"].count("Nobody answered") <= 1
    assert ids(note.to_dict())[0].startswith("decisions.from_poll:")
    assert not any(voter in note.text for voter in ("<@U0>", "<@U1>"))


def test_a_poll_that_nobody_saw_is_not_called_a_result():
    poll = a_poll(state=PollState.AWAITING_DECISION, message_ts=None)
    note = notes.close_note(a_card(poll))
    assert notes.CLOSED_UNSEEN in note.text
    assert not any("decisions" in action for action in ids(note.to_dict()))


def test_the_leader_reads_names_only_after_the_close():
    open_page = words(views.page(a_page(a_poll(voters=("U1", "U2")), "1"), {}))
    assert "Still missing: <@U2>" in open_page
    assert "<@U1>" not in open_page
    closed = a_poll(state=PollState.AWAITING_DECISION, voters=("U1", "U2"))
    assert "<@U1>" in words(views.page(a_page(closed, "1"), {}))


@pytest.mark.parametrize(
    ("state", "deeds"),
    [
        (PollState.DRAFT, ["polls.preview", "polls.delete"]),
        (PollState.SCHEDULED, ["polls.unschedule", "polls.delete"]),
        (
            PollState.OPEN,
            [
                "polls.remind",
                "polls.extend",
                "polls.reword",
                "polls.close",
                "polls.duplicate",
                "polls.delete",
            ],
        ),
        (
            PollState.AWAITING_DECISION,
            ["decisions.from_poll", "polls.duplicate", "polls.file", "polls.delete"],
        ),
        (
            PollState.AWAITING_FEEDBACK,
            ["feedback.open", "decisions.of_poll", "polls.duplicate", "polls.file"],
        ),
        (
            PollState.DECIDED,
            ["decisions.of_poll", "feedback.open", "polls.duplicate", "polls.file"],
        ),
    ],
)
def test_the_page_offers_what_can_be_done_now(state, deeds):
    found = ids(views.page(a_page(a_poll(state=state)), {}))
    assert [action.partition(":")[0] for action in found] == deeds


# The form and the preview


def test_another_template_gives_its_fields_new_ids_and_leaves_the_others():
    def fields(view):
        return {b["block_id"]: b["element"]["action_id"] for b in view["blocks"] if "element" in b}

    before = fields(forms.form(a_beginning(), {}))
    after = fields(forms.form(a_beginning(), {}, "swing"))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"question", "options", "use", "secret", "rule"}


def test_the_form_says_how_many_answers_a_poll_may_have():
    assert "2 to 100, balanced" in words(forms.form(a_beginning(), {}))


def test_people_are_picked_only_for_a_poll_that_picks_them():
    assert "multi_users_select" in words(forms.form(a_beginning(), {}))
    everybody = forms.form(a_beginning(audience=Audience.CHANNEL), {})
    assert "multi_users_select" not in words(everybody)


def test_the_preview_is_the_message_itself_with_buttons_that_do_nothing():
    poll = a_poll(state=PollState.DRAFT)
    view = forms.preview(poll, a_reach(), {})
    for block in messages.open_message(poll, is_live=False).blocks:
        assert block in view["blocks"]
    assert not any(action.startswith("polls.vote") for action in ids(view))
    assert view["submit"]["text"] == "Post"


@pytest.mark.parametrize("hurdle", Hurdle)
def test_a_hurdle_has_its_way_out_and_no_post_button(hurdle):
    view = forms.preview(a_poll(state=PollState.DRAFT), a_reach(hurdle), {})
    assert "submit" not in view
    offered = {action.partition(":")[0] for action in ids(view)}
    assert forms.EDIT in offered
    assert (forms.CHECK in offered) is (hurdle is Hurdle.NOT_A_MEMBER)


def test_the_preview_names_who_gets_it_as_a_direct_message_and_counts_guests():
    guests = tuple(replace(person, is_guest=True) for person in EVERYBODY[:2])
    found = replace(a_reach(), voters=(*guests, EVERYBODY[2]))
    said = words(forms.preview(a_poll(state=PollState.DRAFT), found, {}))
    assert "3 people will be asked" in said
    assert "2 are guests" in said
    assert "direct message: <@U0> and <@U1>." in said


def test_a_caution_is_ticked_before_posting():
    found = a_reach(None, Caution.MANY, Caution.SHARED)
    view = forms.preview(a_poll(state=PollState.DRAFT), found, {})
    ticks = [b["block_id"] for b in view["blocks"] if b["type"] == "input"]
    assert ticks == ["many", "shared"]
    assert not any(b.get("optional") for b in view["blocks"])


def test_of_a_poll_that_repeats_it_is_asked_how_much_is_to_be_deleted():
    weekly = Manner(repeat=Repeat.WEEKLY)
    page = ids(views.page(a_page(a_poll(manner=weekly)), {}))
    assert f"polls.deleting:{'P' * 22}" in page
    first_draft = ids(views.page(a_page(a_poll(state=PollState.DRAFT, manner=weekly)), {}))
    assert f"polls.delete:{'P' * 22}" in first_draft


def test_the_result_by_direct_message_holds_what_the_channel_reads_and_no_more():
    poll = a_poll(state=PollState.AWAITING_DECISION, voters=("U1", "U2", "U3"))
    card = a_card(poll, "1", "2", "2")
    said = messages.told_result(card)
    assert said.thread_ts is None
    assert said.text == messages.result_message(card, with_chart=False).text
    kept = a_poll(state=PollState.AWAITING_DECISION, manner=Manner(results=Results.LEADER))
    assert messages.told_result(a_card(kept, "1", "2", "2")) is None
