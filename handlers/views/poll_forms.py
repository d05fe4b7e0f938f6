"""Making a poll: the form, and the preview of the exact message before anybody sees it."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.copy import sentence
from bot.domain.negotiations import Negotiation
from bot.domain.poll_forms import MAX_OPTIONS, MIN_OPTIONS, USE_LIMIT, PollForm
from bot.domain.poll_items import QUESTION_LIMIT, typed
from bot.domain.poll_reach import Caution, Hurdle, Reach
from bot.domain.poll_templates import templates
from bot.domain.polls import Audience, Poll
from bot.services.poll_drafts import Beginning
from handlers.views import poll_items as items
from handlers.views import poll_settings as settings
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    channel_picker,
    context,
    divider,
    field,
    instant_picker,
    modal,
    option,
    people_picker,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.notices import KEPT, RESTORED
from handlers.views.poll_messages import open_message
from handlers.views.poll_outlook import asked, hurdle, sure
from handlers.views.text import channel, count, esc, when

NEW = "polls.new"
TEMPLATE = "polls.template"
AUDIENCE = "polls.audience"
CREATE = "polls.create"
EDIT = "polls.edit"
PREVIEW = "polls.preview"
CHECK = "polls.check"
POST = "polls.post"
OPEN = "polls.open"
BACK = "polls.back"
REWORDED = "polls.reworded"
START = "negotiations.new"

OPTIONS_LIMIT = 3000
RECORDS_SHOWN = 100

# The form


def form(
    beginning: Beginning,
    carried: Mapping[str, str],
    template: str = "",
    problem: str = "",
    *,
    shows_all: bool = False,
) -> Dict:
    """The form, filled with what is known. Another `template` gives its fields new ids, so that
    Slack shows its words instead of those typed before."""
    shows_all = shows_all or settings.has_more(beginning.form)
    fill, fresh = beginning.form, f"value-{template}" if template else "value"
    blocks = [
        *([section(problem)] if problem else []),
        *([context(f":pencil2: {RESTORED}")] if beginning.is_restored else []),
        *_record(beginning),
        field("template", "Start from", _templates(template), optional=True, dispatch=True),
        *_asked_for(fill, fresh),
        *_to_whom(fill),
        *settings.more(fill, fresh, is_open=shows_all),
    ]
    ids = dict(carried) | _ids(beginning) | ({"all": "1"} if shows_all else {})
    return modal(
        CREATE,
        "New poll",
        [*blocks, context(KEPT)],
        submit="Preview",
        close="Close",
        metadata=ids,
        tell_close=True,
    )


def _asked_for(fill: PollForm, fresh: str) -> Iterator[Dict]:
    """The words, and how they are answered."""
    question = text_input(fresh, initial=fill.question, limit=QUESTION_LIMIT)
    yield field("question", "Question", question, hint=_wording("question"))
    options = text_input(fresh, initial=fill.options, lines=True, limit=OPTIONS_LIMIT)
    yield field("options", "Answers, one per line", options, hint=_wording("options"))
    yield from settings.how_to_vote(fill, fresh)
    yield from items.form_fields(fill.items, fresh)
    yield from settings.names(fill, fresh)
    use = text_input(fresh, initial=fill.use, limit=USE_LIMIT)
    yield field("use", "What will you use the answers for?", use, hint="Stands on the poll.")


def _to_whom(fill: PollForm) -> Iterator[Dict]:
    """Where, whom, and until when."""
    yield field("channel", "Channel", channel_picker(initial=fill.channel))
    yield field("audience", "Who may answer?", _audiences(fill), dispatch=True)
    yield from _people(fill)
    yield field("closes_at", "Closes", instant_picker(initial=fill.closes_at))
    yield settings.sooner(fill)
    hears = instant_picker(initial=fill.feedback_by)
    yield field("feedback_by", "When will people hear what you did with it?", hears)


def no_record_yet() -> Dict:
    """A poll hangs from a negotiation; there is none yet."""
    text = "A poll belongs to a negotiation. Start one first; it takes half a minute."
    start = actions(button("Start a negotiation", START, style="primary"))
    return modal(NEW, "New poll", [section(text), start], close="Close")


def _wording(name: str) -> str:
    """How to word one field."""
    hint = sentence("polls", "wording", name, "hint")
    return hint.format(least=MIN_OPTIONS, most=MAX_OPTIONS)


def _ids(beginning: Beginning) -> dict[str, str]:
    """What the form is about, where that is settled already."""
    if beginning.poll:
        return {"poll": beginning.poll}
    return {"negotiation": beginning.records[0].id} if len(beginning.records) == 1 else {}


def _record(beginning: Beginning) -> list[Dict]:
    records: Sequence[Negotiation] = beginning.records
    if len(records) == 1:
        return [context(f"Belongs to *{esc(records[0].name)}*. Colleagues don't see that name.")]
    options = [option(record.name, record.id) for record in records[:RECORDS_SHOWN]]
    chosen = beginning.chosen or records[0].id
    return [field("negotiation", "For which negotiation?", select(options, initial=chosen))]


def _templates(chosen: str) -> Dict:
    options = [option(template.name, template.id) for template in templates()]
    return select(options, TEMPLATE, placeholder="A ready poll, or write your own", initial=chosen)


def _audiences(fill: PollForm) -> Dict:
    options = [
        option("Everybody in the channel", Audience.CHANNEL.value),
        option("People I pick", Audience.PICKED.value),
    ]
    return radio(options, AUDIENCE, initial=fill.audience.value)


def _people(fill: PollForm) -> list[Dict]:
    if fill.audience is Audience.CHANNEL:
        return []
    return [field("people", "Whom do you ask?", people_picker(initial=fill.people))]


# The preview


def preview(poll: Poll, found: Reach, carried: Mapping[str, str]) -> Dict:
    """The message exactly as it will stand in its channel, and whom it will ask."""
    back = button("Back to edit", act(EDIT, poll.id))
    again = button("Check again", act(CHECK, poll.id))
    looks_again = found.hurdle is Hurdle.NOT_A_MEMBER or Caution.UNKNOWN in found.cautions
    blocks = [
        *([hurdle(found)] if found.hurdle else asked(poll, found)),
        actions(*([again, back] if looks_again else [back])),
        *([] if found.hurdle else sure(found)),
        divider(),
        *([context(f"It will be posted {when(poll.opens_at)}.")] if poll.opens_at else []),
        context(f"This is what {channel(poll.channel)} will see:"),
        *open_message(poll, is_live=False).blocks,
    ]
    submit = None if found.hurdle else "Post it then" if poll.opens_at else "Post"
    view = act(POST, poll.id)
    return modal(view, "Preview", blocks, submit=submit, metadata=carried)


def looking(poll: Poll) -> Dict:
    """While Slack is asked who is in the channel."""
    text = f"Looking up who is in {channel(poll.channel)}…"
    return modal(act(POST, poll.id), "Preview", [section(text)])


def posted(poll: Poll) -> Dict:
    """After “Post”: what happens now."""
    people = count(len(poll.voters), "person is", "people are")
    sooner = " or once all have" if poll.manner.closes_early else ""
    text = (
        f"Your poll is on its way to {channel(poll.channel)}. {people} asked. I remind only those "
        f"who have not answered, close it on time{sooner}, and tell you the result."
    )
    see = actions(button("Open the poll", act(OPEN, poll.id)))
    return modal(act(POST, poll.id), "Poll", [section(text), see], close="Done")


def scheduled(poll: Poll) -> Dict:
    """After “Post it then”: what happens by itself."""
    opens = when(poll.opens_at) if poll.opens_at else ""
    text = (
        f"I'll post your poll in {channel(poll.channel)} {opens} and ask whoever is there then. "
        "If I can't, I tell you."
    )
    see = actions(button("Open the poll", act(OPEN, poll.id)))
    return modal(act(POST, poll.id), "Poll", [section(text), see], close="Done")


def words_form(poll: Poll, carried: Mapping[str, str], *, has_votes: bool) -> Dict:
    """Other words for a poll that was posted, in place of its page."""
    told = "The message shows that its words were changed, and what it asked before."
    if has_votes:
        told += " People have voted: keep each answer in its line; you can add some at the end."
    answers = typed(poll.options)
    blocks = [
        field("question", "Question", text_input(initial=poll.question, limit=QUESTION_LIMIT)),
        field(
            "options",
            "Answers, one per line",
            text_input(initial=answers, lines=True, limit=OPTIONS_LIMIT),
        ),
        *items.words_fields(poll.items),
        context(told),
        actions(button("Back to the poll", act(BACK, poll.id))),
    ]
    view = act(REWORDED, poll.id)
    return modal(view, "Edit the words", blocks, submit="Save", metadata=carried)
