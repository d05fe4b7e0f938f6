"""The attacker of `relink` with nothing but bytes: files, a journal, a log, in whatever order.

A ballot that is too long for its row lies in pieces: on SQLite its end stands on a page of its own,
behind the number of the next page; on PostgreSQL all of it stands in numbered pieces elsewhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from storage.keys import KEY_BYTES, KeyRing, Place
from storage.secret_ballots import PollKey
from tests.faults.relink import linked

RUN = re.compile(rb"[A-Za-z0-9+/]{200,}={0,2}")
# Between a handle and its ballot, or where that lies.
GAP = 24
SQLITE, WAL = b"SQLite format 3\0", re.compile(rb"\x37\x7f\x06[\x82\x83]\x00-")
WAL_HEADER, FRAME_HEADER = 32, 24


@dataclass
class Pieces:
    """Bytes in which ballots may lie in pieces."""

    data: bytes
    numbered: dict[int, dict[int, bytes]] = field(default_factory=lambda: defaultdict(dict))
    pages: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """PostgreSQL's pieces: the number of their value and their own stand before each."""
        self.pages = pages_of(self.data)
        for match in RUN.finditer(self.data):
            at = match.start()
            value, place = (
                int.from_bytes(self.data[at - back : at - back + 4], "little") for back in (12, 8)
            )
            self.numbered[value][place] = match[0]

    def behind(self, at: int, size: int) -> Iterator[bytes]:
        """What may be the ballot of `size` bytes whose handle ends here."""
        after = self.data[at : at + GAP + size]
        start = re.match(rb".{0,16}?([A-Za-z0-9+/]{100,}={0,2})", after, re.DOTALL)
        if start:
            yield self._continued(start[1][:size], after[start.end() :][:4], size)
        for gap in range(GAP):
            places = self.numbered.get(int.from_bytes(after[gap : gap + 4], "little"), {})
            yield b"".join(places[place] for place in sorted(places))[:size]

    def _continued(self, head: bytes, page: bytes, size: int) -> bytes:
        """The head of a ballot with what stands on SQLite's pages that follow it."""
        ballot = head
        while len(ballot) < size and (content := self.pages.get(int.from_bytes(page, "big"))):
            page, more = content[:4], content[4:]
            ballot += more[: size - len(ballot)]
        return ballot


def pages_of(data: bytes) -> dict[int, bytes]:
    """SQLite's pages by their numbers: those of the file, or newer ones of its write-ahead log."""
    found: dict[int, bytes] = {}
    base, log = data.find(SQLITE), WAL.search(data)
    if base >= 0:
        size = int.from_bytes(data[base + 16 : base + 18], "big")
        places = range(base, len(data), size)
        found |= {number: data[at : at + size] for number, at in enumerate(places, start=1)}
    if log:
        size = int.from_bytes(data[log.start() + 8 : log.start() + 12], "big")
        for at in range(log.start() + WAL_HEADER, len(data), FRAME_HEADER + size):
            number = int.from_bytes(data[at : at + 4], "big")
            found[number] = data[at + FRAME_HEADER : at + FRAME_HEADER + size]
    return found


def by_remains(
    data: bytes, ring: KeyRing, tenant: str, poll: str, voters: Sequence[str], size: int
) -> dict[str, str]:
    """Who chose what: a key that the ring opens, and ballots of `size` where its handles lie."""
    place = Place("poll_keys", tenant, (poll,), "content")
    length = len(ring.seal_json("0" * 4 * KEY_BYTES, place))
    head = bytes([len(ring.current)]) + ring.current.encode()
    for found in re.finditer(re.escape(head), data):
        try:
            secret = ring.open_json(data[found.start() : found.start() + length], place)
        except Exception:
            continue
        key = PollKey(tenant, poll, bytes.fromhex(secret))
        return linked(key, _ballots_in(data, key, voters, size), voters)
    return {}


def _ballots_in(data: bytes, key: PollKey, voters: Sequence[str], size: int) -> dict[str, str]:
    """The last that opens, of those that follow each handle."""
    pieces, found = Pieces(data), {}
    for handle in map(key.handle, voters):
        for match in re.finditer(re.escape(handle.encode()), data):
            for ballot in pieces.behind(match.end(), size):
                if _opens(key, ballot, handle):
                    found[handle] = ballot.decode()
    return found


def _opens(key: PollKey, ballot: bytes, handle: str) -> bool:
    try:
        key.open(ballot.decode(), handle)
    except Exception:
        return False
    return True
