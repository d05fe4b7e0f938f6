"""The JSON that Slack shows to apps: people, channels, messages, views, interactions, events."""

import time
from typing import Any

from sandbox.basics import Json, new_id
from sandbox.inputs import Values, initial_values, merged, state_values
from sandbox.models import Channel, File, Message, Person
from sandbox.views import View
from sandbox.world import Parcel, World


def user_json(world: World, person: Person) -> Json:
    """As in users.info."""
    now = world.workspace.clock.now()
    foreign = person.team_id != world.workspace.team_id
    known: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.real_name,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.display_name,
            "title": person.title,
            "team": person.team_id,
        },
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": world.workspace.seconds(),
    }
    if foreign:
        known["is_stranger"] = False
    if person.deleted:
        return known
    return known | {
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": person.tz_offset(now),
        "is_admin": person.is_owner,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
    }


def channel_json(world: World, channel: Channel) -> Json:
    """As in conversations.info."""
    bot = world.app.bot_user
    if channel.kind == "im":
        other = channel.other(bot)
        return {"id": channel.id, "created": channel.created, "is_im": True, "user": other,
                "is_channel": False, "is_group": False, "is_private": True, "is_open": True,
                "is_archived": False, "context_team_id": world.workspace.team_id}  # fmt: skip
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": channel.is_pending_ext_shared,
        "is_org_shared": False,
        "is_member": bot in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
        "context_team_id": world.workspace.team_id,
    }


def message_json(world: World, message: Message) -> Json:
    """As in conversations.history and in interactions."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": world.workspace.team_id,
    }
    if message.by_bot:
        shown |= {"bot_id": world.app.bot_id, "app_id": world.app.id}
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    optional = {
        "blocks": message.blocks,
        "attachments": message.attachments,
        "thread_ts": message.thread_ts,
        "subtype": message.system,
        "metadata": message.metadata,
        "files": [file_json(world, world.workspace.files[f]) for f in message.files] or None,
    }
    replies = world.workspace.replies(message)
    if replies:
        optional |= {"thread_ts": message.ts, "latest_reply": replies[-1].ts}
        shown |= {"reply_count": len(replies), "reply_users": sorted({r.user for r in replies})}
    return shown | {key: value for key, value in optional.items() if value is not None}


def file_json(world: World, file: File) -> Json:
    """As in files.completeUploadExternal."""
    base = world.response_urls.base
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "size": len(file.content),
        "user": file.user,
        "created": world.workspace.seconds(),
        "url_private": f"{base}/files/{file.id}/{file.name}",
        "url_private_download": f"{base}/files/{file.id}/{file.name}",
        "permalink": f"{base}/files/{file.id}/{file.name}",
    }


def state_of(world: World, blocks: list[Json], values: Values) -> Json:
    """`state` of a view or message."""

    def file(file_id: str) -> Json:
        return file_json(world, world.workspace.files[file_id])

    return {"values": state_values(blocks, values, file)}


def view_json(world: World, view: View) -> Json:
    """As in views.open and in interactions."""
    body = view.body
    return {
        "id": view.id,
        "team_id": world.workspace.team_id,
        "type": view.kind,
        "blocks": view.blocks,
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "state": state_of(world, view.blocks, view.values),
        "hash": view.hash,
        "title": body.get("title"),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": world.app.id,
        "external_id": view.external_id,
        "app_installed_team_id": world.workspace.team_id,
        "bot_id": world.app.bot_id,
    }


def message_values(world: World, user: str, message: Message) -> Values:
    """What a person sees chosen in a message."""
    blocks = message.blocks or []
    return merged(blocks, initial_values(blocks), world.values_of(user, message))


def interaction(world: World, kind: str, user: str, **more: Any) -> Json:
    """What all interactions have in common."""
    person = world.workspace.person(user)
    return {
        "type": kind,
        "team": {"id": world.workspace.team_id, "domain": world.workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": user,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": world.app.id,
        "token": world.app.verification_token(),
        **more,
    }


def command_payload(world: World, **fields: str) -> Json:
    """What every slash command carries."""
    return {
        "token": world.app.verification_token(),
        "team_id": world.workspace.team_id,
        "team_domain": world.workspace.domain,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        **fields,
    }


def channel_ref(channel: Channel) -> Json:
    """A channel as interactions name it."""
    names = {"im": "directmessage", "private": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def event_parcel(world: World, event: Json, user: str | None = None) -> Parcel:
    """An Events API envelope."""
    ts = world.workspace.new_ts()
    event = {"event_ts": ts, **event}
    payload = {
        "token": world.app.verification_token(),
        "team_id": world.workspace.team_id,
        "context_team_id": world.workspace.team_id,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(float(ts.split(".")[0])),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.workspace.team_id,
                "user_id": world.app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": new_id("4-", 40),
    }
    return Parcel("events_api", event["type"], payload, event["type"], user)


def action_ts() -> str:
    """A fresh action_ts; real time, as signatures are."""
    return f"{time.time():.6f}"
