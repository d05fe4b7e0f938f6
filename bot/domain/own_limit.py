"""Whether a text tells where its writer would walk away: a figure of it, or the very words."""

import re
from collections.abc import Iterator

from bot.domain.wording import Check, Finding, Passage, finding

COPY = "cases"
# Shorter figures, like a number of days, stand in a text for many reasons.
_DIGITS = 3
_WORDS = 12
_FIGURE = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d{1,2})?(?!\d)")
_SEPARATOR = re.compile(r"\D")
_CENTS = re.compile(r"[.,]\d{1,2}$")


def limit_told(text: str, limit: str) -> tuple[Finding, ...]:
    """Where a text says a figure of the limit, however it is written, or the limit itself."""
    kept = {figure for figure, _ in _figures(limit)}
    found = [piece for figure, piece in _figures(text) if figure in kept]
    place = text.casefold().find(limit.casefold()) if len(limit) >= _WORDS else -1
    if place >= 0 and not found:
        found = [Passage(text[place : place + len(limit)], place)]
    return tuple(finding(COPY, Check.LIMIT, piece=piece) for piece in found)


def _figures(text: str) -> Iterator[tuple[str, Passage]]:
    """Each figure without its separators and cents, and where it stands."""
    for match in _FIGURE.finditer(text):
        plain = _SEPARATOR.sub("", _CENTS.sub("", match[0]))
        if len(plain) >= _DIGITS:
            yield plain, Passage(match[0], match.start())
