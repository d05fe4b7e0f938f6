"""Logs that can be shown to anybody: no tokens, no addresses that answer, nothing people typed."""

import logging
import re
import sys
import traceback
from typing import Any, TextIO

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# At DEBUG these write whole requests, answers or parameters, whatever they are told: Bolt's
# loggers take the level of the root logger each time they are made.
TALKATIVE = (
    "aiohttp",
    "asyncio",
    "parley",  # what Bolt calls the logger of an app by this name
    "psycopg",
    "slack_bolt",
    "slack_sdk",
)
# At INFO these write bodies, parameters of statements, or a line for every round.
SECRETIVE = ("alembic", "apscheduler", "slack_bolt.AsyncRequestVerification", "sqlalchemy")

_SECRETS = (
    (re.compile(r"\bx(?:ox[a-z]|app|wfp)(?:\.x?[a-z]+)?-[\w-]+"), "[token]"),
    (re.compile(r"\bwss?://[^\s'\"]+"), "[address]"),
    (re.compile(r"\bhttps?://[^\s'\"]*(?:hooks|commands|actions|ticket)[^\s'\"]*"), "[address]"),
    (re.compile(r"(postgres(?:ql)?(?:\+\w+)?://[^:\s@]+):[^@\s]+@"), r"\1:[password]@"),
    (re.compile(r"\b\d{6,}\.\d{6,}\.[0-9a-f]{16,}\b"), "[trigger]"),
    (re.compile(r"\bv0=[0-9a-f]{16,}\b"), "[signature]"),
)  # fmt: skip


def redact(text: str) -> str:
    """The text without anything that would let its reader in."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class Redacting(logging.Formatter):
    """The last line of defence: redacts what was going to be written, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, redacted."""
        return redact(super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Where it happened and of what kind; an error's text may quote what people typed."""
        kind, _, trace = ei
        return "".join([*traceback.format_tb(trace), getattr(kind, "__name__", "")])


def is_discreet(record: logging.LogRecord) -> bool:
    """Whether this may be written at all."""
    if record.levelno < logging.INFO and record.name.startswith(TALKATIVE):
        return False
    return record.levelno >= logging.WARNING or not record.name.startswith(SECRETIVE)


def handler(stream: TextIO) -> logging.Handler:
    """Writes what is discreet, redacted."""
    made = logging.StreamHandler(stream)
    made.setFormatter(Redacting(FORMAT))
    made.addFilter(is_discreet)
    return made


def set_up(level: str, stream: TextIO | None = None) -> None:
    """Log to the standard error stream, from this level on."""
    root = logging.getLogger()
    root.handlers = [handler(stream or sys.stderr)]
    root.setLevel(level)
    logging.captureWarnings(True)
    # They would be held back anyway; so they need not take the trouble of writing.
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in SECRETIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
