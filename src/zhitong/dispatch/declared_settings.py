"""What an office sets for its dispatches."""

from django.utils.translation import gettext_lazy as _

from zhitong.dispatch.actions import EXPRESS_REVIEW_DAYS
from zhitong.network.office_settings import OfficeSettingKind, declare

declare(
    OfficeSettingKind(
        "express_review_days",
        _("Express lane: review within"),
        _("After an express brief was sent, its review must be closed by then."),
        kind="number",
        default=EXPRESS_REVIEW_DAYS,
        measure=_("working days"),
        least=1,
        most=250,
        order=40,
    )
)
