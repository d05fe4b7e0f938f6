"""Faults on request: what goes wrong with the next calls and deliveries."""

from dataclasses import asdict, dataclass, field

from sandbox.basics import DeedError, Json

ANY = "*"
KINDS = (
    "ratelimited",
    "ratelimited_silent",
    "http_500",
    "http_503",
    "hang",
    "not_json",
    "plain_text",
    "broken_json",
    "empty",
    "drop",
    "refuse",
    "delay",
)
DELIVERY_KINDS = ("duplicate", "late", "lost")
CONNECTION_KINDS = ("drop_sockets", "refresh_sockets", "revoke_token", "restore_token")


@dataclass
class Fault:
    """One fault: of a Web API method, of "response_url", or of the "delivery" to the bot."""

    method: str
    kind: str
    times: int | None = 1
    seconds: float = 1.0


def parse(body: Json) -> Fault:
    """A fault out of JSON; DeedError when it makes no sense."""
    method, kind = body.get("method"), body.get("kind")
    times, seconds = body.get("times", 1), body.get("seconds", 1.0)
    if not (isinstance(method, str) and isinstance(kind, str) and method and kind):
        raise DeedError("invalid_arguments", "A fault needs a method and a kind.")
    if not (times is None or isinstance(times, int)) or not isinstance(seconds, int | float):
        raise DeedError("invalid_arguments", "times is a number or null, seconds a number.")
    allowed = {"delivery": DELIVERY_KINDS, "connection": CONNECTION_KINDS}.get(method)
    if allowed and kind not in allowed:
        raise DeedError("invalid_arguments", f"{method} knows {', '.join(allowed)}.")
    return Fault(method, kind, times, float(seconds))


@dataclass
class Faults:
    """The faults that wait for their call."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, method: str, kind: str, times: int | None = 1, seconds: float = 1.0) -> Fault:
        """The next `times` calls of `method` fail in this way; None = until cleared."""
        fault = Fault(method, kind, times, seconds)
        self.waiting.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """The fault of this call, counted off. "*" means every Web API method."""
        names = (method,) if method in ("delivery", "response_url") else (method, ANY)
        for fault in self.waiting:
            if fault.method in names:
                if fault.times is not None:
                    fault.times -= 1
                self.waiting = [f for f in self.waiting if f.times is None or f.times > 0]
                return fault
        return None

    def clear(self) -> None:
        """All is well again."""
        self.waiting = []

    def listing(self) -> list[Json]:
        """For the control API."""
        return [asdict(fault) for fault in self.waiting]
