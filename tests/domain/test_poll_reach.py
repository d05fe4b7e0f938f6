"""Whom a draft would reach, and what stands in the way."""

from dataclasses import replace

import pytest

from bot.domain.audience import Readers
from bot.domain.channels import Channel
from bot.domain.people import Person
from bot.domain.poll_reach import Caution, Hurdle, reach
from bot.domain.polls import CONFIRM_ABOVE, MAX_VOTERS, Audience
from tests.domain.poll_samples import CLOSE, NOW, VOTERS, a_draft


def people(*ids, **flags):
    return [Person(user, f"Name of {user}", **flags) for user in ids]


PUBLIC = Channel("C1", "talks", is_private=False, is_member=True)
MEMBERS = ("U1", "U2")


def test_a_channel_poll_asks_its_members_without_bots_leavers_and_strangers():
    poll = a_draft(audience=Audience.CHANNEL)
    crowd = [
        *people("U1", "U2"),
        *people("UBOT", is_bot=True),
        *people("UGONE", is_deleted=True),
        *people("UELSE", is_stranger=True),
        *people("UGUEST", is_guest=True),
    ]
    found = reach(poll, Readers(PUBLIC, tuple(p.id for p in crowd)), crowd, NOW)
    assert [p.id for p in found.voters] == ["U1", "U2", "UGUEST"]
    assert (found.guests, found.hurdle, found.cautions) == (1, None, ())


def test_picked_people_outside_the_channel_are_asked_too_and_named():
    found = reach(a_draft(), Readers(PUBLIC, MEMBERS), people(*VOTERS), NOW)
    assert len(found.voters) == 5
    assert found.absent == ("U3", "U4", "U5")


@pytest.mark.parametrize(
    ("poll", "channel", "asked", "now", "hurdle"),
    [
        (a_draft(), PUBLIC, VOTERS, CLOSE, Hurdle.TOO_LATE),
        (a_draft(), replace(PUBLIC, is_archived=True), VOTERS, NOW, Hurdle.ARCHIVED),
        (a_draft(), Channel("C1"), VOTERS, NOW, Hurdle.NOT_A_MEMBER),
        (a_draft(), replace(PUBLIC, is_member=False), VOTERS, NOW, Hurdle.NOT_A_MEMBER),
        (a_draft(), PUBLIC, (), NOW, Hurdle.NOBODY),
        (a_draft(), Channel("C1", is_member=True), VOTERS, NOW, None),
    ],
)
def test_what_stands_in_the_way_of_posting(poll, channel, asked, now, hurdle):
    assert reach(poll, Readers(channel, MEMBERS), people(*asked), now).hurdle is hurdle


def test_people_slack_does_not_tell_about_are_not_called_nobody():
    unknown = Person("U1", "", is_guest=True, is_stranger=True, is_known=False)
    found = reach(a_draft(audience=Audience.CHANNEL), Readers(PUBLIC, ("U1",)), [unknown], NOW)
    assert found.hurdle is Hurdle.UNTOLD


def test_a_channel_with_more_people_than_a_poll_may_ask_is_refused():
    crowd = tuple(f"U{n}" for n in range(MAX_VOTERS + 1))
    poll = a_draft(audience=Audience.CHANNEL)
    assert reach(poll, Readers(PUBLIC, crowd), [], NOW).hurdle is Hurdle.TOO_MANY


def test_the_leader_confirms_many_people_other_readers_and_unknown_accounts():
    crowd = tuple(f"U{n}" for n in range(CONFIRM_ABOVE + 1))
    shared = replace(PUBLIC, is_ext_shared=True)
    poll = a_draft(audience=Audience.CHANNEL)
    unknown = Person("U99", "", is_guest=True, is_stranger=True, is_known=False)
    found = reach(poll, Readers(shared, crowd), [*people(*crowd), unknown], NOW)
    assert found.cautions == (Caution.MANY, Caution.SHARED, Caution.UNKNOWN)
    assert found.unknown == 1
    assert "U99" not in {p.id for p in found.voters}
