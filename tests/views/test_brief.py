from dataclasses import replace

import pytest

from bot.domain.audience import Readers
from bot.domain.brief import for_team, glance, offered, whole
from bot.domain.channels import Channel
from bot.domain.checklist import CHECKLIST
from bot.domain.people import Person
from bot.domain.prep import Workbook
from bot.services.brief import BriefPage, TeamPage
from handlers.views import brief as views
from handlers.views.walker import problems
from tests.domain.test_prep import COMPLETE
from tests.views.samples import NOW, TEXTS, a_meeting, a_record, a_workbook, ids, words

every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
BENEATH = {"page": "V" * 20}
OPEN = Channel("C1", is_member=True)
READERS = [
    Person("U1", "Maya"),
    Person("U2", "Grace", is_guest=True),
    Person("U3", "Bot", is_bot=True),
]


def read(place, people):
    return Readers(place, tuple(p.id for p in people), tuple(people))


def a_page(brief, text="Renewal", **changes):
    page = BriefPage(a_record(text), brief, NOW, a_meeting(), can_unlock=True, can_share=True)
    return replace(page, **changes)


def a_team_page(book, text="Renewal", chosen=None):
    return TeamPage(a_page(for_team(book, chosen), text), offered(book))


@every_text
def test_every_page_is_one_that_slack_takes_whatever_is_typed(text):
    book = a_workbook(text)
    pages = [
        views.short(a_page(glance(book), text), BENEATH),
        views.whole(a_page(whole(book, CHECKLIST, unlocked=True), text, is_unlocked=True), BENEATH),
        views.whole(a_page(whole(book, CHECKLIST, unlocked=False), text)),
        views.shared(a_page(for_team(book), text)),
        views.file_sent(a_page(glance(book), text)),
        views.file_not_sent(a_page(glance(book), text)),
        views.which([a_record(text, id=f"N{n}") for n in range(150)], text[:100]),
    ]
    everything = {part.key for part, _ in offered(book)}
    for chosen in (None, set(), everything):
        for readers in (read(OPEN, READERS), read(OPEN, []), None, read(Channel("C1"), [])):
            pages.append(views.team(a_team_page(book, text, chosen), readers))
    assert [problems(page) for page in pages if problems(page)] == []
    for speech in (
        views.team_message(a_page(for_team(book, everything), text)),
        views.not_posted_note(a_record(text), "not_in_channel"),
        views.file_note(a_page(glance(book), text)),
    ):
        assert problems({"text": speech.text, "blocks": speech.blocks}) == []


def test_the_short_form_fits_on_a_phone():
    view = views.short(a_page(glance(Workbook("N", COMPLETE))))
    assert len(view["blocks"]) <= 9
    assert len(words(view)) < 4000


@pytest.mark.parametrize(
    ("place", "people", "said"),
    [
        (None, [], "has no channel"),
        (Channel("C1"), [], "Type `/invite @Parley` there"),
        (replace(OPEN, is_ext_shared=True), [], "shared with another organisation"),
        (replace(OPEN, is_pending_ext_shared=True), [], "shared with another organisation"),
        (OPEN, [Person("U9", "Omar", is_stranger=True)], "shared with another organisation"),
    ],
)
def test_what_is_in_the_way_is_said_with_the_way_out_and_nothing_can_be_posted(place, people, said):
    view = views.team(a_team_page(Workbook("N", COMPLETE)), place and read(place, people))
    assert said in words(view)
    assert "submit" not in view


def test_the_preview_counts_readers_and_guests_and_names_what_is_left_out():
    view = words(views.team(a_team_page(Workbook("N", COMPLETE)), read(OPEN, READERS)))
    assert "Goes to <#C1>: 2 people, 1 guest." in view
    assert "Left out: What moves me, What is on the table" in view
    assert "Where I walk away" in view
    assert "4,800" not in view


def test_a_co_lead_can_neither_unlock_nor_share():
    items = [item for item in CHECKLIST if not item.sealed]
    brief = whole(Workbook("N", COMPLETE), items, unlocked=False)
    view = views.whole(a_page(brief, can_unlock=False, can_share=False))
    assert {"brief.unlock:N1", "brief.team:N1"} & set(ids(view)) == set()


def test_typed_words_cannot_become_markup_in_the_file():
    book = Workbook("N", {"P5": {"target": "[x](http://evil) *b*\n# head"}})
    text = views.markdown(a_page(glance(book)))
    assert r"\[x\]\(http://evil\) \*b\*" in text
    assert "\n# head" not in text
