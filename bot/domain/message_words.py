"""What the rule check of a message looks for, where a list of words is not enough.

The plain lists stand in `bot/copy/cases.toml`; here is what needs to know its neighbours.
"""

import re
from collections.abc import Mapping

from bot.domain.wording import Check, phrases

# Added to the lists of the same name

_FAIR = (
    r"(?<!trade\s)(?<!job\s)(?<!book\s)(?<!career\s)(?<!science\s)(?<!county\s)(?<!art\s)"
    r"fair(?! (?:point|question|enough|trade|isle|amount)\b)"
)
_WE = r"(?:we|i)(?:'d|'ll)?"
_MOST = r"(?:most|least|lowest|highest|maximum|minimum|max|min)"
_BOUND = (
    rf"(?:limit|maximum|minimum|max|min|ceiling|floor|deadline|walk-?away(?: point| price)?|"
    rf"budget limit|{_MOST} price)"
)
_CAN = (
    r"(?: (?:could|can|would|will|might|may)|"
    r"(?:'m|'re| am| are) (?:willing|ready|prepared|able) to)"
)
_SOMEWHERE = (
    r"(?:the (?!max|limit)|an?\b(?! (?:max|limit))|lunch|dinner|court|market|press|them|him|her|"
    r"see|meet|you|your|work|plan|great|another|talk)\w*"
)
_WILL = (
    r"(?:'ll| will| shall| am going to| are going to|'m going to|'re going to| would have to|"
    r" have to)"
)
_SHARP = (
    r"(?:walk(?: away| out)?(?! (?:you|them|him|her|through))|sue|escalate|cancel|terminate|"
    r"pull out|go public|blacklist|expose|report (?:you|this|it|him|her|them))"
)
_STRIKE = (
    rf"(?:{_SHARP}|leave(?! (?:it|the|a|you|this))|drop (?:you|this|the)|fire you|"
    r"tell (?:everyone|your)|"
    r"go to (?:your|court|the press|hr|legal|someone else|another|a competitor|others)|"
    r"end (?:this|the|our|all)|stop (?:work\w*|pay\w*|deliver\w*|support\w*|all|the)|"
    r"make sure (?:everyone|that everyone|you (?:never|regret|lose))|take (?:legal )?action|"
    r"take (?:this|it|our business) (?:elsewhere|further|to))"
)
# What makes an offer into a threat: something that they do not do.
_UNLESS = (
    r"(?:unless you|if you(?:r \w+)? (?:don't|do not|won't|will not|can't|cannot|still|refuse|fail|"
    r"reject|decline|ignore|insist|keep|continue)\w*)"
)

MORE: Mapping[Check, tuple[str, ...]] = {
    Check.IRRITATOR: (_FAIR,),
    Check.LIMIT: (
        rf"{_WE}{_CAN}?(?: (?:just|even|maybe|probably|still))* "
        rf"(?:go|stretch)(?:(?: (?:up|down|as (?:high|low|far)))? to(?! {_SOMEWHERE})"
        r"| as (?:high|low|far) as)",
        rf"(?:our|my) (?:absolute |real |upper |lower |hard |final )?{_BOUND} (?:is|are|was|of)",
        rf"(?:that's|that is|this is|it's|it is) (?:our|my) (?:absolute |hard |final )?{_BOUND}",
        rf"(?:the )?(?:absolute )?{_MOST} {_WE} (?:can|could|would|will|may) "
        r"(?:go|pay|accept|offer|do|take|live with)",
        rf"{_WE}{_CAN}? (?:accept|take|live with) as (?:little|low|much|high|few)",
        rf"{_WE}{_CAN}? settle for",
        rf"{_WE}{_CAN}? (?:accept|pay|offer|do|go)[^.!?\n]{{0,40}}? at (?:the )?most",
        rf"{_WE} (?:can't|cannot|can not|couldn't) (?:go|pay) "
        r"(?:any )?(?:higher|lower|more|above|below|over|beyond|under)",
    ),
    Check.THREAT: (
        r"or else(?=\s*(?:[.,!…]|$)|\s+(?:you|we'll|i'll|we will|i will))",
        rf"{_UNLESS}\b[^.!?\n]{{0,120}}?\b(?:we|i){_WILL} {_STRIKE}",
        rf"(?:we|i){_WILL} {_STRIKE}\b[^.!?\n]{{0,80}}?\b{_UNLESS}",
        rf"(?:or|otherwise,?) (?:we|i)(?:{_WILL})? {_SHARP}",
        rf"otherwise,? (?:we|i){_WILL} {_STRIKE}",
    ),
    Check.BLAME: (
        r"(?:you (?:guys|all|lot|folks)|your (?:team|people|department|company|side|boss|lawyers?))"
        r"(?: have| has|'ve)? failed",
        r"you should(?:'ve| have) "
        r"(?:known|told|done|said|seen|thought|been more|(?!receiv|notic)\w+ed)",
    ),
}  # fmt: skip

