"""The key file: outside the database and outside every backup unless asked for. One key a line, ``id base64``; the last one seals.

Older keys stay in the file as long as rows, or backups, are under them. Beside it lies the public half of the newest key, which seals and opens
nothing: it is all that the residents' process needs.
"""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from zhitong.errors import WrongState
from zhitong.network.codes import ALPHABET
from zhitong.vault.envelope import public_half

KEY_BYTES = 32  # AES-256


@dataclass(frozen=True)
class KeyRing:
    """All keys by their id, and the id of the one that seals."""

    keys: dict[str, bytes]
    newest: str

    def key(self, key_id: str) -> bytes:
        """WrongState when the ring does not hold it: the file is of another installation, or a line was taken out."""
        if key_id not in self.keys:
            raise WrongState(
                "vault.key.unknown",
                _("This identity was sealed with a key that the key file does not hold (%(key)s).") % {"key": key_id},
                _("The administrator puts the key file back as it was, from its own safe place."),
            )
        return self.keys[key_id]


@dataclass(frozen=True)
class Sealer:
    """The public half of the key that seals."""

    key_id: str
    public: bytes


def path() -> Path:
    return Path(settings.VAULT_KEYS)


def public_path() -> Path:
    return Path(settings.VAULT_PUBLIC or path().with_name("vault.public"))


def sealer() -> Sealer:
    """What seals now. The residents' process reads the public half alone, where there is one; WrongState when there is nothing to seal with."""
    if settings.PUBLIC_SIDE and public_path().exists():
        return _read_public()
    held = ring()
    return Sealer(held.newest, public_half(held.keys[held.newest]))


def _read_public() -> Sealer:
    try:
        key_id, _space, text = public_path().read_text(encoding="ascii").strip().partition(" ")
        public = base64.b64decode(text, validate=True)
    except (OSError, ValueError):
        raise _unreadable() from None
    if len(public) != KEY_BYTES:
        raise _unreadable()
    return Sealer(key_id, public)


def write_public() -> Path:
    """Write the public half of the newest key beside the key file, readable by all: the residents' process runs as another user."""
    held = ring()
    text = f"{held.newest} {base64.b64encode(public_half(held.keys[held.newest])).decode()}"
    _write(public_path(), [text], 0o644)
    return public_path()


def public_is_right() -> bool:
    """Whether the public half that lies here is that of the newest key."""
    held = ring()
    return public_path().exists() and _read_public() == Sealer(held.newest, public_half(held.keys[held.newest]))


def ring() -> KeyRing:
    """The keys as they are now. WrongState when there is no file, when others can read it, or when it is no key file."""
    try:
        mode = path().stat().st_mode
        lines = path().read_text(encoding="ascii").split("\n")
    except FileNotFoundError:
        raise WrongState(
            "vault.key.missing",
            _("The key file of sealed identities is not here."),
            _(
                "The administrator puts it back from its safe place (setting ZHITONG_VAULT_KEYS), or, in a new installation, runs `zhitong vault new-key`."
            ),
        ) from None
    except (OSError, UnicodeDecodeError):
        raise _unreadable() from None
    if mode & 0o077:
        raise WrongState(
            "vault.key.open",
            _("The key file of sealed identities can be read by others on this machine."),
            _("The administrator runs: chmod 600 on the key file."),
        )
    keys = {}
    for line in filter(None, map(str.strip, lines)):
        key_id, _space, text = line.partition(" ")
        try:
            key = base64.b64decode(text, validate=True)
        except ValueError:
            raise _unreadable() from None
        if len(key) != KEY_BYTES:
            raise _unreadable()
        keys[key_id] = key
    if not keys:
        raise _unreadable()
    return KeyRing(keys, list(keys)[-1])


def is_there() -> bool:
    return path().exists()


def add_key() -> str:
    """Write a new key behind the others, or the first one into a new file; gives its id. Durable before it is used."""
    lines = path().read_text(encoding="ascii").rstrip("\n").split("\n") if is_there() else []
    key_id = "".join(secrets.choice(ALPHABET) for _place in range(8))
    _write(path(), [*lines, f"{key_id} {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"], 0o600)
    write_public()
    return key_id


def forget(key_ids: set[str]) -> None:
    """Take keys out of the file. Backups whose rows are under them can no longer show those identities."""
    lines = path().read_text(encoding="ascii").rstrip("\n").split("\n")
    _write(path(), [line for line in lines if line.partition(" ")[0] not in key_ids], 0o600)


def _write(target: Path, lines: list[str], mode: int) -> None:
    """Whole or not at all: a new file beside it, synced, then put in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        os.fchmod(handle, mode)  # whatever the umask says
        out.write("\n".join(lines) + "\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _unreadable() -> WrongState:
    return WrongState(
        "vault.key.unreadable",
        _("The key file of sealed identities cannot be read as one."),
        _("The administrator puts it back from its safe place."),
    )
