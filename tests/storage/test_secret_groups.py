"""Secret polls by group on both databases: what is kept, and that it is kept only if it may be."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_groups import Group
from bot.domain.poll_manner import Manner, Reasons
from bot.domain.polls import Poll, PollState
from bot.services import poll_files, poll_running, poll_voting, polls
from storage import secret_ballots
from storage.database import Database, Door
from storage.scope import Scope
from tests.services.poll_stage import people
from tests.storage import records
from tests.storage.records import LEADER, TENANT

CORE = tuple(f"UCORE{number}" for number in range(6))
OTHERS = tuple(f"UOTHER{number}" for number in range(6))
BY_GROUP = Manner(is_secret=True, reasons=Reasons.OPTIONAL, by_group=True)


@pytest.fixture
def door(database: Database) -> Door:
    return database.of(TENANT)


async def asked(door: Door, **manner: Any) -> Poll:
    """An open secret poll by group, posted as its leader would."""

    def make(uow: Any) -> Poll:
        record = records.negotiation(uow, core_team=CORE)
        given = {"manner": replace(BY_GROUP, **manner), "voters": CORE + OTHERS}
        draft = replace(records.poll(uow, record, **given), state=PollState.DRAFT, opened_at=None)
        uow.polls.save(draft)
        return polls.post(uow, LEADER, draft.id, people(*CORE, *OTHERS))

    return await door.write(make)


async def closed(door: Door, poll: Poll, said: dict[str, str]) -> secret_ballots.Kept:
    """What is kept once these have answered."""
    for voter, word in said.items():
        await door.write(poll_voting.cast_ballot, voter, poll.id, Choice.read(word, f"I, {voter}"))
    await door.write(poll_running.close, LEADER, poll.id)

    def kept(uow: Any) -> secret_ballots.Kept | None:
        assert isinstance(uow, Scope)
        return secret_ballots.kept_of(uow, poll.id)

    found = await door.read(kept)
    assert found is not None
    return found


def votes(core: int, others: int) -> dict[str, str]:
    """The first of each group: most of the core team for 1, the others for 2."""
    return {
        **{voter: "3" if voter == CORE[0] else "1" for voter in CORE[:core]},
        **dict.fromkeys(OTHERS[:others], "2"),
    }


async def test_both_groups_are_kept_sorted_and_without_reasons(door: Door) -> None:
    kept = await closed(door, await asked(door), votes(5, 6))
    assert kept.outcome.apart == {
        Group.CORE: ("1", "1", "1", "1", "3"),
        Group.OTHERS: ("2",) * 6,
    }
    assert kept.outcome.words == tuple(sorted("1113" + "1" + "2" * 6))
    assert len(kept.outcome.comments) == 11


@pytest.mark.parametrize(("core", "others"), [(4, 6), (6, 4), (6, 0)])
async def test_of_groups_that_may_not_be_shown_what_is_kept_is_that_of_a_plain_poll(
    door: Door, core: int, others: int
) -> None:
    grouped = await closed(door, await asked(door), votes(core, others))
    plain = await closed(door, await asked(door, by_group=False), votes(core, others))
    assert grouped.outcome.apart == {}
    assert replace(grouped.outcome, comments=()) == replace(plain.outcome, comments=())
    assert grouped.answered == plain.answered


async def test_who_abstains_does_not_make_a_group_large_enough(door: Door) -> None:
    said = {**votes(5, 6), CORE[0]: "-"}
    assert (await closed(door, await asked(door), said)).outcome.apart == {}


async def test_groups_are_those_of_when_it_was_posted(door: Door) -> None:
    """Else its leader could move people afterwards until a group says what one of them said."""
    poll = await asked(door)
    assert poll.core == CORE

    def move(uow: Any) -> None:
        record = uow.negotiations.get(poll.negotiation)
        uow.negotiations.save(replace(record, core_team=OTHERS))

    await door.write(move)
    kept = await closed(door, poll, votes(5, 5))
    assert kept.outcome.apart[Group.OTHERS] == ("2",) * 5


async def test_a_poll_that_is_not_told_by_group_remembers_no_groups(door: Door) -> None:
    assert (await asked(door, by_group=False)).core == ()


async def test_the_page_and_the_file_have_both_groups_and_only_after_the_close(door: Door) -> None:
    poll = await asked(door, terms=Terms(Rule.CONSENT))
    assert (await door.read(polls.page, LEADER, poll.id)).parts is None
    said = {**dict.fromkeys(CORE, "1:y,2:y"), **dict.fromkeys(OTHERS[:5], "1:n"), OTHERS[5]: "2:n"}
    await closed(door, poll, said)
    core, others = (await door.read(polls.page, LEADER, poll.id)).parts or ()
    assert (core.answered, core.tally.line("1").consent.accept) == (6, 6)
    assert (others.answered, others.tally.line("1").consent.refuse) == (6, 5)
    assert core.tally.line("2").withheld
    assert others.tally.line("2").withheld
    file = (await door.read(poll_files.csv_of, LEADER, poll.id)).text.splitlines()
    assert file[0].endswith(
        '"Group","Option","Yes","Yes, if","No","Acceptable %","Answered","Abstained"'
    )
    assert '"core team","Yes","6","0","0","100","6",""' in file
    assert '"others","Yes","0","0","5","0","6",""' in file
    assert '"everybody","Yes","6","0","5","54.55","12","0"' in file


async def test_a_file_of_a_poll_that_is_too_small_by_group_has_no_groups(door: Door) -> None:
    poll = await asked(door)
    await closed(door, poll, votes(4, 6))
    assert (await door.read(polls.page, LEADER, poll.id)).parts == ()
    assert "core team" not in (await door.read(poll_files.csv_of, LEADER, poll.id)).text


async def test_a_named_poll_says_the_group_of_each_row(door: Door) -> None:
    poll = await asked(door, is_secret=False)
    for voter, word in votes(2, 1).items():
        await door.write(poll_voting.cast_ballot, voter, poll.id, Choice.read(word))
    await door.write(poll_running.close, LEADER, poll.id)
    core, others = (await door.read(polls.page, LEADER, poll.id)).parts or ()
    assert (core.answered, others.answered) == (2, 1)
    text = (await door.read(poll_files.csv_of, LEADER, poll.id)).text
    assert f'"{CORE[0]}","core team"' in text
    assert f'"{OTHERS[0]}","others"' in text
