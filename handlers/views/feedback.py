"""Feedback on a poll: the form, the preview, the message in its thread, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.audience import Readers, hurdle
from bot.domain.copy import copy, sentence
from bot.domain.decisions import MOST_THANKED
from bot.domain.feedback import TEXT_LIMIT, FeedbackForm, FeedbackState
from bot.domain.polls import Poll
from bot.services.feedback import FeedbackPage
from handlers.views import kit
from handlers.views.audience import obstacle, read_by
from handlers.views.credit import with_thanks_to
from handlers.views.decisions import TELL_YOURSELF, accountable_line
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    confirm,
    context,
    divider,
    modal,
    people_picker,
    section,
    text_input,
)
from handlers.views.own_it import LOOK_UP, Findings, findings_blocks
from handlers.views.poll_notes import FEEDBACK, UNKNOWN_REASON, UNSAID_REASONS
from handlers.views.poll_words import about
from handlers.views.progress import DECIDE_POLL
from handlers.views.text import channel, count, cut, day, esc, one_line, quote

OPEN = FEEDBACK
BACK = "feedback.edit"
LOOK = "feedback.look"
KEEP = "feedback.keep"
OWN = "feedback.own"
SEND = "feedback.send"
ELSEWHERE = "feedback.elsewhere"

TITLE = "What came of it"
_SHOWN = 700
# Six of them and the question stay within what Slack takes in one message.
LONGEST_PART = 1700


@dataclass(frozen=True)
class Draft:
    """What stands in the form; another `round` gives its texts new field ids, see `Sheet`."""

    form: FeedbackForm
    findings: Findings = field(default_factory=dict)
    round: int = 0


def form(page: FeedbackPage, draft: Draft, carried: Mapping[str, str]) -> Dict:
    """Heard, changed, not taken up and why, next step: four lines that close the loop."""
    words, fill = copy("feedback"), draft.form
    poll = page.poll
    due = f" You promised an answer by {day(poll.feedback_by)}." if poll.feedback_by else ""
    blocks = [
        *findings_blocks(draft.findings, labels(), act(OWN, poll.id)),
        section(f"*{esc(one_line(poll.question, 300))}*\n{words['form']['why']}{due}"),
        *([context(words["form"]["kept_back"])] if page.kept_back else []),
        *(_text(name, getattr(fill, name), draft.round) for name in FeedbackForm.TEXTS),
        kit.field(
            "thanked",
            words["thanked"]["label"],
            people_picker(initial=fill.thanked, most=MOST_THANKED),
            hint=sentence("decisions", "form", "thanked", "hint"),
            optional=True,
        ),
        *([] if page.is_correction else [_elsewhere(poll)]),
    ]
    ids = {**carried, "round": str(draft.round)}
    title = LOOK_UP if draft.findings else TITLE
    return modal(act(KEEP, poll.id), title, blocks, submit="Preview", metadata=ids)


def labels() -> dict[str, str]:
    """What each field is called."""
    return {name: copy("feedback")[name]["label"] for name in FeedbackForm.TEXTS}


def _text(name: str, typed: str, round_: int) -> Dict:
    words: Mapping[str, Any] = copy("feedback")[name]
    entry = text_input(
        f"value-{round_}",
        initial=typed,
        lines=True,
        limit=TEXT_LIMIT,
        placeholder=words["placeholder"],
    )
    is_needed = name == "heard"
    return kit.field(name, words["label"], entry, hint=words["hint"], optional=not is_needed)


def _elsewhere(poll: Poll) -> Dict:
    sure = confirm(
        "Told them another way?",
        "Then nothing is posted, and the poll is done.",
        "Yes, they know",
        "Not yet",
    )
    label = "I told them another way"
    return actions(button(label, act(ELSEWHERE, poll.id), confirm=sure))


def preview(
    page: FeedbackPage, readers: Readers, carried: Mapping[str, str], away: int = 0
) -> Dict:
    """The exact message before it is posted, who reads it, and the way back.

    `away` is how many of those who were asked get it as a direct message. Where nothing internal
    may stand it says why, with the ways out.
    """
    poll, stop = page.poll, hurdle(readers)
    edit = button("Edit", act(BACK, poll.id))
    if stop:
        again = actions(button("Check again", act(LOOK, poll.id)), edit)
        elsewhere = [] if page.is_correction else [_elsewhere(poll)]
        blocks = [section(obstacle(stop, readers, TELL_YOURSELF)), again, *elsewhere]
        return modal(act(SEND, poll.id), TITLE, blocks, close="Close", metadata=carried)
    verb = "It takes the place of what stands" if page.is_correction else "It stands"
    blocks = [
        section(f"Goes to {read_by(readers)}. {verb} in the poll's thread:"),
        *([context(_to_those(away, page.is_correction))] if away else []),
        divider(),
        *message(page).blocks,
        divider(),
        actions(edit),
    ]
    submit = "Save the correction" if page.is_correction else "Post"
    return modal(act(SEND, poll.id), TITLE, blocks, submit=submit, metadata=carried)


def _to_those(away: int, is_correction: bool) -> str:
    who = count(away, "person", "people") + " you asked"
    if is_correction:
        return f"{who} can't see it there; what they were sent is corrected too."
    return f"{who} can't see it there and {'gets' if away == 1 else 'get'} it as a direct message."


def sent(page: FeedbackPage) -> Dict:
    """After it was promised."""
    said = (
        "The correction is on its way."
        if page.is_correction
        else f"It is on its way to {channel(page.poll.channel)}. Thank you for closing the loop."
    )
    return modal(act(OPEN, page.poll.id), TITLE, [section(said)], close="Done")


def closed(poll: Poll) -> Dict:
    """After the leader said that they know."""
    said = f"Good. Your poll {about(poll)} is done."
    return modal(act(OPEN, poll.id), TITLE, [section(said)], close="Done")


def already(page: FeedbackPage) -> Dict:
    """On its way, or told another way: nothing is left to write."""
    said = {
        FeedbackState.PROMISED: (
            "It is on its way to the thread. You can correct it once it is there."
        ),
        FeedbackState.IN_PERSON: "You have told them another way. Nothing is owed.",
    }[page.state or FeedbackState.IN_PERSON]
    return modal(act(OPEN, page.poll.id), TITLE, [section(said)], close="Close")


# The message in the thread


def message(page: FeedbackPage) -> Speech:
    """What those who were asked read; the decision only where it is for them."""
    words, poll, fill = copy("feedback"), page.poll, page.form
    title = f"*{words['said']['heading']}:* {esc(one_line(poll.question, 300))}"
    told = labels()
    parts = [
        *_decided(page),
        *((told[name], getattr(fill, name)) for name in FeedbackForm.TEXTS),
    ]
    said = [(label, text) for label, text in parts if text]
    end = _end(page)
    blocks = [
        section(title),
        *(section(f"*{label}*\n{cut(quote(esc(text)), LONGEST_PART)}") for label, text in said),
        context(end),
    ]
    lines = [title, *(f"*{label}:* {esc(one_line(text, _SHOWN))}" for label, text in said), end]
    ts = poll.message_ts
    return Speech("\n".join(lines), blocks, thread_ts=ts, broadcast=ts is not None)


def told(page: FeedbackPage) -> Speech:
    """The same as a direct message, to those who were asked and are not in the channel."""
    said = message(page)
    why = "You were asked by direct message, so you hear of it in one."
    return Speech(f"{said.text}\n{why}", [*said.blocks, context(why)])


def _decided(page: FeedbackPage) -> Sequence[tuple[str, str]]:
    if page.decision is None:
        return ()
    words, form = copy("feedback")["said"], page.decision.form
    reasons = cut(form.reasons, _SHOWN)
    return ((words["decided"], cut(form.decision, _SHOWN)), (words["why"], reasons))


def _end(page: FeedbackPage) -> str:
    asked = len(page.poll.voters)
    answered = f"{page.answered} of {asked} answered. Thank you."
    accountable = accountable_line(page.decision) if page.decision else ""
    return " ".join(filter(None, (answered, with_thanks_to(page.form.thanked), accountable)))


# To the leader


def due_note(poll: Poll) -> Speech:
    """On the day that was promised: what is owed, and the one button for it."""
    words = copy("feedback")["due"]
    if poll.awaits_decision:
        text = f"Your poll {about(poll)}: {words['undecided']}"
        go = button("Log the decision", act(DECIDE_POLL, poll.id), style="primary")
    else:
        text = f"Your poll {about(poll)}: {words['today']}"
        go = button("Tell the people you asked", act(OPEN, poll.id), style="primary")
    return Speech(text, [section(text), actions(go)])


def not_posted_note(poll: Poll, error: str) -> Speech:
    """Slack refused it: why, and the way on."""
    reason = UNSAID_REASONS.get(error, UNKNOWN_REASON)
    text = (
        f"I could not post what came of your poll {about(poll)} in {channel(poll.channel)}. "
        f"{reason} Your words are kept. Post them again, or tell the people yourself."
    )
    again = button("Open it", act(OPEN, poll.id), style="primary")
    return Speech(text, [section(text), actions(again)])
