"""Sealing: AES-256-GCM under a ring of keys.

A sealed value is bound to its table, tenant, row, column and key: moved anywhere else it does
not open. Layout: one byte with the length of the key's id, the id, 12 random bytes, ciphertext.
"""

import base64
import binascii
import json
import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.errors import StorageTrouble, WrongKey

log = logging.getLogger(__name__)

KEY_BYTES = 32
_NONCE_BYTES = 12

MALFORMED = (
    "PARLEY_KEYS must be id:key pairs joined by commas, each key 32 bytes in base64, like "
    "k1:… — make one with: python -c "
    "\"import base64, os; print('k1:' + base64.b64encode(os.urandom(32)).decode())\""
)


@dataclass(frozen=True)
class Place:
    """Where a sealed value belongs; `row` is its key within the tenant."""

    table: str
    tenant: str
    row: tuple[str, ...]
    column: str

    def bound_to(self, key_id: str) -> bytes:
        """The associated data. NUL is in no id, so two places never read the same."""
        return "\0".join((self.table, self.tenant, *self.row, self.column, key_id)).encode()


@dataclass(frozen=True)
class KeyRing:
    """The first key seals; all of them open."""

    keys: Mapping[str, bytes] = field(repr=False)
    _ciphers: dict[str, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ciphers", {n: AESGCM(key) for n, key in self.keys.items()})

    @property
    def current(self) -> str:
        """The id of the key that seals."""
        return next(iter(self.keys))

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Ciphertext that opens only at its place."""
        key_id = self.current
        nonce = os.urandom(_NONCE_BYTES)
        head = bytes([len(key_id)]) + key_id.encode()
        return head + nonce + self._ciphers[key_id].encrypt(nonce, plain, place.bound_to(key_id))

    def open(self, sealed: bytes, place: Place) -> bytes:
        """The plain value, or WrongKey: another key, another place, or changed bytes."""
        key_id = key_of(sealed)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise WrongKey
        start = 1 + len(key_id)
        nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, body, place.bound_to(key_id))
        except (InvalidTag, ValueError):
            raise WrongKey from None

    def seal_json(self, value: Any, place: Place) -> bytes:
        """A JSON value, sealed."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return self.seal(plain.encode(), place)

    def open_json(self, sealed: bytes, place: Place) -> Any:
        """The JSON value that was sealed."""
        return json.loads(self.open(sealed, place))


def key_of(sealed: bytes) -> str:
    """The id of the key that sealed it."""
    return sealed[1 : 1 + sealed[0]].decode("ascii", "replace") if sealed else ""


def parse(text: str) -> KeyRing:
    """A ring from `id:key,id:key`."""
    keys: dict[str, bytes] = {}
    for pair in text.replace("\n", ",").split(","):
        if pair.strip():
            key_id, _, key = pair.strip().partition(":")
            keys[_checked_id(key_id)] = _checked_key(key)
    if not keys:
        raise WrongKey(MALFORMED)
    return KeyRing(keys)


def _checked_id(key_id: str) -> str:
    if not (key_id.isascii() and key_id.isalnum() and len(key_id) <= 40):
        raise WrongKey(MALFORMED)
    return key_id


def _checked_key(key: str) -> bytes:
    standard = key.replace("-", "+").replace("_", "/")
    try:
        plain = base64.b64decode(standard + "=" * (-len(key) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise WrongKey(MALFORMED) from None
    if len(plain) != KEY_BYTES:
        raise WrongKey(MALFORMED)
    return plain


def new_pair() -> str:
    """A fresh key as `id:key`."""
    return f"k{secrets.token_hex(4)}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


def load(text: str | None, file: Path) -> KeyRing:
    """The ring from PARLEY_KEYS, or else from the key file, which is made when it is missing."""
    if text and text.strip():
        return parse(text)
    try:
        return _from_file(file)
    except OSError as error:
        reason = f"PARLEY_HOME: I can't keep my key file in {file.parent} ({error.strerror})."
        raise StorageTrouble(f"{reason} Give a directory that I may write to.") from None


def _from_file(file: Path) -> KeyRing:
    if not file.exists():
        _make(file)
    if file.stat().st_mode & 0o077:
        raise WrongKey(f"Others can read the key file. Run: chmod 600 {file}")
    return parse(file.read_text())


def _make(file: Path) -> None:
    """Write a new key beside its place and link it there: whoever comes second finds the first."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f"{file.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(new_pair() + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
    log.warning(
        "made a new key file %s: keep a copy apart from the database, or nothing can be read", file
    )
