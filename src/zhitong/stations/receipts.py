"""The receipt code: what lets a resident without an account come back. 120 bits and one sign that catches typing mistakes.

    K7QFM-0XW3R-… five groups of five signs, of an alphabet without I, L, O and U; small letters and spaces do not matter.

The code is derived from the form's token with a key of the installation, so that a form that is sent twice shows the same code; neither
token nor code is ever stored, only keyed hashes. The check sign is a weighted sum in the field of 32 elements: it catches every wrong
sign and every two signs that changed places.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
DATA = 24  # signs of five bits each: 120 bits
LENGTH = DATA + 1
GROUP = 5
IGNORED = str.maketrans("", "", " -–—_.　\t\r\n")
WIDE = {ord(wide): ord(wide) - 0xFEE0 for wide in map(chr, range(0xFF01, 0xFF5F))}  # as a Chinese keyboard may type it


def new_receipt(token: uuid.UUID) -> str:
    """The code that belongs to a form's token, ready to be shown."""
    number = int.from_bytes(_keyed("code", token.bytes)[:15], "big")
    values = [number >> (5 * place) & 31 for place in range(DATA)]
    signs = "".join(ALPHABET[value] for value in [*values, _check(values)])
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str | None:
    """The bare signs of a typed code; None when it cannot be one: a wrong length, a foreign sign, a typing mistake."""
    bare = typed[:200].translate(WIDE).upper().translate(IGNORED).translate(READ_AS)
    if len(bare) != LENGTH or any(sign not in ALPHABET for sign in bare):
        return None
    values = [ALPHABET.index(sign) for sign in bare]
    return bare if _check(values[:DATA]) == values[DATA] else None


def kept_hash(code: str) -> str:
    """What is stored of a code. ``code`` as shown or as ``read`` gave it."""
    return _keyed("receipt", code.replace("-", "").encode()).hex()


def form_hash(token: uuid.UUID) -> str:
    """What is stored of a form's token."""
    return _keyed("form", token.bytes).hex()


def _keyed(purpose: str, content: bytes) -> bytes:
    """HMAC with the installation's lasting key: the key that signs sessions may be changed, receipts must outlive it."""
    return hmac.new(f"stations {purpose} {settings.JOURNAL_KEY}".encode(), content, hashlib.sha256).digest()


def _check(values: list[int]) -> int:
    """The v_24 for which the sum of a^i·v_i, i from 0 to 24, is nought in GF(32).

    The generator a has order 31: the 25 weights all differ, so that one wrong sign and any two that changed places always show.
    """
    weight, total = 1, 0
    for value in values:
        total ^= _times(weight, value)
        weight = _times(weight, 2)
    return _times(_power(31 - DATA), total)  # divided by a^24, the check sign's own weight


def _power(exponent: int) -> int:
    value = 1
    for _step in range(exponent):
        value = _times(value, 2)
    return value


def _times(left: int, right: int) -> int:
    """Product in GF(32) with x⁵ + x² + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product


def mark_of(code: str) -> str:
    """Four signs that stand for somebody unnamed in one message only."""
    return _keyed("mark", code.encode()).hex()[:4].upper()


def keyed_digest(content: str) -> str:
    """A digest that only this installation can make: for comparing what was sent without a way to try out guesses."""
    return _keyed("content", content.encode(errors="surrogatepass")).hex()
