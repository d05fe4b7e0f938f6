"""Words that occur once in the world, and who hears them."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.demo import Stage
from bot.domain.checklist import ITEMS
from bot.domain.copy import copy
from sandbox.traffic import Entry

# Whose words they are, by the form that they are typed into.
PREPARED, LOCKED, SPOKEN, NOTED = "prepared", "locked", "spoken", "noted"
DRAFTED, SHARED = "drafted", "shared"
DECIDED, ASKED, RECORDED, MET = "decided", "asked", "recorded", "met"
RESISTED = "resisted"
# What a lead reads in the request, and what a part brings back.
HANDED, BROUGHT = "handed", "brought"
# Why somebody voted so: in a named poll for its leader, in a secret one for nobody or all mixed.
REASONED, COMMENTED = "reasoned", "commented"
SEALED = frozenset(
    {PREPARED, LOCKED, NOTED, DRAFTED, DECIDED, RESISTED, SHARED, REASONED, COMMENTED}
)
# The leader's aim and questions stand in the calm card, unless the leader keeps them out.
CALM_CARD = {"target", "questions"}
FORMS = {
    "prep.save": PREPARED, "prep.save_all": PREPARED, "meetings.note": NOTED,
    "meetings.add": MET, "meetings.move": MET, "negotiations.create": RECORDED,
    "negotiations.save": RECORDED, "negotiations.move": RECORDED, "polls.create": ASKED,
    "polls.cast": REASONED, "polls.added": ASKED, "polls.reworded": ASKED,
    "quick.create": LOCKED, "quick.save": LOCKED,
    # An update that nobody has posted; what is asked and answered is for two people.
    "updates.preview": LOCKED, "questions.ask": LOCKED, "questions.answer": LOCKED,
    "decisions.create": DECIDED, "decisions.looked": DECIDED, "feedback.keep": ASKED,
    "decisions.search": RECORDED,
    "prep.copy_from": PREPARED, "cases.save": LOCKED,
    "resistance.begin": RESISTED, "resistance.note": RESISTED, "resistance.save_plan": RESISTED,
    "parts.create": HANDED, "parts.save": HANDED, "parts.send": HANDED, "parts.write": BROUGHT,
}  # fmt: skip
# Parts of the brief that the leader may tick for the team: in its one message and nowhere else.
FOR_THE_TEAM = {
    (part["item"], name)
    for part in copy("brief")["part"]
    if "team" in part
    for name in part["fields"]
}
TEAMS_BRIEF = "Where we stand: "


@dataclass
class Canaries:
    """Words that occur once in the world, by what they were typed into."""

    by_kind: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    serial: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def hatch(self, kind: str) -> str:
        """A new one."""
        word = f"kanari{next(self.serial):04d}x"
        self.by_kind[kind].append(word)
        return word

    def all(self) -> list[str]:
        return [word for words in self.by_kind.values() for word in words]

    def sealed(self) -> list[str]:
        return [word for kind in SEALED for word in self.by_kind[kind]]


@dataclass
class Witness:
    """Hears every call of the bot's with the person whose screen it is for, at that moment."""

    stage: Stage
    heard: list[tuple[Entry, str]] = field(default_factory=list)
    acting: str = ""

    def __call__(self, entry: Entry) -> None:
        if entry.direction == "to_bot" and entry.user:
            self.acting = entry.user
        if entry.direction == "from_bot":
            self.heard.append((entry, self._reader(entry)))

    def _reader(self, entry: Entry) -> str:
        world, request = self.stage.sandbox.world, entry.request
        if entry.kind == "views.publish":
            return str(request["user_id"])
        if entry.kind in ("views.open", "views.push"):
            return world.triggers.known[request["trigger_id"]].user
        if entry.kind == "views.update":
            views = {view.id: view.user for view in world.views.everything()}
            return views.get(request["view_id"], "nobody")
        return self.acting if entry.kind in ("response_action", "response_url") else ""


def word(canaries: Canaries, form: str, item: str, name: str) -> str:
    kind = SPOKEN if name.split(".")[-1] in CALM_CARD else FORMS[form]
    code = name.split(".")[0] if "." in name else item
    if kind == PREPARED and code in ITEMS and ITEMS[code].sealed:
        kind = LOCKED
    if kind == PREPARED and (code, name.split(".")[-1]) in FOR_THE_TEAM:
        kind = SHARED
    words = [canaries.hatch(kind) for _ in range(2 if name == "options" else 1)]
    return "\n".join(words)
