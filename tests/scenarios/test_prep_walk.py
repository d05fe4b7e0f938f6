"""Preparing: in five minutes, section by section, interrupted, and from two windows."""

from datetime import timedelta

import pytest

from bot.domain.checklist import FIVE_MINUTES
from bot.services import prep_saving
from handlers.views.prep_forms import RESTORED
from tests.scenarios.morning import MORNING

HERE = "supplier-talks"
ONE_PAGE = {
    "P1.motives": "Time for the team\nA fair price",
    "P3.batna": "Stay with the old supplier",
    "P4.reservation_point": "4,800 a month",
    "P5.target": "4,200 a month",
    "P5.reason": "Three others pay that",
    "P6.want_1": "Calm before the audit",
    "P6.fear": "To look soft",
    "P8.questions": "What would make this easy for you?",
}


@pytest.fixture(autouse=True)
def nothing_refused(sandbox):
    """Slack takes everything that Parley says in these stories, and nobody waits in vain."""
    yield
    assert sandbox.refusals() == []
    assert sandbox.world.toasts == []


@pytest.fixture
async def maya(sandbox):
    """The leader, with one record and no window open."""
    leader = sandbox.person("maya")
    await starts(leader, "Renewal")
    return leader


async def starts(person, name):
    await person.runs("/negotiate new", HERE)
    await person.fills({"name": name, "counterpart": "Acme"})
    await person.submits()
    await person.closes(everything=True)


async def opens_section(person, code):
    await person.runs("/negotiate prep", HERE)
    await person.clicks(next(i for i in sections(person) if i.endswith(f":{code}")))


def sections(person):
    """Ids of the buttons that open a section."""
    beside = [block.get("accessory") or {} for block in person.modal.blocks]
    return [a["action_id"] for a in beside if a.get("action_id", "").startswith("prep.section")]


async def test_five_minutes_in_one_window_come_to_a_card(maya):
    await maya.runs("/negotiate prep", HERE)
    assert maya.modal.title == "Preparation"
    await maya.clicks("Answer all six on one page")
    await maya.fills(ONE_PAGE)
    await maya.submits()
    assert maya.modal.title == "Preparation"
    assert maya.sees("50 of 100 · usable"), maya.text()
    assert maya.sees("For the table")
    assert maya.sees("4,200 a month")
    assert maya.sees("What would make this easy for you?")
    assert not maya.sees("4,800")
    assert "50 of 100" in maya.home().text


async def test_the_limit_opens_behind_its_button_after_the_aim(maya):
    await maya.runs("/negotiate prep", HERE)
    await maya.clicks("Answer all six on one page")
    await maya.fills(ONE_PAGE)
    await maya.submits()
    await maya.clicks("Where I walk away")
    text = maya.modal.text
    assert text.index("4,200") < text.index("4,800") < text.index("old supplier")
    await maya.closes()
    assert maya.modal.title == "Preparation"


async def test_a_section_saves_and_returns_to_an_up_to_date_root(maya):
    await opens_section(maya, "P1")
    assert maya.modal.title == "What moves me"
    await maya.fills({"motives": "Time\nPrice", "beyond_money": True})
    await maya.submits()
    assert maya.modal.title == "Preparation"
    assert maya.sees("● What moves me · complete"), maya.text()
    assert maya.sees("16 of 100")
    assert "Next: If we do not agree, worth +17" in maya.modal.buttons()


async def test_next_goes_on_with_the_gap_worth_most(maya):
    await opens_section(maya, "P1")
    await maya.fills({"motives": "Time"})
    await maya.submits()
    await maya.clicks("Next: If we do not agree, worth +17")
    assert maya.modal.title == "If we do not agree"
    assert maya.sees("Only you see this.")


async def test_from_the_record_the_page_beneath_is_up_to_date_too(maya):
    await maya.opens_home()
    await maya.clicks("Open", "Renewal")
    await maya.clicks("Preparation")
    await maya.clicks("Open", "What I aim for")
    await maya.fills({"target": "4,200", "reason": "Others pay it", "above_reservation": True})
    await maya.submits()
    assert maya.modal.title == "Preparation"
    await maya.closes()
    assert maya.modal.title == "Negotiation"
    assert "16 of 100" in maya.modal.text
    assert "Stage: preparing" in maya.modal.text


