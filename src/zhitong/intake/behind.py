"""Who stands behind a submission besides its authors: rooms further down say it, on the page of the submission and while it is assessed.

register_behind(lambda request, submission: render_to_string(...))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from zhitong.intake.models import Submission

_BEHIND: list[Callable[[HttpRequest, Submission], str]] = []


def register_behind(part: Callable[[HttpRequest, Submission], str]) -> None:
    """Called from a room's ``AppConfig.ready``; ``part`` gives HTML made with ``render_to_string``, or an empty string."""
    _BEHIND.append(part)


def parts_behind(request: HttpRequest, submission: Submission) -> list[str]:
    return [html for part in _BEHIND if (html := part(request, submission))]
