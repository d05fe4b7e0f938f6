"""The own-it check: words that hand a decision to somebody else, and words that own it.

The rules stand in `bot/copy/decisions.toml`, so that a coach can read and change them. A leader
may always keep the words: the check offers, it does not forbid.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.domain.copy import Copy, copy
from bot.domain.text import clean


@dataclass(frozen=True)
class Finding:
    """Words that hand the decision to somebody else, why that matters, and words that own it.

    `start` is where the phrase begins in the text.
    """

    phrase: str
    why: str
    rewrite: str
    start: int = 0

    @property
    def end(self) -> int:
        """Where the phrase ends in the text."""
        return self.start + len(self.phrase)


@dataclass(frozen=True)
class _Rule:
    """`at_end` takes the place of `rewrite` where the sentence ends; empty means the same words."""

    expression: re.Pattern[str]
    why: str
    rewrite: str
    at_end: str


NAME = "name"
"""What stands for a person in a phrase of the copy."""

NUMBER = "number"
"""What stands for a number in figures in a phrase of the copy."""

_MENTION = r"<@[UW][A-Z0-9]+>|@\w[\w.-]*"
_FIGURES = r"\d[\d.,]*"
_CAPITALISED = r"[A-Z][a-zà-ÿ]+"
_LIST = re.compile(r"\\{(\w+)\\}")
_MAY_BE_MISSING = re.compile(r"\\\[(.+?)\\\]\\ ")
_STOPS = re.compile(r"\s*(?:[.,;:!?)]|$)")
_LOOSE_END = re.compile(r"(?:,| to| on)+$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n•])\s*$")
_ROUNDS = 5


def own_it(text: str) -> tuple[Finding, ...]:
    """Phrases in a decision that shift it to others, in their order, none inside another."""
    found: list[Finding] = []
    for finding in sorted(_matches(text), key=lambda f: (f.start, -f.end)):
        if not found or finding.start >= found[-1].end:
            found.append(finding)
    return tuple(found)


def findings_in(texts: Mapping[str, str]) -> dict[str, tuple[Finding, ...]]:
    """What is found in several texts, by name; texts without findings are left out."""
    found = {name: own_it(clean(text)) for name, text in texts.items()}
    return {name: findings for name, findings in found.items() if findings}


def rewritten(text: str) -> str:
    """The text with each finding replaced by words that own it."""
    for _ in range(_ROUNDS):
        findings = own_it(text)
        if not findings:
            break
        for finding in reversed(findings):
            text = text[: finding.start] + finding.rewrite + text[finding.end :]
    return text


def _matches(text: str) -> Iterator[Finding]:
    for rule in _rules():
        for match in rule.expression.finditer(text):
            yield Finding(match.group(), rule.why, _fitted(rule, match), match.start())


def _fitted(rule: _Rule, match: re.Match[str]) -> str:
    """The rule's words, fitted to the sentence around them."""
    words = rule.rewrite
    if _STOPS.match(match.string, match.end()):
        words = rule.at_end or _LOOSE_END.sub("", words)
    if _SENTENCE_START.search(match.string[: match.start()]):
        words = words[0].upper() + words[1:]
    return words


# The rules, read from the copy at the first check


@cache
def _rules() -> tuple[_Rule, ...]:
    """The rules in their order. Of two that fit at one place the longer phrase counts first."""
    return tuple(
        _Rule(_sought(row), row["why"], row["rewrite"], row.get("at_end", ""))
        for row in copy("decisions")["own_it"]["rule"]
    )


def _sought(row: Copy) -> re.Pattern[str]:
    """Any of a rule's phrases in any case, unless what it lets pass follows; the longest first."""
    phrases = sorted(row["looks_for"], key=len, reverse=True)
    let_pass = "|".join(map(_expression, row.get("unless", ())))
    unless = rf"(?!\s+(?:{let_pass})(?!\w))" if let_pass else ""
    joined = "|".join(map(_expression, phrases))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w|['’-]\w){unless}", re.IGNORECASE)


def _expression(phrase: str) -> str:
    """One phrase of the copy: lists in braces, what may be missing in brackets."""
    literal = re.escape(phrase).replace("'", "['’]")
    spaced = _MAY_BE_MISSING.sub(r"(?:\1\ )?", literal).replace(r"\ ", r"\s+")
    return _LIST.sub(lambda slot: _any_of(slot[1]), spaced)


@cache
def _any_of(name: str) -> str:
    """Any phrase of one list; no list can hold all names and numbers."""
    if name == NAME:
        return _person()
    if name == NUMBER:
        return _FIGURES
    return f"(?:{'|'.join(map(_expression, _lists()[name]))})"


def _person() -> str:
    """A mention, or a word with a capital that is not one of the calendar's or a sentence's."""
    others = "|".join(map(re.escape, _lists()["not_a_name"]))
    return rf"(?:{_MENTION}|(?-i:(?!(?:{others})\b){_CAPITALISED}))"


def _lists() -> Mapping[str, list[str]]:
    lists: Mapping[str, list[str]] = copy("decisions")["own_it"]["lists"]
    return lists
