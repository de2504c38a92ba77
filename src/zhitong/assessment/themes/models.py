"""A theme, what belongs to it and what was taken out of it, and the runs in which the machine looked for themes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhitong.intake.models import Submission
from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person


class Theme(models.Model):
    """``held_at`` is set by the first deed of a person on it; from then on the machine only adds, and merges or moves nothing."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")
        MERGED = "merged", _("merged into another")
        FADED = "faded", _("no longer proposed")  # the machine moved its items before any person looked

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="themes")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    name = models.CharField(_("name"), max_length=60)
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # None: the machine
    words = models.JSONField(default=list, blank=True)  # what its texts share, the most telling first
    found_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_here")

    class Meta:
        indexes = [models.Index(fields=["office", "state"], name="assessment_themes_by_state")]

    def __str__(self):
        return self.name


class ThemeItem(models.Model):
    """One submission in a theme. A row that a person rejected stays: it is why the machine never puts the submission back."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("taken out of the theme")
        WITHHELD = "withheld", _("restricted to named readers")  # stands in no theme while it is restricted

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="items")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="theme_items")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    added_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # who decided; None: nobody

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "submission"], name="assessment_theme_item_once")]
        indexes = [models.Index(fields=["submission", "state"], name="assessment_themes_of_item")]


class ThemeSearch(models.Model):
    """One run of the machine over an office's submissions, by night or asked for."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("did not succeed")

    OPEN = (State.WAITING, State.RUNNING)

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="theme_searches")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # None: by the clock
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    percent = models.IntegerField(default=0)  # of the work, while it runs
    texts = models.IntegerField(default=0)  # how many submissions were read
    left_out = models.IntegerField(default=0)  # older ones beyond the most that one run reads
    found = models.IntegerField(default=0)  # new themes
    grown = models.IntegerField(default=0)  # themes that got new submissions
    added = models.IntegerField(default=0)  # submissions that came into a theme

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(state__in=("waiting", "running")), name="assessment_one_theme_search"
            )
        ]
        indexes = [models.Index(fields=["office", "-asked_at"], name="assessment_theme_searches")]
