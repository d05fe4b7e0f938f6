"""Writing a decision down: the form, and the own-it check that comes back with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part

from bot.domain.copy import sentence
from bot.domain.decisions import (
    MOST_THANKED,
    PROBABILITIES,
    TEXT_LIMIT,
    DecisionForm,
    Visibility,
)
from bot.domain.negotiations import Negotiation
from handlers.views.kit import (
    Dict,
    actions,
    button,
    context,
    date_picker,
    field,
    modal,
    option,
    people_picker,
    person_picker,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.own_it import LOOK_UP, Findings, findings_blocks
from handlers.views.text import esc, person

NEW = "decisions.new"
CREATE = "decisions.create"
OWN = "decisions.own"
MORE = "decisions.more"
START = "negotiations.new"

RECORDS_SHOWN = 100

VISIBLE = {
    Visibility.LEADER: "Only me",
    Visibility.CORE: "Me and the core team",
    Visibility.ASKED: "The core team and everyone the poll asked",
}
LABELS = {
    "question": "Question",
    "decision": "Decision",
    "options": "Options considered",
    "reasons": "Reasons, and the yardstick",
    "evidence": "Evidence",
    "input_received": "Input received",
    "dissent": "Dissent heard",
    "expected": "Expected effect",
    "probability": "How likely?",
    "source": "Where it was said",
    "accountable": "Accountable",
    "thanked": "Thank for their input, by name",
    "result": "Result",
    "done_by": "Done by",
    "review_on": "Look at it again on",
    "visibility": "Who may read it?",
    "standing": "Does it stand?",
}


@dataclass(frozen=True)
class Sheet:
    """What the form is about: `ids` travel with it, `records` are those to choose from.

    With another `round` the leader's own words get new field ids, so that Slack shows ours
    instead of those typed before. With `more` the fields that few decisions need are shown too.
    """

    form: DecisionForm
    ids: Mapping[str, str]
    records: Sequence[Negotiation] = ()
    chosen: str | None = None
    findings: Findings = part(default_factory=dict)
    round: int = 0
    more: bool = False

    @property
    def is_revision(self) -> bool:
        """Whether it becomes a new version of a decision."""
        return "decision" in self.ids

    @property
    def leader(self) -> str:
        """Whose records these are."""
        return self.records[0].leader if self.records else ""

    def shows(self, name: str) -> bool:
        """Whether a field that few decisions need is on the screen."""
        return self.more or bool(getattr(self.form, name))

    @property
    def has_poll(self) -> bool:
        """Whether people were asked."""
        return "poll" in self.ids


def form(sheet: Sheet) -> Dict:
    """The form; with findings above it when words hand the decision to others."""
    fill = sheet.form
    blocks = [
        *findings_blocks(sheet.findings, LABELS, OWN),
        *_record(sheet),
        _text("question", fill.question),
        *_own_words(sheet),
        _text("input_received", fill.input_received, lines=True, optional=True),
        _text(
            "dissent",
            fill.dissent,
            lines=True,
            optional=True,
            hint=_hint("dissent"),
        ),
        *_expectation(sheet),
        *_people(sheet),
        *_source(sheet),
        field("done_by", LABELS["done_by"], date_picker(initial=fill.done_by), optional=True),
        field(
            "review_on",
            LABELS["review_on"],
            date_picker(initial=fill.review_on),
            hint="I will send you one message that morning.",
            optional=True,
        ),
        field("visibility", LABELS["visibility"], _visibilities(sheet)),
        *_offer_more(sheet),
    ]
    title, submit = "Log a decision", "Save"
    if sheet.is_revision:
        title, submit = "New version", "Save as new version"
    if sheet.findings:
        title = LOOK_UP
    return modal(CREATE, title, blocks, submit=submit, metadata=_ids(sheet))


def _own_words(sheet: Sheet) -> list[Dict]:
    """What was decided and why, with the options between; the check reads all but the options."""
    fill, own = sheet.form, f"value-{sheet.round}"
    starts_here = bool(fill.question) and not fill.decision
    evidence = _text(
        "evidence",
        fill.evidence,
        action=own,
        lines=True,
        optional=True,
        hint=_hint("evidence"),
    )
    return [
        _text("decision", fill.decision, action=own, lines=True, focus=starts_here),
        _text("options", fill.options, lines=True, optional=True),
        _text(
            "reasons",
            fill.reasons,
            action=own,
            lines=True,
            optional=True,
            hint=_hint("reasons"),
        ),
        *([evidence] if sheet.shows("evidence") else []),
    ]


def _expectation(sheet: Sheet) -> list[Dict]:
    """What should come of it and how likely, so that it can be compared with what did."""
    fill = sheet.form
    if not (sheet.shows("expected") or sheet.shows("probability")):
        return []
    options = [option(f"{number} %", str(number)) for number in PROBABILITIES]
    chosen = str(fill.probability) if fill.probability else None
    return [
        _text(
            "expected",
            fill.expected,
            lines=True,
            optional=True,
            hint=_hint("expected"),
        ),
        field(
            "probability",
            LABELS["probability"],
            select(options, placeholder="Your honest guess", initial=chosen),
            optional=True,
        ),
    ]


def _people(sheet: Sheet) -> list[Dict]:
    """Who answers for it, and who is credited: one person, and names only by the leader's will."""
    fill, blocks = sheet.form, []
    other = fill.accountable not in ("", sheet.leader)
    if sheet.more or other:
        answers = person_picker(initial=fill.accountable or sheet.leader or None)
        hint = _hint("accountable")
        blocks.append(field("accountable", LABELS["accountable"], answers, hint=hint))
    if sheet.shows("thanked"):
        people = people_picker(initial=fill.thanked, most=MOST_THANKED)
        hint = _hint("thanked")
        blocks.append(field("thanked", LABELS["thanked"], people, hint=hint, optional=True))
    return blocks


