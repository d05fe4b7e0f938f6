"""What a leader or a voter typed and chose, as domain values."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.errors import Invalid
from bot.domain.poll_forms import PollForm
from bot.domain.poll_items import FIRST_ITEM, MOST_QUESTIONS, ItemForm, field_of, terms_of
from bot.domain.poll_manner import Manner, Reasons, Repeat, Results
from bot.domain.poll_wording import Wording
from bot.domain.polls import Audience, Poll
from handlers import forms
from handlers.forms import Values
from handlers.views import poll_items as items
from handlers.views import poll_settings as settings
from handlers.views.poll_ballots import places

FEWEST = 2
E = TypeVar("E", bound=StrEnum)


def form_of(values: Values) -> PollForm:
    """The form of a new poll."""
    picked = forms.choice(values, "audience") == Audience.PICKED
    return PollForm(
        question=forms.text(values, "question"),
        options=forms.text(values, "options"),
        use=forms.text(values, "use"),
        audience=Audience.PICKED if picked else Audience.CHANNEL,
        channel=forms.channel(values, "channel"),
        closes_at=forms.instant(values, "closes_at"),
        people=forms.users(values, "people"),
        feedback_by=forms.instant(values, "feedback_by"),
        manner=manner_of(values),
        opens_at=forms.instant(values, "opens_at"),
        items=_item_forms(values),
    )


def _item_forms(values: Values) -> tuple[ItemForm, ...]:
    """The further questions that the form has room for, empty ones too."""
    return tuple(
        ItemForm(words.question, words.options, _item_terms(values, item_id))
        for item_id, words in _item_words(values)
    )


def _item_terms(values: Values, item_id: str) -> Terms | None:
    if forms.choice(values, field_of(item_id, "rule")) in {None, items.OWN_WORDS}:
        return None
    if forms.choice(values, field_of(item_id, "rule")) == settings.AGREE:
        return terms_of(Rule.SCORE, least=1)
    return terms_of(_one_of(Rule, values, field_of(item_id, "rule"), Rule.SINGLE))


def _item_words(values: Values) -> Iterator[tuple[str, Wording]]:
    for item_id in map(str, range(FIRST_ITEM, MOST_QUESTIONS + 1)):
        question, options = (field_of(item_id, name) for name in ("question", "options"))
        if question in values:
            yield item_id, Wording(forms.text(values, question), forms.text(values, options))


def manner_of(values: Values) -> Manner:
    """The settings; what the form does not show is as in the plainest poll."""
    return Manner(
        terms=_terms(values),
        is_secret=settings.SECRET in forms.ticks(values, "secret"),
        results=_one_of(Results, values, "results", Results.AFTER_CLOSE),
        reasons=_one_of(Reasons, values, "reasons", Reasons.OFF),
        takes_options=settings.ADDS in forms.ticks(values, "adds"),
        quorum=forms.number(values, "quorum") or 0,
        repeat=_one_of(Repeat, values, "repeat", Repeat.NEVER),
        by_group=settings.GROUPS in forms.ticks(values, "groups"),
        closes_early=settings.EARLY in forms.ticks(values, "early"),
    )


def _terms(values: Values) -> Terms:
    if forms.choice(values, "rule") == settings.AGREE:
        return Terms(Rule.SCORE, least=1)
    rule = _one_of(Rule, values, "rule", Rule.SINGLE)
    typed = forms.number(values, "most")
    if rule is Rule.UP_TO:
        return Terms(rule, FEWEST if typed is None else typed)
    return Terms(rule, typed or 0) if rule is Rule.RANK else Terms(rule)


def _one_of(kinds: type[E], values: Values, name: str, default: E) -> E:
    """One of the words of an enumeration."""
    chosen = forms.choice(values, name)
    return next((each for each in kinds if each.value == chosen), default)


def wording_of(values: Values) -> Wording:
    """The words of a posted poll, typed again."""
    words = dict(_item_words(values))
    return Wording(forms.text(values, "question"), forms.text(values, "options"), words)


def choice_of(values: Values, poll: Poll) -> Choice:
    """A voter's ballot."""
    said = (
        (item.id, _answer(values, poll.about(item), field_of(item.id, ""))) for item in poll.items
    )
    given = tuple((item_id, answer) for item_id, answer in said if not answer.is_empty)
    return replace(_answer(values, poll, ""), items=given)


def _answer(values: Values, poll: Poll, at: str) -> Choice:
    """The answer to one question, whose fields' names begin with `at`."""
    reason = forms.text(values, f"{at}reason")
    match poll.manner.terms.rule:
        case Rule.SINGLE:
            picks = [(forms.choice(values, f"{at}choice"), "")]
        case Rule.UP_TO:
            picks = [(each, "") for each in forms.choices(values, f"{at}choice")]
        case Rule.RANK:
            picks = [(each, "") for each in _ranked(values, poll, at)]
        case _:
            return Choice(tuple(_said(values, poll, at)), reason)
    return Choice(tuple((each, said) for each, said in picks if each), reason)


def _ranked(values: Values, poll: Poll, at: str) -> list[str | None]:
    """What stands in each place; a place before one that is filled must not be empty."""
    names = [f"{at}place-{place}" for place in range(1, places(poll) + 1)]
    ranked = [forms.choice(values, name) for name in names]
    while ranked and not ranked[-1]:
        ranked.pop()
    if None in ranked:
        raise Invalid({names[ranked.index(None)]: "Fill this place too, or empty those after it."})
    return ranked


def _said(values: Values, poll: Poll, at: str) -> list[tuple[str, str]]:
    """What was said of each option that was not left out."""
    answers = ((each, forms.choice(values, f"{at}of-{each}")) for each in poll.ids)
    return [(each, said) for each, said in answers if said]
