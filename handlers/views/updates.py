"""Updates on screen: the page with their history, and the preview before one is posted."""

from collections.abc import Mapping, Sequence

from bot.domain.audience import Readers, hurdle
from bot.domain.copy import copy
from bot.domain.negotiations import Negotiation
from bot.domain.poll_templates import ALIGNMENT
from bot.domain.update_forms import COPY, words_of
from bot.domain.updates import Promise, Update, UpdateState
from bot.services.update_messages import Saying
from bot.services.update_sheets import NEW
from bot.services.updates import Preview, UpdatesPage
from handlers.views.audience import CHOOSE_ANOTHER, obstacle, read_by
from handlers.views.kit import (
    Dict,
    Style,
    act,
    actions,
    button,
    checkboxes,
    confirm,
    context,
    divider,
    field,
    modal,
    option,
    section,
)
from handlers.views.progress import titled
from handlers.views.record_choice import record_choice
from handlers.views.text import channel, count, day, esc, listed, one_line, person, when
from handlers.views.update_messages import first, in_thread

OPEN = "updates.open"
NEW_POLL = "polls.new"
WHICH = "updates.which"
WRITE = "updates.write"
NO_NEWS = "updates.no_news"
BACK = "updates.back"
CHECK = "updates.check"
POST = "updates.post"
EDIT = "updates.edit"
DELETE = "updates.delete"
AGAIN = "updates.again"
REOPEN = "updates.reopen"
LATER = "updates.later"
EXPLAIN = "updates.explain"
QUESTIONS = "questions.list"
RECORD_EDIT = "negotiations.edit"

TITLE = "Updates"
BEGIN = (
    "Nothing was shared yet. People carry what they understand: say what it is about, why now, "
    "and how they can help."
)
_STATES = {
    UpdateState.PROMISED: "on its way",
    UpdateState.REFUSED: ":warning: not posted",
    UpdateState.UNSURE: ":warning: Slack did not say whether it arrived",
}


def page(shown: UpdatesPage, beneath: Mapping[str, str] | None = None, note: str = "") -> Dict:
    """What was shared, with audience and date; for those who may, what to do next."""
    negotiation = shown.negotiation
    blocks = [
        section(f"{titled(negotiation)}\n{_place(negotiation)}"),
        *([section(note)] if note else []),
        *_questions(shown),
        *([actions(*_deeds(shown))] if shown.can_post else []),
        *(block for update in shown.updates for block in _entry(shown, update)),
        *([] if shown.updates else [section(BEGIN)]),
        context(_small_print(shown)),
    ]
    return modal(act(OPEN, negotiation.id), TITLE, blocks, close="Close", metadata=beneath or None)


def _place(negotiation: Negotiation) -> str:
    if negotiation.channel is None:
        return "No channel is chosen yet. Add one with *Edit* on the record's page."
    return f"Updates go to {channel(negotiation.channel)}."


def _questions(shown: UpdatesPage) -> list[Dict]:
    if not shown.questions:
        return []
    waits = count(shown.questions, "question waits", "questions wait")
    read = button("Read", act(QUESTIONS, shown.negotiation.id), style="primary")
    return [section(f":speech_balloon: *{waits} for your answer.*", read)]


def _deeds(shown: UpdatesPage) -> list[Dict]:
    record = shown.negotiation.id
    # What people wait for comes first.
    style: Style | None = None if shown.questions else "primary"
    write = button("Write an update", act(WRITE, record), style=style)
    if not shown.newest:
        return [write]
    check = button("Ask if they are with you", act(NEW_POLL, record, ALIGNMENT))
    return [write, button("No news", act(NO_NEWS, record)), check]


def _entry(shown: UpdatesPage, update: Update) -> list[Dict]:
    """One update: what it says in short, who could read it, and what may still be done."""
    edit = button("Edit", act(EDIT, shown.negotiation.id, update.id), spoken="Edit this update")
    head = f"*{words_of(update.form.occasion)['name']}* · {day(update.made_at)}"
    state = f" · {_STATES[update.state]}" if update.state in _STATES else ""
    text = f"{head}{state}\n{one_line(esc(update.form.where), 300)}"
    can = shown.can_post and update.is_posted
    blocks = [divider(), section(text, edit if can else None), context(_audience(shown, update))]
    buttons = _changes(shown, update) if shown.can_post else []
    return [*blocks, actions(*buttons)] if buttons else blocks


