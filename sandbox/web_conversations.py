"""Web API: conversations.* and users.conversations"""

from typing import Any

from sandbox.basics import Json, SlackError
from sandbox.models import Channel, Message
from sandbox.payloads import channel_json, message_json
from sandbox.web_call import HISTORY, READ, Call

TYPES = {"public_channel": "public", "private_channel": "private", "im": "im"}


def info(call: Call) -> Json:
    """conversations.info"""
    return {"channel": channel_json(call.world, call.channel(READ))}


def members(call: Call) -> Json:
    """conversations.members"""
    page, after = call.page(call.channel(READ).members)
    return {"members": page, "response_metadata": after}


def _kinds(call: Call) -> list[str]:
    names = str(call.get("types", "public_channel")).split(",")
    kinds = [TYPES[n.strip()] for n in names if n.strip() in TYPES]
    for kind in kinds:
        call.scope(READ[kind])
    return kinds


def _listing(call: Call, channels: list[Channel]) -> Json:
    if call.flag("exclude_archived"):
        channels = [c for c in channels if not c.is_archived]
    page, after = call.page(channels)
    return {"channels": [channel_json(call.world, c) for c in page], "response_metadata": after}


def listing(call: Call) -> Json:
    """conversations.list: all public ones, and the bot's own others."""
    kinds, bot = _kinds(call), call.world.app.bot_user
    everything = call.world.workspace.channels.values()
    visible = (c for c in everything if c.kind == "public" or bot in c.members)
    return _listing(call, [c for c in visible if c.kind in kinds])


def of_user(call: Call) -> Json:
    """users.conversations: those of one person, as far as the bot may know."""
    kinds, bot = _kinds(call), call.world.app.bot_user
    user = str(call.get("user", bot))
    call.world.workspace.person(user)
    found = call.world.workspace.channels_of(user)
    return _listing(
        call, [c for c in found if c.kind in kinds and (c.kind == "public" or bot in c.members)]
    )


def open_dm(call: Call) -> Json:
    """conversations.open: a DM with one person."""
    if call.get("channel"):
        return {"channel": {"id": call.channel().id}}
    users = call.need("users").split(",")
    if len(users) != 1:
        call.scope("mpim:write")
        raise SlackError("method_not_supported_for_channel_type")
    person = call.world.workspace.person(users[0])
    if person.deleted:
        raise SlackError("user_disabled")
    if not call.world.app.messages_enabled:
        raise SlackError("messages_tab_disabled")
    known = call.world.workspace.has_dm(call.world.app.bot_user, person.id) is not None
    channel = call.world.workspace.dm(call.world.app.bot_user, person.id)
    shown = channel_json(call.world, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown, **({"no_op": True, "already_open": True} if known else {})}


def join(call: Call) -> Json:
    """conversations.join: public channels only."""
    channel, bot = call.channel(), call.world.app.bot_user
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    joined = call.world.workspace.join(channel, bot)
    extra: Json = {} if joined else {"warning": "already_in_channel"}
    return {"channel": channel_json(call.world, channel), **extra}


def _readable(call: Call) -> Channel:
    channel = call.channel(HISTORY)
    if call.world.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = str(call.get("oldest", "0")), str(call.get("latest", "9" * 12))
    low, high, also = float(oldest), float(latest), call.flag("inclusive")
    return [
        m
        for m in messages
        if low < float(m.ts) < high or (also and float(m.ts) in (low, high))
    ]  # fmt: skip


def _messages(call: Call, messages: list[Message]) -> Json:
    page, after = call.page(messages)
    shown: list[Any] = [message_json(call.world, m) for m in page]
    return {
        "messages": shown,
        "has_more": bool(after["next_cursor"]),
        "response_metadata": after,
    }


def history(call: Call) -> Json:
    """conversations.history: newest first, without thread replies and ephemeral messages."""
    channel = _readable(call)
    everything = call.world.workspace.messages[channel.id].values()
    shown = [m for m in everything if m.in_channel_flow and m.ephemeral_to is None]
    return _messages(call, sorted(_within(call, shown), key=lambda m: m.ts, reverse=True))


def replies(call: Call) -> Json:
    """conversations.replies: parent first."""
    channel, ts = _readable(call), call.need("ts")
    parent = call.world.workspace.messages[channel.id].get(ts)
    if parent is None or parent.ephemeral_to:
        raise SlackError("thread_not_found")
    return _messages(call, [parent, *_within(call, call.world.workspace.replies(parent))])
