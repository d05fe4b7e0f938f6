from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.copy import copy
from bot.domain.resistance import (
    SHORT,
    SIGNALS,
    Band,
    Seen,
    Source,
    asked_for,
    fit_of,
    read,
    sheet,
    signal,
)

# Domain reference 2.3; S4 is not known.
TOLD = {
    "S1": 0, "S2": 1, "S3": 0, "S5": 0, "S6": 1, "S7": 2, "S8": 1, "S9": 1,
    "S10": 0, "S11": 0, "S12": 0, "S13": 1, "S14": 0, "S15": 2, "S16": 1,
}  # fmt: skip
ANSWERS = {code: Seen(answer) for code, answer in TOLD.items()}
TOTALS = {"INFO": 5, "INT": 7, "REL": 5, "LOSS": 5, "TRUST": 7, "LOAD": 6, "AUTH": 6, "FAIR": 6}

some_answers = st.dictionaries(st.sampled_from(list(SIGNALS)), st.sampled_from(list(Seen)))


def clearly(*codes):
    return dict.fromkeys(codes, Seen.CLEARLY)


def sources(fits):
    return [fit.source for fit in fits]


def test_the_weights_come_to_the_totals_of_the_reference():
    totals = {s.value: sum(points.get(s, 0) for points in SIGNALS.values()) for s in Source}
    assert totals == TOTALS
    assert len(SIGNALS) == 16


def test_the_example_of_the_reference_comes_out_exactly():
    found = {fit.source.value: fit.fit for fit in read(ANSWERS).ranked}
    assert found == {
        "LOSS": Fraction(8, 10),
        "FAIR": Fraction(8, 12),
        "TRUST": Fraction(5, 14),
        "AUTH": Fraction(4, 12),
        "INFO": Fraction(2, 10),
        "REL": Fraction(2, 10),
        "INT": Fraction(1, 8),
        "LOAD": Fraction(0),
    }
    bands = [(fit.source.value, fit.band) for fit in read(ANSWERS).ranked[:4]]
    assert bands == [
        ("LOSS", Band.LIKELY),
        ("FAIR", Band.LIKELY),
        ("TRUST", Band.POSSIBLE),
        ("AUTH", Band.LITTLE),
    ]
    assert fit_of(Source.INT, ANSWERS).coverage == Fraction(4, 7)
    assert read(ANSWERS).unseen == ()


def test_the_example_is_worked_on_fairness_first_and_its_pair_is_named():
    reading = read(ANSWERS)
    assert sources(reading.joint) == [Source.LOSS, Source.FAIR]
    assert sources(reading.order) == [Source.FAIR, Source.LOSS]
    assert len(reading.advice) == 1
    assert "one real choice" in reading.advice[0]


def test_the_answers_that_drove_a_fit_are_named_heaviest_first():
    assert fit_of(Source.LOSS, ANSWERS).drivers == ("S7", "S8")
    assert fit_of(Source.TRUST, ANSWERS).drivers == ("S9", "S2", "S6")
    assert fit_of(Source.LOAD, ANSWERS).drivers == ()


@pytest.mark.parametrize(
    ("codes", "answers", "band"),
    [
        (("S7",), (2,), Band.LIKELY),
        (("S8",), (2,), Band.UNSEEN),  # two points of five
        (("S7", "S8"), (2, 0), Band.LIKELY),  # 6 of 10: exactly the border
        (("S7", "S8"), (1, 0), Band.LITTLE),
        (("S7", "S8"), (0, 2), Band.POSSIBLE),
        ((), (), Band.UNSEEN),
    ],
)
def test_bands_begin_at_their_borders(codes, answers, band):
    given_answers = {code: Seen(a) for code, a in zip(codes, answers, strict=True)}
    assert fit_of(Source.LOSS, given_answers).band is band


def test_the_short_form_asks_the_marker_of_each_source():
    marked = [next(iter(SIGNALS[code])) for code in SHORT]
    assert set(marked) == set(Source)
    assert {SIGNALS[code][source] for code, source in zip(SHORT, marked, strict=True)} == {3}
    # Two sources spread over more signals: eight answers say too little of them.
    assert set(sources(read(clearly(*SHORT)).unseen)) == {Source.INT, Source.TRUST}


