"""The project keeps its own promises: what is written down is what is there."""

import ast
import inspect
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from bot import settings
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "handlers", "storage", "sandbox", "tests", "benchmarks", "docs", ".ci")
SHIPPED = ("bot", "handlers", "storage", "sandbox")
DISTRIBUTIONS = {"dotenv": "python-dotenv", "yaml": "pyyaml"}
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
LOCKS = ("runtime", "dev")
VERBS = {"install", "demo", "run", "doctor", "test", "check", "format", "lint", "types"} | {
    "bench",
    "lock",
    "help",
}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def written_files() -> list[Path]:
    """Every text that people wrote, nothing that a tool made."""
    kept = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".env"]
    for folder in FOLDERS:
        kept += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    texts = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".css", ".js", ".json", ".mako", ""}
    return [path for path in kept if path.suffix in texts and "__pycache__" not in path.parts]


def makefile_verbs() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE))


def pins(lock: str) -> dict[str, str]:
    """Name to version, as locked."""
    found = re.findall(r"^([\w.-]+)==(\S+)", read(f"requirements/{lock}.txt"), re.MULTILINE)
    return {name.lower(): version for name, version in found}


def imports(path: Path) -> set[str]:
    """Top-level names of the modules that a file imports, wherever in the file."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    from_ = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in plain | from_}


def settings_in_the_code() -> set[str]:
    return set(re.findall(r'given(?:\[|\.get\()"([A-Z_]+)"', inspect.getsource(settings)))


def settings_in_the_readme() -> list[str]:
    table = read("README.md").partition("## Settings")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)


def settings_in_the_example() -> list[str]:
    return re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE)


def test_no_file_names_a_path_of_somebodys_machine():
    machine = re.compile(r"(?<![\w.])/(?:root|Users|home/(?!parley)\w+)/")
    named = [path for path in written_files() if machine.search(path.read_text("utf-8"))]
    assert named == []


def test_the_readme_and_the_example_name_the_same_settings():
    assert settings_in_the_readme() == settings_in_the_example()


def test_they_name_every_setting_that_is_read_and_no_other():
    assert set(settings_in_the_example()) == settings_in_the_code()


def test_the_example_says_what_holds_when_nothing_is_set(tmp_path):
    example = dict(re.findall(r"^#?([A-Z_]+)=(.*)", read(".env.example"), re.MULTILINE))
    needed = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    without = Settings.from_environ(needed, tmp_path / "none")
    assert (
        Settings.from_environ({**example, **needed, "DATABASE_URL": ""}, tmp_path / "none")
        == without
    )


@pytest.mark.parametrize("name", ["DATABASE_URL", "PARLEY_HOME", "PORT", "LOG_LEVEL"])
def test_every_value_that_the_example_shows_is_accepted(name, tmp_path):
    example = dict(re.findall(r"^#?([A-Z_]+)=(.*)", read(".env.example"), re.MULTILINE))
    needed = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    assert Settings.from_environ({**needed, name: example[name]}, tmp_path / "none")


def test_the_example_gives_no_secret_away():
    for line in read(".env.example").splitlines():
        name, _, value = line.partition("=")
        assert not (value and re.search("TOKEN|SECRET|KEYS", name)), line


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_line_names_an_index(lock):
    text = read(f"requirements/{lock}.txt")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"--(?:extra-)?index-url|--find-links|https?://|file:", text) == []


def test_both_locks_agree_on_every_version():
    runtime, dev = pins("runtime"), pins("dev")
    assert runtime.items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_we_depend_on_is_locked(lock):
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = project["dependencies"] + (
        project["optional-dependencies"]["dev"] if lock == "dev" else []
    )
    names = {re.match(r"[\w.-]+", line).group().lower() for line in wanted}
    assert names <= {name.replace("_", "-") for name in pins(lock)}


def test_what_the_program_imports_is_among_its_requirements():
    listed = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    wanted = {re.match(r"[\w-]+", line).group().lower() for line in listed}
    sources = [path for top in SHIPPED for path in (ROOT / top).rglob("*.py")]
    imported = {name for path in sources for name in imports(path)}
    foreign = imported - sys.stdlib_module_names - set(SHIPPED)
    assert {DISTRIBUTIONS.get(name, name).replace("_", "-") for name in foreign} <= wanted


def test_every_package_on_disk_is_in_the_project_file():
    listed = tomllib.loads(read("pyproject.toml"))["tool"]["setuptools"]["packages"]
    found = [path.parent for top in SHIPPED for path in (ROOT / top).rglob("__init__.py")]
    assert sorted(listed) == sorted(str(path.relative_to(ROOT)).replace("/", ".") for path in found)


def test_every_file_of_copy_comes_with_the_package():
    patterns = tomllib.loads(read("pyproject.toml"))["tool"]["setuptools"]["package-data"]["bot"]
    shipped = {path for pattern in patterns for path in (ROOT / "bot").glob(pattern)}
    assert {path for path in (ROOT / "bot" / "copy").rglob("*") if path.is_file()} <= shipped


def test_the_makefile_has_every_verb():
    assert makefile_verbs() == VERBS


@pytest.mark.parametrize("page", PAGES)
def test_every_verb_that_a_page_names_exists(page):
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", read(page), re.MULTILINE))
    assert named <= makefile_verbs()


@pytest.mark.parametrize("page", PAGES)
def test_every_local_link_of_a_page_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(page))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_walk_through_one_feature_is_true():
    rows = re.findall(r"^\| `([\w/]+\.py)` \| (.+) \|$", read("CONTRIBUTING.md"), re.MULTILINE)
    walk = [(path, re.findall(r"`(?:\w+\.)?(\w+)`", told)) for path, told in rows]
    defined = r"^(?: {{4}})?(?:async def|def|class)? ?{}\b(?: =|\(|:)"
    missing = [
        (path, name)
        for path, names in walk
        for name in names
        if not re.search(defined.format(name), read(path), re.MULTILINE)
    ]
    assert len(walk) >= 6
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page):
    named = re.findall(
        r"`((?:bot|handlers|storage|sandbox|tests|docs|requirements)/[\w./-]+)`", read(page)
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_ci_is_strict_and_checks_what_make_check_checks():
    script = read(".ci/run")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "set -euo pipefail" in script
    assert script.rstrip().endswith("make check")


def test_commit_hooks_use_the_locked_tools_and_download_nothing():
    repos = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    hooks = [hook for repo in repos for hook in repo["hooks"]]
    assert {repo["repo"] for repo in repos} == {"local"}
    assert [hook["id"] for hook in hooks if not hook["entry"].startswith(".venv/bin/")] == []


def test_secrets_and_data_are_kept_out_of_git():
    assert {".env", "/data/"} <= set(read(".gitignore").split())


def test_the_changelog_begins_with_what_is_not_released_yet():
    headings = re.findall(r"^## \[(.+?)\]", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
