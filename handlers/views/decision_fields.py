"""The fields of a decision form: what the leader wrote, heard, expects and owes whom."""

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
    date_picker,
    field,
    option,
    people_picker,
    person_picker,
    radio,
    select,
    text_input,
)
from handlers.views.own_it import Findings

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
    instead of those typed before; with another `fresh` all fields do. With `more` the fields
    that few decisions need are shown too.
    """

    form: DecisionForm
    ids: Mapping[str, str]
    records: Sequence[Negotiation] = ()
    chosen: str | None = None
    findings: Findings = part(default_factory=dict)
    round: int = 0
    more: bool = False
    fresh: str = ""
    is_restored: bool = False

    @property
    def is_revision(self) -> bool:
        """Whether it becomes a new version of a decision."""
        return "decision" in self.ids

    @property
    def action(self) -> str:
        """The id of its fields."""
        return f"value-{self.fresh}" if self.fresh else "value"

    @property
    def own_action(self) -> str:
        """The id of those that hold the leader's own words."""
        return f"{self.action}-{self.round}"

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


def typed_fields(sheet: Sheet) -> list[Dict]:
    """All that can be typed, from the question to who may read it."""
    return [
        _text("question", sheet.form.question, action=sheet.action),
        *_own_words(sheet),
        *_heard(sheet),
        *_expectation(sheet),
        *_people(sheet),
        *_source(sheet),
        *_days(sheet),
        field("visibility", LABELS["visibility"], _visibilities(sheet)),
    ]


def _own_words(sheet: Sheet) -> list[Dict]:
    """What was decided and why, with the options between; the check reads all but the options."""
    fill, own = sheet.form, sheet.own_action
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
        _text("options", fill.options, action=sheet.action, lines=True, optional=True),
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


def _heard(sheet: Sheet) -> list[Dict]:
    """What others said."""
    fill, action = sheet.form, sheet.action
    return [
        _text("input_received", fill.input_received, action=action, lines=True, optional=True),
        _text(
            "dissent",
            fill.dissent,
            action=action,
            lines=True,
            optional=True,
            hint=_hint("dissent"),
        ),
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
            action=sheet.action,
            lines=True,
            optional=True,
            hint=_hint("expected"),
        ),
        field(
            "probability",
            LABELS["probability"],
            select(options, sheet.action, placeholder="Your honest guess", initial=chosen),
            optional=True,
        ),
    ]


def _people(sheet: Sheet) -> list[Dict]:
    """Who answers for it, and who is credited: one person, and names only by the leader's will."""
    fill, blocks = sheet.form, []
    other = fill.accountable not in ("", sheet.leader)
    if sheet.more or other:
        answers = person_picker(sheet.action, initial=fill.accountable or sheet.leader or None)
        hint = _hint("accountable")
        blocks.append(field("accountable", LABELS["accountable"], answers, hint=hint))
    if sheet.shows("thanked"):
        people = people_picker(sheet.action, initial=fill.thanked, most=MOST_THANKED)
        hint = _hint("thanked")
        blocks.append(field("thanked", LABELS["thanked"], people, hint=hint, optional=True))
    return blocks


def _source(sheet: Sheet) -> list[Dict]:
    if not sheet.shows("source"):
        return []
    return [
        _text(
            "source",
            sheet.form.source,
            action=sheet.action,
            optional=True,
            hint=_hint("source"),
        )
    ]


def _days(sheet: Sheet) -> list[Dict]:
    done_by = date_picker(sheet.action, initial=sheet.form.done_by)
    return [
        field("done_by", LABELS["done_by"], done_by, optional=True),
        field(
            "review_on",
            LABELS["review_on"],
            date_picker(sheet.action, initial=sheet.form.review_on),
            hint="I will send you one message that morning.",
            optional=True,
        ),
    ]


def _hint(name: str) -> str:
    return sentence("decisions", "form", name, "hint")


def _text(
    name: str,
    typed: str,
    *,
    action: str,
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
    return radio(options, sheet.action, initial=sheet.form.visibility.value)
