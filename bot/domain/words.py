"""The words after `/negotiate`: what each opens, in the order in which help lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Word:
    """One word: how it is typed, and what it does in a few words."""

    word: str
    usage: str
    does: str


WORDS: tuple[Word, ...] = (
    Word("new", "new [name]", "start a negotiation"),
    Word("prep", "prep [name]", "prepare one: 5 minutes, 30, or in full"),
    Word("resist", "resist [name]", "find out why somebody says no"),
    Word("quick", "quick", "prepare in 60 seconds, just before a talk"),
    Word("brief", "brief [name]", "your plan on one page, or for the team"),
    Word("poll", "poll", "ask the people who know or must deliver"),
    Word("team", "team [name]", "see whom to involve, and let people lead parts"),
    Word("update", "update [name]", "tell your team where you are and what you need"),
    Word("decide", "decide", "log a decision with its reasons"),
    Word("decisions", "decisions [words]", "read, search or copy the decision log"),
    Word("case", "case [name]", "build your arguments and your message"),
    Word("meet", "meet", "add, move or cancel a meeting"),
    Word("calm", "calm", "one calm minute, now"),
    Word("pause", "pause", "words that buy time"),
    Word("settings", "settings", "quiet hours and what I may send you"),
    Word("help", "help", "this list"),
)


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like what was typed."""
    matches = get_close_matches(typed.casefold(), list(known), n=1, cutoff=0.5)
    return matches[0] if matches else None
