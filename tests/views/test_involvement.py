from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.holes import NEEDED, holes
from bot.domain.involvement import COLLEAGUES_LIMIT, Advice, Assessment, Colleague, Level, Tie
from bot.domain.part_credit import Led, led_by
from bot.domain.part_forms import TEXT_LIMIT, TITLE_LIMIT, PartForm, RequestForm, Say
from bot.domain.parts import (
    NOTES_LIMIT,
    PARTS_LIMIT,
    Asking,
    Brought,
    Deed,
    Part,
    PartState,
    Standing,
)
from bot.services.involvement import ColleaguePage, MapPage
from bot.services.part_messages import News, Outlook, Word
from bot.services.part_notes import NotesPage
from bot.services.part_requests import AskingPage, Waiting
from bot.services.parts import PartFormPage, PartPage
from handlers.views import involvement as views
from handlers.views import involvement_people as people
from handlers.views import part_forms as forms
from handlers.views import part_messages as messages
from handlers.views import parts as part_views
from handlers.views.credit import thanks
from handlers.views.walker import problems
from tests.views.samples import NOW, TEXTS, a_record, ids, words

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
every_say = pytest.mark.parametrize("say", Say)
BENEATH = {"page": "V" * 20, "map": "V" * 20}
LEADER, KIM, LEE = "U1", "U2", "U3"
FULL = Assessment(tuple(Tie), Level.HIGH, Level.HIGH, -2, 2)


def a_colleague(*ties, **more):
    return Colleague("C1", "N1", KIM, Assessment(ties, **more), NOW)


def a_part(text="The date", state=PartState.OPEN, say=Say.RECOMMENDS):
    """In one of its states, every text filled in."""
    long = text[:TEXT_LIMIT]
    part = Part(
        "P1", "N1", PartForm(text[:TITLE_LIMIT], say=say, mandate=long, bring_back=long), NOW
    )
    why = RequestForm(long, text[:100], date(2026, 12, 24))
    asked = part.asked(Asking(1, KIM, LEADER, NOW, why))
    led = replace(asked.accepted(NOW), notes=text[:NOTES_LIMIT], notes_version=1)
    return {
        PartState.OPEN: part,
        PartState.ASKED: asked,
        PartState.SUGGESTED: asked.passed(NOW, LEE),
        PartState.LED: led,
        PartState.DONE: replace(led, state=PartState.DONE),
        PartState.DELETED: led.deleted(),
    }[state]


LIVE = [state for state in PartState if state is not PartState.DELETED]


def a_page(part, text="Renewal", **more):
    return PartPage(a_record(text), part, **more)


def a_map(colleagues=(), parts=(), text="Renewal", settled=(), now=NOW, **changes):
    sees = {"is_leader": True, "sees_map": True, "hands_out": True, **changes}
    found = holes(colleagues, parts, settled if colleagues else NEEDED, now)
    return MapPage(a_record(text), parts, led_by(parts, LEADER), LEADER, colleagues, found, **sees)


def outlook(state=PartState.ASKED, text="The date", person=KIM, **more):
    part = a_part(text, state)
    return Outlook(part, LEADER, part.standing_of(person, 1), **more)


def notes_of(state=PartState.LED, text="The date", **more):
    part = a_part(text, state)
    return NotesPage(part, LEADER, part.notes, **{"is_lead": True, **more})


# Everything that is drawn is taken by Slack


@every_text
def test_the_fullest_map_is_one_that_slack_takes(text):
    everybody = [
        replace(a_colleague(), id=f"C{n}", assessment=FULL) for n in range(COLLEAGUES_LIMIT)
    ]
    parts = [replace(a_part(text, LIVE[n % len(LIVE)]), id=f"P{n}") for n in range(PARTS_LIMIT)]
    full = a_map(everybody, parts, text, now=NOW + timedelta(days=2), never_asked=[LEE] * 40)
    assert problems(views.page(full, BENEATH)) == []


@every_text
@pytest.mark.parametrize("state", LIVE)
def test_every_state_of_a_part_is_one_that_slack_takes(text, state):
    part = replace(
        a_part(text, state), earlier=tuple(Brought(LEE, text[:NOTES_LIMIT]) for _ in "abcdefg")
    )
    assert problems(part_views.page(a_page(part, text, tells_limit=True), BENEATH, "Saved.")) == []
    opened = PartFormPage(a_record(text), part.form, part, 1, restored=True, clash=True)
    assert problems(forms.part_form(opened, BENEATH)) == []
    asking = AskingPage(a_page(part, text, tells_limit=True), RequestForm(text[:TEXT_LIMIT]), True)
    assert problems(forms.ask_form(asking, BENEATH)) == []
    for is_lead in (True, False):
        notes = notes_of(state, text, is_lead=is_lead, restored=True, clash=True)
        assert problems(forms.notes_form(notes, BENEATH, fresh="abc", note="Saved.")) == []
        ended = replace(notes, is_ended=True)
        assert problems(forms.notes_form(ended, BENEATH)) == []