async def test_from_home_a_gap_opens_exactly_itself_and_turns_into_the_workbook(maya):
    await opens_section(maya, "P1")
    await maya.fills({"motives": "Time"})
    await maya.submits()
    await maya.closes(everything=True)
    await maya.opens_home()
    await maya.clicks("Next: If we do not agree, worth +17", "home")
    await maya.fills({"batna": "Stay"})
    await maya.submits()
    assert maya.modal.title == "Preparation"
    assert maya.sees("◐ If we do not agree"), maya.text()


async def test_from_the_record_the_first_five_minutes_lead_to_the_workbook(maya):
    await maya.opens_home()
    await maya.clicks("Open", "Renewal")
    await maya.clicks("Prepare in 5 minutes")
    await maya.fills({"P5.target": "4,200"})
    await maya.submits()
    assert maya.modal.title == "Preparation"
    await maya.closes()
    assert "8 of 100" in maya.modal.text, maya.text()


async def test_where_three_windows_are_open_a_section_takes_the_place_of_the_workbook(
    maya, sandbox
):
    await maya.runs("/negotiate meet", HERE)
    await maya.fills({"starts_at": MORNING + timedelta(days=1)})
    await maya.submits()
    await maya.clicks("My plan")
    await maya.clicks("Open preparation")
    assert maya.modal.title == "Preparation"
    await maya.clicks("Open", "What I aim for")
    assert maya.modal.title == "What I aim for"
    await maya.fills({"target": "4,200"})
    await maya.submits()
    assert maya.modal.title == "Preparation"
    assert maya.sees("◐ What I aim for"), maya.text()
    assert [entry.status for entry in sandbox.traffic("views.push")][-1] == "push_limit_reached"
    sandbox.world.traffic.entries.clear()


@pytest.mark.parametrize("by_the_x", [False, True])
async def test_typed_text_survives_a_closed_window(maya, by_the_x):
    await opens_section(maya, "P3")
    await maya.fills({"batna": "Ask two others", "strength": "Weak: I need to work on it"})
    await maya.closes(everything=by_the_x)
    if by_the_x:
        await maya.runs("/negotiate prep", HERE)
    assert maya.sees("unsaved text"), maya.text()
    await maya.clicks("Open", "If we do not agree")
    assert maya.sees(RESTORED), maya.text()
    assert maya.modal.values["batna"]
    await maya.submits()
    assert maya.sees("◐ If we do not agree"), maya.text()
    assert not maya.sees("unsaved text")


async def test_the_one_page_goes_on_where_it_stopped(maya):
    await maya.runs("/negotiate prep", HERE)
    await maya.clicks("Answer all six on one page")
    await maya.fills({"P1.motives": "Half a sent"})
    await maya.closes(everything=True)
    await maya.runs("/negotiate prep", HERE)
    await maya.clicks("Go on with your one page")
    assert maya.sees(RESTORED), maya.text()
    assert maya.sees("Half a sent")


async def test_a_discarded_draft_is_gone_and_the_fields_forget_it(maya):
    await opens_section(maya, "P1")
    await maya.fills({"motives": "Saved"})
    await maya.submits()
    await maya.clicks("Open", "What moves me")
    await maya.fills({"motives": "Typed in anger"})
    await maya.closes(everything=True)
    await opens_section(maya, "P1")
    assert maya.sees("Typed in anger")
    await maya.clicks("Discard")
    assert not maya.sees("Typed in anger"), maya.text()
    assert maya.sees("Saved")
    await maya.submits()
    assert not maya.sees("unsaved text")


async def test_nothing_typed_keeps_no_draft(maya):
    await opens_section(maya, "P1")
    await maya.closes()
    await maya.runs("/negotiate prep", HERE)
    assert not maya.sees("unsaved text"), maya.text()


