"""What can go wrong, as one tree. A leaf's docstring is the sentence its reader sees.

ParleyError
├── NotFound            absent and forbidden read the same
├── Invalid             a form with a sentence per field
├── Replayed            this delivery was handled before
├── Refused             allowed in general, not now
│   ├── PollClosed · PollNotOpen · PollStillOpen · NotInvited · Undecided · AlreadyDone
│   └── StaleEdit · TooMany · Stranger · MembersOnly
└── StorageTrouble      nothing was saved
    ├── DatabaseBusy · DatabaseReadOnly · DiskFull · WrongKey · DatabaseTooNew
"""

from collections.abc import Mapping


class ParleyError(Exception):
    """Something went wrong on our side. Nothing was lost; please try again."""

    @property
    def sentence(self) -> str:
        """The words for the person: those given, else the class's docstring."""
        return str(self) or (type(self).__doc__ or "").strip()


class NotFound(ParleyError):
    """I can't find that, or it isn't yours to open."""


class Replayed(ParleyError):
    """I already have that one."""


class Invalid(ParleyError):
    """Please look at the marked fields."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__()
        self.problems = dict(problems)


class Refused(ParleyError):
    """That isn't possible right now."""


class PollClosed(Refused):
    """This poll has closed, so your vote was not counted."""


class PollNotOpen(Refused):
    """This poll isn't open yet."""


class PollStillOpen(Refused):
    """This poll is still open. Close it first, or wait for its deadline."""


class Undecided(Refused):
    """Log what you decided on this poll first; then tell the people you asked."""


class NotInvited(Refused):
    """This poll asks a few picked people, and you aren't on its list. Nothing was recorded."""


class AlreadyDone(Refused):
    """That was done already; nothing changed."""


class StaleEdit(Refused):
    """Somebody saved this while you were writing. Open it again to see both."""


class TooMany(Refused):
    """That is more than I can take here."""


class Stranger(Refused):
    """I only know people of the workspace that I was installed in."""


class MembersOnly(Refused):
    """Only members of this workspace can start a negotiation. One can add you to its core team."""


class StorageTrouble(ParleyError):
    """I couldn't save that. Nothing was lost; please try again in a minute."""


class DatabaseBusy(StorageTrouble):
    """I'm busy saving something else. Please try again in a moment."""


class DatabaseReadOnly(StorageTrouble):
    """I can't save at the moment: my database is read-only. Please tell whoever runs me."""


class DiskFull(StorageTrouble):
    """I can't save at the moment: my disk is full. Please tell whoever runs me."""


class WrongKey(StorageTrouble):
    """This database was sealed with another key. Start me with that key."""


class DatabaseTooNew(StorageTrouble):
    """This database belongs to a newer Parley. Upgrade the program, or restore a backup."""
