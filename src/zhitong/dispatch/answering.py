"""Where the room of outcomes puts its parts on the pages of dispatch, which stand above it and know nothing of it.

@answer_part       def f(request, dispatch, **given) -> html    below what a recipient reads: their answer
@became_part       def f(request, dispatch) -> html             on the desk's page of one dispatch: what came of it
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from zhitong.dispatch.models import Dispatch

Part = Callable[..., SafeString]
_ANSWERS: list[Part] = []
_BECAME: list[Part] = []


def answer_part(part: Part) -> Part:
    _ANSWERS.append(part)
    return part


def became_part(part: Part) -> Part:
    _BECAME.append(part)
    return part


def answers_to(request: HttpRequest, dispatch: Dispatch) -> list[SafeString]:
    return [part(request, dispatch) for part in _ANSWERS]


def what_became(request: HttpRequest, dispatch: Dispatch) -> list[SafeString]:
    return [part(request, dispatch) for part in _BECAME]