@every_text
@pytest.mark.parametrize("state", PartState)
def test_every_message_is_one_that_slack_takes(text, state):
    seen = outlook(state, text)
    record, part = a_record(text), seen.part
    for speech in (
        messages.request(seen),
        messages.request(replace(seen, is_ended=True)),
        *(messages.told(seen, word) for word in Word),
        *(messages.news(News(record, part, deed, KIM)) for deed in Deed),
        messages.unclaimed(News(record, part, Deed.ASKED, KIM)),
        messages.unreached(News(record, part, Deed.ASKED, KIM)),
        messages.asked_suggested(PartPage(record, part)),
    ):
        assert problems(speech.to_dict()) == []
    for view in (
        messages.request_page(seen),
        messages.thanked(seen),
        forms.suggest_form(seen),
    ):
        assert problems(view) == []


@every_text
def test_what_waits_on_the_home_tab_is_short_whatever_is_typed(text):
    asked, led = outlook(text=text), outlook(PartState.LED, text)
    found = Waiting(
        [asked] * 30, [led] * 30, [a_page(a_part(text, PartState.SUGGESTED), text)] * 30
    )
    rows = messages.waiting(found, 8)
    assert len(rows) == 9
    assert problems({"type": "home", "blocks": rows}) == []
    assert len(messages.waiting_lines(found, 3)) == 3


@pytest.mark.parametrize("ties", [(), (Tie.KNOWS,), tuple(Tie), (Tie.DECIDES, Tie.DELIVERS)])
def test_a_colleague_and_the_form_are_ones_that_slack_takes(ties):
    shown = ColleaguePage(
        a_record(), replace(a_colleague(*ties), assessment=replace(FULL, ties=ties))
    )
    assert problems(people.colleague(shown, BENEATH, "Saved.")) == []
    assert problems(people.edit_form(replace(shown, clash=True), BENEATH)) == []
    assert problems(people.new_form(a_record(), "knows", BENEATH)) == []
    assert problems(people.removed()) == problems(part_views.deleted()) == []


# What the map says


def test_an_empty_map_asks_the_questions_and_invites():
    shown = words(views.page(a_map()))
    assert "Nobody is on the map yet." in shown
    assert "Who has to carry out what you agree on?" in shown
    assert "No part is handed out yet." in shown


def test_the_worst_hole_stands_first_and_each_has_a_button_that_mends_it():
    out = replace(a_colleague(Tie.DELIVERS, Tie.LEAK), id="C9")
    page = views.page(a_map([out], [a_part()]))
    shown = words(page)
    order = [
        shown.index(f"Nobody who {what}") for what in ("decides", "must deliver", "knows more")
    ]
    assert order == sorted(order)
    assert "involvement.add:N1:decides" in ids(page)
    assert "involvement.person:C9" in ids(page)
    assert "parts.ask:P1" in ids(page)
    assert shown.index("knows more") < shown.index("has no lead")


def test_a_part_without_a_lead_is_a_hole_also_for_a_co_lead():
    page = views.page(a_map((), [a_part()], is_leader=False, sees_map=False))
    shown = words(page)
    assert "has no lead" in shown
    assert "Nobody who decides" not in shown
    assert "Add a colleague" not in shown
    assert "owns the result." in shown


def test_the_core_team_reads_who_leads_and_not_who_was_asked():
    bare = {"is_leader": False, "sees_map": False, "hands_out": False}
    for state in (PartState.ASKED, PartState.SUGGESTED, PartState.OPEN):
        page = views.page(a_map((), [a_part(state=state)], **bare))
        assert f"<@{KIM}>" not in words(page)
        assert "nobody leads it yet" in words(page)
        assert ids(page) == []
    assert f"<@{KIM}> leads it" in words(
        views.page(a_map((), [a_part(state=PartState.LED)], **bare))
    )


def test_the_ledger_names_who_led_and_who_was_never_asked():
    page = words(views.page(a_map((), [a_part(state=PartState.DONE)], never_asked=[LEE])))
    assert f"With thanks to <@{KIM}> for “The date”." in page
    assert f"Never asked to lead a part here: <@{LEE}>." in page


def test_the_score_is_said_to_weigh_the_role_and_not_the_person():
    shown = ColleaguePage(a_record(), a_colleague(Tie.DECIDES, Tie.AFFECTED))
    for view in (
        people.colleague(shown),
        people.edit_form(shown, {}),
        people.new_form(a_record(), "", {}),
    ):
        assert "It never rates the person." in words(view)
        assert "Only you" in words(view)


