"""Which language a text seems to be written in: enough to keep English rules off other languages.

A language gives itself away by its small words. What two languages share counts for English, so
that adding English words never makes a text less English.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff\uff21-\uff5a]")

_SMALL_WORDS: Mapping[str, str] = {
    "English": "the and you your we our i to of is are that this it for with be have not can will "
    "would what how if on as at by from but so do my me us they their he she an was were has had "
    "could should when which who there been more than then about need want please or "
    "them let tell him her all any some make because also into out up here yes like",
    "German": "der die das und ist nicht wir sie ich mit für auf ein eine zu den von dem auch es "
    "haben kann bitte sind wie ihr ihre",
    "French": "le la les et est nous vous pas une des que dans avec je ce sur du de il qui",
    "Spanish": "el la los las y es que de en un una para con se su usted nosotros",
    "Italian": "il la che di non è un una con sono noi voi questo gli della",
    "Portuguese": "os de que não um uma para com você nós da em é",
    "Dutch": "de het een en niet wij van dat op te voor met zijn ik jullie naar",
    "Swedish": "och att det är som en på för med inte vi ni av den till har jag kan",
    "Danish": "og det er som en på med ikke vi av den til har jeg kan",
    "Polish": "nie na się z jest że jak wy za od ale czy",
    "Finnish": "ja ei se että te ovat mutta kun niin",
    "Turkish": "ve bir bu için ile de da biz siz değil ne çok ama",
    "Czech": "je se na že vy ale pro jak",
    "Romanian": "și este nu cu de la un pentru să noi",
    "Hungarian": "és az nem hogy mi ti van egy",
    "Indonesian": "dan yang di ini itu tidak kami anda untuk dengan",
}
_KNOWN = {name: frozenset(words.split()) for name, words in _SMALL_WORDS.items()}
_ENGLISH = _KNOWN["English"]
_OTHERS = tuple(words - _ENGLISH for name, words in _KNOWN.items() if name != "English")


class Tongue(StrEnum):
    """What a text seems to be written in."""

    ENGLISH = "English"
    OTHER = "another language"
    UNKNOWN = "too little to tell"


def tongue(text: str) -> Tongue:
    """English, another language, or too little to tell."""
    letters = sum(map(str.isalpha, text))
    if 2 * len(_LATIN.findall(text)) < letters:
        return Tongue.OTHER
    words = [word.casefold() for word in _WORD.findall(text)]
    # “I'd” and “you're” count as their first half.
    english = sum(re.split("['’]", word)[0] in _ENGLISH for word in words)
    if max(sum(word in known for word in words) for known in _OTHERS) > english:
        return Tongue.OTHER
    return Tongue.ENGLISH if english else Tongue.UNKNOWN
