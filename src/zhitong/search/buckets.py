"""PostgreSQL's index: the newest documents in pieces, the older ones settled.

A GIN index knows which documents hold a token, not in which order they stand: to find the newest twenty that hold a common word it
would fetch all of them. So an office's documents stand in buckets, each a range of spots, and the index holds tokens with the bucket's
number before them. A search asks from the newest on and stops when it has enough.

The newest documents stand in buckets of 64 pieces of some ``SIZE`` documents, with the piece's three digits (0 to 3) behind each token:
17~电梯~203. As the index is sorted, its beginnings are wider ranges: 17~电梯~20 holds four pieces, 17~电梯~2 sixteen, 17~电梯~ the bucket. So a
common word costs a piece or two however large the archive. But a beginning is many entries, of two words all places are collected before
they are compared, and a token for each piece takes room. So the older documents are settled (``settle.py``): in ranges of some 65,000, one
token for each word, 23~电梯, of which PostgreSQL compares sorted lists and skips in them. What is common was found in the pieces already.

All that is settled is older than all that is in pieces, and each place belongs to one of them. A piece begins where the one before was
full, and only ever at the end. Tokens from before there were pieces (17~电梯, and from before there were buckets 电梯) are asked for as well;
``zhitong search rebuild`` puts them where they belong. SQLite's index is read in the order of spots and needs none of this.
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
    known = _places(low, documents[0].spot, documents[-1].spot) or [_opened(low, high, None)]
    came = dict.fromkeys(known, 0)
    for document in documents:
        place = next((place for place in reversed(known) if place.first <= document.spot), None)
        if place is None:
            continue
        if document.spot in new:
            is_full = isinstance(place, Piece) and place.count + came[place] >= SIZE
            if is_full and _is_last(document.spot, high):
                place = _opened(document.spot, high, place)
                known.append(place)
                came[place] = 0
            came[place] += 1
        before, behind = around(place)
        document.tokens = before + document.tokens.replace(" ", f"{behind} {before}") + behind
    for place, count in came.items():
        if count:
            (_grow_piece if isinstance(place, Piece) else _grow_bucket)(place.pk, count)


def _places(low: int, first: int, last: int) -> list[Piece | Bucket]:
    """Where documents of an office that begins at ``low`` stand from one spot to another, in order."""
    found: list[Piece | Bucket] = [*(_piece_of(low, first) or _settled_of(low, first))]
    if last > first:
        found += Bucket.objects.filter(form=Bucket.Form.SETTLED, first__gt=first, first__lte=last).order_by("first")
        found += Piece.objects.filter(first__gt=first, first__lte=last).order_by("first")
    return found


def around(place: Piece | Bucket) -> tuple[str, str]:
    """What stands before and behind each token of a document that has its place here."""
    if isinstance(place, Piece):
        return f"{place.bucket_id}{SIGN}", f"{SIGN}{digits_of(place.part)}"
    return f"{place.pk}{SIGN}", ""


def digits_of(part: int) -> str:
    return f"{part // 16}{part // 4 % 4}{part % 4}"


def _opened(first: int, high: int, behind: Piece | None) -> Piece:
    """A new piece of the office that ends at ``high``, which stands behind this one; in a new bucket where that is full."""
    if behind and behind.part + 1 < PIECES:
        return insert(Piece(first=first, bucket_id=behind.bucket_id, part=behind.part + 1))
    return insert(Piece(first=first, bucket_id=_new_bucket(first, high).pk, part=0))


def _new_bucket(first: int, high: int) -> Bucket:
    """With a number that was used before where there is one: what the index keeps of its entries is filled again."""
    low = spots.start_of(first)
    free = Bucket.objects.filter(form=Bucket.Form.FREE, first__gte=low, first__lte=high).order_by("first").first()
    if free is None:
        return insert(Bucket(first=first, form=Bucket.Form.PIECES))
    free.first, free.form, free.count = first, Bucket.Form.PIECES, 0
    free.save()
    return free


@kept
def _piece_of(low: int, spot: int) -> QuerySet:
    return Piece.objects.filter(first__gte=low, first__lte=spot).order_by("-first")[:1]


def _settled_of(low: int, spot: int) -> QuerySet:
    return Bucket.objects.filter(form=Bucket.Form.SETTLED, first__gte=low, first__lte=spot).order_by("-first")[:1]


@kept_update
def _grow_piece(key: int, count: int) -> tuple[QuerySet, dict]:
    return Piece.objects.filter(pk=key), {"count": F("count") + count}


@kept_update
def _grow_bucket(key: int, count: int) -> tuple[QuerySet, dict]:
    return Bucket.objects.filter(pk=key), {"count": F("count") + count}


def _is_last(spot: int, high: int) -> bool:
    """Whether nothing of the office stands behind, neither a document nor a piece."""
    behind = {"gt": spot, "lte": high}
    return not any(
        model.objects.filter(**{f"{name}__{way}": value for way, value in behind.items()}).exists()
        for model, name in ((Document, "spot"), (Piece, "first"))
    )


def forget_old() -> None:
    """After a rebuild every document stands in its place: nothing is left of the buckets from before."""
    Bucket.objects.filter(form=Bucket.Form.OLD).delete()
