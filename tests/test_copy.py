"""The coaching copy is for busy people: short, plain, in one place, and it promises nothing."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "bot" / "copy"
FILES = sorted(FOLDER.glob("*.toml"))

# The last key of a text says where it stands, and so how long it may be.
LIMITS = {
    "title": 24,  # of a modal
    "id": 24,
    "name": 40,
    "rewrite": 60,  # takes the place of a few words
    "at_end": 60,
    "label": 75,  # beside a field, on a button, in a menu
    "options": 75,  # the answers of a ready poll
    "looks_for": 75,
    "unless": 75,
    "placeholder": 80,
    "missing": 90,
    "lines": 100,  # read in a hard moment, or aloud
    "hint": 120,
    "prompt": 120,
    "ask": 120,
    "empty": 160,
    "informs": 60,
}
LONGEST = 300
# What is filled in, by the file and the last key of the text that it stands in.
PLACEHOLDERS = {
    ("cases", "label"): {"party"},
    ("checklist", "question"): {"guess"},
    ("involvement", "told"): {"name"},
    ("meetings", "own_question"): {"question"},
    ("polls", "hint"): {"least", "most"},
    ("updates", "fill"): {"party", "topic"},
    ("updates", "told"): {"name", "topic"},
}
NEVER = re.compile(
    r"\b(opponents?|resistance point|proven|proves|guarantee\w*|win odds|always works|"
    r"science says|brain)\b",
    re.IGNORECASE,
)
# What is looked for in other people's words is no prose of ours, nor is a setting.
LOOKED_FOR = {"words", "named", "labels", "lists", "looks_for", "unless"} | {
    "answered_by",
    "asks_why",
}
# Flesch's bands: 60 and more is plain English, below 30 is for graduates.
PLAIN, GRADUATE = 60, 30
MOST_WORDS = 32

HARD = "Organisational idiosyncrasies necessitate multidimensional reconciliation procedures."
ENDLESS = " ".join(["Say what you see"] * 9) + "."

Path_ = tuple[str, ...]
Leaf = tuple[Path_, str]


def leaves(thing: Any, path: Path_ = ()) -> Iterator[Leaf]:
    """Every text with the keys that lead to it."""
    if isinstance(thing, str):
        yield path, thing
    elif isinstance(thing, dict):
        for key, inner in thing.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(thing, list):
        for inner in thing:
            yield from leaves(inner, path)


@cache
def data(noun: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{noun}.toml").read_text(encoding="utf-8"))


def texts(file: Path) -> list[Leaf]:
    return list(leaves(data(file.stem)))


def may_be_filled_in(noun: str, path: Path_) -> set[str]:
    """The placeholders that a text may hold; the own-it rules name their lists."""
    if noun == "decisions" and LOOKED_FOR & set(path):
        return {*data(noun)["own_it"]["lists"], "name", "number"}
    return PLACEHOLDERS.get((noun, path[-1]), set())


def problems(noun: str, path: Path_, text: str) -> list[str]:
    """What is wrong with one text."""
    limit = LIMITS.get(path[-1], LONGEST)
    found = []
    if not text.strip() or text != text.strip():
        found.append("blank or with space around it")
    if len(text) > limit:
        found.append(f"longer than {limit}")
    if unknown := set(re.findall(r"\{([^{}]*)\}", text)) - may_be_filled_in(noun, path):
        found.append(f"unknown placeholders {unknown}")
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
        found.append("a brace without its other half")
    if said := NEVER.search(text):
        found.append(f"says “{said[0]}”")
    return found


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (word.lower().endswith("e") and not word.lower().endswith("le")))


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z']+", text)


def reading_ease(prose: list[str]) -> float:
    """Flesch's formula over several texts, from 0 (hard) to 100 and more (easy)."""
    said = [word for text in prose for word in words(text)]
    sentences = sum(max(1, len(re.findall(r"[.!?…:·]+(?:\s|$)", text))) for text in prose)
    per_word = sum(map(syllables, said)) / len(said)
    return 206.835 - 1.015 * len(said) / sentences - 84.6 * per_word


def prose(found: list[Leaf]) -> list[str]:
    """What is read as sentences; two or three words are a name."""
    ours = [text for path, text in found if not LOOKED_FOR & set(path)]
    return [text for text in ours if len(text.split()) >= 4]


def hard_to_read(found: list[Leaf]) -> list[str]:
    """Sentences that are too long or too hard, and the whole when it is not plain."""
    ours = prose(found)
    sentences = [part for text in ours for part in re.split(r"(?<=[.!?])\s+", text)]
    wrong = [each for each in sentences if len(re.findall(r"[\w']+", each)) > MOST_WORDS]
    wrong += [s for s in sentences if len(words(s)) >= 6 and reading_ease([s]) < GRADUATE]
    return wrong + ([] if reading_ease(ours) >= PLAIN else ["the whole"])


def wrong(noun: str, found: list[Leaf]) -> list[str]:
    """All that is wrong with one file."""
    fits = [
        f"{'.'.join(path)}: {each}" for path, text in found for each in problems(noun, path, text)
    ]
    return fits + hard_to_read(found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_fits_where_it_stands_and_reads_easily(file: Path) -> None:
    assert wrong(file.stem, texts(file)) == []


def test_all_the_copy_is_there_and_read() -> None:
    assert {"calm", "decisions", "meetings", "polls"} <= {file.stem for file in FILES}
    code = "\n".join(path.read_text("utf-8") for path in sources())
    assert [file.stem for file in FILES if f'"{file.stem}"' not in code] == []


def sources() -> list[Path]:
    return [path for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py")]


def in_the_code() -> str:
    """All literals of the program, one a line."""
    trees = (ast.parse(path.read_text("utf-8")) for path in sources())
    constants = (n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant))
    return "\n".join(value for value in constants if isinstance(value, str))


def test_no_sentence_of_the_copy_stands_in_the_code_as_well() -> None:
    code = in_the_code()
    ours = {text for file in FILES for text in prose(texts(file)) if len(text.split()) >= 6}
    assert {text for text in ours if text in code} == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize(
    ("key", "planted"),
    [
        ("title", "Much too long for a window's title"),
        ("hint", "Ask first. " * 11 + "Then wait."),
        ("text", "Ask first." + " Then wait." * 27),
        ("text", "Hello {stranger}"),
        ("text", "Hello {question}"),
        ("text", "Hello {who"),
        ("text", " space"),
        ("text", "Your opponent will give in"),
        ("text", HARD),
        ("text", ENDLESS),
    ],
)
def test_a_planted_mistake_is_found_in_any_file(file: Path, key: str, planted: str) -> None:
    found = [*texts(file), (("planted", key), planted)]
    assert len(wrong(file.stem, found)) == 1


@pytest.mark.parametrize(
    ("noun", "path", "text"),
    [
        ("meetings", ("ready", "own_question"), "Open with: {guess}"),
        ("meetings", ("ready", "no_question"), "Open with: {question}"),
        ("polls", ("wording", "options", "hint"), "{few} to {most}"),
        ("decisions", ("own_it", "rule", "looks_for"), "{somebodies} made me"),
        ("decisions", ("own_it", "rule", "rewrite"), "{group} helped and I decided"),
    ],
)
def test_a_placeholder_is_known_only_where_it_is_filled_in(
    noun: str, path: Path_, text: str
) -> None:
    assert any("placeholder" in each for each in problems(noun, path, text))


def test_hard_words_are_noticed() -> None:
    assert (
        reading_ease([HARD]) < GRADUATE < PLAIN < reading_ease(["Ask first. Then say your view."])
    )
