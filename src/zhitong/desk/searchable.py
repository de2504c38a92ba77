"""What the search knows of briefs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhitong.desk import queries
from zhitong.desk.models import Brief, BriefSource, Revision
from zhitong.search.registry import Entry, Searchable, register


def items():
    leads = BriefSource.objects.select_related("submission").order_by("position")
    rows = Brief.objects.exclude(pk__in=queries.restricted_briefs())
    return rows.select_related("signed_revision").prefetch_related(Prefetch("sources", leads))


def entries(briefs: Sequence[Brief]) -> list[Entry]:
    unsigned = [brief.pk for brief in briefs if brief.signed_revision_id is None]
    newest = {row.brief_id: row for row in Revision.objects.filter(brief__in=unsigned).order_by("ordinal")}
    return [_entry(brief, brief.signed_revision or newest.get(brief.pk)) for brief in briefs]


def _entry(brief: Brief, text: Revision | None) -> Entry:
    """The text signed, before that the newest. Unit and area are those of the submission it draws on first; its place is not kept,
    because it is one of the words that a move to paper destroys there."""
    leads = list(brief.sources.all())
    lead = leads[0].submission if leads else None
    return Entry(
        item_id=brief.pk,
        office_id=brief.office_id,
        code=brief.code,
        day=timezone.localdate(brief.signed_at or brief.started_at),
        title=text.title if text else brief.title,
        body=text.body if text else "",
        number=brief.issue,
        state=brief.state,
        unit_id=lead.unit_id if lead else None,
        area=lead.area if lead else "",
    )


register(
    Searchable(
        "brief",
        _("brief"),
        model="desk.brief",
        items=items,
        entries=entries,
        visible=queries.visible_briefs,
        address=lambda _viewer, code: reverse("desk:brief", args=[code]),
        whole_right="desk.read",
        states=dict(Brief.State.choices),
    )
)
