"""What the journal says of ends of keeping: kinds and counts, never whose."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("keeping.emptied")
class Emptied:
    kind: str
    count: int
    before: date  # what was last used before this day was past its term
    sentence = _("%(count)s past their term of keeping emptied (%(kind)s)")
