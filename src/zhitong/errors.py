"""How a refusal is said: a code for machines and tests, a message and a remedy for people.

    Refused                 something may not be done now, as asked, by you
    ├── NotPermitted        the right is missing (pages answer 403 where the item may be seen, 404 where not)
    ├── WrongState          the item is no longer, or not yet, in the state this deed needs (409)
    ├── Conflict            somebody else changed it meanwhile; both texts are kept (409)
    └── BadInput            what was entered cannot be taken (422); ``field`` names where

This file knows no Django, so that plain rooms can refuse in the same words. Messages arrive translated, or lazily
translatable, or, from a plain room, as ``Said``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a plain room in both languages: ``english`` is the gettext msgid, ``data`` fills %(named)s places,
    also with other sentences.

    Pages pick by language; ``str`` gives Chinese, the language of the office.
    """

    english: str
    chinese: str
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def en(self) -> str:
        return self.english % {
            name: value.en if isinstance(value, Said) else value for name, value in self.data.items()
        }

    @property
    def zh(self) -> str:
        return self.chinese % {
            name: value.zh if isinstance(value, Said) else value for name, value in self.data.items()
        }

    def __str__(self) -> str:
        return self.zh


class Refused(Exception):
    """A deed that was asked for and not done. ``code`` is stable: ``room.deed.reason``."""

    status = 409

    def __init__(self, code: str, message: object, remedy: object = "", **details: object):
        super().__init__(code)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.details = details

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class NotPermitted(Refused):
    """The actor lacks the right, or a fact about the item forbids it (such as: its own writer)."""

    status = 403


class WrongState(Refused):
    """The deed exists and the actor may do it, but not in the item's present state."""


class Conflict(Refused):
    """Two people did two things to one item; nothing of either was thrown away."""


class BadInput(Refused):
    """A value that cannot be taken. ``field`` is the form field or the column it stood in."""

    status = 422

    def __init__(self, code: str, message: object, remedy: object = "", *, field: str | None = None, **details: object):
        super().__init__(code, message, remedy, **details)
        self.field = field
