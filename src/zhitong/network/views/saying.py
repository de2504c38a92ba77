"""Refusals of the plain rooms, which speak both languages, in the reader's."""

from __future__ import annotations

from django.utils.translation import get_language

from zhitong.errors import Refused


def in_language(refusal: Refused) -> str:
    """A refusal, also of a plain room, in the reader's language."""
    parts = [refusal.message, refusal.remedy]
    if get_language() == "en":
        parts = [getattr(part, "en", part) for part in parts]
    return " ".join(str(part) for part in parts if part)
