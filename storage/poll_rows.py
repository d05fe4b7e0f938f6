"""A poll as it lies in its row. Question, options and use are sealed."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from bot.domain.choices import Rule, Terms
from bot.domain.poll_items import Item, Option
from bot.domain.poll_manner import Manner, Reasons, Repeat, Results, Rhythm
from bot.domain.polls import Audience, Poll, PollState, Slot
from storage.scope import Scope
from storage.session import Row
from storage.types import (
    from_list,
    from_stored,
    from_stored_or_none,
    to_list,
    to_stored,
    to_stored_or_none,
)


def values_of(scope: Scope, poll: Poll) -> dict[str, object]:
    """The columns of a poll, but for when it was made."""
    upcoming = poll.next_reminder()
    return {
        "id": poll.id,
        "negotiation": poll.negotiation,
        "leader": poll.leader,
        "content": scope.seal(_content(poll), "polls", poll.id),
        "audience": poll.audience.value,
        "channel": poll.channel,
        "voters": to_list(poll.voters),
        "state": poll.state.value,
        "manner": _to_word(poll.manner),
        "series": poll.series,
        "meeting": poll.meeting,
        "reminded": to_list(sorted(poll.reminded)),
        "closes_at": to_stored(poll.closes_at),
        "feedback_by": to_stored_or_none(poll.feedback_by),
        "opened_at": to_stored_or_none(poll.opened_at),
        "closed_at": to_stored_or_none(poll.closed_at),
        "remind_at": to_stored(upcoming[1]) if upcoming else None,
        "opens_at": to_stored_or_none(poll.opens_at),
        "edited_at": to_stored_or_none(poll.edited_at),
        "deadline": to_stored_or_none(poll.deadline),
        "message_ts": poll.message_ts,
        "rhythm": _to_beats(poll.rhythm),
        "by_dm": to_list(poll.by_dm),
    }


def poll_of(scope: Scope, row: Row, voters: tuple[str, ...]) -> Poll:
    """The poll of a row, with these voters."""
    content = scope.unseal(row["content"], "polls", row["id"])
    return Poll(
        id=row["id"],
        negotiation=row["negotiation"],
        leader=row["leader"],
        question=content["question"],
        use=content["use"],
        options=_options(content["options"]),
        audience=Audience(row["audience"]),
        channel=row["channel"],
        closes_at=from_stored(row["closes_at"]),
        feedback_by=from_stored_or_none(row["feedback_by"]),
        manner=_from_word(row["manner"]),
        voters=voters,
        state=PollState(row["state"]),
        opened_at=from_stored_or_none(row["opened_at"]),
        closed_at=from_stored_or_none(row["closed_at"]),
        message_ts=row["message_ts"],
        reminded=frozenset(Slot(slot) for slot in from_list(row["reminded"])),
        opens_at=from_stored_or_none(row["opens_at"]),
        series=row["series"],
        meeting=row["meeting"],
        was=content.get("was", ""),
        edited_at=from_stored_or_none(row["edited_at"]),
        items=tuple(map(item_of, content.get("items", ()))),
        core=tuple(content.get("core", ())),
        deadline=from_stored_or_none(row["deadline"]),
        rhythm=_from_beats(row["rhythm"]),
        by_dm=from_list(row["by_dm"]),
    )


def _content(poll: Poll) -> dict[str, Any]:
    return {
        "question": poll.question,
        "use": poll.use,
        "options": _texts(poll.options),
        "was": poll.was,
        "items": [
            [item.id, item.question, _texts(item.options), list(astuple(item.terms)), item.was]
            for item in poll.items
        ],
        **({"core": poll.core} if poll.core else {}),
    }


def _texts(options: Sequence[Option]) -> list[list[str]]:
    return [[option.id, option.text] for option in options]


def _options(texts: Sequence[Sequence[str]]) -> tuple[Option, ...]:
    return tuple(Option(option_id, text) for option_id, text in texts)


def item_of(stored: Sequence[Any]) -> Item:
    """A further question; an older one does not know that it was ever put otherwise."""
    item_id, question, options, (rule, most, least), *was = stored
    return Item(item_id, question, _options(options), Terms(Rule(rule), most, least), "".join(was))


def _to_beats(rhythm: Rhythm | None) -> str:
    if rhythm is None:
        return ""
    ends = to_stored(rhythm.closes_at), to_stored_or_none(rhythm.feedback_by)
    return json.dumps([to_stored(rhythm.opens_at), *ends])


def _from_beats(stored: str) -> Rhythm | None:
    if not stored:
        return None
    opens_at, closes_at, feedback_by = json.loads(stored)
    hears = from_stored_or_none(feedback_by)
    return Rhythm(from_stored(opens_at), from_stored(closes_at), hears)


def _to_word(manner: Manner) -> str:
    """Only what differs from the plainest poll."""
    plain = _settings(Manner())
    return json.dumps({n: v for n, v in _settings(manner).items() if v != plain[n]})


def _settings(manner: Manner) -> dict[str, Any]:
    return {
        "rule": manner.terms.rule.value,
        "most": manner.terms.most,
        "least": manner.terms.least,
        "secret": manner.is_secret,
        "results": manner.results.value,
        "reasons": manner.reasons.value,
        "adds": manner.takes_options,
        "quorum": manner.quorum,
        "repeat": manner.repeat.value,
        "by_group": manner.by_group,
        "early": manner.closes_early,
    }


def _from_word(stored: str) -> Manner:
    if stored == "{}":
        return _PLAIN
    said = _settings(_PLAIN) | json.loads(stored)
    return Manner(
        terms=Terms(Rule(said["rule"]), said["most"], said["least"]),
        is_secret=said["secret"],
        results=Results(said["results"]),
        reasons=Reasons(said["reasons"]),
        takes_options=said["adds"],
        quorum=said["quorum"],
        repeat=Repeat(said["repeat"]),
        by_group=said["by_group"],
        closes_early=said["early"],
    )


_PLAIN = Manner()
