from datetime import UTC, datetime

import pytest

from bot.domain.access import ALLOWED, Action, Role, may, require
from bot.domain.errors import NotFound
from bot.domain.negotiations import Kind, Negotiation

RECORD = Negotiation(
    "N",
    "ULEAD",
    "Renewal",
    "Acme",
    Kind.OTHER,
    datetime(2026, 11, 24, tzinfo=UTC),
    core_team=("UCORE", "UCO", "UDEL"),
    co_leads=("UCO", "UDEL"),
    delegates=("UDEL",),
)

LEADERS_ALONE = {
    Action.EDIT_RECORD,
    Action.CHANGE_STAGE,
    Action.SHARE_BRIEF,
    Action.RUN_POLL,
    Action.SEE_TURNOUT,
    Action.MEET,
    Action.BE_CALMED,
    Action.DECIDE,
    Action.DIAGNOSE,
    Action.ARGUE,
    Action.HEAR_READERS,
}
# Whoever sees an update in its channel may say whether it is clear.
READERS_MAY = {Action.REACT_TO_UPDATE}


def test_the_table_names_every_action():
    assert set(ALLOWED) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_the_leader_may_do_everything_and_an_outsider_only_react(action):
    assert may(Role.LEADER, action)
    assert may(Role.OUTSIDER, action) is (action in READERS_MAY)


@pytest.mark.parametrize("action", sorted(LEADERS_ALONE))
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEADER}))
def test_what_changes_things_is_the_leaders_alone(role, action):
    assert not may(role, action)


def test_a_co_lead_prepares_and_only_a_delegate_sees_what_is_sealed():
    core = {action for action in Action if may(Role.CORE, action)}
    prepares = core | {Action.PREPARE, Action.HAND_OUT_PARTS, Action.WORK_ON_PART}
    prepares |= {Action.POST_UPDATE}
    assert {a for a in Action if may(Role.CO_LEAD, a)} == prepares
    assert {a for a in Action if may(Role.DELEGATE, a)} == prepares | {
        Action.SEE_SEALED,
        Action.ASSESS,
    }
    assert {role for role in Role if may(role, Action.SEE_SEALED)} == {Role.LEADER, Role.DELEGATE}


def test_the_core_team_sees_the_record_and_stakeholders_only_vote_and_see_results():
    assert {a for a in Action if may(Role.CORE, a)} == {
        Action.SEE_RECORD, Action.SEE_RESULT, Action.VOTE, Action.SEE_DECISION, Action.SEE_PARTS,
        Action.READ_UPDATES, *READERS_MAY,
    }  # fmt: skip
    asked = {a for a in Action if may(Role.STAKEHOLDER, a)}
    assert asked == {Action.SEE_RESULT, Action.VOTE, *READERS_MAY}


def test_who_leads_a_part_works_on_it_and_may_do_nothing_else():
    own = {Action.WORK_ON_PART, *READERS_MAY}
    assert {a for a in Action if may(Role.PART_LEAD, a)} == own


@pytest.mark.parametrize(
    ("user", "role"),
    [
        ("ULEAD", Role.LEADER),
        ("UDEL", Role.DELEGATE),
        ("UCO", Role.CO_LEAD),
        ("UCORE", Role.CORE),
        ("UELSE", Role.OUTSIDER),
        ("", Role.OUTSIDER),
    ],
)
def test_roles_follow_from_the_record(user, role):
    assert RECORD.role_of(user) is role


def test_not_yours_reads_like_not_there():
    with pytest.raises(NotFound) as forbidden:
        require(Role.OUTSIDER, Action.SEE_RECORD)
    assert forbidden.value.sentence == NotFound().sentence


def test_a_leader_who_is_also_named_in_the_core_team_stays_the_leader():
    assert RECORD.role_of("ULEAD") is Role.LEADER
