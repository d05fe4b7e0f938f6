"""The whole way round: a person, the sandbox, Bolt over Socket Mode, and back."""

from typing import Any

from sandbox.server import Sandbox
from tests.sandbox.bots import TEXT, button, connected, field, modal, new_app, section


async def test_a_command_opens_a_modal_and_its_answer_reaches_the_channel(sandbox: Sandbox) -> None:
    app = new_app(sandbox)
    saved: dict[str, Any] = {}

    @app.command("/lunch")
    async def lunch(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(
            trigger_id=body["trigger_id"],
            view=modal(field("place", "Where?", TEXT), private_metadata=body["channel_id"]),
        )
        await ack("Opening…")

    @app.view("lunch")
    async def save(ack: Any, view: Any, client: Any) -> None:
        place = view["state"]["values"]["place"]["value"]["value"]
        if place == "home":
            await ack(response_action="errors", errors={"place": "Somewhere else, please."})
            return
        saved["place"] = place
        blocks = [section(f"*{place}*: 0 votes", accessory=button("Vote", "vote"))]
        await client.chat_postMessage(channel=view["private_metadata"], text=place, blocks=blocks)
        await ack()

    @app.action("vote")
    async def vote(ack: Any, body: Any, client: Any) -> None:
        blocks = [section("*1 vote*", accessory=button("Vote", "vote"))]
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**place, text="1 vote", blocks=blocks)
        await ack()

    leader = sandbox.person("maya")
    async with connected(app, sandbox):
        await leader.runs("/lunch new", channel="general")
        assert leader.sees("Opening…")
        assert leader.modal
        assert leader.modal.title == "Lunch"

        await leader.submits()
        assert leader.errors() == {"place": "Please complete this required field."}

        await leader.fills({"Where?": "home"})
        await leader.submits()
        assert leader.errors() == {"place": "Somewhere else, please."}

        await leader.fills({"place": "the corner"})
        await leader.submits()
        assert leader.modal is None
        assert saved == {"place": "the corner"}
        assert leader.sees("the corner: 0 votes"), leader.text()

        tomas = sandbox.person("tomas")
        await tomas.clicks("Vote", within="the corner")
        assert tomas.sees("1 vote")
        assert not tomas.sees("Opening…")
    assert sandbox.refusals() == []
