"""Papers of a period: begun from the template, edited with live figures, closed and numbered, corrected by a new numbered sheet."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.errors import BadInput, WrongState
from zhitong.figures.periods import Period
from zhitong.intake.queries import hold_numbering
from zhitong.intake.words import refuse_broken
from zhitong.journal import chain
from zhitong.journal.door import forbid, lock, permit, record
from zhitong.network.actors import Actor
from zhitong.reports import cutoff, events, rules
from zhitong.reports.composing import compose, correction_content
from zhitong.reports.content import digest_of
from zhitong.reports.language import read
from zhitong.reports.models import ClosedPeriod, Kind, Report, ReportText, TemplateText
from zhitong.reports.queries import (
    another_of_period,
    counts_as_of,
    counts_of,
    differences,
    freeze,
    last_number,
    newest_text,
    period_label,
    template_texts,
    today_of,
    vocabulary,
)
from zhitong.reports.templates_shipped import TITLES, template_of

LONGEST_TITLE = 120
LONGEST_REASON = 500


@transaction.atomic
def save_template(kind: str, text: str, *, by: Actor) -> TemplateText:
    """The office's template for a kind of paper, as a new version. BadInput when it cannot be understood."""
    permit(by, "reports.templates", by.office_id)
    lock(by.office)
    refuse_broken(text, field="text")
    read(text, vocabulary(by.office_id))
    last = template_texts(by.office_id, kind).first()
    saved = TemplateText.objects.create(
        office_id=by.office_id,
        kind=Kind(kind),
        ordinal=last.ordinal + 1 if last else 1,
        text=text,
        digest=_sha(text),
        by=by.person,
        at=by.at,
    )
    record(events.TemplateSaved(kind=kind, ordinal=saved.ordinal, digest=saved.digest), on=by.office, by=by)
    return saved


@transaction.atomic
def begin(kind: str, period: Period, *, by: Actor, title: str = "") -> Report:
    """Make a paper from the office's template. One of each kind for a period; bulletins may be several."""
    permit(by, "reports.write", by.office_id)
    forbid(by.person is None, "reports.begin.nobody", _("A report is begun by a person."))
    lock(by.office)
    rules.check_period(kind, period, today_of(by))
    known = another_of_period(by.office_id, kind, period.code)
    if known is not None:
        raise WrongState(
            "reports.begin.exists",
            _("There is a report of this kind for this period already."),
            _("Open it from the list of reports."),
        )
    title = title.strip() or f"{by.office.short_name}{period_label(period)}{TITLES[Kind(kind)]}"
    _check_title(title)
    text = template_of(by.office_id, kind)
    read(text, vocabulary(by.office_id))  # a unit that the template names may have been renamed since
    report = Report.objects.create(
        office_id=by.office_id,
        kind=kind,
        period=period.code,
        first=period.first,
        last=period.last,
        title=title,
        made_by=by.person,
        made_at=by.at,
    )
    _save(report, title, text, ordinal=1, base=0, by=by)
    record(events.ReportBegun(kind=kind, period=period.code), on=report, by=by)
    return report


@transaction.atomic
def save_text(report: Report, *, by: Actor, title: str, text: str, base: int) -> ReportText:
    """A new version of the open paper's words. Its places for figures stay places: they are counted on each look."""
    report = lock(report)
    permit(by, "reports.write", report.office_id)
    rules.require_open(report)
    rules.require_newest(base, newest_text(report).ordinal)
    _check_title(title)
    refuse_broken(text, field="text")
    read(text, vocabulary(report.office_id))
    saved = _save(report, title, text, ordinal=base + 1, base=base, by=by)
    report.title = title
    report.save(update_fields=["title"])
    record(events.ReportTextSaved(ordinal=saved.ordinal, digest=saved.digest), on=report, by=by)
    return saved


@transaction.atomic
def close(report: Report, *, by: Actor, base: int | None = None) -> Report:
    """Freeze words and figures, give the next number, write their SHA-256 into the journal. Nothing learned later changes it.

    ``base`` is the version that the closer saw; when somebody saved since, the deed is refused.
    """
    hold_numbering(by.office_id)
    report = lock(report)
    permit(by, "reports.close", report.office_id)
    forbid(by.person is None, "reports.close.nobody", _("A report is closed by a person."))
    today = today_of(by)
    rules.require_open(report)
    rules.require_over(report, today)
    text = newest_text(report)
    if base is not None:
        rules.require_newest(base, text.ordinal)
    counts = counts_of(report, today)
    content = compose(report, text.text, counts, today)
    rows, minus = freeze(report, counts)
    figures = _sha(chain.canonical({"rows": rows, "minus": minus}))
    late = cutoff.late_rule(report.office_id, today)
    report.title, report.content, report.known_by = text.title, content, counts.known_by
    _number(report, by)
    report.digest = _digest(report, figures)
    report.save()
    _keep_period(report, late, rows, minus, figures)
    record(
        events.ReportClosed(
            period=report.period,
            issue=report.issue,
            known_by=report.known_by,
            late=late,
            digest=report.digest,
            figures_digest=figures,
        ),
        on=report,
        by=by,
    )
    return report


