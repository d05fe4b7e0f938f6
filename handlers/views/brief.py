"""The brief on screen: the page, the short form, the team's version, and the same as Markdown."""

from collections.abc import Mapping, Sequence

from bot.domain.audience import Readers, hurdle
from bot.domain.brief import Brief, Part
from bot.domain.copy import sentence
from bot.domain.negotiations import Negotiation
from bot.services.brief import BriefPage, Posted, TeamPage
from handlers.views.audience import CHOOSE_ANOTHER, obstacle, read_by
from handlers.views.kit import (
    Dict,
    Speech,
    act,
    actions,
    button,
    checkboxes,
    context,
    field,
    modal,
    option,
    section,
)
from handlers.views.markdown import escaped
from handlers.views.notices import FILE_NOT_SENT, FILE_SENT
from handlers.views.poll_notes import REASONS, UNKNOWN_REASON
from handlers.views.progress import PREP_ALL, titled, topic
from handlers.views.record_choice import record_choice
from handlers.views.text import channel, cut, esc, listed, one_line, person, quote, when

OPEN = "brief.open"
WHOLE = "brief.whole"
UNLOCK = "brief.unlock"
TEAM = "brief.team"
CHOOSE = "brief.choose"
SHARE = "brief.share"
FILE = "brief.file"
WHICH = "brief.which"
EDIT = "negotiations.edit"

TITLE = "Brief"
LONGEST_PART = 1200
ONLY_YOU = ":lock: Only you see this."


def short(page: BriefPage, beneath: Mapping[str, str] | None = None) -> Dict:
    """What fits on a phone: aim, first question, hard moments, words to stop with."""
    record = page.negotiation.id
    blocks = [
        *_head(page),
        *(_parts(page.brief) or [_nothing(record)]),
        actions(
            button("The whole brief", act(WHOLE, record)),
            *([button("For the team", act(TEAM, record))] if page.can_share else []),
        ),
        context(_made(page)),
    ]
    return modal(act(OPEN, record), TITLE, blocks, close="Close", metadata=dict(beneath or {}))


def whole(page: BriefPage, beneath: Mapping[str, str] | None = None) -> Dict:
    """One page; what has a lock comes when it is asked for."""
    record = page.negotiation.id
    blocks = [
        *_head(page),
        *(_parts(page.brief) or [_nothing(record)]),
        *_buttons(page),
        context(_made(page)),
    ]
    return modal(act(OPEN, record), TITLE, blocks, close="Close", metadata=dict(beneath or {}))


def _head(page: BriefPage) -> list[Dict]:
    lock = f"\n{ONLY_YOU}" if page.is_unlocked else ""
    meets = f"\nNext meeting {when(page.meeting.starts_at)}" if page.meeting else ""
    return [section(f"{titled(page.negotiation)}{meets}{lock}")]


def _parts(brief: Brief) -> list[Dict]:
    return [section(_part(part)) for part in brief.parts]


def _part(part: Part) -> str:
    lock = " :lock:" if part.is_locked else ""
    said = "\n".join(quote(esc(line)) for line in part.lines)
    return f"*{part.name}*{lock}\n{cut(said, LONGEST_PART)}"


def _nothing(record: str) -> Dict:
    prepare = button("Prepare in 5 minutes", act(PREP_ALL, record), style="primary")
    return section("Nothing is written down yet. Five minutes of preparation fill this.", prepare)


def _buttons(page: BriefPage) -> list[Dict]:
    record = page.negotiation.id
    buttons = []
    if page.can_unlock and not page.is_unlocked and page.brief.left_out:
        buttons.append(button("Show what has a lock", act(UNLOCK, record)))
    if page.is_unlocked:
        buttons.append(button("Hide what has a lock", act(WHOLE, record)))
    if not page.brief.is_empty and not page.is_unlocked:
        buttons.append(button("As a file", act(FILE, record)))
        buttons += [button("For the team", act(TEAM, record))] if page.can_share else []
    return [actions(*buttons)] if buttons else []


def _made(page: BriefPage) -> str:
    left = page.brief.left_out
    hidden = f" Not shown: {listed(list(left), 8)}." if left else ""
    last = f" {_last(page.posted)}" if page.posted else ""
    return f"As of {when(page.made_at)}. It always shows what is written now.{hidden}{last}"


def _last(posted: Posted) -> str:
    return f"The team got its version on {when(posted.at)} in {channel(posted.channel)}."


# The team's version


