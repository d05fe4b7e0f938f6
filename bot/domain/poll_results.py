"""What came out of a poll: ballots with or without names, and what they add up to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.choices import Choice, Rule
from bot.domain.poll_groups import Answers, Group, kept_apart
from bot.domain.poll_items import Option
from bot.domain.poll_meaning import Meaning, meaning
from bot.domain.polls import Poll
from bot.domain.suppression import LEAST, TOO_FEW, comments_shown, is_enough
from bot.domain.tallies import OptionTally, Tally, tally
from bot.domain.text import within


@dataclass(frozen=True)
class Written:
    """What somebody wrote; `voter` is empty in a secret poll."""

    text: str
    voter: str = ""


@dataclass(frozen=True)
class Ballots:
    """Who answered, and what was answered.

    `by_voter` has the choices of a named poll. Those of a secret one stand in `unnamed`, from its
    close on, in an order that tells nothing; `comments` are what its voters wrote, shuffled, and
    `items` what they answered to further questions, each apart from the others; `apart` is what
    may be known of its groups.
    """

    answered: frozenset[str] = frozenset()
    by_voter: Mapping[str, Choice] = field(default_factory=dict)
    unnamed: tuple[Choice, ...] = ()
    comments: tuple[str, ...] = ()
    items: Mapping[str, "Outcome"] = field(default_factory=dict)
    apart: Answers = field(default_factory=dict)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All choices that may be counted."""
        return (*self.by_voter.values(), *self.unnamed)

    def about(self, item_id: str) -> "Ballots":
        """What was answered to a further question."""
        if item_id in self.items:
            return unnamed(self.answered, self.items[item_id])
        said = {voter: choice.of_item(item_id) for voter, choice in self.by_voter.items()}
        return Ballots(self.answered, said)

    @property
    def written(self) -> tuple["Written", ...]:
        """What was written, with its author where votes are named."""
        said = ((voter, choice.reason) for voter, choice in self.by_voter.items())
        named = tuple(Written(text, voter) for voter, text in said if text)
        return (*named, *map(Written, self.comments))

    def missing(self, poll: Poll) -> tuple[str, ...]:
        """Voters who have not answered."""
        return tuple(voter for voter in poll.voters if voter not in self.answered)


@dataclass(frozen=True)
class Outcome:
    """What is kept of a secret poll once the way back to its voters is destroyed.

    `words` are its choices (`Choice.word`), sorted; both are empty when fewer than five answered.
    `answered` counts all ballots, also those of which nothing is shown. `items` has the same of
    each further question: no two answers of one person stand together.
    `apart` has the words of each group (`poll_groups.kept_apart`), if that was wanted and can be.
    """

    answered: int
    words: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    items: Mapping[str, "Outcome"] = field(default_factory=dict)
    apart: Mapping[Group, tuple[str, ...]] = field(default_factory=dict)


def unnamed(answered: frozenset[str], outcome: Outcome) -> Ballots:
    """What is known of a secret poll after its close; `answered` are those who did."""
    choices = tuple(map(Choice.read, outcome.words))
    apart = {group: tuple(map(Choice.read, words)) for group, words in outcome.apart.items()}
    return Ballots(answered, {}, choices, outcome.comments, outcome.items, apart)


def outcome_of(choices: Sequence[Choice], shuffle: Callable[[list[str]], None]) -> Outcome:
    """What may be kept of these ballots: nothing of fewer than five, no comment of fewer than five.

    Nor anything of a question that fewer than five chose an answer to.

    Reliability reference, section 7.
    """
    if not is_enough(len(choices)):
        return Outcome(len(choices))
    has_enough = is_enough(sum(bool(choice.picks) for choice in choices))
    words = tuple(sorted(choice.word() for choice in choices)) if has_enough else ()
    comments = comments_shown((choice.reason for choice in choices), shuffle)
    asked = sorted({item_id for choice in choices for item_id, _ in choice.items})
    said = {each: [choice.of_item(each) for choice in choices] for each in asked}
    items = {each: outcome_of(answers, shuffle) for each, answers in said.items()}
    return Outcome(len(choices), words, comments, items)


