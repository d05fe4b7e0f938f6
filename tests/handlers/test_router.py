"""Each delivery reaches its one handler, is answered in the right place, and counts once."""

import asyncio
from typing import Any

import pytest

from bot.domain.preferences import Preferences
from bot.services.ports import UnitOfWork
from handlers.replies import Clear, Errors, Options, Push, Reply, Update, Whisper
from handlers.request import Request
from handlers.views import kit, notices
from handlers.views.kit import Speech
from tests.fakeslack import Fault
from tests.handlers.deliveries import click, command, event, modal_view, shortcut, submit, typed
from tests.handlers.house import House, house, hurried_house

__all__ = ["house", "hurried_house"]

VIEW = kit.modal("a.b", "Title", [kit.section("Hello")])


class Seen:
    """A handler that remembers its requests and answers what it is told."""

    def __init__(self, reply: Reply = None) -> None:
        self.requests: list[Request] = []
        self.reply = reply

    async def __call__(self, request: Request) -> Reply:
        self.requests.append(request)
        return self.reply

    @property
    def last(self) -> Request:
        return self.requests[-1]


def count(uow: UnitOfWork) -> None:
    """A use case whose runs can be counted afterwards."""
    told = uow.preferences.get("counter")
    uow.preferences.put(Preferences("counter", zone=f"{told.zone}+"))


async def runs(house: House) -> int:
    told = await house.parley.database.of("T1").read(lambda uow: uow.preferences.get("counter"))
    return told.zone.count("+")


async def counting(request: Request) -> Reply:
    await request.write(count)
    return None


# Finding the handler


async def test_a_word_gets_the_rest_as_text(house: House) -> None:
    handler = Seen()
    house.routes.word("new", handler)
    await house.deliver(command("  NEW  Lease with  Acme "))
    assert (handler.last.id, handler.last.text) == ("new", "Lease with  Acme")
    assert (handler.last.user, handler.last.tenant) == ("U1", "T1")


async def test_the_command_alone_is_a_word_too(house: House) -> None:
    handler = Seen()
    house.routes.word("", handler)
    await house.deliver(command("   "))
    assert handler.last.text == ""


async def test_any_name_of_the_command_is_accepted(house: House) -> None:
    handler = Seen()
    house.routes.word("", handler)
    await house.deliver(command("", command="/parley-test"))
    assert handler.requests


async def test_an_action_gets_its_arguments(house: House) -> None:
    handler = Seen()
    house.routes.action("polls.vote", handler)
    await house.deliver(click("polls.vote:P1:O2"))
    assert handler.last.args == ("P1", "O2")
    assert handler.last.message["ts"] == "1.2"
    assert handler.last.channel == "C1"


async def test_a_submission_gets_its_values_and_ids(house: House) -> None:
    handler = Seen()
    house.routes.submit("polls.create", handler)
    payload = submit("polls.create:N1", {"question": typed("Why?")})
    payload["view"]["private_metadata"] = '{"poll": "P1"}'
    await house.deliver(payload)
    assert handler.last.args == ("N1",)
    assert handler.last.values["question"]["value"] == "Why?"
    assert handler.last.metadata == {"poll": "P1"}


async def test_shortcuts_events_closed_views_and_menus_have_handlers_of_their_own(
    house: House,
) -> None:
    handler = Seen(Options([kit.option("A", "a")]))
    house.routes.shortcut("prep_this", handler)
    house.routes.event("app_home_opened", handler)
    house.routes.close("a.b", handler)
    house.routes.options("a.c", handler)
    await house.deliver(shortcut("prep_this"))
    await house.deliver(event("app_home_opened", tab="home"))
    await house.deliver(submit("a.b:N1") | {"type": "view_closed"})
    menu = click("x") | {"type": "block_suggestion", "action_id": "a.c:1", "value": "A"}
    assert await house.deliver(menu) == {"options": [kit.option("A", "a")]}
    assert [request.kind.value for request in handler.requests] == [
        "shortcut", "event", "closed view", "options",
    ]  # fmt: skip
    assert handler.requests[1].event["tab"] == "home"


async def test_an_id_has_one_handler(house: House) -> None:
    house.routes.action("a.b", Seen())
    with pytest.raises(ValueError, match=r"action a\.b has a handler already"):
        house.routes.action("a.b", Seen())


