"""What a poll asks: answers to choose from, and further questions that go with the first.

At most five questions, three minutes: domain reference, sections 5.3 and 5.6.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.choices import LOWEST, Choice, Rule, Terms, problem_with
from bot.domain.poll_manner import RATED, Reasons
from bot.domain.text import clean, is_blank, lines, one_line

QUESTION_LIMIT = 300
OPTION_LIMIT = 75
WORDS_LIMIT = 500
TOO_LONG = f"Please keep this within {WORDS_LIMIT} characters."
MOST_QUESTIONS = 5
# A ballot, with all its questions, has to fit into one view.
MOST_ITEM_OPTIONS = 10
FIRST_ITEM = 2
ONE = Terms(Rule.SINGLE)


@dataclass(frozen=True)
class Option:
    """One answer; `id` is its place, counted from 1, and never changes."""

    id: str
    text: str


@dataclass(frozen=True)
class Item:
    """A further question of a poll; `id` is its place among all questions, from 2.

    Without options it is answered in one's own words. `was` is the question as first posted, once
    it was changed.
    """

    id: str
    question: str
    options: tuple[Option, ...] = ()
    terms: Terms = ONE
    was: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its options."""
        return tuple(option.id for option in self.options)

    @property
    def reasons(self) -> Reasons:
        """Whether it takes words: its whole answer, or the “if” and the “because” of a stance."""
        takes_words = not self.options or self.terms.rule is Rule.CONSENT
        return Reasons.OPTIONAL if takes_words else Reasons.OFF

    def problems_with(self, said: Choice) -> Mapping[str, str]:
        """A sentence per field of the ballot that cannot be counted; it may be left out whole."""
        found = {}
        if said.picks and (problem := problem_with(said, self.ids, self.terms)):
            found[field_of(self.id, "choice")] = problem
        if len(said.reason) > WORDS_LIMIT:
            found[field_of(self.id, "reason")] = TOO_LONG
        return found


@dataclass(frozen=True)
class ItemForm:
    """A further question as its leader types it; `options` is one per line.

    Without `terms` it is answered in one's own words, and has no options.
    """

    question: str = ""
    options: str = ""
    terms: Terms | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it asks nothing, so that it is left out."""
        return is_blank(clean(self.question))

    def problems(self, item_id: str) -> Iterator[tuple[str, str]]:
        """The fields that need another look, each with a sentence."""
        yield field_of(item_id, "question"), question_problem(clean(self.question))
        if self.terms:
            wrong = answers_problem(lines(self.options), self.terms.rule, MOST_ITEM_OPTIONS)
            yield field_of(item_id, "options"), wrong

    def made(self, item_id: str) -> Item:
        """The question that was typed; checked before."""
        question = one_line(self.question)
        if self.terms is None:
            return Item(item_id, question)
        return Item(item_id, question, options_of(self.options), self.terms)


def numbered(forms: Sequence[ItemForm]) -> Iterator[tuple[str, ItemForm]]:
    """Each further question with its place in the form, from 2."""
    return ((str(place), form) for place, form in enumerate(forms, start=FIRST_ITEM))


def field_of(item_id: str, name: str) -> str:
    """What a field of a further question is called, in the form and in the ballot."""
    return f"item-{item_id}-{name}"


def items_problems(forms: Sequence[ItemForm]) -> dict[str, str]:
    """A sentence per field of the further questions that needs another look."""
    typed = [(item_id, form) for item_id, form in numbered(forms) if not form.is_empty]
    return {name: said for item_id, form in typed for name, said in form.problems(item_id) if said}


def items_of(forms: Sequence[ItemForm]) -> tuple[Item, ...]:
    """The further questions that were typed, in order; checked before."""
    return tuple(
        form.made(item_id)
        for item_id, form in numbered([form for form in forms if not form.is_empty])
    )


def item_forms(items: Sequence[Item]) -> tuple[ItemForm, ...]:
    """The further questions as they were typed, to be edited again."""
    return tuple(map(_form_of, items))


def _form_of(item: Item) -> ItemForm:
    return ItemForm(item.question, typed(item.options), item.terms if item.options else None)


def written_items(forms: Sequence[ItemForm]) -> dict[str, str]:
    """What was typed of further questions, by field, to be kept; `items_written` reads it."""
    kept = {}
    for item_id, form in numbered(forms):
        kept[field_of(item_id, "question")] = clean(form.question)
        kept[field_of(item_id, "options")] = clean(form.options)
        kept[field_of(item_id, "rule")] = form.terms.rule.value if form.terms else ""
        kept[field_of(item_id, "least")] = str(form.terms.least if form.terms else LOWEST)
    return kept


def items_written(written: Mapping[str, str]) -> tuple[ItemForm, ...]:
    """The further questions that `written_items` has kept."""
    places = map(str, range(FIRST_ITEM, MOST_QUESTIONS + 1))
    return tuple(
        ItemForm(
            written[field_of(each, "question")],
            written[field_of(each, "options")],
            _terms_written(written[field_of(each, "rule")], written[field_of(each, "least")]),
        )
        for each in places
        if field_of(each, "question") in written
    )


def _terms_written(rule: str, least: str) -> Terms | None:
    return terms_of(Rule(rule), int(least)) if rule else None


def terms_of(rule: Rule, least: int = LOWEST) -> Terms:
    """How a further question wants to be answered: all that its rule allows."""
    most = {Rule.UP_TO: MOST_ITEM_OPTIONS, Rule.RANK: 0}.get(rule, 1)
    return Terms(rule, most, least if rule is Rule.SCORE else LOWEST)


def fresh(items: Sequence[Item]) -> tuple[Item, ...]:
    """Further questions as if they had never been put otherwise."""
    return tuple(replace(item, was="") for item in items)


def options_of(text: str) -> tuple[Option, ...]:
    """Answers that were typed one per line."""
    return tuple(Option(str(place), each) for place, each in enumerate(lines(text), start=1))


def typed(options: Sequence[Option]) -> str:
    """Answers one per line, as they are typed."""
    return "\n".join(option.text for option in options)


def question_problem(question: str) -> str:
    """What is wrong with a question, or nothing."""
    if is_blank(question):
        return "Ask one question."
    if len(question) > QUESTION_LIMIT:
        return f"Please keep the question within {QUESTION_LIMIT} characters."
    return ""


def option_problem(option: str) -> str:
    """What is wrong with one answer, or nothing."""
    if is_blank(option):
        return "Write the answer."
    if len(option) > OPTION_LIMIT:
        return f"Please keep each answer within {OPTION_LIMIT} characters."
    return ""


def answers_problem(options: Sequence[str], rule: Rule, most: int) -> str:
    """What is wrong with the answers, or nothing; a score or a stance needs no second one."""
    least = 1 if rule in RATED else 2
    if not least <= len(options) <= most:
        return f"Give {least} to {most} answers, one per line."
    problem = next(filter(None, map(option_problem, options)), "")
    if problem:
        return problem
    if len({option.casefold() for option in options}) < len(options):
        return "Two answers are the same."
    return ""
