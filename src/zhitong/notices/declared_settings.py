"""What an office sets for its notices."""

from django.utils.translation import gettext_lazy as _

from zhitong.network.office_settings import OfficeSettingKind, declare
from zhitong.notices.actions import DEFAULT_WAIT_MINUTES

declare(
    OfficeSettingKind(
        "notice_wait_minutes",
        _("Notices wait in the outbox for"),
        _("So long an editor can read a notice to a source, change it or hold it back; then it goes."),
        kind="number",
        default=DEFAULT_WAIT_MINUTES,
        measure=_("minutes"),
        most=7 * 24 * 60,
        order=30,
    )
)
