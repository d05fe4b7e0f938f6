"""A ballot in a window: one way to ask for each rule, and what the voter reads afterwards."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.choices import STANCES, Choice, Rule
from bot.domain.poll_items import OPTION_LIMIT, WORDS_LIMIT, field_of
from bot.domain.poll_manner import MOST_RANKED, Reasons
from bot.domain.poll_promise import who_sees_what
from bot.domain.poll_results import Result
from bot.domain.polls import Poll
from bot.services.poll_voting import Ballot
from handlers.views import poll_items as items
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    checkboxes,
    context,
    divider,
    field,
    modal,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.poll_words import (
    change,
    chosen,
    closing,
    first_question,
    heading,
    how,
    how_one,
    promises,
)
from handlers.views.text import esc, one_line, person

BALLOT = "polls.ballot"
CAST = "polls.cast"
ABSTAIN = "polls.abstain"
ADD = "polls.add"
ADDED = "polls.added"

IN_SIGHT = 10
STANCE_WORDS = {"y": "Yes", "i": "Yes, if …", "n": "No, because …"}
WHY = {
    Rule.CONSENT: "Yes, if what? No, because of what?",
    Rule.SINGLE: "Why?",
    Rule.UP_TO: "Why?",
    Rule.SCORE: "Why?",
    Rule.RANK: "Why?",
}


def ballot(poll: Poll, current: Choice | None, now: datetime) -> Dict:
    """One voter's ballot; after the close it shows what was counted and takes nothing."""
    if not poll.is_open or now >= poll.closes_at:
        return _closed(poll, current)
    said = current or Choice(())
    blocks = [
        heading(first_question(poll)),
        section(f"{person(poll.leader)} asks. {how(poll)} It {closing(poll)}."),
        *([context(how_one(poll))] if poll.items else []),
        *_question(poll, Place(is_optional=bool(poll.items)), said),
        *_items(poll, said),
        actions(*_besides(poll)),
        context(promises(poll)),
        context(who_sees_what(poll)),
    ]
    submit = "Send" if poll.items else "Vote"
    return modal(act(CAST, poll.id), _title(poll), blocks, submit=submit)


def voted(counted: Ballot, result: Result | None = None) -> Dict:
    """After a vote in the window; with the others' votes where the poll shows them now."""
    again = actions(button(change(counted.poll), act(BALLOT, counted.poll.id)))
    shown = [section("*So far*"), *items.blocks(result)] if result else []
    blocks = [section(chosen(counted)), *shown, again]
    return modal(CAST, _title(counted.poll), blocks, close="Close")


def _title(poll: Poll) -> str:
    return "Your answers" if poll.items else "Your vote"


def adding(poll: Poll) -> Dict:
    """One more answer for everybody."""
    told = "It joins the list for everybody at once. Nobody sees, or can look up, who added it."
    blocks = [
        heading(poll.question),
        field("option", "Your answer", text_input(limit=OPTION_LIMIT, focus=True)),
        context(told),
    ]
    return modal(act(ADDED, poll.id), "Add an answer", blocks, submit="Add")


def _besides(poll: Poll) -> Iterator[Dict]:
    """What one can do instead of answering."""
    if poll.manner.takes_options:
        yield button("Add an answer", act(ADD, poll.id))
    yield button("I'd rather not answer", act(ABSTAIN, poll.id))


@dataclass(frozen=True)
class Place:
    """Where a question stands in the ballot: what its fields' names begin with, and whether all
    of it may be left out."""

    prefix: str = ""
    is_optional: bool = False

    def field(self, name: str, label: str, element: Dict, *, optional: bool = False) -> Dict:
        """A field of this question."""
        is_optional = optional or self.is_optional
        return field(f"{self.prefix}{name}", label, element, optional=is_optional)


def _items(poll: Poll, said: Choice) -> Iterator[Dict]:
    """The further questions, each of which may be left out."""
    for item in poll.items:
        alone = poll.about(item)
        yield divider()
        yield section(f"*{item.id}. {esc(item.question)}*\n{how(alone)}")
        place = Place(field_of(item.id, ""), is_optional=True)
        yield from _question(alone, place, said.of_item(item.id))


