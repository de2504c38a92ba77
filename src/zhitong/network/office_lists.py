"""The lists an office keeps for itself: what differs by place is data with validity dates, never a choice in code.

Each room may declare further lists in its ``declared_settings.py``. A list with a page of its own (``url_name``) is only linked.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class OfficeList:
    """``ranked`` lists carry the level of each value (``data["rank"]``, a rank of offices)."""

    name: str
    label: object
    help: object
    ranked: bool = False
    order: int = 100
    url_name: str = ""


_LISTS: dict[str, OfficeList] = {}


def declare(kept: OfficeList) -> None:
    if kept.name in _LISTS:
        raise ValueError(f"the list {kept.name} is declared twice")
    _LISTS[kept.name] = kept


def declared() -> list[OfficeList]:
    return sorted(_LISTS.values(), key=lambda kept: (kept.order, kept.name))


def declared_as(name: str) -> OfficeList | None:
    return _LISTS.get(name)


for _kept in (
    OfficeList("desk_name", _("Name of the desk"), _("What the desk calls itself, as printed on issues."), order=10),
    OfficeList("area", _("Subject areas"), _("Offered in the submission form and in filters."), order=20),
    OfficeList(
        "place",
        _("Places"),
        _("Streets, towns, communities and roads by name. Proposals of place rest on this list."),
        order=25,
        url_name="network:places",
    ),
    OfficeList("sector", _("Sectors"), _("The sectors 界别 of the committee."), order=30),
    OfficeList("party", _("Parties"), _("Parties and those outside them."), order=40),
    OfficeList(
        "leader_rank",
        _("Leaders' ranks"),
        _("By rank, instructions are told apart and counted."),
        ranked=True,
        order=50,
    ),
    OfficeList(
        "adopting_body", _("Adopting bodies"), _("Who may adopt a brief, and at which level."), ranked=True, order=60
    ),
    OfficeList(
        "ladder",
        _("Ladders"),
        _("The ways upward: through the CPPCC, a party's committees, the united front."),
        order=70,
    ),
):
    declare(_kept)
