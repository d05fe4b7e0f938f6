"""Web API: chat.*"""

from typing import Any

from sandbox.basics import Json, SlackError, new_id
from sandbox.block_kit import check_message, with_ids
from sandbox.models import Channel, Message, Scheduled
from sandbox.payloads import message_json
from sandbox.web_call import Call
from sandbox.world import World

LONGEST_POST, LONGEST_UPDATE = 40_000, 4_000
FURTHEST, PER_WINDOW, WINDOW = 120 * 24 * 3600, 30, 300


def destination(call: Call) -> Channel:
    """Where a message goes; a user id opens the DM, as conversations.open would."""
    workspace, target = call.world.workspace, call.need("channel")
    if target.startswith(("U", "W")) and target in workspace.people:
        if workspace.people[target].deleted:
            raise SlackError("user_disabled")
        channel = workspace.dm(call.world.app.bot_user, target)
    else:
        channel = call.channel()
    check_may_post(call, channel)
    return channel


def check_may_post(call: Call, channel: Channel) -> None:
    """Membership, archive, and the Messages tab."""
    app = call.world.app
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.kind == "im" and not app.messages_enabled:
        raise SlackError("messages_tab_disabled")
    if app.bot_user not in channel.members and "chat:write.public" not in app.scopes:
        raise SlackError("not_in_channel")


def content(call: Call, longest: int = LONGEST_POST) -> Json:
    """Text, blocks and the rest of a message, checked."""
    text, blocks = str(call.get("text", "")), call.parsed("blocks")
    attachments = call.parsed("attachments")
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    if len(text) > longest:
        raise SlackError("msg_too_long")
    check_message(blocks or [])
    return {
        "text": text,
        "blocks": with_ids(blocks) if blocks else None,
        "attachments": attachments,
        "metadata": call.parsed("metadata"),
        "by_bot": True,
    }


def thread(call: Call, channel: Channel) -> Json:
    """thread_ts and reply_broadcast, checked."""
    ts = call.get("thread_ts")
    if ts is None:
        return {}
    parent = call.world.workspace.messages[channel.id].get(ts)
    if parent is None or parent.ephemeral_to:
        raise SlackError("cannot_reply_to_message")
    return {"thread_ts": parent.thread_ts or ts, "broadcast": call.flag("reply_broadcast")}


def check_disguise(call: Call) -> None:
    """Another name or picture needs a scope of its own."""
    if call.get("username") or call.get("icon_emoji") or call.get("icon_url"):
        call.scope("chat:write.customize")


def post_message(call: Call) -> Json:
    """chat.postMessage"""
    check_disguise(call)
    fields = content(call)
    channel = destination(call)
    message = _post(call.world, channel, fields | thread(call, channel))
    shown = message_json(call.world, message)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _post(world: World, channel: Channel, fields: Json) -> Message:
    return world.workspace.post(channel.id, world.app.bot_user, **fields)


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral"""
    check_disguise(call)
    fields, user = content(call), call.need("user")
    channel = call.channel()
    check_may_post(call, channel)
    if call.world.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    fields |= thread(call, channel) | {"ephemeral_to": user}
    return {"message_ts": _post(call.world, channel, fields).ts}


def own_message(call: Call, error: str) -> Message:
    """A message of the bot itself, by channel and ts. A user id is no channel here."""
    channel, ts = call.channel(), call.need("ts")
    message = call.world.workspace.message(channel.id, ts)
    if message.ephemeral_to:
        raise SlackError("message_not_found")
    if not message.by_bot:
        raise SlackError(error)
    return message


def update(call: Call) -> Json:
    """chat.update: text without blocks removes blocks; blocks alone leave no "edited" mark."""
    fields = content(call, LONGEST_UPDATE)
    message = own_message(call, "cant_update_message")
    if call.world.workspace.channels[message.channel].is_archived:
        raise SlackError("is_archived")
    marked = call.get("text") is not None and fields["blocks"] is None
    if marked:
        fields |= {"edited": True, "edited_ts": call.world.workspace.new_ts()}
    if call.get("text") is None:
        fields["text"] = message.text
    if fields["metadata"] is None:
        fields["metadata"] = message.metadata
    edited = call.world.workspace.edit(message, **fields)
    shown = message_json(call.world, edited)
    return {"channel": message.channel, "ts": message.ts, "text": edited.text, "message": shown}


def delete(call: Call) -> Json:
    """chat.delete"""
    message = own_message(call, "cant_delete_message")
    call.world.workspace.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> Json:
    """chat.getPermalink"""
    channel, ts = call.channel(), call.need("message_ts")
    call.world.workspace.message(channel.id, ts)
    domain = call.world.workspace.domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def schedule(call: Call) -> Json:
    """chat.scheduleMessage"""
    fields, channel = content(call), destination(call)
    post_at = _post_at(call, channel)
    author = {"user": call.world.app.bot_user}
    item = Scheduled(new_id("Q"), channel.id, post_at, author | fields | thread(call, channel))
    if fields["metadata"] is None:  # with metadata it never posts: Slack's documented bug
        call.world.workspace.scheduled[item.id] = item
    return {
        "channel": channel.id,
        "scheduled_message_id": item.id,
        "post_at": post_at,
        "message": {"text": fields["text"], "bot_id": call.world.app.bot_id, "type": "message"},
    }


def _post_at(call: Call, channel: Channel) -> int:
    try:
        post_at = int(call.need("post_at"))
    except ValueError:
        raise SlackError("invalid_time") from None
    now = call.world.workspace.seconds()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + FURTHEST:
        raise SlackError("time_too_far")
    others = (s for s in call.world.workspace.scheduled.values() if s.channel == channel.id)
    if sum(s.post_at // WINDOW == post_at // WINDOW for s in others) >= PER_WINDOW:
        raise SlackError("restricted_too_many")
    return post_at


def delete_scheduled(call: Call) -> Json:
    """chat.deleteScheduledMessage"""
    channel, name = call.channel(), call.need("scheduled_message_id")
    item = call.world.workspace.scheduled.get(name)
    if item is None or item.channel != channel.id:
        raise SlackError("invalid_scheduled_message_id")
    del call.world.workspace.scheduled[name]
    return {}


def list_scheduled(call: Call) -> Json:
    """chat.scheduledMessages.list"""
    wanted = call.get("channel")
    found: list[Any] = sorted(
        (s for s in call.world.workspace.scheduled.values() if wanted in (None, s.channel)),
        key=lambda s: s.post_at,
    )
    page, after = call.page(found)
    shown = [
        {"id": s.id, "channel_id": s.channel, "post_at": s.post_at, "text": s.message["text"]}
        for s in page
    ]
    return {"scheduled_messages": shown, "response_metadata": after}
