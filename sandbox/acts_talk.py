"""Verbs: commands, messages, shortcuts."""

import re

from sandbox.basics import DeedError, Json, SlackError
from sandbox.deeds import DONE, Deed
from sandbox.models import Channel
from sandbox.payloads import (
    action_ts,
    channel_ref,
    command_payload,
    event_parcel,
    interaction,
    message_json,
)
from sandbox.responses import answer as post_answer
from sandbox.tickets import ResponseUrl
from sandbox.world import Parcel, World

TOKEN = re.compile(r"(<[@#!][^<>]*>)")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
TROUBLE = "The app did not respond. Try again?"
NAMES = {"im": "directmessage", "private": "privategroup"}


async def run(deed: Deed) -> Json:
    """A slash command."""
    name, _, words = deed.need("text").strip().partition(" ")
    channel, person = deed.channel(), deed.person
    command = deed.world.app.command(name)
    if command is None:
        raise DeedError("unknown_command", f"{name} is not a valid command.")
    if deed.get("thread_ts"):
        raise DeedError("not_in_threads", f"{name} is not supported in threads. Sorry!")
    deed.home_team(name)
    words = _escaped(deed.world, words.strip()) if command.get("should_escape") else words.strip()
    payload = command_payload(
        deed.world, channel_id=channel.id, channel_name=NAMES.get(channel.kind, channel.name),
        user_id=person.id, user_name=person.name, command=name, text=words,
        response_url=deed.world.response_urls.issue(person.id, channel.id),
        trigger_id=deed.world.triggers.issue(person.id),
    )  # fmt: skip
    parcel = Parcel("slash_commands", "slash_commands", payload, f"{name} {words}".strip())
    answer = await deed.send(parcel, f"{name} failed because the app did not respond.")
    return _show(deed, channel, answer.body)


def _show(deed: Deed, channel: Channel, body: object) -> Json:
    """Posts what the acknowledgement of a command carried."""
    said = {"text": body} if isinstance(body, str) else body
    if not isinstance(said, dict) or not said:
        return DONE
    entry = deed.world.traffic.begin("from_bot", "command_answer", said)
    ticket = ResponseUrl(deed.user, channel.id, deed.world.workspace.clock.now())
    try:
        post_answer(deed.world, ticket, said)
    except SlackError as error:
        deed.world.traffic.end(entry, error.code, error.answer())
        deed.world.toast(deed.user, TROUBLE)
        raise DeedError("bot_error", TROUBLE) from error
    deed.world.traffic.end(entry, "ok")
    return DONE


def _escaped(world: World, words: str) -> str:
    """`@name` and `#name` as <@U1|name> and <#C1|name>, as with `should_escape`."""
    for person in world.workspace.people.values():
        words = re.sub(
            rf"(?<![\w<])@{re.escape(person.name)}\b", f"<@{person.id}|{person.name}>", words
        )
    for channel in world.workspace.channels.values():
        if channel.kind == "public":
            name = re.escape(channel.name)
            words = re.sub(rf"(?<![\w<])#{name}\b", f"<#{channel.id}|{channel.name}>", words)
    return words


def escape(text: str) -> str:
    """Message text as Slack keeps it: & < > escaped, mentions as they are."""
    parts = TOKEN.split(text)
    return "".join(p if TOKEN.fullmatch(p) else _plain(p) for p in parts)


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


async def say(deed: Deed) -> Json:
    """A message typed by a person."""
    channel, text = deed.channel(), escape(deed.need("text"))
    _check_may_write(deed, channel)
    message = deed.world.workspace.post(
        channel.id, deed.person.id, text=text, thread_ts=deed.get("thread_ts")
    )
    deed.world.workspace.mark_read(channel.id, deed.user)
    bot, event = deed.world.app.bot_user, message_json(deed.world, message)
    event |= {"channel": channel.id}
    if channel.kind == "im" and bot in channel.members:
        parcel = event_parcel(deed.world, event | {"channel_type": "im"}, deed.user)
        parcel.kind = "message.im"
        await deed.world.tell(parcel)
    elif bot in MENTION.findall(text) and bot in channel.members:
        await deed.world.tell(event_parcel(deed.world, event | {"type": "app_mention"}, deed.user))
    return {"ok": True, "ts": message.ts}


def _check_may_write(deed: Deed, channel: Channel) -> None:
    app = deed.world.app
    if channel.is_archived:
        raise DeedError("is_archived", "This channel is archived.")
    closed = app.messages_read_only or not app.messages_enabled
    if channel.kind == "im" and app.bot_user in channel.members and closed:
        raise DeedError("messages_off", "Sending messages to this app has been turned off.")


def _shortcut(deed: Deed, kind: str) -> Json:
    name = deed.need("callback_id")
    for known in deed.world.app.shortcuts:
        if (known["callback_id"], known["type"]) == (name, kind):
            return known
    raise DeedError("unknown_shortcut", "There is no such shortcut.")


async def message_shortcut(deed: Deed) -> Json:
    """A shortcut from the menu of a message."""
    known, message, user = _shortcut(deed, "message"), deed.message(), deed.user
    channel = deed.world.workspace.channels[message.channel]
    payload = interaction(
        deed.world, "message_action", user, callback_id=known["callback_id"],
        trigger_id=deed.world.triggers.issue(user), action_ts=action_ts(),
        message_ts=message.ts, channel=channel_ref(channel),
        message=message_json(deed.world, message),
        response_url=deed.world.response_urls.issue(user, channel.id, message.ts),
    )  # fmt: skip
    await deed.send(Parcel("interactive", "message_action", payload, known["name"]), TROUBLE)
    return DONE


async def global_shortcut(deed: Deed) -> Json:
    """A shortcut from the plus menu or the search bar."""
    known, user = _shortcut(deed, "global"), deed.person.id
    deed.home_team(known["name"])
    payload = interaction(
        deed.world, "shortcut", user, callback_id=known["callback_id"],
        trigger_id=deed.world.triggers.issue(user), action_ts=action_ts(),
    )  # fmt: skip
    await deed.send(Parcel("interactive", "shortcut", payload, known["name"]), TROUBLE)
    return DONE
