"""The involvement map on screen: what is missing, whom to ask, who leads which part.

How people stand is the leader's alone and stands in modals only. A colleague's own page stands in
`involvement_people`, a part's in `parts`.
"""

from collections.abc import Mapping, Sequence

from bot.domain.holes import Hole
from bot.domain.involvement import POSITIONS, Colleague, words
from bot.domain.negotiations import Negotiation
from bot.domain.parts import Deed, Part, PartState
from bot.services.involvement import MapPage
from handlers.views.credit import thanks
from handlers.views.kit import (
    Dict,
    Style,
    act,
    actions,
    button,
    context,
    divider,
    modal,
    section,
)
from handlers.views.progress import NEW_POLL, titled
from handlers.views.record_choice import record_choice
from handlers.views.text import day, esc, listed, one_line, person

OPEN = "involvement.open"
WHICH = "involvement.which"
ADD = "involvement.add"
PERSON = "involvement.person"
SETTLE = "involvement.settle"
NEW_PART = "parts.new"
PART = "parts.open"
ASK = "parts.ask"
START = "negotiations.new"

# Under this name a view carries the id of a map that lies beneath it.
MAP = "map"
TITLE = "Involve people"
ONLY_YOU = (
    ":lock: Only you, and those whom you let see what has a lock, see how people stand. "
    "It is sealed on disk and never stands in a message."
)
PART_HOLES_SHOWN = 2
NAMES_SHOWN = 8

Carried = Mapping[str, str]


def page(shown: MapPage, carried: Carried | None = None) -> Dict:
    """The map, as far as this reader may see it: what is missing first."""
    negotiation = shown.negotiation
    blocks = [
        section(titled(negotiation)),
        *(_holes(shown) if shown.hands_out else []),
        *(_people(shown) if shown.sees_map else []),
        *_parts(shown),
        context(*_small_print(shown)),
    ]
    view = act(OPEN, negotiation.id)
    return modal(view, TITLE, blocks, close="Close", metadata=carried or None)


def which(records: Sequence[Negotiation], typed: str = "") -> Dict:
    """Several records fit: ask."""
    question = "In which one do you want to involve people?"
    return record_choice(WHICH, TITLE, question, "team", records, typed)


def no_record_yet() -> Dict:
    """A map hangs from a negotiation; there is none yet."""
    text = "People are involved in a negotiation. Start one first; it takes half a minute."
    start = actions(button("Start a negotiation", START, style="primary"))
    return modal(WHICH, TITLE, [section(text), start], close="Close")


# What is missing


def _holes(shown: MapPage) -> list[Dict]:
    """The worst first, each with the button that mends it."""
    missing = [hole for hole in shown.holes if hole.tie]
    parts = [hole.part for hole in shown.holes if hole.part]
    blocks = [
        block
        for place, hole in enumerate(missing)
        for block in _missing(shown, hole, is_worst=place == 0)
    ]
    blocks += [_leadless(part) for part in parts[:PART_HOLES_SHOWN]]
    more = len(parts) - PART_HOLES_SHOWN
    if more > 0:
        blocks.append(context(f"and {more} more without a lead, below"))
    return [section("*What is missing*"), *blocks, divider()] if blocks else []


def _missing(shown: MapPage, hole: Hole, *, is_worst: bool) -> list[Dict]:
    said = words("holes", str(hole.tie))
    text = f":warning: *{said['name']}*"
    style: Style | None = "primary" if is_worst else None
    nobody = button(
        "Nobody else does",
        act(SETTLE, shown.negotiation.id, str(hole.tie)),
        spoken=f"Nobody else does: {said['ask']}",
    )
    if hole.left_out:
        text += f"\n{person(hole.left_out.person)} has this role, and is left out for now."
        mend = button("Look again", act(PERSON, hole.left_out.id), style=style)
    else:
        text += f"\n{said['ask']}"
        mend = button("Add a colleague", act(ADD, shown.negotiation.id, str(hole.tie)), style=style)
    return [section(text), actions(mend, nobody)]


def _leadless(part: Part) -> Dict:
    title = f"“{name_of(part)}”"
    if part.state is PartState.ASKED:
        text = f":hourglass: {title} has waited a day for an answer."
        return section(text, button("Open", act(PART, part.id), spoken=f"Open {part.title}"))
    if part.state is PartState.SUGGESTED:
        text = f":bulb: Somebody was suggested for {title}."
        return section(text, button("Open", act(PART, part.id), spoken=f"Open {part.title}"))
    ask = button("Ask somebody", act(ASK, part.id), spoken=f"Ask somebody to lead {part.title}")
    return section(f":warning: *{title} has no lead.*", ask)


# People


