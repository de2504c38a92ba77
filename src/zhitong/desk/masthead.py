"""What a series prints around its text besides name and number: the keys of ``Series.masthead`` and what may stand in them."""

from __future__ import annotations

from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from zhitong.desk.models import Series
from zhitong.errors import BadInput
from zhitong.network.queries import choices
from zhitong.paper.description import DEFAULT_MARK

# One line each. An empty ``office`` prints the office's own name, an absent ``secrecy_mark`` the usual mark.
LINES = ("office", "secrecy_mark", "printer", "phone")
# Readers, one a line: 报 up, 送 across, 发 down, 抄送 cc.
LISTS = ("up", "across", "down", "cc")
LINE_LIMIT = 120  # characters
LIST_LIMIT = 60  # readers


def check_masthead(masthead: dict) -> dict:
    """The masthead with only known keys. BadInput when a value is not plain text of a printable length."""
    checked: dict = {}
    for key, value in masthead.items():
        if key in LINES:
            fits = isinstance(value, str) and len(value) <= LINE_LIMIT and "\x00" not in value
        elif key in LISTS:
            fits = (
                isinstance(value, list)
                and len(value) <= LIST_LIMIT
                and all(isinstance(line, str) and len(line) <= LINE_LIMIT and "\x00" not in line for line in value)
            )
        else:
            raise TypeError(f"a masthead has no {key}")
        if not fits:
            raise BadInput(
                "desk.series.masthead",
                _("A line of the head or foot is too long, or there are too many."),
                _("At most %(length)s characters a line and %(count)s readers a list.")
                % {"length": LINE_LIMIT, "count": LIST_LIMIT},
                field=key,
            )
        checked[key] = value
    return checked


def printed_head(series: Series, *, on: date) -> dict:
    """What the head and foot say on a day: the series' own lines and, where it names no office, the desk's name of that day."""
    desk = choices("desk_name", series.office_id, on=on).order_by(F("valid_from").desc(nulls_last=True), "-pk").first()
    office = series.masthead.get("office") or (desk.name if desk else series.office.name)
    return {**series.masthead, "office": office, "series": series.name}


def mark_of(masthead: dict) -> str:
    return masthead.get("secrecy_mark", DEFAULT_MARK)
