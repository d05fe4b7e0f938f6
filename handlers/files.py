"""A text file in the direct messages of the person who asked."""

from handlers.outcomes import Sent
from handlers.request import Request
from handlers.views.kit import Speech


async def by_dm(request: Request, note: Speech, name: str, text: str) -> bool:
    """Post the note and put the file under it; whether it is there. Nothing is tried twice.

    Whoever owns a workspace may export its messages: nothing that has a lock belongs in either.
    """
    slack = request.parley.slack
    posted = await slack.post(request.user, note)
    return isinstance(posted, Sent) and await slack.upload(posted.channel, posted.ts, name, text)
