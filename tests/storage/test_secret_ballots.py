"""Secret polls on both databases: what is counted, what is kept, and what nobody finds again."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.errors import PollClosed, WrongKey
from bot.domain.poll_items import WORDS_LIMIT, Item, Option
from bot.domain.poll_manner import Manner, Reasons
from bot.domain.polls import Poll
from bot.services import poll_messages, poll_running, poll_voting, polls
from bot.services.ports import UnitOfWork
from storage import secret_ballots
from storage.database import Database, Door
from storage.scope import Scope
from storage.secret_ballots import PollKey
from storage.statements import Statement, of_tenant
from storage.tables import poll_keys, poll_outcomes, votes
from storage.tables import secret_ballots as ballot_rows
from tests.services.poll_stage import people
from tests.storage import records
from tests.storage.records import LEADER, ODD_TEXT, TENANT

VOTERS = tuple(f"UVOTER{number:02}" for number in range(10))
SECRET = Manner(is_secret=True, reasons=Reasons.OPTIONAL)
TABLES = {table.name: table for table in (poll_keys, ballot_rows, poll_outcomes, votes)}


@pytest.fixture
def door(database: Database) -> Door:
    """The doors of the first tenant."""
    return database.of(TENANT)


async def asked(door: Door, **changes: object) -> Poll:
    """An open secret poll."""
    given: dict[str, object] = {"manner": SECRET, "voters": VOTERS, **changes}
    return await door.write(lambda uow: records.poll(uow, **given))


async def cast(door: Door, poll: Poll, voter: str, word: str, reason: str = "") -> None:
    """One ballot."""
    await door.write(poll_voting.cast_ballot, voter, poll.id, Choice.read(word, reason))


async def vote_of(door: Door, poll: Poll, voter: str) -> Choice | None:
    return await door.read(lambda uow: uow.polls.vote_of(poll.id, voter))


async def turnout(door: Door, poll: Poll) -> int:
    return await door.read(lambda uow: uow.polls.turnout(poll.id))


async def answered(door: Door, poll: Poll) -> frozenset[str]:
    return await door.read(lambda uow: uow.polls.answered(poll.id))


async def rows(door: Door, table: str) -> list[dict[str, Any]]:
    """What lies in a table."""
    found = await door.read(lambda uow: scope_of(uow).rows(Statement(of_tenant(TABLES[table]))))
    return [dict(row) for row in found]


def scope_of(uow: UnitOfWork) -> Scope:
    assert isinstance(uow, Scope)
    return uow


def key_of(uow: UnitOfWork, poll: Poll) -> PollKey:
    key = secret_ballots.key_of(scope_of(uow), poll.id)
    assert key is not None
    return key


async def test_a_vote_is_kept_changed_and_given_up_without_a_name(door: Door) -> None:
    poll = await asked(door)
    await cast(door, poll, "UVOTER01", "1", ODD_TEXT)
    assert await vote_of(door, poll, "UVOTER01") == Choice.read("1", ODD_TEXT)
    await cast(door, poll, "UVOTER01", "3")
    assert await vote_of(door, poll, "UVOTER01") == Choice.read("3")
    await door.write(poll_voting.abstain, "UVOTER01", poll.id)
    await door.write(poll_voting.abstain, "UVOTER02", poll.id)
    assert await vote_of(door, poll, "UVOTER01") == Choice(())
    assert await vote_of(door, poll, "UVOTER03") is None
    assert await turnout(door, poll) == 2
    assert await answered(door, poll) == {"UVOTER01", "UVOTER02"}
    assert await rows(door, "votes") == []
    stored = str(await rows(door, "secret_ballots"))
    assert not any(voter in stored for voter in VOTERS)


async def test_answers_to_further_questions_are_kept_apart_from_each_other(door: Door) -> None:
    poll = await asked(door, items=(records.ITEM, Item("3", "What else?")))
    for number, voter in enumerate(VOTERS[:6]):
        further = [("3", Choice((), f"Words {number}"))]
        if number < 5:
            further.insert(0, ("2", Choice.read("1:y")))
        choice = Choice((("1", ""),), "", tuple(further))
        await door.write(poll_voting.cast_ballot, voter, poll.id, choice)
        assert await vote_of(door, poll, voter) == choice
    await door.write(poll_running.close, LEADER, poll.id)
    found = await door.read(lambda uow: uow.polls.ballots(poll.id))
    assert [choice.word() for choice in found.about("2").choices] == ["-"] + ["1:y"] * 5
    assert sorted(found.about("3").comments) == [f"Words {number}" for number in range(6)]
    assert found.about("2").comments == found.comments == ()
    assert all(choice.items == () for choice in found.choices)
    assert await vote_of(door, poll, VOTERS[0]) is None


async def test_while_it_is_open_nobody_is_given_a_choice(door: Door) -> None:
    poll = await asked(door)
    await cast(door, poll, "UVOTER01", "1", "Because")
    found = await door.read(lambda uow: uow.polls.ballots(poll.id))
    assert (found.answered, found.choices, found.comments) == ({"UVOTER01"}, (), ())


async def test_a_poll_waits_only_for_those_who_have_not_answered(door: Door) -> None:
    poll = await asked(door)
    await cast(door, poll, "UVOTER01", "-")

    async def waiting(voter: str) -> list[str]:
        return [p.id for p in await door.read(lambda uow: uow.polls.awaiting_vote(voter))]

    assert await waiting("UVOTER01") == []
    assert await waiting("UVOTER02") == [poll.id]


@pytest.mark.parametrize("count", [0, 4, 5])
async def test_nothing_of_fewer_than_five_is_kept(
    door: Door, database: Database, count: int
) -> None:
    poll = await asked(door)
    for voter in VOTERS[:count]:
        await cast(door, poll, voter, "2", f"Why {voter}")
    await door.write(poll_running.close, LEADER, poll.id)
    kept = await door.read(lambda uow: secret_ballots.kept_of(scope_of(uow), poll.id))
    assert kept is not None
    assert kept.answered == VOTERS[:count]
    assert kept.outcome.answered == count
    assert kept.outcome.words == (("2",) * 5 if count == 5 else ())
    assert len(kept.outcome.comments) == (5 if count == 5 else 0)
    assert await rows(door, "secret_ballots") == await rows(door, "poll_keys") == []
    assert await turnout(door, poll) == count
    assert await answered(door, poll) == set(VOTERS[:count])
    assert await vote_of(door, poll, "UVOTER00") is None


async def test_choices_are_sorted_and_comments_shown_from_five_on_and_mixed(door: Door) -> None:
    orders = set()
    for writers in (4, 8, 8):
        poll = await asked(door)
        for place, voter in enumerate(VOTERS):
            reason = f"Because {place}" if place < writers else " \u200b"
            await cast(door, poll, voter, str(3 - place % 3), reason)
        await door.write(poll_running.close, LEADER, poll.id)
        found = await door.read(lambda uow, p=poll: uow.polls.ballots(p.id))
        assert [choice.word() for choice in found.unnamed] == sorted("3213213213")
        assert all(choice.reason == "" for choice in found.unnamed)
        assert sorted(found.comments) == (
            [f"Because {n}" for n in range(8)] if writers == 8 else []
        )
        orders.add(found.comments)
    # By chance alike once in 8! · 2 times.
    in_order = tuple(f"Because {n}" for n in range(8))
    assert len(orders - {in_order, in_order[::-1]}) == 3


async def test_of_a_poll_that_is_deleted_nothing_is_kept(door: Door) -> None:
    for is_closed in (False, True):
        poll = await asked(door)
        for voter in VOTERS:
            await cast(door, poll, voter, "1", "Because")
        if is_closed:
            await door.write(poll_running.close, LEADER, poll.id)
        await door.write(poll_running.delete, LEADER, poll.id)
        for table in ("secret_ballots", "poll_keys", "poll_outcomes"):
            assert await rows(door, table) == [], table
        assert await turnout(door, poll) == 0
        with pytest.raises(Exception, match="withdrawn"):
            await cast(door, poll, "UVOTER01", "1")


async def test_a_poll_that_slack_refused_begins_anew(door: Door) -> None:
    poll = await asked(door)
    (before,) = await rows(door, "poll_keys")
    await cast(door, poll, "UVOTER01", "1")
    await door.write(poll_messages.not_posted, poll.id, "is_archived")
    assert await rows(door, "secret_ballots") == await rows(door, "poll_keys") == []
    await door.write(polls.post, LEADER, poll.id, people(*VOTERS[1:]))
    (after,) = await rows(door, "poll_keys")
    assert after["content"] != before["content"]
    assert await turnout(door, poll) == 0
    await cast(door, poll, "UVOTER01", "2")
    assert await turnout(door, poll) == 1


async def test_a_draft_that_was_secret_leaves_no_key_when_it_is_not_any_more(door: Door) -> None:
    poll = await asked(door)
    await door.write(poll_messages.not_posted, poll.id, "is_archived")
    draft = await door.read(lambda uow: uow.polls.get(poll.id))
    await door.write(lambda uow: uow.polls.save(replace(draft, manner=Manner())))
    assert await rows(door, "poll_keys") == []


async def test_without_its_key_a_secret_poll_counts_nothing_and_writes_no_name(door: Door) -> None:
    poll = await asked(door)

    def lose_key_and_vote(uow: UnitOfWork) -> None:
        uow.polls.face(poll.id)
        place = ("ballot box", TENANT, poll.id)
        memory = scope_of(uow).session.memory
        memory[place] = replace(memory[place], key=None)
        poll_voting.cast_vote(uow, "UVOTER01", poll.id, "1")

    with pytest.raises(PollClosed):
        await door.write(lose_key_and_vote)
    assert await rows(door, "votes") == await rows(door, "secret_ballots") == []


async def test_a_poll_restored_without_its_key_goes_on_from_nothing(door: Door) -> None:
    poll = await asked(door)
    await cast(door, poll, "UVOTER01", "1")
    await door.write(lambda uow: secret_ballots.forget(scope_of(uow), poll.id))
    assert await vote_of(door, poll, "UVOTER01") is None
    assert await turnout(door, poll) == 0
    await cast(door, poll, "UVOTER01", "2")
    assert await vote_of(door, poll, "UVOTER01") == Choice.read("2")


@pytest.mark.parametrize("rule", Rule)
async def test_a_choice_by_every_rule_is_counted_as_it_was_given(door: Door, rule: Rule) -> None:
    words = {
        Rule.SINGLE: "2", Rule.UP_TO: "1,3", Rule.CONSENT: "1:y,2:i,3:n", Rule.SCORE: "1:0,3:5",
        Rule.RANK: "3,1",
    }  # fmt: skip
    poll = await asked(door, manner=replace(SECRET, terms=Terms(rule, 2)))
    for voter in VOTERS[:5]:
        await cast(door, poll, voter, words[rule])
    assert await vote_of(door, poll, "UVOTER00") == Choice.read(words[rule])
    await door.write(poll_running.close, LEADER, poll.id)
    found = await door.read(lambda uow: uow.polls.ballots(poll.id))
    assert {choice.word() for choice in found.unnamed} == {words[rule]}


async def test_a_ballot_opens_in_its_own_place_only(door: Door) -> None:
    poll, other = await asked(door), await asked(door)
    await cast(door, poll, "UVOTER01", "1")

    def look(uow: UnitOfWork) -> None:
        key, foreign = key_of(uow, poll), key_of(uow, other)
        handle = key.handle("UVOTER01")
        (row,) = scope_of(uow).rows(Statement(of_tenant(ballot_rows)))
        assert key.open(row["content"], handle) == Choice.read("1")
        for moved, place in (
            (key, key.handle("UVOTER02")),
            (foreign, handle),
            (replace(key, poll=other.id), handle),
            (replace(key, tenant="T2"), handle),
        ):
            with pytest.raises(WrongKey):
                moved.open(row["content"], place)

    await door.read(look)


async def test_the_size_of_a_ballot_says_nothing_of_the_choice(door: Door) -> None:
    options = tuple(Option(str(n), f"Answer {n}") for n in range(1, 101))
    sizes = set()
    for terms, words in (
        (Terms(Rule.UP_TO, 100), ("-", "1", ",".join(o.id for o in options))),
        (Terms(Rule.SCORE), ("1:5", ",".join(f"{n}:3" for n in range(81, 101)))),
        (Terms(Rule.RANK), (",".join(str(n) for n in range(91, 101)),)),
    ):
        poll = await asked(door, options=options, manner=replace(SECRET, terms=terms))
        for voter, word in zip(VOTERS, words, strict=False):
            await door.write(
                lambda uow, p=poll, v=voter, w=word: uow.polls.cast(p.id, v, Choice.read(w))
            )
        found = await rows(door, "secret_ballots")
        sizes |= {len(row["content"]) for row in found}
    assert len(sizes) == 1


async def test_the_size_of_a_ballot_says_nothing_of_what_was_written(door: Door) -> None:
    poll = await asked(door, items=(records.ITEM, Item("3", "What else?"), Item("4", "And?")))
    emoji = Choice((), "\N{GRINNING FACE}" * WORDS_LIMIT)
    every = tuple((item.id, replace(emoji, picks=())) for item in poll.items)
    for voter, choice in zip(
        VOTERS,
        (Choice(()), Choice((), "", every[1:2]), Choice((("1", ""),), emoji.reason, every)),
        strict=False,
    ):
        await door.write(lambda uow, v=voter, c=choice: uow.polls.cast(poll.id, v, c))
    found = await rows(door, "secret_ballots")
    assert len(found) == 3
    assert len({len(row["content"]) for row in found}) == 1


async def test_handles_of_one_voter_differ_from_poll_to_poll(door: Door) -> None:
    for _ in range(2):
        await cast(door, await asked(door), "UVOTER01", "1")
    assert len({row["handle"] for row in await rows(door, "secret_ballots")}) == 2


async def test_a_poll_closes_by_itself_with_every_vote_counted(
    door: Door, database: Database, clock: Any
) -> None:
    poll = await asked(door)
    given = {voter: random.Random(voter).choice("123") for voter in VOTERS}
    for voter, word in given.items():
        await cast(door, poll, voter, word)
    clock.move(timedelta(days=2).total_seconds())
    assert await door.write(poll_running.close_due) == 1
    found = await door.read(lambda uow: uow.polls.ballots(poll.id))
    assert sorted(c.word() for c in found.unnamed) == sorted(given.values())
    assert found.by_voter == {}
    page = await door.read(polls.page, LEADER, poll.id)
    assert page.missing == ()
    assert page.ballots is not None
    assert page.ballots.by_voter == {}
