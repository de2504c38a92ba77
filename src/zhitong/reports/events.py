"""Deeds with reports, as the journal keeps them: kinds, periods, numbers and digests, never a text."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("reports.template_saved")
class TemplateSaved:
    kind: str
    ordinal: int
    digest: str
    sentence = _("report template saved, version %(ordinal)s")


@event("reports.begun")
class ReportBegun:
    kind: str
    period: str
    sentence = _("report begun for %(period)s")


@event("reports.text_saved")
class ReportTextSaved:
    ordinal: int
    digest: str
    sentence = _("report text saved, version %(ordinal)s")


@event("reports.closed")
class ReportClosed:
    """``digest`` is over words and figures, ``figures_digest`` over the rows alone."""

    period: str
    issue: str
    known_by: date
    late: str
    digest: str
    figures_digest: str
    sentence = _("report closed as %(issue)s, figures frozen as known on %(known_by)s")


@event("reports.dropped")
class ReportDropped:
    period: str
    sentence = _("open report dropped")


@event("reports.corrected")
class ReportCorrected:
    corrects: str
    issue: str
    differences: int
    digest: str
    sentence = _("correction sheet %(issue)s issued, %(differences)s figures changed")


@event("reports.push_made")
class PushMade:
    number: int
    lines: int
    new: int
    carried: int
    over: int
    sentence = _("biweekly push: %(lines)s lines, %(new)s new, %(carried)s carried over, %(over)s over")


@event("reports.line_changed")
class LineChanged:
    sort: str
    owner: str  # commitment of the new owner, or empty
    next_step_digest: str
    sentence = _("line of the push changed")


@event("reports.line_closed")
class LineClosed:
    sort: str
    sentence = _("line of the push closed")
