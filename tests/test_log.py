"""Logs can be shown to anybody: no token, no address that answers, nothing that people typed."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot import log

WORDS = "we walk away below 410,000"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is written at DEBUG, with everything set up as the program does."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in (*log.TALKATIVE, *log.SECRETIVE)}
    log.set_up("DEBUG", stream)
    yield stream
    root.handlers, root.level = handlers, level
    logging.captureWarnings(False)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-456-abcDEF",
        "xoxp-1-2",
        "xapp-1-A0-99-abc",
        "xoxe.xoxb-1-abc",
        "https://hooks.slack.com/commands/T1/1/abc",
        "https://hooks.slack.com/actions/T1/1/abc",
        "wss://wss-primary.slack.com/link/?ticket=abc&app_id=def",
        "ws://127.0.0.1:8000/socket/abc",
        "1234567890.1234567890.0123456789abcdef0123",
        "v0=0123456789abcdef0123456789abcdef",
    ],
)
def test_what_lets_its_reader_in_is_not_written(written: io.StringIO, secret: str) -> None:
    logging.getLogger("handlers.x").error("Failed with %s, sorry", secret)
    assert secret not in written.getvalue()
    assert "sorry" in written.getvalue()


def test_the_password_of_a_database_is_not_written(written: io.StringIO) -> None:
    logging.getLogger("storage").error("postgresql://parley:s3cret@db/parley is down")
    assert "s3cret" not in written.getvalue()
    assert "db/parley" in written.getvalue()


def test_the_text_of_an_error_is_not_written_but_its_place_is(written: io.StringIO) -> None:
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger("handlers.x").exception("A handler failed")
    assert WORDS not in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "test_log.py" in written.getvalue()


@pytest.mark.parametrize("name", ["slack_sdk.web", "slack_bolt.App", "aiohttp.web", "parley"])
def test_libraries_are_not_as_talkative_as_we_are(written: io.StringIO, name: str) -> None:
    library = logging.getLogger(name)
    library.setLevel(logging.DEBUG)  # as Bolt does, by the root logger's level
    library.debug("body: %s", WORDS)
    library.warning("something happened")
    library.setLevel(logging.NOTSET)
    assert WORDS not in written.getvalue()
    assert "something happened" in written.getvalue()


@pytest.mark.parametrize(
    "name", ["slack_bolt.AsyncRequestVerification", "sqlalchemy.engine.Engine", "alembic.runtime"]
)
def test_bodies_and_parameters_that_others_write_at_info_are_not(
    written: io.StringIO, name: str
) -> None:
    library = logging.getLogger(name)
    library.setLevel(logging.INFO)
    library.info("body or parameters: %s", WORDS)
    library.setLevel(logging.NOTSET)
    assert WORDS not in written.getvalue()


def test_our_own_words_are_written_at_our_level(written: io.StringIO) -> None:
    logging.getLogger("handlers.x").debug("Nobody handles the action a.b")
    assert "Nobody handles" in written.getvalue()
