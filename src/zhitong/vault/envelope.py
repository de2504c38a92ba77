"""How an identity is encrypted: AES-256-GCM under a data key of its own, which is wrapped by a key of the key file.

Both are bound to the row's code, so that bytes moved to another row do not open. Lengths are padded: a long address does not
show in the column.
"""

from __future__ import annotations

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from zhitong.errors import WrongState

NONCE = 12  # bytes
BLOCK = 512  # bytes: every identity takes a multiple of it


def encrypt(identity: dict[str, str], code: str, key: bytes) -> tuple[bytes, bytes]:
    """(wrapped data key, content) of an identity for the row of this code."""
    data_key = AESGCM.generate_key(256)
    return _lock(key, data_key, f"key {code}"), _lock(data_key, _padded(identity), code)


def decrypt(wrapped: bytes, content: bytes, code: str, key: bytes) -> dict[str, str]:
    data_key = _unlock(key, wrapped, f"key {code}")
    return json.loads(_unlock(data_key, content, code).rstrip(b" "))


def rewrap(wrapped: bytes, code: str, old: bytes, new: bytes) -> bytes:
    """The same data key under another key: the content need not be touched."""
    return _lock(new, _unlock(old, wrapped, f"key {code}"), f"key {code}")


def _padded(identity: dict[str, str]) -> bytes:
    plain = json.dumps(identity, ensure_ascii=False).encode()
    return plain + b" " * (-len(plain) % BLOCK)


def _lock(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _unlock(key: bytes, locked: bytes, bound_to: str) -> bytes:
    locked = bytes(locked)  # PostgreSQL gives a memoryview
    try:
        return AESGCM(key).decrypt(locked[:NONCE], locked[NONCE:], bound_to.encode())
    except InvalidTag:
        raise WrongState(
            "vault.damaged",
            _("This sealed identity does not open: it was changed, or the key is another one."),
            _("The administrator compares with a backup, and the key file with its copy."),
        ) from None
