"""The peer: one listener on a bare Bolt `AsyncApp`, on Bolt's own aiohttp server.

`python -m benchmarks.bare PORT` serves until it is ended.
"""

import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from .signing import PATH, SECRET


async def authorize() -> AuthorizeResult:
    """An answer at once: no peer pays for `auth.test`."""
    return AuthorizeResult(
        enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_id="B1", bot_token="xoxb-1"
    )


def app() -> AsyncApp:
    """One slash command, acknowledged with a few words, when the listener has returned."""
    bare = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @bare.command("/negotiate")
    async def answer(ack: AsyncAck) -> None:
        await ack("Here is what I can do.")

    return bare


if __name__ == "__main__":
    app().server(port=int(sys.argv[1]), path=PATH, host="127.0.0.1").start()
