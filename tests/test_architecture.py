"""Imports point one way, and the things that only one module may do are done by it alone."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = ("bot", "handlers", "storage", "sandbox")
EVERYTHING = "everything"
OURS = frozenset(CODE)

# Where a module belongs -> what it may import, besides the standard library and its own layer.
LAYERS: dict[str, frozenset[str]] = {
    "bot.domain": frozenset(),
    "bot.services": frozenset({"bot.domain"}),
    # From services only the values that are drawn, never a use case: see below.
    "handlers.views": frozenset({"bot.domain", "bot.services", "slack_sdk", "regex"}),
    "handlers": frozenset(
        {"bot.domain", "bot.services", "handlers.views", "slack_bolt", "slack_sdk", "aiohttp"}
        | {"regex"}
    ),
    "storage": frozenset({"bot.domain", "sqlalchemy", "psycopg", "alembic", "cryptography"}),
    "sandbox": frozenset({"aiohttp"}),
    "bot.jobs": frozenset({"bot.domain", "bot.services", "apscheduler"}),
    "bot.clock": frozenset(),
    "bot.log": frozenset(),
    "bot.scopes": frozenset(),
    "bot.settings": frozenset({"dotenv"}),
    "bot.skew": frozenset({"aiohttp"}),
    "bot.health": frozenset({"bot.domain", "bot.services", "bot.skew"}),
    "bot": frozenset({EVERYTHING}),
}
# Who may look outwards to the sandbox.
SANDBOX_FRIENDS = ("bot.demo", "bot.demo_steps")


def files() -> Iterator[Path]:
    for folder in CODE:
        yield from sorted((ROOT / folder).rglob("*.py"))


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def layer_of(module: str) -> str:
    """The closest layer that a module belongs to."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in LAYERS), "")


def imports(source: str, module: str) -> Iterator[str]:
    """Every module that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            name = node.module or ""
            # `from handlers import polls` imports a module, not a name of the package.
            inner = [f"{name}.{alias.name}" for alias in node.names]
            yield from inner if name in {"bot", "handlers", "storage"} else [name]


def is_allowed(module: str, imported: str) -> bool:
    top = imported.partition(".")[0]
    if top in sys.stdlib_module_names:
        return True
    if top == "sandbox" and layer_of(module) != "sandbox":
        return module in SANDBOX_FRIENDS
    layer = layer_of(module)
    allowed = LAYERS[layer]
    if EVERYTHING in allowed:
        return True
    if top not in OURS:
        return top in allowed
    return layer_of(imported) == layer or layer_of(imported) in allowed


def violations(source: str, module: str) -> list[str]:
    return [
        f"{module} imports {imported}"
        for imported in imports(source, module)
        if not is_allowed(module, imported)
    ]


def test_imports_point_one_way() -> None:
    found = [
        violation
        for path in files()
        for violation in violations(path.read_text(encoding="utf-8"), module_of(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("bot.domain.polls", "import sqlalchemy"),
        ("bot.domain.polls", "from bot.services import polls"),
        ("bot.domain.polls", "import regex"),
        ("bot.services.polls", "from handlers.slack import Slack"),
        ("bot.services.polls", "from storage.database import Database"),
        ("bot.services.polls", "def f():\n    import aiohttp"),
        ("handlers.views.polls", "from storage.tables import polls"),
        ("handlers.views.polls", "from handlers import request"),
        ("handlers.polls", "from storage.database import Database"),
        ("handlers.polls", "from bot.settings import Settings"),
        ("handlers.polls", "from bot import settings"),
        ("storage.polls", "from bot.services.ports import UnitOfWork"),
        ("storage.polls", "import slack_sdk"),
        ("sandbox.world", "from bot.domain import polls"),
        ("sandbox.world", "import slack_sdk"),
        ("bot.jobs", "from storage.database import Database"),
        ("bot.app", "from sandbox.app import App"),
    ],
)
def test_a_planted_import_is_found(module: str, planted: str) -> None:
    assert violations(planted, module)


def use_cases_named(source: str) -> list[str]:
    """What is imported from services and is neither a class nor a constant."""
    return [
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.services")
        for alias in node.names
        if not alias.name[0].isupper()
    ]


def test_views_draw_what_use_cases_return_and_call_none() -> None:
    for path in sorted((ROOT / "handlers" / "views").glob("*.py")):
        assert use_cases_named(path.read_text(encoding="utf-8")) == [], path
    assert use_cases_named("from bot.services import polls")
    assert use_cases_named("from bot.services.polls import close")
    assert not use_cases_named("from bot.services.polls import PollCard, LIMIT")


# What only one place may do. Each is found as a call or a name in the syntax tree.


def environment_readers(source: str) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
        for node in ast.walk(ast.parse(source))
    )


def tells_the_time(source: str) -> bool:
    """Whether it asks the machine for the date: `datetime.now(…)`, `date.today()`."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow"}
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value).split(".")[-1] in {"datetime", "date", "dt"}
        for node in ast.walk(ast.parse(source))
    )


def commits(source: str) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "commit"
        for node in ast.walk(ast.parse(source))
    )


ALONE = {
    "reads the environment": (environment_readers, ("bot.settings",)),
    # The alarm of the scheduler rings by the machine's clock, whatever the program's says.
    "tells the time": (tells_the_time, ("bot.clock", "bot.jobs", "sandbox")),
    "commits": (commits, ("storage",)),
}


@pytest.mark.parametrize("deed", ALONE)
def test_only_one_place(deed: str) -> None:
    does, places = ALONE[deed]
    found = [
        module_of(path)
        for path in files()
        if does(path.read_text(encoding="utf-8")) and not module_of(path).startswith(places)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("deed", "planted"),
    [
        ("reads the environment", "import os\nos.environ['X']"),
        ("reads the environment", "import os\nos.getenv('X')"),
        ("tells the time", "from datetime import datetime\ndatetime.now()"),
        ("tells the time", "import datetime as dt\ndt.date.today()"),
        ("commits", "session.commit()"),
    ],
)
def test_a_planted_deed_is_found(deed: str, planted: str) -> None:
    does, _ = ALONE[deed]
    assert does(planted)


# Nothing happens at import, functions and files stay small.


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end, without the docstring."""
    assert function.end_lineno
    docstring = ast.get_docstring(function, clean=False) or ""
    return function.end_lineno - function.lineno + 1 - docstring.count("\n") - bool(docstring)


def test_functions_and_files_stay_small() -> None:
    lengths: list[int] = []
    for path in files():
        source = path.read_text(encoding="utf-8")
        assert source.count("\n") <= 300, f"{path} is longer than 300 lines"
        for function in functions(ast.parse(source)):
            assert lines_of(function) <= 40, f"{path}: {function.name} is longer than 40 lines"
            lengths.append(lines_of(function))
    lengths.sort()
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[len(lengths) * 9 // 10] <= 20


def test_the_package_of_the_bot_is_empty() -> None:
    assert (ROOT / "bot" / "__init__.py").read_text() == ""


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        module_of(path)
        for path in files()
        if (source := path.read_text(encoding="utf-8")).strip()
        and not ast.get_docstring(ast.parse(source))
    ]
    assert silent == []
