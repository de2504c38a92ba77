"""What the journal stores: one chain of entries for each office."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.Model):
    """The head of an office's chain. Locked while an entry is written, so that sequence numbers have no gap."""

    office_id = models.BigIntegerField(primary_key=True)  # 0 is the installation itself
    seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default="0" * 64)


class Entry(models.Model):
    """One deed. Only ever added: triggers refuse UPDATE and DELETE on both engines.

    No foreign keys on purpose: the chain must verify after the rows it speaks of were lawfully erased.
    """

    office_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()  # the server's clock; order is by seq, never by time
    actor = models.CharField(max_length=64)  # keyed commitment of the person, or "system"
    channel = models.CharField(max_length=12)  # page, api, command, import, worker
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)  # the model, such as "desk.brief"
    subject_code = models.CharField(max_length=40)
    matters = models.TextField(default="[]")  # codes of everything else this entry belongs to, canonical JSON
    details = models.TextField(default="{}")  # canonical JSON
    reason = models.TextField(default="")  # the office's own words for its own deed
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("journal entry")
        constraints = [models.UniqueConstraint(fields=["office_id", "seq"], name="journal_one_entry_per_seq")]
        indexes = [
            models.Index(fields=["subject", "subject_code"], name="journal_by_subject"),
            models.Index(fields=["office_id", "at"], name="journal_by_time"),
        ]

    def __str__(self):
        return f"{self.office_id}/{self.seq} {self.action}"


class Mention(models.Model):
    """An index from an item to entries about other items that its timeline also shows; derived from ``Entry.matters``."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "entry"], name="journal_one_mention")]
