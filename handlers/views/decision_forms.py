"""Writing a decision down: the form, and the own-it check that comes back with it."""

from bot.domain.copy import sentence
from handlers.views.decision_fields import LABELS, Sheet, typed_fields
from handlers.views.kit import Dict, actions, button, context, field, modal, option, section, select
from handlers.views.notices import KEPT, RESTORED
from handlers.views.own_it import LOOK_UP, findings_blocks
from handlers.views.text import esc, person

NEW = "decisions.new"
CREATE = "decisions.create"
OWN = "decisions.own"
MORE = "decisions.more"
DISCARD = "decisions.discard"
START = "negotiations.new"

RECORDS_SHOWN = 100


def form(sheet: Sheet) -> Dict:
    """The form; with findings above it when words hand the decision to others."""
    blocks = [
        *_restored(sheet),
        *findings_blocks(sheet.findings, LABELS, OWN),
        *_record(sheet),
        *typed_fields(sheet),
        *_offer_more(sheet),
        context(KEPT),
    ]
    title, submit = "Log a decision", "Save"
    if sheet.is_revision:
        title, submit = "New version", "Save as new version"
    if sheet.findings:
        title = LOOK_UP
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
    fresh = {"fresh": sheet.fresh} if sheet.fresh else {}
    return {**sheet.ids, **more, **fresh, "round": str(sheet.round)}


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