async def test_buttons_that_only_open_a_page_are_acknowledged(house: House) -> None:
    assert await house.deliver(click(kit.link("Open", "https://example.com")["action_id"])) is None
    assert house.slack.called("views.open") == []


async def test_kinds_that_nobody_uses_are_acknowledged(house: House) -> None:
    assert await house.deliver({"type": "dialog_submission"}) is None


# What nobody knows


@pytest.mark.parametrize(("typed_word", "meant"), [("pol", "poll"), ("perp", "prep")])
async def test_a_mistyped_word_is_answered_with_the_nearest(
    house: House, typed_word: str, meant: str
) -> None:
    for word in ("poll", "prep", "help", ""):
        house.routes.word(word, Seen())
    answer = await house.deliver(command(f"{typed_word} this"))
    assert answer["response_type"] == "ephemeral"
    assert f"`{meant}`" in answer["text"]
    buttons = answer["blocks"][1]["elements"]
    assert [button["action_id"] for button in buttons] == [
        f"router.again:{meant}", "router.again:help",
    ]  # fmt: skip


async def test_when_help_is_the_nearest_word_it_has_one_button(house: House) -> None:
    house.routes.word("help", Seen())
    answer = await house.deliver(command("hlep"))
    assert "Did you mean `help`?" in answer["text"]
    assert [b["action_id"] for b in answer["blocks"][1]["elements"]] == ["router.again:help"]


async def test_the_suggested_button_does_what_the_word_does(house: House) -> None:
    handler = Seen()
    house.routes.word("poll", handler)
    await house.deliver(click("router.again:poll"))
    assert handler.last.text == ""


async def test_a_strange_word_cannot_mention_anybody(house: House) -> None:
    answer = await house.deliver(command("<!channel>\x00\u202e" + "x" * 4000))
    assert "<!channel>" not in answer["text"]
    assert len(answer["text"]) < 300


async def test_a_button_of_an_older_message_is_answered_kindly(house: House) -> None:
    assert await house.deliver(click("gone.away:1", response_url=house.response_url)) is None
    assert house.whispers[0]["text"] == notices.STALE
    assert house.whispers[0]["replace_original"] is False


async def test_a_form_of_an_older_parley_says_so(house: House) -> None:
    answer = await house.deliver(submit("gone.away"))
    assert answer["response_action"] == "update"


async def test_an_event_that_nobody_wants_is_acknowledged(house: House) -> None:
    assert await house.deliver(event("team_join")) is None


async def test_a_delivery_for_another_workspace_is_ignored(house: House) -> None:
    handler = Seen()
    house.routes.word("new", handler)
    assert await house.deliver(command("new", team_id="T2")) is None
    assert not handler.requests


