"""Quick preparations: write one, read, edit, delete it, and let it grow into a record."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from bot.domain.drafts import Draft
from bot.domain.errors import NotFound
from bot.domain.negotiations import Negotiation, Stage, same_party
from bot.domain.quick import NAMES, QuickForm, QuickPrep
from bot.services import negotiations
from bot.services.ports import UnitOfWork

PAGE = 10
NEW = "new"
BEGAN = "It began as a 60-second preparation."


@dataclass(frozen=True)
class Sheet:
    """The form as it opens: empty, as saved, or with what was typed and not saved."""

    id: str
    form: QuickForm
    restored: bool = False
    earlier: int = 0


@dataclass(frozen=True)
class Card:
    """A preparation to read, and a running record of its owner's with the same party."""

    prep: QuickPrep
    record: Negotiation | None


@dataclass(frozen=True)
class Listing:
    """One page of a person's quick preparations, newest first; `count` is all of them."""

    preps: Sequence[QuickPrep]
    page: int
    count: int

    @property
    def has_older(self) -> bool:
        """Whether another page follows."""
        return self.count > (self.page + 1) * PAGE


def begin(uow: UnitOfWork, actor: str) -> Sheet:
    """The form for a new one, with what was typed and not saved."""
    form, restored = _draft(uow, actor, NEW, QuickForm())
    return Sheet(NEW, form, restored, uow.quick.count(actor))


def for_edit(uow: UnitOfWork, actor: str, prep_id: str) -> Sheet:
    """The form of one that is there, with what was typed and not saved."""
    form, restored = _draft(uow, actor, prep_id, page(uow, actor, prep_id).form)
    return Sheet(prep_id, form, restored)


def page(uow: UnitOfWork, actor: str, prep_id: str) -> QuickPrep:
    """One of this person's own; else NotFound."""
    prep = uow.quick.get(prep_id)
    if prep.owner != actor:
        raise NotFound
    return prep


def card(uow: UnitOfWork, actor: str, prep_id: str) -> Card:
    """One of this person's own, with the newest record that they lead with this party."""
    prep = page(uow, actor, prep_id)
    led = (record for record in negotiations.mine(uow, actor) if not record.is_ended)
    known = (record for record in led if same_party(record.counterpart, prep.form.who))
    return Card(prep, None if prep.negotiation else next(known, None))


def listing(uow: UnitOfWork, actor: str, number: int = 0) -> Listing:
    """A page of this person's own; the last one when there are not so many."""
    count = uow.quick.count(actor)
    shown = max(0, min(number, (count - 1) // PAGE))
    return Listing(uow.quick.of_owner(actor, PAGE, shown * PAGE), shown, count)


def create(uow: UnitOfWork, actor: str, form: QuickForm) -> QuickPrep:
    """A new one."""
    prep = QuickPrep(uow.new_id(), actor, form.checked(), uow.now)
    uow.quick.add(prep)
    uow.drafts.drop(actor, _draft_name(NEW))
    return prep


def edit(uow: UnitOfWork, actor: str, prep_id: str, form: QuickForm) -> QuickPrep:
    """The same with other words; a record that it became keeps its own."""
    edited = page(uow, actor, prep_id).edited(form)
    uow.quick.save(edited)
    uow.drafts.drop(actor, _draft_name(prep_id))
    return edited


def remove(uow: UnitOfWork, actor: str, prep_id: str) -> None:
    """Forget it for good; a record that it became stays."""
    page(uow, actor, prep_id)
    uow.quick.remove(prep_id)
    uow.drafts.drop(actor, _draft_name(prep_id))


def promote(uow: UnitOfWork, actor: str, prep_id: str) -> Negotiation:
    """The record that it becomes, with what the workbook asks too; the same one each time."""
    prep = page(uow, actor, prep_id)
    if prep.negotiation is not None:
        return uow.negotiations.get(prep.negotiation)
    record = negotiations.create(uow, actor, prep.form.record)
    for item, answers in prep.form.answers.items():
        uow.prep.save(record.id, item, answers, actor)
    uow.quick.save(replace(prep, negotiation=record.id))
    return negotiations.change_stage(uow, actor, record.id, Stage.PREPARING, BEGAN)


def keep_draft(uow: UnitOfWork, actor: str, prep_id: str, typed: QuickForm) -> None:
    """Keep what was typed so far; what says nothing new is not kept."""
    saved = QuickForm() if prep_id == NEW else page(uow, actor, prep_id).form
    form = typed.cleaned()
    if form.is_untouched or form == saved:
        uow.drafts.drop(actor, _draft_name(prep_id))
    else:
        uow.drafts.put(Draft(actor, _draft_name(prep_id), asdict(form), uow.now))


def drop_draft(uow: UnitOfWork, actor: str, prep_id: str) -> Sheet:
    """Forget what was typed and not saved; the form as it is without it."""
    if prep_id != NEW:
        page(uow, actor, prep_id)
    uow.drafts.drop(actor, _draft_name(prep_id))
    return begin(uow, actor) if prep_id == NEW else for_edit(uow, actor, prep_id)


def _draft(uow: UnitOfWork, actor: str, prep_id: str, saved: QuickForm) -> tuple[QuickForm, bool]:
    draft = uow.drafts.get(actor, _draft_name(prep_id))
    if draft is None:
        return saved, False
    return QuickForm(**{name: draft.values.get(name, "") for name in NAMES}), True


def _draft_name(prep_id: str) -> str:
    return f"quick:{prep_id}"
