"""The further questions of a poll: in its form, in its message, and what came out of each."""

from collections.abc import Iterator, Sequence

from bot.domain.choices import Rule
from bot.domain.poll_items import (
    FIRST_ITEM,
    MOST_ITEM_OPTIONS,
    MOST_QUESTIONS,
    QUESTION_LIMIT,
    Item,
    ItemForm,
    field_of,
    numbered,
    typed,
)
from bot.domain.poll_results import Result
from bot.domain.polls import Poll
from bot.domain.suppression import LEAST
from handlers.views import poll_results as results
from handlers.views import poll_settings as settings
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    context,
    divider,
    field,
    option,
    section,
    select,
    text_input,
)
from handlers.views.text import count, esc, one_line, person

ADD_ITEM = "polls.add_item"
OWN_WORDS = "own words"
# Here nothing says how many at most.
SEVERAL = ("Several answers", "As many as fit.")
OPTIONS_LIMIT = MOST_ITEM_OPTIONS * 80
TOO_FEW = f"Fewer than {LEAST} wrote something, so nothing of it is shown."
IN_OWN_WORDS = "_in your own words_"
ROOM, LEAST_ROOM, LONGEST_TITLE = 9000, 500, 400


# In the form


def form_fields(forms: Sequence[ItemForm], fresh: str) -> Iterator[Dict]:
    """The further questions that were asked for, and a button for one more."""
    for item_id, form in numbered(forms):
        yield divider()
        yield from _form(item_id, form, fresh)
    if len(forms) + FIRST_ITEM <= MOST_QUESTIONS:
        yield actions(button("Add a question", ADD_ITEM))


def _form(item_id: str, form: ItemForm, fresh: str) -> Iterator[Dict]:
    question = text_input(fresh, initial=form.question, limit=QUESTION_LIMIT)
    name = field_of(item_id, "question")
    yield field(name, f"Question {item_id}", question, hint="Empty: not asked.", optional=True)
    label = f"How do people answer question {item_id}?"
    yield field(field_of(item_id, "rule"), label, _rules(form, fresh), dispatch=True)
    if form.terms or form.options:
        options = text_input(fresh, initial=form.options, lines=True, limit=OPTIONS_LIMIT)
        told = "" if form.terms else "Left aside: people answer in their own words."
        name = field_of(item_id, "options")
        yield field(name, _answers_label(item_id), options, hint=told, optional=True)


def _rules(form: ItemForm, fresh: str) -> Dict:
    own = option("In their own words", OWN_WORDS, "Only you read what they write.")
    chosen = settings.rule_of(form.terms) if form.terms else OWN_WORDS
    menu = [own, *settings.rules({Rule.UP_TO: SEVERAL})]
    return select(menu, act(settings.RULE, fresh), initial=chosen)


def _answers_label(item_id: str) -> str:
    return f"Answers to question {item_id}, one per line"


def words_fields(items: Sequence[Item]) -> Iterator[Dict]:
    """The words of further questions that were asked already."""
    for item in items:
        question = text_input(initial=item.question, limit=QUESTION_LIMIT)
        yield field(field_of(item.id, "question"), f"Question {item.id}", question)
        if item.options:
            answers = text_input(initial=typed(item.options), lines=True, limit=OPTIONS_LIMIT)
            yield field(field_of(item.id, "options"), _answers_label(item.id), answers)


# In the poll's message, where all blocks together may hold 12,500 characters


def asked(poll: Poll) -> list[str]:
    """Each further question with its answers, or that it is answered in own words."""
    size = sum(len(esc(option.text)) for option in poll.options)
    return _fitting(size, [[_title(item), *_asked(item)] for item in poll.items])


def _asked(item: Item) -> Iterator[str]:
    if item.was:
        yield f"_It asked before: “{_short(item.was)}”_"
    if not item.options:
        yield IN_OWN_WORDS
    yield from (f"• {esc(option.text)}" for option in item.options)


# What came out


def totals(result: Result) -> list[str]:
    """Each further question with its totals; what people wrote stays with the leader."""
    if result.is_silent:
        return []
    asked = zip(result.poll.items, result.items, strict=True)
    lines = [[_title(item), *_told(found)] for item, found in asked]
    return _fitting(len(results.totals(result)), lines)


def blocks(result: Result) -> list[Dict]:
    """The totals of all questions, the first one's with its bars."""
    alike = results.agreement(result)
    first = [*results.lines(result), *([context(alike)] if alike else [])]
    return [*first, *map(section, totals(result))]


def everything(result: Result) -> list[str]:
    """The totals of all questions, the first one's first."""
    return [results.totals(result), *totals(result)]


def _told(item: Result) -> Iterator[str]:
    if item.poll.options:
        yield from results.totals(item).splitlines()
    if item.written or not item.poll.options:
        reads = f" Only {person(item.poll.leader)} reads it." if item.written else ""
        yield f"{answers(item)}{reads}"


def answers(item: Result) -> str:
    """How many wrote; of a secret poll it is told only when they are enough."""
    if not item.written:
        return TOO_FEW if item.poll.is_secret else "Nobody wrote anything."
    return f"{count(item.written, 'person', 'people')} wrote something."


def _title(item: Item) -> str:
    return f"*{item.id}. {_short(item.question)}*"


def _short(question: str) -> str:
    """A question, cut where escaping makes it very long."""
    whole = esc(question)
    return whole if len(whole) <= LONGEST_TITLE else esc(one_line(question, QUESTION_LIMIT // 4))


def _fitting(first: int, questions: Sequence[Sequence[str]]) -> list[str]:
    """Each question's lines as one text; beside a first one of this size all fit into a message."""
    room = max(LEAST_ROOM, (ROOM - first) // max(len(questions), 1))
    return [_within(lines, room) for lines in questions]


def _within(lines: Sequence[str], room: int) -> str:
    kept = list(lines)
    while len(kept) > 1 and sum(map(len, kept)) > room:
        kept.pop()
    rest = len(lines) - len(kept)
    return "\n".join([*kept, *([f"and {rest} more"] if rest else [])])
