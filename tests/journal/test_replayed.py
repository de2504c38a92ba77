"""What tests begin with is put back exactly as the actions wrote it (``tests/replayed.py``)."""

from __future__ import annotations

from django.db import transaction

import cast
from replayed import all_rows
from zhitong.journal.models import Entry
from zhitong.journal.queries import verify_all
from zhitong.network.models import Person


def test_an_office_put_back_is_the_office_that_was_built(db):
    seen = []
    for _time in range(2):
        with transaction.atomic():
            people = cast.district().people
            seen.append((all_rows(), {key: person.name for key, person in people.items()}))
            assert all(report.holds for report in verify_all())
            transaction.set_rollback(True)

    assert seen[0] == seen[1]
    assert not Person.objects.exists()


def test_after_another_deed_it_is_built_anew_and_no_row_is_lost(db):
    above = cast.city()
    entries = Entry.objects.count()
    cast.other_district()
    cast.district(parent=above.office)

    assert Entry.objects.filter(office_id=above.office.pk).count() == entries
    assert all(report.holds for report in verify_all())
