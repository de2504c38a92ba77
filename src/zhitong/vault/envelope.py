"""How an identity is encrypted: AES-256-GCM under a data key of its own, which lies in a box that only a key of the key file opens.

The box is closed with that key's public half: whoever has nothing else can seal and never open (X25519 with a fresh key for each box, HKDF-SHA256,
AES-256-GCM). Boxes from before are closed with the key itself; they open as before and are made anew by the next rotation.
Both are bound to the row's code, so that bytes moved to another row do not open. Lengths are padded: a long address does not
show in the column.
"""

from __future__ import annotations

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from zhitong.errors import WrongState

NONCE = 12  # bytes
BLOCK = 512  # bytes: every identity takes a multiple of it
PUBLIC = 32  # bytes of a public half
BOX = PUBLIC + NONCE + 32 + 16  # bytes of a box: the fresh public half, nonce, data key, tag


def public_half(key: bytes) -> bytes:
    """What closes boxes that only this key opens. It is no secret."""
    return _private(key).public_key().public_bytes_raw()


def encrypt(identity: dict[str, str], code: str, public: bytes) -> tuple[bytes, bytes]:
    """(box with the data key, content) of an identity for the row of this code; ``public`` is the public half of a key."""
    data_key = AESGCM.generate_key(256)
    return _boxed(data_key, code, public), _lock(data_key, _padded(identity), code)


def decrypt(box: bytes, content: bytes, code: str, key: bytes) -> dict[str, str]:
    data_key = _unboxed(box, code, key)
    return json.loads(_unlock(data_key, content, code).rstrip(b" "))


def rewrap(box: bytes, code: str, old: bytes, public: bytes) -> bytes:
    """The same data key in a box of another key: the content need not be touched."""
    return _boxed(_unboxed(box, code, old), code, public)


def _boxed(data_key: bytes, code: str, public: bytes) -> bytes:
    fresh = X25519PrivateKey.generate()
    own = fresh.public_key().public_bytes_raw()
    shared = fresh.exchange(X25519PublicKey.from_public_bytes(public))
    return own + _lock(_derived(shared, own + public), data_key, f"key {code}")


def _unboxed(box: bytes, code: str, key: bytes) -> bytes:
    box = bytes(box)  # PostgreSQL gives a memoryview
    if len(box) != BOX:
        return _unlock(key, box, f"key {code}")  # from before, closed with the key itself
    own, private = box[:PUBLIC], _private(key)
    shared = private.exchange(X25519PublicKey.from_public_bytes(own))
    return _unlock(_derived(shared, own + private.public_key().public_bytes_raw()), box[PUBLIC:], f"key {code}")


def _private(key: bytes) -> X25519PrivateKey:
    """Derived, so that one line of the key file opens boxes of both kinds and no key serves two purposes."""
    return X25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, b"zhitong vault private half").derive(key))


def _derived(shared: bytes, halves: bytes) -> bytes:
    return HKDF(SHA256(), 32, halves, b"zhitong vault box").derive(shared)


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
