"""The leader's two lines after a meeting, and what was typed of them and not saved."""

from dataclasses import dataclass

from bot.domain.errors import Invalid
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Negotiation
from bot.domain.text import clean, is_blank
from bot.services import drafts, meetings
from bot.services.ports import UnitOfWork


@dataclass(frozen=True)
class NotePage:
    """The form as it opens; the meeting has the lines as saved, or typed before and not saved."""

    negotiation: Negotiation
    meeting: Meeting
    is_restored: bool = False


def begin(uow: UnitOfWork, actor: str, meeting_id: str) -> NotePage:
    """The two lines about one's own meeting, with what was typed and not saved."""
    shown = meetings.page(uow, actor, meeting_id)
    draft = uow.drafts.get(actor, _name(meeting_id))
    if draft is None:
        return NotePage(shown.negotiation, shown.meeting)
    typed = shown.meeting.noted(draft.values["afterthought"])
    return NotePage(shown.negotiation, typed, is_restored=True)


def keep(uow: UnitOfWork, actor: str, meeting_id: str, text: str) -> None:
    """Keep what was typed so far; the lines as they are saved keep nothing."""
    saved = meetings.page(uow, actor, meeting_id).meeting.afterthought
    is_news = clean(text) != saved
    drafts.keep(uow, actor, _name(meeting_id), {"afterthought": clean(text)}, is_news=is_news)


def save(uow: UnitOfWork, actor: str, meeting_id: str, text: str) -> Meeting:
    """Keep the two lines about the meeting; their draft goes."""
    meeting = meetings.page(uow, actor, meeting_id).meeting
    if is_blank(text):
        raise Invalid({"afterthought": "One line is enough: what surprised you?"})
    noted = meeting.noted(clean(text))
    uow.meetings.save(noted)
    uow.drafts.drop(actor, _name(meeting_id))
    return noted


def _name(meeting_id: str) -> str:
    """The name under which the draft is kept."""
    return f"afterthoughts:{meeting_id}"
