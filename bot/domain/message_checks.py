"""The rule check of a message: what helps it to be heard, and what is in its way.

Domain reference 6.2. One table of rules; the words they look for stand in `bot/copy/cases.toml`.
The rules know English: on another language only the length is checked, and where there is too
little to tell, nothing is missed, only what is there is found. The numbers are conventions [X].
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import ModuleType

from bot.domain.copy import copy
from bot.domain.guardrails import guarded
from bot.domain.text import is_blank
from bot.domain.tongue import Tongue, tongue
from bot.domain.wording import (
    Check,
    Finding,
    Passage,
    finding,
    in_order,
    own_words,
    phrases,
    plain,
    sentences,
    words,
)

COPY = "cases"
MOST_WORDS = 150
MOST_REASONS = 2
# So many words after the ask are more than a greeting.
AFTER_THE_ASK = 5
_SHOWN = 5


@dataclass(frozen=True)
class Message:
    """A text under check: as it was typed, and in the writer's own words."""

    raw: str
    own: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", own_words(self.raw))

    @cached_property
    def sentences(self) -> Sequence[Passage]:
        """The sentences in the writer's own words."""
        return list(sentences(self.own))

    @cached_property
    def tongue(self) -> Tongue:
        """Its language."""
        return tongue(self.own)

    def piece(self, start: int, end: int) -> Passage:
        """A piece as it was typed."""
        return Passage(self.raw[start:end], start)


@dataclass(frozen=True)
class Rule:
    """One rule: what it says is wrong, as copy variant and piece of the text.

    `needs_english` rules tell what is missing, so they must be sure that the text is English.
    """

    check: Check
    look: Callable[[Message], Iterator[tuple[str, Passage | None]]]
    needs_english: bool = False


def check(text: str) -> tuple[Finding, ...]:
    """What the rules find in a message, the most important first; nothing in a blank text."""
    if is_blank(text):
        return ()
    message = Message(text)
    found = list(guarded(text))
    for rule in RULES:
        if _applies(rule, message.tongue):
            found += [finding(COPY, rule.check, *each) for each in rule.look(message)]
    return in_order(found)


def _applies(rule: Rule, language: Tongue) -> bool:
    if rule.check is Check.LENGTH:
        return True
    return language is Tongue.ENGLISH or (language is Tongue.UNKNOWN and not rule.needs_english)


# Phrases that are there


def _phrase_rule(kind: Check) -> Callable[[Message], Iterator[tuple[str, Passage | None]]]:
    """A rule that finds the listed words and the patterns above, in any case, as whole words."""

    def look(message: Message) -> Iterator[tuple[str, Passage | None]]:
        for match in _pattern(kind).finditer(message.own):
            if not _is_spared(kind, message.own, match.start(), match.end()):
                yield "", message.piece(match.start(), match.end())

    return look


def _look_for() -> ModuleType:
    """The patterns; compiled at the first check, for most starts need none of them."""
    from bot.domain import message_words

    return message_words


@cache
def _pattern(kind: Check) -> re.Pattern[str]:
    # Patterns first: they say more than a single word of the list.
    return phrases(*_look_for().MORE.get(kind, ()), plain(copy(COPY)["words"][kind.value]))


def _is_spared(kind: Check, own: str, start: int, end: int) -> bool:
    spared = _look_for().SPARED.get(kind)
    if spared and any(m.start() <= start < m.end() for m in spared.finditer(own, start, end + 20)):
        return True
    return kind in {Check.BLAME, Check.THREAT, Check.ULTIMATUM} and bool(
        _look_for().NOT_BEFORE.search(own[max(0, start - 40) : start])
    )


def _unsupported(message: Message) -> Iterator[tuple[str, Passage | None]]:
    for sentence in message.sentences:
        if _is_supported(sentence.text) or _look_for().MODEST.search(sentence.text):
            continue
        for pattern in (_look_for().BIG, _pattern(Check.SUPERLATIVE)):
            for match in pattern.finditer(sentence.text):
                start = sentence.start + match.start()
                yield "", message.piece(start, start + len(match[0]))


def _is_supported(text: str) -> bool:
    return bool(
        re.search(r"\d", text) or _listed("source").search(text) or _listed("numbers").search(text)
    )


# What is missing, or too much


@cache
def _listed(name: str) -> re.Pattern[str]:
    return phrases(plain(copy(COPY)["words"][name]))


def _unheard(message: Message) -> Iterator[tuple[str, Passage | None]]:
    if not (_look_for().HEARD.search(message.own) or _listed("acknowledge").search(message.own)):
        yield "", None


