"""What an address asks for. Whatever stands in it, it is read: what cannot be understood is said on the page, never an error."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from zhitong.network.models import Office
from zhitong.network.queries import choice_names, units_of
from zhitong.search.find import Wish
from zhitong.search.registry import KINDS, state_names
from zhitong.text import parse_query

FILTERS = ("kind", "unit", "area", "place", "state", "level")  # as in addresses, beside since, until and order
COLUMN = {"unit": "unit_id"}
_SHOWN = 40  # signs of a word that was left out
_MOST_SAID = 5
_SUBMISSION_NUMBER = re.compile(r"(\d{4})-(\d{1,9})")
_ISSUE_NUMBER = re.compile(r"(?:《?[^《》\d]*》?)(\d{4})年(?:第)?(\d{1,6})期")


@dataclass(frozen=True)
class Asked:
    """``typed`` comes back into the field as it was; ``wish`` is what is looked for; ``notes`` say what did not take part."""

    typed: str
    wish: Wish
    values: dict[str, str]
    is_ranked: bool
    notes: list[str] = field(default_factory=list)

    @property
    def has_filters(self) -> bool:
        return any(self.values.values())


def read(params: QueryDict, office_id: int) -> Asked:
    typed = params.get("q", "")
    query = parse_query(typed)
    notes = _notes_on(query)
    values = {name: params.get(name, "").replace("\x00", "").strip()[:120] for name in (*FILTERS, "since", "until")}
    chosen: dict[str, object] = {}
    for name in FILTERS:
        if not values[name]:
            continue
        value = _stored(name, values[name], office_id)
        if value is None:
            notes.append(_("There is no such choice here, so it was not used: %(value)s") % {"value": values[name]})
            values[name] = ""
        else:
            chosen[COLUMN.get(name, name)] = value
    days = {}
    for name in ("since", "until"):
        days[name] = _day(values[name])
        if values[name] and days[name] is None:
            notes.append(_("This is no day, so it was not used: %(value)s") % {"value": values[name]})
            values[name] = ""
    wish = Wish(query, chosen, days["since"], days["until"])
    return Asked(typed, wish, values, params.get("order") == "ranked", notes)


def _notes_on(query) -> list[str]:
    """Nothing that was typed is left out in silence."""
    notes = []
    if query.beyond_limit:
        notes.append(
            _("These words were too many or too long and were not looked for: %(words)s")
            % {"words": _said(query.beyond_limit)}
        )
    if query.unsearchable:
        notes.append(
            _("Marks cannot be searched for; these were left out: %(words)s") % {"words": _said(query.unsearchable)}
        )
    if query.excluded and query.is_empty:
        notes.append(_("Only words to leave out were given. Add a word to look for."))
    return notes


def _said(words: tuple[str, ...]) -> str:
    shown = [word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…" for word in words[:_MOST_SAID]]
    if len(words) > _MOST_SAID:
        shown.append(_("and %(count)s more") % {"count": len(words) - _MOST_SAID})
    return " ".join(shown)


def _stored(name: str, value: str, office_id: int) -> object:
    """A filter's value as documents hold it, or None when there is no such."""
    if name == "kind":
        return value if value in KINDS else None
    if name == "unit":
        return units_of(office_id).filter(code=value).values_list("pk", flat=True).first() if value.isascii() else None
    if name == "level":
        return int(value) if value in {str(rank) for rank in Office.Rank.values} else None
    if name == "state":
        return value if any(value in state_names(kind) for kind in KINDS) else None
    if name == "area":
        return value if value in choice_names("area", office_id) else None
    return value


def _day(value: str) -> date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None


def number_in(typed: str) -> str:
    """The number of a submission (2026-00012) or an issue (2026年第12期) when nothing else was typed, as documents hold it."""
    bare = unicodedata.normalize("NFKC", typed[:80]).strip().replace(" ", "")
    if (found := _SUBMISSION_NUMBER.fullmatch(bare)) and bare.isascii():
        return f"{found[1]}-{int(found[2]):05d}"
    if found := _ISSUE_NUMBER.fullmatch(bare):
        return f"{int(found[1])}年第{int(found[2])}期"
    return ""
