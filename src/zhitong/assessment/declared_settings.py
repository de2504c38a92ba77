"""What an office sets for its assessment."""

from django.utils.translation import gettext_lazy as _

from zhitong.assessment.ages import EXPRESS_HOURS, LATE_DAYS, LONGEST_AGE, LONGEST_CLOCK, NEAR_DAYS
from zhitong.assessment.rules import REASON_LIST
from zhitong.network import office_lists
from zhitong.network.office_lists import OfficeList
from zhitong.network.office_settings import OfficeSettingKind, declare

declare(
    OfficeSettingKind(
        NEAR_DAYS[0],
        _("Nearly late after"),
        _("From then on a submission without decision is marked as nearly late."),
        kind="number",
        default=NEAR_DAYS[1],
        measure=_("working days"),
        most=LONGEST_AGE,
        order=20,
    )
)
declare(
    OfficeSettingKind(
        LATE_DAYS[0],
        _("Late after"),
        _("After so many working days a submission without decision is late."),
        kind="number",
        default=LATE_DAYS[1],
        measure=_("working days"),
        most=LONGEST_AGE,
        order=21,
    )
)
declare(
    OfficeSettingKind(
        EXPRESS_HOURS[0],
        _("Express lane: decision within"),
        _("The clock runs through nights and rest days."),
        kind="number",
        default=EXPRESS_HOURS[1],
        measure=_("hours"),
        least=1,
        most=LONGEST_CLOCK,
        order=22,
    )
)
office_lists.declare(
    OfficeList(
        REASON_LIST,
        _("Reasons of decision"),
        _("Offered with each decision; the source reads the kinder words."),
        order=15,
        url_name="assessment:reasons",
    )
)
