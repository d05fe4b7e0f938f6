"""The one app that is installed in the workspace, as its manifest describes it."""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from sandbox.basics import Json


def _dig(manifest: Json, path: str, otherwise: Any) -> Any:
    value: Any = manifest
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return otherwise if value is None else value


def _token(prefix: str) -> str:
    return f"{prefix}-{secrets.randbelow(10**12):012d}-{secrets.token_hex(12)}"


@dataclass
class App:
    """Manifest, tokens and state of installation."""

    manifest: Json
    id: str = "A0SANDBOX"
    bot_user: str = "U0BOT"
    bot_id: str = "B0SANDBOX"
    bot_token: str = field(default_factory=lambda: _token("xoxb"))
    app_token: str = field(default_factory=lambda: _token("xapp-1-A0SANDBOX"))
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    request_url: str | None = None
    revoked: bool = False

    @property
    def name(self) -> str:
        """How the bot is called in the workspace."""
        shown = _dig(self.manifest, "features.bot_user.display_name", None)
        return str(shown or _dig(self.manifest, "display_information.name", "Bot"))

    @property
    def description(self) -> str:
        """One line for the app's page."""
        return str(_dig(self.manifest, "display_information.description", ""))

    @property
    def color(self) -> str | None:
        """The app's background colour, when it has one."""
        found = _dig(self.manifest, "display_information.background_color", None)
        return str(found) if found else None

    @property
    def scopes(self) -> list[str]:
        """The bot scopes that were granted."""
        return list(_dig(self.manifest, "oauth_config.scopes.bot", []))

    @property
    def events(self) -> list[str]:
        """The bot events it is subscribed to."""
        return list(_dig(self.manifest, "settings.event_subscriptions.bot_events", []))

    @property
    def interactive(self) -> bool:
        """Does it get clicks and forms at all?"""
        return bool(_dig(self.manifest, "settings.interactivity.is_enabled", False))

    @property
    def commands(self) -> list[Json]:
        """Slash commands: command, description, usage_hint, should_escape."""
        return list(_dig(self.manifest, "features.slash_commands", []))

    @property
    def shortcuts(self) -> list[Json]:
        """Shortcuts: name, type, callback_id, description."""
        return list(_dig(self.manifest, "features.shortcuts", []))

    @property
    def home_enabled(self) -> bool:
        """Is there a Home tab?"""
        return bool(_dig(self.manifest, "features.app_home.home_tab_enabled", False))

    @property
    def messages_enabled(self) -> bool:
        """May one exchange direct messages with the bot?"""
        return bool(_dig(self.manifest, "features.app_home.messages_tab_enabled", True))

    @property
    def messages_read_only(self) -> bool:
        """Are people kept from writing to the bot?"""
        path = "features.app_home.messages_tab_read_only_enabled"
        return bool(_dig(self.manifest, path, False))

    def command(self, name: str) -> Json | None:
        """The command of that name, with its slash."""
        return next((c for c in self.commands if c["command"] == name), None)

    def verification_token(self) -> str:
        """The old-fashioned token in payloads; nobody should rely on it."""
        return hashlib.sha256(self.signing_secret.encode()).hexdigest()[:24]
