"""Decisions are dated rows; the one in force is the last that was not undone."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from zhitong.assessment.themes.models import Theme, ThemeItem, ThemeSearch
from zhitong.intake.models import Submission
from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person

__all__ = [
    "Assessment",
    "LastFilter",
    "Presence",
    "SavedView",
    "Sitting",
    "Theme",
    "ThemeItem",
    "ThemeSearch",
]


class Sitting(models.Model):
    """每日研判: a dated meeting over the queue. Also an empty day leaves a record, so that a gap shows."""

    class Order(models.TextChoices):
        OLDEST = "oldest", _("oldest first")
        EXPRESS = "express", _("express requests first")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="sittings")
    held_on = models.DateField(_("day"))
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("chair"))
    minute_taker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("minute-taker"))
    present = models.ManyToManyField(Person, related_name="+", verbose_name=_("present"))
    order = models.CharField(_("order"), max_length=8, choices=Order.choices, default=Order.OLDEST)
    opened_at = models.DateTimeField()
    queue_at_start = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("remarks"), blank=True)
    figures = models.JSONField(default=dict, blank=True)  # the day's counts, frozen at closing

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(closed_at__isnull=True), name="assessment_one_open_sitting"
            ),
            models.UniqueConstraint(fields=["office", "held_on"], name="assessment_one_sitting_a_day"),
        ]

    def __str__(self):
        return f"{self.held_on}"


class Assessment(models.Model):
    """One decision on one submission, by a person, with a reason."""

    class Verdict(models.TextChoices):
        TAKE_UP = "take_up", _("take up")
        MERGE = "merge", _("merge")
        HOLD = "hold", _("hold")
        SEND_BACK = "send_back", _("return")
        TRANSFER = "transfer", _("transfer")
        TO_PROPOSAL = "to_proposal", _("pass to proposals")
        DECLINE = "decline", _("decline")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="assessments")
    verdict = models.CharField(_("decision"), max_length=12, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=40, blank=True)  # a code of the list "decision_reason"
    words = models.TextField(_("in words"), blank=True)  # for the desk; the source does not see it
    told = models.TextField(_("words to the source"), blank=True)  # 退回: what is missing
    hold_until = models.DateField(_("come back on"), null=True, blank=True)
    into = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="merged_here"
    )  # 并稿: the leading submission
    transfer_to = models.CharField(_("transfer to"), max_length=120, blank=True)
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="decisions")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who takes it")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)  # by when the taker means to have it done
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )  # the hold that this decision ended; that row's ``undone_at`` is then this one's moment
    undone_at = models.DateTimeField(null=True, blank=True)  # from here on not in force: undone, or followed by another
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    undone_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(undone_at__isnull=True), name="assessment_one_in_force"
            ),
            models.CheckConstraint(condition=~Q(into=models.F("submission")), name="assessment_merge_into_another"),
        ]
        indexes = [models.Index(fields=["verdict", "at"], name="assessment_by_verdict")]

    @property
    def verdict_label(self) -> str:
        """The verdict in words: the inbox shows it in every line, and Django's own way sorts all choices anew each time."""
        return self.Verdict(self.verdict).label


class SavedView(models.Model):
    """A filter with a name, personal (``person`` set) or for the whole desk."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1000)
    position = models.IntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            # No person means the whole desk and counts as a value; SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint("office", Coalesce("person_id", 0), "name", name="assessment_view_name_once")
        ]

    def __str__(self):
        return self.name


class LastFilter(models.Model):
    """The filter a person used last, so that the inbox opens as they left it. Not history: the row is overwritten."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    query = models.CharField(max_length=1000)


class Presence(models.Model):
    """Who has a submission open right now ("someone else is here"). Not history: a row is overwritten and expires."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "person"], name="assessment_one_presence")]


class AreaTraining(models.Model):
    """One training of the office's own model of subject areas. ``content`` holds hashed pieces and weights: nothing that anybody wrote."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # empty: a command
    items = models.IntegerField()
    f1 = models.FloatField()  # macro-F1 over folds, 0 to 1
    built_in_f1 = models.FloatField()  # of the built-in model on the same items
    figures = models.JSONField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)  # SHA-256 of the content

    class Meta:
        verbose_name = _("area model")
        indexes = [models.Index(fields=["office", "-id"], name="assessment_training_by_office")]

    def __str__(self):
        return self.code
