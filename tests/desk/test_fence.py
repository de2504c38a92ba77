"""The database itself refuses to change a saved text and an issued brief, whatever program asks."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from zhitong.desk import texts
from zhitong.desk.models import Brief, Revision, Signature


@pytest.mark.parametrize("change", [{"body": "换了"}, {"title": "换了"}, {"ordinal": 7}, {"at": timezone.now()}])
def test_a_saved_text_cannot_be_changed(desk, change):
    revision = texts.newest(desk.brief())

    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(**change)

    assert texts.newest(revision.brief) == revision


def test_a_signature_cannot_be_changed(desk):
    brief = desk.signed()

    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.filter(brief=brief).update(by=desk.office.fang)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2},
        {"year": 1999},
        {"running_number": 9},
        {"title": "换了"},
        {"signed_at": timezone.now()},
        {"state": "drafting"},
        {"signed_revision": None},
    ],
)
def test_an_issued_brief_cannot_be_changed(desk, change):
    brief = desk.signed()

    with pytest.raises(DatabaseError), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(**change)


def test_an_issued_brief_may_be_withdrawn_and_then_stays_so(desk):
    brief = desk.signed()
    Brief.objects.filter(pk=brief.pk).update(state="withdrawn")

    with pytest.raises(DatabaseError), transaction.atomic():
        Brief.objects.filter(pk=brief.pk).update(state="signed")


def test_an_issued_brief_cannot_be_deleted(desk):
    brief = desk.signed()

    with pytest.raises(DatabaseError):
        brief.delete()
