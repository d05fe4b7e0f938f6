"""Nothing typed can mention anybody, tear an entity or a letter, or be too long."""

from datetime import UTC, datetime

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from handlers.views import text
from handlers.views.walker import problems

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "<!channel>",
        "<!here>",
        "<!everyone>",
        "<@U123>",
        "<!subteam^S1>",
        "<https://evil.example|your bank>",
        "<!date^0^{date}|never>",
        "a & b",
        "&lt;!channel&gt;",
    ],
)
def test_escaped_text_says_only_what_was_typed(typed: str) -> None:
    escaped = text.esc(typed)
    assert "<" not in escaped
    assert problems({"text": escaped}) == []


def test_three_thousand_signs_become_twelve_thousand_characters_and_still_fit() -> None:
    assert text.cut(text.esc("<" * 3000), 3000) == "&lt;" * 749 + "…"


def test_a_family_is_cut_before_or_after_but_not_in_the_middle() -> None:
    family = "👩‍👩‍👧"
    assert text.cut(family * 5, 20) == family * 2 + "…"


def test_a_mention_is_kept_whole_or_left_out() -> None:
    assert text.cut("to <@U123456>", 8) == "to …"


def test_a_tower_of_accents_is_cut_inside() -> None:
    assert text.size(text.cut("a" + "\u0301" * 5000, 100)) <= 100


def test_short_text_stays_as_it_is() -> None:
    assert text.cut("as it is", 8) == "as it is"


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=400), st.integers(5, 200))
def test_cut_text_fits_and_is_a_beginning(typed: str, limit: int) -> None:
    escaped = text.esc(typed)
    kept = text.cut(escaped, limit)
    assert text.size(kept) <= limit
    assert escaped.startswith(kept.removesuffix("…"))
    assert not regex.search(r"&(?!amp;|lt;|gt;)", kept)


@given(st.text(max_size=50))
def test_lone_surrogates_can_be_measured_and_cut(typed: str) -> None:
    assert text.size(text.cut(typed, 10)) <= 10


def test_an_instant_is_shown_in_the_readers_zone() -> None:
    assert text.when(NOON) == (
        f"<!date^{int(NOON.timestamp())}^{{date_short_pretty}} at {{time}}"
        "|23 Nov 2026 at 12:30 UTC>"
    )
    assert text.day(NOON).endswith("|23 Nov 2026>")
    assert text.time_of_day(NOON).endswith("|12:30 UTC>")
    assert problems({"text": text.when(NOON)}) == []


def test_plain_text_names_the_time_of_a_zone() -> None:
    assert text.plain_when(NOON, "Asia/Kolkata") == "Mon 23 Nov, 18:00"


def test_small_words() -> None:
    assert text.count(1, "vote") == "1 vote"
    assert text.count(3, "reply", "replies") == "3 replies"
    assert text.listed(["a"]) == "a"
    assert text.listed(["a", "b", "c"]) == "a, b and c"
    assert text.listed([*"abcdef"], shown=2) == "a, b and 4 more"
    assert text.quote("a\nb") == "> a\n> b"
    assert text.one_line(" a \n b ", 10) == "a b"
    assert (text.person("U1"), text.channel("C1")) == ("<@U1>", "<#C1>")
