from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.access import Role
from bot.domain.errors import AlreadyDone, Invalid, NotFound
from bot.domain.negotiations import Kind, Negotiation
from bot.domain.part_credit import Led, check_one_decides, decider, led_by, never_asked
from bot.domain.part_forms import (
    LINE_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    PartForm,
    RequestForm,
    Say,
)
from bot.domain.parts import (
    LOG_LIMIT,
    NOTES_LIMIT,
    Asking,
    Brought,
    Deed,
    Part,
    PartState,
    Standing,
)

LEADER, KIM, LEE, OTHER = "U1", "U2", "U3", "U4"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
RECORD = Negotiation("N1", LEADER, "Renewal", "Acme", Kind.OTHER, NOW, core_team=(LEE,))
OPEN = Part("P1", "N1", PartForm("Date"), NOW)


def asked(part=OPEN, person=KIM, hours=0):
    at = NOW + timedelta(hours=hours)
    return part.asked(Asking(part.number + 1, person, LEADER, at, RequestForm()))


def led(part=OPEN, person=KIM):
    return asked(part, person).accepted(NOW)


# What is filled in


def test_a_part_needs_a_name_and_texts_of_their_length():
    assert PartForm("  The\ndate ", mandate=" May ").checked() == PartForm(
        "The date", mandate="May"
    )
    long = PartForm("x" * (TITLE_LIMIT + 1), mandate="x" * (TEXT_LIMIT + 1))
    for form, fields in ((PartForm(" \u200b"), {"title"}), (long, {"title", "mandate"})):
        with pytest.raises(Invalid) as refused:
            form.checked()
        assert set(refused.value.problems) == fields


def test_a_request_lies_ahead_and_its_texts_have_their_length():
    form = RequestForm(" why\u0000 ", "two\nhours", TODAY).checked(TODAY)
    assert form == RequestForm("why", "two hours", TODAY)
    # It may still be yesterday where the leader is.
    RequestForm(by_when=TODAY - timedelta(days=1)).checked(TODAY)
    late = RequestForm(by_when=TODAY - timedelta(days=2), time_needed="x" * (LINE_LIMIT + 1))
    with pytest.raises(Invalid) as refused:
        late.checked(TODAY)
    assert set(refused.value.problems) == {"by_when", "time_needed"}


# Asked, answered, handed on


def test_a_request_is_accepted_once_by_who_was_asked():
    part = asked()
    part.require_asked(KIM, 1)
    accepted = part.accepted(NOW)
    assert (accepted.state, accepted.lead) == (PartState.LED, KIM)
    with pytest.raises(AlreadyDone, match="you lead this part"):
        accepted.require_asked(KIM, 1)


@pytest.mark.parametrize(("user", "number"), [(OTHER, 1), (LEADER, 1), (OTHER, 2)])
def test_who_was_never_asked_finds_nothing(user, number):
    with pytest.raises(NotFound):
        asked().require_asked(user, number)


@pytest.mark.parametrize(
    "after",
    [
        lambda part: part.passed(NOW),
        lambda part: part.released(NOW),
        lambda part: asked(part, LEE),
        lambda part: part.taken_by(LEADER, NOW),
        lambda part: part.deleted(),
    ],
    ids=["passed", "withdrawn", "put to another", "taken", "deleted"],
)
def test_a_button_of_a_request_that_is_over_answers_kindly(after):
    with pytest.raises(AlreadyDone, match="nothing left for you to do"):
        after(asked()).require_asked(KIM, 1)


def test_an_older_request_to_the_same_person_is_over():
    again = asked(asked().passed(NOW))
    with pytest.raises(AlreadyDone):
        again.require_asked(KIM, 1)
    again.require_asked(KIM, 2)


def test_passing_leaves_the_part_open_or_with_a_suggestion():
    assert asked().passed(NOW).state is PartState.OPEN
    named = asked().passed(NOW, LEE)
    assert (named.state, named.suggested, named.lead) == (PartState.SUGGESTED, LEE, None)
    assert named.needs_lead
    assert asked(named, LEE).suggested is None


def test_what_was_brought_back_stays_with_the_leader_and_not_with_the_next():
    handed = asked(led().noted("two dates"), LEE)
    assert handed.notes == ""
    assert handed.earlier == (Brought(KIM, "two dates"),)
    assert handed.notes_version == 2
    assert asked(led(), LEE).earlier == ()


