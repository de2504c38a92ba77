"""Which kinds of things have an end of keeping. Each room declares its own in its file ``terms.py``; the settings are made from them.

The sources of the rule: GB/T 35273-2020 6.1 (the shortest time the purpose needs; afterwards deleted or made anonymous) and 8.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from zhitong.network.actors import Actor
from zhitong.network.office_settings import OfficeSettingKind, declare
from zhitong.network.queries import setting

DECLARED_IN = "terms"
Rows = Callable[[int, datetime], QuerySet]  # of an office, last used before a moment


@dataclass(frozen=True)
class Kept:
    """One kind. ``due``: rows past their term and free to go, oldest first; ``held``: past it, and open still.

    ``used_at`` gives the moment a row's term runs from, ``name`` what the administrator may read of it (a number, never words),
    ``empty`` is the named action of the room that keeps it.
    """

    key: str
    label: object
    help: object
    days: int  # by default
    due: Rows
    held: Rows | None
    used_at: Callable[[object], datetime]
    name: Callable[[object], str]
    empty: Callable[[object, Actor], object]
    least: int = 30

    @property
    def setting(self) -> str:
        return f"keep_{self.key}_days"


_KEPT: dict[str, Kept] = {}
_OPEN: list[Callable[[], QuerySet]] = []


def keep(kind: Kept) -> None:
    """Declare a kind, and with it the office's setting for its term."""
    if kind.key in _KEPT:
        raise ValueError(f"{kind.key} is kept twice")
    _KEPT[kind.key] = kind
    declare(
        OfficeSettingKind(
            kind.setting,
            kind.label,
            kind.help,
            kind="number",
            default=kind.days,
            measure=_("days"),
            least=kind.least,
            most=3_650,
            order=200 + len(_KEPT),
        )
    )


def discover() -> None:
    """Read what the rooms declare; called once, when all rooms are ready."""
    autodiscover_modules(DECLARED_IN)
    _own()


def all_kept() -> list[Kept]:
    return list(_KEPT.values())


def kept(key: str) -> Kept | None:
    return _KEPT.get(key)


def days_of(kind: Kept, office_id: int, now: datetime) -> int:
    """The term that the office has set, in days."""
    return setting(office_id, kind.setting, kind.days, on=timezone.localdate(now))


def end_of_use(kind: Kept, office_id: int, now: datetime) -> datetime:
    """What was last used before this moment is past its term."""
    return now - timedelta(days=days_of(kind, office_id, now))


def while_open(submissions: Callable[[], QuerySet]) -> None:
    """A room names the submissions (keys) that it still works on: what belongs to them is held."""
    _OPEN.append(submissions)


def open_submissions() -> list[QuerySet]:
    return [each() for each in _OPEN]


def _own() -> None:
    """What the network keeps: it stands above this room and knows nothing of it."""
    from zhitong.network import ending, queries  # noqa: PLC0415  its models are ready by now

    keep(
        Kept(
            "rosters",
            _("Rosters not taken in"),
            _("Spreadsheets of people that somebody uploaded and neither took in nor set aside."),
            days=90,
            due=queries.open_rosters,
            held=None,
            used_at=lambda roster: roster.at,
            name=lambda roster: roster.at.date().isoformat(),
            empty=lambda roster, by: ending.end_roster(roster, by=by),
        )
    )
    keep(
        Kept(
            "sign_ins",
            _("Sign-ins that are over"),
            _(
                "Browser and address block of a session after its end. That somebody signed in stays in the journal, without them."
            ),
            days=30,
            due=queries.ended_sessions,
            held=None,
            used_at=lambda session: session.expire_date,
            name=lambda session: session.account.username if session.account else "—",
            empty=lambda session, by: ending.end_session(session, by=by),
            least=1,
        )
    )
