"""What figures stores: yearly targets, scoring schemes, points entered by hand. Every row is dated and none is changed; the newest that held on a day counts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhitong.files.models import StoredFile
from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person, Unit


class Target(models.Model):
    """目标: how much of a measure a year should bring to one unit, to each unit of a kind, or to the whole office.

    Neither unit nor kind: the whole office. ``number`` None lifts the target that stood before. A unit's own goes before its kind's.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="targets")
    year = models.IntegerField(_("year"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind of unit"), max_length=16, choices=Unit.Kind.choices, blank=True)
    measure = models.CharField(
        _("measure"), max_length=40
    )  # a code of ``measures.EVERY`` that counts items or occurrences
    number = models.IntegerField(_("target"), null=True, blank=True)
    reason = models.CharField(_("by what decision"), max_length=200)  # the document or meeting that set it
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__isnull=True) | Q(number__gte=1), name="figures_target_above_0"),
            models.CheckConstraint(condition=Q(unit__isnull=True) | Q(kind=""), name="figures_target_unit_or_kind"),
        ]
        indexes = [models.Index(fields=["office", "year", "set_at"], name="figures_target_by_year")]


class SchemeVersion(models.Model):
    """计分办法: the text of a scheme as an office keeps it. A published version never changes; the next one is a new row.

    ``decisions`` answers what the text leaves open: key → value, reason, by whom. ``matching`` says which of the scheme's rows an
    adopting body or a leader's rank means, where the text's own words do not.
    """

    class State(models.TextChoices):
        DRAFT = "drafting", pgettext_lazy("a scheme", "being written")
        PUBLISHED = "signed", pgettext_lazy("a scheme", "published")
        ENDED = "stopped", pgettext_lazy("a scheme", "ended")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="schemes")
    scheme = models.CharField(max_length=80)  # the text's own id: versions of one scheme share it
    version = models.IntegerField()
    name = models.CharField(_("name"), max_length=200)
    text = models.TextField(_("text of the scheme"))
    digest = models.CharField(max_length=64)  # SHA-256 of the text
    decisions = models.JSONField(default=dict)
    matching = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    valid_from = models.DateField(_("holds from"), null=True, blank=True)

    class Meta:
        ordering = ["scheme", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["office", "scheme", "version"], name="figures_one_scheme_version"),
            models.UniqueConstraint(
                fields=["office", "scheme"], condition=Q(state="drafting"), name="figures_one_scheme_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="drafting") | Q(published_at__isnull=False, valid_from__isnull=False),
                name="figures_scheme_published",
            ),
        ]

    def __str__(self):
        return self.name


class PointsEntry(models.Model):
    """加减分登记: one fact that a row of a scheme pays for or takes points for, and that no record of the office says.

    Entered by one person, counted once another has confirmed it. A mistake is corrected by a new row that names the old one
    (``corrects``); a row that only takes it back has ``void`` set. Of the rows of one ``chain`` the newest confirmed one holds.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=80)  # the short name that the scheme's versions share
    row = models.CharField(max_length=200)  # as ``by_hand.key_of`` names it
    said = models.CharField(_("row of the scheme"), max_length=300)  # in the text's words, as they were then
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    happened_on = models.DateField(_("day"))
    number = models.IntegerField(_("number"))  # how often: 次, 件, 篇
    reason = models.CharField(_("reason"), max_length=300)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    chain = models.CharField(max_length=16)  # code of the first row of the line of corrections
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    void = models.BooleanField(default=False)

    class Meta:
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, person__isnull=False) | Q(unit__isnull=False, person__isnull=True),
                name="figures_points_unit_or_person",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="figures_points_number_above_0"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("entered_by")),
                name="figures_points_two_people",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "scheme", "confirmed_at"], name="figures_points_confirmed"),
            models.Index(fields=["chain"], name="figures_points_chain"),
            # Every page's menu counts what waits.
            models.Index(fields=["office"], condition=Q(confirmed_at__isnull=True), name="figures_points_waiting"),
        ]

    def __str__(self):
        return self.said
