"""What a person lets Parley do."""

from collections.abc import Collection
from dataclasses import replace
from datetime import time

from bot.domain.preferences import Preferences, given
from bot.services import nudges
from bot.services.ports import UnitOfWork


def get(uow: UnitOfWork, actor: str) -> Preferences:
    """This person's preferences."""
    return uow.preferences.get(actor)


def save(
    uow: UnitOfWork,
    actor: str,
    quiet_from: time | None,
    quiet_until: time | None,
    calm_cards: bool,
    plan_in_dm: bool,
    work_days: Collection[int] = (),
    nudged: bool | None = None,
    poll_reminders: bool | None = None,
) -> Preferences:
    """Quiet hours as wall time in the person's zone, and what may be sent.

    Without `nudged` or `poll_reminders` what was said of them stays.
    """
    before = uow.preferences.get(actor)
    changed = replace(
        before,
        quiet_from=given("quiet_from", quiet_from),
        quiet_until=given("quiet_until", quiet_until),
        calm_cards=calm_cards,
        plan_in_dm=plan_in_dm,
        poll_reminders=before.poll_reminders if poll_reminders is None else poll_reminders,
    )
    uow.preferences.put(changed)
    nudges.reschedule(uow, changed)
    if nudged is not None:
        nudges.wish(uow, changed, nudged, work_days)
    return changed


def note_zone(uow: UnitOfWork, actor: str, zone: str) -> None:
    """Remember the zone that Slack tells for this person."""
    if uow.preferences.get(actor).zone != zone:
        uow.preferences.note_zones({actor: zone})
        nudges.reschedule(uow, uow.preferences.get(actor))
