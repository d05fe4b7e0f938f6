"""Words about a poll that several of its screens share."""

from datetime import timedelta

from bot.domain.choices import SCORES, STANCES, Choice, Rule, Stance
from bot.domain.poll_closing import GRACE, STEP, is_ending, may_end_early
from bot.domain.poll_manner import Repeat
from bot.domain.polls import Poll
from bot.services.poll_voting import Ballot
from handlers.views.kit import Dict, header, section
from handlers.views.text import count, day, esc, listed, one_line, person, size, when

HEADER_LIMIT = 150
NOT_IN_HEADER = frozenset("<>&")
ANSWERS_NAMED = 10
HOW = {
    Rule.SINGLE: "Pick one.",
    Rule.UP_TO: "Pick up to {most}.",
    Rule.CONSENT: "Say of each whether you could live with it.",
    Rule.SCORE: f"Give each a score from {{least}} to {SCORES[-1]}, or none.",
    Rule.RANK: "Put them in order, the best first.",
}
IN_OWN_WORDS = "Answer in your own words."
REPEATS = {
    Repeat.WEEKLY: "It comes every week.",
    Repeat.TWO_WEEKLY: "It comes every two weeks.",
    Repeat.BEFORE_MEETING: "It comes before each meeting.",
}


def heading(question: str) -> Dict:
    """A question as a heading where it fits one; headings know no escaping."""
    if size(question) <= HEADER_LIMIT and not NOT_IN_HEADER & set(question):
        return header(question)
    return section(esc(question))


def first_question(poll: Poll) -> str:
    """The first question, with its number where others follow."""
    return f"1. {poll.question}" if poll.items else poll.question


def change(poll: Poll) -> str:
    """What the button for another answer says."""
    return "Change my answers" if poll.items else "Change my vote"


def about(poll: Poll) -> str:
    """The question in one line, escaped, in quotation marks."""
    return f"“{esc(one_line(poll.question, 120))}”"


def asks(poll: Poll) -> str:
    """Who asks, and that names are kept off where they are."""
    kind = "Secret poll" if poll.is_secret else "Poll"
    return f"{kind} by {person(poll.leader)}"


def how(poll: Poll) -> str:
    """How this poll is answered, in a sentence."""
    if poll.items:
        return f"{count(1 + len(poll.items), 'question')}; answer those you can."
    return how_one(poll)


def how_one(poll: Poll) -> str:
    """How the first question of a poll is answered."""
    if not poll.options:
        return IN_OWN_WORDS
    return HOW[poll.manner.terms.rule].format(
        most=poll.manner.terms.most_of(len(poll.options)), least=poll.manner.terms.least
    )


def closing(poll: Poll) -> str:
    """“closes Friday”, and that it may be sooner where it may, or is."""
    told = f"closes {when(poll.closes_at)}"
    if is_ending(poll):
        return f"{told}, because all have answered"
    return f"{told}, or soon after all have answered" if may_end_early(poll) else told


def until(poll: Poll) -> str:
    """Until when one may change one's mind."""
    told = f"until {when(poll.closes_at)}"
    if not may_end_early(poll):
        return told
    grace = f"{minutes(GRACE)} minutes"
    if poll.is_secret:
        grace = f"{minutes(STEP)} to {minutes(2 * STEP)} minutes"
    return f"{told}, or until {grace} after all have answered"


def minutes(length: timedelta) -> int:
    """Whole minutes."""
    return length // timedelta(minutes=1)


def promises(poll: Poll) -> str:
    """What it is for, when people hear back, and whether it comes again."""
    told = [f"What it is for: {esc(poll.use)}"]
    if poll.feedback_by is not None:
        told.append(f"You hear back by {day(poll.feedback_by)}.")
    if again := REPEATS.get(poll.manner.repeat):
        told.append(again)
    return "\n".join(told)


def edited(poll: Poll) -> str:
    """That the words were changed, and what was asked before; nothing when they were not."""
    if poll.edited_at is None:
        return ""
    before = f" It asked before: “{esc(poll.was)}”" if poll.was != poll.question else ""
    return f"Words changed {when(poll.edited_at)}.{before}"


def turnout(answered: int, asked: int, quorum: int = 0) -> str:
    """“3 of 7 have answered”; nothing while it is not known who is asked."""
    if not asked:
        return ""
    told = f"{answered} of {asked} {'has' if asked == 1 else 'have'} answered"
    return f"{told} · {quorum} needed" if quorum else told


def chosen(counted: Ballot, *, is_over: bool = False) -> str:
    """“You chose “Yes”. You can change it until …”: of a secret poll only that it counts."""
    poll, choice = counted.poll, counted.choice
    if poll.is_secret:
        told = "Your answer is in."
    elif choice.abstains:
        told = "You have told us that you'd rather not answer."
    elif poll.items:
        answered = len(choice.items) + bool(choice.picks)
        told = f"You answered {answered} of {count(1 + len(poll.items), 'question')}."
    else:
        told = f"{said(poll, choice)}."
    return told if is_over else f"{told} You can change it {until(poll)}."


def said(poll: Poll, choice: Choice) -> str:
    """What somebody answered: “You chose …”, for that person or the leader of a named poll."""
    rule = poll.manner.terms.rule
    pairs = [(poll.option(each), value) for each, value in choice.picks]
    texts = [(esc(option.text), value) for option, value in pairs if option]
    if rule is Rule.RANK:
        ranked = [f"{place}. {text}" for place, (text, _) in enumerate(texts, start=1)]
        return f"You ranked {listed(ranked, ANSWERS_NAMED)}"
    if rule is Rule.CONSENT:
        return f"You said {listed([f'“{t}”: {stance(v)}' for t, v in texts], ANSWERS_NAMED)}"
    if rule is Rule.SCORE:
        return f"You gave {listed([f'“{t}” {v}' for t, v in texts], ANSWERS_NAMED)}"
    return f"You chose {listed([f'“{text}”' for text, _ in texts], ANSWERS_NAMED)}"


def stance(letter: str) -> str:
    """“yes, if” for its letter."""
    found: Stance | None = STANCES.get(letter)
    return found.value if found else letter
