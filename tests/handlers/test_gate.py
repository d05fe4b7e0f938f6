"""Nothing is parsed before its signature holds; what has no shape of Slack's goes no further."""

import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.gate import Gate, Greeting, RejectedError, unquoted
from handlers.payloads import Delivery, Kind
from tests.handlers.deliveries import SECRET, click, command, event, form, signed

GATE = Gate(SECRET)


def status_of(headers: dict[str, str], body: bytes) -> int:
    with pytest.raises(RejectedError) as caught:
        GATE.admit(headers, body)
    return caught.value.status


def admitted(body: bytes, is_form: bool = True) -> Delivery:
    delivery = GATE.admit(signed(body, form=is_form), body)
    assert isinstance(delivery, Delivery)
    return delivery


def test_a_signed_command_comes_in() -> None:
    delivery = admitted(form(command("new Lease")))
    assert (delivery.kind, delivery.id, delivery.text) == (Kind.COMMAND, "new", "Lease")


@pytest.mark.parametrize("text", ["payload", "review payload terms", "payload=1&x", "{}", "ssl"])
def test_a_command_may_contain_any_words(text: str) -> None:
    assert admitted(form(command(f"new {text}"))).text == text


def test_an_interaction_comes_in() -> None:
    assert admitted(form(click("polls.vote:P1"))).args == ("P1",)


def test_an_event_comes_in_as_json() -> None:
    body = json.dumps(event("app_home_opened")).encode()
    assert admitted(body, is_form=False).kind is Kind.EVENT


def test_a_charset_in_the_content_type_is_no_matter() -> None:
    body = json.dumps(event("app_home_opened")).encode()
    headers = signed(body) | {"Content-Type": "Application/JSON; charset=utf-8"}
    assert isinstance(GATE.admit(headers, body), Delivery)


@pytest.mark.parametrize("skew", [-299, 0, 299])
def test_a_clock_may_be_almost_five_minutes_off(skew: int) -> None:
    body = form(command("new"))
    assert GATE.admit(signed(body, skew=skew), body)


@pytest.mark.parametrize("skew", [-301, 302, -86400])
def test_an_older_or_newer_signature_is_refused(skew: int) -> None:
    body = form(command("new"))
    assert status_of(signed(body, skew=skew), body) == 401


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Slack-Request-Timestamp", ""),
        ("X-Slack-Request-Timestamp", "abc"),
        ("X-Slack-Request-Timestamp", "-1"),
        ("X-Slack-Request-Timestamp", "1e9"),
        ("X-Slack-Request-Timestamp", "٣٣٣٣٣٣٣٣٣٣"),
        ("X-Slack-Request-Timestamp", "9" * 400),
        ("X-Slack-Signature", ""),
        ("X-Slack-Signature", "v0="),
        ("X-Slack-Signature", "v0=ü"),
        ("X-Slack-Signature", "\ud800"),
        ("X-Slack-Signature", "v1=" + "0" * 64),
    ],
)
def test_a_malformed_signature_is_refused(header: str, value: str) -> None:
    body = form(command("new"))
    assert status_of(signed(body) | {header: value}, body) == 401


def test_a_missing_signature_is_refused() -> None:
    assert status_of({}, form(command("new"))) == 401


def test_another_secret_is_refused() -> None:
    body = form(command("new"))
    assert status_of(signed(body, secret="f" * 32), body) == 401


def test_a_changed_body_is_refused() -> None:
    body = form(command("new"))
    assert status_of(signed(body), body + b"&user_id=U2") == 401


def test_slack_may_ask_whether_the_address_is_ours() -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZb"}).encode()
    assert GATE.admit(signed(body, form=False), body) == Greeting("3eZb")
    assert status_of({"Content-Type": "application/json"}, body) == 401


def test_slack_may_check_the_certificate() -> None:
    assert GATE.admit({}, b"ssl_check=1&token=x") == Greeting("")


@given(st.text(max_size=300), st.sampled_from([quote, quote_plus]))
@example("a=b&c%3D+ =\r\n\n=\t_ \x00é👍 \r", quote_plus)
def test_percent_signs_are_read_as_everybody_reads_them(
    typed: str, write: Callable[[bytes], str]
) -> None:
    plain = typed.encode("utf-8", "replace")
    assert unquoted(write(plain).encode()) == plain


@pytest.mark.parametrize("odd", [b"%", b"%%", b"%G1", b"%7", b"%\n", b"=0A", b"a%\r\nb"])
def test_odd_percent_signs_end_in_a_refusal_at_worst(odd: bytes) -> None:
    body = b"payload=" + odd
    assert status_of(signed(body), body) == 400