def _people(shown: MapPage) -> list[Dict]:
    record = shown.negotiation.id
    ask = button("Ask several in a poll", act(NEW_POLL, record))
    if not shown.colleagues:
        questions = "\n".join(f"• {each['ask']}" for each in words("holes").values())
        text = (
            f"*Nobody is on the map yet.*\n{questions}\nPut them here. A few ticks each show whom "
            "to ask, whom to inform, and whom to leave out for now, with words to say it."
        )
        add = button("Add a colleague", act(ADD, record), style="primary")
        return [section(text), actions(add, ask), divider()]
    add = button("Add a colleague", act(ADD, record))
    return [
        section("*People*"),
        *map(_colleague, shown.colleagues),
        actions(*([] if shown.is_full else [add]), ask),
        context(str(words()["first"]), str(words()["tell"])),
        divider(),
    ]


def _colleague(colleague: Colleague) -> Dict:
    said = words("advice", colleague.advice)["name"]
    text = f"{person(colleague.person)} · *{said}*\n{_facts(colleague)}"
    return section(text, button("Open", act(PERSON, colleague.id), spoken="Open this colleague"))


def _facts(colleague: Colleague) -> str:
    assessment = colleague.assessment
    facts = [f"score {assessment.score}"]
    if assessment.quadrant:
        facts.append(str(words("quadrants", assessment.quadrant)["name"]))
    sides = [("stands at", assessment.now), ("needed", assessment.needed)]
    known = [f"{name} {signed(value)}" for name, value in sides if value is not None]
    facts += [", ".join(known)] if known else []
    return f"_{' · '.join(facts)}_"


def position(value: int) -> str:
    """A position in words: “+1 · leans towards it”."""
    return str(words("positions", POSITIONS[value])["label"])


def signed(value: int | None) -> str:
    """A position as a number with its sign: “+1”, “−2”, “0”."""
    if not value:
        return "0" if value == 0 else ""
    return f"+{value}" if value > 0 else f"−{-value}"


# Parts


def _parts(shown: MapPage) -> list[Dict]:
    add = button("Add a part", act(NEW_PART, shown.negotiation.id))
    may_add = shown.hands_out and not shown.has_all_parts
    if not shown.parts:
        text = "*No part is handed out yet.*"
        if shown.hands_out:
            text += "\nAn agenda item, an issue, the notes: let somebody lead it, and credit them."
        return [section(text), *([actions(add)] if may_add else [])]
    return [
        section(f"*Parts*\n{_decides(shown)}"),
        *(_part(part, shown.hands_out) for part in shown.parts),
        *([actions(add)] if may_add else []),
        *_ledger(shown),
    ]


def _part(part: Part, hands_out: bool) -> Dict:
    kind = words("kinds", part.form.kind)["label"].lower()
    text = f"*{name_of(part)}* · {kind}\n{standing(part, hands_out)}"
    opens = button("Open", act(PART, part.id), spoken=f"Open {part.title}")
    return section(text, opens if hands_out else None)


def standing(part: Part, hands_out: bool = True) -> str:
    """Who leads it; whom it was put to only for those who hand it out."""
    lead = person(part.lead) if part.lead else ""
    if part.state is PartState.DONE:
        return f":white_check_mark: {lead} has led it to its end"
    if part.state is PartState.LED:
        return f"{lead} leads it"
    if not hands_out:
        return "_nobody leads it yet_"
    if part.state is PartState.ASKED:
        when = f" {day(part.asking.at)}" if part.asking else ""
        return f":hourglass: {lead} was asked{when}"
    last = part.log[-1] if part.log else None
    passed = f"{person(last.who)} passed" if last and last.deed is Deed.PASSED else ""
    if part.state is PartState.SUGGESTED and part.suggested:
        return f":bulb: {passed} and suggests {person(part.suggested)}"
    return f"_nobody leads it yet_{f' · {passed}' if passed else ''}"


def name_of(part: Part) -> str:
    """Its name, escaped, on one line."""
    return one_line(esc(part.title), 300)


def _decides(shown: MapPage) -> str:
    return f"{person(shown.decides)} decides. {_owner(shown)}"


def _owner(shown: MapPage) -> str:
    if shown.is_leader:
        return f"Say so when you hand out a part: “{words()['own']}”"
    return owns(shown.negotiation.leader)


def owns(leader: str) -> str:
    """The sentence that stands on every part."""
    return f"{person(leader)} owns the result."


def _ledger(shown: MapPage) -> list[Dict]:
    """Who has carried parts, and who was never asked."""
    lines = [thanks(shown.led, with_parts=True)]
    if shown.never_asked:
        names = listed([person(each) for each in shown.never_asked], NAMES_SHOWN)
        lines.append(f"Never asked to lead a part here: {names}.")
    said = [line for line in lines if line]
    return [context(*said)] if said else []


def _small_print(shown: MapPage) -> list[str]:
    if shown.sees_map:
        team = "The core team sees the parts and who leads them, nothing else."
        return [str(words()["about"]), f"{ONLY_YOU} {team}"]
    if shown.hands_out:
        return ["You hand out parts with the leader. How people stand is the leader's alone."]
    return ["You see the parts because you are in the core team."]
