"""Which scopes the calls need; the manifest asks for these and no others."""

# Web API method -> every scope it needs. Only what is called unconditionally.
NEEDED: dict[str, frozenset[str]] = {
    "api.test": frozenset(),
    "apps.connections.open": frozenset(),  # the app-level token's own scope, connections:write
    "auth.test": frozenset(),
    "chat.getPermalink": frozenset(),
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "files.completeUploadExternal": frozenset({"files:write"}),
    "files.getUploadURLExternal": frozenset({"files:write"}),
    "conversations.info": frozenset({"channels:read", "groups:read"}),
    "conversations.members": frozenset({"channels:read", "groups:read"}),
    "users.info": frozenset({"users:read"}),
    "views.open": frozenset(),
    "views.publish": frozenset(),
    "views.push": frozenset(),
    "views.update": frozenset(),
}

# Called only where a deployment has granted more, to find a message that may have been sent.
IF_GRANTED: dict[str, frozenset[str]] = {
    "conversations.history": frozenset({"im:history"}),
    "conversations.open": frozenset({"im:write"}),
    "conversations.replies": frozenset({"im:history"}),
}

FOR_COMMANDS = "commands"


def needed() -> frozenset[str]:
    """All scopes that Parley cannot do without."""
    return frozenset({FOR_COMMANDS}).union(*NEEDED.values())
