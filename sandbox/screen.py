"""The state document: everything one person sees (specified in sandbox/control.py)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sandbox.basics import Json
from sandbox.models import Channel, Message, Person
from sandbox.payloads import message_values
from sandbox.views import View
from sandbox.world import World

NEWEST = 200


def state(world: World, user: str, online: bool, next_event: datetime | None) -> Json:
    """The whole document for one person."""
    workspace = world.workspace
    mine = list(_mine(world, user))
    return {
        "version": world.version,
        "now": workspace.clock.now().isoformat(),
        "next_event": next_event.isoformat() if next_event else None,
        "in_flight": world.activity.running,
        "team": {
            "id": workspace.team_id,
            "name": workspace.team_name,
            "domain": workspace.domain,
        },
        "bot": bot(world, user, online),
        "me": user,
        "people": [person(world, p) for p in workspace.people.values()],
        "channels": [channel(world, c, user) for c in mine],
        "other_channels": [channel(world, c, user) for c in _joinable(world, user)],
        "messages": {c.id: messages(world, c, user) for c in mine},
        "home": _view(world.views.homes.get(user)),
        "modals": [_view(v) for v in world.views.stack(user)],
        "toasts": [
            {"id": t.id, "kind": t.kind, "text": t.text} for t in world.toasts if t.user == user
        ],
        "steps": [step.as_json() for step in world.traffic.steps],
        "faults": world.faults.listing(),
    }


def bot(world: World, user: str, online: bool) -> Json:
    """The app and what it offers."""
    app = world.app
    dm = world.workspace.has_dm(app.bot_user, user)
    return {
        "user": app.bot_user,
        "app_id": app.id,
        "name": app.name,
        "description": app.description,
        "color": app.color,
        "online": online,
        "home_enabled": app.home_enabled,
        "messages_enabled": app.messages_enabled,
        "messages_read_only": app.messages_read_only,
        "im": dm.id if dm else None,
        "commands": [_some(c, "command", "description", "usage_hint") for c in app.commands],
        "shortcuts": [
            _some(s, "name", "type", "callback_id", "description") for s in app.shortcuts
        ],
    }


def person(world: World, who: Person) -> Json:
    """Somebody, as the page shows them."""
    return {
        "id": who.id,
        "name": who.name,
        "real_name": who.real_name,
        "display_name": who.display_name,
        "title": who.title,
        "tz": who.tz,
        "tz_offset": who.tz_offset(world.workspace.clock.now()),
        "is_bot": who.is_bot,
        "deleted": who.deleted,
        "is_guest": who.is_guest,
        "team_id": who.team_id,
        "is_foreign": who.team_id != world.workspace.team_id,
        "is_owner": who.is_owner,
        "color": f"#{who.color}",
        "initials": "".join(word[0] for word in who.real_name.split()[:2]).upper(),
    }


def channel(world: World, one: Channel, user: str) -> Json:
    """A channel or DM, as one person sees it."""
    seen = world.workspace.visible(one.id, user)
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "topic": one.topic,
        "is_archived": one.is_archived,
        "is_shared": one.is_ext_shared,
        "is_pending_share": one.is_pending_ext_shared,
        "members": list(one.members),
        "is_member": user in one.members,
        "bot_is_member": world.app.bot_user in one.members,
        "with": one.other(user),
        "unread": world.workspace.unread(one.id, user) if user in one.members else 0,
        "latest": seen[-1].ts if seen else None,
    }


def messages(world: World, one: Channel, user: str) -> list[Json]:
    """The newest messages of a channel, oldest first."""
    return [message(world, m, user) for m in world.workspace.visible(one.id, user)[-NEWEST:]]


def message(world: World, one: Message, user: str) -> Json:
    """A message, as one person sees it."""
    replies = world.workspace.replies(one)
    return {
        "ts": one.ts,
        "channel": one.channel,
        "user": one.user,
        "text": one.text,
        "blocks": one.blocks,
        "edited": one.edited,
        "ephemeral": one.ephemeral_to is not None,
        "system": one.system is not None,
        "thread_ts": one.thread_ts,
        "broadcast": one.broadcast,
        "reply_count": len(replies),
        "reply_users": sorted({r.user for r in replies}),
        "files": [_file(world, f) for f in one.files],
        "values": message_values(world, user, one),
    }


def _file(world: World, file_id: str) -> Json:
    file = world.workspace.files[file_id]
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "size": len(file.content),
        "url": f"/files/{file.id}/{file.name}",
    }


def _view(view: View | None) -> Json | None:
    if view is None:
        return None
    return {
        "id": view.id,
        "type": view.kind,
        "callback_id": view.body.get("callback_id") or "",
        "hash": view.hash,
        "title": _words(view.body.get("title")),
        "submit": _words(view.body.get("submit")),
        "close": _words(view.body.get("close")),
        "blocks": view.blocks,
        "values": view.values,
        "errors": view.errors,
        "busy": view.busy,
    }


def _words(text: Any) -> str | None:
    return str(text["text"]) if isinstance(text, dict) else None


def _some(given: Json, *keys: str) -> Json:
    return {key: given.get(key, "") for key in keys}


def _mine(world: World, user: str) -> Iterator[Channel]:
    """Channels by name, then direct messages."""
    found = world.workspace.channels_of(user)
    yield from sorted(found, key=lambda c: (c.kind == "im", c.name, c.created, c.id))


def _joinable(world: World, user: str) -> Iterator[Channel]:
    person = world.workspace.people.get(user)
    outsider = person is None or person.is_guest or person.team_id != world.workspace.team_id
    for one in world.workspace.channels.values():
        if one.kind == "public" and user not in one.members and not outsider:
            yield one
