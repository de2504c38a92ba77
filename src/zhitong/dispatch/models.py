"""One brief going to one recipient is one dispatch."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhitong.desk.models import Brief
from zhitong.intake.models import Submission
from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person


class Recipient(models.Model):
    """Who briefs are sent to: leaders, offices above on any ladder, departments. ``may_see`` limits what they are shown."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("leader")
        OFFICE_ABOVE = "office_above", _("office above")
        BODY = "body", _("other body")  # 两办, 统战部, a party's committee: outside this installation
        DEPARTMENT = "department", _("department")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="recipients")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    rank = models.IntegerField(_("rank"), choices=Office.Rank.choices)
    leader_rank = models.CharField(max_length=40, blank=True)  # a code of the list "leader_rank"
    linked_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+"
    )  # OFFICE_ABOVE in this installation
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # who reads it here
    sees_sources = models.BooleanField(_("sees who reflected it"), default=False)
    reply_days = models.IntegerField(_("working days to reply"), default=0)  # 0: no clock
    position = models.IntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="dispatch_one_recipient_name")]

    def __str__(self):
        return self.name


class Dispatch(models.Model):
    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("a dispatch", "sent")
        RECEIVED = "received", _("received")
        READ = "read", _("read")
        RECALLED = "recalled", _("recalled")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="dispatches")
    brief = models.ForeignKey(Brief, models.PROTECT, related_name="dispatches")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="dispatches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    is_express = models.BooleanField(default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )  # the recipient's reader, or their deputy; None: read in the office above
    recalled_at = models.DateTimeField(null=True, blank=True)
    recall_reason = models.TextField(blank=True)
    arrived_as = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="came_by"
    )  # upward, same installation

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brief", "recipient"], condition=~Q(state="recalled"), name="dispatch_once"
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "sent_at"], name="dispatch_by_state")]


class ExpressReview(models.Model):
    """Every use of the express lane is looked at afterwards: was it right to hurry? Open until somebody else closes it."""

    brief = models.OneToOneField(Brief, models.PROTECT, related_name="express_review")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    justified = models.BooleanField(null=True)
    words = models.TextField(blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
