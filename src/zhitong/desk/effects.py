"""What earlier rooms learn from the desk: an issued brief holds the decision on its sources in place."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhitong.assessment.effects import effects_of
from zhitong.desk.models import Brief, Submission
from zhitong.desk.queries import ISSUED, issue_name


@effects_of
def issued_briefs(submission: Submission) -> list[str]:
    """One sentence for each issue that draws on the submission, withdrawn ones too: their numbers stay."""
    briefs = Brief.objects.filter(sources__submission=submission, state__in=ISSUED).select_related("series")
    return [_("It was written up and signed as %(issue)s.") % {"issue": issue_name(brief)} for brief in briefs]
