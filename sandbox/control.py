"""The control API: what people do in the sandbox, and what they see, as JSON over HTTP.

The page in the browser uses these routes; the test driver calls the same verbs in Python
(`sandbox/acts.py`). Everything is JSON in UTF-8. Times are ISO 8601 in UTC unless named `ts`.

    GET  /                          sandbox/ui/index.html; the other files of sandbox/ui/ by name
    GET  /sandbox/state?user=U1     the whole state document for one person (default: first person)
    GET  /sandbox/traffic?after=17&limit=200
                                    {"entries": [Entry, ...], "last": 42}   oldest first
    GET  /sandbox/live              WebSocket, server to page only (below)
    POST /sandbox/act/<verb>        one deed; body and answer below
    POST /sandbox/clock             {"seconds": 600} | {"to_next_event": true}
                                    -> {"ok": true, "now": ISO, "moved": seconds}
                                    | {"ok": false, "error": "no_next_event"}
    GET  /sandbox/faults            {"ok": true, "faults": [Fault, ...], "kinds":
                                     {"*": [...], "delivery": [...], "connection": [...]}}
    POST /sandbox/faults            a Fault -> {"ok": true, "faults": [...]}
    DELETE /sandbox/faults          clears all -> {"ok": true, "faults": []}
    POST /sandbox/upload?user=U1&name=a.txt   raw body -> {"ok": true, "id": "F..."}
    GET  /files/<file id>/<name>    the content of a file

The state document
------------------
    {
      "version": 17,                       grows by at least one with every change
      "now": "2026-11-23T09:00:00+00:00",  the sandbox's clock ("at rest": only real time + moves)
      "next_event": ISO | null,            when "to the next event" would land, if known
      "in_flight": 0,                      deliveries the bot has not answered yet
      "team": {"id": "T1", "name": "Acme", "domain": "acme"},
      "bot": {"user": "U0BOT", "app_id": "A1", "name": "Parley", "description": "...",
              "color": "#4a154b" | null,
              "online": true,              a socket is open (or a request URL is set)
              "home_enabled": true, "messages_enabled": true, "messages_read_only": false,
              "im": "D1" | null,           the DM of this person with the bot, once it exists
              "commands": [{"command": "/x", "description": "...", "usage_hint": "..."}],
              "shortcuts": [{"name": "...", "type": "global" | "message",
                             "callback_id": "...", "description": "..."}]},
      "me": "U1",
      "people": [Person, ...],             everybody incl. the bot; all but the bot can act
      "channels": [Channel, ...],          what this person sees in the side bar: channels in which
                                           they are, then DMs; never private ones of others
      "other_channels": [Channel, ...],    public ones this person could join
      "messages": {"C1": [Message, ...]},  per channel of "channels", oldest first, newest 200;
                                           thread replies are in the list too (thread_ts != ts)
      "home": View | null,                 the App Home as published for this person
      "modals": [View, ...],               open stack, root first, the last one is on top
      "toasts": [{"id": 3, "kind": "warning" | "info", "text": "..."}],   not yet dismissed
      "steps": [{"id": "...", "title": "...", "hint": "...", "done": false}],
      "faults": [Fault, ...]
    }

    Person   {"id": "U1", "name": "maya", "real_name": "Maya Lindqvist", "display_name": "Maya",
              "tz": "Europe/Stockholm", "tz_offset": 3600,       seconds east of UTC at "now"
              "is_bot": false, "deleted": false, "is_guest": false, "team_id": "T1",
              "is_foreign": false, "is_owner": false, "color": "#e8912d", "initials": "ML"}

    Channel  {"id": "C1", "kind": "public" | "private" | "im", "name": "general",
              "topic": "", "is_archived": false, "is_shared": false, "is_pending_share": false,
              "members": ["U1", ...], "is_member": true, "bot_is_member": true,
              "with": "U2" | null,         im: the other side; show their display_name
              "unread": 2, "latest": "1700000000.000100" | null}

    Message  {"ts": "1700000000.000100", "channel": "C1", "user": "U0BOT", "text": "fallback",
              "blocks": [Block, ...] | null,    null: render `text` as mrkdwn
              "edited": false, "ephemeral": false,      ephemeral: "Only visible to you"
              "system": false,                  true: a grey line such as "joined #general"
              "thread_ts": ts | null, "broadcast": false, "reply_count": 0, "reply_users": [...],
              "files": [{"id", "name", "title", "mimetype", "size", "url"}],
              "values": Values}                 this person's choices in the message's elements

    View     {"id": "V1", "type": "modal" | "home", "callback_id": "...", "hash": "...",
              "title": "...", "submit": "..." | null, "close": "..." | null,   plain strings
              "blocks": [Block, ...], "values": Values,
              "errors": {"block_id": "sentence"},        show below the input of that block
              "busy": false}                             submitted, the bot has not answered yet

Blocks are exactly what the bot sent; `block_id` and `action_id` are always filled in, so
(block_id, action_id) names an element. Render plain_text and mrkdwn yourself.

    Values   {block_id: {action_id: plain value}}
             plain value by element type:
               plain_text_input, email_text_input, url_text_input, number_input    "string"
               rich_text_input                                                     "string"
               static_select, radio_buttons, overflow             value of the option: "string"
               multi_static_select, checkboxes                    ["value", ...]
               external_select / multi_external_select            whole option object / list of them
               users_select, conversations_select, channels_select          "U1" / "C1"
               multi_users_select, multi_conversations_select, multi_channels_select   ["U1", ...]
               datepicker "2026-11-23" · timepicker "09:30" · datetimepicker 1795424400 (int)
               file_input ["F1", ...] from /sandbox/upload
             null or absent = empty. In the state document, values hold the initial values of the
             elements, then what was last sent to the server. What is typed and not yet sent lives
             in the page: keep it by (view id, block_id, action_id) and drop it when an updated view
             no longer has that pair (this is how Slack keeps or resets input).


Deeds: POST /sandbox/act/<verb>
-------------------------------
Every body has "user". A deed that reaches the bot returns when the bot has acknowledged it or the
deadline of 3 s has passed; the state then already shows the answer. The answer is
    {"ok": true, ...}                                        done
    {"ok": false, "error": "name", "message": "sentence"}    refused, or the bot failed: bot_timeout
                                                             and bot_error also leave a toast
    {"ok": false, "error": "invalid_input", "errors": {block_id: sentence}}   submit only: the
                                                             client's own checks (required, length,
                                                             number, e-mail, URL); bot not asked
    HTTP 400 with {"ok": false, "error": "invalid_arguments", "message": ...} for a malformed body.

SURFACE below is one of  {"view_id": "V1"} | {"channel": "C1", "ts": "170.1"} | {"home": true},
plus "values": Values of *all* that was typed or chosen there and not yet sent (may be left out).

    run            {user, channel, text: "/cmd words", thread_ts?}     a slash command
    say            {user, channel, text, thread_ts?}    a message typed by this person; mentioning
                                                        the bot ("<@U0BOT> hi") sends app_mention.
                                                        Text beginning with "/" is not special here
    click          {user, SURFACE, block_id, action_id}                a button (also with url: open
                                                        the url yourself as well; show `confirm`
                                                        dialogs yourself before calling)
    choose         {user, SURFACE, block_id, action_id, value}  any select, date, time, checks,
                                                        radio, overflow reporting at once: not in an
                                                        input block, or one with dispatch_action
    type           {user, SURFACE, block_id, action_id, value, how: "enter" | "character"}
                                                        text input with dispatch_action; the server
                                                        ignores the kinds of keystroke that the
                                                        element did not ask for -> {"sent": false}
    options        {user, SURFACE, block_id, action_id, query}    external_select ->
                                                        {"ok": true, "options": [...]} or
                                                        {"ok": true, "option_groups": [...]}
    submit         {user, view_id, values}              the top modal
    close          {user, view_id, values?, all: false} Cancel or the back arrow (this view);
                                                        all: true = the X, closes the whole stack
    open_home      {user, tab: "home" | "messages"}     app_home_opened
    open_channel   {user, channel}                      marks it read
    open_dm        {user, with: "U0BOT"}                -> {"ok": true, "channel": "D1"}
    message_shortcut {user, channel, ts, callback_id}
    global_shortcut  {user, callback_id}
    dismiss        {user, toast: id} | {user, channel, ts}     a toast, or an ephemeral message
    join / leave   {user, channel}
    invite         {user, channel, who}                 who may be the bot
    remove         {user, channel, who}                 who may be the bot
    archive / unarchive {user, channel}
    create_channel {user, name, private: false}         -> {"ok": true, "channel": "C9"}
    deactivate     {user, who}                          the account of `who` is switched off (again:
                                                        {"active": true} switches it on)
    uninstall      {user}                               tokens_revoked, app_uninstalled, tokens die


Faults
------
    Fault {"method": "chat.postMessage" | "*" | "response_url",
           "kind": "ratelimited" | "ratelimited_silent" (429 without Retry-After) | "http_500" |
                   "http_503" | "hang" | "not_json" (a page in HTML) | "plain_text" |
                   "broken_json" | "empty" |
                   "drop" (accepted, done, then the connection is cut) |
                   "refuse" (cut before anything is done) | "delay" |
                   any error name of Slack, e.g. "fatal_error". With "_done" at the end
                   ("http_500_done") the call is carried out before it goes wrong,
           "times": 3 | null (until cleared), "seconds": 2 (Retry-After, delay or hang)}
    Faults of the delivery, method = "delivery":
           "kind": "duplicate" (the next is delivered twice) | "late" (after `seconds`) |
                   "lost" (never delivered)
    Faults done at once, method = "connection":
           "kind": "drop_sockets" | "refresh_sockets" (a disconnect frame) | "revoke_token" |
                   "restore_token"


Traffic and the live socket
---------------------------
    Entry {"id": 42, "at": ISO, "direction": "to_bot" | "from_bot",
           "kind": "slash_commands" | "block_actions" | "view_submission" | "view_closed" |
                   "shortcut" | "message_action" | "block_suggestion" | "app_home_opened" | ... |
                   "chat.postMessage" | ... | "response_url",
           "title": "/negotiate prep",     a short human summary
           "user": "U1" | null, "ok": true, "status": "ok" | error name | "timeout" | ...,
           "ms": 12, "attempt": 0, "request": {...}, "response": {...} | null}      tokens masked

    /sandbox/live sends, each as one text frame of JSON:
        {"type": "changed", "version": 18}           fetch the state again (coalesced)
        {"type": "traffic", "entry": Entry}          once, when the entry is complete

"Try this" steps come from whoever starts the sandbox: {"id", "title", "hint", "done_when":
{"direction", "kind", "contains", "user"?}}, done when an `ok` entry has that direction and kind and
holds `contains` as JSON text; "as", "at" and "type" (who, where, words) are for the page.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from sandbox.acts import perform
from sandbox.basics import DeedError, Json
from sandbox.faults import CONNECTION_KINDS, DELIVERY_KINDS, KINDS, Fault, parse
from sandbox.file_door import FileDoor
from sandbox.live import Live
from sandbox.screen import state
from sandbox.world import World

FRESH = {"Cache-Control": "no-store"}


class Host(Protocol):
    """What the control API needs of the server around it."""

    @property
    def online(self) -> bool: ...

    def move(self, seconds: float) -> None: ...

    async def next_event(self) -> datetime | None: ...

    async def move_to_next_event(self) -> float | None: ...

    async def cause(self, fault: Fault) -> None: ...


class Control:
    """The handlers of the routes above."""

    def __init__(self, world: World, host: Host) -> None:
        self.world, self.host = world, host
        self.live, self.files = Live(world), FileDoor(world)

    async def state(self, request: web.Request) -> web.Response:
        """GET /sandbox/state"""
        people = self.world.workspace.people
        user = request.query.get("user") or next(iter(people))
        if user not in people:
            return _refused("user_not_found", "There is nobody of that id.", 404)
        self.world.workspace.post_scheduled()
        found = state(self.world, user, self.host.online, await self.host.next_event())
        return web.json_response(found, headers=FRESH)

    async def act(self, request: web.Request) -> web.Response:
        """POST /sandbox/act/<verb>"""
        answer = await perform(self.world, request.match_info["verb"], await _json(request))
        status = 400 if answer.get("error") == "invalid_arguments" else 200
        return web.json_response(answer, status=status)

    async def clock(self, request: web.Request) -> web.Response:
        """POST /sandbox/clock"""
        body = await _json(request)
        moved = await self._moved(body if isinstance(body, dict) else {})
        if moved is None:
            return _refused("no_next_event", "Nothing is planned.", 200)
        now = self.world.workspace.clock.now().isoformat()
        return web.json_response({"ok": True, "now": now, "moved": moved})

    async def _moved(self, body: Json) -> float | None:
        if body.get("to_next_event"):
            return await self.host.move_to_next_event()
        seconds = body.get("seconds")
        if not isinstance(seconds, int | float) or not 0 <= seconds <= 400 * 86400:
            raise web.HTTPBadRequest(text="seconds: 0 to 400 days")
        self.host.move(seconds)
        return float(seconds)

    async def faults(self, request: web.Request) -> web.Response:
        """GET, POST, DELETE /sandbox/faults"""
        if request.method == "DELETE":
            self.world.faults.clear()
            self.world.changed()
        if request.method == "POST":
            try:
                await self.host.cause(parse(await _json(request)))
            except DeedError as refused:
                return web.json_response(refused.answer(), status=400)
        kinds = {"*": KINDS, "delivery": DELIVERY_KINDS, "connection": CONNECTION_KINDS}
        listing = self.world.faults.listing()
        return web.json_response({"ok": True, "faults": listing, "kinds": kinds}, headers=FRESH)


async def _json(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="The body must be JSON.") from None


def _refused(code: str, message: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": code, "message": message}, status=status)


def routes(control: Control) -> Iterable[web.RouteDef]:
    """The table of contents."""
    handlers: list[tuple[str, str, Callable[[web.Request], Awaitable[web.StreamResponse]]]] = [
        ("GET", "/sandbox/state", control.state),
        ("POST", "/sandbox/act/{verb}", control.act),
        ("POST", "/sandbox/clock", control.clock),
        ("GET", "/sandbox/traffic", control.live.entries),
        ("*", "/sandbox/faults", control.faults),
        ("POST", "/sandbox/upload", control.files.upload),
        ("GET", "/sandbox/live", control.live.handle),
        ("POST", "/upload/{file}", control.files.receive),
        ("GET", "/files/{file}/{name}", control.files.download),
        ("GET", "/{path:.*}", control.files.page),
    ]
    return [web.route(method, path, handler) for method, path, handler in handlers]