@transaction.atomic
def drop(report: Report, *, by: Actor, reason: str = "") -> Report:
    """An open paper that nobody needs."""
    report = lock(report)
    permit(by, "reports.write", report.office_id)
    rules.require_open(report)
    report.state = Report.State.DROPPED
    report.save(update_fields=["state"])
    record(events.ReportDropped(period=report.period), on=report, by=by, reason=reason)
    return report


@transaction.atomic
def correct(report: Report, *, by: Actor, reason: str) -> Report:
    """更正单: a new numbered item that says which figures of the closed paper are different now, and why. The paper stays as it is.

    Where the office's rule at closing puts late facts into the next paper, the sheet corrects words only and says so.
    """
    hold_numbering(by.office_id)
    report = lock(report)
    permit(by, "reports.close", report.office_id)
    forbid(by.person is None, "reports.correct.nobody", _("A correction sheet is issued by a person."))
    rules.require_closed(report)
    reason = reason.strip()
    refuse_broken(reason, field="reason")
    if not reason or len(reason) > LONGEST_REASON:
        raise BadInput(
            "reports.correct.reason",
            _("A correction sheet says in at most %(most)s characters what is corrected and why.")
            % {"most": LONGEST_REASON},
            _("Write it; readers of the closed report see it."),
            field="reason",
        )
    today = today_of(by)
    carries_figures = report.frozen.late == ClosedPeriod.Late.CORRECTION
    changed = differences(report, today) if carries_figures else []
    sheet = Report(
        office_id=report.office_id,
        kind=report.kind,
        period=report.period,
        first=report.first,
        last=report.last,
        title=f"关于《{report.title}》的更正单"[:LONGEST_TITLE],
        corrects=report,
        made_by=by.person,
        made_at=by.at,
        known_by=today,
    )
    sheet.content = correction_content(report, reason, changed, today, to_next=not carries_figures)
    _number(sheet, by)
    figures = ""
    if carries_figures:
        rows, minus = freeze(report, counts_as_of(report, today))
        figures = _sha(chain.canonical({"rows": rows, "minus": minus}))
    sheet.digest = _digest(sheet, figures)
    sheet.save()
    if carries_figures:
        _keep_period(sheet, ClosedPeriod.Late.CORRECTION, rows, minus, figures)
    told = events.ReportCorrected(
        corrects=report.issue, issue=sheet.issue, differences=len(changed), digest=sheet.digest
    )
    record(told, on=sheet, by=by, matters=(report.code,))
    return sheet


def digest_holds(report: Report) -> bool:
    """Whether the closed paper's words and figures are still those whose SHA-256 was written down."""
    closed: ClosedPeriod | None = getattr(report, "frozen", None)
    figures = _sha(chain.canonical({"rows": closed.rows, "minus": closed.minus})) if closed else ""
    return figures == (closed.digest if closed else "") and _digest(report, figures) == report.digest


def _number(report: Report, by: Actor) -> None:
    """The next number of the year; the office's numbering is held, so that none is given twice or left out."""
    report.year = today_of(by).year
    report.number = last_number(report.office_id, report.year) + 1
    report.state, report.closed_by, report.closed_at = Report.State.CLOSED, by.person, by.at


def _keep_period(report: Report, late: str, rows: dict, minus: dict, figures: str) -> None:
    ClosedPeriod.objects.create(
        report=report,
        office_id=report.office_id,
        kind=report.kind,
        period=report.period,
        first=report.first,
        last=report.last,
        known_by=report.known_by,
        late=late,
        rows=rows,
        minus=minus,
        digest=figures,
    )


def _digest(report: Report, figures: str) -> str:
    return digest_of(
        title=report.title,
        issue=report.issue,
        period=report.period,
        known_by=report.known_by.isoformat(),
        content=report.content,
        figures=figures,
    )


def _save(report: Report, title: str, text: str, *, ordinal: int, base: int, by: Actor) -> ReportText:
    return ReportText.objects.create(
        report=report,
        ordinal=ordinal,
        base=base,
        title=title,
        text=text,
        digest=_sha(f"{title}\n{text}"),
        by=by.person,
        at=by.at,
    )


def _check_title(title: str) -> None:
    refuse_broken(title, field="title")
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise BadInput(
            "reports.title",
            _("A title has 1 to %(most)s characters.") % {"most": LONGEST_TITLE},
            _("Write one."),
            field="title",
        )


def _sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
