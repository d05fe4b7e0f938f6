"""Looking at a decision again: the message on its day, and the form that keeps the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.copy import sentence
from bot.domain.decisions import TEXT_LIMIT, Standing
from bot.services.decision_reviews import Review
from bot.services.decisions import DecisionPage
from handlers.views import kit
from handlers.views.decision_fields import LABELS
from handlers.views.decisions import LOOK, OPEN, REVISE
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    date_picker,
    modal,
    option,
    radio,
    section,
    text_input,
)
from handlers.views.own_it import LOOK_UP, Findings, findings_blocks
from handlers.views.progress import topic
from handlers.views.text import cut, esc, one_line, quote

LOOKED = "decisions.looked"
OWN_RESULT = "decisions.own_result"

TITLE = "Look at it again"
GOOD, CLOSE = "good", "close"
STANDINGS = {GOOD: Standing.CONFIRMED, CLOSE: Standing.CLOSED}


@dataclass(frozen=True)
class Look:
    """What stands in the form; another `round` gives the result a new field id, see `Sheet`."""

    review: Review
    findings: Findings = field(default_factory=dict)
    round: int = 0


def review_message(shown: DecisionPage) -> Speech:
    """What it is about, and three answers; what only its leader may read stays behind them."""
    latest = shown.latest
    asked = one_line(latest.form.question, 150)
    about = "a decision" if latest.is_confidential else f"your decision on “{esc(asked)}”"
    text = (
        f"You wanted to look again today at {about} ({topic(shown.negotiation)}). "
        f"{sentence('decisions', 'review', 'ask')}"
    )
    buttons = (
        button("Still good", act(LOOK, latest.id, GOOD), style="primary"),
        button("It has changed", act(REVISE, latest.id)),
        button("Close it", act(LOOK, latest.id, CLOSE)),
        button("Read the decision", act(OPEN, latest.id)),
    )
    return Speech(text, [section(text), actions(*buttons)])


def review_form(shown: DecisionPage, look: Look, carried: Mapping[str, str]) -> Dict:
    """Does it stand, what came of it, and when to look once more."""
    latest, review = shown.latest, look.review
    chosen = next((key for key, value in STANDINGS.items() if value is review.standing), None)
    options = [
        option("Still good", GOOD, "It stands as it is"),
        option("Close it", CLOSE, "It is done; its result is written down"),
    ]
    result = text_input(f"value-{look.round}", initial=review.result, lines=True, limit=TEXT_LIMIT)
    blocks = [
        *findings_blocks(look.findings, LABELS, act(OWN_RESULT, latest.id)),
        section(_asked(shown)),
        section(sentence("decisions", "review", "process")),
        kit.field("standing", "What is true now?", radio(options, initial=chosen)),
        kit.field(
            "result",
            "What came of it so far?",
            result,
            hint=sentence("decisions", "review", "result", "hint"),
            optional=True,
        ),
        kit.field(
            "review_on",
            "Look at it once more on",
            date_picker(initial=review.review_on),
            hint="Only if it stands.",
            optional=True,
        ),
        actions(button("It has changed: write a new version", act(REVISE, latest.id))),
    ]
    ids = {**carried, "round": str(look.round)}
    return modal(
        act(LOOKED, latest.id),
        LOOK_UP if look.findings else TITLE,
        blocks,
        submit="Save",
        metadata=ids,
    )


def _asked(shown: DecisionPage) -> str:
    form = shown.latest.form
    lines = [f"*{esc(one_line(form.question, 300))}*", quote(esc(cut(form.decision, 400)))]
    if form.expected:
        likely = f" ({form.probability} %)" if form.probability else ""
        lines.append(f"You expected{likely}: {esc(one_line(form.expected, 400))}")
    return "\n".join(lines)
