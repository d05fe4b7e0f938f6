"""What Parley does not help with: deceiving, labelling people, and advice that others must give.

Domain reference 11.2 and 11.3. Three functions for whoever takes typed text: `refusals_in`,
`labels_in` and `caveat_for`. Rules read English; on another language they stay quiet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.copy import copy
from bot.domain.negotiations import Kind
from bot.domain.tongue import Tongue, tongue
from bot.domain.wording import (
    Check,
    Finding,
    Passage,
    finding,
    in_order,
    lazily,
    own_words,
    phrases,
    plain,
    sentences,
    straight,
)

COPY = "guardrails"
# Slack lets nobody type more characters into one field; what a broken client sends is not read on.
FIELD = 3000

# Deceiving

_THING = (
    r"(?:offer|bid|bidder|buyer|deadline|quote|reason|excuse|number|figure|customer|competitor|"
    r"candidate|supplier|fact|story|rule|policy|budget|emergency|crisis|law|study)s?"
)
_SOME = r"(?:a|an|the|some|another|other|our|my|one more|competing|rival|fake|false)"
_THEM = r"(?:them|him|her|(?:the|our|my|their) \w+)"
_FALSE = r"(?:fake|false|phantom|fictitious|fictional|made-up|bogus|invented|non-existent)"
# What would deceive or force somebody: the plain form, the form with -ing, and what must follow.
_DECEIVING = (
    (
        "lie",
        "lying",
        r"(?! (?:ahead|in|within|down|between|behind|beneath|at|low|with|on|here|there|open)\b)",
    ),
    ("mislead|deceive|bluff|manipulate", "misleading|deceiving|bluffing|manipulating", ""),
    ("threaten|intimidate|blackmail", "threatening|intimidating|blackmailing", ""),
    ("bully|coerce|gaslight|guilt-trip", "bullying|coercing|gaslighting|guilt-tripping", ""),
    ("pretend|fabricate|falsify", "pretending|fabricating|falsifying", ""),
    ("exaggerate", "exaggerating", ""),
    ("trick|fool|dupe", "tricking|fooling|duping", rf" {_THEM}"),
    (
        "fake",
        "faking",
        r" (?:(?:a|an|the|some|another|our|my) (?:\w+ )?\w+|it|being \w+|interest|enthusiasm|anger|"
        r"urgency|emotions?|surprise|hesitation|outrage|concern)",
    ),
    ("invent|make up|dream up", "inventing|making up", rf" (?:{_SOME} ){{1,2}}(?:\w+ )?{_THING}"),
    ("hide|conceal|cover up", "hiding|concealing|covering up", r" (?:the fact|that)"),
    (
        "let|make|lead|have",
        "letting|making|leading",
        rf" {_THEM} (?:to )?(?:believe|think) (?:that|we|i|it|there|our|they)",
    ),
    ("tell|write", "telling|writing", r"(?: \w+)? (?:(?:a|some) (?:\w+ )?lies?|lies)"),
    ("play|do", "playing", r" good cop"),
    ("scare|frighten", "scaring|frightening", rf" {_THEM}"),
    ("(?:don't|do not|never) tell", "not telling", rf" {_THEM} the truth"),
    (
        "write|draft",
        "writing|drafting",
        rf" (?:\w+ ){{1,4}}that (?:misleads|deceives|tricks|fools|makes {_THEM} (?:think|believe))",
    ),
    (
        "say|tell|claim|write",
        "saying|telling|claiming",
        r"\b[^.!?]{0,100}?\b(?:even though|although|though) (?:we|i|it|that|there) "
        r"(?:do|is|did|was|have)(?:n't| not)(?: have(?: it| one| any)?| exist| true)?"
        r"(?=\s*(?:[.!?)]|$))",
    ),
    (
        "use|mention|create|send|show|set|cite|claim|quote|announce|give",
        "using|mentioning|creating|sending|showing|claiming",
        rf" (?:\w+ )?(?:{_SOME} )?{_FALSE} (?:\w+ )?{_THING}",
    ),
    ("exploit|use", "exploiting", r" (?:his|her|their) (?:illness|visa|divorce|debts?|grief)"),
)
_PLAIN = cache(lambda: phrases(*(rf"(?:{base}){tail}" for base, _, tail in _DECEIVING)))
_ING = cache(lambda: phrases(*(rf"(?:{ing}){tail}" for _, ing, tail in _DECEIVING)))

# Words that may stand before a verb without changing who does it. None of them ends in -ly: a text
# that can be read in two ways at every word takes forever.
_ADVERBS = (
    r"(?:(?:please|just|also|then|and|or|maybe|perhaps|so|\w+ly|fair|generous|"
    r"with all due respect|take it or leave it),? )*"
)
_MODAL = (
    r"(?:'ll|'d| will| would| shall| should| could| can| may| might| must|"
    r" (?:have|need|want|wanted|plan|intend|mean|try|have decided|am going|are going) to|"
    r"'[mr]e? going to|(?:'d| would) (?:like|love) to|'d better)?"
)
# What stands right before such a verb when the writer is the one who would do it.
_MEANT = lazily(
    rf"(?:\b(?:i|we){_MODAL} {_ADVERBS}"
    rf"|\b(?:can|could|should|shall|do|may|must) (?:i|we) {_ADVERBS}"
    rf"|\b(?:help|let|advise|teach|show|tell) (?:me|us) (?:how to |to )?{_ADVERBS}"
    rf"|\blet's {_ADVERBS}"
    r"|^\W*(?:please )?(?:tell|ask|get|instruct) (?:\w+ ){1,3}to )$",
)
_MEANT_ING = lazily(r"\b(?:i'm|i am|we're|we are) (?:\w+ly )?$")
_AT_START = lazily(rf"^[\W\d]*{_ADVERBS}$")
# These leave open who does it: somebody named before.
_OPEN = lazily(
    r"(?:[,;:–—-] ?|\b(?:and|or|then|but|how to|ways? to|words to|plan to|is to|want to|try to|"
    rf"tempted to|ready to|going to|like to|need to) ){_ADVERBS}$",
)
_OPEN_ING = lazily(
    rf"\b(?:by|about|(?:think|thinking|way|idea) of|try|consider|suggest|start|keep|for) "
    rf"{_ADVERBS}$",
)
_CONDITION = lazily(r"^\W*(?:if|when|once|unless|until|in case|as soon as)\b[^,]*, ?")
_IMPERATIVE = lazily(
    rf"^\W*{_ADVERBS}(?:tell|say|be|ask|write|make|use|help|call|show|act|look|go|keep|push|"
    r"wait|smile|offer|give|take|try|win|start|get|how|best way|consider|"
    r"(?:my |our |the )?(?:idea|plan))\b",
)
_SUBJECT = lazily(r"\b(?:i|we|me|us|let's|they|he|she|it|you|who|somebody|someone)\b")
_OURS = frozenset({"i", "we", "me", "us", "let's"})
_REFUSED = lazily(
    r"(?:\bnot|n't|\bnever|\bnobody|\bwithout|\bavoid|\bstop|\brefuse|\binstead of|\brather than|"
    r"\bno (?:need|reason|wish)|\bagainst|\bwrong|\bafraid)\W+(?:\w+\W+){0,4}$|"
    r"\b(?:they|he|she|it|people)(?: (?:may|might|could|will|would|must|still|also|seems? to))* "
    r"(?:said|says?|claim\w*|thinks?|thought|believes?|fears?|feels?|suspects?|assumes?|"
    rf"worr(?:y|ies)|expects?|afraid) (?:that )?(?:we|i){_MODAL} $|"
    # An answer to “what do they fear?”.
    rf"^\W*that (?:we|i){_MODAL} $",
)


def refusals_in(text: str) -> tuple[Finding, ...]:
    """Phrases with which the writer plans to mislead or to force somebody, or asks for help in it.

    What others did (“they lied”), what is ruled out (“don't bluff”) and what is quoted is no plan.
    """
    own = own_words(text)
    if tongue(own) is Tongue.OTHER:
        return ()
    return tuple(
        finding(COPY, Check.REFUSAL, piece=Passage(text[start:end], start))
        for start, end in _plans(own)
    )


def _plans(own: str) -> Iterator[tuple[int, int]]:
    for sentence in sentences(own):
        for pattern, is_meant in ((_PLAIN(), _is_meant), (_ING(), _is_meant_ing)):
            for match in pattern.finditer(sentence.text):
                before = re.sub(
                    r"\s+", " ", sentence.text[max(0, match.start() - 200) : match.start()]
                )
                if not _REFUSED().search(before) and is_meant(before):
                    yield sentence.start + match.start(), sentence.start + match.end()


def _is_meant(before: str) -> bool:
    return bool(_AT_START().search(before) or _MEANT().search(before)) or (
        bool(_OPEN().search(before)) and _is_ours(before)
    )


def _is_meant_ing(before: str) -> bool:
    return bool(_MEANT_ING().search(before)) or (
        bool(_OPEN_ING().search(before)) and _is_ours(before)
    )


def _is_ours(before: str) -> bool:
    """Whether the writer is the one who acts: named last, or told to by an imperative."""
    condition = _CONDITION().match(before)
    clause = before[condition.end() :] if condition else before
    if condition and not clause.strip():
        return True
    subjects = _SUBJECT().findall(clause)
    if subjects:
        return subjects[-1].lower() in _OURS
    return bool(_IMPERATIVE().match(clause))


# Labelling

_ROLE = (
    r"(?:boss|manager|director|ceo|cfo|colleague|supplier|buyer|client|customer|counterpart|team|"
    r"guy|man|woman|people|person|other side|lawyer|lead|owner|partner|report)s?"
)
_SHE = rf"(?:he|she|they|you|(?:my|our|his|her|their|the|that|this) (?:\w+ )?{_ROLE})"
_IS = (
    r"(?:'s|'re| is| are| was| were| can be| must be| seems?(?: to be)?| sounds?| has been)"
    r"(?: (?:so|such|just|very|too|a bit|a little|being|kind of|rather|quite|always|also|"
    r"known to be|both|\w+ly))*"
)
_NAME = r"(?:<@[UW]\w+>|(?-i:[A-Z][a-zà-ÿ]+))"
_ENDS = r"(?=\s*(?:[.,;:!?)]|$)| and)"


@cache
def _labels() -> re.Pattern[str]:
    words = copy(COPY)["labels"]
    nouns = rf"{plain(words['nouns'])}(?:e?s)?"
    personal, general = plain(words["personal"]), plain(words["general"])
    soft = rf"{plain(words['soft'])}{_ENDS}"
    return phrases(
        rf"{_SHE}{_IS} (?:(?:an?|the) )?(?:\w+ )?{nouns}",
        rf"{_SHE}{_IS} (?:an? )?(?:{personal}|{general}|{soft})",
        rf"{_NAME}{_IS} (?:an? |the )?(?:{personal}|(?:\w+ )?{nouns})",
        rf"(?:that|this|such an?|what an?|my|our|their|the) (?:\w+ )?{nouns}",
        rf"(?:{personal}|{general}) {_ROLE}",
        rf"{plain(words['soft'])} (?:person|people|man|men|woman|women|guys?)",
    )


def labels_in(text: str) -> tuple[Finding, ...]:
    """Phrases that say what a person is, where what the person did would be of use."""
    own = own_words(text)
    if tongue(own) is Tongue.OTHER:
        return ()
    return tuple(
        finding(COPY, Check.LABEL, piece=Passage(text[match.start() : match.end()], match.start()))
        for match in _labels().finditer(own)
    )


def guarded(*texts: str) -> tuple[Finding, ...]:
    """What both rules find in these texts, each for itself: refusals first, then labels."""
    found = (each for text in texts for each in (*refusals_in(text), *labels_in(text)))
    return in_order(found)


def is_refused(findings: Iterable[Finding]) -> bool:
    """Whether help is withheld; what was typed is kept all the same."""
    return any(each.check is Check.REFUSAL for each in findings)


# Advice that others must give

_EUROPEAN = lazily(r"European\s+Union")


@dataclass(frozen=True)
class Caveat:
    """What Parley is not, and whom to involve on what was named."""

    notice: str
    limits: str
    whom: tuple[str, ...]


def caveat_for(kind: Kind, *texts: str) -> Caveat | None:
    """The caveat of a record of this kind in which these texts stand; none where none is due."""
    text = _EUROPEAN().sub("EU", straight("\n".join(texts)))
    # All of a record is read whenever its page opens: most of it is told apart by plain search.
    flat = " ".join(text.casefold().split())
    topics = [
        topic
        for topic, named in _topics().items()
        if any(stem in flat for stem in _stems()[topic]) and named.search(text)
    ]
    if kind is Kind.PAY and "pay" not in topics:
        topics.insert(0, "pay")
    if not topics:
        return None
    words = copy(COPY)["caveat"]
    return Caveat(words["notice"], words["limits"], tuple(words["whom"][each] for each in topics))


@cache
def _stems() -> Mapping[str, Sequence[str]]:
    """What must stand in a text of one line and case, or no phrase of the topic does."""
    named = copy(COPY)["caveat"]["named"]
    return {
        topic: [word.rstrip("*").casefold() for word in words] for topic, words in named.items()
    }


@cache
def _topics() -> Mapping[str, re.Pattern[str]]:
    named = copy(COPY)["caveat"]["named"]
    return {topic: phrases(plain(words)) for topic, words in named.items()}
