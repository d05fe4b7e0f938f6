"""A secret poll that takes votes, for tests that look for what it gives away."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.negotiations import RecordForm
from bot.domain.people import Person
from bot.domain.poll_forms import PollForm
from bot.domain.poll_manner import Manner
from bot.domain.polls import Audience, Poll
from bot.services import negotiations, polls
from bot.services.ports import UnitOfWork
from tests.faults.courier import CHANNEL
from tests.faults.things import LEADER


def drafted(
    uow: UnitOfWork, voters: Sequence[str], manner: Manner, core: Sequence[str] = ()
) -> Poll:
    """A draft of a record of its own."""
    about = RecordForm("Renewal", "Acme", core_team=tuple(core), channel=CHANNEL)
    record = negotiations.create(uow, LEADER, about)
    form = PollForm(
        question="Which term?",
        options="One year\nTwo years\nThree years",
        use="To plan.",
        audience=Audience.PICKED,
        channel=CHANNEL,
        closes_at=uow.now + timedelta(days=2),
        people=tuple(voters),
        feedback_by=uow.now + timedelta(days=3),
        manner=manner,
    )
    return polls.prepare(uow, LEADER, record.id, form)


def posted(uow: UnitOfWork, poll: Poll) -> Poll:
    """The draft, open to those who were picked."""
    return polls.post(uow, LEADER, poll.id, [Person(voter, voter) for voter in poll.voters])
