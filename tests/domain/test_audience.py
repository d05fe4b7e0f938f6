"""Who would read a message in a channel, and what may be said there."""

from dataclasses import replace

import pytest

from bot.domain.audience import (
    NOT_FOR_CHANNELS,
    SHARED_OUTSIDE,
    Content,
    Hurdle,
    Readers,
    hurdle,
    is_personal,
    refusal,
)
from bot.domain.channels import Channel
from bot.domain.people import Person

OPEN = Channel("C1", is_member=True)
SHARED = replace(OPEN, is_ext_shared=True)
PENDING = replace(OPEN, is_pending_ext_shared=True)
OUTSIDE = [Person("U7", "Omar", is_stranger=True, home="T9")]
UNKNOWN = [Person("U8", "", is_guest=True, is_stranger=True, is_known=False)]
PEOPLE = [
    Person("U1", "Maya"),
    Person("U2", "Grace", is_guest=True),
    Person("U3", "Parley", is_bot=True),
    Person("U4", "Dora", is_deleted=True),
]


def read(people, channel=OPEN, **changes):
    readers = Readers(channel, tuple(p.id for p in people), tuple(people))
    return replace(readers, **changes)


def test_people_and_guests_are_counted_without_bots_and_accounts_that_are_switched_off():
    readers = read(PEOPLE)
    assert (readers.count, readers.guests, readers.organisations) == (2, 1, 0)


def test_each_other_organisation_counts_once_and_its_people_are_no_guests_of_ours():
    outside = [
        Person(f"U{n}", "x", is_guest=True, is_stranger=True, home=home)
        for n, home in enumerate(("T8", "T9", "T9"))
    ]
    readers = read(outside, SHARED)
    assert (readers.count, readers.guests, readers.organisations) == (3, 0, 2)


@pytest.mark.parametrize("channel", [SHARED, PENDING])
def test_an_organisation_that_only_the_channel_tells_of_is_one(channel):
    assert read([], channel).organisations == 1


def test_of_a_crowd_all_are_counted_and_guests_as_far_as_slack_has_told():
    readers = read(PEOPLE, members=tuple(f"U{n}" for n in range(1, 91)))
    assert (readers.count, readers.guests) == (88, 1)
    assert readers.is_partly_looked_at


@pytest.mark.parametrize(
    ("readers", "expected"),
    [
        (None, Hurdle.NO_CHANNEL),
        (read([], replace(OPEN, is_archived=True)), Hurdle.ARCHIVED),
        (read([], Channel("C1")), Hurdle.NOT_A_MEMBER),
        (read(PEOPLE, SHARED), Hurdle.SHARED),
        (read(PEOPLE, PENDING), Hurdle.SHARED),
        (read(PEOPLE + OUTSIDE), Hurdle.SHARED),
        (read(PEOPLE + UNKNOWN), Hurdle.UNTOLD),
        (read(PEOPLE, replace(OPEN, is_org_shared=True)), None),
        (read(PEOPLE), None),
    ],
)
def test_what_stands_in_the_way_of_something_internal(readers, expected):
    assert hurdle(readers) is expected


@pytest.mark.parametrize(
    ("content", "channel", "code"),
    [
        (Content.INTERNAL, OPEN, None),
        (Content.INTERNAL, SHARED, SHARED_OUTSIDE),
        (Content.INTERNAL, PENDING, SHARED_OUTSIDE),
        (Content.INTERNAL, Channel("C1"), "not_in_channel"),
        (Content.INTERNAL, replace(OPEN, is_archived=True), "is_archived"),
        (Content.PERSONAL, OPEN, NOT_FOR_CHANNELS),
        (Content.POLL, SHARED, None),
        (Content.HARMLESS, SHARED, None),
    ],
)
def test_what_is_stopped_at_the_moment_of_sending(content, channel, code):
    assert refusal(content, channel) == code


def test_a_user_and_a_direct_message_are_personal_and_a_channel_is_not():
    assert [to for to in ("U1", "W1", "D1", "C1", "G1") if is_personal(to)] == ["U1", "W1", "D1"]
