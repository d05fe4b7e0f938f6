"""A small company to start with, and helpers to extend it."""

from collections.abc import Callable
from dataclasses import replace

from sandbox.app import App
from sandbox.models import Channel, Person
from sandbox.workspace import Workspace

FOREIGN_TEAM = "T0PARTNER"
LEADER = "U0MAYA"
COLLEAGUES = ("U0TOMAS", "U0AISHA", "U0KENJI", "U0SOFIA", "U0DANIEL")
GUEST, OUTSIDER = "U0GRACE", "U0OMAR"

PEOPLE = (
    Person(LEADER, "maya", "Maya Lindqvist", "Europe/Stockholm", title="Head of Operations"),
    Person("U0TOMAS", "tomas", "Tomás Herrera", "America/Bogota", title="Finance"),
    Person("U0AISHA", "aisha", "Aisha Rahman", "Asia/Dubai", title="Legal"),
    Person("U0KENJI", "kenji", "Kenji Sato", "Asia/Tokyo", title="Engineering"),
    Person("U0SOFIA", "sofia", "Sofia Rossi", "Europe/Rome", title="Procurement"),
    Person("U0DANIEL", "daniel", "Daniel Okafor", "America/New_York", title="Sales"),
    Person(GUEST, "grace", "Grace Lee", "America/Los_Angeles", title="Contractor"),
    Person(OUTSIDER, "omar", "Omar Haddad", "Europe/Paris", title="At a partner"),
)

STAFF = [LEADER, *COLLEAGUES]
CHANNELS = (
    Channel("C0GENERAL", "general", "public", [*STAFF], topic="Everything for everybody"),
    Channel("C0TEAM", "supplier-talks", "public", [*STAFF, GUEST], topic="Our suppliers"),
    Channel("C0LEADS", "leads", "private", [LEADER, "U0TOMAS", "U0SOFIA"], topic="Leads only"),
    Channel("C0SHARED", "with-partner", "public", [LEADER, "U0DANIEL", OUTSIDER]),
)
WITH_BOT = ("C0GENERAL", "C0TEAM", "C0SHARED")


def company(workspace: Workspace, app: App) -> None:
    """A leader, five colleagues around the world, a guest, somebody from outside; channels."""
    for person in PEOPLE:
        team = FOREIGN_TEAM if person.id == OUTSIDER else workspace.team_id
        guest = person.id == GUEST
        workspace.add_person(replace(person, team_id=team, is_restricted=guest))
    workspace.people[LEADER].is_owner = True
    add_bot(workspace, app)
    for channel in CHANNELS:
        members = [*channel.members, *([app.bot_user] if channel.id in WITH_BOT else [])]
        workspace.add_channel(replace(channel, members=members, creator=LEADER))
    workspace.channels["C0SHARED"].is_ext_shared = True


def add_bot(workspace: Workspace, app: App) -> Person:
    """The app's own user."""
    name = app.name.lower().replace(" ", "-")
    bot = Person(app.bot_user, name, app.name, "UTC", workspace.team_id, app.name, is_bot=True)
    return workspace.add_person(bot)


def crowd(size: int, channel: str = "C0GENERAL") -> Callable[[Workspace, App], None]:
    """The company, and `size` further members U1, U2, … in one channel."""

    def seed(workspace: Workspace, app: App) -> None:
        company(workspace, app)
        for number in range(1, size + 1):
            person = Person(
                f"U{number}", f"member{number}", f"Member {number}", team_id=workspace.team_id
            )
            workspace.add_person(person)
            workspace.channels[channel].members.append(person.id)

    return seed
