"""The further questions of a poll: in its form, in its message, and what came out of each."""

from collections.abc import Iterator, Sequence

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
    divider,
    field,
    option,
    section,
    select,
    text_input,
)
from handlers.views.text import count, esc, person

ADD_ITEM = "polls.add_item"
OWN_WORDS = "own words"
OPTIONS_LIMIT = MOST_ITEM_OPTIONS * 80
TOO_FEW = f"Fewer than {LEAST} wrote something, so nothing of it is shown."
IN_OWN_WORDS = "_in your own words_"


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
    told = "" if form.question else "Left empty, it is not asked."
    name = field_of(item_id, "question")
    yield field(name, f"Question {item_id}", question, hint=told, optional=True)
    label = f"How do people answer question {item_id}?"
    yield field(field_of(item_id, "rule"), label, _rules(form, fresh), dispatch=True)
    if form.terms:
        options = text_input(fresh, initial=form.options, lines=True, limit=OPTIONS_LIMIT)
        yield field(field_of(item_id, "options"), _answers_label(item_id), options, optional=True)


def _rules(form: ItemForm, fresh: str) -> Dict:
    own = option("In their own words", OWN_WORDS, "Only you read what they write.")
    chosen = settings.rule_of(form.terms) if form.terms else OWN_WORDS
    return select([own, *settings.rules()], act(settings.RULE, fresh), initial=chosen)


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


# In the poll's message


def asked(poll: Poll) -> list[str]:
    """Each further question with its answers, or that it is answered in own words."""
    return [f"*{item.id}. {esc(item.question)}*\n{_answers(item)}" for item in poll.items]


def _answers(item: Item) -> str:
    return "\n".join(f"• {esc(option.text)}" for option in item.options) or IN_OWN_WORDS


# What came out


def totals(result: Result) -> list[str]:
    """Each further question with its totals; what people wrote stays with the leader."""
    if result.is_silent:
        return []
    return [f"*{_title(result, item)}*\n{_told(item)}" for item in result.items]


def blocks(result: Result) -> list[Dict]:
    """The totals of all questions, the first one's with its bars."""
    return [*results.lines(result), *map(section, totals(result))]


def everything(result: Result) -> list[str]:
    """The totals of all questions, the first one's first."""
    return [results.totals(result), *totals(result)]


def _title(result: Result, item: Result) -> str:
    place = result.items.index(item) + FIRST_ITEM
    return f"{place}. {esc(item.poll.question)}"


def _told(item: Result) -> str:
    said = [results.totals(item)] if item.poll.options else []
    if item.written or not item.poll.options:
        reads = f" Only {person(item.poll.leader)} reads it." if item.written else ""
        said.append(f"{answers(item)}{reads}")
    return "\n".join(filter(None, said))


def answers(item: Result) -> str:
    """How many wrote; of a secret poll it is told only when they are enough."""
    if not item.written:
        return TOO_FEW if item.poll.is_secret else "Nobody wrote anything."
    return f"{count(item.written, 'person', 'people')} wrote something."
