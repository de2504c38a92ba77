"""The readers others use: items by number or code, the offices, and an office held still while its index is made anew."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from zhitong.journal.models import Chain
from zhitong.network.actors import Actor
from zhitong.network.models import Office
from zhitong.search.models import Document, Making
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


def hold_office(office_id: int) -> tuple | None:
    """Let no deed of this office be recorded until the transaction ends, so that what is read stays what it is; gives where its journal ends."""
    return Chain.objects.select_for_update().filter(office_id=office_id).values_list("seq", "head").first()


def head_of(office_id: int) -> tuple | None:
    """Where an office's journal ends: while this stays, none of its items has changed."""
    return Chain.objects.filter(office_id=office_id).values_list("seq", "head").first()


def making() -> Making:
    """How far the index is made."""
    return Making.objects.first() or Making()


def is_whole() -> bool:
    """Whether everything there is stands in the index; else a rebuild is still to be run to its end."""
    return making().is_whole
