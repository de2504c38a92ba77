"""What reports store. A closed paper never changes: what became known later goes into a correction sheet 更正单 or the next period."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhitong.network.codes import new_code
from zhitong.network.models import Office, Person


class Kind(models.TextChoices):
    """The papers an office makes of a period; each has its own template."""

    QUARTER = "quarter", _("quarterly report")
    HALF = "half", _("half-year report")
    YEAR = "year", _("yearly report")
    BULLETIN = "bulletin", _("bulletin")


class TemplateText(models.Model):
    """One saved version of the office's template for a kind of paper, in the language of ``language.py``. The newest one holds."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ordinal = models.IntegerField()
    text = models.TextField(_("text"))
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "ordinal"], name="reports_one_template_text")]


class Report(models.Model):
    """One paper of a period. Open: its text asks for figures, which are counted anew on each look. Closed: words and figures stand."""

    class State(models.TextChoices):
        OPEN = "drafting", pgettext_lazy("a report", "open, figures live")
        CLOSED = "signed", pgettext_lazy("a report", "closed, figures frozen")
        DROPPED = "dropped", _("dropped")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    period = models.CharField(_("period"), max_length=24)  # as figures.periods reads it: 2026Q3, 2026H1, 2026
    first = models.DateField()
    last = models.DateField()
    title = models.CharField(_("title"), max_length=120)  # of the newest text
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    year = models.IntegerField(null=True, blank=True)
    number = models.IntegerField(null=True, blank=True)  # one series of closed papers in an office and year, no gap
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    known_by = models.DateField(null=True, blank=True)  # frozen: what had been recorded by the end of this day counts
    content = models.JSONField(null=True, blank=True)  # frozen: see content.py
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 over all that is frozen, see content.digest_of

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="reports_number_once"),
            models.UniqueConstraint(
                fields=["office", "kind", "period"],
                condition=Q(corrects__isnull=True) & ~Q(kind="bulletin") & ~Q(state="dropped"),
                name="reports_one_paper_of_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | Q(number__isnull=False, closed_at__isnull=False, known_by__isnull=False, content__isnull=False),
                name="reports_closed_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "first"], name="reports_by_state")]

    def __str__(self):
        return self.title

    @property
    def issue(self) -> str:
        """编号 as printed, or empty before closing."""
        return f"〔{self.year}〕{self.number}号" if self.number else ""


class ReportText(models.Model):
    """One save of an open paper's text. Never changed; ``base`` is the save its writer began from."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="texts")
    ordinal = models.IntegerField()
    base = models.IntegerField(default=0)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["report", "ordinal"], name="reports_one_text")]


class ClosedPeriod(models.Model):
    """The figures of a period as a closed paper counted them, down to the rows, whatever is learned later.

    ``rows``: measure to [[id of the row, code of the submission, code of its unit or ""], …], what was carried over from earlier
    periods included; ``minus`` holds what these lost by then. A figure is the rows less the minus rows.
    """

    class Late(models.TextChoices):
        """Where facts go that happened in a closed period and were learned after it: the office's cut-off rule."""

        CORRECTION = "correction", _("a correction sheet of the closed period")
        NEXT = "next", _("the next period's paper")

    report = models.OneToOneField(Report, models.PROTECT, related_name="frozen")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    period = models.CharField(max_length=24)
    first = models.DateField()
    last = models.DateField()
    known_by = models.DateField()
    late = models.CharField(max_length=10, choices=Late.choices)
    rows = models.JSONField(default=dict)
    minus = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["office", "kind", "last"], name="reports_closed_periods")]


class Push(models.Model):
    """双周推进: one list of what should move, made every two weeks or on demand. The list is as it was; its lines live on."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    year = models.IntegerField()
    number = models.IntegerField()
    made_on = models.DateField(_("day"))
    planned_on = models.DateField(null=True, blank=True)  # the rhythm's own day; empty: made on demand
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # None: by the clock
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["office", "year", "number"], name="reports_push_number")]

    @property
    def issue(self) -> str:
        return f"{self.year}年第{self.number}次"

    def __str__(self):
        return self.issue


class PushLine(models.Model):
    """One thing to move, with its owner and next step, carried from list to list until it is closed.

    ``key`` says what it is about and why; while a thing stays as it is there is one line for it. ``closed_by`` None with a
    ``closed_at``: it was over by itself.
    """

    class Sort(models.TextChoices):
        UNDECIDED = "undecided", _("late without decision")
        SIGNING = "signing", _("waits for signature")
        NO_OUTCOME = "no_outcome", _("no answer in time")
        NO_REPLY = "no_reply", _("instruction without reply")
        DUE = "due", _("due soon")
        CALL = "call", _("call unanswered")
        EXPRESS = "express", _("express lane not reviewed")
        TARGET = "target", _("below its target")
        RISING = "rising", _("theme rising")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    sort = models.CharField(_("what it is"), max_length=12, choices=Sort.choices)
    key = models.CharField(max_length=80)
    about = models.CharField(max_length=40)  # model label of the thing
    about_code = models.CharField(max_length=40)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    next_step = models.CharField(_("next step"), max_length=200)
    due_on = models.DateField(_("due"), null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=200, blank=True)
    ceased_at = models.DateTimeField(null=True, blank=True)  # closed by hand, and later no longer found: may come anew

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "key"], condition=Q(closed_at__isnull=True), name="reports_one_open_line"
            )
        ]
        indexes = [models.Index(fields=["office", "closed_at"], name="reports_open_lines")]


class PushEntry(models.Model):
    """A line as it stood in one list: what was said of it then, and what had moved since the list before."""

    class Moved(models.TextChoices):
        NEW = "new", _("new on the list")
        CARRIED = "carried", _("carried over")
        CLOSED = "closed", _("over since the last list")

    push = models.ForeignKey(Push, models.PROTECT, related_name="entries")
    line = models.ForeignKey(PushLine, models.PROTECT, related_name="entries")
    position = models.IntegerField()
    moved = models.CharField(max_length=8, choices=Moved.choices)
    times = models.IntegerField(default=1)  # in how many lists it has stood, this one included
    title = models.CharField(max_length=200)
    standing = models.CharField(max_length=120)  # how it stands: 已迟3个工作日
    before = models.CharField(max_length=200, blank=True)  # how it stood in the list before, where that differs
    owner_name = models.CharField(max_length=60, blank=True)
    next_step = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["push", "line"], name="reports_line_once_in_a_list")]
