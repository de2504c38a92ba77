"""What is stored of files: one row for each content, kept in ``FILES_ROOT`` under its digest."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person


class StoredFile(models.Model):
    """A file as somebody gave it. Two people who give the same bytes get two rows: nobody learns that the file was known.

    ``code`` names it in addresses; the bytes lie under ``digest``. Erasing empties the bytes and leaves the row and digest.
    """

    class State(models.TextChoices):
        READY = "ready", _("ready")
        HELD = "held", _("held back by the checker")
        ERASED = "erased", _("erased")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=255)  # as given, made harmless only when it is shown or sent
    digest = models.CharField(max_length=64, db_index=True)  # SHA-256 of the bytes
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)  # by content, never by what the browser said
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self):
        return self.name
