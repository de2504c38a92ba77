"""How a scheme refuses: a file that is wrong, and a figure that the text leaves open.

SchemeWrong   the file or the items cannot be read; ``field`` names the key (such as ``levels[2].points``)
Blocked       the scheme is readable, but its text does not say what would be needed for this sum; ``key`` names the
              decision that would settle it. A blocked figure is never counted as 0.
"""

from __future__ import annotations

from zhitong.errors import BadInput, Refused


class SchemeWrong(BadInput):
    """A scheme file, an item or a figure that cannot be taken as it stands."""

    def __init__(self, reason: str, field: str, message: str, remedy: str = "", **details: object):
        super().__init__(f"figures.scheme.{reason}", f"{field}: {message}", remedy, field=field, **details)


class Blocked(Refused):
    """The text leaves open what this sum needs. ``key`` is the decision to take; ``choices`` what may be decided."""

    status = 422

    def __init__(self, key: str, message: str, choices: tuple[str, ...] = (), **details: object):
        wanted = " or ".join(choices) if choices else "a number"
        super().__init__(
            "figures.scheme.blocked",
            message,
            f"Decide {key} ({wanted}) and write the decision down.",
            key=key,
            choices=choices,
            **details,
        )
        self.key = key
        self.choices = choices
