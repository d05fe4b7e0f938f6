"""Writing a decision down: the form, and the own-it check that comes back with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part

from bot.domain.copy import sentence
from bot.domain.decisions import TEXT_LIMIT, DecisionForm, Visibility
from bot.domain.negotiations import Negotiation
from bot.domain.own_it import Finding
from handlers.views.kit import (
    Dict,
    actions,
    button,
    checkboxes,
    context,
    date_picker,
    divider,
    field,
    modal,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.text import esc

NEW = "decisions.new"
CREATE = "decisions.create"
OWN = "decisions.own"
DISCARD = "decisions.discard"
START = "negotiations.new"

RECORDS_SHOWN = 100
FINDINGS_SHOWN = 6
RESTORED = "Restored what you had typed and not saved."
KEPT = "What you type is kept as a draft when you close this window."

VISIBLE = {
    Visibility.LEADER: "Only me",
    Visibility.CORE: "Me and the core team",
    Visibility.ASKED: "The core team and everyone the poll asked",
}
LABELS = {"decision": "Decision", "reasons": "Reasons and evidence"}

Findings = Mapping[str, Sequence[Finding]]


@dataclass(frozen=True)
class Sheet:
    """What the form is about: `ids` travel with it, `records` are those to choose from.

    With another `round` the leader's own words get new field ids, so that Slack shows ours
    instead of those typed before; with another `fresh` all fields do.
    """

    form: DecisionForm
    ids: Mapping[str, str]
    records: Sequence[Negotiation] = ()
    chosen: str | None = None
    findings: Findings = part(default_factory=dict)
    round: int = 0
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
    def has_poll(self) -> bool:
        """Whether people were asked."""
        return "poll" in self.ids


def form(sheet: Sheet) -> Dict:
    """The form; with findings above it when words hand the decision to others."""
    blocks = [
        *_restored(sheet),
        *_findings(sheet.findings),
        *_record(sheet),
        _text("question", "Question", sheet.form.question, action=sheet.action),
        *_own_words(sheet),
        *_heard(sheet),
        *_days(sheet),
        field("visibility", "Who may read it?", _visibilities(sheet)),
        context(KEPT),
    ]
    title, submit = "Log a decision", "Save"
    if sheet.is_revision:
        title, submit = "New version", "Save as new version"
    return modal(
        CREATE,
        title,
        blocks,
        submit=submit,
        close="Close",
        metadata=_ids(sheet),
        tell_close=True,
    )


def _restored(sheet: Sheet) -> list[Dict]:
    if not sheet.is_restored:
        return []
    return [section(f":pencil2: {RESTORED}", button("Discard", DISCARD))]


def _heard(sheet: Sheet) -> list[Dict]:
    """What others said."""
    fill, action = sheet.form, sheet.action
    received = ("input_received", "Input received", fill.input_received)
    return [
        _text(*received, action=action, lines=True, optional=True),
        _text(
            "dissent",
            "Dissent heard",
            fill.dissent,
            action=action,
            lines=True,
            optional=True,
            hint=sentence("decisions", "form", "dissent", "hint"),
        ),
    ]


def _days(sheet: Sheet) -> list[Dict]:
    done_by = date_picker(sheet.action, initial=sheet.form.done_by)
    return [
        field("done_by", "Done by", done_by, optional=True),
        field(
            "review_on",
            "Look at it again on",
            date_picker(sheet.action, initial=sheet.form.review_on),
            hint="I will send you one message that morning.",
            optional=True,
        ),
    ]


def _own_words(sheet: Sheet) -> list[Dict]:
    """What was decided and why, with the options between; the check reads the first and last."""
    fill, own = sheet.form, sheet.own_action
    starts_here = bool(fill.question) and not fill.decision
    return [
        _text(
            "decision",
            LABELS["decision"],
            fill.decision,
            action=own,
            lines=True,
            focus=starts_here,
        ),
        _text(
            "options",
            "Options considered",
            fill.options,
            action=sheet.action,
            lines=True,
            optional=True,
        ),
        _text(
            "reasons",
            LABELS["reasons"],
            fill.reasons,
            action=own,
            lines=True,
            optional=True,
            hint=sentence("decisions", "form", "reasons", "hint"),
        ),
    ]


def no_record_yet() -> Dict:
    """A decision hangs from a negotiation; there is none yet."""
    text = "A decision belongs to a negotiation. Start one first; it takes half a minute."
    start = actions(button("Start a negotiation", START, style="primary"))
    return modal(NEW, "Log a decision", [section(text), start], close="Close")


def _ids(sheet: Sheet) -> dict[str, str]:
    fresh = {"fresh": sheet.fresh} if sheet.fresh else {}
    return {**sheet.ids, "round": str(sheet.round), **fresh}


def _record(sheet: Sheet) -> list[Dict]:
    if not sheet.records:
        return []
    if len(sheet.records) == 1:
        return [
            context(f"Belongs to *{esc(sheet.records[0].name)}*. You are named as accountable.")
        ]
    options = [option(record.name, record.id) for record in sheet.records[:RECORDS_SHOWN]]
    chosen = sheet.chosen or sheet.records[0].id
    return [field("negotiation", "For which negotiation?", select(options, initial=chosen))]


def _text(
    name: str,
    label: str,
    typed: str,
    *,
    action: str,
    lines: bool = False,
    optional: bool = False,
    focus: bool = False,
    hint: str = "",
) -> Dict:
    entry = text_input(action, initial=typed, lines=lines, limit=TEXT_LIMIT, focus=focus)
    return field(name, label, entry, hint=hint, optional=optional)


def _visibilities(sheet: Sheet) -> Dict:
    offered = [v for v in Visibility if v is not Visibility.ASKED or sheet.has_poll]
    options = [option(VISIBLE[visibility], visibility.value) for visibility in offered]
    return radio(options, sheet.action, initial=sheet.form.visibility.value)


# The own-it check


def _findings(findings: Findings) -> list[Dict]:
    if not findings:
        return []
    shown = [(name, each) for name, found in findings.items() for each in found]
    return [
        section(sentence("decisions", "own_it", "opening")),
        *(_finding(name, each) for name, each in shown[:FINDINGS_SHOWN]),
        actions(button("Use the rewrites", OWN, style="primary")),
        field(
            "keep",
            "Or save it as it stands",
            checkboxes([option("Keep my words", "yes")]),
            optional=True,
        ),
        divider(),
    ]


def _finding(name: str, finding: Finding) -> Dict:
    phrase, rewrite = esc(" ".join(finding.phrase.split())), esc(finding.rewrite)
    goes_on = " …" if finding.rewrite.endswith((" to", " on", ",", " from")) else ""
    return section(f"{LABELS[name]}: “*{phrase}*”\n{finding.why}\n→ _{rewrite}{goes_on}_")
