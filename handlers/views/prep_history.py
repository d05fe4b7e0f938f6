"""What a section of the workbook said before, and what can be copied from an earlier record."""

from collections.abc import Mapping

from bot.domain.checklist import CARRIED, FORCED_FRESH, ITEMS
from bot.domain.negotiations import Negotiation
from bot.domain.prep import Saved
from bot.services.prep import EarlierPage
from bot.services.prep_copying import CopyPage
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    context,
    divider,
    field,
    modal,
    option,
    section,
    select,
)
from handlers.views.prep import SECTION
from handlers.views.prep_forms import EARLIER, answers_in_short
from handlers.views.progress import topic
from handlers.views.text import listed, one_line, person, when

BACK = "prep.back"
BRING_BACK = "prep.bring_back"
COPY_FROM = "prep.copy_from"

MOST_VERSIONS = 10
MOST_RECORDS = 100


def earlier(page: EarlierPage, beneath: Mapping[str, str] | None = None) -> Dict:
    """Earlier versions, newest first; one can be put back into the form."""
    record, item = page.negotiation.id, page.item
    back = button("Back", act(BACK, record, item.code))
    blocks = [
        section(f"*{item.title}*, as it was saved before", back),
        *(b for saved in page.versions[:MOST_VERSIONS] for b in _version(page, saved)),
    ]
    if not page.versions:
        blocks.append(section("It was saved once only."))
    if len(page.versions) > MOST_VERSIONS:
        blocks.append(context(f"and {len(page.versions) - MOST_VERSIONS} older ones"))
    place = act(EARLIER, record, item.code)
    return modal(place, item.title, blocks, close="Close", metadata=dict(beneath or {}) or None)


def _version(page: EarlierPage, saved: Saved) -> list[Dict]:
    takes = button(
        "Put it back into the form",
        act(BRING_BACK, page.negotiation.id, page.item.code, str(saved.version)),
        spoken=f"Put back what {page.item.title} said in version {saved.version}",
    )
    said = answers_in_short(page.item, saved.answers)
    head = f"{person(saved.by)}, {when(saved.at)}"
    return [divider(), context(head), section(said), actions(takes)]


def copy_form(page: CopyPage, beneath: Mapping[str, str] | None = None) -> Dict:
    """Which earlier negotiation to copy from, and what that carries."""
    carried = listed([f"*{ITEMS[code].title}*" for code in CARRIED])
    fresh = listed([f"*{ITEMS[code].title}*" for code in FORCED_FRESH])
    options = [
        option(one_line(n.name, 70), n.id, f"with {n.counterpart}, {_date(n)}")
        for n in page.records[:MOST_RECORDS]
    ]
    blocks = [
        section(f"This copies {carried}, where they are still empty here."),
        context(f"{fresh} are always asked afresh: they change with every talk."),
        field("from", "Copy from which negotiation?", select(options)),
    ]
    if not page.records:
        blocks = [section("You have no earlier negotiation to copy from yet.")]
    return modal(
        act(COPY_FROM, page.negotiation.id),
        "Copy an earlier one",
        blocks,
        submit="Copy" if page.records else None,
        metadata=dict(beneath or {}) or None,
    )


def _date(negotiation: Negotiation) -> str:
    return negotiation.created_at.date().isoformat()


def clash_note(negotiation: Negotiation, code: str, by: str) -> Speech:
    """Told to whoever saved first; says which section, never what is in it."""
    title = ITEMS[code].title
    text = (
        f"{person(by)} is changing “{title}” of {topic(negotiation)} too. "
        "Nothing is lost: they see your text beside theirs before they save."
    )
    shows = button("Open the section", act(SECTION, negotiation.id, code))
    return Speech(text, [section(text), actions(shows)])
