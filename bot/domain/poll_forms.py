"""Making a poll: the form, what is wrong with it, and ready templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.choices import Rule
from bot.domain.errors import Invalid
from bot.domain.people import zone_info
from bot.domain.poll_manner import MOST_OPTIONS, RATED, Manner
from bot.domain.poll_templates import Template
from bot.domain.polls import (
    LONGEST,
    MAX_VOTERS,
    Audience,
    Option,
    Poll,
    deadline_problem,
    opening_problem,
)
from bot.domain.text import clean, is_blank, lines

QUESTION_LIMIT = 300
OPTION_LIMIT = 75
USE_LIMIT = 300
FIRST_HOUR, LAST_HOUR = 9, 17
SATURDAY = 5
MIN_OPTIONS, MAX_OPTIONS = 2, MOST_OPTIONS


@dataclass(frozen=True)
class PollForm:
    """What a leader types to make a poll; `options` is one per line."""

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

    @property
    def written(self) -> dict[str, str]:
        """What was typed, by field; `worded` puts it back."""
        return {
            "question": clean(self.question),
            "options": clean(self.options),
            "use": clean(self.use),
        }

    def worded(self, written: Mapping[str, str]) -> "PollForm":
        """The form with these words, and all else as it was."""
        return replace(
            self, question=written["question"], options=written["options"], use=written["use"]
        )

    def problems(self, now: datetime) -> dict[str, str]:
        """A sentence per field that needs another look."""
        found = {
            "question": question_problem(clean(self.question)),
            "options": options_problem(lines(self.options), self.manner.terms.rule),
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
        words = "\n".join(ready.options)
        manner = replace(ready.manner, closes_early=self.manner.closes_early)
        return replace(self, question=ready.question, options=words, use=ready.use, manner=manner)

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


def question_problem(question: str) -> str:
    """What is wrong with a question, or nothing."""
    if is_blank(question):
        return "Ask one question."
    if len(question) > QUESTION_LIMIT:
        return f"Please keep the question within {QUESTION_LIMIT} characters."
    return ""


def options_problem(options: tuple[str, ...], rule: Rule = Rule.SINGLE) -> str:
    """What is wrong with the answers, or nothing; a score or a stance needs no second one."""
    least = 1 if rule in RATED else MIN_OPTIONS
    if not least <= len(options) <= MAX_OPTIONS:
        return f"Give {least} to {MAX_OPTIONS} answers, one per line."
    problem = next(filter(None, map(option_problem, options)), "")
    if problem:
        return problem
    if len({option.casefold() for option in options}) < len(options):
        return "Two answers are the same."
    return ""


def option_problem(option: str) -> str:
    """What is wrong with one answer, or nothing."""
    if is_blank(option):
        return "Write the answer."
    if len(option) > OPTION_LIMIT:
        return f"Please keep each answer within {OPTION_LIMIT} characters."
    return ""


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
    options = tuple(Option(str(n), text) for n, text in enumerate(lines(form.options), start=1))
    people = tuple(dict.fromkeys(form.people)) if form.audience is Audience.PICKED else ()
    return Poll(
        id=poll_id,
        negotiation=negotiation,
        leader=leader,
        question=" ".join(clean(form.question).split()),
        use=clean(form.use),
        options=options,
        audience=form.audience,
        channel=str(form.channel),
        closes_at=form.closes_at or now,
        feedback_by=form.feedback_by,
        manner=form.manner,
        voters=people,
        opens_at=form.opens_at,
    )


def form_of(poll: Poll) -> PollForm:
    """The form as it was filled in for this poll, to be edited again."""
    return PollForm(
        question=poll.question,
        options="\n".join(option.text for option in poll.options),
        use=poll.use,
        audience=poll.audience,
        channel=poll.channel,
        closes_at=poll.closes_at,
        people=poll.voters if poll.audience is Audience.PICKED else (),
        feedback_by=poll.feedback_by,
        manner=poll.manner,
        opens_at=poll.opens_at,
    )


@dataclass(frozen=True)
class Wording:
    """The words of a poll that was posted, as its leader types them again; one answer a line."""

    question: str
    options: str


FIXED = "People have voted, so answers can't be taken off any more. You can add some."
IN_ORDER = "People have voted: keep the answers in their places, and add new ones at the end."


def reworded(poll: Poll, wording: Wording, *, has_votes: bool, at: datetime) -> Poll:
    """The open poll with these words, or Invalid.

    An answer keeps its votes by its line. So once there are votes no line may go or change places.
    """
    question, options = " ".join(clean(wording.question).split()), lines(wording.options)
    found = {
        "question": question_problem(question),
        "options": options_problem(options, poll.manner.terms.rule),
    }
    if has_votes and not found["options"]:
        found["options"] = _moved(poll, options)
    problems = {name: sentence for name, sentence in found.items() if sentence}
    if problems:
        raise Invalid(problems)
    return poll.reworded(question, _renamed(poll, options), at)


def _moved(poll: Poll, options: tuple[str, ...]) -> str:
    old = [option.text.casefold() for option in poll.options]
    new = [option.casefold() for option in options]
    if len(new) < len(old):
        return FIXED
    stays = all(
        before == after or after not in old for before, after in zip(old, new, strict=False)
    )
    return "" if stays else IN_ORDER


def _renamed(poll: Poll, options: tuple[str, ...]) -> tuple[Option, ...]:
    """Each line with the id that stood there before; further lines with ids of their own."""
    ids = [option.id for option in poll.options]
    last = max(map(int, ids))
    ids += [str(last + n) for n in range(1, len(options) - len(ids) + 1)]
    return tuple(Option(option_id, text) for option_id, text in zip(ids, options, strict=False))


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
