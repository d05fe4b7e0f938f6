"""Feedback comes back as it was written, is owed until it is said, and stays with its tenant."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from bot.domain.decisions import DecisionForm, Standing, Visibility
from bot.domain.errors import StorageTrouble
from bot.domain.feedback import FeedbackForm, FeedbackState
from bot.domain.polls import PollState
from storage.statements import Statement, updating
from storage.tables import decisions
from tests.storage import records
from tests.storage.records import LEADER, ODD_TEXT, OTHER, TENANT


@pytest.fixture
def door(database):
    return database.of(TENANT)


def owing(uow, **changes):
    """A decided poll whose people have heard nothing."""
    return records.poll(uow, state=PollState.AWAITING_FEEDBACK, **changes)


async def test_it_comes_back_as_it_was_written(door):
    poll = await door.write(owing)
    assert await door.read(lambda uow: uow.feedback.of(poll.id)) is None
    form = FeedbackForm(*(f"{ODD_TEXT} {n}" for n in range(4)), thanked=("UANNA", "UBEN"))
    for state in FeedbackState:
        written = await door.write(records.feedback, poll.id, form=form, state=state)
        assert await door.read(lambda uow: uow.feedback.of(poll.id)) == written
        form = replace(form, next_step="")


async def test_it_is_owed_until_it_is_said_first_promised_first(door, clock):
    now = clock.now()
    late = await door.write(owing, feedback_by=now + timedelta(days=2))
    soon = await door.write(owing, feedback_by=now + timedelta(days=1))
    await door.write(records.poll, state=PollState.AWAITING_DECISION)
    await door.write(owing, leader="UOTHER")
    await door.write(records.feedback, soon.id)
    owed = await door.read(lambda uow: uow.feedback.owed(LEADER))
    assert owed == [soon.id, late.id]
    for state in set(FeedbackState) - {FeedbackState.DRAFT}:
        await door.write(records.feedback, soon.id, state=state)
        assert await door.read(lambda uow: uow.feedback.owed(LEADER)) == [late.id]


async def test_another_tenant_owes_nothing_and_writes_nothing_here(database, door):
    poll = await door.write(owing)
    other = database.of(OTHER)
    assert await other.read(lambda uow: uow.feedback.owed(LEADER)) == []
    with pytest.raises(StorageTrouble) as refused:
        await other.write(records.feedback, poll.id)
    cause = refused.value.__cause__
    assert isinstance(cause, sqlite3.IntegrityError | psycopg.errors.ForeignKeyViolation)


async def test_all_of_a_decision_comes_back(door):
    form = DecisionForm(
        **dict.fromkeys(DecisionForm.TEXTS, ODD_TEXT),
        probability=70,
        thanked=("UANNA",),
        standing=Standing.CLOSED,
        visibility=Visibility.LEADER,
    )
    made = await door.write(records.decision, form=form)
    assert await door.read(lambda uow: uow.decisions.get(made.id)) == made


async def test_a_decision_of_an_older_version_reads_as_it_was(door):
    """Its sealed text knows nothing of what is asked today."""
    made = await door.write(records.decision)
    old = {"question": "Which?", "decision": "June.", "options": "", "reasons": "Early."}

    def age(uow):
        fixed = {c.name for c in decisions.columns} - {"tenant", "id", "content"}
        content = uow.seal(old, "decisions", made.id)
        uow.change(
            Statement(updating(decisions, "id", but=sorted(fixed))), id=made.id, content=content
        )

    await door.write(age)
    found = await door.read(lambda uow: uow.decisions.get(made.id))
    assert (found.form.reasons, found.form.evidence, found.form.thanked) == ("Early.", "", ())
    assert found.form.standing is Standing.HOLDS
