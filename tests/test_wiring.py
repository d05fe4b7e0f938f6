"""Every id that a view can show has a handler, and the reverse; every errand has a voice."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import handlers
from bot.services.due import DUE
from handlers.payloads import Kind
from handlers.router import Routes
from handlers.speaking import Speakers

ROOT = Path(__file__).parent.parent
ID = re.compile(r"[a-z_]+\.[a-z_]+")
# The router answers these itself, or nobody has to: a notice cannot be sent off.
ROUTERS_OWN = {"router.again", "router.notice"}
IN_VIEWS = (Kind.ACTION, Kind.SUBMIT, Kind.CLOSE, Kind.OPTIONS)


def sources(*folders: str) -> Iterator[str]:
    for folder in folders:
        for path in sorted((ROOT / folder).glob("*.py")):
            yield path.read_text(encoding="utf-8")


def declared(source: str) -> Iterator[str]:
    """Ids that stand above a view, in capitals."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            value = node.value.value
            if isinstance(value, str) and ID.fullmatch(value):
                yield value


def loose(source: str) -> Iterator[str]:
    """Ids written where they are used: nobody could compare them with anything."""
    tree = ast.parse(source)
    constants = {id(node.value) for node in tree.body if isinstance(node, ast.Assign)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in constants and ID.fullmatch(str(node.value)):
            yield str(node.value)


def routes() -> Routes:
    made = Routes()
    handlers.register(made)
    return made


def registered() -> set[str]:
    table = routes().table
    return {name for kind in IN_VIEWS for name in table[kind]} - {"nop"}


def without_handler(shown: set[str], known: set[str]) -> set[str]:
    return shown - known - ROUTERS_OWN


def shown_ids() -> set[str]:
    return {name for source in sources("handlers/views") for name in declared(source)}


def test_every_id_of_a_view_has_a_handler() -> None:
    assert without_handler(shown_ids(), registered()) == set()


def test_every_handler_has_a_view_that_shows_its_id() -> None:
    assert registered() - shown_ids() == set()


def test_ids_stand_above_the_views_and_nowhere_else() -> None:
    assert [name for source in sources("handlers/views") for name in loose(source)] == []


def test_every_errand_has_a_voice() -> None:
    speakers = Speakers()
    handlers.voice(speakers)
    assert len(promised()) >= 6
    assert promised() - speakers.kinds() == set()


def promised() -> set[str]:
    """Kinds of errands: the ids that services name, in any way."""
    return {
        str(node.value)
        for source in sources("bot/services")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ID.fullmatch(node.value)
    } - due_kinds()


def due_kinds() -> set[str]:
    """What falls due by itself has a name of the same shape, and no voice."""
    return set(DUE)


# The same, on violations planted on purpose.


def test_a_planted_id_without_handler_is_found() -> None:
    planted = 'VOTE = "polls.vote"\nBURN = "polls.burn"'
    assert without_handler(set(declared(planted)), registered()) == {"polls.burn"}


def test_a_planted_handler_without_view_is_found() -> None:
    async def nobody(_request: object) -> None:
        return None

    made = routes()
    made.action("polls.burn", nobody)
    assert set(made.table[Kind.ACTION]) - shown_ids() - {"nop"} == {"polls.burn"}


def test_a_planted_loose_id_is_found() -> None:
    assert list(loose('def f():\n    return button("Burn", "polls.burn")')) == ["polls.burn"]
