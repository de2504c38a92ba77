"""What the journal keeps of sign-ins: that somebody came in, and that somebody was held back. Never a password or an address."""

from __future__ import annotations

from django.db import transaction

from zhitong.journal.door import record
from zhitong.network import events
from zhitong.network.accounts.profiles import profile
from zhitong.network.actors import actor_for, system_actor
from zhitong.network.models import Account, Person


@transaction.atomic
def note_signed_in(account: Account, *, way: str = "", shared: bool = False) -> None:
    """One entry for each office in which the account stands for somebody. ``way``: one of ``events.WAYS_IN``."""
    for person in Person.objects.filter(account=account).select_related("office").order_by("pk"):
        record(events.SignedIn(way=way, shared=shared), on=person, by=actor_for(person, channel="page"))


@transaction.atomic
def note_held(username: str, failures: int) -> None:
    """One entry when the delays begin, not for each try: a rival must not be able to fill the journal."""
    if failures != profile().free_tries:
        return
    for person in Person.objects.filter(account__username=username).select_related("office").order_by("pk"):
        record(events.SignInHeld(failures=failures), on=person, by=system_actor(person.office, (), channel="page"))


@transaction.atomic
def note_recovery_code(account: Account, left: int) -> None:
    """A recovery code was used: worth its holder's attention, so it is kept in each of their offices."""
    for person in Person.objects.filter(account=account).select_related("office").order_by("pk"):
        record(events.RecoveryCodeUsed(left=left), on=person, by=actor_for(person, channel="page"))
