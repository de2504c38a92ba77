"""What a theme can become in rooms further on: a link on its page, registered by that room."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from zhitong.assessment.themes.models import Theme
from zhitong.network.actors import Actor


@dataclass(frozen=True)
class Onward:
    """``url_name`` takes the theme's code; shown to those who hold ``right``."""

    url_name: str
    label: object
    right: str


_WAYS: list[Onward] = []


def register_onward(way: Onward) -> None:
    """Called from a room's ``AppConfig.ready``."""
    if way not in _WAYS:
        _WAYS.append(way)


def ways_on(viewer: Actor, theme: Theme) -> list[tuple[str, object]]:
    """(address, label) of each way that is open to the viewer."""
    return [(reverse(way.url_name, args=[theme.code]), way.label) for way in _WAYS if viewer.may(way.right)]
