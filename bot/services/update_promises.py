"""What the newest update promises: its leader is told when it is due."""

from datetime import date, datetime, time, timedelta

from bot.domain.access import Action
from bot.domain.negotiations import Negotiation
from bot.domain.outbox import Errand
from bot.domain.people import zone_info
from bot.domain.updates import Promise, Update
from bot.services.ports import UnitOfWork
from bot.services.rights import allowed

MORNING = time(9)
STILL_USEFUL = timedelta(days=7)
DUE = {Promise.NEXT: "updates.late", Promise.EXPLAIN: "updates.explain"}


def morning_of(uow: UnitOfWork, leader: str, day: date) -> datetime:
    """When its leader is reminded on a day: in the morning there."""
    zone = zone_info(uow.preferences.get(leader).zone)
    return datetime.combine(day, MORNING, zone).astimezone(uow.now.tzinfo)


def remind(uow: UnitOfWork, negotiation: Negotiation, update: Update | None) -> None:
    """Promise a message for each promise ahead; those of an earlier update are taken back."""
    uow.outbox.cancel(f"promise:{negotiation.id}:")
    preferences = uow.preferences.get(negotiation.leader)
    for promise, at in (update.promises if update else {}).items():
        if update and at > uow.now:
            moment = preferences.after_quiet(at)
            key = f"promise:{negotiation.id}:{update.id}:{promise}:{uow.now.isoformat()}"
            args = {"update": update.id, "promise": promise.value}
            errand = Errand(
                DUE[promise], negotiation.leader, args, key, moment, moment + STILL_USEFUL
            )
            uow.outbox.add(errand)


def due(uow: UnitOfWork, errand: Errand) -> tuple[Negotiation, Update] | None:
    """What is due, if it still is and its leader still leads."""
    update = uow.updates.get(errand.args["update"])
    negotiation = allowed(uow, errand.to, update.negotiation, Action.HEAR_READERS)
    is_due = Promise(errand.args["promise"]) in update.late(uow.now)
    return (negotiation, update) if is_due else None
