"""App Home, and the private answer to `/negotiate` alone: what waits, then the negotiations."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.domain.polls import Poll
from bot.domain.steps import Step
from bot.domain.updates import Promise
from bot.services.home import Card, Cockpit, Late
from handlers.views import part_messages
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    context,
    divider,
    header,
    option,
    section,
    select,
)
from handlers.views.kit import home as surface
from handlers.views.poll_notes import FEEDBACK
from handlers.views.progress import (
    BRIEF,
    DECIDE_POLL,
    RECORD,
    coverage,
    gap_beside,
    step_button,
    titled,
)
from handlers.views.text import count, day, esc, one_line, person, when

SHOW = "home.show"
PICK = "negotiations.pick"
NEW = "negotiations.new"
BALLOT = "polls.ballot"
HELP = "help.open"
SETTINGS = "settings.open"
CALM = "calm.now"
DECISIONS = "decisions.list"
QUICK = "quick.new"
WRITE_UPDATE = "updates.write"
EXPLAIN_UPDATE = "updates.explain"
RUNNING, ENDED = "running", "ended"

T = TypeVar("T")

MOST_WAITING = 8
MOST_IN_MESSAGE = 8

GUIDE = (
    "*1. Start a negotiation.* A name and who is on the other side.",
    "*2. Prepare in five minutes.* Six questions, a sentence each. Only you see the answers.",
    "*3. Ask your team, then go in calm.* A poll that closes by itself, and a calm card ten "
    "minutes before you meet.",
)
WELCOME = "Parley helps you prepare, ask your team, stay calm and decide."


def home_tab(cockpit: Cockpit) -> Dict:
    """One person's App Home."""
    if cockpit.is_new:
        return surface([header("Your negotiations"), *_guide(), divider(), _service()])
    return surface(
        [
            *_waiting(cockpit, MOST_WAITING),
            header("Ended negotiations" if cockpit.shows_ended else "Your negotiations"),
            actions(_new(cockpit), *_back(cockpit)),
            *_cards(cockpit),
            *_paging(cockpit),
            divider(),
            _service(),
        ]
    )


def overview(cockpit: Cockpit) -> Speech:
    """`/negotiate` alone: the same in a message."""
    if cockpit.is_new:
        return Speech("\n".join([WELCOME, *GUIDE, "Begin with `/negotiate new`."]), _guide())
    shown = cockpit.cards[:MOST_IN_MESSAGE]
    more = cockpit.running - len(shown)
    lines = [*_waiting_lines(cockpit), *(_title(card) for card in shown)]
    rest = [context(f"and {more} more on my Home tab")] if more > 0 else []
    blocks = [
        *_waiting(cockpit, 3),
        *([section("*Your negotiations*")] if shown else []),
        *(section(_title(card), step_button(card.negotiation, card.next)) for card in shown),
        *rest,
        actions(
            *([_pick(shown)] if shown else []),
            button("New negotiation", NEW, style=None if shown else "primary"),
            button("What I can do", HELP),
        ),
    ]
    return Speech("\n".join(lines) or "Nothing is running. `/negotiate new` starts one.", blocks)


def _pick(cards: Sequence[Card]) -> Dict:
    """Any of them, to be opened; the buttons beside them do the next step."""
    options = [option(card.negotiation.name, card.negotiation.id) for card in cards]
    return select(options, PICK, placeholder="Open one")


def _guide() -> list[Dict]:
    return [
        section(WELCOME),
        section("\n".join(GUIDE)),
        actions(button("Start a negotiation", NEW, style="primary"), button("What I can do", HELP)),
        context("It asks for a name and the other side, then offers the six questions."),
    ]


# What waits


def _waiting(cockpit: Cockpit, most: int) -> list[Dict]:
    """What others wait for and what was promised; nothing at all when nothing waits."""
    promised = cockpit.late or cockpit.feedback
    if not (cockpit.votes or cockpit.decisions or promised or cockpit.parts):
        return []
    blocks = [header("Waiting for you")]
    blocks += _first(cockpit.votes, most, _vote)
    blocks += _first(cockpit.late, most, _promised)
    blocks += _first(cockpit.decisions, most, _decide)
    blocks += _first(cockpit.feedback, most, _tell)
    return [*blocks, *part_messages.waiting(cockpit.parts, most)]


def _first(found: Sequence[T], most: int, draw: Callable[[T], Dict]) -> list[Dict]:
    more = len(found) - most
    return [*map(draw, found[:most]), *([context(f"and {more} more")] if more > 0 else [])]


def _vote(poll: Poll) -> Dict:
    return section(_vote_line(poll), button("Vote", act(BALLOT, poll.id), style="primary"))


def _decide(poll: Poll) -> Dict:
    return section(_decide_line(poll), button("Decide", act(DECIDE_POLL, poll.id)))


def _promised(late: Late) -> Dict:
    record = late.negotiation.id
    if late.promise is Promise.NEXT:
        deed = button("Write it", act(WRITE_UPDATE, record))
    else:
        deed = button("Share now", act(EXPLAIN_UPDATE, record))
    return section(_promised_line(late), deed)


