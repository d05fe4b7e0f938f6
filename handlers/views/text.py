"""Words for Slack: escaped first, measured after, cut between graphemes and outside entities."""

from datetime import datetime

import regex

from bot.domain.people import zone_info

ELLIPSIS = "…"
# An entity, a mention or date of our own, else one grapheme: what must not be torn apart.
_PIECES = regex.compile(r"&(?:amp|lt|gt);|<[^<>\n]{1,400}>|\X")
_HEAD_ROOM = 64


def esc(user_text: str) -> str:
    """User text made harmless in mrkdwn: it can mention nobody and link nowhere."""
    return user_text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """How long Slack may say this is: UTF-16 units, never fewer than characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def cut(text: str, limit: int) -> str:
    """`text` within `limit`, ending in an ellipsis when something was cut off."""
    if size(text) <= limit:
        return text
    room = limit - size(ELLIPSIS)
    kept: list[str] = []
    for match in _PIECES.finditer(text[: limit + _HEAD_ROOM * 8]):
        piece = match.group()
        room -= size(piece)
        if room < 0:
            return ("".join(kept) or _torn(piece, limit - 1)) + ELLIPSIS
        kept.append(piece)
    return "".join(kept) + ELLIPSIS


def _torn(piece: str, limit: int) -> str:
    """The start of a single grapheme that alone is over the limit (a tower of accents)."""
    return "" if piece[0] in "<&" else piece[: limit // 2]


def one_line(text: str, limit: int) -> str:
    """`text` on one line, cut."""
    return cut(" ".join(text.split()), limit)


def quote(escaped: str) -> str:
    """Escaped text as a block quote."""
    return "\n".join(f"> {line}" for line in escaped.splitlines())


def person(user_id: str) -> str:
    """A mention."""
    return f"<@{user_id}>"


def channel(channel_id: str) -> str:
    """A link to a channel."""
    return f"<#{channel_id}>"


def when(instant: datetime) -> str:
    """Day and time in the reader's own zone, UTC where that can't be shown; for mrkdwn."""
    return _date(instant, "{date_short_pretty} at {time}", "%-d %b %Y at %H:%M UTC")


def day(instant: datetime) -> str:
    """The day in the reader's own zone; for mrkdwn."""
    return _date(instant, "{date_short_pretty}", "%-d %b %Y")


def time_of_day(instant: datetime) -> str:
    """The time in the reader's own zone; for mrkdwn."""
    return _date(instant, "{time}", "%H:%M UTC")


def _date(instant: datetime, tokens: str, fallback: str) -> str:
    return f"<!date^{int(instant.timestamp())}^{tokens}|{_in_utc(instant, fallback)}>"


def _in_utc(instant: datetime, pattern: str) -> str:
    local = instant.astimezone(zone_info("UTC"))
    return local.strftime(pattern.replace("%-d", str(local.day)))


def plain_when(instant: datetime, zone: str) -> str:
    """Day and time in a named zone, for plain text: “Tue 24 Nov, 14:30”."""
    local = instant.astimezone(zone_info(zone))
    return local.strftime(f"%a {local.day} %b, %H:%M")


def count(number: int, singular: str, plural: str = "") -> str:
    """“1 vote”, “2 votes”."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def listed(items: list[str], shown: int = 10) -> str:
    """“a, b and c”; above `shown` the rest as a number: “a, b and 12 more”."""
    if len(items) > shown:
        items = [*items[:shown], f"{len(items) - shown} more"]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
