"""A poll as a file for a spreadsheet: nothing in it runs, and nothing in it is lost."""

import csv
import re
import unicodedata
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_csv import cell, named_csv, totals_csv, written
from bot.domain.poll_items import Option
from bot.domain.tallies import tally
from tests.domain.choice_samples import a_poll, choices_of

OPTIONS = (Option("1", "May"), Option("2", "=June()"), Option("3", "No, view"))
# Text made mostly of what is dangerous, or hides it, or splits a cell.
nasty = st.text(st.sampled_from("=+-@\t\r\n\0 '＝＋－＠﹦﹣;,\"\u200b\ufeffa1")) | st.text()  # noqa: RUF001


def read(text):
    return list(csv.reader(StringIO(text, newline="")))


def counted(rule, *words):
    return tally(choices_of(*words), [option.id for option in OPTIONS], Terms(rule, 0))


def is_dangerous(text):
    """By another way than the code's: look at the first character that is seen."""
    if text[:1] in {"\t", "\r", "\0"}:
        return True
    seen = [c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"}]
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[:1] in {"=", "+", "-", "@"}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+41 44", "'+41 44"),
        ("-5 %", "'-5 %"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("\u200b=1", "'\u200b=1"),
        ("\x1b=1", "'\x1b=1"),
        ("＝1", "'＝1"),  # noqa: RUF001
        ("'=1", "''=1"),
        ("ok;=1", "ok;'=1"),
        ("ok\n- so", "ok\n'- so"),
        ("a = b", "a = b"),
        ("'twas", "'twas"),
        ("a-b", "a-b"),
        ("", ""),
        ("5", "5"),
    ],
)
def test_a_formula_becomes_text(text, safe):
    assert cell(text) == safe


@given(nasty)
def test_no_cell_begins_like_a_formula_wherever_it_is_split(text):
    safe = cell(text)
    assert not is_dangerous(safe)
    assert not any(is_dangerous(part) for part in re.split(r"[;\r\n]", safe))


@given(nasty)
def test_nothing_but_apostrophes_is_added_and_none_without_need(text):
    safe, at = cell(text), 0
    for char in safe:
        at += text[at : at + 1] == char
    assert at == len(text)
    assert safe.replace("'", "") == text.replace("'", "")
    if not set(unicodedata.normalize("NFKC", text)) & set("=+-@\t\r\0"):
        assert safe == text


@given(st.lists(st.lists(nasty, min_size=1, max_size=3).map(tuple), max_size=4))
def test_what_is_written_is_read_back(rows):
    assert read(written(rows)) == [[cell(text) for text in row] for row in rows]


@given(st.data())
def test_two_texts_never_become_the_same_cell(data):
    text = data.draw(nasty)
    place = data.draw(st.integers(0, len(text)))
    other = f"{text[:place]}'{text[place:]}"
    assert cell(text) != cell(other)


# Named


@pytest.mark.parametrize(
    ("rule", "word", "row"),
    [
        (Rule.SINGLE, "2", ["", "x", ""]),
        (Rule.UP_TO, "1,3", ["x", "", "x"]),
        (Rule.CONSENT, "1:y,2:i,3:n", ["yes", "yes, if", "no"]),
        (Rule.SCORE, "1:0,3:5", ["0", "", "5"]),
        (Rule.RANK, "3,1", ["2", "", "1"]),
        (Rule.RANK, "-", ["", "", ""]),
    ],
)
def test_a_named_poll_has_a_row_for_each_voter(rule, word, row):
    answers = [("Kim", Choice.read(word, 'Because\nof "that"')), ("@all", Choice.read(word))]
    assert read(named_csv(OPTIONS, rule, answers)) == [
        ["Voter", "May", "'=June()", "No, view", "Reason"],
        ["Kim", *row, 'Because\nof "that"'],
        ["'@all", *row, ""],
    ]


# Totals


@pytest.mark.parametrize(
    ("rule", "words", "rows"),
    [
        (
            Rule.SINGLE,
            ["2", "2", "1", "-"],
            [
                ["Option", "Votes", "Share %", "Answered", "Abstained"],
                ["'=June()", "2", "66.67", "3", "1"],
                ["May", "1", "33.33", "3", "1"],
                ["No, view", "0", "0", "3", "1"],
            ],
        ),
        (
            Rule.CONSENT,
            ["1:y,2:n", "1:i,2:y"],
            [
                ["Option", "Yes", "Yes, if", "No", "Acceptable %", "Answered", "Abstained"],
                ["May", "1", "1", "0", "100", "2", "0"],
                ["'=June()", "1", "0", "1", "50", "2", "0"],
                ["No, view", "0", "0", "0", "", "2", "0"],
            ],
        ),
        (
            Rule.RANK,
            ["1,2,3", "2"],
            [
                ["Option", "Points", "Points %", "First places", "Answered", "Abstained"],
                ["'=June()", "3", "75", "1", "2", "0"],
                ["May", "2.50", "62.50", "1", "2", "0"],
                ["No, view", "0.50", "12.50", "0", "2", "0"],
            ],
        ),
    ],
)
def test_totals_have_a_row_for_each_option(rule, words, rows):
    assert read(totals_csv(OPTIONS, counted(rule, *words), is_secret=False)) == rows


def test_totals_of_scores_show_the_spread():
    _, first, _, unknown = read(
        totals_csv(OPTIONS, counted(Rule.SCORE, "1:0,2:1", "1:5,2:1"), is_secret=False)
    )
    assert first == ["May", "2", "2.50", "2.50", "2.50", "1", "0", "0", "0", "0", "1", "2", "0"]
    assert unknown[1:5] == ["0", "", "", ""]


def test_a_secret_poll_without_enough_answers_shows_nothing():
    four, five = counted(Rule.SINGLE, *"1122"), counted(Rule.SINGLE, *"11223")
    assert read(totals_csv(OPTIONS, four, is_secret=True)) == [["Waiting for enough answers"]]
    assert len(read(totals_csv(OPTIONS, five, is_secret=True))) == 1 + len(OPTIONS)


@given(a_poll())
def test_every_row_of_totals_has_a_cell_for_each_column(poll):
    terms, ids, choices = poll
    options = tuple(Option(each, f"Option {each}") for each in ids)
    rows = read(totals_csv(options, tally(choices, ids, terms), is_secret=False))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + len(ids)
