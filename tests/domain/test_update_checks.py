from bot.domain.prep import Workbook
from bot.domain.update_checks import MOST, Told, told
from tests.domain.update_samples import a_form

BOOK = Workbook(
    "N1",
    {
        "P1": {"motives": "Time for the whole team"},
        "P3": {"batna": "Stay with the old supplier\nWait a year"},
        "P4": {"reservation_point": "4,800 a month"},
    },
)


def test_a_figure_of_the_limit_is_found_however_it_is_written():
    for said in ("We would pay 4800", "up to 4.800,00 at most", "4 800 and no more"):
        assert [found.name for found in told(a_form(where=said), BOOK)] == ["Where I walk away"]


def test_the_very_words_are_found_in_any_part_and_named():
    found = told(a_form(need="We might STAY with the old supplier."), BOOK)
    assert found == (Told("STAY with the old supplier", "If we do not agree"),)


def test_what_has_no_lock_and_what_differs_is_left_alone():
    assert told(a_form(where="Time for the whole team. We meet at 4:30."), BOOK) == ()


def test_what_is_noted_of_people_who_resist_is_found_too():
    found = told(a_form(changed="He always asks who else pays this"), BOOK, ["asks who else pays"])
    assert [each.name for each in found] == ["Resistance"]


def test_each_piece_is_named_once_and_never_more_than_can_be_read():
    figures = " ".join(str(n) for n in range(1000, 1000 + 3 * MOST))
    book = Workbook("N1", {"P4": {"reservation_point": figures}})
    assert len(told(a_form(where=f"{figures} {figures}"), book)) == MOST
