"""The unit of work: one transaction of one tenant, with a repository for each noun."""

from storage.cases import Cases
from storage.decisions import Decisions
from storage.drafts import Drafts
from storage.feedback import FeedbackBook
from storage.involvement import Involvement
from storage.meetings import Meetings
from storage.negotiations import Negotiations
from storage.nudges import Nudges
from storage.outbox import Outbox
from storage.parts import Parts
from storage.poll_looks import PollLooks
from storage.polls import Polls
from storage.preferences import PreferencesBook
from storage.prep import Preparations
from storage.questions import Questions
from storage.quick import QuickPreps
from storage.resistance import Resistance
from storage.scope import Scope
from storage.updates import Updates


class Unit(Scope):
    """`bot.services.ports.UnitOfWork`: made for one use case, gone with it."""

    __slots__ = ()

    @property
    def negotiations(self) -> Negotiations:
        """The records."""
        return Negotiations(self)

    @property
    def prep(self) -> Preparations:
        """The workbooks."""
        return Preparations(self)

    @property
    def drafts(self) -> Drafts:
        """Typed text that was not saved."""
        return Drafts(self)

    @property
    def polls(self) -> Polls:
        """Polls and votes."""
        return Polls(self)

    @property
    def poll_looks(self) -> PollLooks:
        """Which polls to look at, for whether everybody has answered."""
        return PollLooks(self)

    @property
    def meetings(self) -> Meetings:
        """Meetings."""
        return Meetings(self)

    @property
    def decisions(self) -> Decisions:
        """The decision log."""
        return Decisions(self)

    @property
    def feedback(self) -> FeedbackBook:
        """What those who were asked hear of it."""
        return FeedbackBook(self)

    @property
    def resistance(self) -> Resistance:
        """The registers of resistance."""
        return Resistance(self)

    @property
    def cases(self) -> Cases:
        """The cases."""
        return Cases(self)

    @property
    def involvement(self) -> Involvement:
        """The involvement maps."""
        return Involvement(self)

    @property
    def parts(self) -> Parts:
        """The parts that people lead."""
        return Parts(self)

    @property
    def preferences(self) -> PreferencesBook:
        """What each person has set."""
        return PreferencesBook(self)

    @property
    def quick(self) -> QuickPreps:
        """Quick preparations."""
        return QuickPreps(self)

    @property
    def nudges(self) -> Nudges:
        """What people want of nudges."""
        return Nudges(self)

    @property
    def updates(self) -> Updates:
        """Updates to the team."""
        return Updates(self)

    @property
    def questions(self) -> Questions:
        """What readers asked about updates."""
        return Questions(self)

    @property
    def outbox(self) -> Outbox:
        """What must be said."""
        return Outbox(self)
