"""What the search keeps: derived from the items, made anew by ``zhitong search rebuild`` at any time."""

from django.db import models

from zhitong.network.models import Office, Unit


class Tokens(models.TextField):
    """The tokens of a document, apart by blanks; PostgreSQL keeps them as a tsvector without positions."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


class Document(models.Model):
    """One item as the index knows it. Holds folded words only; what a page shows is read from the item itself.

    ``spot`` says office, day and place within the day (see ``spots.py``): in its order the newest stand last, and a range of it
    is an office or a span of days. The SQLite index ``search_index`` follows this table by triggers (``tables.py``).
    """

    spot = models.BigIntegerField(primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    item_id = models.BigIntegerField()
    code = models.CharField(max_length=16)
    day = models.DateField()
    text = models.TextField()  # folded title, body and more, one a line
    names = models.TextField(blank=True)  # keys of open names, each between line ends
    withheld_names = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    area = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=40, blank=True)
    level = models.IntegerField(null=True, blank=True)
    tokens = Tokens()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "item_id"], name="search_one_document")]
        indexes = [models.Index(fields=["office", "number"], name="search_by_number")]


class Fingerprint(models.Model):
    """One fingerprint (``text.fingerprints``) of an item that may have been said before; many rows for each item."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    mark = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    item_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["office", "mark", "item_id"], name="search_by_mark"),
            models.Index(fields=["item_id"], name="search_marks_of_item"),
        ]


class Bucket(models.Model):
    """A range of spots of one office, from ``first`` to the next bucket's, whose documents PostgreSQL's index holds together (``buckets.py``)."""

    class Form(models.TextChoices):
        OLD = "old"  # from before there were pieces, laid under the others until a rebuild
        PIECES = "pieces"  # the newest documents
        SETTLED = "settled"  # older ones, in a wider range
        FREE = "free"  # all its documents were settled; its number is used again

    first = models.BigIntegerField()
    count = models.IntegerField(default=0)  # of one settled: documents that were given a place here
    form = models.CharField(max_length=8, choices=Form.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "form"], name="search_one_bucket")]


class Piece(models.Model):
    """A part of a bucket, from ``first`` to the next piece's."""

    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="+", db_index=False)
    part = models.SmallIntegerField()  # the how-manieth of its bucket, from 0
    first = models.BigIntegerField(unique=True)
    count = models.IntegerField(default=0)  # documents that were given a place here

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "part"], name="search_one_piece")]


class Making(models.Model):
    """How far the index is made; one row. No row means that nothing was ever in doubt: a new installation.

    ``is_whole`` is false where a migration changed what the index holds, until a rebuild has come to its end. The other columns
    are where a rebuild stands that has not come to its end: the last item it has made, and how many.
    """

    is_whole = models.BooleanField(default=True)
    office_id = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=16, blank=True)
    item_id = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)

    @staticmethod
    def finished() -> dict[str, object]:
        return {"is_whole": True, "office_id": 0, "kind": "", "item_id": 0, "done": 0}
