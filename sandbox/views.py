"""Modals and App Homes: who has what open, and what is filled in."""

import secrets
from dataclasses import dataclass, field

from sandbox.basics import Json, SlackError, new_id
from sandbox.block_kit import with_ids
from sandbox.inputs import Values, elements, initial_values, merged

DEEPEST = 3


@dataclass
class View:
    """One modal in a stack, or one person's App Home. `body` is what the bot sent, with ids."""

    user: str
    body: Json
    id: str = field(default_factory=lambda: new_id("V"))
    root_id: str = ""
    previous_id: str | None = None
    hash: str = ""
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    busy: bool = False

    def __post_init__(self) -> None:
        self.root_id = self.root_id or self.id
        body, self.body = self.body, {"blocks": []}
        self.show(body)

    @property
    def kind(self) -> str:
        """ "modal" or "home"."""
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        """The blocks, every one with its id."""
        return list(self.body["blocks"])

    @property
    def external_id(self) -> str:
        """The app's own name for it, or ""."""
        return str(self.body.get("external_id") or "")

    def show(self, body: Json) -> None:
        """New content; what is filled in stays where block_id and action_id stay."""
        old = {_name(b, e) for b, e in elements(self.body["blocks"])}
        self.body = {**body, "blocks": with_ids(body["blocks"])}
        fresh = initial_values(self.blocks)
        for block, element in elements(self.blocks):
            if _name(block, element) in old:
                fresh.get(block["block_id"], {}).pop(element["action_id"], None)
        self.values = merged(self.blocks, fresh, self.values)
        self.hash = f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"
        self.errors, self.busy = {}, False

    def fill(self, values: Values) -> None:
        """Takes over what the client holds."""
        self.values = merged(self.blocks, self.values, values)


def _name(block: Json, element: Json) -> tuple[str, str, str]:
    return block["block_id"], element["action_id"], element["type"]


@dataclass
class Views:
    """All open stacks and published homes."""

    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def stack(self, user: str) -> list[View]:
        """The modals a person has open, root first."""
        return self.stacks.setdefault(user, [])

    def top(self, user: str) -> View | None:
        """The modal a person sees."""
        return next(reversed(self.stack(user)), None)

    def everything(self) -> list[View]:
        """Every open modal and every home."""
        return [v for stack in self.stacks.values() for v in stack] + list(self.homes.values())

    def find(self, view_id: str) -> View:
        """By id; Slack's error when it is not open."""
        found = next((v for v in self.everything() if v.id == view_id), None)
        if found is None:
            raise SlackError("not_found")
        return found

    def find_external(self, external_id: str) -> View:
        """By the app's own name for it."""
        found = next((v for v in self.everything() if v.external_id == external_id), None)
        if found is None:
            raise SlackError("not_found")
        return found

    def check_external(self, body: Json, but: View | None = None) -> None:
        """An external_id names one view only."""
        wanted = body.get("external_id")
        if wanted and any(v.external_id == wanted and v is not but for v in self.everything()):
            raise SlackError("duplicate_external_id")

    def push(self, user: str, body: Json) -> View:
        """Puts a modal on top of what is open."""
        stack = self.stack(user)
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        below = stack[-1] if stack else None
        view = View(
            user, body, root_id=below.root_id if below else "",
            previous_id=below.id if below else None,
        )  # fmt: skip
        stack.append(view)
        return view

    def publish(self, user: str, body: Json) -> View:
        """Replaces a person's App Home."""
        if user in self.homes:
            self.homes[user].show(body)
        else:
            self.homes[user] = View(user, body)
        return self.homes[user]

    def close(self, view: View) -> None:
        """Takes one modal away, and everything above it."""
        stack = self.stack(view.user)
        if view in stack:
            del stack[stack.index(view) :]

    def close_all(self, user: str) -> None:
        """Takes the whole stack away."""
        self.stack(user).clear()
