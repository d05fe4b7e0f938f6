"""A decision that is being written: what was typed and not saved, and the save that ends it.

`about` names what the form began with: a `decision` to revise, a `poll`, a `message` or a
`negotiation`; of several the first of these counts. It is empty for a blank form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.access import Action
from bot.domain.decisions import DecisionForm, form_of
from bot.services import decisions, drafts
from bot.services.decisions import DecisionPage
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

About = Mapping[str, str]

KINDS = ("decision", "poll", "message", "negotiation")


@dataclass(frozen=True)
class Begun:
    """The form as it opens; `chosen` is the record that was picked in it, if it was restored."""

    form: DecisionForm
    chosen: str | None = None
    is_restored: bool = False


def restored(uow: UnitOfWork, actor: str, about: About, form: DecisionForm) -> Begun:
    """This form, or what was typed into it before and not saved."""
    draft = uow.drafts.get(actor, _name(about))
    if draft is None:
        return Begun(form)
    return Begun(form_of(draft.values), draft.values.get("negotiation"), is_restored=True)


def keep(
    uow: UnitOfWork, actor: str, about: About, typed: DecisionForm, chosen: str | None = None
) -> None:
    """Keep what was typed so far; a form as it began keeps nothing."""
    written = _as_typed(typed, actor).written
    is_news = written != _as_typed(_first(uow, actor, about), actor).written
    values = {**written, "negotiation": chosen or ""}
    drafts.keep(uow, actor, _name(about), values, is_news=is_news)


def drop(uow: UnitOfWork, actor: str, about: About) -> DecisionForm:
    """Forget what was typed and not saved; the form as it began."""
    first = _first(uow, actor, about)
    uow.drafts.drop(actor, _name(about))
    return first


def save(
    uow: UnitOfWork, actor: str, about: About, negotiation_id: str, typed: DecisionForm
) -> DecisionPage:
    """Append the decision or its new version; its draft goes."""
    if "decision" in about:
        shown = decisions.revise(uow, actor, about["decision"], typed)
    else:
        shown = decisions.log(uow, actor, negotiation_id, typed, about.get("poll"))
    uow.drafts.drop(actor, _name(about))
    return shown


def _first(uow: UnitOfWork, actor: str, about: About) -> DecisionForm:
    """What the form began with, if this person may write it."""
    if "decision" in about:
        return decisions.for_revision(uow, actor, about["decision"]).latest.to_revise(
            uow.now.date()
        )
    if "poll" in about:
        return decisions.from_poll(uow, actor, about["poll"]).form
    if "negotiation" in about:
        allowed(uow, actor, about["negotiation"], Action.DECIDE)
    return DecisionForm("", "")


def _as_typed(form: DecisionForm, leader: str) -> DecisionForm:
    """Without what the window does not ask: the result, and the leader as the one who answers."""
    accountable = "" if form.accountable == leader else form.accountable
    return replace(form, result="", accountable=accountable)


def _name(about: About) -> str:
    """The name under which the draft is kept."""
    kind = next((kind for kind in KINDS if kind in about), None)
    return f"decisions:{kind}:{about[kind]}" if kind else "decisions:new"
