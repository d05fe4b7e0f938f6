"""Finding phrases in what people type: whole words, in any case, and outside quotations.

Whatever stands in quotation marks is somebody else's words, and an address is no word at all; both
are blanked before a rule looks. Blanking keeps every place, so a finding's phrase is always a piece
of the text as it was typed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.domain.copy import copy

BLANK = "·"
_STRAIGHT = str.maketrans(dict.fromkeys("’‘ʼ‛´`＇", "'"))
_QUOTED = re.compile(
    r"“[^”\n]{0,1000}”|„[^“”\n]{0,1000}[“”]|«[^»\n]{0,1000}»|"
    r"(?<!\w)\"[^\"\n]{0,1000}\"(?!\w)|(?<!\w)'(?=\S)[^\n]{1,200}?(?<=\S)'(?!\w)|^[ \t]*>[^\n]*",
    re.MULTILINE,
)
_ADDRESS = re.compile(
    r"<(?!@)[^<>\s]{1,1000}>|(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}"
)
_SENTENCE_END = re.compile(r"[.!?…？！。؟]+(?!\w)|\n+")
_SPACED = re.compile(r"[^\s\u3040-\u30ff\u3400-\u9fff]+")
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}")
_HAS_WORD = re.compile(r"\w")


class Check(StrEnum):
    """What a finding is about, the most important first."""

    REFUSAL = "refusal"
    LIMIT = "limit"
    THREAT = "threat"
    ULTIMATUM = "ultimatum"
    BLAME = "blame"
    LABEL = "label"
    IRRITATOR = "irritator"
    ABSOLUTE = "absolute"
    ASK = "ask"
    ACKNOWLEDGE = "acknowledge"
    YOU_FIRST = "you_first"
    EVIDENCE = "evidence"
    REASONS = "reasons"
    SUPERLATIVE = "superlative"
    LENGTH = "length"


ORDER = {check: place for place, check in enumerate(Check)}


@dataclass(frozen=True)
class Finding:
    """A phrase as it was typed, why it matters, and what to do instead.

    The phrase is empty when the finding is that something is missing. `start` is its place.
    """

    check: Check
    phrase: str
    why: str
    instead: str
    start: int = 0


@dataclass(frozen=True)
class Passage:
    """A piece of a text and where it begins."""

    text: str
    start: int


def finding(file: str, check: Check, variant: str = "", piece: Passage | None = None) -> Finding:
    """A finding with its words from a file of copy: `[checks.limit]`, `[checks.ask.none]`."""
    words = copy(file)["checks"][check.value]
    words = words[variant] if variant else words
    phrase, start = (piece.text, piece.start) if piece else ("", 0)
    return Finding(check, phrase, words["why"], words["instead"], start)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The most important first, then as they stand in the text."""
    return tuple(sorted(findings, key=lambda each: (ORDER[each.check], each.start)))


def straight(text: str) -> str:
    """The text, place for place, with one kind of apostrophe."""
    return text.translate(_STRAIGHT)


def own_words(text: str) -> str:
    """The text, place for place, with straight apostrophes and without quotations and addresses."""
    own = straight(text)
    for pattern in (_ADDRESS, _QUOTED):
        own = pattern.sub(lambda match: BLANK * len(match[0]), own)
    return own


def lazily(pattern: str) -> Callable[[], re.Pattern[str]]:
    """A pattern that ignores case, compiled at its first use: most starts need none of them."""
    return cache(lambda: re.compile(pattern, re.IGNORECASE))


def phrases(*alternatives: str) -> re.Pattern[str]:
    """Any of these, as whole words in any case; a space stands for any space between words."""
    joined = "|".join(alternatives).replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?<!\w-)(?:{joined})(?!\w|-\w)", re.IGNORECASE)


def plain(words: Iterable[str]) -> str:
    """Words of a file of copy as one alternative for `phrases`; a star stands for any ending."""
    escaped = (re.escape(word).replace(r"\ ", " ").replace(r"\*", r"\w*") for word in words)
    return f"(?:{'|'.join(escaped)})"


def sentences(text: str) -> Iterator[Passage]:
    """The sentences of a text with their end marks, without space around them."""
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        piece = text[start:end]
        if piece.strip():
            yield Passage(piece.strip(), start + len(piece) - len(piece.lstrip()))
        start = end


def words(text: str) -> list[Passage]:
    """Each word; two signs of a script that puts no space between words count as one."""
    spaced = (match for match in _SPACED.finditer(text) if _HAS_WORD.search(match[0]))
    found = [*spaced, *_WITHOUT_SPACES.finditer(text)]
    return [Passage(match[0], match.start()) for match in sorted(found, key=re.Match.start)]
