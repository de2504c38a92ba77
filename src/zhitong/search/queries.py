"""The readers others use: items by number or code, the offices, and an office held still while its index is made anew."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from zhitong.journal.models import Chain
from zhitong.network.actors import Actor
from zhitong.network.models import Office
from zhitong.search.models import Document
from zhitong.search.registry import KINDS


def numbered(viewer: Actor, number: str, most: int = 20) -> list[Document]:
    """The documents of this number whose items the viewer may see."""
    rows = list(Document.objects.filter(office_id=viewer.office_id, number=number).defer("tokens", "text")[:most])
    seen = {
        kind: set(KINDS[kind].visible(viewer).filter(pk__in=[row.item_id for row in rows]).values_list("pk", flat=True))
        for kind in {row.kind for row in rows} & set(KINDS)
    }
    return [row for row in rows if row.item_id in seen.get(row.kind, ())]


def item_or_404(viewer: Actor, kind: str, code: str) -> Any:
    """The item of this code; one that may not be seen answers like one that does not exist."""
    found = KINDS[kind].visible(viewer).filter(code=code).first() if code.isascii() and "\x00" not in code else None
    if found is None:
        raise Http404
    return found


def office_ids() -> list[int]:
    return list(Office.objects.order_by("pk").values_list("pk", flat=True))


def hold_office(office_id: int) -> None:
    """Let no deed of this office be recorded until the transaction ends, so that what is read stays what it is."""
    list(Chain.objects.select_for_update().filter(office_id=office_id).values_list("pk"))
