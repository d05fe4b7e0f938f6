"""What changed, looking again, and copies of decisions."""

import json
from dataclasses import replace

import pytest

from bot.domain.decisions import DecisionForm, Standing, Visibility
from bot.services.decision_exports import Export
from bot.services.decision_reviews import Review
from handlers.views import decision_files as files
from handlers.views import decision_forms as forms
from handlers.views import decision_reviews as reviews
from handlers.views import decisions as views
from handlers.views.decision_fields import LABELS, Sheet
from handlers.views.decision_reviews import Look
from handlers.views.walker import problems
from tests.views.samples import NOW, TEXTS, a_record, ids, words
from tests.views.test_decisions import BLAME, a_decision, a_form, a_page, a_sheet

NAMES = {"U1": "Maya", "U3": "Tomás"}
EVERYTHING = {
    "probability": 70,
    "thanked": ("U3", "U4"),
    "standing": Standing.CLOSED,
    "visibility": Visibility.ASKED,
}


def shown_of(text, versions):
    return replace(a_page(text), versions=versions)


def an_export(text, versions=3, **changes):
    form = a_form(text, **{**EVERYTHING, **changes})
    chain = [a_decision(text, n, form=form) for n in range(1, versions + 1)]
    return Export([chain], {"N1": a_record(text)}, NOW, 2)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_view_is_one_that_slack_takes(text):
    before, after = a_decision("old"), a_decision(text, 2, form=a_form(text, **EVERYTHING))
    closed = shown_of(text, [before, after])
    secret = a_form(text, visibility=Visibility.LEADER)
    shown = [
        views.page(closed),
        views.changed(before, after),
        views.changed(None, after),
        views.version(after, before),
        reviews.review_form(closed, Look(Review(Standing.HOLDS)), {}),
        reviews.review_form(closed, Look(Review(Standing.CLOSED, BLAME), Review(
            Standing.CLOSED, BLAME).findings(), 2), {"page": "V1"}),
        reviews.review_message(shown_of(text, [a_decision(text, form=secret)])).to_dict(),
        forms.form(a_sheet(text, more=True)),
        forms.form(Sheet(a_form(text, **EVERYTHING, accountable="U7"), {}, [a_record(text)])),
        files.window(an_export(text), NAMES),
        files.file_note(an_export(text)).to_dict(),
        files.file_note(replace(an_export(text), is_list=True, left_out=1)).to_dict(),
    ]  # fmt: skip
    assert [problem for view in shown for problem in problems(view)] == []


def test_every_field_has_a_label():
    assert set(DecisionForm.__dataclass_fields__) == set(LABELS)


# Versions


def test_lines_taken_out_and_put_in_are_told_apart_without_colour():
    before = a_decision("x", form=a_form("x", reasons="Early.\nThe audit ends then."))
    after = a_decision("x", 2, form=a_form("x", reasons="Early.\nThe audit ends in May."))
    said = words(views.changed(before, after))
    assert ":heavy_minus_sign: ~The audit ends then.~" in said
    assert ":heavy_plus_sign: The audit ends in May." in said
    assert "Early" not in said


def test_people_are_named_and_days_are_days_in_what_changed():
    before, after = a_decision("x"), a_decision("x", 2, accountable="U2")
    later = replace(after, form=a_form("x", done_by=None, thanked=("U3",)))
    said = words(views.changed(before, later))
    assert ":heavy_minus_sign: <@U1>" in said
    assert ":heavy_plus_sign: <@U3>" in said
    assert ":heavy_minus_sign: 1 Dec 2026" in said


# Where it was said


@pytest.mark.parametrize(
    ("typed", "is_link"),
    [
        ("https://acme.slack.com/archives/C0123/p1795010000000100", True),
        ("https://acme.slack.com/archives/C0123/p1795010000000100?thread_ts=1.2&cid=C0123", True),
        ("https://evil.example/archives", False),
        ("javascript:alert(1)", False),
        ("https://acme.slack.com/archives/C0123/p1 and more", False),
    ],
)
def test_a_message_of_slacks_is_a_button_and_other_words_are_words(typed, is_link):
    view = views.page(shown_of("x", [a_decision("x", form=a_form("x", source=typed))]))
    urls = [b["accessory"].get("url") for b in view["blocks"] if "accessory" in b]
    assert (typed in urls) is is_link


# Looking again


def test_the_message_gives_three_answers_and_hides_what_only_the_leader_reads():
    shown = reviews.review_message(a_page("Renewal"))
    assert ids({"blocks": shown.blocks}) == [
        "decisions.look:D1:good",
        "decisions.revise:D1",
        "decisions.look:D1:close",
        "decisions.open:D1",
    ]
    secret = a_decision("Secret", form=a_form("Secret", visibility=Visibility.LEADER))
    assert "Secret" not in reviews.review_message(shown_of("x", [secret])).text


def test_what_was_expected_stands_beside_what_came():
    form = a_form("x", expected="They sign by July", probability=70)
    shown = shown_of("x", [a_decision("x", form=form)])
    said = words(reviews.review_form(shown, Look(Review(Standing.HOLDS)), {}))
    assert "You expected (70 %): They sign by July" in said
    assert "was it a good decision with what you knew then?" in said


# More of it


def test_fields_that_few_need_come_when_they_are_wanted_or_filled():
    blank = Sheet(DecisionForm("", ""), {}, [a_record()])
    hidden = {"evidence", "expected", "probability", "source", "accountable", "thanked"}

    def names(sheet):
        return {b.get("block_id") for b in forms.form(sheet)["blocks"]}

    assert not hidden & names(blank)
    assert hidden <= names(replace(blank, more=True))
    found = names(replace(blank, form=DecisionForm("", "", source="https://x")))
    assert found & hidden == {"source"}


# Copies


def test_what_was_typed_is_no_markup_in_the_file():
    text = files.markdown(an_export("# *x* <b>\n- [y](z)", versions=1), NAMES)
    assert "> \\# \\*x\\* \\<b\\>\n> \\- \\[y\\]\\(z\\)" in text
    assert "- Accountable: Maya" in text
    assert "- With thanks to: Tomás, U4" in text
    assert "2 versions are not in it, because only their leader may read them" in text


def test_the_newest_version_stands_first():
    text = files.markdown(an_export("x", versions=3), NAMES)
    assert text.index("## x") < text.index("### Version 2") < text.index("### Version 1")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_json_says_all_of_it_again(text):
    export = an_export(text, versions=2)
    [versions] = json.loads(files.text_of(export, views.JSON, NAMES))["decisions"]
    assert [version["version"] for version in versions] == [1, 2]
    form = export.chains[0][0].form
    for name in DecisionForm.TEXTS:
        assert versions[0][name] == getattr(form, name)
    assert versions[0]["thanked"] == [{"id": "U3", "name": "Tomás"}, {"id": "U4", "name": None}]
    assert versions[0]["made_at"] == NOW.isoformat()


@pytest.mark.parametrize("text", [t for name, t in TEXTS.items() if name != "entities"])
def test_the_window_shows_the_whole_text(text):
    export = an_export(text, versions=1, visibility=Visibility.LEADER)
    view = files.window(export, NAMES)
    pieces = [b["text"]["text"][3:-3] for b in view["blocks"][1:]]
    shown = "".join(pieces).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown.split() == files.markdown(export, NAMES).split()
