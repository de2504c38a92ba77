"""Each outcome carries the day it happened and the moment it was recorded; the two are often months apart.

A mistake is corrected by a new row that names the old one (``corrects``); a row that only takes the old one back has
``void`` set. What holds is: rows that nobody corrects and that are not void.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhitong.desk.models import Brief
from zhitong.dispatch.models import Dispatch
from zhitong.files.models import StoredFile
from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person


class Outcome(models.Model):
    """What adoption, instruction and reply have in common."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    brief = models.ForeignKey(Brief, models.PROTECT, related_name="%(class)ss")
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    happened_on = models.DateField(_("day"), db_index=True)
    recorded_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )  # None: came down from the office above
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("note"), blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    void = models.BooleanField(default=False)
    # The row of the office above that this one repeats, when the outcome came down by itself.
    came_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="handed_down")

    class Meta:
        abstract = True


class Adoption(Outcome):
    """采用: a body took the brief into its own periodical or paper. Several may belong to one brief."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("single")
        COMPOSITE = "composite", _("composite")
        FORWARDED = "forwarded", _("forwarded")
        SPECIAL_REPORT = "special_report", _("special report")

    body = models.CharField(_("adopting body"), max_length=80)  # 市政协, 中共市委办公室 ... as named
    rank = models.IntegerField(_("level"), choices=Office.Rank.choices)
    ladder = models.CharField(max_length=30, default="cppcc")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.SINGLE)
    periodical = models.CharField(_("periodical"), max_length=80, blank=True)
    issue = models.CharField(_("issue"), max_length=40, blank=True)

    class Meta(Outcome.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(confirmed_by=models.F("entered_by")),
                name="outcomes_adoption_two_people",
            ),
        ]


class Instruction(Outcome):
    """批示: a leader's written instruction. Scored from the registered paper (批件)."""

    leader = models.CharField(_("leader"), max_length=60)
    leader_rank = models.CharField(_("rank"), max_length=40)  # a code of the list "leader_rank"
    words = models.TextField(_("words"), blank=True)
    paper_number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )  # who wrote it here in the leader's place, by written delegation
    # The first row of its line of corrections, None when it is that itself: replies are bound to the first row,
    # so that a correction of the instruction keeps its replies.
    first = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Outcome.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(confirmed_by=models.F("entered_by")),
                name="outcomes_instruction_two_people",
            ),
        ]


class Reply(Outcome):
    """办理、回函: what a department wrote back."""

    class Solved(models.TextChoices):
        YES = "yes", _("solved")
        PARTLY = "partly", _("partly solved")
        PLANNED = "planned", _("planned")
        NO = "no", _("not solved")

    department = models.CharField(_("department"), max_length=80)
    text = models.TextField(_("reply"))
    solved = models.CharField(_("result"), max_length=8, choices=Solved.choices, default=Solved.PLANNED)
    answers = models.ForeignKey(Instruction, models.PROTECT, null=True, blank=True, related_name="replies")

    class Meta(Outcome.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(confirmed_by=models.F("entered_by")),
                name="outcomes_reply_two_people",
            ),
        ]
