"""The preparation checklist as data: domain reference 3.2 and 3.4.

This release holds the five-minute tier. Prompts are ours; weights are our convention [X].
"""

import re

from bot.domain.copy import copy
from bot.domain.prep import (
    Answers,
    Element,
    Field,
    Item,
    OutputCard,
    Quality,
    Recall,
    Sureness,
    Test,
    Workbook,
    count_lines,
    filled,
    ticked,
)
from bot.domain.text import is_blank, lines

SURENESS = (
    (Sureness.GUESS.value, "A guess"),
    (Sureness.TOLD.value, "Somebody told me"),
    (Sureness.KNOWN.value, "I know it"),
)
STRENGTH = (
    ("strong", "Strong: I would be fine"),
    ("fair", "Fair: I could live with it"),
    ("weak", "Weak: I need to work on it"),
)

_CLOSED_START = re.compile(
    r"(?i)^(is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might)\b"
)


def is_open_question(line: str) -> bool:
    """A question that a yes or a no does not answer."""
    return line.rstrip().endswith(("?", "？", "؟")) and not _CLOSED_START.match(line.strip())


def _three_open_questions(answers: Answers) -> bool:
    return sum(map(is_open_question, lines(answers.get("questions", "")))) >= 3


MOTIVES = Item(
    code="P1",
    title="What moves me",
    prompt="What do I really want, and what is it for?",
    element=Element.INTERESTS,
    weight=3,
    fields=(
        Field(
            "motives",
            "What do I really want, and what is it for?",
            "One per line, the most important first.",
            "A workload the team can keep up",
            multiline=True,
            brief="What do I really want, and what is it for?",
        ),
        Field("beyond_money", "At least one of these is not about money", is_tick=True),
    ),
    tests=(
        Test("name at least two reasons, one per line", count_lines("motives", 2)),
        Test("tick that one is not about money", ticked("beyond_money"), declared=True),
    ),
)

BATNA = Item(
    code="P3",
    title="If we do not agree",
    prompt="If we do not agree, what will I do instead, and by when?",
    element=Element.ALTERNATIVES,
    weight=3,
    sealed=True,
    fields=(
        Field(
            "batna",
            "If we do not agree, what will I do instead?",
            "A plan you could start, not a number: your best alternative (BATNA).",
            "Stay with the present supplier until June",
            brief="If we do not agree, what will I do instead, and by when?",
        ),
        Field("owner", "Who would start it?", placeholder="Me"),
        Field("ready_on", "From which day could it start?", is_date=True),
        Field("strength", "How good is it?", choices=STRENGTH),
        Field("improve", "One step that makes it better", placeholder="Call a second supplier"),
    ),
    tests=(
        Test("say what you would do", filled("batna")),
        Test("say who would start it", filled("owner")),
        Test("pick the day it could start", filled("ready_on")),
        Test("say how good it is; weak is an honest answer", filled("strength")),
        Test("add one step that improves it", filled("improve")),
    ),
)

RESERVATION = Item(
    code="P4",
    title="Where I walk away",
    prompt="Below what will I not go?",
    element=Element.ALTERNATIVES,
    weight=3,
    sealed=True,
    fields=(
        Field(
            "reservation_point",
            "Below what will I not go?",
            "The deal that is exactly as good as your alternative (reservation point).",
            "4,800 a month, or four days a week at the present pay",
            brief="Below what will I not go?",
        ),
        Field("tied_to_batna", "It is as good for me as my alternative, not a wish", is_tick=True),
    ),
    tests=(
        Test("write the point below which you say no", filled("reservation_point")),
        Test("tick that it follows from your alternative", ticked("tied_to_batna"), declared=True),
    ),
)