def test_the_place_of_a_request_belongs_to_that_request():
    placed = asked().placed("D1", "1.1")
    assert (placed.accepted(NOW).channel, placed.accepted(NOW).message_ts) == ("D1", "1.1")
    assert asked(placed, LEE).message_ts is None


def test_a_part_is_done_with_something_brought_back_and_can_be_reopened():
    with pytest.raises(Invalid) as refused:
        led().finished(NOW)
    assert set(refused.value.problems) == {"notes"}
    done = led().noted("two dates").finished(NOW)
    assert done.state is PartState.DONE
    assert done.reopened(NOW).state is PartState.LED


def test_notes_have_their_length():
    with pytest.raises(Invalid):
        led().noted("x" * (NOTES_LIMIT + 1))
    assert led().noted("\u200b").notes == ""


def test_a_deleted_part_keeps_nothing_that_was_written():
    part = replace(led().noted("secret"), earlier=(Brought(LEE, "old"),))
    gone = part.deleted()
    assert (gone.notes, gone.earlier, gone.lead) == ("", (), None)
    assert gone.title != part.title


def test_the_history_is_bounded_and_remembers_who_was_asked():
    part = led()
    for _ in range(3 * LOG_LIMIT):
        part = part.noted("x").finished(NOW).reopened(NOW)
    assert len(part.log) == LOG_LIMIT + 1
    assert part.was_asked(KIM)


@pytest.mark.parametrize(
    ("part", "standing"),
    [
        (asked(), Standing.ASKED),
        (led(), Standing.LEADS),
        (led().noted("x").finished(NOW), Standing.DONE),
        (asked().passed(NOW), Standing.PASSED),
        (asked().released(NOW), Standing.OVER),
        # Nothing was withdrawn from who has passed, whoever is asked then.
        (asked(asked().passed(NOW), LEE), Standing.PASSED),
        (asked(asked().passed(NOW), KIM), Standing.OVER),
        (led().deleted(), Standing.OVER),
    ],
)
def test_what_a_request_has_come_to_for_who_was_asked(part, standing):
    assert part.standing_of(KIM, 1) is standing


def test_a_request_is_unclaimed_after_a_day():
    part = asked()
    assert not part.is_unclaimed(NOW + timedelta(hours=23, minutes=59))
    assert part.is_unclaimed(NOW + timedelta(hours=24))
    assert not part.accepted(NOW).is_unclaimed(NOW + timedelta(days=9))


# Roles and credit


def test_a_lead_has_a_role_only_while_it_leads():
    assert led().role_of(KIM, RECORD) is Role.PART_LEAD
    assert led(person=LEE).role_of(LEE, RECORD) is Role.PART_LEAD
    assert asked().role_of(KIM, RECORD) is Role.OUTSIDER
    assert led().released(NOW).role_of(KIM, RECORD) is Role.OUTSIDER
    assert OPEN.taken_by(LEADER, NOW).role_of(LEADER, RECORD) is Role.LEADER


def test_those_who_led_are_credited_by_name_also_when_they_handed_it_on():
    date_, price = led().noted("x"), led(replace(OPEN, form=PartForm("Price")))
    handed = asked(date_, LEE)
    assert led_by([date_, price], LEADER) == [Led(KIM, ("Date", "Price"))]
    assert led_by([handed], LEADER) == [Led(KIM, ("Date",))]
    assert led_by([asked()], LEADER) == []
    assert led_by([OPEN.taken_by(LEADER, NOW)], LEADER) == []


def test_those_who_were_never_asked_are_known():
    assert never_asked([KIM, LEE, LEE, OTHER], [asked()]) == [LEE, OTHER]
    assert never_asked([KIM], [asked().passed(NOW)]) == []


def test_exactly_one_decides_and_the_leader_by_default():
    deciding = replace(OPEN, form=PartForm("Price", say=Say.DECIDES))
    assert decider([OPEN], LEADER) == LEADER
    assert decider([asked(deciding)], LEADER) == LEADER
    assert decider([led(deciding)], LEADER) == KIM
    with pytest.raises(Invalid) as refused:
        check_one_decides(PartForm("Date", say=Say.DECIDES), [OPEN, deciding])
    assert "Price" in refused.value.problems["say"]
    check_one_decides(PartForm("Date"), [deciding])


def test_the_history_tells_who_was_asked_and_whom_they_named():
    log = asked().passed(NOW, LEE).log
    assert [(line.deed, line.who, line.whom) for line in log] == [
        (Deed.ASKED, KIM, ""),
        (Deed.PASSED, KIM, LEE),
    ]
