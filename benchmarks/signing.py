"""Requests as Slack sends them: a form, a time stamp, a signature."""

import hashlib
import hmac
import time

SECRET = "0123456789abcdef0123456789abcdef"
PATH = "/slack/events"


def request(body: str) -> bytes:
    """The bytes of one signed HTTP/1.1 request on a connection that stays open."""
    stamp = str(int(time.time()))
    head = (
        f"POST {PATH} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body.encode())}",
        f"X-Slack-Request-Timestamp: {stamp}",
        f"X-Slack-Signature: {signature(stamp, body)}",
    )
    return "\r\n".join((*head, "", body)).encode()


def signature(stamp: str, body: str) -> str:
    """Slack's v0 signature of a body."""
    base = f"v0:{stamp}:{body}".encode()
    return "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
