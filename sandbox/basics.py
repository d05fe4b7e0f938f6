"""What every part of the sandbox uses: JSON, errors by Slack's names, ids."""

import secrets
import string
from typing import Any

Json = dict[str, Any]
ALPHABET = string.ascii_uppercase + string.digits


class SlackError(Exception):
    """A Web API call is refused; `code` is Slack's error name, `extra` joins the answer."""

    def __init__(self, code: str, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(code, *(messages or []))
        self.code = code
        self.extra: Json = dict(extra)
        if messages:
            self.extra["response_metadata"] = {"messages": messages}

    def answer(self) -> Json:
        """The JSON body Slack would send."""
        return {"ok": False, "error": self.code, **self.extra}


class DeedError(Exception):
    """A person cannot do this in the client; never reaches the bot."""

    def __init__(self, code: str, message: str, errors: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.errors = code, message, errors

    def answer(self) -> Json:
        """The JSON body of the control API."""
        answer: Json = {"ok": False, "error": self.code, "message": self.message}
        return answer if self.errors is None else {**answer, "errors": self.errors}


def new_id(prefix: str, length: int = 10) -> str:
    """A random id in Slack's style; `prefix` names the kind: "C", "V", "Ev"."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))
