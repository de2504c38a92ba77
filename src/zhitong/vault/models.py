"""What the vault stores: identities as bytes that nobody reads without the key file, and who asked to look at them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person


class Sealed(models.Model):
    """One identity. ``content`` is encrypted with a data key of its own; ``wrapped`` is that key in a box that only the key ``key_id`` opens.

    Destroying empties both and leaves the row, so that what was asked and shown can still be told.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    protected = models.BooleanField(
        default=True
    )  # False: its owner gave the name openly; it is read without a second person
    key_id = models.CharField(max_length=16, db_index=True)
    wrapped = models.BinaryField()
    content = models.BinaryField()
    sealed_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)


class Opening(models.Model):
    """One look at one identity: asked for with a reason, allowed or refused by somebody else, over after 15 minutes."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        CONSENTED = "consented", _("consented to")
        REFUSED = "refused", _("not consented to")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    sealed = models.ForeignKey(Sealed, models.PROTECT, related_name="openings")
    about = models.CharField(max_length=60)  # what the asker calls the item in the list: a number, never a title
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.TextField(blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)  # from then on it shows nothing any more
    shown_at = models.DateTimeField(null=True, blank=True)  # the first look
    looks = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["office", "asked_at"], name="vault_opening_by_office")]
