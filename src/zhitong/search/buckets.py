"""PostgreSQL's index in pieces from the newest on.

A GIN index knows which documents hold a token, not in which order they stand: to find the newest twenty that hold a common word it
would fetch all of them. So an office's documents stand in buckets, each a range of spots of some ``SIZE`` documents, and the index holds
tokens with their bucket's number before them: 17~电梯. A search asks bucket by bucket from the newest on and stops when it has enough;
its cost is that of a few thousand documents, however large the archive. SQLite's index is read in the order of spots and needs none of this.

A bucket begins where the one before was full, and only ever at the end, so that no document changes its bucket. Tokens without a
number (of documents from before there were buckets) are asked for as well, all at once; ``zhitong search rebuild`` puts them into the
buckets that the migration has laid out for them.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from django.db.models import F, QuerySet

from zhitong.search import spots
from zhitong.search.models import Bucket, Document
from zhitong.statements import kept, kept_update

SIZE = 4096
SIGN = "~"  # marks fold to blanks, so that no token holds it


def put(documents: list[Document], new: Collection[int]) -> None:
    """Put the number of its bucket before each token. ``new``: spots just given, which may open a bucket."""
    documents = sorted(documents, key=lambda document: document.spot)
    for office_id, group in groupby(documents, key=lambda document: document.office_id):
        _put(office_id, list(group), new)


def _put(office_id: int, documents: list[Document], new: Collection[int]) -> None:
    low, high = spots.span(office_id, None, None)
    if len(documents) == 1:
        there = _bucket_of(low, documents[0].spot)
    else:
        there = list(Bucket.objects.filter(first__range=(low, high)).order_by("-first"))
    # The oldest first, each with what comes into it.
    known = there[::-1] or [Bucket.objects.create(first=low)]
    came = dict.fromkeys((bucket.pk for bucket in known), 0)
    for document in documents:
        at = next((at for at in range(len(known) - 1, -1, -1) if known[at].first <= document.spot), None)
        if at is None:
            continue
        bucket = known[at]
        if document.spot in new:
            if bucket.count + came[bucket.pk] >= SIZE and _is_last(document.spot, high):
                bucket = Bucket.objects.create(first=document.spot)
                known.append(bucket)
                came[bucket.pk] = 0
            came[bucket.pk] += 1
        document.tokens = " ".join([f"{bucket.pk}{SIGN}{token}" for token in document.tokens.split(" ")])
    for key, count in came.items():
        if count:
            _grow(key, count)


@kept
def _bucket_of(low: int, spot: int) -> QuerySet:
    return Bucket.objects.filter(first__gte=low, first__lte=spot).order_by("-first")[:1]


@kept_update
def _grow(key: int, count: int) -> tuple[QuerySet, dict]:
    return Bucket.objects.filter(pk=key), {"count": F("count") + count}


def _is_last(spot: int, high: int) -> bool:
    """Whether nothing of the office stands behind, neither a document nor a bucket."""
    behind = {"gt": spot, "lte": high}
    return not any(
        model.objects.filter(**{f"{name}__{way}": value for way, value in behind.items()}).exists()
        for model, name in ((Document, "spot"), (Bucket, "first"))
    )
