"""What the search knows of themes: name and words of those that stand, proposed or confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from zhitong.assessment.themes import queries
from zhitong.assessment.themes.models import Theme
from zhitong.assessment.themes.rules import LIVE
from zhitong.network.actors import Actor
from zhitong.search.registry import Entry, Searchable, register


def items():
    """With ``size``, what stands in the theme and still has its words."""
    shown = Q(items__state__in=queries.IN, items__submission__withdrawn_at=None, items__submission__paper_at=None)
    return Theme.objects.filter(state__in=LIVE).annotate(size=Count("items", filter=shown))


def entries(themes: Sequence[Theme]) -> list[Entry]:
    return [
        Entry(
            item_id=theme.pk,
            office_id=theme.office_id,
            code=theme.code,
            day=timezone.localdate(theme.found_at),
            title=theme.name,
            body="、".join(theme.words),
            state=theme.state,
        )
        for theme in themes
    ]


def size_of(_viewer: Actor, theme: Theme) -> str:
    return ngettext("%(n)s submission", "%(n)s submissions", theme.size) % {"n": theme.size}


register(
    Searchable(
        "theme",
        _("theme"),
        model="assessment.theme",
        items=items,
        entries=entries,
        visible=lambda viewer: queries.visible_themes(viewer).filter(state__in=LIVE),
        address=lambda _viewer, code: reverse("assessment:theme", args=[code]),
        whole_right="assessment.read",
        states={state.value: state.label for state in LIVE},
        byline=size_of,
    )
)
