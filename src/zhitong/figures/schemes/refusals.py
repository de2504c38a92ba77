"""How a scheme refuses: a file that is wrong, and a figure that the text leaves open.

SchemeWrong   the file or the items cannot be read; ``field`` names the key (such as ``levels[2].points``)
Blocked       the scheme is readable, but its text does not say what would be needed for this sum; ``key`` names the
              decision that would settle it. A blocked figure is never counted as 0.
"""

from __future__ import annotations

from zhitong.errors import BadInput, Refused, Said

from . import naming
from .naming import named
from .sentences import CHINESE, sentence


class SchemeWrong(BadInput):
    """A scheme file, an item or a figure that cannot be taken as it stands."""

    def __init__(self, reason: str, field: str, message: Said, remedy: Said):
        place = "%(field)s: "
        whole = Said(place + message.english, CHINESE[place] + message.chinese, {**message.data, "field": field})
        super().__init__(f"figures.scheme.{reason}", whole, remedy, field=field)


class Blocked(Refused):
    """The text leaves open what this sum needs. ``key`` is what is missing: a decision among ``choices``, or by what it
    ``needs``: a ``number`` to decide, a ``fact`` of the unit to enter, a ``rule`` to be written so that it can be read."""

    status = 422

    def __init__(
        self, key: str, message: Said, choices: tuple[str, ...] = (), *, needs: str = "number", **details: object
    ):
        name = named(key)
        if choices:
            words = naming.choices(key, choices)
            remedy = sentence("Decide %(key)s (%(choices)s) and write the decision down.", key=name, choices=words)
        elif needs == "fact":
            remedy = sentence("Enter %(key)s and count again.", key=name)
        elif needs == "rule":
            remedy = sentence("Write %(key)s so that it can be read, and count again.", key=name)
        else:
            remedy = sentence("Decide %(key)s (a number) and write the decision down.", key=name)
        super().__init__("figures.scheme.blocked", message, remedy, key=key, choices=choices, **details)
        self.key = key
        self.choices = choices
