"""What Parley says of parts by itself: each time from what the tables hold at that moment."""

from bot.domain.outbox import Errand
from bot.domain.parts import Deed, Standing
from bot.services import part_messages
from bot.services.part_messages import Word
from bot.services.ports import UnitOfWork
from handlers.speaking import Place, Speaker, Speakers
from handlers.views import part_messages as views
from handlers.views.kit import Speech


def voice(speakers: Speakers) -> None:
    """Every kind of message about parts."""
    speakers.say(part_messages.REQUEST, Speaker(ask, sent=asked, failed=not_reached))
    speakers.say(part_messages.RESTATE, Speaker(restate, edits=place))
    speakers.say(part_messages.NEWS, Speaker(news))
    speakers.say(part_messages.UNCLAIMED, Speaker(unclaimed))
    speakers.say(part_messages.UNREACHED, Speaker(unreached))
    speakers.say(part_messages.TOLD, Speaker(told))


# To who is asked


def ask(uow: UnitOfWork, errand: Errand) -> Speech | None:
    """The request, if it is still open."""
    found = part_messages.outlook(uow, errand.args["part"], errand.to, _number(errand))
    is_open = found.standing is Standing.ASKED and not found.is_ended
    return views.request(found) if is_open else None


def asked(uow: UnitOfWork, errand: Errand, channel: str, ts: str) -> None:
    part, number = errand.args["part"], _number(errand)
    part_messages.sent(uow, part, errand.to, number, (channel, ts))


def not_reached(uow: UnitOfWork, errand: Errand, _error: str) -> None:
    part_messages.unreached(uow, errand.args["part"], _number(errand))


def restate(uow: UnitOfWork, errand: Errand) -> Speech:
    args = errand.args
    found = part_messages.outlook(uow, args["part"], args["person"], _number(errand))
    return views.request(found)


def place(_uow: UnitOfWork, errand: Errand) -> Place:
    return errand.args["channel"], errand.args["ts"]


def told(uow: UnitOfWork, errand: Errand) -> Speech | None:
    word = Word(errand.args["word"])
    found = part_messages.told(uow, errand.to, errand.args["part"], word)
    return views.told(found, word) if found else None


# To the leader


def news(uow: UnitOfWork, errand: Errand) -> Speech | None:
    args = errand.args
    found = part_messages.news(uow, errand.to, args["part"], Deed(args["deed"]), args["person"])
    return views.news(found) if found else None


def unclaimed(uow: UnitOfWork, errand: Errand) -> Speech | None:
    found = part_messages.unclaimed(uow, errand.to, errand.args["part"], _number(errand))
    return views.unclaimed(found) if found else None


def unreached(uow: UnitOfWork, errand: Errand) -> Speech | None:
    found = part_messages.unanswered(uow, errand.to, errand.args["part"], _number(errand))
    return views.unreached(found) if found else None


def _number(errand: Errand) -> int:
    return int(errand.args["number"])
