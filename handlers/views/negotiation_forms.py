"""The forms that make a record, edit it, and move it to its next stage."""

from collections.abc import Mapping, Sequence

from bot.domain.negotiations import (
    CORE_TEAM_LIMIT,
    NAME_LIMIT,
    NEXT_STAGES,
    WHY_LIMIT,
    Kind,
    Negotiation,
    StageChange,
)
from handlers.views.kit import (
    Dict,
    act,
    channel_picker,
    context,
    divider,
    field,
    instant_picker,
    modal,
    option,
    people_picker,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.text import day, esc, one_line, person

NEW = "negotiations.new"
CREATE = "negotiations.create"
SAVE = "negotiations.save"
MOVE = "negotiations.move"
PREP_THIS = "prep_this"

MOST_CHANGES = 10
_KINDS = {
    Kind.INTERNAL: "Inside our organisation",
    Kind.CUSTOMER: "With a customer",
    Kind.SUPPLIER: "With a supplier",
    Kind.PAY: "About pay or a role",
    Kind.PARTNER: "With a partner",
    Kind.OTHER: "Something else",
}
NOT_FOUND_NAME = (
    "None of your negotiations has that name, so here is a new one. It takes half a minute."
)
FOR_PREP = "A preparation belongs to a negotiation. Name it; that takes half a minute."


def new_form(name: str = "", *, for_prep: bool = False) -> Dict:
    """A new record; `name` may come from a message or from what was typed."""
    why = NOT_FOUND_NAME if name else FOR_PREP
    blocks = [
        *([section(why)] if for_prep else []),
        *_fields(one_line(name, NAME_LIMIT)),
        field(
            "starts_at",
            "When do you meet first?",
            instant_picker(),
            hint="Ten minutes before, I will send you a calm card.",
            optional=True,
        ),
    ]
    return modal(CREATE, "New negotiation", blocks, submit="Start")


def edit_form(negotiation: Negotiation, beneath: Mapping[str, str]) -> Dict:
    """The record's own words and people."""
    return modal(
        act(SAVE, negotiation.id),
        "Edit negotiation",
        _fields(negotiation.name, negotiation),
        submit="Save",
        metadata=beneath or None,
    )


def _fields(name: str, old: Negotiation | None = None) -> list[Dict]:
    kinds = [option(label, kind) for kind, label in _KINDS.items()]
    chosen = old.kind if old else Kind.OTHER
    return [
        field(
            "name",
            "What is it about?",
            text_input(
                initial=name, limit=NAME_LIMIT, placeholder="Renewal with Acme", focus=not name
            ),
        ),
        field(
            "counterpart",
            "Who is on the other side?",
            text_input(
                initial=old.counterpart if old else "",
                limit=NAME_LIMIT,
                placeholder="A person, a team or a company",
                focus=bool(name) and old is None,
            ),
        ),
        field("kind", "What kind is it?", select(kinds, initial=chosen)),
        field(
            "core_team",
            "Who is in your core team?",
            people_picker(initial=old.core_team if old else (), most=CORE_TEAM_LIMIT),
            hint="They see the record and its stages, never your preparation.",
            optional=True,
        ),
        *(_helpers(old) if old else []),
        field(
            "channel",
            "Which channel belongs to it?",
            channel_picker(initial=old.channel if old else None),
            hint="Public or private. Polls go there unless you choose another.",
            optional=True,
        ),
    ]


def _helpers(old: Negotiation) -> list[Dict]:
    """Who prepares along; asked when the record exists, so that a new one stays short."""
    return [
        field(
            "co_leads",
            "Who prepares it with you?",
            people_picker(initial=old.co_leads, most=CORE_TEAM_LIMIT),
            hint="They read and write the preparation, but nothing that has a lock.",
            optional=True,
        ),
        field(
            "delegates",
            "Who may also see what has a lock?",
            people_picker(initial=old.delegates, most=CORE_TEAM_LIMIT),
            hint="Your alternative, where you walk away, what you can give. Leave empty if unsure.",
            optional=True,
        ),
    ]


def stage_form(
    negotiation: Negotiation, history: Sequence[StageChange], beneath: Mapping[str, str]
) -> Dict:
    """Where it stands now, why, and how it came there."""
    choices = [option(_capital(stage), stage) for stage in NEXT_STAGES[negotiation.stage]]
    blocks = [
        section(f"*{esc(negotiation.name)}*\nUntil now: *{negotiation.stage}*"),
        field("stage", "Where does it stand now?", radio(choices)),
        field(
            "why",
            "Why?",
            text_input(limit=WHY_LIMIT, placeholder="They asked for a week to think"),
            hint="One line for later. Your core team can read it.",
            optional=True,
        ),
        *_history(history),
    ]
    return modal(
        act(MOVE, negotiation.id), "Change stage", blocks, submit="Save", metadata=beneath or None
    )


def _history(history: Sequence[StageChange]) -> list[Dict]:
    if not history:
        return []
    newest = list(reversed(history))[:MOST_CHANGES]
    return [divider(), context("\n".join(map(_change, newest)))]


def _change(change: StageChange) -> str:
    why = f": {one_line(esc(change.why), 100)}" if change.why else ""
    return f"{day(change.at)} · {change.before} → {change.after} · {person(change.by)}{why}"


def _capital(stage: str) -> str:
    return stage[0].upper() + stage[1:]
