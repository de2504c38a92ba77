"""The network's own settings."""

from django.utils.translation import gettext_lazy as _

from zhitong.network.office_settings import OfficeSettingKind, declare

declare(
    OfficeSettingKind(
        "calendar_years",
        _("Holidays and make-up working days"),
        _("Each year's arrangement as announced. All deadlines in working days are counted by it."),
        kind="own",
        default=[],
        order=90,
        url_name="network:calendar",
    )
)