def _question(poll: Poll, place: Place, said: Choice) -> Iterator[Dict]:
    if poll.options:
        yield from _DRAWN[poll.manner.terms.rule](poll, place, said)
    yield from _why(poll, place, said)


def _single(poll: Poll, place: Place, said: Choice) -> Iterator[Dict]:
    options = [option(one_line(each.text, OPTION_LIMIT), each.id) for each in poll.options]
    initial = said.ids[0] if said.ids else None
    draw = radio if len(options) <= IN_SIGHT else select
    yield place.field("choice", "Your answer", draw(options, initial=initial))


def _up_to(poll: Poll, place: Place, said: Choice) -> Iterator[Dict]:
    options = [option(one_line(each.text, OPTION_LIMIT), each.id) for each in poll.options]
    if len(options) <= IN_SIGHT:
        menu = checkboxes(options, initial=said.ids)
    else:
        menu = select(options, initial=said.ids, many=True, most=poll.manner.terms.most)
    most = poll.manner.terms.most_of(len(options))
    yield place.field("choice", f"Your answers, {most} at most", menu)


def _consent(poll: Poll, place: Place, said: Choice) -> Iterator[Dict]:
    stances = [option(STANCE_WORDS[letter], letter) for letter in STANCES]
    yield from _each(poll, place, said, stances)


def _score(poll: Poll, place: Place, said: Choice) -> Iterator[Dict]:
    allowed = poll.manner.terms.scores
    words = {allowed[0]: f"{allowed[0]} · not at all", allowed[-1]: f"{allowed[-1]} · fully"}
    scores = [option(words.get(score, score), score) for score in allowed]
    yield from _each(poll, place, said, scores)


def _each(poll: Poll, place: Place, said: Choice, answers: list[Dict]) -> Iterator[Dict]:
    """A menu for each option; all may be left out but one."""
    for each in poll.options:
        menu = select(answers, placeholder="No view", initial=said.value(each.id))
        yield place.field(f"of-{each.id}", each.text, menu, optional=True)


def _rank(poll: Poll, place: Place, said: Choice) -> Iterator[Dict]:
    options = [option(one_line(each.text, OPTION_LIMIT), each.id) for each in poll.options]
    for rank in range(1, places(poll) + 1):
        initial = said.ids[rank - 1] if rank <= len(said.ids) else None
        menu = select(options, initial=initial)
        yield place.field(f"place-{rank}", f"Place {rank}", menu, optional=rank > 1)


def places(poll: Poll) -> int:
    """How many places a ranking asks for."""
    return min(poll.manner.terms.most_of(len(poll.options)), MOST_RANKED)


def _why(poll: Poll, place: Place, said: Choice) -> Iterator[Dict]:
    reasons = poll.manner.reasons
    if reasons is Reasons.OFF:
        return
    box = text_input(initial=said.reason, lines=True, limit=WORDS_LIMIT)
    label = WHY[poll.manner.terms.rule] if poll.options else "Your answer"
    yield place.field("reason", label, box, optional=reasons is Reasons.OPTIONAL)


def _closed(poll: Poll, current: Choice | None) -> Dict:
    blocks = [heading(poll.question), section(f"This poll has closed. {_yours(poll, current)}")]
    return modal(act(CAST, poll.id), _title(poll), blocks, close="Close")


def _yours(poll: Poll, current: Choice | None) -> str:
    if poll.is_secret:
        return "What you answered is no longer linked to you, so I can't show it."
    return chosen(Ballot(poll, current), is_over=True) if current else "You did not answer."


_DRAWN: Mapping[Rule, Callable[[Poll, Place, Choice], Iterator[Dict]]] = {
    Rule.SINGLE: _single,
    Rule.UP_TO: _up_to,
    Rule.CONSENT: _consent,
    Rule.SCORE: _score,
    Rule.RANK: _rank,
}
