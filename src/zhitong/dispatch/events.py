"""Deeds of dispatch as the journal keeps them: codes and days."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("dispatch.recipient_added")
class RecipientAdded:
    kind: str
    rank: int
    sentence = _("recipient added")


@event("dispatch.recipient_changed")
class RecipientChanged:
    fields: str
    sentence = _("recipient changed: %(fields)s")


@event("dispatch.sent")
class Sent:
    brief: str
    recipient: str
    digest: str  # of the exact text sent
    express: bool
    due_on: date | None = None
    arrived_as: str = ""  # code of the submission it became in the office above
    rank: int = 0  # of the recipient: what the sources may know of it
    sentence = _("sent to a recipient")


@event("dispatch.received")
class Received:
    sentence = _("received")


@event("dispatch.read")
class Read:
    acting_for: str = ""  # the recipient's commitment when their deputy opened it
    sentence = _("read by the recipient")


@event("dispatch.recalled")
class Recalled:
    rank: int = 0
    others: int = 0  # dispatches of the same brief that still stand at that level
    sentence = _("recalled before it was received")


@event("dispatch.express_review_opened")
class ExpressReviewOpened:
    due_on: date
    sentence = _("express lane to be reviewed by %(due_on)s")


@event("dispatch.express_review_closed")
class ExpressReviewClosed:
    justified: bool
    sentence = _("express lane reviewed")
