"""One colleague on the involvement map: what the score says, words for it, and the form."""

from collections.abc import Mapping, Sequence

from bot.domain.involvement import (
    POSITIONS,
    WEIGHTS,
    Assessment,
    Level,
    Tie,
    to_say,
    words,
)
from bot.domain.negotiations import Negotiation
from bot.services.involvement import ColleaguePage
from handlers.views.involvement import (
    MAP,
    ONLY_YOU,
    OPEN,
    PERSON,
    TITLE,
    Carried,
    position,
    signed,
)
from handlers.views.kit import (
    Dict,
    act,
    actions,
    button,
    checkboxes,
    confirm,
    context,
    field,
    modal,
    option,
    person_picker,
    section,
    select,
)
from handlers.views.text import count, person, quote

CREATE = "involvement.create"
SAVE = "involvement.save"
EDIT = "involvement.edit"
REMOVE = "involvement.remove"

CLASH = (
    ":warning: This was also saved somewhere else while you were choosing. "
    "Below is what you chose: *Save* again to keep it, or close this window to leave it."
)
_LEVELS = {Level.LOW: "Low", Level.HIGH: "High"}


def colleague(shown: ColleaguePage, carried: Carried | None = None, note: str = "") -> Dict:
    """What the score advises about somebody, why, and how to say it."""
    found = shown.colleague
    blocks = [
        *([context(note)] if note else []),
        section(_advice(found.person, found.assessment), button("Edit", act(EDIT, found.id))),
        section(f"*To say*\n{quote(to_say(found.assessment))}"),
        *_grid(found.assessment),
        *_position(found.assessment),
        actions(*_deeds(shown, carried or {})),
        context(str(words()["about"]), ONLY_YOU),
    ]
    view = act(PERSON, found.id)
    return modal(view, TITLE, blocks, close="Close", metadata=carried or None)


def _advice(who: str, assessment: Assessment) -> str:
    said = words("advice", assessment.advice)["name"]
    lines = [f"{person(who)}: *{said}*", f"Score {assessment.score} for this question, because:"]
    lines += [f"• {label(tie)} ({signed(WEIGHTS[tie])})" for tie in assessment.ties]
    if not assessment.ties:
        lines[-1] = "Nothing is ticked yet: press Edit and say what ties them to this question."
    return "\n".join(lines)


def _grid(assessment: Assessment) -> list[Dict]:
    if assessment.quadrant is None:
        return []
    said = words("quadrants", assessment.quadrant)
    return [section(f"*{said['name'].capitalize()}*\n{said['do']}")]


def _position(assessment: Assessment) -> list[Dict]:
    sides = [("Now", assessment.now), ("Needed", assessment.needed)]
    known = [f"{name}: {position(value)}" for name, value in sides if value is not None]
    if not known:
        return []
    lines = ["*Position*", *known]
    if assessment.gap:
        lines.append(f"{count(assessment.gap, 'step')} to go. {words()['gap']}")
    return [section("\n".join(lines))]


def _deeds(shown: ColleaguePage, carried: Carried) -> list[Dict]:
    sure = confirm(
        "Take off the map?", "What you chose here is deleted for good.", "Remove", danger=True
    )
    way_back = button("The whole map", act(OPEN, shown.negotiation.id))
    whom = act(REMOVE, shown.negotiation.id, shown.colleague.id)
    remove = button("Remove", whom, style="danger", confirm=sure)
    return [*([] if MAP in carried else [way_back]), remove]


def removed() -> Dict:
    """In place of somebody who is on the map no more."""
    blocks = [section("Removed, with all that was kept of them here.")]
    return modal(REMOVE, TITLE, blocks, close="Close")


# The form


def new_form(negotiation: Negotiation, tie: str, carried: Mapping[str, str]) -> Dict:
    """Somebody new; `tie` is what the map lacks, and is ticked already."""
    ties = (Tie(tie),) if tie in set(Tie) else ()
    blocks = [
        field("person", "Who?", person_picker()),
        *_fields(Assessment(ties)),
        context(str(words()["about"]), ONLY_YOU),
    ]
    view = act(CREATE, negotiation.id)
    return modal(view, "Add a colleague", blocks, submit="Save", metadata=carried or None)


def edit_form(shown: ColleaguePage, carried: Mapping[str, str]) -> Dict:
    """How somebody stands."""
    found = shown.colleague
    blocks = [
        *([section(CLASH)] if shown.clash else []),
        section(person(found.person)),
        *_fields(found.assessment),
        context(str(words()["about"]), ONLY_YOU),
    ]
    metadata = {**carried, "base": str(found.version)}
    view = act(SAVE, found.id)
    return modal(view, "How they stand", blocks, submit="Save", metadata=metadata)


def _fields(assessment: Assessment) -> list[Dict]:
    ties = [option(label(tie), tie.value) for tie in WEIGHTS]
    return [
        field(
            "ties",
            "In this question, this colleague …",
            checkboxes(ties, initial=[tie.value for tie in assessment.ties]),
            optional=True,
        ),
        field("power", "Power over the result", _levels(assessment.power), optional=True),
        field("interest", "Interest in the result", _levels(assessment.interest), optional=True),
        field("now", "Where they stand now", _positions(assessment.now), optional=True),
        field(
            "needed",
            "Where you need them to stand",
            _positions(assessment.needed),
            hint="Not everybody needs to champion it. Open is often enough.",
            optional=True,
        ),
    ]


def label(tie: Tie) -> str:
    """A tie in words."""
    return str(words("ties", tie)["label"])


def _levels(chosen: Level | None) -> Dict:
    options = [option(name, level.value) for level, name in _LEVELS.items()]
    return select(options, placeholder="Leave open, or choose", initial=chosen)


def _positions(chosen: int | None) -> Dict:
    options: Sequence[Dict] = [option(position(value), str(value)) for value in POSITIONS]
    initial = None if chosen is None else str(chosen)
    return select(options, placeholder="Leave open, or choose", initial=initial)
