"""PostgreSQL: documents that are no longer among the newest leave their pieces and are settled (``buckets.py`` says why).

Step by step, each in one transaction that holds the office as a rebuild does: the oldest documents in pieces are written with the tokens of
the settled range before them, and the place where the pieces begin moves behind them. So every document is found at every moment, a settling
that is stopped or killed harms nothing, and the next goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import QuerySet

from zhitong.search import buckets, spots
from zhitong.search.models import Bucket, Document, Piece
from zhitong.search.queries import hold_office, office_ids
from zhitong.statements import insert

NEWEST = 32_768  # documents of an office that stay in pieces
RANGE = 65_536  # documents of a settled range
_BATCH = 100  # so long, some tenths of a second, a deed of the office may have to wait

# Whatever form the tokens had: 17~电梯~203, 17~电梯 or 电梯.
_SETTLE = (
    "UPDATE search_document SET tokens = array_to_tsvector(ARRAY("
    "SELECT %s || CASE WHEN position('~' IN token) > 0 THEN split_part(token, '~', 2) ELSE token END "
    "FROM unnest(tsvector_to_array(tokens)) AS token)) WHERE spot BETWEEN %s AND %s"
)


def settle() -> Iterator[int]:
    """Settle what is no longer among the newest of each office; gives after each step how many documents it was."""
    if connection.vendor != "postgresql":
        return
    for office_id in office_ids():
        end = _end_of(office_id)
        while end is not None and (count := _settle_some(office_id, end)) is not None:
            yield count


def _end_of(office_id: int) -> int | None:
    """The spot of the oldest document that stays in pieces; None where there are no more than stay."""
    low, high = spots.span(office_id, None, None)
    rows = Document.objects.filter(spot__gte=low, spot__lte=high).order_by("-spot").values_list("spot", flat=True)
    return next(iter(rows[NEWEST - 1 : NEWEST]), None)


@transaction.atomic
def _settle_some(office_id: int, end: int) -> int | None:
    """Settle the oldest documents in pieces that stand before ``end``; gives how many, None when there is nothing left to do."""
    hold_office(office_id)
    low, high = spots.span(office_id, None, None)
    held = Bucket.objects.filter(first__gte=low, first__lte=high)
    oldest = held.filter(form=Bucket.Form.PIECES).order_by("first").first()
    if oldest is None or oldest.first >= end:
        return None
    rows = Document.objects.filter(spot__gte=oldest.first, spot__lt=end).order_by("spot")
    found = list(rows.values_list("spot", flat=True)[:_BATCH])
    if found:
        _write(held, oldest.first, found)
    _begin_pieces(low, found[-1] + 1 if found else end)
    return len(found)


def _write(held: QuerySet, first: int, found: list[int]) -> None:
    """Give these documents, all that stand from ``first`` to the last of them, the tokens of the newest settled range, or of a new one."""
    settled = held.filter(form=Bucket.Form.SETTLED).order_by("-first").first()
    if settled is None or settled.count >= RANGE:
        settled = insert(Bucket(first=first, form=Bucket.Form.SETTLED))
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [buckets.around(settled)[0], found[0], found[-1]])
    settled.count += len(found)
    settled.save()


def _begin_pieces(low: int, begin: int) -> None:
    """Let the pieces of the office that starts at ``low`` begin here: those before go, the one that it falls into keeps its end."""
    piece = Piece.objects.filter(first__gte=low, first__lte=begin).order_by("-first")[0]
    Piece.objects.filter(first__gte=low, first__lt=piece.first).delete()
    Piece.objects.filter(pk=piece.pk).update(first=begin)
    in_pieces = Bucket.objects.filter(form=Bucket.Form.PIECES)
    in_pieces.filter(first__gte=low, first__lte=begin).exclude(pk=piece.bucket_id).update(form=Bucket.Form.FREE)
    in_pieces.filter(pk=piece.bucket_id).update(first=begin)
