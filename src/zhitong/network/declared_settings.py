"""The network's own settings."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhitong.network.office_settings import OfficeSettingKind, declare
from zhitong.network.rights import RoleName

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


def _roles_in_words(value: object) -> str:
    names = dict(RoleName.choices)
    return "、".join(str(names.get(role, role)) for role in value or []) or gettext("nobody")


declare(
    OfficeSettingKind(
        "second_factor_roles",
        _("Roles that need a second factor"),
        _("Whoever holds one of them adds an app or a passkey before anything else."),
        kind="own",
        default=[],
        order=70,
        url_name="network:account_rules",
        right="network.account_rules",
        words=_roles_in_words,
    )
)
declare(
    OfficeSettingKind(
        "shared_device_minutes",
        _("Idle time on a shared device"),
        _("After so many minutes without a click, a shared device is signed out."),
        kind="own",
        default=10,
        measure=_("minutes"),
        order=71,
        url_name="network:account_rules",
        right="network.account_rules",
        words=lambda value: f"{value} {gettext('minutes')}",
    )
)
