import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import clean, is_blank, lines

anything = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  hello ", "hello"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("tab\there", "tab\there"),
        ("nul\x00bell\x07", "nulbell"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("lone\ud800surrogate", "lonesurrogate"),
        (None, ""),
    ],
)
def test_control_and_bidi_characters_and_lone_surrogates_are_dropped(raw, kept):
    assert clean(raw) == kept


@pytest.mark.parametrize("emoji", ["👩‍👩‍👧", "❤️", "🏳️‍🌈", "👍🏽"])
def test_emoji_stay_whole(emoji):
    assert clean(emoji) == emoji


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "שלום עולם", "हिन्दी", "漢字"])
def test_every_script_stays_as_it_was_typed(text):
    assert clean(text) == text


@given(anything)
def test_clean_text_can_be_stored_and_cleaning_it_again_changes_nothing(raw):
    once = clean(raw)
    assert once.encode("utf-8").decode() == once
    assert clean(once) == once
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in once)


@pytest.mark.parametrize("nothing", ["", " \n\t", "\u200b", "\ufe0f", "\u3164\u2800", "\x00"])
def test_text_that_shows_nothing_is_blank(nothing):
    assert is_blank(nothing)


@given(anything)
def test_what_is_blank_has_no_lines(raw):
    assert bool(lines(raw)) <= (not is_blank(raw))


def test_lines_lose_their_list_marks_and_empty_lines():
    assert lines("- one\n\n• two\n  *  three\n–\n—\n- • four") == ("one", "two", "three", "four")


def test_a_minus_sign_and_stars_around_a_word_are_no_list_marks():
    assert lines("-5 % on price\n*now* or never") == ("-5 % on price", "*now* or never")
