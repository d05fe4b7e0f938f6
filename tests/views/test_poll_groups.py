"""The result by group: one under the other on the leader's page, and nowhere else."""

from dataclasses import replace

import pytest

from bot.domain.choices import Choice, Rule
from bot.domain.poll_groups import kept_apart
from bot.domain.poll_results import Ballots
from bot.domain.polls import Option, PollState
from bot.services.poll_groups import parts
from handlers.views import poll_forms as forms
from handlers.views import poll_messages as messages
from handlers.views import poll_notes as notes
from handlers.views import poll_settings as settings
from handlers.views import polls as views
from handlers.views.poll_groups import ONE_GROUP, OPTIONS_SHOWN, TITLE, TOO_FEW, TOO_FEW_SPOKE
from handlers.views.walker import problems
from tests.views.samples import TEXTS, words
from tests.views.test_polls import RULES, a_beginning, a_card, a_page, a_poll, votes

MONTHS = tuple(Option(str(n), text) for n, text in enumerate(("May", "June", "July"), start=1))
MANNERS = {rule.terms.rule: rule for rule, *_ in RULES.values()}


def a_grouped(rule=Rule.SINGLE, core=5, asked=12, options=MONTHS, **manner):
    """A closed poll that is told by group; the first voters are the core team."""
    voters = tuple(f"U{n}" for n in range(asked))
    poll = a_poll(state=PollState.AWAITING_DECISION, voters=voters, options=options)
    manner = replace(MANNERS[rule], by_group=True, **manner)
    return replace(poll, manner=manner, core=voters[:core])


def a_shown(poll, *said):
    """Its page, with what may be shown of its groups."""
    page, ballots = a_page(poll, *said), votes(poll, *said)
    if poll.is_secret:
        kept = kept_apart(poll, ballots.by_voter)
        apart = {group: tuple(map(Choice.read, each)) for group, each in kept.items()}
        ballots = Ballots(ballots.answered, unnamed=ballots.choices, apart=apart)
    return replace(page, ballots=ballots, parts=parts(poll, ballots))


def page_of(poll, *said):
    view = views.page(a_shown(poll, *said), {})
    assert problems(view) == []
    return words(view)


ELEVEN = ["1"] * 4 + ["2"] + ["2"] * 6


@pytest.mark.parametrize("is_secret", [False, True])
def test_both_groups_stand_together_in_the_order_of_the_whole(is_secret):
    said = page_of(a_grouped(is_secret=is_secret), *ELEVEN)
    assert "*By group* · core team: 5 answered · others: 6 answered" in said
    june = "June\\n_core team:_ *1 vote* (20 %)\\n_others:_ *6 votes* (100 %)"
    may = "May\\n_core team:_ *4 votes* (80 %)\\n_others:_ *0 votes* (0 %)"
    assert said.index("*By group*") < said.index(june) < said.index(may)


def test_a_poll_that_is_not_told_by_group_does_not_speak_of_groups():
    poll = a_grouped()
    plain = replace(poll, manner=replace(poll.manner, by_group=False))
    assert TITLE not in page_of(plain, *ELEVEN)
    assert TITLE not in page_of(a_grouped())


def test_when_there_is_nothing_to_compare_the_page_says_why():
    assert TOO_FEW in page_of(a_grouped(core=4, is_secret=True), *ELEVEN)
    assert ONE_GROUP in page_of(a_grouped(core=0), *ELEVEN)
    hidden = page_of(a_grouped(is_secret=True), *ELEVEN[:4])
    assert "Fewer than 5" in hidden
    assert TITLE not in hidden


def test_an_option_that_few_of_one_group_spoke_of_has_no_figures_in_either():
    poll = a_grouped(Rule.CONSENT, is_secret=True)
    said = page_of(poll, *["1:y,2:y"] * 5, *["1:n,2:n"] * 3, *["1:n"] * 2)
    assert f"June\\n_{TOO_FEW_SPOKE}_" in said
    assert "_others:_ 0 yes · 0 yes, if · 5 no · red line" in said


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
@pytest.mark.parametrize("is_secret", [False, True])
def test_groups_are_told_to_the_leader_on_the_page_and_to_nobody_else(rule, is_secret):
    manner, *said = rule
    poll = a_grouped(manner.terms.rule, is_secret=is_secret)
    said = [said[n % 2] for n in range(12)]
    assert TITLE in page_of(poll, *said)
    card = a_card(poll, *said)
    for speech in (
        messages.message(card),
        messages.result_message(card, with_chart=True),
        notes.close_note(card),
    ):
        told = words(speech.to_dict())
        assert TITLE not in told
        assert "_core team:_" not in told


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_slack_takes_it_whatever_the_options_say(text):
    line = " ".join(text.split())[:75] or "-"
    options = tuple(Option(str(n), line) for n in range(1, 21))
    ballot = ",".join(f"{n}:y" for n in range(1, 21))
    said = page_of(a_grouped(Rule.CONSENT, options=options), *[ballot] * 12)
    assert f"{20 - OPTIONS_SHOWN} answers more by group in the CSV file." in said


def test_the_form_asks_for_it_behind_its_button_and_keeps_what_was_ticked():
    closed = words(forms.form(a_beginning(), {}))
    assert "Also show me the result by group" not in closed
    poll = a_grouped()
    beginning = replace(a_beginning(), form=replace(a_beginning().form, manner=poll.manner))
    view = forms.form(beginning, {})
    [field] = [block for block in view["blocks"] if block.get("block_id") == "groups"]
    assert [o["value"] for o in field["element"]["initial_options"]] == [settings.GROUPS]
    assert "core team" in words(messages.open_message(poll).to_dict())