async def test_an_org_wide_installation_is_known_by_its_enterprise(house: House) -> None:
    handler = Seen()
    house.routes.action("a.b", handler)
    org: dict[str, Any] = {"team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True}
    assert await house.deliver(click("a.b", **org)) is None
    assert not handler.requests


# Answering


REPLIES: list[tuple[Reply, Any]] = [
    (None, None),
    (Errors({"a": "No"}), {"response_action": "errors", "errors": {"a": "No"}}),
    (Update(VIEW), {"response_action": "update", "view": VIEW}),
    (Push(VIEW), {"response_action": "push", "view": VIEW}),
    (Clear(), {"response_action": "clear"}),
    (Whisper(Speech("Hi")), {"response_action": "update", "view": notices.spoken(Speech("Hi"))}),
]


@pytest.mark.parametrize(("reply", "body"), REPLIES, ids=lambda x: type(x).__name__)
async def test_a_submission_is_answered_in_its_acknowledgement(
    house: House, reply: Reply, body: Any
) -> None:
    house.routes.submit("a.b", Seen(reply))
    assert await house.deliver(submit("a.b")) == body


async def test_a_word_is_answered_in_its_acknowledgement(house: House) -> None:
    house.routes.word("hi", Seen(Whisper(Speech("Hello", [kit.divider()]))))
    assert await house.deliver(command("hi")) == {
        "response_type": "ephemeral",
        "text": "Hello",
        "blocks": [kit.divider()],
    }


async def test_a_click_is_answered_where_it_happened(house: House) -> None:
    house.routes.action("a.b", Seen(Whisper(Speech("Counted"))))
    assert await house.deliver(click("a.b", response_url=house.response_url)) is None
    assert house.whispers[0]["text"] == "Counted"
    assert house.whispers[0]["response_type"] == "ephemeral"


async def test_without_an_address_the_answer_is_a_small_window(house: House) -> None:
    house.routes.action("a.b", Seen(Whisper(Speech("Counted"))))
    await house.deliver(click("a.b"))
    assert house.shown()[0]["blocks"][0]["text"]["text"] == "Counted"


async def test_without_a_window_the_answer_is_a_direct_message(house: House) -> None:
    house.slack.fail(Fault("expired_trigger_id"), method="views.open")
    house.routes.action("a.b", Seen(Whisper(Speech("Counted"))))
    await house.deliver(click("a.b"))
    assert [post.text for post in house.slack.posts] == ["Counted"]


async def test_in_a_modal_what_is_shown_goes_on_top(house: House) -> None:
    async def show(request: Request) -> Reply:
        await request.show(VIEW)
        return None

    house.routes.action("a.b", show)
    await house.deliver(click("a.b", view=modal_view("x.y", {})))
    assert house.shown("views.push") == [VIEW]
    await house.deliver(click("a.b"))
    assert house.shown("views.open") == [VIEW]


async def test_a_fourth_window_takes_the_place_of_the_third(house: House) -> None:
    async def show(request: Request) -> Reply:
        await request.show(VIEW)
        return None

    house.slack.fail(Fault("push_limit_reached"), method="views.push")
    house.routes.action("a.b", show)
    await house.deliver(click("a.b", view=modal_view("x.y", {}, view_id="V3")))
    assert house.slack.called("views.update")[0]["view_id"] == "V3"


async def test_a_message_is_replaced_after_the_acknowledgement(house: House) -> None:
    async def replace(request: Request) -> Reply:
        request.replace(Speech("Done"))
        assert not house.whispers
        return None

    house.routes.action("a.b", replace)
    await house.deliver(click("a.b", response_url=house.response_url))
    assert house.whispers[0]["replace_original"] is True


# Once


async def test_a_repeated_delivery_counts_once_and_says_nothing(house: House) -> None:
    house.routes.action("a.b", counting)
    payload = click("a.b", response_url=house.response_url)
    for _ in range(3):
        assert await house.deliver(payload) is None
    assert await runs(house) == 1
    assert not house.whispers


async def test_two_clicks_are_two(house: House) -> None:
    house.routes.action("a.b", counting)
    await house.deliver(click("a.b"))
    await house.deliver(click("a.b"))
    assert await runs(house) == 2


async def test_fifty_hurried_presses_of_one_form_count_once(house: House) -> None:
    house.routes.submit("a.b", counting)
    payloads = [submit("a.b", {"text": typed("same")}) for _ in range(50)]
    await asyncio.gather(*map(house.deliver, payloads))
    assert await runs(house) == 1


async def test_a_form_that_was_changed_after_an_error_counts(house: House) -> None:
    house.routes.submit("a.b", counting)
    await house.deliver(submit("a.b", {"text": typed("one")}))
    await house.deliver(submit("a.b", {"text": typed("two")}))
    assert await runs(house) == 2


async def test_an_event_is_known_by_its_id_however_it_comes(house: House) -> None:
    house.routes.event("app_home_opened", counting)
    await house.deliver(event("app_home_opened", "Ev1"))
    await house.deliver(event("app_home_opened", "Ev1", tab="messages"))
    await house.deliver(event("app_home_opened", "Ev2"))
    assert await runs(house) == 2


async def test_a_refused_change_may_be_tried_again_with_the_same_delivery(house: House) -> None:
    is_open = False

    def change(uow: UnitOfWork) -> None:
        count(uow)
        if not is_open:
            raise ValueError

    async def handler(request: Request) -> Reply:
        await request.write(change)
        return None

    house.routes.action("a.b", handler)
    payload = click("a.b")
    await house.deliver(payload)
    is_open = True
    await house.deliver(payload)
    assert await runs(house) == 1


async def test_only_the_first_change_of_a_request_leaves_a_receipt(house: House) -> None:
    async def twice(request: Request) -> Reply:
        await request.write(count)
        await request.write(count)
        return None

    house.routes.action("a.b", twice)
    await house.deliver(click("a.b"))
    assert await runs(house) == 2


# Slowly


async def test_slow_data_finds_its_window_open(hurried_house: House) -> None:
    house = hurried_house

    async def slow(request: Request) -> Reply:
        await asyncio.sleep(0.15)
        await request.open(VIEW)
        return None

    house.routes.word("slow", slow)
    assert await house.deliver(command("slow")) is None
    assert house.shown("views.open") == [notices.loading()]
    assert house.shown("views.update") == [VIEW]
    assert house.slack.called("views.update")[0]["view_id"] == "VOPEN"


async def test_a_slow_vote_is_counted_before_its_answer_and_opens_no_window(
    hurried_house: House,
) -> None:
    house = hurried_house
    counted: list[bool] = []

    async def slow(request: Request) -> Reply:
        await asyncio.sleep(0.5)
        await request.note(count)
        counted.append(True)
        return None

    house.routes.action("a.b", slow, patient=True)
    assert await house.deliver(click("a.b")) is None
    assert counted == [True]
    assert await runs(house) == 1
    assert house.shown() == []


async def test_what_takes_too_long_is_acknowledged_and_finished_later(
    hurried_house: House,
) -> None:
    house = hurried_house
    may_end = asyncio.Event()

    async def slow(_request: Request) -> Reply:
        await may_end.wait()
        return Whisper(Speech("At last"))

    house.routes.word("slow", slow)
    delivery = asyncio.create_task(house.deliver(command("slow")))
    await house.slack.until(lambda: house.shown())
    asyncio.get_running_loop().call_later(0.5, may_end.set)
    assert await delivery is None
    assert house.shown("views.update")[0]["blocks"][0]["text"]["text"] == "At last"


async def test_a_late_answer_to_a_command_is_heard_when_no_window_opened(
    hurried_house: House,
) -> None:
    house = hurried_house

    async def slow(request: Request) -> Reply:
        await asyncio.sleep(0.5)
        await request.open(VIEW)
        return None

    house.slack.fail(*[Fault("expired_trigger_id")] * 2, method="views.open")
    house.routes.word("prep", slow)
    assert await house.deliver(command("prep", response_url=house.response_url)) is None
    button = house.whispers[0]["blocks"][1]["elements"][0]
    assert button["action_id"] == "router.again:prep"


async def test_a_window_that_turned_out_to_be_needless_says_that_it_is_done(
    hurried_house: House,
) -> None:
    house = hurried_house

    async def slow(_request: Request) -> Reply:
        await house.slack.until(lambda: house.shown())
        return None

    house.routes.action("a.b", slow)
    await house.deliver(click("a.b"))
    assert house.shown("views.update") == [notices.done()]


async def test_what_is_being_written_is_never_acknowledged_before_it_is_committed(
    hurried_house: House,
) -> None:
    house = hurried_house

    async def slow(request: Request) -> Reply:
        await request.write(count)
        await asyncio.sleep(0.5)
        return Whisper(Speech("Saved"))

    house.routes.action("a.b", slow)
    started = asyncio.get_running_loop().time()
    await house.deliver(click("a.b"))
    assert asyncio.get_running_loop().time() - started >= 0.5


async def test_an_expired_trigger_leaves_a_button_that_opens_the_same(house: House) -> None:
    async def opening(request: Request) -> Reply:
        await request.open(VIEW)
        return None

    house.slack.fail(Fault("expired_trigger_id"), method="views.open")
    house.routes.word("prep", opening)
    house.routes.action("prep.open", opening)
    answer = await house.deliver(command("prep"))
    assert answer["blocks"][1]["elements"][0]["action_id"] == "router.again:prep"
    house.slack.fail(Fault("expired_trigger_id"), method="views.open")
    await house.deliver(click("prep.open:N1", response_url=house.response_url))
    button = house.whispers[0]["blocks"][1]["elements"][0]
    assert button["action_id"] == "router.again:prep.open:N1"
    await house.deliver(click(button["action_id"]))
    assert house.shown("views.open")[-1] == VIEW
