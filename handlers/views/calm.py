"""A calm minute on screen, and words that buy time."""

from bot.domain.calm import BREATHS, Breath
from bot.domain.copy import sentence, sentences
from bot.services.meetings import CalmCard
from handlers.views.kit import Dict, Speech, act, actions, button, context, modal, section
from handlers.views.text import esc, when

NOW = "calm.now"
BREATHE = "calm.breathe"
STOP = "calm.stop"
REFRAME = "calm.reframe"
PAUSE = "calm.pause"
PLAN = "meetings.plan"

NO_MEETING = "-"

COPY = "calm"


def card_now(card: CalmCard) -> Speech:
    """The card at any moment: ten seconds of reading."""
    lines = "\n".join(sentences(COPY, "card", "lines"))
    meeting = card.meeting
    coming = ""
    if meeting and card.negotiation:
        coming = f"Next: {esc(card.negotiation.name)}, {when(meeting.starts_at)}"
    buttons = [
        button("Breathe a minute", act(BREATHE, meeting.id if meeting else NO_MEETING)),
        button("Reframe", REFRAME),
        button("Buy time", PAUSE),
    ]
    if meeting:
        buttons.append(button("My plan", act(PLAN, meeting.negotiation)))
    blocks = [section(lines), *([context(coming)] if coming else []), actions(*buttons)]
    return Speech("\n".join(part for part in (lines, coming) if part), blocks)


def card_modal(card: CalmCard) -> Dict:
    """The same card as a window, from App Home."""
    return modal(NOW, "One calm minute", card_now(card).blocks, close="Close")


def pause_words() -> Speech:
    """Sentences that buy time, ready to be read aloud."""
    text = "\n".join([sentence(COPY, "pause", "opening"), *sentences(COPY, "pause", "lines")])
    rest = sentence(COPY, "pause", "break")
    return Speech(f"{text}\n{rest}", [section(text), context(rest)])


def pause_modal() -> Dict:
    """The same as a window."""
    return modal(PAUSE, "Words that buy time", pause_words().blocks, close="Close")


def reframes() -> Dict:
    """Other ways to see the moment."""
    lines = "\n".join(f"• _{line}_" for line in sentences(COPY, "reframe", "lines"))
    blocks = [section(sentence(COPY, "reframe", "opening")), section(lines)]
    return modal(REFRAME, "Reframe", blocks, close="Close")


def frame(breath: Breath, number: int) -> list[Dict]:
    """One step of the guided minute; `number` counts breaths from 1."""
    dots = "●" * number + "○" * (BREATHS - number)
    word = f"*{breath.word}* … {breath.seconds} seconds"
    return [section(word), context(f"{dots}   breath {number} of {BREATHS}")]


def frame_message(breath: Breath, number: int, meeting: str) -> Speech:
    """One step of the guided minute in a DM."""
    stop = actions(button("Stop", act(STOP, meeting)))
    return Speech(f"Breathe {breath.word.lower()}.", [*frame(breath, number), stop])


def frame_modal(breath: Breath, number: int) -> Dict:
    """One step of the guided minute in a window; closing it stops."""
    blocks = [*frame(breath, number), context(sentence(COPY, "breathe", "care"))]
    return modal(BREATHE, "One calm minute", blocks, close="Stop")


def done_modal() -> Dict:
    """The end of the guided minute."""
    done = section(sentence(COPY, "breathe", "done"))
    return modal(BREATHE, "One calm minute", [done], close="Close")


def done_message() -> Speech:
    """The end of the guided minute in a DM without a meeting."""
    return Speech(sentence(COPY, "breathe", "done"))
