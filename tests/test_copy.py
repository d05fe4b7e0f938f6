"""The coaching copy is for busy people: short, plain, and it promises nothing."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "bot" / "copy"
FILES = sorted(FOLDER.glob("*.toml"))

# The last key of a text says where it stands, and so how long it may be.
LIMITS = {
    "title": 24,  # of a modal
    "name": 40,
    "label": 75,  # beside a field, on a button, in a menu
    "placeholder": 80,
    "hint": 120,
    "missing": 90,
    "prompt": 120,
}
LONGEST = 300
PLACEHOLDERS = {"guess", "party", "topic", "aim", "name", "who", "source", "minutes", "tier"}
NEVER = re.compile(
    r"\b(opponents?|resistance point|proven|proves|guarantee\w*|win odds|always works|"
    r"science says|brain)\b",
    re.IGNORECASE,
)


def leaves(thing: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text with the keys that lead to it."""
    if isinstance(thing, str):
        yield path, thing
    elif isinstance(thing, dict):
        for key, inner in thing.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(thing, list):
        for inner in thing:
            yield from leaves(inner, path)


def texts(file: Path) -> list[tuple[tuple[str, ...], str]]:
    return list(leaves(tomllib.loads(file.read_text(encoding="utf-8"))))


def problems(path: tuple[str, ...], text: str) -> list[str]:
    """What is wrong with one text."""
    limit = LIMITS.get(path[-1], LONGEST)
    found = []
    if not text.strip() or text != text.strip():
        found.append("blank or with space around it")
    if len(text) > limit:
        found.append(f"longer than {limit}")
    if unknown := set(re.findall(r"\{([^}]*)\}", text)) - PLACEHOLDERS:
        found.append(f"unknown placeholders {unknown}")
    if said := NEVER.search(text):
        found.append(f"says “{said[0]}”")
    return found


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (word.lower().endswith("e") and not word.lower().endswith("le")))


def reading_ease(prose: list[str]) -> float:
    """Flesch's formula over all texts of a file: 60 and more is plain English."""
    words = [word for text in prose for word in re.findall(r"[A-Za-z']+", text)]
    sentences = sum(max(1, len(re.findall(r"[.!?…:·]+(?:\s|$)", text))) for text in prose)
    per_word = sum(map(syllables, words)) / len(words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * per_word


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_fits_where_it_stands(file: Path) -> None:
    found = {".".join(path): wrong for path, text in texts(file) if (wrong := problems(path, text))}
    assert found == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_copy_reads_easily(file: Path) -> None:
    prose = [text for _, text in texts(file) if len(text.split()) >= 4]
    assert reading_ease(prose) >= 60
    assert max(len(re.findall(r"[\w']+", s)) for t in prose for s in re.split(r"[.!?]\s", t)) <= 32


def test_there_is_copy() -> None:
    assert FILES


@pytest.mark.parametrize(
    ("path", "planted"),
    [
        (("a", "title"), "Much too long for a window's title"),
        (("a", "text"), "Hello {stranger}"),
        (("a", "text"), " space"),
        (("a", "text"), "Your opponent will give in"),
    ],
)
def test_planted_mistakes_are_found(path: tuple[str, ...], planted: str) -> None:
    assert problems(path, planted)


def test_hard_words_are_noticed() -> None:
    hard = "Organisational idiosyncrasies necessitate multidimensional reconciliation procedures."
    assert reading_ease([hard]) < 30 < reading_ease(["Ask first. Then say your view."])
