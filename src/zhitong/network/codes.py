"""Public codes: what stands in an address instead of a row number, so that nothing can be counted or guessed from it."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no 0/o, 1/i/l, u: read aloud and typed without doubt


def new_code() -> str:
    """Twelve random characters, about 58 bits: not a secret, only not a sequence."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
