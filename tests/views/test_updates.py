"""Every view and message of updates and of the questions about them."""

from dataclasses import replace

import pytest

from bot.domain.audience import Readers
from bot.domain.channels import Channel
from bot.domain.people import Person
from bot.domain.questions import Question
from bot.domain.update_checks import Told
from bot.domain.update_forms import SHORT_LIMIT, TEXT_LIMIT, Occasion
from bot.domain.updates import Promise, UpdateState
from bot.services.questions import QuestionPage, Waiting
from bot.services.update_messages import Saying
from bot.services.update_sheets import NEW, UpdateSheet
from bot.services.updates import Preview, UpdatesPage
from handlers.views import questions as asking
from handlers.views import update_forms as forms
from handlers.views import update_messages as messages
from handlers.views import update_notes as notes
from handlers.views import updates as views
from handlers.views.walker import problems
from tests.domain.update_samples import DAY, NOW, a_form, an_update
from tests.views.samples import TEXTS, a_record, ids, words

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
BENEATH = {"updates": "V1", "page": "V2"}
READERS = Readers(Channel("C1", is_member=True), ("U1",), (Person("U1", "Maya"),))
SHARED = replace(READERS, channel=replace(READERS.channel, is_ext_shared=True))


def said(text, **changes):
    """An update in which this was typed everywhere, as far as the form lets it."""
    long, short = text[:TEXT_LIMIT], text[:SHORT_LIMIT]
    form = a_form(where=long or "x", changed=long, need=long, withheld=short, because=short)
    return an_update(form=replace(form, **changes.pop("form", {})), **changes)


def a_page(text="Renewal", **changes):
    states = [said(text, id=f"A{n}", state=state) for n, state in enumerate(UpdateState)]
    clears = {"A1": [f"U{n}" for n in range(30)]}
    page = UpdatesPage(a_record(text), states * 2, True, True, clears, questions=3)
    return replace(page, **changes)


def a_preview(text="Renewal", **changes):
    told = [Told(text[:300], "Where I walk away")] * 5
    preview = Preview(a_record(text), said(text), NEW, "base", told, NOW)
    return replace(preview, **changes)


def a_question(text="Why?", **changes):
    question = Question("Q1", "A1", "N1", "U7", text[:600], NOW, restated=text[:600])
    shown = QuestionPage(a_record(text), said(text), replace(question, answer=text[:600]))
    return replace(shown, **changes)


@every_text
def test_every_view_is_one_that_slack_takes_whatever_is_typed(text):
    record, update = a_record(text), said(text)
    pages = [
        views.page(a_page(text), BENEATH, "Saved."),
        views.page(a_page(text, can_post=False, is_leader=False, clears={}, questions=0)),
        views.page(UpdatesPage(replace(record, channel=None), [], True, True, {})),
        views.which([a_record(text, id=f"N{n}") for n in range(150)], text[:100]),
        views.looking(),
        *(views.preview(a_preview(text), readers, BENEATH) for readers in (READERS, SHARED, None)),
        views.preview(a_preview(text, which="A1"), READERS),
        views.preview(a_preview(text, has_anchor=True), READERS),
        views.preview(a_preview(text, at=NOW + DAY, told=()), READERS),
        forms.form(UpdateSheet(record, a_form(where=text[:TEXT_LIMIT]), restored=True), BENEATH),
        *(forms.form(UpdateSheet(record, a_form(occasion=each))) for each in Occasion),
        forms.form(UpdateSheet(record, update.form, update)),
        *(forms.later(record, update, promise, BENEATH) for promise in Promise),
        asking.form("U1", update),
        asking.sent("U1"),
        asking.read(a_question(text)),
        asking.listing(Waiting(record, [a_question(text).question] * 50), "Sent."),
        asking.listing(Waiting(record, [])),
        asking.page(a_question(text), BENEATH),
        *(asking.reply_preview(a_question(text), readers) for readers in (READERS, SHARED)),
    ]
    assert [problems(page) for page in pages if problems(page)] == []


