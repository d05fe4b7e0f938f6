"""Decisions as files for the person who asked: only what they may read.

A file lies in a direct message, which the owners of a workspace may export. So what only its
leader may read is never in one: a single such decision is shown in a window, to be copied by its
leader's own hand, and a list says how many it left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.decisions import Decision
from bot.domain.negotiations import Negotiation
from bot.services.decision_log import Wanted, find
from bot.services.decisions import page
from bot.services.ports import UnitOfWork


@dataclass(frozen=True)
class Export:
    """What goes into a file: decisions with their versions, oldest version first.

    `left_out` is how many versions or decisions stayed behind because only the leader reads them.
    `negotiations` are the records that the reader sees as well.
    """

    chains: Sequence[Sequence[Decision]]
    negotiations: Mapping[str, Negotiation]
    made_at: datetime
    left_out: int = 0
    is_list: bool = False

    @property
    def is_window(self) -> bool:
        """Whether it is one confidential decision, which no message may carry."""
        return not self.is_list and self.chains[0][-1].is_confidential

    @property
    def people(self) -> Sequence[str]:
        """Ids of everybody who is named, each once."""
        versions = [version for chain in self.chains for version in chain]
        named = [user for v in versions for user in (v.accountable, *v.form.thanked)]
        return list(dict.fromkeys(named))


def one(uow: UnitOfWork, actor: str, decision_id: str) -> Export:
    """One decision with those of its versions that this reader may see; a window has the newest."""
    shown = page(uow, actor, decision_id)
    known = {shown.negotiation.id: shown.negotiation} if shown.sees_record else {}
    if shown.latest.is_confidential:
        return Export([[shown.latest]], known, uow.now)
    open_ = [version for version in shown.versions if not version.is_confidential]
    return Export([open_], known, uow.now, len(shown.versions) - len(open_))


def many(uow: UnitOfWork, actor: str, wanted: Wanted) -> Export:
    """All decisions that are wanted and that this person may read, as they hold now."""
    records, found = find(uow, actor, wanted)
    open_ = [decision for decision in found if not decision.is_confidential]
    chains = [[decision] for decision in open_]
    return Export(chains, records, uow.now, len(found) - len(open_), is_list=True)
