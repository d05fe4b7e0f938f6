"""Making a poll: the form, what is wrong with it, and ready templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.choices import Rule, Terms
from bot.domain.errors import Invalid
from bot.domain.people import zone_info
from bot.domain.poll_items import (
    MOST_QUESTIONS,
    ItemForm,
    answers_problem,
    item_forms,
    items_of,
    items_problems,
    items_written,
    options_of,
    question_problem,
    typed,
    written_items,
)
from bot.domain.poll_manner import MOST_OPTIONS, Manner
from bot.domain.poll_templates import Template
from bot.domain.poll_times import LONGEST, deadline_problem, opening_problem
from bot.domain.polls import MAX_VOTERS, Audience, Poll
from bot.domain.text import clean, is_blank, lines, one_line

USE_LIMIT = 300
FIRST_HOUR, LAST_HOUR = 9, 17
SATURDAY = 5
MIN_OPTIONS, MAX_OPTIONS = 2, MOST_OPTIONS


@dataclass(frozen=True)
class PollForm:
    """What a leader types to make a poll; `options` is one per line, `items` further questions."""

    question: str
    options: str
    use: str
    audience: Audience
    channel: str | None
    closes_at: datetime | None
    people: tuple[str, ...] = ()
    feedback_by: datetime | None = None
    manner: Manner = field(default_factory=Manner)
    opens_at: datetime | None = None
    items: tuple[ItemForm, ...] = ()

    @property
    def written(self) -> dict[str, str]:
        """What was typed, by field; `worded` puts it back."""
        words = {
            "question": clean(self.question),
            "options": clean(self.options),
            "use": clean(self.use),
        }
        terms = self.manner.terms
        rule = {"rule": terms.rule.value, "most": str(terms.most), "least": str(terms.least)}
        return words | rule | written_items(self.items)

    @property
    def said(self) -> tuple[str, ...]:
        """The words alone, of questions that ask something: by these a form is news."""
        further = (
            words
            for form in self.items
            if not form.is_empty
            for words in (form.question, form.options)
        )
        return tuple(map(clean, (self.question, self.options, self.use, *further)))

    def worded(self, written: Mapping[str, str]) -> "PollForm":
        """The form with these words and their rule, and all else as it was."""
        return replace(
            self,
            manner=replace(self.manner, terms=_terms_written(written, self.manner.terms)),
            question=written["question"],
            options=written["options"],
            use=written["use"],
            items=items_written(written),
        )

    def problems(self, now: datetime) -> dict[str, str]:
        """A sentence per field that needs another look."""
        found = {
            "question": question_problem(clean(self.question)),
            "options": options_problem(lines(self.options), self.manner.terms.rule),
            **items_problems(self.items),
            "use": use_problem(clean(self.use)),
            "channel": "" if self.channel else "Pick the channel it goes to.",
            "people": self._people_problem(),
            "closes_at": deadline_problem(self.closes_at, now),
            "feedback_by": self._feedback_problem(),
            "opens_at": opening_problem(self.opens_at, self.closes_at, now),
            **self.manner.problems(len(lines(self.options))),
        }
        return {name: sentence for name, sentence in found.items() if sentence}

    def placed(self, channel: str | None) -> "PollForm":
        """The form with a channel, unless it has one."""
        return replace(self, channel=self.channel or channel)

    def filled(self, ready: "Template") -> "PollForm":
        """The form with a template's words and rule, and all else as it was."""
        return replace(
            self,
            question=ready.question,
            options="\n".join(ready.options),
            use=ready.use,
            manner=replace(ready.manner, closes_early=self.manner.closes_early),
            items=ready.items,
        )

    def with_item(self) -> "PollForm":
        """The form with room for one more question, up to five."""
        return replace(self, items=(*self.items, ItemForm())[: MOST_QUESTIONS - 1])

    def at(self, closes_at: datetime, feedback_by: datetime | None) -> "PollForm":
        """The form for another time, to be posted by hand."""
        return replace(self, closes_at=closes_at, feedback_by=feedback_by, opens_at=None)

    def _people_problem(self) -> str:
        if self.audience is Audience.PICKED and not self.people:
            return "Pick at least one person to ask."
        if len(self.people) > MAX_VOTERS:
            return f"A poll asks at most {MAX_VOTERS} people."
        return ""

    def _feedback_problem(self) -> str:
        if self.feedback_by is None:
            return "Pick when people will hear what you did with their answers."
        if self.closes_at and self.feedback_by < self.closes_at:
            return "People hear back after the poll has closed. Pick a later time."
        if self.closes_at and self.feedback_by > self.closes_at + LONGEST:
            return f"That is more than {LONGEST.days} days after the close. Pick an earlier time."
        return ""


def _terms_written(written: Mapping[str, str], known: Terms) -> Terms:
    """The rule that `PollForm.written` has kept; an older draft has none."""
    if "rule" not in written:
        return known
    return Terms(Rule(written["rule"]), int(written["most"]), int(written["least"]))


def options_problem(options: tuple[str, ...], rule: Rule = Rule.SINGLE) -> str:
    """What is wrong with the answers to the first question, or nothing."""
    return answers_problem(options, rule, MAX_OPTIONS)


def use_problem(use: str) -> str:
    """What is wrong with the stated use, or nothing."""
    if is_blank(use):
        return "Say what you will use the answers for."
    if len(use) > USE_LIMIT:
        return f"Please keep this within {USE_LIMIT} characters."
    return ""


def draft(form: PollForm, poll_id: str, negotiation: str, leader: str, now: datetime) -> Poll:
    """A poll from a form that has been checked, or Invalid."""
    problems = form.problems(now)
    if problems:
        raise Invalid(problems)
    people = tuple(dict.fromkeys(form.people)) if form.audience is Audience.PICKED else ()
    return Poll(
        id=poll_id,
        negotiation=negotiation,
        leader=leader,
        question=one_line(form.question),
        use=clean(form.use),
        options=options_of(form.options),
        audience=form.audience,
        channel=str(form.channel),
        closes_at=form.closes_at or now,
        feedback_by=form.feedback_by,
        manner=form.manner,
        voters=people,
        opens_at=form.opens_at,
        items=items_of(form.items),
    )


def form_of(poll: Poll) -> PollForm:
    """The form as it was filled in for this poll, to be edited again."""
    return PollForm(
        question=poll.question,
        options=typed(poll.options),
        use=poll.use,
        audience=poll.audience,
        channel=poll.channel,
        closes_at=poll.closes_at,
        people=poll.voters if poll.audience is Audience.PICKED else (),
        feedback_by=poll.feedback_by,
        manner=poll.manner,
        opens_at=poll.opens_at,
        items=item_forms(poll.items),
    )


def usual_times(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """When a poll usually closes, and when people usually hear back [X].

    It closes in two days, on the hour, at a time and on a day on which people work in `zone`;
    they hear back a working day later.
    """
    local = now.astimezone(zone_info(zone))
    hour = min(max(local.hour + 1, FIRST_HOUR), LAST_HOUR)
    close = _working_day(local.date() + timedelta(days=2))
    feedback = _working_day(close + timedelta(days=1))
    closes, hears = (
        datetime.combine(day, time(hour), tzinfo=local.tzinfo).astimezone(UTC)
        for day in (close, feedback)
    )
    return closes, hears


def _working_day(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