def _me_first(message: Message) -> Iterator[tuple[str, Passage | None]]:
    you, need = _look_for().YOU.search(message.own), _look_for().NEED.search(message.own)
    if you is None:
        yield "missing", message.piece(*need.span()) if need else None
    elif need and need.start() < you.start():
        yield "late", message.piece(*need.span())


def _bare(message: Message) -> Iterator[tuple[str, Passage | None]]:
    has_address = "://" in message.raw or "www." in message.raw
    if not (has_address or _is_supported(message.raw)):
        yield "", None


def _long(message: Message) -> Iterator[tuple[str, Passage | None]]:
    found = words(message.raw)
    if len(found) > MOST_WORDS:
        last = found[: MOST_WORDS + _SHOWN][-1]
        yield "", message.piece(found[MOST_WORDS].start, last.start + len(last.text))


# Reasons


def _too_many_reasons(message: Message) -> Iterator[tuple[str, Passage | None]]:
    reasons = [each for sentence in message.sentences for each in _reasons(sentence)]
    if len(reasons) > MOST_REASONS:
        third = reasons[MOST_REASONS]
        yield "", message.piece(third.start, third.start + len(third.text))


def _reasons(sentence: Passage) -> list[Passage]:
    """Where the sentence gives a reason: at each “because”, else once."""
    text, start = sentence.text, sentence.start
    if text.endswith("?"):
        return []
    found = [Passage(m[0], start + m.start()) for m in _look_for().BECAUSE.finditer(text)]
    if found:
        return found
    one = _look_for().FURTHER.search(text) or _look_for().ORDINAL.match(text)
    if one:
        return [Passage(one[0], start + one.start())]
    return [sentence] if _look_for().ITEM.match(text) else []


# The ask


def _asks_badly(message: Message) -> Iterator[tuple[str, Passage | None]]:
    asks = _asks(message.sentences)
    if not asks:
        yield "none", None
    elif len(asks) > 1:
        yield "several", _as_typed(message, asks[1])
    elif not _is_question(asks[0]):
        yield "no_question", _as_typed(message, asks[0])
    elif _words_after(message, asks[0]) >= AFTER_THE_ASK:
        yield "buried", _as_typed(message, asks[0])


def _asks(said: Sequence[Passage]) -> list[Passage]:
    """Questions and requests; “Or …?” right after a question is its other half."""
    asks: list[Passage] = []
    before: Passage | None = None
    for sentence in said:
        is_ask = _is_question(sentence) or bool(_look_for().REQUEST.search(sentence.text))
        is_half = (
            before is not None
            and _is_question(before)
            and _look_for().OTHER_HALF.match(sentence.text)
        )
        if is_ask and not is_half:
            asks.append(sentence)
        before = sentence
    return asks


def _is_question(sentence: Passage) -> bool:
    return bool(re.search(r"[?？؟][.!?…？！。؟)\]]*$", sentence.text)) and any(
        sign.isalnum() for sign in sentence.text
    )


def _words_after(message: Message, ask: Passage) -> int:
    after = [s for s in message.sentences if s.start > ask.start]
    said = [
        s
        for s in after
        if not _look_for().GREETING.match(s.text) and not _look_for().OTHER_HALF.match(s.text)
    ]
    return sum(len(words(s.text)) for s in said)


def _as_typed(message: Message, sentence: Passage) -> Passage:
    return message.piece(sentence.start, sentence.start + len(sentence.text))


RULES: tuple[Rule, ...] = (
    Rule(Check.LIMIT, _phrase_rule(Check.LIMIT)),
    Rule(Check.THREAT, _phrase_rule(Check.THREAT)),
    Rule(Check.ULTIMATUM, _phrase_rule(Check.ULTIMATUM)),
    Rule(Check.BLAME, _phrase_rule(Check.BLAME)),
    Rule(Check.IRRITATOR, _phrase_rule(Check.IRRITATOR)),
    Rule(Check.ABSOLUTE, _phrase_rule(Check.ABSOLUTE)),
    Rule(Check.SUPERLATIVE, _unsupported),
    Rule(Check.ASK, _asks_badly, needs_english=True),
    Rule(Check.ACKNOWLEDGE, _unheard, needs_english=True),
    Rule(Check.YOU_FIRST, _me_first, needs_english=True),
    Rule(Check.EVIDENCE, _bare, needs_english=True),
    Rule(Check.REASONS, _too_many_reasons),
    Rule(Check.LENGTH, _long),
)
