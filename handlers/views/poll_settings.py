"""The settings of a poll as fields of its form: the rule in sight, the rest behind a button."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.choices import Rule, Terms
from bot.domain.poll_forms import PollForm
from bot.domain.poll_manner import MOST_RANKED, Manner, Reasons, Repeat, Results
from bot.domain.polls import MAX_VOTERS
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    checkboxes,
    field,
    instant_picker,
    number_input,
    option,
    select,
)

RULE = "polls.rule"
MORE = "polls.more"
SECRET = "secret"
ADDS = "adds"
GROUPS = "groups"
EARLY = "early"

# A score that begins with 1 is a choice of its own in the menu.
AGREE = "score from 1"

RULES: dict[str, tuple[str, str]] = {
    Rule.SINGLE: ("One answer", ""),
    Rule.UP_TO: ("Up to some answers", "“Which two would help most?”"),
    Rule.CONSENT: ("Yes, yes if, or no to each", "Shows red lines before a deal is made."),
    Rule.SCORE: ("A score from 0 to 5 for each", "Shows how far people support it."),
    AGREE: ("How far people agree, 1 to 5", "For sentences; 1 is not at all."),
    Rule.RANK: ("In order of preference", "Shows what matters most to whom."),
}
RESULTS = {
    Results.AFTER_CLOSE: "After it has closed",
    Results.AFTER_VOTE: "To each who has voted",
    Results.LIVE: "At once, while votes come in",
    Results.LEADER: "Only to me",
}
REASONS = {
    Reasons.OFF: "Not asked",
    Reasons.OPTIONAL: "Asked, may be left empty",
    Reasons.REQUIRED: "Asked, one line is needed",
}
REPEATS = {
    Repeat.NEVER: "No",
    Repeat.WEEKLY: "Every week",
    Repeat.TWO_WEEKLY: "Every two weeks",
    Repeat.BEFORE_MEETING: "Before each meeting",
}


def has_more(form: PollForm) -> bool:
    """Whether a form uses a setting that stands behind the button."""
    manner = form.manner
    plain = Manner(manner.terms, is_secret=manner.is_secret, closes_early=manner.closes_early)
    return manner != plain or form.opens_at is not None


def how_to_vote(form: PollForm, fresh: str) -> Iterator[Dict]:
    """The rule, and what it needs."""
    terms = form.manner.terms
    menu = select(rules(), act(RULE, fresh), initial=rule_of(terms))
    yield field("rule", "How do people answer?", menu, dispatch=True)
    yield from _most(terms, fresh)


def rules(other: Mapping[str, tuple[str, str]] | None = None) -> list[Dict]:
    """The rules to choose from; some with `other` words."""
    words = {**RULES, **(other or {})}
    return [option(name, str(rule), told) for rule, (name, told) in words.items()]


def rule_of(terms: Terms) -> str:
    """The rule that is chosen, as the menu names it."""
    return AGREE if terms.least else terms.rule.value


def names(form: PollForm, fresh: str) -> Iterator[Dict]:
    """Whether names are kept."""
    manner = form.manner
    keep = option("Secret: answers are kept without names", SECRET, "Needs 5 answers or more.")
    ticks = checkboxes([keep], fresh, initial=[SECRET] if manner.is_secret else [])
    yield field("secret", "Names", ticks, optional=True)


def _most(terms: Terms, fresh: str) -> Iterator[Dict]:
    if terms.rule is Rule.UP_TO:
        number = number_input(fresh, initial=str(max(terms.most, 2)), least="2", most="100")
        yield field("most", "How many at most?", number)
    if terms.rule is Rule.RANK:
        chosen = str(terms.most) if terms.most else ""
        number = number_input(fresh, initial=chosen, least="1", most=str(MOST_RANKED))
        yield field("most", "How many places?", number, hint="Empty: all.", optional=True)


def sooner(form: PollForm) -> Dict:
    """Whether it closes once everybody has answered, beside the time at which it closes else."""
    told = "Some minutes later, so that the last can change it too."
    keep = option("Once everybody has answered", EARLY, told)
    ticks = checkboxes([keep], initial=[EARLY] if form.manner.closes_early else [])
    return field("early", "Close it sooner?", ticks, optional=True)


def more(form: PollForm, fresh: str, *, is_open: bool) -> Iterator[Dict]:
    """The button, or what stands behind it."""
    if not is_open:
        yield actions(button("More settings", MORE))
        return
    manner = form.manner
    yield _menu("results", "Who sees the totals, and when?", RESULTS, manner.results, fresh)
    yield _groups(manner, fresh)
    yield _menu("reasons", "A line on why?", REASONS, manner.reasons, fresh)
    adds = option("People may add answers", ADDS, "Nobody sees who added one.")
    ticks = checkboxes([adds], fresh, initial=[ADDS] if manner.takes_options else [])
    yield field("adds", "The list of answers", ticks, optional=True)
    quorum = number_input(
        initial=str(manner.quorum) if manner.quorum else "", least="1", most=str(MAX_VOTERS)
    )
    yield field("quorum", "How many answers does it take to count?", quorum, optional=True)
    opens = instant_picker(initial=form.opens_at)
    yield field("opens_at", "Post it later?", opens, hint="Empty: at once.", optional=True)
    yield _menu("repeat", "Ask again by itself?", REPEATS, manner.repeat, fresh)


def _groups(manner: Manner, fresh: str) -> Dict:
    told = "The core team beside the others; in a secret poll from 5 answers in each."
    apart = option("Also show me the result by group", GROUPS, told)
    ticks = checkboxes([apart], fresh, initial=[GROUPS] if manner.by_group else [])
    return field("groups", "Groups", ticks, optional=True)


def _menu(name: str, label: str, words: Mapping[Any, str], chosen: str, fresh: str) -> Dict:
    options = [option(text, str(key)) for key, text in words.items()]
    return field(name, label, select(options, fresh, initial=str(chosen)))
