"""The office's own documents. A signed brief never changes; a correction is a new issue that names the old one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhitong.intake.models import WHOLE, Submission
from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person


class Series(models.Model):
    """A periodical 刊物 with its own numbering, length, sign-off chain and checks. What differs by place is data here.

    Its sign-off chain changes with time and stands in ``SigningChain``, by the day from which it holds.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="series")
    name = models.CharField(_("name"), max_length=60)  # 《社情民意》, without the brackets
    express_hours = models.IntegerField(_("hours for the express lane"), default=24)  # runs through rest days
    length_limit = models.IntegerField(_("length limit"), default=1500)  # characters of the body
    blocking_checks = models.JSONField(
        default=list
    )  # check names that must be mended before review; empty: none blocks
    switched_off_checks = models.JSONField(default=list)
    masthead = models.JSONField(default=dict)  # what the printed head and foot show besides: see paper.description
    running_start = models.IntegerField(default=0)  # total number issued before this installation
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="desk_one_series_name")]

    def __str__(self):
        return self.name


class SigningChain(models.Model):
    """Who writes, reviews and signs in a series from a day on: the newest row that holds on a day is the answer for that day.

    ``chain`` is a list of role names in order, such as ["editor", "senior_editor", "signer"]; the last step signs.
    ``express_chain`` is the shorter one of the express lane 直通车; empty: the lane has no shorter one.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="chains")
    chain = models.JSONField()
    express_chain = models.JSONField(default=list)
    valid_from = models.DateField(null=True, blank=True)  # None: since the series began
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = [models.F("valid_from").asc(nulls_first=True), "pk"]

    def __str__(self):
        return " → ".join(self.chain)


class Counter(models.Model):
    """The last issue number of a series in a year. Locked while a number is taken: no gap, no duplicate."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="counters")
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="desk_one_counter")]


class Brief(models.Model):
    """信息稿: written from one submission (单篇) or several (综合)."""

    class State(models.TextChoices):
        DRAFTING = "drafting", _("being written")
        IN_REVIEW = "in_review", _("in review")
        SIGNED = "signed", _("signed")
        DROPPED = "dropped", _("dropped")
        WITHDRAWN = "withdrawn", _("withdrawn")  # after signing: the number stays taken and visible

    class Kind(models.TextChoices):
        SINGLE = "single", _("single")
        COMPOSITE = "composite", _("composite")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="briefs")
    series = models.ForeignKey(Series, models.PROTECT, related_name="briefs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTING)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SINGLE)
    title = models.CharField(_("title"), max_length=200)  # of the newest revision, for lists
    chain = models.JSONField(default=list)  # the series' chain as it was when the brief was put forward
    step = models.IntegerField(default=0)  # place in that chain while in review
    turn = models.CharField(max_length=20, blank=True)  # the role at that place; empty unless in review
    is_express = models.BooleanField(_("express lane"), default=False)
    express_reason = models.TextField(blank=True)
    express_since = models.DateTimeField(null=True, blank=True)
    editor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    year = models.IntegerField(null=True, blank=True)
    number = models.IntegerField(null=True, blank=True)  # 期号 within the year
    running_number = models.IntegerField(null=True, blank=True)  # 总期号
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_revision = models.ForeignKey("Revision", models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    # The head and foot as printed when it was signed: what the series prints later is another thing. None before signing.
    printed = models.JSONField(null=True, blank=True)
    lock_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lock_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="desk_issue_number"),
            models.UniqueConstraint(fields=["series", "running_number"], name="desk_running_number"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(number__isnull=False, signed_at__isnull=False),
                name="desk_signed_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "started_at"], name="desk_by_state"),
            models.Index(fields=["office", "started_at"], name="desk_by_start"),
        ]

    @property
    def issue(self) -> str:
        """期号 as printed, or empty before signing."""
        return f"{self.year}年第{self.number}期" if self.number else ""

    def __str__(self):
        return self.title


class Revision(models.Model):
    """One save. Never changed; ``base`` is what its writer started from, so that two writers at once lose nothing.

    A text that nobody's later text began from, and that none took in, is still open. Two open texts: see ``texts.py``.
    """

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="revisions")
    ordinal = models.IntegerField()
    base = models.IntegerField(default=0)
    merges = models.IntegerField(null=True, blank=True)  # the other text that was before the writer's eyes as well
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["brief", "ordinal"], name="desk_one_ordinal")]


class BriefSource(models.Model):
    """A submission that the brief draws on, with its credit share. The shares of a brief's sources sum to exactly WHOLE."""

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="sources")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="used_in")
    share = models.IntegerField()
    position = models.IntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "submission"], name="desk_source_once"),
            models.CheckConstraint(condition=Q(share__gte=0) & Q(share__lte=WHOLE), name="desk_source_share"),
        ]


class Remark(models.Model):
    """A remark pinned to a place in a revision; ``quote`` finds the place again in later revisions."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    brief = models.ForeignKey(Brief, models.PROTECT, related_name="remarks")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="remarks")
    start = models.IntegerField(default=0)
    end = models.IntegerField(default=0)
    quote = models.CharField(max_length=200, blank=True)
    text = models.TextField(_("remark"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)


class Signature(models.Model):
    """One step of the chain: passed or returned, by whom, on which exact text, and for whom when by delegation."""

    class Verdict(models.TextChoices):
        SUBMIT = "submit", _("put forward")
        PASS = "pass", _("passed")
        RETURN = "return", _("returned")
        SIGN = "sign", _("signed")

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="signatures")
    step = models.IntegerField()
    role = models.CharField(max_length=20)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()


class MaskedCopy(models.Model):
    """A copy of a submission's or brief's words for an exemplar or an export, with what tells who somebody is covered.

    The original stays as it is, apart from this row. ``text`` begins as its words; what is covered for good is overwritten here.
    """

    class Purpose(models.TextChoices):
        EXEMPLAR = "exemplar", _("exemplar")
        EXPORT = "export", _("export")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="+")
    brief = models.ForeignKey(Brief, models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    text = models.TextField()
    original_digest = models.CharField(max_length=64)  # SHA-256 of the words the copy began with
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("masked copy")
        indexes = [models.Index(fields=["office", "-id"], name="desk_copy_by_office")]
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=False, brief__isnull=True)
                | Q(submission__isnull=True, brief__isnull=False),
                name="desk_copy_of_one_thing",
            )
        ]

    def __str__(self):
        return self.code


class Mask(models.Model):
    """One covered place, ``text[start:end]`` in characters. For good: the signs beneath are gone from the copy. Else it can be lifted."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    copy = models.ForeignKey(MaskedCopy, models.PROTECT, related_name="masks")
    start = models.IntegerField()
    end = models.IntegerField()
    kind = models.CharField(max_length=10)  # one of text.deidentify.LABELS
    for_good = models.BooleanField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="desk_mask_interval")]
