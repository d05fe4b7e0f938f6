"""Cleaning what people type, before anything else sees it."""

import re
from collections.abc import Iterable, Mapping

# Controls but tab and line break, bidi controls, and surrogates that stand alone.
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2800\u3164\ufeff\ufe0f\ufe0e"
)
# A dash counts as a list mark only before a space: “-5 %” is an amount.
_LIST_MARK = re.compile(r"\A\s*(?:[-*–—](?:\s+|$)|[•·‣▪]\s*)+")


def clean(raw: str | None) -> str:
    """Typed text without control and bidi characters and lone surrogates, trimmed.

    Joiners stay, because emoji are made of them; line breaks and tabs stay, because people
    write lists.
    """
    text = (raw or "").replace("\r\n", "\n").replace("\r", "\n")
    return _DROPPED.sub("", text).strip()


def one_line(raw: str | None) -> str:
    """The same on one line, with single spaces."""
    return " ".join(clean(raw).split())


def is_blank(text: str) -> bool:
    """True when a reader would see nothing: only space and invisible characters."""
    return all(c.isspace() or c in _INVISIBLE for c in clean(text))


def lines(text: str) -> tuple[str, ...]:
    """The lines that say something, without list marks in front."""
    stripped = (_LIST_MARK.sub("", line, count=1).strip() for line in clean(text).splitlines())
    return tuple(line for line in stripped if not is_blank(line))


def within(pieces: Iterable[str], limit: int) -> str:
    """The pieces side by side; as many as fit into `limit`, or all with 0, and “…” for the rest."""
    told = ""
    for piece in pieces:
        longer = f"{told} {piece}".strip()
        if limit and len(longer) > limit - 2:
            return f"{told or longer[: limit - 2]} …"
        told = longer
    return told


def too_long(texts: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    """A sentence for each text, by its field, that is over its limit."""
    return {
        name: f"Please keep this within {limit} characters."
        for name, (text, limit) in texts.items()
        if len(text) > limit
    }
