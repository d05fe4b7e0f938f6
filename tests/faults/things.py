"""One negotiation with all that hangs from it, every word of it marked."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.cases import EMPATHY, MESSAGE, NEW
from bot.domain.decisions import DecisionForm, Visibility
from bot.domain.drafts import Draft
from bot.domain.feedback import FeedbackForm
from bot.domain.meetings import MeetingForm
from bot.domain.negotiations import RecordForm
from bot.domain.outbox import Errand
from bot.domain.poll_forms import PollForm
from bot.domain.polls import Audience, Poll, PollState
from bot.domain.prep import Tier
from bot.domain.quick import QuickForm
from bot.domain.resistance import Seen
from bot.domain.resistance_register import Note, Plan, Response
from bot.services import (
    cases,
    decisions,
    feedback,
    meetings,
    negotiations,
    polls,
    prep,
    quick,
    resistance,
)
from bot.services.ports import UnitOfWork
from tests.faults.courier import CHANNEL

LEADER, CORE, REMOVED, VOTER = "U0MAYA", "U0TOMAS", "U0SOFIA", "U0AISHA"
OTHER, OWNER, GUEST, OUTSIDER = "U0KENJI", "U0DANIEL", "U0GRACE", "U0OMAR"
CO_LEAD, DELEGATE = "U0COLIN", "U0DELIA"
ASKED_GUEST, ASKED_OUTSIDER, GONE, ROBOT = "U0GINA", "U0OLGA", "U0DORA", "U0ROBOT"
VOTERS = (VOTER, ASKED_GUEST, ASKED_OUTSIDER)

# Stands in every text of the record, and nowhere else.
MARK = "ZQVX"
FIVE_MINUTES = {
    "P1": {"motives": f"{MARK} one\n{MARK} two"},
    "P3": {"batna": f"{MARK} batna", "owner": f"{MARK} owner", "improve": f"{MARK} improve"},
    "P4": {"reservation_point": f"{MARK} limit"},
    "P5": {"target": f"{MARK} target", "reason": f"{MARK} reason"},
    "P6": {"want_1": f"{MARK} want"},
    "P8": {"questions": f"{MARK} what?", "if_then": f"{MARK} if then"},
}


@dataclass(frozen=True)
class Things:
    """Ids, by what they name. The `asked` decision may be read by those whom the poll asked."""

    record: str
    earlier: str
    draft: str
    open: str
    closed: str
    decided: str
    meeting: str
    decision: str
    asked: str
    private: str
    errand: str
    entry: str
    quick: str
    argument: str


NOTHING = Things(*(f"{letter}" * 22 for letter in "abcdefghijklmn"))


def plant(uow: UnitOfWork) -> Things:
    """A record in which everything is there that anybody could ask for."""
    form = RecordForm(f"{MARK} name", f"{MARK} Acme", core_team=(CORE, REMOVED), channel=CHANNEL)
    record = negotiations.create(uow, LEADER, form)
    team = replace(form, core_team=(CORE,), co_leads=(CO_LEAD,), delegates=(DELEGATE,))
    edited = negotiations.edit(uow, LEADER, record.id, team)
    uow.negotiations.save(replace(edited, tier=Tier.FULL))
    for item, answers in FIVE_MINUTES.items():
        for _ in range(2):
            uow.prep.save(record.id, item, answers, LEADER)
    earlier = negotiations.create(uow, LEADER, replace(form, core_team=()))
    uow.prep.save(earlier.id, "P9", {"criteria": MARK}, LEADER)
    uow.drafts.put(Draft(LEADER, prep.draft_form(record.id, "P1"), {"motives": MARK}, uow.now))
    opened = _poll(uow, record.id, PollState.OPEN)
    decided = _poll(uow, record.id, PollState.AWAITING_DECISION)
    made = {
        each: decisions.log(uow, LEADER, record.id, _decision(each), poll).latest.id
        for each, poll in (
            (Visibility.CORE, None),
            (Visibility.ASKED, decided),
            (Visibility.LEADER, None),
        )
    }
    told = FeedbackForm(f"{MARK} heard", f"{MARK} changed")
    feedback.keep(uow, LEADER, decided, told)
    planned = MeetingForm(uow.now + timedelta(days=1), 60, f"{MARK} place", f"{MARK} them")
    return Things(
        record=record.id,
        earlier=earlier.id,
        draft=_poll(uow, record.id, PollState.DRAFT),
        open=opened,
        closed=_poll(uow, record.id, PollState.AWAITING_DECISION),
        decided=decided,
        meeting=meetings.add(uow, LEADER, record.id, planned).meeting.id,
        decision=made[Visibility.CORE],
        asked=made[Visibility.ASKED],
        private=made[Visibility.LEADER],
        errand=_errand(uow, opened),
        entry=_entry(uow, record.id),
        quick=_quick(uow),
        argument=_case(uow, record.id),
    )


def _quick(uow: UnitOfWork) -> str:
    form = QuickForm(*(f"{MARK} {name}" for name in ("who", "want", "why", "what?", "if")))
    made = quick.create(uow, LEADER, form)
    quick.keep_draft(uow, LEADER, made.id, replace(form, trade=f"{MARK} another if"))
    return made.id


def _case(uow: UnitOfWork, record: str) -> str:
    """Every sheet of a case written; the id of its argument."""
    for sheet, name in ((NEW, "claim"), (MESSAGE, "ask"), (EMPATHY, "view")):
        page = cases.save(uow, LEADER, record, sheet, {name: f"{MARK} salary?"}, 0)
        assert isinstance(page, cases.CasePage)
    uow.drafts.put(Draft(LEADER, cases.draft_form(record, MESSAGE), {"ask": MARK}, uow.now))
    return page.case.arguments[0].id


def _poll(uow: UnitOfWork, record: str, state: PollState) -> str:
    form = PollForm(
        question=f"{MARK} question?",
        options=f"{MARK} yes\n{MARK} no",
        use=f"{MARK} use",
        audience=Audience.PICKED,
        channel=CHANNEL,
        closes_at=uow.now + timedelta(days=2),
        people=VOTERS,
        feedback_by=uow.now + timedelta(days=3),
    )
    poll: Poll = polls.prepare(uow, LEADER, record, form)
    if state is not PollState.DRAFT:
        closed_at = None if state is PollState.OPEN else uow.now
        uow.polls.save(replace(poll, state=state, opened_at=uow.now, closed_at=closed_at))
    return poll.id


def _decision(visibility: Visibility) -> DecisionForm:
    return DecisionForm(f"{MARK} what?", f"{MARK} this", visibility=visibility)


def _entry(uow: UnitOfWork, record: str) -> str:
    """Somebody in the register of resistance, looked at twice, with a plan."""
    note = Note(f"{MARK} Kim", f"{MARK} says no", ("ask", "notice"))
    entry = resistance.begin(uow, LEADER, record, note).entry.id
    for seen in (Seen.SOMEWHAT, Seen.CLEARLY):
        resistance.diagnose(uow, LEADER, entry, {"S7": seen, "S8": seen, "S15": Seen.CLEARLY})
    plan = Plan(3, 3, Response.INVOLVE, f"{MARK} step", uow.now.date(), f"{MARK} sign")
    resistance.plan(uow, LEADER, entry, plan)
    return entry


def _errand(uow: UnitOfWork, poll: str) -> str:
    """A posting of which nobody knows whether it arrived."""
    later = uow.now + timedelta(days=1)
    uow.outbox.add(Errand("polls.post", CHANNEL, {"poll": poll}, f"lost:{poll}", later))
    found = uow.outbox.find(f"lost:{poll}")
    assert found is not None
    return found.id
