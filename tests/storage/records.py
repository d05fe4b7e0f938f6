"""Records to store in tests."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.choices import Rule
from bot.domain.decisions import Decision, DecisionForm, Visibility
from bot.domain.feedback import Feedback, FeedbackForm
from bot.domain.involvement import Assessment, Colleague, Level, Tie
from bot.domain.meetings import Meeting
from bot.domain.negotiations import Kind, Negotiation
from bot.domain.outbox import Errand
from bot.domain.part_forms import PartForm, PartKind, RequestForm, Say
from bot.domain.parts import Asking, Part
from bot.domain.poll_items import Item, Option, terms_of
from bot.domain.polls import Audience, Poll, PollState
from bot.domain.questions import Question
from bot.domain.resistance import Seen
from bot.domain.resistance_register import Entry, Note, Plan, Response
from bot.domain.updates import Crowd, Update, UpdateState
from bot.services.ports import UnitOfWork
from tests.domain.update_samples import a_form

TENANT, OTHER = "T1", "T2"
LEADER = "ULEADER"
VOTERS = ("UANNA", "UBEN")
ODD_TEXT = "né \U0001f44d\U0001f3fd \u202etfel\u202c 'quoted' \"double\" %s :id {} \\ \n\ttab"


def negotiation(uow: UnitOfWork, **changes: object) -> Negotiation:
    """A record, saved."""
    record = Negotiation(
        id=uow.new_id(),
        leader=LEADER,
        name="Renewal with Acme",
        counterpart="Pat Doyle",
        kind=Kind.SUPPLIER,
        created_at=uow.now,
        core_team=("UCORA", "UCY"),
        channel="C1",
    )
    record = replace(record, **changes)  # type: ignore[arg-type]
    uow.negotiations.add(record)
    return record


ITEM = Item("2", "With each?", (Option("1", "A"), Option("2", "B")), terms_of(Rule.CONSENT))


def poll(uow: UnitOfWork, record: Negotiation | None = None, **changes: object) -> Poll:
    """An open poll, saved."""
    record = record or negotiation(uow)
    asked = Poll(
        id=uow.new_id(),
        negotiation=record.id,
        leader=LEADER,
        question="Could you live with a two-year term?",
        use="To know what the team can carry.",
        options=(Option("1", "Yes"), Option("2", "Yes, if …"), Option("3", "No")),
        audience=Audience.PICKED,
        channel="C1",
        closes_at=uow.now + timedelta(days=2),
        voters=VOTERS,
        state=PollState.OPEN,
        opened_at=uow.now,
    )
    asked = replace(asked, **changes)  # type: ignore[arg-type]
    uow.polls.add(asked)
    return asked


def meeting(uow: UnitOfWork, record: Negotiation | None = None, **changes: object) -> Meeting:
    """A planned meeting, saved."""
    record = record or negotiation(uow)
    planned = Meeting(
        id=uow.new_id(),
        negotiation=record.id,
        leader=LEADER,
        starts_at=uow.now + timedelta(hours=3),
        minutes=60,
        place="Room 4",
        attendees="Pat, Kim",
    )
    planned = replace(planned, **changes)  # type: ignore[arg-type]
    uow.meetings.add(planned)
    return planned


def decision(uow: UnitOfWork, record: Negotiation | None = None, **changes: object) -> Decision:
    """The first version of a decision, saved."""
    record = record or negotiation(uow)
    form = DecisionForm(
        question="Which term do we offer?",
        decision="Two years, with a review.",
        reasons="It keeps the price.",
        review_on=(uow.now + timedelta(days=30)).date(),
        visibility=Visibility.ASKED,
    )
    made = Decision(
        id=uow.new_id(),
        chain=uow.new_id(),
        version=1,
        negotiation=record.id,
        accountable=LEADER,
        made_at=uow.now,
        form=form,
    )
    made = replace(made, **changes)  # type: ignore[arg-type]
    uow.decisions.add(made)
    return made


def feedback(uow: UnitOfWork, poll_id: str, **changes: object) -> Feedback:
    """What those who were asked hear, kept as a draft."""
    form = FeedbackForm("Most want June.", "We keep the test week.", thanked=("UANNA",))
    made = replace(Feedback(poll_id, form, uow.now), **changes)  # type: ignore[arg-type]
    uow.feedback.put(made)
    return made


def entry(uow: UnitOfWork, record: Negotiation | None = None, **changes: object) -> Entry:
    """Somebody in the register of resistance, looked at once, saved."""
    record = record or negotiation(uow)
    made = Entry(
        id=uow.new_id(),
        negotiation=record.id,
        note=Note("Pat Doyle", "Asks who else pays this", ("ask",)),
        created_at=uow.now,
        plan=Plan(3, 2, Response.EDUCATE, "Show the list", uow.now.date(), "Pat asks for dates"),
    )
    made = replace(made, **changes)  # type: ignore[arg-type]
    uow.resistance.add(made)
    diagnosis = made.next_look({"S1": Seen.CLEARLY, "S2": Seen.NO}, uow.now)
    uow.resistance.add_diagnosis(made.id, diagnosis)
    return made.looked(diagnosis)


def colleague(uow: UnitOfWork, record: Negotiation | None = None, **changes: object) -> Colleague:
    """Somebody on the involvement map, saved."""
    record = record or negotiation(uow)
    stands = Assessment((Tie.DECIDES, Tie.LEAK), Level.HIGH, Level.LOW, -2, 2)
    made = Colleague(uow.new_id(), record.id, "UKIM", stands, uow.now)
    made = replace(made, **changes)  # type: ignore[arg-type]
    uow.involvement.add(made)
    return made


def part(uow: UnitOfWork, record: Negotiation | None = None, **changes: object) -> Part:
    """A part that somebody is asked to lead, saved."""
    record = record or negotiation(uow)
    form = PartForm("The date", PartKind.ISSUE, Say.AGREES, "May to July", "Two dates")
    why = RequestForm("You know them", "Two hours", (uow.now + timedelta(days=7)).date())
    made = Part(uow.new_id(), record.id, form, uow.now)
    made = made.asked(Asking(1, "UKIM", LEADER, uow.now, why)).placed("D1", "1.1")
    made = replace(made, **changes)  # type: ignore[arg-type]
    uow.parts.add(made)
    return made


def update(uow: UnitOfWork, record: Negotiation | None = None, **changes: object) -> Update:
    """An update that people can read, saved."""
    record = record or negotiation(uow)
    made = Update(
        id=uow.new_id(),
        negotiation=record.id,
        author=LEADER,
        channel="C1",
        form=a_form(next_at=uow.now + timedelta(days=7)),
        made_at=uow.now,
        crowd=Crowd(14, 2),
        state=UpdateState.POSTED,
        explain_at=uow.now + timedelta(days=14),
    )
    made = replace(made, **changes)  # type: ignore[arg-type]
    uow.updates.add(made)
    return made


def question(uow: UnitOfWork, about: Update, **changes: object) -> Question:
    """Something that a reader asked, saved."""
    asked = Question(uow.new_id(), about.id, about.negotiation, "UANNA", "Why now?", uow.now)
    asked = replace(asked, **changes)  # type: ignore[arg-type]
    uow.questions.add(asked)
    return asked


def errand(due: datetime, key: str = "greet:1", **changes: object) -> Errand:
    """Something to say."""
    promised = Errand("polls.remind", "UANNA", {"poll": "P1"}, key, due)
    return replace(promised, **changes)  # type: ignore[arg-type]
