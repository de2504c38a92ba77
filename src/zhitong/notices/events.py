"""Deeds with notices, as the journal keeps them: which notice, never its words."""

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("notices.released")
class NoticeReleased:
    tells_of: str
    sentence = _("notice released")


@event("notices.held_back")
class NoticeHeldBack:
    tells_of: str
    sentence = _("notice held back")


@event("notices.reworded")
class NoticeReworded:
    tells_of: str
    old_digest: str
    new_digest: str
    sentence = _("notice reworded")
