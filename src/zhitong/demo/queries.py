"""What the story of the demo asks of the tables that its deeds filled, and who may be signed in with one click."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet

from zhitong.intake.models import Submission
from zhitong.network.actors import holds_on
from zhitong.network.models import Account, Deputy, Membership, Office, Person, Role, Unit
from zhitong.notices.models import Notice
from zhitong.stations.models import Answer


def with_account(person: Person) -> Person:
    """The person as they stand now, with office and account at hand."""
    return Person.objects.select_related("office").get(pk=person.pk)


def role_spans() -> list[tuple[date, date | None]]:
    """(first day, last day) of every role and deputyship there is."""
    return [
        *Role.objects.values_list("starts_on", "ends_on"),
        *Deputy.objects.values_list("starts_on", "ends_on"),
    ]


def roles_on(day: date) -> dict[int, str]:
    """The role each person holds by key, the first given of several; who holds none, the one they stand in for."""
    found: dict[int, str] = {}
    for person_id, role in Role.objects.filter(holds_on(day)).order_by("-pk").values_list("person_id", "role"):
        found[person_id] = role
    for person_id, role in Deputy.objects.filter(holds_on(day)).values_list("deputy_id", "role"):
        found.setdefault(person_id, role)
    return found


def standing_membership(person: Person, unit: Unit | None) -> Membership:
    return Membership.objects.get(person=person, unit=unit, ends_on=None)


def standing_role(person: Person, role: str, unit: Unit | None) -> Role:
    return Role.objects.get(person=person, role=role, unit=unit, ends_on=None)


def unread_notices(released_before: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(state=Notice.State.RELEASED, read_at=None, released_at__lt=released_before)


def notices_waiting(office: Office) -> QuerySet[Notice]:
    """Those that may still be held back, the newest first."""
    return Notice.objects.filter(office=office, state=Notice.State.WAITING).order_by("-happened_at", "pk")


def proposed_answer(submission: Submission) -> Answer | None:
    """The newest answer to a resident that waits for the editor."""
    return Answer.objects.filter(submission=submission, state=Answer.State.PROPOSED).order_by("pk").last()


def without_password() -> QuerySet[Person]:
    """The people whose account was opened without a password."""
    unusable = Account.objects.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Person.objects.filter(account__in=unusable).select_related("office", "account")
