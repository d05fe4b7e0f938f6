"""Beginning a poll: for which record, with which defaults, or an old draft again.

The words of a form that was closed wait for its leader: for a poll that is a draft already, for a
record that was named, or for whichever is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.access import Action
from bot.domain.negotiations import Negotiation
from bot.domain.poll_forms import PollForm, form_of, usual_times
from bot.domain.poll_templates import templates
from bot.domain.polls import Audience, Poll
from bot.services import drafts
from bot.services.negotiations import mine, named
from bot.services.polls import drafted, prepare, rewrite
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed


@dataclass(frozen=True)
class Beginning:
    """What the form opens with: one record when it was named, else those to choose from."""

    records: Sequence[Negotiation]
    form: PollForm
    poll: str | None = None
    chosen: str | None = None
    is_restored: bool = False


def begin(uow: UnitOfWork, actor: str, negotiation_id: str = "", words: str = "") -> Beginning:
    """An empty form with sensible times, for the record that was named or one of one's own."""
    if negotiation_id:
        records: Sequence[Negotiation] = [allowed(uow, actor, negotiation_id, Action.RUN_POLL)]
    else:
        records = (named(uow, actor, words) if words else []) or mine(uow, actor)
    closes_at, feedback_by = usual_times(uow.now, uow.preferences.get(actor).zone)
    channel = records[0].channel if records else None
    name = _name(records[0].id if len(records) == 1 else "")
    return _restored(uow, actor, name, Beginning(records, _empty(channel, closes_at, feedback_by)))


def again(uow: UnitOfWork, actor: str, poll_id: str) -> Beginning:
    """A draft as it was filled in."""
    poll = drafted(uow, actor, poll_id)
    beginning = Beginning([uow.negotiations.get(poll.negotiation)], form_of(poll), poll.id)
    return _restored(uow, actor, _name(poll.id), beginning)


def keep(uow: UnitOfWork, actor: str, about: str, typed: PollForm, poll_id: str = "") -> None:
    """Keep the words typed so far; `about` is the record that was named, if one was.

    Words of the poll itself, of a template, or none keep nothing.
    """
    known = [_NOTHING, *map(_NOTHING.filled, templates())]
    if poll_id:
        known.append(form_of(drafted(uow, actor, poll_id)))
    elif about:
        allowed(uow, actor, about, Action.RUN_POLL)
    is_news = all(typed.said != form.said for form in known)
    drafts.keep(uow, actor, _name(poll_id or about), typed.written, is_news=is_news)


def save(
    uow: UnitOfWork, actor: str, about: str, record: str, typed: PollForm, poll_id: str = ""
) -> Poll:
    """The draft to be previewed, made or rewritten; the words that waited for it go."""
    poll = rewrite(uow, actor, poll_id, typed) if poll_id else prepare(uow, actor, record, typed)
    uow.drafts.drop(actor, _name(poll_id or about))
    return poll


def _restored(uow: UnitOfWork, actor: str, name: str, beginning: Beginning) -> Beginning:
    draft = uow.drafts.get(actor, name)
    if draft is None or not beginning.records:
        return beginning
    return replace(beginning, form=beginning.form.worded(draft.values), is_restored=True)


def _name(about: str) -> str:
    """The name under which the words wait: for a poll, a record, or whichever is chosen."""
    return f"polls:{about or 'new'}"


def _empty(channel: str | None, closes_at: datetime, feedback_by: datetime) -> PollForm:
    return replace(_NOTHING, channel=channel, closes_at=closes_at, feedback_by=feedback_by)


_NOTHING = PollForm("", "", "", Audience.CHANNEL, channel=None, closes_at=None)
