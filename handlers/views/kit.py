"""Block Kit in a few words. Every function returns the plain dict that goes to Slack.

Written as literals, because the same through slack_sdk's models takes 90 µs a block (a full App
Home: 9 ms on the event loop); the tests hold each of them against those models.

- Text given here is mrkdwn unless a function says plain: escape what people typed with
  `text.esc`. Every text is cut to its place's limit, so nothing typed is ever too long for Slack.
- Ids: a views module declares each id once, as a constant in capitals above the function that
  draws it: `VOTE = "polls.vote"` (noun.verb; also callback ids). Arguments travel behind colons:
  `act(VOTE, poll.id, option.id)`. A test compares these constants with the routes.
- Modal inputs: `field("question", "Your question", text_input())`; the block id is the field's
  name, under which `forms` reads it and `Invalid` complains about it.
"""

import dataclasses
import json
from collections.abc import Mapping, Sequence

from handlers.views.elements import (
    NOP,
    NOTHING,
    Dict,
    Style,
    act,
    button,
    channel_picker,
    checkboxes,
    confirm,
    date_picker,
    eager,
    given,
    instant_picker,
    link,
    mrkdwn,
    number_input,
    option,
    overflow,
    people_picker,
    person_picker,
    plain,
    radio,
    select,
    text_input,
    time_picker,
)
from handlers.views.text import cut, one_line

__all__ = [
    "NOP", "Dict", "Speech", "Style", "act", "actions", "bars", "button", "channel_picker",
    "checkboxes", "confirm", "context", "date_picker", "divider", "eager", "field", "fields",
    "header", "home", "image", "instant_picker", "link", "modal", "mrkdwn", "number_input",
    "option", "overflow", "people_picker", "person_picker", "plain", "radio", "section", "select",
    "text_input", "time_picker",
]  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Speech:
    """One rendered message; `text` is all of it for who reads or hears only text, escaped."""

    text: str
    blocks: list[Dict] = dataclasses.field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False

    def to_dict(self) -> Dict:
        """As chat.postMessage takes it, without the channel."""
        return given(
            text=cut(self.text, 4000),
            blocks=self.blocks or None,
            thread_ts=self.thread_ts,
            reply_broadcast=self.broadcast or None,
        )


# Blocks


def section(text: str, accessory: Dict | None = None, *, block_id: str | None = None) -> Dict:
    return given(type="section", text=mrkdwn(text), accessory=accessory, block_id=block_id)


def fields(*texts: str) -> Dict:
    """Up to ten short texts in two columns."""
    return {"type": "section", "fields": [mrkdwn(text, 2000) for text in texts]}


def header(text: str) -> Dict:
    """A heading; plain text."""
    return {"type": "header", "text": plain(text, 150)}


def context(*texts: str) -> Dict:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text, 2000) for text in texts]}


def divider() -> Dict:
    return {"type": "divider"}


def actions(*elements: Dict, block_id: str | None = None) -> Dict:
    return given(type="actions", elements=list(elements), block_id=block_id)


def image(url: str, alt: str) -> Dict:
    """A picture; `alt` says what it shows, in plain text."""
    return {"type": "image", "image_url": url, "alt_text": one_line(alt, 2000)}


def bars(title: str, series: str, values: Mapping[str, int]) -> Dict:
    """A bar chart, plain text, for messages only; say the numbers beside it in words too."""
    labels = _distinct([one_line(label, 20) or NOTHING for label in values])
    points = [
        {"label": label, "value": value}
        for label, value in zip(labels, values.values(), strict=True)
    ]
    chart = {
        "type": "bar",
        "series": [{"name": one_line(series, 20), "data": points}],
        "axis_config": {"categories": [point["label"] for point in points]},
    }
    return {"type": "data_visualization", "title": one_line(title, 50), "chart": chart}


def field(
    name: str,
    label: str,
    element: Dict,
    *,
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
) -> Dict:
    """An input of a modal. With `dispatch` each change is an action under the element's id."""
    return given(
        type="input",
        block_id=name,
        label=plain(label, 2000),
        element=element,
        hint=plain(hint, 2000) if hint else None,
        optional=optional or None,
        dispatch_action=dispatch or None,
    )


# Surfaces


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Dict],
    *,
    submit: str | None = None,
    close: str = "Cancel",
    metadata: Mapping[str, str] | None = None,
    tell_close: bool = False,
) -> Dict:
    """A window. `metadata` holds ids only; with `tell_close` cancelling it is a request too."""
    return given(
        type="modal",
        callback_id=callback_id,
        title=plain(title, 24),
        blocks=list(blocks),
        submit=plain(submit, 24) if submit else None,
        close=plain(close, 24),
        private_metadata=json.dumps(dict(metadata)) if metadata else None,
        notify_on_close=tell_close or None,
    )


def home(blocks: Sequence[Dict]) -> Dict:
    """The App Home, up to 100 blocks."""
    return {"type": "home", "blocks": list(blocks)}


def _distinct(labels: Sequence[str]) -> Sequence[str]:
    """Numbered when two of them read the same after the cut."""
    if len(set(labels)) == len(labels):
        return labels
    return [one_line(f"{number}. {label}", 20) for number, label in enumerate(labels, start=1)]