TARGET = Item(
    code="P5",
    title="What I aim for",
    prompt="What am I aiming for, and which reason can I say aloud?",
    element=Element.LEGITIMACY,
    weight=3,
    fields=(
        Field(
            "target",
            "What am I aiming for?",
            "One line, ambitious and sayable.",
            "5,400 a month from January",
            brief="What am I aiming for?",
        ),
        Field(
            "reason",
            "Which reason can I say aloud?",
            placeholder="Three colleagues in this role earn that",
            brief="Which reason for it can I say aloud?",
        ),
        Field("above_reservation", "It is better for me than where I walk away", is_tick=True),
    ),
    tests=(
        Test("write your aim in one line", filled("target")),
        Test("add a reason you could say aloud", filled("reason")),
        Test("tick that it beats where you walk away", ticked("above_reservation"), declared=True),
    ),
)

THEIR_SIDE = Item(
    code="P6",
    title="What moves them",
    prompt="What do they want, what do they fear?",
    element=Element.INTERESTS,
    weight=3,
    fields=(
        Field(
            "want_1",
            "One thing they want, and why",
            placeholder="Calm before the audit",
            brief="What do they want, and why?",
        ),
        Field("want_1_sure", "How do I know?", choices=SURENESS),
        Field("want_2", "Another thing they want, and why"),
        Field("want_2_sure", "How do I know?", choices=SURENESS),
        Field(
            "fear",
            "What they may fear or lose",
            placeholder="To look soft before their boss",
            brief="What may they fear?",
        ),
        Field("fear_sure", "How do I know?", choices=SURENESS),
    ),
    tests=(
        Test("name two things they want", filled("want_1", "want_2")),
        Test("name one thing they may fear", filled("fear")),
        Test(
            "say for each whether you know it or guess it",
            filled("want_1_sure", "want_2_sure", "fear_sure"),
        ),
    ),
)

QUESTIONS = Item(
    code="P8",
    title="What I will ask",
    prompt="Which question do I ask first?",
    element=Element.COMMUNICATION,
    weight=3,
    fields=(
        Field(
            "questions",
            "Which questions will I ask?",
            "One per line, the first one first. Open ones: how, what, who …",
            "What would make this easy to defend on your side?",
            multiline=True,
            brief="Which question do I ask first?",
        ),
        Field(
            "if_then",
            "One hard moment",
            "If … happens, then I will …",
            "If they say no at once, then I ask what is missing",
        ),
    ),
    tests=(
        Test(
            "write three open questions (a yes or no should not answer them)",
            _three_open_questions,
        ),
    ),
)

FIVE_MINUTES: tuple[Item, ...] = (MOTIVES, BATNA, RESERVATION, TARGET, THEIR_SIDE, QUESTIONS)
ITEMS = {item.code: item for item in FIVE_MINUTES}

_GUESSABLE = ("want_1", "want_2", "fear")


def recall(item: Item, workbook: Workbook) -> Recall | None:
    """Earlier answers that help with this item: the alternative for the limit, guesses to test."""
    if item is RESERVATION:
        return _recall("If we do not agree, I will:", [workbook.value("P3", "batna")])
    if item is QUESTIONS:
        return _recall("You guess this about them. A question could test it:", guesses(workbook))
    return None


def guesses(workbook: Workbook) -> list[str]:
    """What the leader believes about the other side and marked as a guess."""
    marked = [n for n in _GUESSABLE if workbook.value("P6", f"{n}_sure") == Sureness.GUESS]
    return [workbook.value("P6", name) for name in marked]


def output_card(workbook: Workbook) -> OutputCard | None:
    """Aim, first question and one if-then, once all six sections hold something."""
    if any(workbook.quality(item) is Quality.EMPTY for item in FIVE_MINUTES):
        return None
    questions = lines(workbook.value("P8", "questions"))
    own = workbook.value("P8", "if_then")
    return OutputCard(
        aim=workbook.value("P5", "target") or workbook.value("P5", "reason"),
        reason=workbook.value("P5", "reason"),
        first_question=questions[0] if questions else "",
        if_then=own or copy("calm")["suggested_if_then"],
        is_suggested=not own,
    )


def _recall(why: str, texts: list[str]) -> Recall | None:
    said = tuple(text for text in texts if not is_blank(text))
    return Recall(why, said) if said else None
