"""The small question of a busy hour: two small numbers to add, in words. No script, no picture, no outside service.

The answer travels with the form, signed and keyed, and holds for two hours.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

HOLDS_FOR = 2 * 3600  # seconds
SALT = "stations.question"
NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Question:
    words: str
    ticket: str


def ask() -> Question:
    left, right = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
    nonce = secrets.token_urlsafe(9)
    ticket = signing.dumps([nonce, _keyed(nonce, left + right)], salt=SALT)
    return Question(
        _("How much is %(left)s plus %(right)s?") % {"left": NUMERALS[left], "right": NUMERALS[right]}, ticket
    )


def is_right(ticket: str, answer: str) -> bool:
    """Whether the answer, in figures or Chinese numerals, fits the ticket."""
    try:
        nonce, wanted = signing.loads(ticket, salt=SALT, max_age=HOLDS_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    number = _number(answer.strip())
    return number is not None and constant_time_compare(_keyed(nonce, number), wanted)


def _number(text: str) -> int | None:
    if len(text) <= 2 and text.isdecimal():
        return int(text)
    if text.startswith("十"):
        return 10 + (NUMERALS.index(text[1:]) if text[1:] and text[1:] in NUMERALS else 0)
    return NUMERALS.index(text) if len(text) == 1 and text in NUMERALS else None


def _keyed(nonce: str, number: int) -> str:
    return salted_hmac(SALT, f"{nonce} {number}", algorithm="sha256").hexdigest()