def test_without_answers_nothing_is_a_sign_and_everything_is_to_be_asked():
    reading = read({})
    assert reading.signs == reading.joint == reading.order == reading.advice == ()
    assert len(reading.unseen) == len(Source)
    assert not reading.is_bound


def test_missing_authority_on_top_puts_the_deciders_first():
    reading = read({**clearly("S13", "S14", "S15"), "S11": Seen.NO})
    assert reading.is_bound
    assert sources(reading.order) == [Source.AUTH, Source.FAIR]


def test_missing_authority_below_the_top_waits_its_turn():
    answers = {**clearly("S13", "S15", "S16"), "S14": Seen.SOMEWHAT, "S3": Seen.NO, "S11": Seen.NO}
    reading = read(answers)
    assert not reading.is_bound
    assert sources(reading.order) == [Source.FAIR, Source.AUTH]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (("S1", "S2", "S9", "S6"), "neutral"),
        (("S7", "S8", "S3", "S4"), "save face"),
        (("S11", "S12", "S13", "S14"), "sponsor"),
        (("S5", "S6", "S15", "S16"), "carries the message"),
    ],
)
def test_frequent_pairs_bring_their_advice(codes, words):
    assert any(words in advice for advice in read(clearly(*codes)).advice)


def test_a_weak_signal_alone_puts_no_deciders_first():
    reading = read(clearly("S8"))
    assert sources(reading.joint) == [Source.LOSS, Source.AUTH]
    assert {fit.band for fit in reading.joint} == {Band.UNSEEN}
    assert not reading.is_bound


def test_one_source_alone_is_no_pair():
    assert read({**clearly("S5"), "S6": Seen.NO}).advice == ()


@given(some_answers, st.sampled_from(list(SIGNALS)))
def test_more_evidence_never_lowers_the_fit_of_its_sources(answers, code):
    before = answers.get(code)
    for stronger in Seen:
        if before is not None and stronger < before:
            continue
        raised = {**answers, code: stronger}
        for source in SIGNALS[code]:
            if before is not None or stronger is Seen.CLEARLY:
                assert fit_of(source, raised).fit >= fit_of(source, answers).fit


@given(some_answers, st.sampled_from(list(SIGNALS)))
def test_what_is_not_known_counts_nowhere(answers, code):
    without = {each: seen for each, seen in answers.items() if each != code}
    for source in set(Source) - set(SIGNALS[code]):
        assert fit_of(source, without) == fit_of(source, answers)
    for source in SIGNALS[code]:
        fit = fit_of(source, without)
        answered = [c for c in without if source in SIGNALS[c]]
        assert fit.coverage == Fraction(
            sum(SIGNALS[c][source] for c in answered), TOTALS[source.value]
        )


@given(some_answers, st.randoms())
def test_the_order_is_stable_and_complete_however_answers_come(answers, random):
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    reading = read(answers)
    assert read(dict(shuffled)) == reading
    assert set(sources(reading.ranked)) == set(Source)
    assert list(reading.ranked) == sorted(reading.ranked, key=lambda fit: -fit.fit)
    assert set(reading.order) == set(reading.joint) <= set(reading.signs)


@given(some_answers)
def test_a_fit_lies_between_none_and_all_and_its_points_never_reach_a_higher_band(answers):
    for fit in read(answers).ranked:
        assert 0 <= fit.fit <= 1
        assert 0 <= fit.coverage <= 1
        if fit.is_seen_enough:
            assert (fit.points >= 60) is (fit.band is Band.LIKELY)
            assert (fit.points >= 35) is fit.is_sign


def test_every_source_has_its_sheet_and_every_signal_its_words():
    data = copy("resistance")
    assert set(data["sources"]) == {source.value for source in Source}
    assert set(data["signals"]) == set(SIGNALS)
    for source in Source:
        assert sheet(source).ask.endswith("?")
    assert all(signal(code) for code in SIGNALS)


@given(some_answers)
def test_a_fit_counts_the_answers_that_it_comes_from(answers):
    for source in Source:
        speaking = [code for code, points in SIGNALS.items() if source in points]
        fit = fit_of(source, answers)
        assert fit.answered == sum(code in answers for code in speaking)
        assert fit.signals == len(speaking)


@given(some_answers)
def test_whoever_answered_the_markers_alone_was_asked_eight(answers):
    assert set(answers) <= set(asked_for(answers))
    assert len(asked_for(answers)) in (8, 16)
