"""Deeds of figures as the journal keeps them: codes, digests, figures and days."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("figures.target_set")
class TargetSet:
    year: int
    measure: str
    unit: str  # its code, or empty
    kind: str
    number: int
    sentence = _("target of %(year)s set to %(number)s for %(measure)s")


@event("figures.target_lifted")
class TargetLifted:
    year: int
    measure: str
    unit: str
    kind: str
    sentence = _("target of %(year)s lifted for %(measure)s")


@event("figures.scheme_written")
class SchemeWritten:
    scheme: str
    version: int
    digest: str
    sentence = _("scoring scheme %(scheme)s written, version %(version)s")


@event("figures.scheme_decided")
class SchemeDecided:
    scheme: str
    version: int
    key: str
    digest: str  # of the decision and its reason
    sentence = _("scoring scheme %(scheme)s: decided %(key)s")


@event("figures.scheme_matched")
class SchemeMatched:
    scheme: str
    version: int
    row: str
    sentence = _("scoring scheme %(scheme)s: a body or rank bound to the row %(row)s")


@event("figures.scheme_published")
class SchemePublished:
    scheme: str
    version: int
    digest: str
    valid_from: date
    sentence = _("scoring scheme %(scheme)s published, version %(version)s, from %(valid_from)s")


@event("figures.scheme_ended")
class SchemeEnded:
    scheme: str
    version: int
    sentence = _("scoring scheme %(scheme)s ended, version %(version)s")


@event("figures.points_entered")
class PointsEntered:
    entry: str
    corrects: str  # code of the row whose place it takes, or empty
    number: int
    happened_on: date
    sentence = _("points entered by hand for %(happened_on)s, number %(number)s")


@event("figures.points_taken_back")
class PointsTakenBack:
    entry: str
    corrects: str
    sentence = _("points entered by hand taken back")


@event("figures.points_confirmed")
class PointsConfirmed:
    entry: str
    sentence = _("points entered by hand confirmed")
