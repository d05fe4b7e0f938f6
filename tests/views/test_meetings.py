from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.calm import guided_minute
from bot.domain.meetings import TEXT_LIMIT, Meeting
from bot.domain.negotiations import NAME_LIMIT, Kind, Negotiation
from bot.domain.preferences import Preferences
from bot.services.afterthoughts import NotePage
from bot.services.meetings import CalmCard, MeetingPage, Plan, Silence
from handlers.views import calm, settings
from handlers.views import meetings as views
from handlers.views.walker import problems

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TEXTS = {
    "plain": "Renewal",
    "empty": "",
    "escaped": "<!channel> & <https://evil.example|click>",
    "right to left": "משא ומתן על שכר",
    "emoji": "👩‍👩‍👧‍👦" * 20,
    "longest": "W" * 3000,
}


def a_record(text):
    return Negotiation(
        "N1", "U1", text[:NAME_LIMIT] or "-", text[:NAME_LIMIT] or "-", Kind.PAY, NOW
    )


def a_meeting(text):
    short = text[:TEXT_LIMIT]
    return Meeting("M1", "N1", "U1", NOW + timedelta(minutes=10), 60, short, short)


def a_card(text):
    return CalmCard(a_meeting(text), a_record(text), 10, Plan(text, text, text, text))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_meeting_view_is_one_that_slack_takes(text):
    record, meeting, card = a_record(text), a_meeting(text), a_card(text)
    page = MeetingPage(meeting, record, Silence.QUIET)
    many = [replace(record, id=f"N{number}") for number in range(2, 152)]
    shown = [
        views.meeting_list([(meeting, record)] * 60, [record]),
        views.meeting_list([], []),
        views.no_record_yet(),
        views.add_form([record, *many], "N1", NOW),
        views.move_form(meeting),
        views.page(page),
        views.page(MeetingPage(meeting.cancelled(), record, Silence.NONE)),
        views.plan(record, card.plan),
        views.calm_message(card).to_dict(),
        views.ready_message(card).to_dict(),
        views.after_message(page, missed=True).to_dict(),
        views.note_form(NotePage(record, meeting.noted(text), is_restored=True)),
        views.noted("N1"),
        views.skipped_message().to_dict(),
        views.snoozed_message().to_dict(),
        calm.card_now(card).to_dict(),
        calm.card_modal(card),
    ]
    assert [problems(payload) for payload in shown] == [[]] * len(shown)


def test_the_small_views_are_ones_that_slack_takes():
    breath = guided_minute()[0]
    shown = [
        calm.card_now(CalmCard(None, None, 0, Plan())).to_dict(),
        calm.pause_words().to_dict(),
        calm.pause_modal(),
        calm.reframes(),
        calm.frame_message(breath, 1, "M1").to_dict(),
        calm.frame_modal(breath, 1),
        calm.done_modal(),
        calm.done_message().to_dict(),
        settings.form(Preferences("U1", zone="Europe/Berlin")),
        settings.form(Preferences("U1", calm_cards=False, plan_in_dm=False)),
        settings.saved(Preferences("U1")),
        settings.help_message().to_dict(),
        settings.help_modal(),
    ]
    assert [problems(payload) for payload in shown] == [[]] * len(shown)


def test_the_calm_card_never_carries_the_sealed_part_of_the_plan():
    sealed = Plan("aim", "question?", "IF-THEN-CANARY", "WALK-AWAY-CANARY")
    said = str(views.calm_message(CalmCard(a_meeting("x"), a_record("x"), 10, sealed)).to_dict())
    assert "CANARY" not in said


def test_who_is_ready_reads_the_first_question_as_it_was_typed():
    card = CalmCard(a_meeting("x"), a_record("x"), 10, Plan("aim", "What {else} & why?"))
    assert "Open with: What {else} &amp; why? Pause" in views.ready_message(card).text
    without = CalmCard(a_meeting("x"), a_record("x"), 10, Plan())
    assert "Open with a question. Pause" in views.ready_message(without).text


def test_the_fallback_text_says_all_that_the_card_shows():
    text = views.calm_message(a_card("Renewal")).text
    assert all(part in text for part in ("In 10 minutes", "Your aim", "first question", "In 4"))


def test_a_minute_of_breathing_lasts_sixty_seconds():
    assert sum(step.seconds for step in guided_minute()) == 60