async def test_the_gate_names_the_essential_that_is_empty(maya):
    await maya.runs("/negotiate prep", HERE)
    await maya.clicks("Answer all six on one page")
    await maya.fills({name: text for name, text in ONE_PAGE.items() if "P8" not in name})
    await maya.submits()
    assert maya.sees("stays below 60 until there is a first line for What I will ask"), maya.text()
    assert not maya.sees("For the table")


async def test_guesses_about_them_come_back_beside_the_questions(maya):
    await opens_section(maya, "P6")
    await maya.fills({"fear": "To look soft", "fear_sure": "A guess"})
    await maya.submits()
    await maya.clicks("Open", "What I will ask")
    assert maya.sees("You guess this about them."), maya.text()
    assert maya.sees("To look soft")


async def test_the_name_finds_the_record_and_several_are_asked_about(maya):
    await starts(maya, "Renewal of the lease")
    await maya.runs("/negotiate prep RENEWAL", HERE)
    assert maya.modal.title == "Preparation"
    assert maya.sees("Renewal with Acme")
    await maya.closes()
    await maya.runs("/negotiate prep new", HERE)
    assert maya.sees("2 of your negotiations fit “new”."), maya.text()
    await maya.fills({"negotiation": "Renewal of the lease"})
    await maya.submits()
    assert maya.modal.title == "Preparation"
    assert maya.sees("Renewal of the lease")


async def test_a_name_that_fits_none_offers_a_new_one_with_that_name(maya):
    await maya.runs("/negotiate prep Office & <lease>", HERE)
    assert maya.modal.title == "New negotiation"
    assert "Office & <lease>" in str(maya.modal.values)
    assert maya.sees("None of your negotiations has that name")


async def test_somebody_without_a_negotiation_is_offered_one(sandbox):
    kenji = sandbox.person("kenji")
    await kenji.runs("/negotiate prep", HERE)
    assert kenji.modal.title == "New negotiation"
    assert kenji.sees("A preparation belongs to a negotiation.")


async def test_two_windows_never_overwrite_each_other_unseen(maya, sandbox, stage):
    await opens_section(maya, "P1")
    record = maya.modal.callback_id.split(":")[1]
    await stage.bot.database.of("T0SANDBOX").write(
        prep_saving.save_section, maya.id, record, "P1", {"motives": "From the phone"}, {"P1": 0}
    )
    await maya.fills({"motives": "From the laptop"})
    await maya.submits()
    assert maya.sees("also saved somewhere else"), maya.text()
    assert maya.sees("From the laptop")
    await maya.submits()
    assert maya.modal.title == "Preparation"
    await maya.clicks("Open", "What moves me")
    assert maya.sees("From the laptop")


async def test_forty_thousand_characters_and_every_script_are_shown_cut_and_break_nothing(
    maya, stage
):
    await opens_section(maya, "P1")
    record = maya.modal.callback_id.split(":")[1]
    await maya.closes(everything=True)
    for text in ("W" * 40_000, "👩‍👩‍👧‍👦" * 4_000, "&<>" * 9_000, "שכר\n" * 9_000):
        typed = {f"{i.code}.{f.name}": text for i in FIVE_MINUTES for f in i.fields if f.brief}
        await stage.bot.database.of("T0SANDBOX").write(
            prep_saving.save_one_page, maya.id, record, typed, {}
        )
        await maya.runs("/negotiate prep", HERE)
        assert maya.sees("For the table")
        await maya.clicks("Open", "What I will ask")
        await maya.closes()
        await maya.clicks("Where I walk away")
        await maya.closes()
        await maya.clicks("Edit all six on one page")
        await maya.closes(everything=True)


async def test_nothing_sealed_reaches_anybody_but_its_owner(maya, sandbox):
    await opens_section(maya, "P4")
    await maya.fills({"reservation_point": "CANARY-4800"})
    await maya.submits()
    for name in ("tomas", "aisha", "grace"):
        person = sandbox.person(name)
        await person.opens_home()
        assert not person.sees("CANARY")
    assert "CANARY" not in maya.home().text
    assert all("CANARY" not in dm.text for dm in maya.dms())