def test_the_answers_that_drove_the_score_stand_beside_it():
    shown = words(people.colleague(ColleaguePage(a_record(), a_colleague(Tie.DECIDES, Tie.LEAK))))
    assert "Score 0 for this question" in shown
    assert "Decides, or can veto it (+2)" in shown
    assert "May not know this yet (−2)" in shown
    assert "*leave out now*" in shown


def test_a_missing_role_is_ticked_in_the_form_that_mends_it():
    view = people.new_form(a_record(), "delivers", {})
    ties = next(b for b in view["blocks"] if b.get("block_id") == "ties")
    assert [o["value"] for o in ties["element"]["initial_options"]] == ["delivers"]
    assert "initial_options" not in words(people.new_form(a_record(), "nonsense", {}))


def test_every_advice_has_a_line_on_the_map():
    rows = [a_colleague(), a_colleague(Tie.KNOWS), a_colleague(Tie.KNOWS, Tie.DECIDES)]
    shown = words(views.page(a_map(rows)))
    assert all(f"*{views.words('advice', advice)['name']}*" in shown for advice in Advice)


# What who is asked reads


@every_say
def test_a_request_holds_the_part_and_who_owns_the_result_and_no_record(say):
    part = replace(a_part(state=PartState.ASKED), form=PartForm("Date", say=say, mandate="Range"))
    speech = messages.request(Outlook(part, LEADER, Standing.ASKED))
    for told in (speech.text, words(speech.to_dict())):
        assert f"<@{LEADER}> owns the result." in told
        assert "Range" in told
        assert "A no is fine" in told
        assert "Renewal" not in told
        assert "Acme" not in told
    found = ids(speech.to_dict())
    assert found == ["parts.accept:P1:1", "parts.pass:P1:1", "parts.suggest:P1:1"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PartState.LED, "You lead *The date*"),
        (PartState.DONE, "led *The date* to its end"),
        (PartState.SUGGESTED, "You passed on “The date”. Thank you"),
        (PartState.DELETED, "has withdrawn this request"),
    ],
)
def test_an_answered_request_says_what_it_has_come_to(state, said):
    speech = messages.request(outlook(state))
    assert said in speech.text
    assert not any("accept" in each for each in ids(speech.to_dict()))


def test_when_the_talks_are_over_the_message_says_so():
    assert "have ended" in messages.request(outlook(PartState.LED, is_ended=True)).text


def test_nobody_is_asked_why_they_pass():
    said = " ".join(words(messages.request(outlook(state)).to_dict()) for state in PartState)
    assert not any(
        word in said.lower() for word in ("why not", "unfortunately", "refused", "sorry")
    )


def test_a_lead_whose_part_is_deleted_is_told_without_its_name():
    speech = messages.told(outlook(PartState.DELETED), Word.RELEASED)
    assert "the part that you led" in speech.text
    assert "“-”" not in speech.text


def test_what_a_part_brings_back_stands_in_no_message():
    part = replace(a_part(state=PartState.DONE), notes="June costs nothing")
    told = [messages.news(News(a_record(), part, deed, KIM)) for deed in Deed]
    told += [messages.told(Outlook(part, LEADER, Standing.DONE), word) for word in Word]
    told.append(messages.request(Outlook(part, LEADER, Standing.DONE)))
    assert "June costs" not in words([speech.to_dict() for speech in told])


def test_both_texts_stand_in_a_form_after_a_clash():
    part = replace(a_part(state=PartState.LED), notes="Theirs")
    view = forms.notes_form(NotesPage(part, LEADER, "Mine", True, clash=True))
    assert "Theirs" in words(view)
    notes = next(b for b in view["blocks"] if b.get("block_id") == "notes")
    assert notes["element"]["initial_value"] == "Mine"


def test_only_who_leads_a_part_can_say_that_it_is_done():
    names = [b.get("block_id") for b in forms.notes_form(notes_of())["blocks"]]
    assert {"notes", "finished"} <= set(names)
    names = [b.get("block_id") for b in forms.notes_form(notes_of(is_lead=False))["blocks"]]
    assert "finished" not in names
    assert "submit" not in forms.notes_form(notes_of(PartState.DONE))


# Thanks


def test_thanks_name_everybody_and_their_parts_where_the_reader_may_know_them():
    led = [Led(KIM, ("Date", "Price")), Led(LEE, ("Notes",))]
    assert thanks(led) == f"With thanks to <@{KIM}> and <@{LEE}>, who led parts of it."
    assert thanks(led[1:]) == f"With thanks to <@{LEE}>, who led a part of it."
    with_parts = f"With thanks to <@{KIM}> for “Date” and “Price” and <@{LEE}> for “Notes”."
    assert thanks(led, with_parts=True) == with_parts
    assert thanks([]) == ""