@every_text
def test_every_message_is_one_that_slack_takes_whatever_is_typed(text):
    record, update = a_record(text), said(text, was_until=NOW.date(), shows_late=True)
    saying = Saying(record, update, "1.5", is_seen=True, has_earlier=True)
    closing = said(text, form={"next_at": None, "is_open": True})
    for speech in (
        messages.anchor(saying),
        messages.first(saying, is_live=False),
        messages.in_thread(saying),
        messages.earlier(saying, "1.5"),
        messages.withdrawn(saying),
        messages.anchor(Saying(record, closing)),
        notes.late_note(record, update),
        notes.explain_note(record, update),
        notes.not_posted_note(record, update, "shared_outside"),
        notes.not_sure_note(record, update),
        asking.cleared("U1", is_new=True),
        asking.cleared("U1", is_new=False),
        asking.reply_message(a_question(text), "1.5"),
        asking.asked_note(record, 2),
        asking.answered_note(a_question(text)),
        asking.not_said_note(a_question(text), "shared_outside"),
    ):
        assert problems(speech.to_dict()) == []


def test_the_message_says_each_part_and_its_fallback_says_the_same():
    speech = messages.anchor(Saying(a_record(), an_update()))
    for part in (
        "They have our offer.", "longer term", "Tell me by Friday", "Our limits", "we need room",
        "I explain it by", "Next update", "tells <@U1> your name",
    ):  # fmt: skip
        assert part in words(speech.blocks), part
        assert part in speech.text, part


def test_a_late_one_says_so_only_where_its_leader_wanted_it():
    for shows, expected in ((True, "Update late, new time"), (False, "Next update")):
        update = an_update(shows_late=shows)
        assert expected in messages.anchor(Saying(a_record(), update)).text


def test_a_new_day_stands_beside_the_first_one():
    update = an_update(was_until=NOW.date())
    assert "(first promised for 24 Nov)" in messages.anchor(Saying(a_record(), update)).text


def test_what_was_taken_back_stays_as_one_line_without_buttons():
    gone = messages.anchor(Saying(a_record(), an_update(state=UpdateState.DELETED)))
    assert "took this update back" in gone.text
    assert "They have our offer." not in gone.text
    assert ids({"blocks": gone.blocks}) == []


def test_a_preview_has_buttons_that_do_nothing():
    view = views.preview(a_preview(told=()), READERS)
    assert not any(each.startswith(("updates.clear", "questions.")) for each in ids(view))


def test_what_has_a_lock_is_named_and_asked_about():
    view = views.preview(a_preview(told=[Told("4,800", "Where I walk away")]), READERS)
    assert "“4,800” also stands in “Where I walk away”" in words(view)
    assert any(block.get("block_id") == "sure" for block in view["blocks"])


def test_where_others_read_along_nothing_can_be_posted():
    view = views.preview(a_preview(), SHARED)
    assert "submit" not in view
    assert "shared with another organisation" in words(view)
    assert f"{views.CHECK}:N1:new" in ids(view)


def test_only_the_leader_reads_names_and_the_core_team_changes_nothing():
    clears = {"A1": ["U7"]}
    leader = views.page(a_page(updates=[an_update()], clears=clears))
    assert "clear to 1: <@U7>" in words(leader)
    team = views.page(
        a_page(updates=[an_update()], can_post=False, is_leader=False, clears={}, questions=0)
    )
    assert ids(team) == []
    assert "14 people, 2 guests" in words(team)


def test_the_empty_page_says_how_to_begin():
    view = views.page(UpdatesPage(a_record(), [], True, True, {}))
    assert "Nothing was shared yet" in words(view)
    assert ids(view) == [f"{views.WRITE}:N1"]


def test_what_is_not_in_its_channel_can_be_sent_again():
    refused = an_update(state=UpdateState.REFUSED)
    view = views.page(a_page(updates=[refused], clears={}))
    assert f"{views.AGAIN}:A1" in ids(view)
    assert f"{views.LATER}:A1:next" not in ids(view)


def test_a_correction_asks_for_no_dates():
    view = forms.form(UpdateSheet(a_record(), a_form(), an_update()))
    asked = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    assert asked == {"where", "changed", "need", "withheld", "because"}


def test_the_asker_is_not_named_in_the_thread():
    speech = asking.reply_message(a_question())
    assert "U7" not in words({"blocks": speech.blocks, "text": speech.text})


def test_a_notice_of_questions_and_answers_holds_none_of_them():
    shown = replace(a_question(), question=a_question("Why now?").question)
    told = [
        asking.asked_note(a_record(), 1),
        asking.answered_note(shown),
        asking.not_said_note(shown, "is_archived"),
        notes.late_note(a_record(), an_update()),
    ]
    for speech in told:
        assert "Why now?" not in speech.text
        assert "They have our offer." not in speech.text
