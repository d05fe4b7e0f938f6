"""A message's mrkdwn read back as plain words."""

import regex

_LINK = regex.compile(r"<(?:(?:[@#!][^<>|]*)\|([^<>]*)|[@#!][^<>]*|[^<>|]+\|([^<>]*)|([^<>]+))>")
_MARKS = regex.compile(r"(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)|^(?:&gt;|>)+\s*", regex.M)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def plain_text(mrkdwn: str) -> str:
    """Labels instead of links and mentions, no marks for bold and the like, no entities.

    A mention without a label is left out: its id says nothing to a reader.
    """
    text = _MARKS.sub("", _LINK.sub(lambda m: m[1] or m[2] or m[3] or "", mrkdwn))
    return "\n".join(" ".join(line.split()) for line in unescaped(text).splitlines())


def without_quotes(mrkdwn: str) -> str:
    """A message without the lines that quote another one."""
    own = (line for line in mrkdwn.splitlines() if not line.lstrip().startswith(("&gt;", ">")))
    return "\n".join(own)


def unescaped(text: str) -> str:
    """Text without Slack's three entities, as it was typed: Slack escapes a command's words."""
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text
