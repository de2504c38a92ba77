"""Notices, in the product always; letters, which wait in the outbox until they may go."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person


class Notice(models.Model):
    """One thing one person may know about one item. Shown to them only when released."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for release")
        RELEASED = "released", _("released")
        HELD_BACK = "held_back", _("held back")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    event = models.CharField(max_length=80)  # the journal event it tells of
    about = models.CharField(max_length=40)  # model label of the item
    about_code = models.CharField(max_length=40, db_index=True)
    address = models.CharField(max_length=200, blank=True)  # where the person reads on, inside the product
    text = models.TextField(_("words"))
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RELEASED)
    release_at = models.DateTimeField(null=True, blank=True)  # goes by itself at this moment unless held back
    released_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey("Letter", models.SET_NULL, null=True, blank=True, related_name="notices")
    key = models.CharField(max_length=120)  # one deed tells one person once
    by_letter = models.BooleanField(default=True)  # False: only inside the product, never by mail
    # What the outbox shows in place of the name, when its reader may not know who is told; empty: the name.
    shown_as = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notices_tell_once")]
        indexes = [models.Index(fields=["person", "state", "happened_at"], name="notices_by_person")]


class Letter(models.Model):
    """One mail to one person, mostly a day's notices together. Sent by a job, at least once, with one message id."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    person = models.ForeignKey(Person, models.PROTECT, related_name="letters")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)
