"""The chain names the first entry that does not follow; the database refuses to change one."""

import pytest
from django.db import DatabaseError, connection, transaction

from zhitong.journal import queries
from zhitong.journal.fence import lower_fence
from zhitong.journal.models import Chain, Entry


def test_every_deed_of_the_cast_is_in_a_chain_that_holds(office):
    report = queries.verify_office(office.office.pk)

    assert report.holds
    assert report.entries == Entry.objects.filter(office_id=office.office.pk).count() > 40


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_refuses_to_touch_an_entry(office, how):
    entry = Entry.objects.filter(office_id=office.office.pk).first()

    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        if how == "update":
            Entry.objects.filter(pk=entry.pk).update(reason="x")
        else:
            Entry.objects.filter(pk=entry.pk).delete()


def tamper(sql, *params):
    """As the owner of the database could: take the fence down first."""
    with connection.cursor() as cursor:
        lower_fence(cursor, connection.vendor)
        cursor.execute(sql, params)


@pytest.mark.parametrize(
    ("sql", "bad_seq", "fault"),
    [
        ("UPDATE journal_entry SET details = '{}' WHERE office_id = %s AND seq = 7", 7, "changed"),
        ("UPDATE journal_entry SET previous = hash WHERE office_id = %s AND seq = 9", 9, "does_not_follow"),
    ],
)
def test_a_changed_entry_is_named(office, sql, bad_seq, fault):
    tamper(sql, office.office.pk)

    report = queries.verify_office(office.office.pk)

    assert (report.bad_seq, report.fault) == (bad_seq, fault)


def test_a_deleted_entry_is_named(office):
    tamper("DELETE FROM journal_mention")
    tamper("DELETE FROM journal_entry WHERE office_id = %s AND seq = 5", office.office.pk)

    assert (queries.verify_office(office.office.pk).bad_seq, queries.verify_office(office.office.pk).fault) == (
        5,
        "missing",
    )


def test_a_cut_tail_is_seen_against_the_chains_head(office):
    last = Chain.objects.get(office_id=office.office.pk).seq
    tamper("DELETE FROM journal_mention")
    tamper("DELETE FROM journal_entry WHERE office_id = %s AND seq > %s", office.office.pk, last - 3)

    report = queries.verify_office(office.office.pk)

    assert (report.bad_seq, report.fault) == (last - 2, "cut")
