"""The Web API as a table: method, what it does, scopes (any of), rate tier, kind of token."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox import web_chat, web_conversations, web_files, web_people, web_views
from sandbox.basics import Json
from sandbox.web_call import HISTORY, READ, Call


@dataclass(frozen=True)
class Method:
    """One method of the Web API. `tier` None = special or not limited here."""

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    tier: int | None = None
    token: str = "bot"


CHAT = ("chat:write",)
ANY_READ, ANY_HISTORY = tuple(READ.values()), tuple(HISTORY.values())

METHODS: dict[str, Method] = {
    "api.test": Method(web_people.api_test, token="none"),
    "auth.test": Method(web_people.auth_test),
    "blocks.validate": Method(web_views.validate, token="none"),
    "chat.delete": Method(web_chat.delete, CHAT, 3),
    "chat.deleteScheduledMessage": Method(web_chat.delete_scheduled, CHAT, 3),
    "chat.getPermalink": Method(web_chat.permalink),
    "chat.postEphemeral": Method(web_chat.post_ephemeral, CHAT, 4),
    "chat.postMessage": Method(web_chat.post_message, CHAT),
    "chat.scheduleMessage": Method(web_chat.schedule, CHAT, 3),
    "chat.scheduledMessages.list": Method(web_chat.list_scheduled, (), 3),
    "chat.update": Method(web_chat.update, CHAT, 3),
    "conversations.history": Method(web_conversations.history, ANY_HISTORY, 3),
    "conversations.info": Method(web_conversations.info, ANY_READ, 3),
    "conversations.join": Method(web_conversations.join, ("channels:join",), 3),
    "conversations.list": Method(web_conversations.listing, ANY_READ, 2),
    "conversations.members": Method(web_conversations.members, ANY_READ, 4),
    "conversations.open": Method(web_conversations.open_dm, ("im:write", "mpim:write"), 3),
    "conversations.replies": Method(web_conversations.replies, ANY_HISTORY, 3),
    "files.completeUploadExternal": Method(web_files.complete, ("files:write",), 4),
    "files.getUploadURLExternal": Method(web_files.upload_url, ("files:write",), 4),
    "team.info": Method(web_people.team_info, ("team:read",), 3),
    "users.conversations": Method(web_conversations.of_user, ANY_READ, 2),
    "users.info": Method(web_people.user_info, ("users:read",), 4),
    "users.list": Method(web_people.user_list, ("users:read",), 2),
    "views.open": Method(web_views.open_view, (), 4),
    "views.publish": Method(web_views.publish, (), 4),
    "views.push": Method(web_views.push_view, (), 4),
    "views.update": Method(web_views.update_view, (), 4),
}