def _source(sheet: Sheet) -> list[Dict]:
    if not sheet.shows("source"):
        return []
    return [_text("source", sheet.form.source, optional=True, hint=_hint("source"))]


def _offer_more(sheet: Sheet) -> list[Dict]:
    if sheet.more:
        return []
    more = button("More fields", MORE)
    return [actions(more)]


def no_record_yet() -> Dict:
    """A decision hangs from a negotiation; there is none yet."""
    text = "A decision belongs to a negotiation. Start one first; it takes half a minute."
    start = actions(button("Start a negotiation", START, style="primary"))
    return modal(NEW, "Log a decision", [section(text), start], close="Close")


def _ids(sheet: Sheet) -> dict[str, str]:
    more = {"more": "yes"} if sheet.more else {}
    return {**sheet.ids, **more, "round": str(sheet.round)}


def _record(sheet: Sheet) -> list[Dict]:
    if not sheet.records:
        return []
    if len(sheet.records) == 1:
        return [context(f"Belongs to *{esc(sheet.records[0].name)}*. {_answers(sheet)}")]
    options = [option(record.name, record.id) for record in sheet.records[:RECORDS_SHOWN]]
    chosen = sheet.chosen or sheet.records[0].id
    return [field("negotiation", "For which negotiation?", select(options, initial=chosen))]


def _answers(sheet: Sheet) -> str:
    if sheet.form.accountable in ("", sheet.leader):
        return sentence("decisions", "form", "accountable", "yours")
    return f"{person(sheet.form.accountable)} is named as accountable."


def _hint(name: str) -> str:
    return sentence("decisions", "form", name, "hint")


def _text(
    name: str,
    typed: str,
    *,
    action: str = "value",
    lines: bool = False,
    optional: bool = False,
    focus: bool = False,
    hint: str = "",
) -> Dict:
    entry = text_input(action, initial=typed, lines=lines, limit=TEXT_LIMIT, focus=focus)
    return field(name, LABELS[name], entry, hint=hint, optional=optional)


def _visibilities(sheet: Sheet) -> Dict:
    offered = [v for v in Visibility if v is not Visibility.ASKED or sheet.has_poll]
    options = [option(VISIBLE[visibility], visibility.value) for visibility in offered]
    return radio(options, initial=sheet.form.visibility.value)
