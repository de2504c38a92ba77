"""What an office sets for its reports."""

from django.utils.translation import gettext_lazy as _

from zhitong.network.office_settings import OfficeSettingKind, declare
from zhitong.reports.cutoff import CUTOFF_DAYS, LATE_TO_NEXT, MOST_DAYS

BIWEEKLY = ("report_biweekly", True)

declare(
    OfficeSettingKind(
        CUTOFF_DAYS[0],
        _("Reports count what is recorded until"),
        _("So many days after the period's last day. What is entered later does not change a closed report."),
        kind="number",
        default=CUTOFF_DAYS[1],
        measure=_("days after the period"),
        most=MOST_DAYS,
        order=60,
    )
)
declare(
    OfficeSettingKind(
        LATE_TO_NEXT[0],
        _("Facts learned late count in the next report"),
        _(
            "Yes: what happened in a closed period and was learned later is added to the next report of the same kind. No: it goes into a numbered correction sheet of the closed period."
        ),
        kind="yes_no",
        default=LATE_TO_NEXT[1],
        order=61,
    )
)
declare(
    OfficeSettingKind(
        BIWEEKLY[0],
        _("Make the biweekly push by itself"),
        _("Every second Monday, or on the next working day. It can be made on demand at any time."),
        kind="yes_no",
        default=BIWEEKLY[1],
        order=62,
    )
)
