"""PostgreSQL's index in pieces from the newest on.

A GIN index knows which documents hold a token, not in which order they stand: to find the newest twenty that hold a common word it
would fetch all of them. So an office's documents stand in buckets, each a range of spots, and a bucket in 64 pieces of some ``SIZE``
documents. The index holds tokens with the bucket's number before them and the piece's three digits (0 to 3) behind: 17~电梯~203. As the
index is sorted, its beginnings are wider ranges: 17~电梯~20 holds four pieces, 17~电梯~2 sixteen, 17~电梯~ the bucket. A search asks piece by
piece from the newest on, then four and sixteen at once, then bucket by bucket, and stops when it has enough: a common word costs a piece or
two however large the archive, a rare one some ten steps and one for each older bucket. What is written lies in the newest bucket's part of
the index. SQLite's index is read in the order of spots and needs none of this.

A piece begins where the one before was full, and only ever at the end, so that no document changes its piece. Tokens from before there were
pieces (17~电梯, and from before there were buckets 电梯) are asked for as well; ``zhitong search rebuild`` puts them into the pieces that the
migration has laid out for them.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from django.db.models import F, QuerySet

from zhitong.search import spots
from zhitong.search.models import Bucket, Document, Piece
from zhitong.statements import insert, kept, kept_update

SIZE = 256  # documents
PIECES = 64  # of a bucket
SIGN = "~"  # marks fold to blanks, so that no token holds it
GAPS = SIGN, "^"  # where a question's tokens take what goes before and behind


def put(documents: list[Document], new: Collection[int]) -> None:
    """Put the number of its bucket before each token and its piece behind. ``new``: spots just given, which may open a piece."""
    documents = sorted(documents, key=lambda document: document.spot)
    for office_id, group in groupby(documents, key=lambda document: document.office_id):
        _put(office_id, list(group), new)


def _put(office_id: int, documents: list[Document], new: Collection[int]) -> None:
    low, high = spots.span(office_id, None, None)
    known = _piece_of(low, documents[0].spot)
    if len(documents) > 1:
        known += Piece.objects.filter(first__gt=documents[0].spot, first__lte=documents[-1].spot).order_by("first")
    if not known:
        known = [_opened(low, None)]
    came = dict.fromkeys((piece.pk for piece in known), 0)
    for document in documents:
        piece = next((piece for piece in reversed(known) if piece.first <= document.spot), None)
        if piece is None:
            continue
        if document.spot in new:
            if piece.count + came[piece.pk] >= SIZE and _is_last(document.spot, high):
                piece = _opened(document.spot, piece)
                known.append(piece)
                came[piece.pk] = 0
            came[piece.pk] += 1
        document.tokens = _placed(document.tokens, piece)
    for key, count in came.items():
        if count:
            _grow(key, count)


def _placed(tokens: str, piece: Piece) -> str:
    before, behind = f"{piece.bucket_id}{SIGN}", f"{SIGN}{digits_of(piece.part)}"
    return before + tokens.replace(" ", f"{behind} {before}") + behind


def digits_of(part: int) -> str:
    return f"{part // 16}{part // 4 % 4}{part % 4}"


def _opened(first: int, behind: Piece | None) -> Piece:
    """A new piece, which stands behind this one; in a new bucket where that is full."""
    if behind and behind.part + 1 < PIECES:
        return insert(Piece(first=first, bucket_id=behind.bucket_id, part=behind.part + 1))
    bucket = insert(Bucket(first=first, in_pieces=True))
    return insert(Piece(first=first, bucket_id=bucket.pk, part=0))


@kept
def _piece_of(low: int, spot: int) -> QuerySet:
    return Piece.objects.filter(first__gte=low, first__lte=spot).order_by("-first")[:1]


@kept_update
def _grow(key: int, count: int) -> tuple[QuerySet, dict]:
    return Piece.objects.filter(pk=key), {"count": F("count") + count}


def _is_last(spot: int, high: int) -> bool:
    """Whether nothing of the office stands behind, neither a document nor a piece."""
    behind = {"gt": spot, "lte": high}
    return not any(
        model.objects.filter(**{f"{name}__{way}": value for way, value in behind.items()}).exists()
        for model, name in ((Document, "spot"), (Piece, "first"))
    )


def forget_old() -> None:
    """After a rebuild every document stands in a piece: nothing is left of the buckets from before."""
    Bucket.objects.filter(in_pieces=False).delete()
