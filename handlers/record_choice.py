"""A word that needs a record: the one that fits, the question which one, or a new one."""

from collections.abc import Awaitable, Callable, Sequence

from bot.domain.negotiations import Negotiation
from bot.domain.text import clean
from bot.services.ports import UnitOfWork
from handlers import forms
from handlers.replies import View
from handlers.request import Request
from handlers.views import negotiation_forms
from handlers.views.plain import unescaped

Find = Callable[[UnitOfWork, str, str], Sequence[Negotiation]]


async def open_for_word(
    request: Request,
    find: Find,
    draw: Callable[[str], Awaitable[View]],
    which: Callable[[Sequence[Negotiation], str], View],
    none_yet: View | None = None,
) -> None:
    """Open what `draw` makes of the record that the words name; `which` asks when several fit.

    Without any record comes `none_yet`, if there is one and no name was typed, else a new record.
    """
    words = clean(unescaped(request.text))
    found = await request.read(find, request.user, words)
    if len(found) == 1:
        await request.open(await draw(found[0].id))
    elif found:
        await request.open(which(found, words))
    elif none_yet is not None and not words:
        await request.open(none_yet)
    else:
        await request.open(negotiation_forms.new_form(words, for_prep=True))


def chosen(request: Request) -> str:
    """The record that was chosen when several fit."""
    return forms.choice(request.values, "negotiation") or ""
