"""Cleaning what people type, before anything else sees it."""

import re
import unicodedata

_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u2060\u2800\u3164\ufeff\ufe0f\ufe0e"
)
# A dash counts as a list mark only before a space: “-5 %” is an amount.
_LIST_MARK = re.compile(r"\A\s*(?:[-*–—](?:\s+|$)|[•·‣▪]\s*)+")
_KEPT_CONTROLS = frozenset("\n\t")


def clean(raw: str | None) -> str:
    """Typed text without control and bidi characters and lone surrogates, trimmed.

    Joiners stay, because emoji are made of them; line breaks and tabs stay, because people
    write lists.
    """
    text = (raw or "").replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in _KEPT_CONTROLS or not _is_dropped(c))
    return "".join(kept).strip()


def _is_dropped(character: str) -> bool:
    return character in _BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs"}


def is_blank(text: str) -> bool:
    """True when a reader would see nothing: only space and invisible characters."""
    return all(c.isspace() or c in _INVISIBLE for c in clean(text))


def lines(text: str) -> tuple[str, ...]:
    """The lines that say something, without list marks in front."""
    stripped = (_LIST_MARK.sub("", line, count=1).strip() for line in clean(text).splitlines())
    return tuple(line for line in stripped if not is_blank(line))
