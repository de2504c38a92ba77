"""What a level is called before people: by its height only, since the same height has other local names in every place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhitong.network.models import Office

LEVELS = {
    Office.Rank.NATION: _("the national level"),
    Office.Rank.PROVINCE: _("the level of the province or municipality"),
    Office.Rank.CITY: _("the level of the city"),
    Office.Rank.DISTRICT: _("the level of the district or county"),
    Office.Rank.TOWN: _("the level of the street or town"),
}


def level_name(rank: int) -> object:
    """The level of this rank, for a sentence; what no rank names is called "another level"."""
    return LEVELS.get(rank, _("another level"))