def _promised_line(late: Late) -> str:
    at = late.update.promises[late.promise]
    if late.promise is Promise.NEXT:
        return f"{titled(late.negotiation)}\nYou promised your team an update {when(at)}."
    held = one_line(esc(late.update.form.withheld), 150)
    return f"{titled(late.negotiation)}\nYou said you would explain “{held}” by {day(at)}."


def _tell(poll: Poll) -> Dict:
    return section(_tell_line(poll), button("Tell them", act(FEEDBACK, poll.id)))


def _waiting_lines(cockpit: Cockpit) -> list[str]:
    lines = [_vote_line(poll) for poll in cockpit.votes[:3]]
    lines += [_promised_line(late) for late in cockpit.late[:3]]
    lines += [_decide_line(poll) for poll in cockpit.decisions[:3]]
    lines += part_messages.waiting_lines(cockpit.parts, 3)
    lines += [_tell_line(poll) for poll in cockpit.feedback[:3]]
    return ["Waiting for you:", *lines] if lines else []


def _vote_line(poll: Poll) -> str:
    question = one_line(esc(poll.question), 300)
    return f"*{question}*\n{person(poll.leader)} asks; it closes {when(poll.closes_at)}."


def _decide_line(poll: Poll) -> str:
    return f"*{one_line(esc(poll.question), 300)}*\nThe poll has closed. What did you decide?"


def _tell_line(poll: Poll) -> str:
    due = f"; you promised it by {day(poll.feedback_by)}" if poll.feedback_by else ""
    owed = f"Decided. The people you asked wait to hear what came of it{due}."
    return f"*{one_line(esc(poll.question), 300)}*\n{owed}"


# Cards


def _cards(cockpit: Cockpit) -> list[Dict]:
    if not cockpit.cards:
        return [section("Nothing is running at the moment.")]
    return [block for card in cockpit.cards for block in _card(card)]


def _card(card: Card) -> list[Dict]:
    negotiation = card.negotiation
    opens = button("Open", act(RECORD, negotiation.id), spoken=f"Open {negotiation.name}")
    blocks = [divider(), section(_title(card), opens)]
    if not card.is_leader:
        role = "you prepare it too" if card.readiness else "you are in the core team"
        blocks.append(context(f"{person(negotiation.leader)} leads; {role}."))
    if card.readiness is None:
        return blocks
    if not negotiation.is_ended:
        blocks.append(context(coverage(card.readiness)))
    buttons = _buttons(card)
    return [*blocks, actions(*buttons)] if buttons else blocks


def _buttons(card: Card) -> list[Dict]:
    """The next best step, and the gap worth most when that is something else."""
    negotiation, step = card.negotiation, card.next.step
    buttons = [] if step is Step.OPEN else [step_button(negotiation, card.next)]
    beside = gap_beside(negotiation, card.readiness, step) if card.readiness else []
    brief = [button("Brief", act(BRIEF, negotiation.id))] if card.is_prepared else []
    return [*buttons, *beside, *brief]


def _title(card: Card) -> str:
    negotiation = card.negotiation
    facts = [f"_{negotiation.stage}_"]
    if card.next_meeting:
        facts.append(f"next meeting {when(card.next_meeting.starts_at)}")
    if card.promised:
        facts.append(f"next update {when(card.promised)}")
    if card.open_polls:
        facts.append(count(card.open_polls, "open poll"))
    return f"{titled(negotiation)}\n{' · '.join(facts)}"


# Around them


def _new(cockpit: Cockpit) -> Dict:
    """The page's one primary action, unless somebody waits for a vote or an answer."""
    waits = cockpit.votes or cockpit.parts.asked
    return button("New negotiation", NEW, style=None if waits else "primary")


def _back(cockpit: Cockpit) -> list[Dict]:
    if not cockpit.shows_ended:
        return []
    return [button("Back to the running ones", act(SHOW, "0", RUNNING))]


def _paging(cockpit: Cockpit) -> list[Dict]:
    """Older and newer, and the ended ones folded away."""
    kind = ENDED if cockpit.shows_ended else RUNNING
    buttons = []
    if cockpit.page:
        buttons.append(button("Newer", act(SHOW, str(cockpit.page - 1), kind)))
    if cockpit.after:
        label = f"Older (and {cockpit.after} more)"
        buttons.append(button(label, act(SHOW, str(cockpit.page + 1), kind)))
    if cockpit.ended and not cockpit.shows_ended:
        buttons.append(button(f"Show {cockpit.ended} ended", act(SHOW, "0", ENDED)))
    return [divider(), actions(*buttons)] if buttons else []


def _service() -> Dict:
    return actions(
        button("60-second prep", QUICK),
        button("A calm minute", CALM),
        button("Decisions", DECISIONS),
        button("Settings", SETTINGS),
        button("What I can do", HELP),
    )
