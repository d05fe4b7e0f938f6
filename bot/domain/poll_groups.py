"""A poll's result for two groups apart: its record's core team, and the others who were asked.

Only its leader sees it. Of a secret poll no more than that may be known of a ballot, and even that
only as far as it gives nobody away: both groups have five answers, and of an option both have five
who spoke of it. Else the difference between the whole and one group would show the other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from bot.domain.access import Action
from bot.domain.choices import Choice, Terms
from bot.domain.negotiations import Negotiation
from bot.domain.polls import Poll
from bot.domain.suppression import LEAST, shown
from bot.domain.tallies import EACH_APART, Tally, spoke_of, tally


class Group(StrEnum):
    """One side of the comparison; the value is its name in storage and in files."""

    CORE = "core team"
    OTHERS = "others"


Answers = Mapping[Group, Sequence[Choice]]


@dataclass(frozen=True)
class Part:
    """What one group answered. `answered` leaves out those who abstained."""

    group: Group
    answered: int
    tally: Tally


def core_among(negotiation: Negotiation, voters: Collection[str]) -> tuple[str, ...]:
    """Those of the voters who belong to the core team: leader, co-leads, core."""
    return tuple(each for each in voters if negotiation.lets(each, Action.SEE_RECORD))


def group_of(voter: str, core: Collection[str]) -> Group:
    """The group of one who was asked."""
    return Group.CORE if voter in core else Group.OTHERS


def answers_of(by_voter: Mapping[str, Choice], core: Collection[str]) -> Answers:
    """The answers by group, without who left it out; in a secret poll for nobody's eyes."""
    return {
        group: tuple(
            choice
            for voter, choice in by_voter.items()
            if group_of(voter, core) is group and choice.picks
        )
        for group in Group
    }


def kept_apart(poll: Poll, by_voter: Mapping[str, Choice]) -> Mapping[Group, tuple[str, ...]]:
    """What may be kept of a secret poll's answers by group: each group's words, sorted.

    Nothing unless both groups are large enough. Where each option is spoken of apart, what was
    said of one no longer stands beside what the same person said of another: else a whole ballot
    could be found again among all ballots, and would tell its group what is hidden of it. Of an
    option of which too few of one group spoke, no group's words have anything.

    The leader, who reads the result and knows one answer, does not make a group large enough.
    """
    terms, answers = poll.manner.terms, answers_of(by_voter, poll.core)
    unknown = {voter: said for voter, said in by_voter.items() if voter != poll.leader}
    told = _told_apart(answers_of(unknown, poll.core), poll.ids, terms)
    if not told:
        return {}
    part = partial(_taken_apart, told=told) if terms.rule in EACH_APART else tuple
    return {
        group: tuple(sorted(Choice(choice.picks).word() for choice in part(answers[group])))
        for group in Group
    }


def parts_of(poll: Poll, answers: Answers) -> tuple[Part, ...]:
    """The result by group, or nothing where there are no two groups to compare.

    In a secret poll `answers` are those that were kept apart.
    """
    least = LEAST if poll.is_secret else 0
    if not all(answers.get(group) for group in Group):
        return ()
    return tuple(
        Part(group, len(answers[group]), tally(answers[group], poll.ids, poll.manner.terms, least))
        for group in Group
    )


def _told_apart(answers: Answers, ids: Sequence[str], terms: Terms) -> Sequence[str]:
    """The options of which enough of each group spoke; fewer spoke of one than are in a group."""
    spoke = {group: spoke_of(said, ids, terms.rule) for group, said in answers.items()}
    return [
        each
        for each in ids
        if None not in shown({group: spoke[group][each] for group in spoke}).values()
    ]


def _taken_apart(answers: Sequence[Choice], told: Sequence[str]) -> tuple[Choice, ...]:
    """As many choices with the same values of each option, but the k-th has the k-th of each."""
    columns = {
        each: sorted(value for choice in answers if (value := choice.value(each)) is not None)
        for each in told
    }
    return tuple(
        Choice(
            tuple((each, column[place]) for each, column in columns.items() if place < len(column))
        )
        for place in range(len(answers))
    )
