"""What a poll's leader is told at its close, and nobody else."""

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_manner import Manner
from bot.domain.poll_meaning import Dissent, Side
from bot.services import poll_news, poll_running, poll_voting
from tests.services.poll_stage import CORE, LEADER, OUTSIDER, VOTERS

CONSENT = Terms(Rule.CONSENT)


async def voted(polling, **manner):
    poll = await polling.posted(manner=Manner(CONSENT, **manner))
    for voter, word in zip(VOTERS, ("1:y", "1:y", "1:n"), strict=True):
        await polling.does(poll_voting.cast_ballot, voter, poll.id, Choice.read(word))
    return poll


async def test_the_leader_of_a_named_poll_learns_who_differs_once_it_has_closed(polling):
    poll = await voted(polling)
    assert (await polling.asks(poll_news.news, LEADER, poll.id)).dissent == ()
    await polling.does(poll_running.close, LEADER, poll.id)
    told = await polling.asks(poll_news.news, LEADER, poll.id)
    assert told.dissent == (Dissent("1", Side.AGAINST, (VOTERS[2],)),)
    for other in (CORE, VOTERS[0], OUTSIDER):
        assert (await polling.asks(poll_news.news, other, poll.id)).dissent == ()


async def test_of_a_secret_poll_nobody_learns_it(polling):
    poll = await voted(polling, is_secret=True)
    await polling.does(poll_running.close, LEADER, poll.id)
    assert (await polling.asks(poll_news.news, LEADER, poll.id)).dissent == ()