def _audience(shown: UpdatesPage, update: Update) -> str:
    people = count(update.crowd.people, "person", "people")
    guests = f", {count(update.crowd.guests, 'guest')}" if update.crowd.guests else ""
    facts = [f"{channel(update.channel)}: {people}{guests}"]
    clear = shown.clears.get(update.id, ())
    if clear:
        facts.append(f"clear to {len(clear)}: {listed([person(who) for who in clear], 8)}")
    elif shown.is_leader and update.is_posted:
        facts.append("nobody has marked it clear yet")
    return " · ".join([*facts, *_promised(update)])


def _promised(update: Update) -> list[str]:
    promises = update.promises
    told = []
    if Promise.NEXT in promises:
        told.append(f"next update {when(promises[Promise.NEXT])}")
    if Promise.EXPLAIN in promises:
        told.append(f"to explain by {day(promises[Promise.EXPLAIN])}")
    return told


def _changes(shown: UpdatesPage, update: Update) -> list[Dict]:
    """What may be done with the newest, and with one that is not in its channel."""
    is_newest = shown.newest is not None and update.id == shown.newest.id
    if not (is_newest or update.can_be_tried_again):
        return []
    sure = confirm(
        "Take this update back?",
        "The one before it stands in its place. People may have read it already.",
        "Take it back",
        danger=True,
    )
    delete = button("Delete", act(DELETE, update.id), style="danger", confirm=sure)
    if update.can_be_tried_again:
        again = button("Send it again", act(AGAIN, update.id))
        change = button("Change it", act(REOPEN, update.id))
        return [again, *([change] if update.state is UpdateState.REFUSED else []), delete]
    moves = {Promise.NEXT: "New time for the next", Promise.EXPLAIN: "New day to explain"}
    return [
        *(button(moves[p], act(LATER, update.id, p.value)) for p in update.promises),
        delete,
    ]


def _small_print(shown: UpdatesPage) -> str:
    if shown.is_leader:
        return "Your core team reads this page. Only you see who found it clear, and what they ask."
    return "What stands in the channel, with who could read it and when."


# The preview


def preview(
    shown: Preview, readers: Readers | None, carried: Mapping[str, str] | None = None
) -> Dict:
    """The exact message and its audience; or why it cannot be posted."""
    record, stop = shown.negotiation.id, hurdle(readers)
    buttons = [button("Back to edit", act(BACK, record, shown.which))]
    if stop:
        buttons.insert(0, button("Check again", act(CHECK, record, shown.which)))
    if stop in CHOOSE_ANOTHER and not readers:
        buttons.append(button("Edit the record", act(RECORD_EDIT, record)))
    blocks = [
        section(obstacle(stop, readers) if stop else _goes_to(shown, readers)),
        *([] if stop else _warned(shown)),
        actions(*buttons),
        divider(),
        *message_of(shown),
    ]
    return modal(
        act(POST, record, shown.which),
        "Preview",
        blocks,
        submit=None if stop else "Post" if shown.which == NEW else "Save",
        metadata={**(carried or {}), "base": shown.base},
    )


def _goes_to(shown: Preview, readers: Readers | None) -> str:
    where = f"*Goes to {read_by(readers)}.*" if readers else ""
    if shown.which != NEW:
        how = "It takes the place of what stands there. Nobody is notified."
    elif shown.has_anchor:
        how = "It goes into the thread, and takes the place of the update that stands above it."
    elif shown.at > shown.update.made_at:
        how = f"The channel had one from me today, so it goes out {when(shown.at)}."
    else:
        how = "It stands there as one message. Later updates take its place."
    return f"{where}\n{how}"


def _warned(shown: Preview) -> list[Dict]:
    """What has a lock and stands in it too; the leader says that it may be read."""
    if not shown.told:
        return []
    words: str = copy(COPY)["checks"]["told"]
    found = [
        words.format(topic=esc(one_line(each.phrase, 100)), name=esc(each.name))
        for each in shown.told
    ]
    boxes = checkboxes([option("Yes, people may read it", "yes")])
    return [
        section("\n".join(f":warning: {line}" for line in found)),
        field("sure", "Does it stay in?", boxes),
    ]


def message_of(shown: Preview) -> list[Dict]:
    """The message as it will stand there, with buttons that do nothing yet."""
    saying = Saying(shown.negotiation, shown.update)
    if shown.has_anchor and shown.which == NEW:
        return in_thread(saying).blocks
    return first(saying, is_live=False).blocks


def looking() -> Dict:
    """While Slack is asked who reads in the channel."""
    return modal(OPEN, "Preview", [section("Looking up who reads there…")], close="Close")


def which(records: Sequence[Negotiation], words: str = "") -> Dict:
    """Several records fit: ask."""
    question = "Which one do you want to tell about?"
    return record_choice(WHICH, TITLE, question, "update", records, words)