@dataclass(frozen=True)
class Result:
    """What came out. `answered` counts ballots, abstentions too, and those that stay hidden.

    `written` is how many wrote something, as far as that is told. `items` are the results of the
    further questions, each with a poll that asks nothing else.
    """

    poll: Poll
    tally: Tally
    answered: int
    written: int = 0
    items: tuple["Result", ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether so few answered a secret poll that nothing of it is shown.

        Who abstained did not answer: among five of whom four abstain, one would stand alone.
        """
        is_some = self.answered > 0 and bool(self.poll.options)
        return self.poll.is_secret and is_some and not is_enough(self.tally.answered)

    @property
    def is_silent(self) -> bool:
        """Whether so few took part in a secret poll that nothing of any question is shown."""
        return self.poll.is_secret and self.answered > 0 and not is_enough(self.answered)

    @property
    def has_quorum(self) -> bool:
        """Whether enough people answered to count, as the leader had set."""
        return self.answered >= self.poll.manner.quorum

    @property
    def counts(self) -> tuple[tuple[Option, int], ...]:
        """Each option with the number of people who spoke of it, the first place first."""
        by_id = {option.id: option for option in self.poll.options}
        return tuple((by_id[line.option_id], line.votes) for line in self.tally.lines)

    @property
    def leading(self) -> tuple[Option, ...]:
        """The option in the first place, or all that share it; none without answers."""
        first = set(self.tally.leading)
        return tuple(option for option in self.poll.options if option.id in first)

    @property
    def is_tied(self) -> bool:
        """Whether several options share the first place."""
        return self.tally.is_tied


def result_of(poll: Poll, ballots: Ballots) -> Result:
    """The result of a poll from its ballots.

    In a secret poll it has nothing of an option of which fewer than five spoke.
    """
    least = LEAST if poll.is_secret else 0
    counted = tally(ballots.choices, poll.ids, poll.manner.terms, least)
    items = (result_of(poll.about(item), ballots.about(item.id)) for item in poll.items)
    return Result(poll, counted, len(ballots.answered), len(ballots.written), tuple(items))


def with_groups(outcome: Outcome, poll: Poll, by_voter: Mapping[str, Choice]) -> Outcome:
    """The outcome of a secret poll with what may be kept of its groups, question by question."""
    further = {
        item.id: with_groups(
            outcome.items[item.id],
            poll.about(item),
            {voter: choice.of_item(item.id) for voter, choice in by_voter.items()},
        )
        for item in poll.items
        if item.id in outcome.items
    }
    return replace(outcome, apart=kept_apart(poll, by_voter), items=further)


def in_words(result: Result, limit: int = 0) -> str:
    """What was said of each answer, in one line without names: “May: 3, June: 1.”.

    A further question stands before its answers; what was written is not repeated. Of more than
    `limit` characters the last questions are left out; 0 is no limit.
    """
    further = ((item.poll.question, _answers(item)) for item in result.items)
    told = [_answers(result), *(f"{asked} {said}" for asked, said in further if said)]
    return within(filter(None, told), limit)


def _answers(result: Result) -> str:
    if result.is_hidden or not result.tally.answered:
        return ""
    texts = {option.id: option.text for option in result.poll.options}
    lines = (f"{texts[line.option_id]}: {_said(line, result)}" for line in result.tally.lines)
    return f"{', '.join(lines)}."


def _said(line: OptionTally, result: Result) -> str:
    rule = result.tally.rule
    if line.withheld:
        return TOO_FEW
    if rule is Rule.CONSENT:
        said = line.consent
        return f"{said.accept} yes, {said.accept_if} yes if, {said.refuse} no"
    if rule is Rule.SCORE:
        found = line.scores
        if found is None:
            return "no score"
        return f"mean {float(found.mean):.1f} ({found.ordered[0]} to {found.ordered[-1]})"
    return f"{float(line.points):g} points" if rule is Rule.RANK else str(line.votes)


def meaning_of(result: Result, ballots: Ballots | None = None) -> Meaning:
    """What a result means; with the ballots of a named poll also who stands where."""
    poll, named = result.poll, ballots.by_voter if ballots else None
    return meaning(poll.options, result.tally, len(poll.voters), named)
