"""Closing a poll once everybody has answered.

Two votes that come at once do not see each other, so no vote decides whether it was the last. It
leaves a promise to look, in its own transaction. Who looks takes the poll first, which waits until
every vote under way is committed, and then counts: the last vote is seen, the close set once.
"""

from bot.domain.poll_closing import ending, look_at, may_end_early
from bot.domain.polls import Poll
from bot.services.poll_messages import repaint
from bot.services.ports import UnitOfWork

# So that many polls that end at once do not hold up everybody else's clicks.
AT_ONCE = 20


def note_answer(uow: UnitOfWork, poll: Poll) -> None:
    """After a vote: have somebody see whether all have answered, if that would close the poll."""
    if may_end_early(poll):
        uow.poll_looks.promise(poll.id, look_at(poll, uow.now))


def look_due(uow: UnitOfWork) -> int:
    """Set the close of each poll that everybody has answered; of how many."""
    found = [_look(uow, poll_id) for poll_id in uow.poll_looks.due(uow.now, AT_ONCE)]
    return sum(found)


def _look(uow: UnitOfWork, poll_id: str) -> bool:
    poll = uow.polls.get(poll_id)
    uow.poll_looks.done(poll_id)
    if not (poll.is_open and may_end_early(poll)):
        return False
    if not uow.polls.answered(poll_id).issuperset(poll.voters):
        return False
    early = ending(poll, uow.now)
    uow.polls.save(early)
    repaint(uow, early, f"ending:{early.closes_at.isoformat()}")
    return True
