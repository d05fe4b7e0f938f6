"""Which of several negotiations is meant: asked alike by every word that needs one."""

from collections.abc import Sequence

from bot.domain.negotiations import Negotiation
from handlers.views.kit import Dict, context, field, modal, option, section, select
from handlers.views.text import esc

MOST = 100


def record_choice(
    view: str, title: str, question: str, word: str, records: Sequence[Negotiation], words: str = ""
) -> Dict:
    """A form that goes to `view`; `words` are what was typed behind `/negotiate word`."""
    shown = records[:MOST]
    options = [option(n.name, n.id, f"with {n.counterpart}, {n.stage}") for n in shown]
    said = f"{len(records)} of your negotiations fit “{esc(words)}”." if words else ""
    more = (
        f"These are the newest {MOST}; for one of the {len(records) - MOST} others "
        f"type part of its name: `/negotiate {word} name`."
    )
    blocks = [
        *([section(said)] if said else []),
        *([context(more)] if len(records) > MOST else []),
        field("negotiation", question, select(options)),
    ]
    return modal(view, title, blocks, submit="Open", close="Cancel")
