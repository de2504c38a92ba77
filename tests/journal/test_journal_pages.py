"""The journal in pages: words and names, filters that never break, the check, the export."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhitong.journal.models import Entry
from zhitong.journal.search import Wanted, entries_found
from zhitong.network import actions
from zhitong.network.models import Person
from zhitong.sheets import open_table


@pytest.fixture
def deeds(office):
    """A person added by 许工, joined to a unit."""
    person = actions.add_person(by=office.by("admin"), name="唐晓")
    actions.join_unit(person, office.units["women"], by=office.by("admin"), starts_on=date(2026, 1, 5))
    return person


def test_an_entry_is_read_in_words_with_the_name_of_who_did_it(office, deeds, sign_in):
    page = sign_in(office, "auditor").get("/journal/", {"code": deeds.code}).content.decode()

    assert page.count("许工") >= 2
    assert "2026-01-05 起加入单位" in page


def test_an_erased_person_leaves_a_mark_and_no_name(office, deeds, sign_in):
    Person.objects.filter(pk=office.admin.pk).update(commitment="gone")

    page = sign_in(office, "auditor").get("/journal/", {"code": deeds.code}).content.decode()
    assert "已不可考" in page
    assert "许工" not in page


def test_filters_find_by_deed_thing_person_day_and_mention(office, deeds):
    found = {
        "action": entries_found(office.office.pk, Wanted(action="network.joined_unit", code=deeds.code)).count(),
        "mention": entries_found(office.office.pk, Wanted(code=office.units["women"].code)).count(),
        "actor": entries_found(office.office.pk, Wanted(actor="xg")).count(),
        "day": entries_found(office.office.pk, Wanted(last=date(2020, 1, 1))).count(),
    }

    assert found == {"action": 1, "mention": 2, "actor": 2, "day": 0}


@pytest.mark.parametrize(
    "query", ["first=yesterday", "last=9999-99-99", "action=no", "code=%00", "actor=%F0", "page=-1"]
)
def test_a_filter_that_cannot_be_used_is_no_error(office, sign_in, query):
    assert sign_in(office, "auditor").get(f"/journal/?{query}").status_code == 200


def test_another_offices_entries_are_not_seen(office, stranger, sign_in):
    page = sign_in(office, "auditor").get("/journal/", {"code": stranger.chen.code}).content.decode()

    assert "没有符合条件的记录" in page


def test_the_check_names_the_chain_as_it_is(office, sign_in):
    client = sign_in(office, "auditor")
    count = Entry.objects.filter(office_id=office.office.pk).count()

    assert "链完好" not in client.get("/journal/verify/").content.decode()
    assert f"链完好，共 {count} 条" in client.post("/journal/verify/").content.decode()


def test_the_export_holds_what_the_filter_shows(office, deeds, sign_in):
    answer = sign_in(office, "auditor").get("/journal/export.xlsx", {"code": deeds.code})

    with open_table(io.BytesIO(answer.content), "台账.xlsx") as table:
        rows = list(table.sheet().rows())
    assert len(rows) == 1 + entries_found(office.office.pk, Wanted(code=deeds.code)).count()
    assert sign_in(office, "auditor").get("/journal/export.pdf").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_entries(office, sign_in):
    client = sign_in(office, "auditor")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/journal/").status_code == 200
        return len(captured)

    queries()
    few = queries()
    for name in ("一", "二", "三"):
        actions.add_person(by=office.by("admin"), name=name)
    assert queries() == few
