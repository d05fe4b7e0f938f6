import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.own_limit import limit_told
from bot.domain.wording import Check


@pytest.mark.parametrize(
    ("text", "limit", "phrase"),
    [
        ("I would go no lower than 6,200 a month.", "6,200 a month", "6,200"),
        ("Six thousand? 6200 is what it takes.", "6,200 a month, or four days", "6200"),
        ("Nothing under 6.200,00 EUR", "6200 EUR", "6.200,00"),
        ("We stop at 6 200.", "6'200", "6 200"),
        (
            "a year at the present pay, then",
            "A year at the present pay",
            "a year at the present pay",
        ),
    ],
)
def test_the_limit_is_found_however_it_is_written(text, limit, phrase):
    (found,) = limit_told(text, limit)
    assert (found.check, found.phrase) == (Check.LIMIT, phrase)
    assert text[found.start :].startswith(phrase)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("I aim for 6,800 from January.", "6,200 a month"),
        ("Four days, and 4 people", "4 days"),
        ("62 000 units", "6,200"),
        ("anything", ""),
        ("", "6,200"),
        ("We like it", "like it"),
    ],
)
def test_other_figures_and_short_words_are_left_alone(text, limit):
    assert limit_told(text, limit) == ()


@given(st.integers(100, 9_999_999), st.sampled_from(["{:,}", "{}", "{:,}.00"]))
def test_any_figure_of_the_limit_is_found_between_words(number, form):
    said = form.format(number)
    assert limit_told(f"Not under {said} for us", f"{number} a year")


@given(st.text(max_size=80), st.text(max_size=40))
def test_whatever_is_typed_it_answers_with_phrases_of_the_text(text, limit):
    for found in limit_told(text, limit):
        assert text[found.start : found.start + len(found.phrase)] == found.phrase
