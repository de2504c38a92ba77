"""保存期限: the end of keeping rosters that were never taken in, and sessions that are over."""

from __future__ import annotations

from django.db import transaction

from zhitong.journal.door import permit
from zhitong.network.actors import Actor
from zhitong.network.models import Roster, Session
from zhitong.network.roster import actions


def end_roster(roster: Roster, *, by: Actor) -> Roster:
    """Set it aside: its content is no longer kept."""
    permit(by, "keeping.empty", roster.office_id)
    return actions.drop(roster, by=by)


@transaction.atomic
def end_session(session: Session, *, by: Actor) -> None:
    """Delete the row of a browser that is signed out. A session is nobody's deed: the emptying alone is on record."""
    permit(by, "keeping.empty", by.office_id)
    session.delete()
