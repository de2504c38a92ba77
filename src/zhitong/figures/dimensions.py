"""What figures can be narrowed to and grouped by: one entry for each dimension of a submission.

A dimension names the submission's column, so that the same filter holds for every measure, whatever its rows are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from zhitong.intake.models import Submission
from zhitong.network.models import Unit
from zhitong.network.queries import choice_names, units_of


@dataclass(frozen=True)
class Dimension:
    """``field`` is the submission's column; ``values`` gives the choices of an office as (value, name)."""

    name: str
    label: object
    field: str
    values: Callable[[int], list[tuple[str, object]]]
    of_unit: str = ""  # the column of the unit where the unit itself has this dimension

    def holds(self, path: str, value: str) -> Q:
        """Whether the submission, reached over ``path``, has this value."""
        if self.name == "asked":  # yes and no of a column that may be empty
            return Q(**{f"{path}{self.field}__isnull": value != "yes"})
        return Q(**{f"{path}{self.field}": value})

    def is_said(self, value: object, wanted: str) -> bool:
        """The same of a value of the submission's column."""
        return (value is not None) == (wanted == "yes") if self.name == "asked" else value == wanted

    def holds_of_unit(self, value: str) -> Q:
        """The same of a unit; a dimension that units do not have narrows them to nothing less than all."""
        return Q(**{self.of_unit: value}) if self.of_unit else Q()


def _units(office_id: int) -> list[tuple[str, object]]:
    return list(units_of(office_id).values_list("code", "name"))


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("kind", _("kind of unit"), "unit__kind", lambda _office: list(Unit.Kind.choices), "kind"),
    Dimension("unit", _("unit"), "unit__code", _units, "code"),
    Dimension("area", _("subject area"), "area", lambda office: list(choice_names("area", office).items())),
    Dimension("origin", _("origin"), "origin", lambda _office: list(Submission.Origin.choices)),
    Dimension("matter", _("kind of matter"), "matter_kind", lambda _office: list(Submission.MatterKind.choices)),
    Dimension("reach", _("scope"), "scope", lambda _office: list(Submission.Scope.choices)),
    Dimension("asked", _("asked for by a call"), "commission", lambda _office: [("yes", _("yes")), ("no", _("no"))]),
)
OF_SUBMISSION = tuple(dimension for dimension in DIMENSIONS if not dimension.of_unit)
BY_NAME: dict[str, Dimension] = {dimension.name: dimension for dimension in DIMENSIONS}


def read_narrow(asked: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """The filters an address names; what is no value of a dimension would only find nothing, so it is taken as it stands."""
    found = ((dimension.name, asked(dimension.name).strip().replace("\x00", "")) for dimension in DIMENSIONS)
    return tuple((name, value[:80]) for name, value in found if value)


def say(narrow: tuple[tuple[str, str], ...], office_id: int) -> list[str]:
    """The filters in words, such as 来源类别：界别."""
    words = []
    for name, value in narrow:
        names = {str(code): label for code, label in BY_NAME[name].values(office_id)}
        words.append(
            translated("%(dimension)s: %(value)s")
            % {"dimension": BY_NAME[name].label, "value": names.get(value, value)}
        )
    return words
