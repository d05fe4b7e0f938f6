"""A record from the first word to its end, played as people would play it."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.negotiations import RecordForm
from bot.services import negotiations
from bot.services.home import PAGE
from sandbox.payloads import interaction, view_json
from sandbox.world import Parcel
from tests.scenarios.morning import MORNING

HERE = "supplier-talks"
NOT_YOURS = "I can't find that, or it isn't yours to open."
NASTY = "<!channel> *Rise* & <@U0TOMAS> 👩‍👩‍👧 \u202eשכר"


@pytest.fixture
def maya(sandbox):
    return sandbox.person("maya")


@pytest.fixture(autouse=True)
def nothing_refused(sandbox):
    """Slack takes everything that Parley says in these stories, and nobody waits in vain."""
    yield
    assert sandbox.refusals() == []
    assert sandbox.world.toasts == []


async def start(person, name="Renewal", **more):
    await person.runs("/negotiate new", HERE)
    await person.fills({"name": name, "counterpart": "Acme", **more})
    await person.submits()


async def reopens(person, name="Renewal"):
    await person.opens_home()
    await person.clicks("Open", name)


async def test_a_newcomer_is_taken_from_nothing_to_something_useful(maya):
    await maya.runs("/negotiate", HERE)
    assert maya.sees("1. Start a negotiation"), maya.text()
    await maya.clicks("Start a negotiation")
    await maya.fills({"What is it about?": "Renewal", "Who is on the other side?": "Acme"})
    await maya.submits()
    assert maya.modal.title == "Negotiation"
    assert maya.modal.buttons()[2] == "Prepare in 5 minutes"
    await maya.clicks("Prepare in 5 minutes")
    assert maya.modal.title == "Prepare in 5 minutes"


async def test_a_name_after_the_word_is_in_the_form(maya):
    await maya.runs("/negotiate new  Renewal with   Acme", HERE)
    assert maya.sees("Renewal with Acme"), maya.text()


async def test_the_first_meeting_comes_along(maya):
    await start(maya, starts_at=MORNING + timedelta(days=1))
    assert maya.sees("Meetings"), maya.text()
    assert maya.sees("60 minutes")


async def test_a_first_meeting_in_the_past_is_marked_and_nothing_is_lost(maya):
    await start(maya, starts_at=MORNING - timedelta(days=1))
    assert maya.errors() == {"starts_at": "This time has passed. Pick a later one."}
    await maya.fills({"starts_at": MORNING + timedelta(days=1)})
    await maya.submits()
    assert maya.modal.title == "Negotiation"


async def test_a_name_that_shows_nothing_is_asked_for_again(maya):
    await start(maya, name=" \u200b ")
    assert maya.errors() == {"name": "Give it a name you will recognise, like “Renewal with Acme”."}


async def test_any_name_is_shown_as_typed_and_calls_nobody(maya, tomas):
    await start(maya, name=NASTY)
    assert maya.sees("<!channel> Rise & <@U0TOMAS> 👩‍👩‍👧"), maya.text()
    await maya.closes()
    await maya.opens_home()
    assert maya.sees("<!channel>")
    assert not tomas.sees("Rise")


async def test_my_negotiations_come_with_their_next_best_step(maya):
    await start(maya)
    await maya.closes()
    await maya.runs("/negotiate", HERE)
    assert maya.reads()[-1].ephemeral
    assert "Prepare in 5 minutes" in maya.reads()[-1].buttons()
    await maya.clicks("Prepare in 5 minutes", HERE)
    assert maya.modal.title == "Prepare in 5 minutes"


async def test_any_of_my_negotiations_opens_from_the_list(maya):
    await start(maya)
    await maya.closes()
    await maya.runs("/negotiate", HERE)
    await maya.chooses("negotiations.pick", "Renewal", HERE)
    assert maya.modal.title == "Negotiation"


async def test_the_home_tab_welcomes_then_shows_cards(maya):
    await maya.opens_home()
    assert maya.home().buttons()[0] == "Start a negotiation"
    await maya.clicks("Start a negotiation", "home")
    await maya.fills({"name": "Renewal", "counterpart": "Acme"})
    await maya.submits()
    await maya.closes()
    assert "Renewal with Acme" in maya.home().text
    assert "not prepared yet" in maya.home().text
    await maya.clicks("Open", "Renewal")
    assert maya.modal.title == "Negotiation"


async def test_a_stage_keeps_who_when_and_why(maya):
    await start(maya)
    await maya.clicks("Change stage")
    await maya.fills({"stage": "Paused", "why": "They asked for a week"})
    await maya.submits()
    assert "Next:" not in maya.home().text
    assert maya.modal.title == "Negotiation"
    assert maya.sees("Stage: paused"), maya.text()
    assert maya.sees("They asked for a week")
    await maya.clicks("Change stage")
    assert maya.sees("draft → paused · @Maya: They asked for a week"), maya.text()


async def test_a_stage_must_be_picked(maya):
    await start(maya)
    await maya.clicks("Change stage")
    await maya.submits()
    assert "stage" in maya.errors()


async def test_an_edit_shows_at_once_on_the_page_and_at_home(maya):
    await start(maya)
    await maya.clicks("Edit")
    await maya.fills({"name": "Renewal 2027", "core_team": ["tomas"], "channel": "leads"})
    await maya.submits()
    assert maya.modal.title == "Negotiation"
    assert maya.sees("Renewal 2027"), maya.text()
    assert maya.sees("@Tomás")
    assert "Renewal 2027" in maya.home().text


async def test_the_core_team_sees_the_record_without_what_is_the_leaders(maya, tomas):
    await start(maya, core_team=["tomas"])
    await maya.closes()
    await tomas.opens_home()
    assert tomas.sees("you are in the core team"), tomas.text()
    await tomas.clicks("Open", "Renewal")
    assert tomas.modal.title == "Negotiation"
    assert tomas.modal.buttons() == ["Who leads what"]
    assert "of 100" not in tomas.modal.text


async def test_somebody_elses_record_is_not_there(sandbox, maya, tomas):
    await start(maya)
    record = maya.modal.callback_id.partition(":")[2]
    await tomas.runs("/negotiate prep renewal", HERE)
    assert tomas.modal.title == "New negotiation"
    await tomas.closes()
    await start(tomas, "Mine")
    page = sandbox.world.views.top(tomas.id)
    await _forges(tomas, page, "negotiations.edit", record)
    assert tomas.sees(NOT_YOURS), tomas.text()
    assert not tomas.sees("Renewal")


async def _forges(person, view, action, *args):
    """Click a button whose id was tampered with."""
    button = next(
        element
        for block in view.blocks
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if str(element.get("action_id", "")).startswith(action)
    )
    button["action_id"] = ":".join((action, *args))
    await person.clicks(button["action_id"])


async def test_a_page_left_open_shows_nothing_new_once_rights_are_withdrawn(maya, tomas):
    await start(maya, core_team=["tomas"])
    record = maya.modal.callback_id.partition(":")[2]
    await maya.closes()
    await reopens(tomas)
    assert tomas.modal.title == "Negotiation"
    await tomas.closes()
    await reopens(maya)
    await maya.clicks("Edit")
    await maya.fills({"core_team": []})
    await maya.submits()
    await tomas.clicks(f"negotiations.open:{record}", "home")
    assert tomas.sees(NOT_YOURS), tomas.text()
    await tomas.closes()
    await tomas.opens_home()
    assert "Renewal" not in tomas.home().text


async def test_a_double_submit_makes_one_record(maya, sandbox):
    await maya.runs("/negotiate new", HERE)
    await maya.fills({"name": "Once", "counterpart": "Acme"})
    payload = _submission(sandbox, maya)
    await asyncio.gather(*(_delivers(sandbox, payload) for _ in range(3)))
    await maya.opens_home()
    assert maya.home().buttons().count("Open") == 1


def _submission(sandbox, person):
    """The open form as Slack would deliver it."""
    view = sandbox.world.views.top(person.id)
    view.fill(person.typed[view.id])
    world = sandbox.world
    trigger = world.triggers.issue(person.id, view.id)
    return interaction(
        world, "view_submission", person.id, trigger_id=trigger, view=view_json(world, view)
    )


async def _delivers(sandbox, payload):
    await sandbox.world.send(Parcel("interactive", "view_submission", payload, "again"))


async def test_ended_negotiations_are_folded_away(maya):
    await start(maya)
    await maya.clicks("Change stage")
    await maya.fills({"stage": "No deal"})
    await maya.submits()
    assert maya.sees("Log the decision")
    await maya.closes()
    await maya.opens_home()
    assert "Renewal" not in maya.home().text
    await maya.clicks("Show 1 ended", "home")
    assert "Renewal" in maya.home().text
    await maya.clicks("Back to the running ones", "home")
    assert "Renewal" not in maya.home().text


async def test_prep_this_starts_a_record_from_a_message(maya, tomas):
    await tomas.says("*Price rise* of <https://acme.example|Acme> & more\nsecond line", HERE)
    await maya.opens(HERE)
    message = maya.reads()[-1]
    await maya.uses_shortcut("prep_this", message)
    assert maya.modal.title == "New negotiation"
    await maya.fills({"counterpart": "Acme"})
    await maya.submits()
    assert maya.sees("Price rise of"), maya.text()
    assert not maya.sees("second line with")


async def test_more_negotiations_than_fit_are_paged(maya, stage):
    def many(uow):
        for number in range(200):
            negotiations.create(uow, maya.id, RecordForm(f"Talk {number:03}", "Acme"))

    await stage.bot.database.of("T0SANDBOX").write(many)
    await maya.opens_home()
    assert maya.sees(f"Older (and {200 - PAGE} more)"), maya.text()
    await maya.clicks(f"Older (and {200 - PAGE} more)", "home")
    await maya.clicks("Newer", "home")
    await maya.runs("/negotiate", HERE)
    assert maya.sees(f"and {200 - PAGE} more on my Home tab")
    await maya.runs("/negotiate prep talk", HERE)
    assert maya.sees("200 of your negotiations fit “talk”.")
