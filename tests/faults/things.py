"""One negotiation with all that hangs from it, every word of it marked."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from string import ascii_letters

from bot.domain.cases import EMPATHY, MESSAGE, NEW
from bot.domain.choices import Rule
from bot.domain.decisions import DecisionForm, Visibility
from bot.domain.drafts import Draft
from bot.domain.feedback import FeedbackForm
from bot.domain.involvement import Assessment, Level, Tie
from bot.domain.meetings import MeetingForm
from bot.domain.negotiations import RecordForm
from bot.domain.outbox import Errand
from bot.domain.part_forms import PartForm, RequestForm
from bot.domain.parts import TAKEN, PartState
from bot.domain.people import Person
from bot.domain.poll_forms import PollForm
from bot.domain.poll_items import ItemForm, terms_of
from bot.domain.poll_manner import Manner, Reasons, Repeat
from bot.domain.polls import Audience, Poll, PollState
from bot.domain.prep import Tier
from bot.domain.questions import Answered, Question
from bot.domain.quick import QuickForm
from bot.domain.resistance import Seen
from bot.domain.resistance_register import Note, Plan, Response
from bot.domain.update_forms import UpdateForm
from bot.domain.updates import Crowd, Update, UpdateState
from bot.services import (
    cases,
    decisions,
    feedback,
    involvement,
    meetings,
    negotiations,
    part_notes,
    part_requests,
    parts,
    poll_repeats,
    polls,
    prep,
    quick,
    resistance,
)
from bot.services.ports import UnitOfWork
from bot.services.update_sheets import NEW as NEW_UPDATE
from bot.services.update_sheets import draft_form
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
    wide: str
    waiting: str
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
    colleague: str
    part: str
    done: str
    request: str
    suggestion: str
    update: str
    refused: str
    stopped: str
    question: str
    answered: str


NOTHING = Things(*(letter * 22 for letter, _ in zip(ascii_letters, fields(Things), strict=False)))


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
        wide=_poll(uow, record.id, PollState.OPEN, WIDE),
        waiting=_poll(uow, record.id, PollState.SCHEDULED),
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
        colleague=_colleague(uow, record.id),
        part=_part(uow, record.id, PartState.LED),
        done=_part(uow, record.id, PartState.DONE),
        request=_part(uow, record.id, PartState.ASKED),
        suggestion=_part(uow, record.id, PartState.SUGGESTED),
        **_told(uow, record.id, earlier.id),
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


def _colleague(uow: UnitOfWork, record: str) -> str:
    """Somebody on the involvement map."""
    stands = Assessment((Tie.DECIDES, Tie.LEAK), Level.HIGH, Level.HIGH, -1, 1)
    return involvement.add(uow, LEADER, record, Person(OTHER, MARK), stands).colleague.id


def _part(uow: UnitOfWork, record: str, state: PartState) -> str:
    """A part that a colleague is asked to lead, leads, or passed on with a suggestion."""
    form = PartForm(f"{MARK} part", mandate=f"{MARK} range", bring_back=f"{MARK} options")
    part = parts.create(uow, LEADER, record, form).part.id
    why = RequestForm(f"{MARK} why", f"{MARK} hours")
    part_requests.ask(uow, LEADER, part, Person(VOTER, MARK), why)
    if state in TAKEN:
        part_requests.accept(uow, VOTER, part, 1)
        part_notes.save(uow, VOTER, part, f"{MARK} notes", 0, state is PartState.DONE)
    if state is PartState.LED:
        part_notes.keep_draft(uow, VOTER, part, f"{MARK} more", 1)
    if state is PartState.SUGGESTED:
        part_requests.suggest(uow, VOTER, part, 1, Person(OWNER, MARK))
    # One message a second may go to one person; each case would wait for those of the last.
    uow.outbox.cancel(f"part:{part}:")
    return part


def _told(uow: UnitOfWork, record: str, earlier: str) -> dict[str, str]:
    """An update that people have read, a draft of the next, and two questions."""
    form = UpdateForm(
        where=f"{MARK} where",
        changed=f"{MARK} changed",
        need=f"{MARK} need",
        withheld=f"{MARK} held",
        because=f"{MARK} why",
        until=(uow.now + timedelta(days=9)).date(),
        next_at=uow.now + timedelta(days=7),
    )
    posted = UpdateState.POSTED
    update = Update(uow.new_id(), record, LEADER, CHANNEL, form, uow.now, Crowd(7, 1), posted)
    uow.updates.add(replace(update, explain_at=uow.now + timedelta(days=9)))
    refused = replace(update, id=uow.new_id(), state=UpdateState.REFUSED)
    uow.updates.add(refused)
    # Of the record in which its leader has typed nothing else.
    stopped = replace(refused, id=uow.new_id(), negotiation=earlier)
    uow.updates.add(stopped)
    uow.drafts.put(Draft(LEADER, draft_form(record, NEW_UPDATE), form.values, uow.now))
    asked = Question(uow.new_id(), update.id, record, VOTER, f"{MARK} asked?", uow.now)
    answered = replace(asked.answering(f"{MARK} answer"), id=uow.new_id())
    uow.questions.add(asked)
    uow.questions.add(answered.given(Answered.PRIVATELY))
    return {
        "update": update.id,
        "refused": refused.id,
        "stopped": stopped.id,
        "question": asked.id,
        "answered": answered.id,
    }


# Takes answers of the voters', asks more than one question, and comes again.
WIDE = Manner(takes_options=True, reasons=Reasons.OPTIONAL, repeat=Repeat.WEEKLY)
FURTHER = (
    ItemForm(f"{MARK} live with?", f"{MARK} first\n{MARK} second", terms_of(Rule.CONSENT)),
    ItemForm(f"{MARK} and what else?"),
)


def _poll(uow: UnitOfWork, record: str, state: PollState, manner: Manner | None = None) -> str:
    form = PollForm(
        question=f"{MARK} question?",
        options=f"{MARK} yes\n{MARK} no",
        use=f"{MARK} use",
        audience=Audience.PICKED,
        channel=CHANNEL,
        closes_at=uow.now + timedelta(days=2),
        people=VOTERS,
        feedback_by=uow.now + timedelta(days=3),
        manner=manner or Manner(),
        opens_at=uow.now + timedelta(days=1) if state is PollState.SCHEDULED else None,
        items=FURTHER if manner else (),
    )
    poll: Poll = polls.prepare(uow, LEADER, record, form)
    if state is PollState.SCHEDULED:
        return poll_repeats.schedule(uow, LEADER, poll.id).id
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
