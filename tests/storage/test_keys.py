"""The key ring: what it seals opens with its key, at its place; where keys come from."""

from pathlib import Path

import pytest

from bot.domain.errors import StorageTrouble, WrongKey
from storage import keys
from storage.keys import KeyRing, Place, key_of

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
PLACE = Place("answers", "T1", ("N1", "P1"), "content")


def test_what_is_sealed_opens_at_its_place() -> None:
    ring = KeyRing({"k1": OLD})
    sealed = ring.seal(b"our limit", PLACE)
    assert ring.open(sealed, PLACE) == b"our limit"
    assert b"our limit" not in sealed
    assert ring.seal(b"our limit", PLACE) != sealed
    assert key_of(sealed) == "k1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("drafts", "T1", ("N1", "P1"), "content"),
        Place("answers", "T2", ("N1", "P1"), "content"),
        Place("answers", "T1", ("N2", "P1"), "content"),
        Place("answers", "T1", ("N1", "P2"), "content"),
        Place("answers", "T1", ("N1", "P1"), "why"),
        Place("answers", "T1", ("N1P1",), "content"),
    ],
)
def test_what_is_sealed_opens_at_no_other_place(elsewhere: Place) -> None:
    ring = KeyRing({"k1": OLD})
    with pytest.raises(WrongKey):
        ring.open(ring.seal(b"our limit", PLACE), elsewhere)


def test_changed_bytes_do_not_open() -> None:
    ring = KeyRing({"k1": OLD})
    sealed = ring.seal(b"our limit", PLACE)
    for at in range(len(sealed)):
        broken = bytearray(sealed)
        broken[at] ^= 1
        with pytest.raises(WrongKey):
            ring.open(bytes(broken), PLACE)
    for cut in range(len(sealed)):
        with pytest.raises(WrongKey):
            ring.open(sealed[:cut], PLACE)


def test_the_first_key_seals_and_all_of_them_open() -> None:
    old, both = KeyRing({"k1": OLD}), KeyRing({"k2": NEW, "k1": OLD})
    assert both.open(old.seal(b"x", PLACE), PLACE) == b"x"
    assert key_of(both.seal(b"x", PLACE)) == "k2"
    with pytest.raises(WrongKey):
        old.open(both.seal(b"x", PLACE), PLACE)
    with pytest.raises(WrongKey):
        KeyRing({"k1": NEW}).open(old.seal(b"x", PLACE), PLACE)


def test_a_ring_never_shows_its_keys() -> None:
    assert str(OLD) not in repr(KeyRing({"k1": OLD}))


def test_keys_are_read_from_text_in_both_alphabets() -> None:
    first, second = (keys.new_pair() for _ in range(2))
    ring = keys.parse(f"{first},\n {second.replace('+', '-').replace('/', '_').rstrip('=')} ")
    assert list(ring.keys) == [pair.partition(":")[0] for pair in (first, second)]
    assert all(len(key) == 32 for key in ring.keys.values())


@pytest.mark.parametrize("text", ["", "k1", "k1:", "k1:abc", ":x", "k 1:x", "k1:!!!!", "k1:AAAA"])
def test_malformed_keys_are_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(WrongKey, match="32 bytes in base64"):
        keys.parse(text)


def test_a_key_file_is_made_once_for_its_owner_only_and_said_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "home" / "keys"
    ring = keys.load(None, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(file) in caplog.text
    assert [f.name for f in file.parent.iterdir()] == ["keys"]
    assert keys.load("", file) == ring
    assert base64_free(caplog.text, file)


def base64_free(log: str, file: Path) -> bool:
    """Whether the log does not hold the key itself."""
    return file.read_text().strip().partition(":")[2] not in log


def test_keys_from_the_environment_come_before_the_file(tmp_path: Path) -> None:
    ring = keys.load(keys.new_pair(), tmp_path / "keys")
    assert not (tmp_path / "keys").exists()
    assert len(ring.keys) == 1


def test_a_folder_that_cannot_be_made_is_named_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageTrouble, match="PARLEY_HOME"):
        keys.load(None, tmp_path / "file" / "home" / "parley.key")


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    keys.load(None, file)
    file.chmod(0o640)
    with pytest.raises(WrongKey, match="chmod 600"):
        keys.load(None, file)