def team(shown: TeamPage, readers: Readers | None) -> Dict:
    """What would be posted, to whom, and what stays behind."""
    page, record = shown.page, shown.page.negotiation.id
    stop = hurdle(readers)
    can = not stop and bool(shown.offered)
    head = obstacle(stop, readers) if stop else f"Goes to {read_by(readers)}." if readers else ""
    blocks = [
        section(f"{titled(page.negotiation)}\n{head}"),
        *(_once_more(page.posted) if can and page.posted else []),
        *([_choice(shown)] if can else []),
        *(_preview(page) if can else []),
        *([] if shown.offered else [section("Nothing is written yet that is for the team.")]),
        context(_left_out(page.brief)),
        actions(
            *([] if can else [button("Check again", act(TEAM, record))]),
            *([button("Edit", act(EDIT, record))] if stop in CHOOSE_ANOTHER else []),
            button("Back to the brief", act(WHOLE, record)),
        ),
    ]
    submit = "Post it" if can else None
    return modal(act(SHARE, record), "For the team", blocks, submit=submit, close="Close")


def _once_more(posted: Posted) -> list[Dict]:
    """It stands there already: asked before it is posted twice."""
    boxes = checkboxes([option("Yes, post it once more", "yes")])
    return [section(_last(posted)), field("again", "Post it again?", boxes)]


def _preview(page: BriefPage) -> list[Dict]:
    return [section("*This would be posted:*"), *team_message(page).blocks]


def _choice(shown: TeamPage) -> Dict:
    options = [option(part.name, part.key) for part, _ in shown.offered]
    chosen = [part.key for part in shown.page.brief.parts]
    boxes = checkboxes(options, act(CHOOSE, shown.page.negotiation.id), initial=chosen)
    return field("parts", "What goes into it?", boxes, optional=True, dispatch=True)


def _left_out(brief: Brief) -> str:
    if not brief.left_out:
        return "Nothing is left out."
    return f"Left out: {listed(list(brief.left_out), 24)}."


def team_message(page: BriefPage) -> Speech:
    """The message in the channel."""
    title = f"Where we stand: {topic(page.negotiation)}"
    lines = [f"{p.name}: {one_line(esc('; '.join(p.lines)), 300)}" for p in page.brief.parts]
    rest = sentence("brief", "team", "closing")
    blocks = [
        section(f"*{title}*\n{person(page.negotiation.leader)} leads."),
        *_parts(page.brief),
        context(rest),
    ]
    return Speech("\n".join([title, *lines, rest]), blocks)


def shared(page: BriefPage) -> Dict:
    """After it was promised."""
    said = f"I am posting it in {channel(page.negotiation.channel or '')}."
    blocks = [
        section(said),
        *([context(f"Asked for on {when(page.posted.at)}.")] if page.posted else []),
    ]
    return modal(act(OPEN, page.negotiation.id), "For the team", blocks, close="Done")


def not_posted_note(negotiation: Negotiation, error: str) -> Speech:
    """Slack refused it: why, and the way out."""
    place = channel(negotiation.channel or "")
    reason = REASONS.get(error, UNKNOWN_REASON).format(channel=place)
    text = f"I could not post the brief of {topic(negotiation)} in {place}. {reason}"
    again = button("Open the brief", act(WHOLE, negotiation.id))
    return Speech(text, [section(text), actions(again)])


def which(records: Sequence[Negotiation], words: str = "") -> Dict:
    """Several records fit: ask."""
    return record_choice(WHICH, TITLE, "The brief of which one?", "brief", records, words)


# The file


def file_sent(page: BriefPage) -> Dict:
    """The whole brief again, with where the file is."""
    return _after_file(page, FILE_SENT)


def file_not_sent(page: BriefPage) -> Dict:
    """The whole brief again, with what went wrong."""
    return _after_file(page, FILE_NOT_SENT)


def _after_file(page: BriefPage, said: str) -> Dict:
    view = whole(page)
    return {**view, "blocks": [section(said), *view["blocks"]]}


def file_note(page: BriefPage) -> Speech:
    """The message that carries the file; what has a lock is not in it."""
    return Speech(f"The brief of {topic(page.negotiation)}, without what has a lock:")


def markdown(page: BriefPage) -> str:
    """The page as Markdown; what people typed cannot become markup."""
    head = [
        f"# {escaped(page.negotiation.name)}",
        "",
        f"With {escaped(page.negotiation.counterpart)}",
    ]
    body = [
        line
        for part in page.brief.parts
        for line in ["", f"## {part.name}", "", *(f"- {escaped(said)}" for said in part.lines)]
    ]
    left = list(page.brief.left_out)
    rest = ["", f"_Not in here: {', '.join(left)}._"] if left else []
    made = ["", f"_As of {page.made_at:%Y-%m-%d %H:%M} UTC._", ""]
    return "\n".join([*head, *body, *rest, *made])
