"""Who may do what with a negotiation and all that hangs from it: one table.

"Not yours" and "does not exist" read the same, so that nobody learns what exists.
"""

from enum import StrEnum

from bot.domain.errors import MembersOnly, NotFound
from bot.domain.people import Person


class Role(StrEnum):
    """What somebody is to one negotiation."""

    LEADER = "leader"
    DELEGATE = "co-lead who sees sealed fields"
    CO_LEAD = "co-lead"
    CORE = "core team"
    STAKEHOLDER = "stakeholder"
    PART_LEAD = "lead of a part"
    OUTSIDER = "outsider"


class Action(StrEnum):
    """What can be asked for; each use case names one."""

    SEE_RECORD = "see the record"
    EDIT_RECORD = "edit the record"
    CHANGE_STAGE = "change the stage"
    SEE_SEALED = "see sealed fields"
    PREPARE = "prepare"
    SHARE_BRIEF = "share the brief with the team"
    RUN_POLL = "create, post, close or delete a poll"
    SEE_TURNOUT = "see who has voted"
    SEE_RESULT = "see a poll's result"
    VOTE = "vote"
    MEET = "add, move or cancel a meeting"
    BE_CALMED = "get calm messages"
    DECIDE = "log a decision"
    SEE_DECISION = "see a decision"
    DIAGNOSE = "look for sources of resistance"
    ARGUE = "build the case"
    ASSESS = "weigh whom to involve"
    SEE_PARTS = "see the parts and who leads them"
    HAND_OUT_PARTS = "hand out parts"
    WORK_ON_PART = "write what a part brings back"
    POST_UPDATE = "write, post, edit or delete an update"
    READ_UPDATES = "read the updates with their history"
    HEAR_READERS = "see who found an update clear, and answer questions"
    REACT_TO_UPDATE = "say that an update is clear, or ask about it"


_LEADER = frozenset({Role.LEADER})
_TRUSTED = frozenset({Role.LEADER, Role.DELEGATE})
_PREPARING = _TRUSTED | {Role.CO_LEAD}
_TEAM = _PREPARING | {Role.CORE}
_ASKED = _TEAM | {Role.STAKEHOLDER}

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_RECORD: _TEAM,
    Action.EDIT_RECORD: _LEADER,
    Action.CHANGE_STAGE: _LEADER,
    Action.SEE_SEALED: _TRUSTED,
    Action.PREPARE: _PREPARING,
    Action.SHARE_BRIEF: _LEADER,
    Action.RUN_POLL: _LEADER,
    Action.SEE_TURNOUT: _LEADER,
    Action.SEE_RESULT: _ASKED,
    Action.VOTE: _ASKED,
    Action.MEET: _LEADER,
    Action.BE_CALMED: _LEADER,
    Action.DECIDE: _LEADER,
    Action.SEE_DECISION: _TEAM,
    Action.DIAGNOSE: _LEADER,
    Action.ARGUE: _LEADER,
    Action.ASSESS: _TRUSTED,
    Action.SEE_PARTS: _TEAM,
    Action.HAND_OUT_PARTS: _PREPARING,
    Action.WORK_ON_PART: _PREPARING | {Role.PART_LEAD},
    Action.POST_UPDATE: _PREPARING,
    Action.READ_UPDATES: _TEAM,
    Action.HEAR_READERS: _LEADER,
    # Whoever sees it in its channel; people of other organisations never do.
    Action.REACT_TO_UPDATE: frozenset(Role),
}


def may(role: Role, action: Action) -> bool:
    """Whether the table allows it."""
    return role in ALLOWED[action]


def require_member(person: Person) -> None:
    """Raise MembersOnly unless this account may begin a record of its own."""
    if not person.is_member:
        raise MembersOnly


def require(role: Role, action: Action) -> None:
    """Raise NotFound unless the table allows it."""
    if not may(role, action):
        raise NotFound
