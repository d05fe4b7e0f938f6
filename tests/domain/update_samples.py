"""Updates for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.update_forms import Occasion, UpdateForm
from bot.domain.updates import Crowd, Update, UpdateState

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def a_form(**changes):
    form = UpdateForm(
        Occasion.WEEKLY,
        where="They have our offer.",
        changed="They asked for a longer term.",
        need="Tell me by Friday what a longer term costs you.",
        withheld="Our limits",
        because="we need room to talk",
        until=date(2026, 12, 8),
        next_at=NOW + 7 * DAY,
    )
    return replace(form, **changes)


def an_update(**changes):
    posted = Update(
        id="A1",
        negotiation="N1",
        author="U1",
        channel="C1",
        form=a_form(),
        made_at=NOW,
        crowd=Crowd(14, 2),
        state=UpdateState.POSTED,
        explain_at=datetime(2026, 12, 8, 8, tzinfo=UTC),
    )
    return replace(posted, **changes)
