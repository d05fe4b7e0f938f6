"""Handlers that come near what is sealed, by name: a new one is looked at before it is listed."""

import ast
from collections.abc import Iterator
from pathlib import Path

HANDLERS = Path(__file__).parent.parent / "handlers"

# Whose values hold text of a workbook, of people who resist, of a case, of a quick preparation.
SEALED = {
    "afterthoughts",
    "brief",
    "cases",
    "prep",
    "prep_copying",
    "prep_saving",
    "quick",
    "resistance",
}
# How colleagues stand, and what parts bring back.
SEALED |= {"involvement", "part_notes", "parts"}
# Of meetings only the plan and the page, which has place and people.
# Updates begin with what is prepared for the team; a preview may say what has a lock.
ALSO = {
    "meetings": {"plan", "page"},
    "updates": {"prepare", "no_news", "preview", "post"},
    "update_changes": {"reopen"},
    "update_sheets": {"sheet", "explaining", "turned", "drop_draft"},
}

LISTED: dict[str, set[str]] = {
    "brief": {
        "_short",
        "as_file",
        "choose_parts",
        "post",
        "posted",
        "share",
        "show_short",
        "show_team",
        "show_whole",
        "tell_not_posted",
        "unlock",
        "voice",
    },
    "cases": {
        "_root",
        "delete",
        "discard",
        "keep_closed",
        "keep_draft",
        "look_over",
        "open_case",
        "open_sheet",
        "read_message",
        "save",
        "take_over",
    },
    "guardrails": {
        "_case",
        "_person",
        "_register",
        "_workbook",
        "understand",
    },
    "involvement": {
        "_map",
        "add",
        "create",
        "edit",
        "open_map",
        "register",
        "remove",
        "save",
        "settle",
        "show",
    },
    "map_beneath": {
        "redraw_map",
    },
    "meetings": {
        "edit",
        "keep_note",
        "note",
        "show",
        "show_plan",
        "write",
    },
    "part_leads": {
        "_page",
        "accept",
        "discard",
        "keep_draft",
        "save",
        "write_notes",
    },
    "parts": {
        "create",
        "delete",
        "edit",
        "keep",
        "keep_new",
        "new",
        "release",
        "reopen",
        "save",
        "show",
        "take",
    },
    "prep": {
        "_keep",
        "_mark_unsaved",
        "_root",
        "back_to_section",
        "bring_back",
        "clash",
        "copy_from",
        "discard",
        "open_one_page",
        "open_section",
        "open_workbook",
        "save_one_page",
        "save_section",
        "set_tier",
        "show_copy",
        "show_earlier",
        "show_limit",
    },
    "quick": {
        "_redraw_list",
        "_to_card",
        "begin",
        "create",
        "delete",
        "discard",
        "edit",
        "keep_draft",
        "keep_new",
        "promote",
        "save",
        "show",
        "show_list",
        "turn",
    },
    "resistance": {
        "_redraw_register",
        "_register",
        "_to_signals",
        "ask_all",
        "back",
        "begin",
        "diagnose",
        "discard_look",
        "discard_plan",
        "keep_look",
        "keep_new",
        "keep_note",
        "keep_plan",
        "look",
        "look_again",
        "note",
        "open_register",
        "plan",
        "remove",
        "save_plan",
        "show",
        "show_approach",
    },
    "updates": {
        "back",
        "check",
        "discard",
        "edit",
        "explain",
        "no_news",
        "post",
        "prepare",
        "reopen",
        "turn",
        "write",
    },
}


def touches(part: ast.AST) -> bool:
    """Whether it names a use case of theirs, like `prep.section`."""
    if not (isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)):
        return False
    noun = part.value.id
    return part.attr.islower() and (noun in SEALED or part.attr in ALSO.get(noun, set()))


def near(source: str) -> Iterator[str]:
    """The functions of a module that touch such a use case."""
    for node in ast.parse(source).body:
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if is_function and any(map(touches, ast.walk(node))):
            yield node.name


def found() -> dict[str, set[str]]:
    named = {path.stem: set(near(path.read_text("utf-8"))) for path in HANDLERS.glob("*.py")}
    return {module: names for module, names in named.items() if names}


def test_every_handler_that_touches_sealed_text_is_listed() -> None:
    assert found() == LISTED


def test_a_planted_handler_is_found() -> None:
    planted = "async def leak(request):\n    await request.read(prep.section, request.user)"
    assert list(near(planted)) == ["leak"]
    assert list(near("def fine():\n    polls.card(uow)")) == []
