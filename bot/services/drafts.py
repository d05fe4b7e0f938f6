"""Keeping what was typed and not saved: for its owner, under the name of its form."""

from collections.abc import Mapping

from bot.domain.drafts import Draft
from bot.services.ports import UnitOfWork


def keep(
    uow: UnitOfWork, actor: str, form: str, values: Mapping[str, str], *, is_news: bool
) -> None:
    """Keep it in the place of an older draft; what says nothing new leaves none."""
    if is_news:
        uow.drafts.put(Draft(actor, form, values, uow.now))
    else:
        uow.drafts.drop(actor, form)
