import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.brief import for_team, glance, offered, whole
from bot.domain.checklist import CHECKLIST, ITEMS
from bot.domain.copy import copy
from bot.domain.prep import Workbook
from tests.domain.test_prep import COMPLETE

FULL = Workbook("N", COMPLETE)
SEALED_WORDS = [
    text
    for code, answers in COMPLETE.items()
    if ITEMS[code].sealed
    for name, text in answers.items()
    if len(text) > 8
]


def said(brief):
    return "\n".join(line for part in brief.parts for line in part.lines)


def test_every_part_names_answers_that_are_asked():
    keys = [row["key"] for row in copy("brief")["part"]]
    assert len(keys) == len(set(keys))
    for row in copy("brief")["part"]:
        assert set(row["fields"]) <= {each.name for each in ITEMS[row["item"]].fields}
        assert row.get("team", "yes") in ("yes", "ask")


def test_the_short_form_begins_with_the_aim_and_holds_nothing_with_a_lock():
    found = glance(FULL)
    assert found.parts[0].lines == ("5,400 a month",)
    assert len(found.parts) <= 5
    assert all(len(part.lines) <= 2 for part in found.parts)
    assert not any(words in said(found) for words in SEALED_WORDS)


def test_the_whole_page_names_what_it_does_not_show():
    locked = whole(FULL, CHECKLIST, unlocked=False)
    assert "Where I walk away" in locked.left_out
    assert "4,800 a month" not in said(locked)
    unlocked = whole(FULL, CHECKLIST, unlocked=True)
    assert "4,800 a month" in said(unlocked)
    assert unlocked.left_out == ()


def test_a_co_leads_page_does_not_even_name_what_is_not_theirs():
    items = [item for item in CHECKLIST if not item.sealed]
    found = whole(FULL, items, unlocked=False)
    assert found.left_out == ()


def test_the_aim_goes_to_the_team_only_when_it_is_ticked():
    usual = for_team(FULL)
    assert "5,400 a month" not in said(usual)
    assert "Our aim" in usual.left_out  # its reason is told
    assert "Our aim" not in for_team(FULL, {"aim", "why"}).left_out
    assert "5,400 a month" in said(for_team(FULL, {"aim"}))


@given(st.sets(st.sampled_from([row["key"] for row in copy("brief")["part"]] + ["alien"])))
def test_whatever_is_ticked_nothing_with_a_lock_goes_to_the_team(chosen):
    found = for_team(FULL, chosen)
    assert not any(part.is_locked for part in found.parts)
    assert not any(words in said(found) for words in SEALED_WORDS)
    assert {part.key for part in found.parts} <= {part.key for part, _ in offered(FULL)}


@given(st.sets(st.sampled_from(sorted(COMPLETE))))
def test_what_was_left_out_is_everything_written_that_is_not_told(written):
    book = Workbook("N", {code: COMPLETE[code] for code in written})
    found = for_team(book)
    told = {part.item for part in found.parts}
    titles = {ITEMS[code].title for code in written - told}
    lent = {"P20"} if "P8" in written and "P20" not in written else set()
    halves = {"Our aim"} if "P5" in written else set()
    assert set(found.left_out) == titles | halves | {ITEMS[code].title for code in lent}


@pytest.mark.parametrize("brief", [glance, for_team])
def test_an_empty_workbook_is_an_empty_brief(brief):
    assert brief(Workbook("N")).is_empty
