"""A group that may not be shown cannot be worked out, whatever one has: not even with the key.

Two votes of the same people, with the same ballots in all, differ in who of which group cast which.
Where a group stays hidden, all that is left of both is the same, so nothing can tell them apart.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_manner import Manner
from bot.services import poll_running, poll_voting
from storage.database import Database
from storage.keys import KeyRing
from tests.faults import relink
from tests.faults.secret_polls import drafted, posted
from tests.faults.things import LEADER
from tests.storage.records import TENANT

CORE = tuple(f"UCORE{number}" for number in range(5))
OTHERS = tuple(f"UOTHER{number}" for number in range(5))
CONSENT = Terms(Rule.CONSENT)

Ballots = Mapping[str, str]


def cast_by(core: Sequence[str], others: Sequence[str]) -> Ballots:
    """Who casts which ballot."""
    return dict(zip(CORE, core, strict=False)) | dict(zip(OTHERS, others, strict=False))


async def what_is_left(
    database: Database, url: str, ring: KeyRing, terms: Terms, votes: Ballots
) -> dict[str, Any]:
    """All rows about one poll after its close, opened, without what is random in them."""
    door = database.of(TENANT)
    manner = Manner(terms, is_secret=True, by_group=True)
    poll = await door.write(lambda uow: posted(uow, drafted(uow, CORE + OTHERS, manner, CORE)))
    for voter, word in votes.items():
        await door.write(poll_voting.cast_ballot, voter, poll.id, Choice.read(word))
    await door.write(poll_running.close, LEADER, poll.id)
    rows = relink.rows_of(url, ring)
    [outcome] = [row["content"] for row in rows["poll_outcomes"] if row["poll"] == poll.id]
    assert [row for name in ("poll_keys", "secret_ballots", "votes") for row in rows[name]] == []
    [about] = [json.loads(row["content"]) for row in rows["polls"] if row["id"] == poll.id]
    return {"outcome": json.loads(outcome), "poll": about}


ONE_TOO_FEW = (
    Terms(Rule.SINGLE),
    cast_by(["1", "1", "2", "2"], ["1", "2", "2", "2", "3"]),
    cast_by(["3", "2", "2", "2"], ["1", "1", "1", "2", "2"]),
)
ALIKE_BUT_FOR_THE_SECOND_OPTION = (
    CONSENT,
    cast_by(["1:y,2:y"] * 2 + ["1:y"] * 3, ["1:y,2:n"] * 3 + ["1:y"] * 2),
    cast_by(["1:y,2:n"] * 2 + ["1:y"] * 3, ["1:y,2:y"] * 2 + ["1:y,2:n"] + ["1:y"] * 2),
)


@pytest.mark.parametrize(
    ("terms", "one", "other"),
    [ONE_TOO_FEW, ALIKE_BUT_FOR_THE_SECOND_OPTION],
    ids=["a group of four", "an option that few spoke of"],
)
async def test_two_votes_that_differ_in_what_is_hidden_leave_the_same(
    database: Database, migrated_url: str, ring: KeyRing, terms: Terms, one: Ballots, other: Ballots
) -> None:
    assert sorted(one.values()) == sorted(other.values())
    assert one != other
    left = await what_is_left(database, migrated_url, ring, terms, one)
    assert left == await what_is_left(database, migrated_url, ring, terms, other)
    assert left["outcome"]["count"] == len(one)
    if terms is CONSENT:
        assert left["outcome"]["apart"] == {"core team": ["1:y"] * 5, "others": ["1:y"] * 5}
    else:
        assert left["outcome"]["apart"] == {}


async def test_two_votes_that_differ_in_what_is_shown_are_told_apart(
    database: Database, migrated_url: str, ring: KeyRing
) -> None:
    """Else the attack would prove nothing."""
    one, other = (
        cast_by(core, others) for core, others in ((["1"] * 5, ["2"] * 5), (["2"] * 5, ["1"] * 5))
    )
    single = Terms(Rule.SINGLE)
    left = await what_is_left(database, migrated_url, ring, single, one)
    assert left != await what_is_left(database, migrated_url, ring, single, other)
