"""Verbs: going places, and what members and owners do to channels and accounts."""

from sandbox.basics import DeedError, Json, new_id
from sandbox.deeds import DONE, Deed
from sandbox.models import Channel
from sandbox.payloads import event_parcel, user_json, view_json

LETTER = {"public": "C", "private": "G", "im": "D"}


async def open_home(deed: Deed) -> Json:
    """A look at the app's Home (or its Messages tab)."""
    deed.home_team("Home")
    world, user = deed.world, deed.person.id
    channel = world.workspace.dm(world.app.bot_user, user)
    event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id,
                   "tab": deed.get("tab", "home")}  # fmt: skip
    if event["tab"] == "home" and user in world.views.homes:
        event["view"] = view_json(world, world.views.homes[user])
    await world.tell(event_parcel(world, event, user))
    return DONE


async def open_channel(deed: Deed) -> Json:
    """A look at a channel; it counts as read."""
    deed.world.workspace.mark_read(deed.channel().id, deed.user)
    return DONE


async def open_dm(deed: Deed) -> Json:
    """A direct message with somebody."""
    other = deed.world.workspace.person(deed.need("with"))
    return {"ok": True, "channel": deed.world.workspace.dm(deed.person.id, other.id).id}


async def dismiss(deed: Deed) -> Json:
    """Away with a toast, or with an ephemeral message."""
    if "toast" in deed.body:
        toasts = deed.world.toasts
        toasts[:] = [t for t in toasts if (t.id, t.user) != (deed.body["toast"], deed.user)]
        deed.world.changed()
        return DONE
    message = deed.message()
    if message.ephemeral_to is None:
        raise DeedError("not_ephemeral", "Only messages that only you see can be dismissed.")
    deed.world.workspace.delete(message)
    return DONE


def _about(deed: Deed, kind: str, channel: Channel, who: str) -> Json:
    """A membership event."""
    return {
        "type": kind,
        "user": who,
        "channel": channel.id,
        "channel_type": LETTER[channel.kind],
        "team": deed.world.workspace.team_id,
    }


async def _joined(deed: Deed, channel: Channel, who: str, inviter: str | None) -> None:
    if deed.world.workspace.join(channel, who):
        event = _about(deed, "member_joined_channel", channel, who)
        await _tell_in(deed, channel, event | ({"inviter": inviter} if inviter else {}))


async def _left(deed: Deed, channel: Channel, who: str) -> None:
    bot, world = deed.world.app.bot_user, deed.world
    heard = bot in channel.members
    if not world.workspace.leave(channel, who):
        return
    if heard:
        event = _about(deed, "member_left_channel", channel, who)
        await world.tell(event_parcel(world, event, deed.user))
    if who == bot:
        kind = "group_left" if channel.kind == "private" else "channel_left"
        gone = {"type": kind, "channel": channel.id, "actor_id": deed.user}
        await world.tell(event_parcel(world, gone, deed.user))


async def _tell_in(deed: Deed, channel: Channel, event: Json) -> None:
    """Events of a channel reach the app only while its bot is in there."""
    if deed.world.app.bot_user in channel.members:
        await deed.world.tell(event_parcel(deed.world, event, deed.user))


def _open_channel(deed: Deed) -> Channel:
    channel = deed.channel()
    if channel.is_archived:
        raise DeedError("is_archived", "This channel is archived.")
    return channel


async def join(deed: Deed) -> Json:
    """Into a public channel."""
    channel = deed.world.workspace.find_channel(deed.need("channel"))
    if channel.kind != "public" or deed.person.is_guest:
        raise DeedError("cannot_join", "You need an invitation.")
    await _joined(deed, channel, deed.user, None)
    return DONE


async def leave(deed: Deed) -> Json:
    """Out of a channel."""
    await _left(deed, deed.channel(), deed.person.id)
    return DONE


async def invite(deed: Deed) -> Json:
    """Somebody, or the bot, into a channel."""
    who = deed.world.workspace.person(deed.need("who"))
    await _joined(deed, _open_channel(deed), who.id, deed.person.id)
    return DONE


async def remove(deed: Deed) -> Json:
    """Somebody, or the bot, out of a channel."""
    await _left(deed, deed.channel(), deed.need("who"))
    return DONE


async def archive(deed: Deed) -> Json:
    """Closes a channel for good (almost)."""
    return await _archived(deed, True)


async def unarchive(deed: Deed) -> Json:
    """Opens it again."""
    return await _archived(deed, False)


async def _archived(deed: Deed, on: bool) -> Json:
    channel = deed.channel()
    channel.is_archived = on
    deed.world.changed()
    kind = "group" if channel.kind == "private" else "channel"
    event = {"type": f"{kind}_{'archive' if on else 'unarchive'}", "channel": channel.id,
             "user": deed.person.id, "is_moved": 0}  # fmt: skip
    await _tell_in(deed, channel, event)
    return DONE


async def create_channel(deed: Deed) -> Json:
    """A new channel with its maker in it."""
    name = deed.need("name").removeprefix("#").lower().replace(" ", "-")
    if any(c.name == name for c in deed.world.workspace.channels.values()):
        raise DeedError("name_taken", "There is a channel of that name already.")
    made = Channel(new_id("C"), name, "public", [deed.person.id], creator=deed.user)
    made.kind = "private" if deed.get("private") else "public"
    deed.world.workspace.add_channel(made)
    return {"ok": True, "channel": made.id}


async def deactivate(deed: Deed) -> Json:
    """Switches an account off (or on again): out of all channels, modals gone."""
    world, who = deed.world, deed.world.workspace.person(deed.need("who"))
    who.deleted = not deed.get("active", False)
    if who.deleted:
        world.views.close_all(who.id)
        for channel in list(world.workspace.channels_of(who.id)):
            if channel.kind != "im":
                channel.members.remove(who.id)
    world.changed()
    await world.tell(event_parcel(world, {"type": "user_change", "user": user_json(world, who)}))
    return DONE


async def uninstall(deed: Deed) -> Json:
    """The app leaves the workspace: tokens die, then it is told so."""
    world = deed.world
    world.app.revoked = True
    world.views.stacks.clear()
    world.views.homes.clear()
    world.changed()
    tokens = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [world.app.bot_user]}}
    await world.tell(event_parcel(world, tokens))
    await world.tell(event_parcel(world, {"type": "app_uninstalled"}))
    return DONE
