"""Looking at who reads in a channel, before a small fake Slack."""

from bot.domain.audience import MOST_LOOKED_AT
from handlers.audience import readers_of
from tests.handlers.house import House, house

__all__ = ["house"]

INSIDE = {"id": "C1", "is_member": True, "is_ext_shared": False}


def inhabited(house: House, members: list[str], **flags: bool) -> None:
    house.slack.answers["conversations.info"] = {"channel": INSIDE | flags}
    house.slack.answers["conversations.members"] = {"members": members}
    house.slack.answers["users.info"] = {
        "user": {"team_id": "T1", "is_restricted": True, "profile": {"real_name": "Grace"}}
    }


async def test_everybody_in_a_small_channel_is_looked_at(house: House) -> None:
    inhabited(house, ["U1", "U2"])
    readers = await readers_of(house.parley.slack, "C1")
    assert (readers.count, readers.guests, readers.organisations) == (2, 2, 0)


async def test_of_a_crowd_only_those_are_told_apart_whom_slack_told_about_before(
    house: House,
) -> None:
    crowd = [f"U{n}" for n in range(MOST_LOOKED_AT + 1)]
    inhabited(house, crowd)
    await house.parley.slack.person("U7")
    readers = await readers_of(house.parley.slack, "C1")
    assert (readers.count, readers.guests) == (len(crowd), 1)
    assert readers.is_partly_looked_at
    assert len(house.slack.called("users.info")) == 1


async def test_people_of_another_organisation_are_told_apart_from_guests(house: House) -> None:
    inhabited(house, ["U1"])
    house.slack.answers["users.info"]["user"]["team_id"] = "T9"
    readers = await readers_of(house.parley.slack, "C1")
    assert (readers.guests, readers.organisations) == (0, 1)


async def test_what_slack_does_not_say_of_a_channel_counts_as_shared(house: House) -> None:
    inhabited(house, [])
    del house.slack.answers["conversations.info"]["channel"]["is_ext_shared"]
    assert (await readers_of(house.parley.slack, "C1")).organisations == 1


async def test_in_a_channel_that_the_bot_is_not_in_nobody_is_looked_at(house: House) -> None:
    inhabited(house, ["U1"], is_member=False)
    assert (await readers_of(house.parley.slack, "C1")).members == ()
    assert house.slack.called("conversations.members") == []
