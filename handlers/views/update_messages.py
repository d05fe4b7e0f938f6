"""An update as its channel reads it: the anchor with its buttons, and one in the thread."""

from dataclasses import replace

from bot.domain.update_forms import BODY, words_of
from bot.domain.updates import Update
from bot.services.update_messages import Saying
from handlers.views.kit import NOP, Dict, Speech, act, actions, button, context, section
from handlers.views.progress import topic
from handlers.views.text import cut, day, esc, person, quote, when

CLEAR = "updates.clear"
QUESTION = "questions.new"

IN_THREAD = "*Clear* and questions: at the top of this thread."
# Signs that are escaped grow; a message of ours stays within what Slack takes.
LONGEST_PART = 2400
EARLIER = "Earlier updates are in the thread."


def anchor(saying: Saying) -> Speech:
    """The one message in the channel as it is now."""
    return first(saying) if saying.update.is_posted else withdrawn(saying)


def first(saying: Saying, *, is_live: bool = True) -> Speech:
    """The same as it is posted; the buttons of one that is only a preview do nothing."""
    update = saying.update
    leader = person(saying.negotiation.leader)
    who = f"*Clear* tells {leader} your name. A question goes to {leader} alone."
    small = f"{who} {EARLIER}" if saying.has_earlier else who
    blocks = [*_body(saying), _buttons(update, is_live), context(small)]
    return Speech(f"{_in_words(saying)}\n{small}", blocks)


def in_thread(saying: Saying, title: str = "Update") -> Speech:
    """The same in the thread, without buttons."""
    return Speech(
        f"{_in_words(saying, title)}\n{IN_THREAD}",
        [*_body(saying, title), context(IN_THREAD)],
        thread_ts=saying.thread_ts,
        broadcast=saying.is_seen,
    )


def earlier(saying: Saying, thread_ts: str) -> Speech:
    """One that stood in the anchor until now, kept in the thread."""
    return in_thread(replace(saying, thread_ts=thread_ts), "Earlier update")


def withdrawn(saying: Saying) -> Speech:
    """What stays of an update that was taken back."""
    text = f"{person(saying.update.author)} took this update back."
    return Speech(text, [section(text)])


def _body(saying: Saying, title: str = "Update") -> list[Dict]:
    update = saying.update
    return [
        section(f"*{title}: {topic(saying.negotiation)}*\n{_byline(update)}"),
        *(section(f"*{head}*\n{quote(_part(text))}") for head, text in parts(update)),
        *(section(text) for text in _held_back(update)),
        section(_next(update)),
    ]


def parts(update: Update) -> list[tuple[str, str]]:
    """What it says, under the headings of its occasion."""
    words = words_of(update.form.occasion)
    texts = ((str(words[name]["heading"]), str(getattr(update.form, name))) for name in BODY)
    return [(head, text) for head, text in texts if text]


def _part(typed: str) -> str:
    return cut(esc(typed), LONGEST_PART)


def _byline(update: Update) -> str:
    occasion = words_of(update.form.occasion)["name"]
    return f"{person(update.author)} · {occasion} · {day(update.made_at)}"


def _held_back(update: Update) -> list[str]:
    form = update.form
    if form.is_open:
        return ["I hold nothing back."]
    if not form.withheld:
        return []
    by = f"\nI explain it by {_day(update)}." if update.explain_at else ""
    why = f"\n_Why not yet:_ {esc(form.because)}" if form.because else ""
    return [f"*What I cannot share yet*\n{quote(esc(form.withheld))}{why}{by}"]


def _day(update: Update) -> str:
    until = day(update.explain_at) if update.explain_at else ""
    first = update.was_until
    return f"{until} (first promised for {first.day} {first:%b})" if first else until


def _next(update: Update) -> str:
    next_at = update.form.next_at
    if next_at is None:
        return "This is the last update."
    if update.shows_late:
        return f":hourglass: Update late, new time {when(next_at)}."
    return f":calendar: Next update {when(next_at)}."


def _buttons(update: Update, is_live: bool) -> Dict:
    clear, ask = (act(CLEAR, update.id), act(QUESTION, update.id))
    if not is_live:
        clear, ask = act(NOP, "clear"), act(NOP, "question")
    return actions(
        button("Clear", clear, spoken="Say that this update is clear to you"),
        button("I have a question", ask, spoken="Ask the leader about this update"),
    )


def _in_words(saying: Saying, title: str = "Update") -> str:
    update = saying.update
    told = [f"{head}: {esc(text)}" for head, text in parts(update)]
    head = f"{title}: {topic(saying.negotiation)}"
    return "\n".join([head, *told, *_held_back(update), _next(update)])
