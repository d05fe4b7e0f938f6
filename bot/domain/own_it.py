"""The own-it check: words that hand a decision to somebody else, and words that own it.

The rules stand in one table, so that a coach can read and change them. A leader may always keep
the words: the check offers, it does not forbid.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HANDED_OVER = "This hands your decision to somebody else."
_BLAME = "The log keeps decisions and reasons, never whose fault."
_CALENDAR = (
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter"
)
_NAME = (
    r"(?:<@[UW][A-Z0-9]+>|@\w[\w.-]*|"
    rf"(?-i:(?!(?:{'|'.join(_CALENDAR.split())}|The|This|That|What|Our|We|It)\b)[A-Z][a-zà-ÿ]+))"
)
_GROUP = r"(?:the team|my team|our team|the group|the majority|the channel|everyone|everybody)"
_SOMEBODY = (
    rf"(?:{_GROUP}|they|he|she|the board|my boss|my manager|management|legal|finance|{_NAME})"
)
_ME = r"(?:me|us)"
_FORCED = r"(?:has\s+|have\s+)?(?:made|forced|pushed|pressured|talked|ordered)"


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
    expression: re.Pattern[str]
    why: str
    rewrite: str


def _rule(expression: str, why: str, rewrite: str) -> _Rule:
    return _Rule(re.compile(expression.replace(" ", r"\s+"), re.IGNORECASE), why, rewrite)


# Of two rules that fit at the same place the longer phrase counts, then the earlier rule.
_RULES = (
    _rule(
        rf"(?<!\w){_SOMEBODY} {_FORCED} {_ME} into\b",
        _HANDED_OVER,
        "I decided, after hearing everyone, on",
    ),
    _rule(
        rf"(?<!\w){_SOMEBODY} {_FORCED} {_ME}\b(?: to\b)?",
        _HANDED_OVER,
        "I decided, after hearing everyone, to",
    ),
    _rule(
        rf"(?<!\w){_SOMEBODY} (?:told|ordered) {_ME} to\b",
        _HANDED_OVER,
        "I decided, after hearing everyone, to",
    ),
    _rule(
        r"\bthe (?:vote|poll|survey|result)(?: has)? (?:decided|chose|chosen|made the decision)\b",
        "A poll informs; you decide.",
        "I decided, with the poll in mind,",
    ),
    _rule(
        rf"\b{_GROUP}(?: has| have)? (?:decided|chose|chosen|made the decision)\b",
        "They gave input; the decision is yours.",
        "I decided, after hearing the team,",
    ),
    _rule(
        r"\b(?:I|we) (?:had|have) no (?:other )?(?:choice|option) but to\b",
        "There was a choice, with reasons for it.",
        "I weighed the options and chose to",
    ),
    _rule(
        r"\b(?:I|we) (?:had|have) no (?:other )?(?:choice|option)\b",
        "There was a choice, with reasons for it.",
        "I weighed the options and chose this one",
    ),
    _rule(
        r"\bmy hands (?:were|are) tied\b",
        "There was a choice, with reasons for it.",
        "I weighed the options and chose this one",
    ),
    _rule(
        r"\b(?:I|we) (?:was|were|am|are|got|have been|had been) (?:told|ordered|forced|made) to\b",
        _HANDED_OVER,
        "I decided to",
    ),
    _rule(
        r"\b(?:I|we) (?:was|were|got) outvoted\b",
        "A vote informs; you decide.",
        "I heard the majority and decided",
    ),
    _rule(
        r"\b(was|is)(?:n['’]t| not) (?:my|our) (?:decision|call|choice)\b",
        "The log names you as the one who decided.",
        r"\1 my decision",
    ),
    _rule(
        rf"\b(?:because of|due to) {_NAME}(?:['’]s (?:mistake|fault|failure))?(?=[\s.,;:!?)]|$)",
        "A name beside a cause reads as blame.",
        "because of what we knew then",
    ),
    _rule(
        rf"(?<!\w)(?:{_NAME}['’]s|their|his|her) (?:own )?fault\b",
        _BLAME,
        "something to learn from",
    ),
    _rule(
        rf"(?<!\w)(?:{_SOMEBODY}) (?:is|are|was|were) to blame for\b",
        _BLAME,
        "we can learn from",
    ),
    _rule(
        rf"(?<!\w)(?:{_SOMEBODY}) (?:is|are|was|were) to blame\b",
        _BLAME,
        "we can learn from this",
    ),
)

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
    for rule in _RULES:
        for match in rule.expression.finditer(text):
            yield Finding(match.group(), rule.why, _fitted(rule, match), match.start())


def _fitted(rule: _Rule, match: re.Match[str]) -> str:
    """The rule's words, fitted to the sentence around them."""
    words = match.expand(rule.rewrite)
    if _STOPS.match(match.string, match.end()):
        words = _LOOSE_END.sub("", words)
    if _SENTENCE_START.search(match.string[: match.start()]):
        words = words[0].upper() + words[1:]
    return words
