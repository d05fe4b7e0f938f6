"""What a leader or a voter typed and chose, as domain values."""

from enum import StrEnum
from typing import TypeVar

from bot.domain.choices import Choice, Rule, Terms
from bot.domain.poll_forms import PollForm, Wording
from bot.domain.poll_manner import Manner, Reasons, Repeat, Results
from bot.domain.polls import Audience, Poll
from handlers import forms
from handlers.forms import Values
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
    )


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
    return Wording(forms.text(values, "question"), forms.text(values, "options"))


def choice_of(values: Values, poll: Poll) -> Choice:
    """A voter's ballot."""
    reason = forms.text(values, "reason")
    match poll.manner.terms.rule:
        case Rule.SINGLE:
            picks = [(forms.choice(values, "choice"), "")]
        case Rule.UP_TO:
            picks = [(each, "") for each in forms.choices(values, "choice")]
        case Rule.RANK:
            named = (forms.choice(values, f"place-{n}") for n in range(1, places(poll) + 1))
            picks = [(each, "") for each in named]
        case _:
            return Choice(tuple(_said(values, poll)), reason)
    return Choice(tuple((each, said) for each, said in picks if each), reason)


def _said(values: Values, poll: Poll) -> list[tuple[str, str]]:
    """What was said of each option that was not left out."""
    answers = ((each, forms.choice(values, f"of-{each}")) for each in poll.ids)
    return [(each, said) for each, said in answers if said]
