"""What an office may set for itself. Each room declares its own settings in its file ``declared_settings.py``; the page is made from them.

    declare(OfficeSettingKind("queue_near_days", _("…"), _("…"), kind="number", default=3, least=0, most=400))

A setting that no room declares can still be read (old rows stay), but is not offered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from zhitong.errors import BadInput

DECLARED_IN = "declared_settings"


@dataclass(frozen=True)
class OfficeSettingKind:
    """One setting. ``kind`` number: a whole number from ``least`` to ``most`` in ``measure`` (days, minutes); yes_no; own: has
    its own page under ``url_name``. ``check`` may refuse a value with BadInput."""

    key: str
    label: object
    help: object
    kind: Literal["number", "yes_no", "own"]
    default: object = None
    measure: object = ""
    least: int = 0
    most: int = 1_000
    order: int = 100
    url_name: str = ""
    right: str = "network.lists"  # whoever holds it may set this
    words: Callable[[object], str] | None = None  # how a value of kind own is shown
    check: Callable[[object], None] | None = None

    def shown(self, value: object) -> str:
        if self.kind == "yes_no":
            return _("yes") if value else _("no")
        if self.words:
            return self.words(value)
        if self.kind == "own":
            return _("%(count)s entered") % {"count": len(value or [])}
        return f"{value} {self.measure}".strip()

    def refuse_unfit(self, value: object) -> None:
        """Raise BadInput unless the value may be set."""
        if self.kind == "number" and not (isinstance(value, int) and self.least <= value <= self.most):
            raise BadInput(
                "network.setting.range",
                _("This must be a whole number from %(least)s to %(most)s.") % {"least": self.least, "most": self.most},
                field="value",
            )
        if self.check:
            self.check(value)


_DECLARED: dict[str, OfficeSettingKind] = {}


def declare(kind: OfficeSettingKind) -> None:
    if kind.key in _DECLARED:
        raise ValueError(f"the setting {kind.key} is declared twice")
    _DECLARED[kind.key] = kind


def discover() -> None:
    """Read what the rooms declare; called once, when all rooms are ready."""
    autodiscover_modules(DECLARED_IN)


def declared() -> list[OfficeSettingKind]:
    return sorted(_DECLARED.values(), key=lambda kind: (kind.order, kind.key))


def declared_as(key: str) -> OfficeSettingKind | None:
    return _DECLARED.get(key)