# Where a word of the lists means something else
SPARED: Mapping[Check, re.Pattern[str]] = {
    Check.IRRITATOR: re.compile(r"generous\s+of\s+you", re.IGNORECASE),
    Check.ABSOLUTE: re.compile(r"(?<=as )always|never\s*-?\s*mind", re.IGNORECASE),
}
NOT_BEFORE = re.compile(r"(?:\bnot|n't|\bno|\bwithout)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)

# Big words
_GRADES = (
    r"(?:best|worst|biggest|largest|fastest|cheapest|strongest|lowest|highest|greatest|finest|"
    r"smartest|safest|most (?!of|people|recent|part|likely)\w+)"
)
BIG = phrases(
    rf"(?:the|our|my|this) (?:very |single |absolute )?{_GRADES}"
    r"(?! (?:regards|wishes|practices?|of luck|alternative))"
)
MODEST = re.compile(
    r"\b(?:do|did|doing|try|trying|tried)\s+(?:our|my)\s+(?:very\s+)?best", re.IGNORECASE
)

# Them before us
YOU = phrases(r"(?<!thank\s)you(?:'re|'ve|'ll|'d)?", r"yours?", r"yourselves")
NEED = phrases(
    r"(?:i|we)(?: (?:really|just|urgently|also|still|do))* (?:need|want|require|must have)"
)
HEARD = phrases(
    r"(?:i|we)(?: (?:can|do|fully|really|also|completely|well|quite|certainly|truly|very much))* "
    r"(?:understand|see|hear|appreciate|respect|recogni[sz]e|reali[sz]e|acknowledge|agree|"
    r"get (?:that|why|it)|know (?:that|how|what|why|this|you)|share your)",
    r"(?:it|that|this) (?:sounds|seems|looks|feels)(?: to me)? (?:as if|as though|like|that)",
    r"you (?:want|need|wish)(?! to)",
)

# Reasons
BECAUSE = phrases(r"because(?! of you)", r"due to", r"the reason (?:is|being)")
FURTHER = phrases(
    r"(?:first|second|third|fourth|fifth|last)ly",
    r"furthermore|moreover|in addition|additionally|on top of that|not to mention",
    r"what(?: i|')s more",
    r"(?:another|a further|a second|a third|one more|the first|the second|the third|my first|"
    r"my second|my third|the other|the main|one) reason",
)
ORDINAL = re.compile(
    r"(?:first|second|third|fourth|fifth|last|finally)(?: of all)?[,:]", re.IGNORECASE
)
ITEM = re.compile(r"(?:[-*•·‣▪–]|\(?\d{1,2}[.)])\s+\S")

# The ask
REQUEST = phrases(
    r"please(?! (?:note|see|find|do not worry|don't worry))",
    r"let (?:me|us) know|get back to (?:me|us)",
    r"(?:i|we)(?:'d| would)?(?: like to)? (?:ask|request|urge|expect|want|need) (?:that )?you to",
    r"(?<!if\s)(?<!when\s)(?<!that\s)(?<!how\s)(?<!what\s)(?:can|could|would|will) you",
)
GREETING = phrases(
    r"thank(?:s| you)|regards|cheers|sincerely|yours truly|all the best|best,?",
    r"(?:best|kind|warm|many) (?:regards|wishes)|have a (?:good|nice|great) \w+",
    r"looking forward",
)
OTHER_HALF = re.compile(r"\W*or\b", re.IGNORECASE)
