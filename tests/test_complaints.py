"""What people complain of in tools like this one, and the tests that fail if Parley brings it back.

`docs/complaints.md` is this table for readers; `python -m tests.test_complaints` writes it anew.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "complaints.md"

VOTING = "scenarios/test_poll_voting.py"
TRUST = "scenarios/test_poll_trust.py"
WALK = "scenarios/test_poll_walk.py"
TROUBLE = "scenarios/test_poll_trouble.py"
REPEATS = "services/test_poll_repeats.py"
CLOSING = "scenarios/test_poll_closing.py"
REMINDERS = "scenarios/test_poll_reminders.py"
NUDGES = "services/test_nudges.py"
SIMULATED = "two_weeks_of_polls_over_a_clock_change_keep_every_promise"


@dataclass(frozen=True)
class Complaint:
    """What people say, and by file the tests (without `test_`) that hold it off."""

    said: str
    tests: Mapping[str, tuple[str, ...]]

    @property
    def ids(self) -> Iterator[str]:
        """The tests as pytest names them."""
        for file, names in self.tests.items():
            yield from (f"tests/{file}::test_{name}" for name in names)


COMPLAINTS = (
    Complaint(
        "Seeing how the vote stands sways those who vote later.",
        {VOTING: ("nobody_sees_how_the_vote_stands_before_the_close",)},
    ),
    Complaint(
        "Hide the results until I have voted.",
        {TRUST: ("totals_show_to_each_who_has_voted_and_to_nobody_before",)},
    ),
    Complaint(
        "It said anonymous, but its maker could see who voted how.",
        {
            TRUST: ("the_leader_of_a_secret_poll_never_reads_who_said_what",),
            "domain/test_suppression.py": (
                "nobody_who_knows_total_and_rule_can_tell_a_hidden_group",
            ),
        },
    ),
    Complaint(
        "Names leak by side doors: a notice of a vote, the author of an added answer.",
        {
            TRUST: (
                "a_vote_in_a_secret_poll_moves_nothing_that_others_can_see",
                "who_added_an_answer_is_told_to_nobody",
            ),
        },
    ),
    Complaint(
        "I was reminded of a poll that I had answered, and again and again.",
        {
            VOTING: (
                "only_those_who_have_not_voted_are_reminded_and_vote_in_the_message",
                "nobody_is_reminded_more_than_twice_nor_named_in_the_channel",
            ),
            REPEATS: (
                "two_reminders_that_waited_for_the_morning_are_one",
                "a_reminder_by_hand_does_not_follow_one_that_came_just_now",
            ),
            TRUST: ("whoever_would_rather_not_answer_is_left_in_peace",),
        },
    ),
    Complaint(
        "Results are hidden, and now I cannot see who is missing either.",
        {TRUST: ("the_leader_of_a_secret_poll_sees_who_is_missing",)},
    ),
    Complaint(
        "No deadline, no reminder, no way to post later or to repeat.",
        {
            TRUST: ("a_poll_waits_for_its_moment_and_is_then_posted",),
            VOTING: ("another_deadline_shows_in_the_channel_and_holds",),
            REPEATS: ("what_was_promised_moves_along_with_the_meeting",),
        },
    ),
    Complaint(
        "The deadline passed and the poll stayed open.",
        {
            VOTING: ("it_closes_within_a_minute_of_its_deadline",),
            "faults/test_simulated_polls.py": (SIMULATED,),
        },
    ),
    Complaint(
        "Votes failed, stopped or were reset in a big poll.",
        {
            VOTING: ("many_votes_at_once_all_count",),
            "faults/test_storage_kills.py": ("no_acknowledged_vote_is_lost_or_counted_twice",),
        },
    ),
    Complaint(
        "Nothing appears and no error: a private channel, or the bot is not in it.",
        {
            WALK: ("a_private_channel_asks_for_an_invitation_and_then_works",),
            TROUBLE: ("a_refused_poll_is_a_draft_again_and_the_leader_is_told_why",),
        },
    ),
    Complaint(
        "I cannot mend a typo or delete what was posted.",
        {
            TRUST: ("a_typo_is_mended_where_it_stands_and_the_votes_stay",),
            VOTING: ("a_withdrawn_poll_says_so_and_takes_no_votes",),
        },
    ),
    Complaint(
        "Anybody can close my poll; nobody says when all have answered.",
        {
            VOTING: ("somebody_elses_poll_is_not_there",),
            TRUST: ("when_everybody_has_answered_the_leaders_page_says_so",),
            CLOSING: ("it_closes_by_itself_soon_after_everybody_has_answered",),
            "services/test_poll_closing.py": (
                "last_votes_at_once_on_three_replicas_close_it_once",
            ),
            "faults/test_rights.py": ("a_route_serves_those_who_may_and_refuses_the_others",),
        },
    ),
    Complaint(
        "A time with no time zone, or with the wrong one.",
        {TRUST: ("a_deadline_is_a_moment_that_each_reader_sees_in_their_own_zone",)},
    ),
    Complaint(
        "It came an hour off after the clocks changed.",
        {
            "scenarios/test_poll_weekly.py": (
                "a_weekly_poll_opens_at_the_same_hour_after_the_clocks_change",
            ),
            "domain/test_day_plan.py": (
                "each_step_keeps_its_time_on_the_wall_when_clocks_change",
            ),
            NUDGES: ("it_stays_at_ten_when_the_clocks_change",),
        },
    ),
    Complaint(
        "Its day is not my day: the wrong day's message, or the same one twice.",
        {
            "domain/test_nudges.py": ("one_a_day_and_no_second_after_flying_east",),
            NUDGES: ("a_new_zone_moves_it_to_ten_there", "working_days_are_the_persons_own"),
        },
    ),
    Complaint(
        "A job or a reminder went off twice.",
        {
            "faults/test_sender_kills.py": (
                "with_look_up_nothing_is_lost_and_nothing_said_twice",
            ),
            NUDGES: ("replicas_and_restarts_promise_it_once",),
            "services/test_polls.py": ("closing_twice_promises_the_result_once",),
        },
    ),
    Complaint(
        "The bot's messages cannot be muted; I had to remove it.",
        {
            "scenarios/test_quick_walk.py": ("one_click_stops_them_and_one_pauses_them",),
            NUDGES: ("nobody_is_nudged_who_did_not_ask",),
            REMINDERS: ("one_click_in_a_reminder_stops_all_and_another_brings_them_back",),
            "services/test_poll_reminders.py": (
                "whoever_wants_no_reminders_gets_none_by_the_clock",
                "nor_by_their_leaders_hand_who_hears_how_many_and_not_who",
                "nor_one_that_was_promised_before",
            ),
            "scenarios/test_meeting_walk.py": (
                "quiet_hours_keep_the_card_away_and_the_page_says_so",
            ),
        },
    ),
    Complaint(
        "Reminders know no snooze and no days off.",
        {
            "scenarios/test_meeting_walk.py": ("ready_snooze_and_skip_answer_in_place",),
            REMINDERS: ("nobody_is_reminded_on_a_day_off",),
            "domain/test_nudges.py": (
                "no_nudge_comes_on_a_day_off",
                "none_comes_while_off_or_paused",
            ),
        },
    ),
    Complaint(
        "Show me the polls that still need my vote.",
        {VOTING: ("a_vote_waits_on_the_home_tab_until_it_is_cast",)},
    ),
    Complaint(
        "The poll ends and nobody writes down what was decided.",
        {
            "services/test_home.py": ("a_closed_poll_waits_for_its_leaders_decision_only",),
            "scenarios/test_decision_walk.py": (
                "a_closed_poll_leads_to_a_form_that_is_filled_already",
            ),
        },
    ),
    Complaint(
        "The window will not open, or will not be sent off.",
        {
            "handlers/test_router.py": (
                "slow_data_finds_its_window_open",
                "an_expired_trigger_leaves_a_button_that_opens_the_same",
            ),
            "faults/test_withdrawn.py": (
                "an_expired_trigger_leaves_a_button_that_opens_and_the_draft_is_kept",
            ),
        },
    ),
    Complaint(
        "One wrong click and a long form was gone.",
        {
            "scenarios/test_prep_walk.py": ("typed_text_survives_a_closed_window",),
            WALK: (
                "a_poll_that_was_closed_by_mistake_is_there_again",
                "the_preview_is_the_message_and_back_keeps_the_text",
            ),
        },
    ),
    Complaint(
        "Yes or no is too blunt: let me rank or score.",
        {TRUST: ("people_can_say_more_than_yes_or_no",)},
    ),
    Complaint(
        "It floods the channel, or posts where it was told not to.",
        {
            TRUST: ("a_poll_is_one_message_and_one_result_however_many_vote",),
            "handlers/test_refresh.py": (
                "a_burst_of_votes_makes_two_updates_and_ends_with_the_newest",
            ),
            "faults/test_audience.py": (
                "no_speaker_says_anything_internal_where_others_read_along",
            ),
        },
    ),
    Complaint(
        "The coach rambles, says something else each time, and who reads what I feel?",
        {
            "faults/test_canary.py": ("no_sealed_word_is_where_it_must_not_be",),
            "domain/test_own_limit.py": (
                "whatever_is_typed_it_answers_with_phrases_of_the_text",
            ),
        },
    ),
)  # fmt: skip

TITLE = """\
# What people complain of elsewhere, and what holds it off here

From public threads about poll, reminder and coaching bots. Each row names tests that fail if it
comes back. `tests/test_complaints.py` holds this table; it checks that every test is there, and
`python -m tests.test_complaints` writes this page from it.
"""


def page() -> str:
    """The table for readers."""
    rows = [
        f"| {number} | {each.said} | {'<br>'.join(f'`{test}`' for test in each.ids)} |"
        for number, each in enumerate(COMPLAINTS, start=1)
    ]
    return "\n".join([TITLE, "| # | What people say | Tests |", "|---|---|---|", *rows, ""])


def test_every_complaint_names_a_test_that_is_collected() -> None:
    ids = [test for each in COMPLAINTS for test in each.ids]
    program = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider"]
    done = subprocess.run([*program, *ids], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(each.tests for each in COMPLAINTS)
    assert len(COMPLAINTS) == 25


def test_the_page_shows_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
