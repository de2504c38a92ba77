"""What an office sets for its outcomes."""

from django.utils.translation import gettext_lazy as _

from zhitong.network.office_settings import OfficeSettingKind, declare
from zhitong.outcomes.queries import TELL_LEADER_RANK

declare(
    OfficeSettingKind(
        TELL_LEADER_RANK,
        _("Sources may read a leader's rank"),
        _("Whether the notice of an instruction says of which rank the leader is; the leader's name is never told."),
        kind="yes_no",
        default=True,
        order=50,
    )
)
