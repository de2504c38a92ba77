"""What an office sets for its figures."""

from django.utils.translation import gettext_lazy as _

from zhitong.figures.standings import FIRST_TIER
from zhitong.network.office_settings import OfficeSettingKind, declare

declare(
    OfficeSettingKind(
        "first_tier_percent",
        _("First tier"),
        _(
            "The first tier is this share of the ranked units, rounded up; equal figures share their place. Nobody with 0 belongs to it."
        ),
        kind="number",
        default=FIRST_TIER,
        measure="%",
        least=1,
        most=100,
        order=60,
    )
)
