"""A roster from a spreadsheet: asked and never guessed, all or nothing, and twice is once."""

from datetime import date

import pytest

from zhitong.errors import BadInput, WrongState
from zhitong.journal.models import Entry
from zhitong.network import actions as network
from zhitong.network.models import Membership, Person, Roster, Unit
from zhitong.network.roster import actions
from zhitong.network.roster.plan import plan

HEAD = "姓名,委员编号,所属单位,职务,联系电话,是否委员,加入日期\n"


@pytest.fixture
def upload(office):
    def uploaded(rows: str) -> Roster:
        return actions.upload((HEAD + rows).encode(), "名册.csv", by=office.by("admin"))

    return uploaded


def outcomes(roster: Roster) -> list[str]:
    return [planned.outcome for planned in plan(roster).rows]


def answer(office, roster, *, units=None, people=None) -> Roster:
    return actions.prepare(
        roster,
        by=office.by("admin"),
        columns=roster.columns,
        starts_on=date(2026, 1, 1),
        units=units or {},
        people=people or {},
    )


def test_a_good_roster_comes_in_with_units_and_days_through_the_import_channel(office, upload):
    roster = actions.take_in(
        upload("唐晓,L-1,临溪区妇联,校长,13800001234,是,2025-03-01\n"), by=office.by("admin"), all_or_none=True
    )

    person = Person.objects.get(number="L-1")
    assert (person.name, person.title, person.phone, person.is_member) == ("唐晓", "校长", "13800001234", True)
    membership = person.memberships.get()
    assert (membership.unit, membership.starts_on, membership.is_main) == (
        office.units["women"],
        date(2025, 3, 1),
        True,
    )
    assert set(Entry.objects.filter(subject_code=person.code).values_list("channel", flat=True)) == {"import"}
    assert (roster.state, bytes(roster.content)) == (Roster.State.DONE, b"")


def test_the_same_file_twice_adds_nothing_also_without_numbers(office, upload):
    rows = "唐晓,,临溪区妇联,,,是,\n唐晓,L-2,临溪区医药卫生界,,,是,\n"
    first = upload(rows)
    first = answer(office, first, people={plan(first).rows[1].key: "new"})
    actions.take_in(first, by=office.by("admin"), all_or_none=True)
    before = Person.objects.count(), Membership.objects.count()

    again = upload(rows)
    assert outcomes(again) == ["known", "known"]
    actions.take_in(again, by=office.by("admin"), all_or_none=True)
    assert (Person.objects.count(), Membership.objects.count()) == before


def test_a_namesake_is_asked_about_and_never_guessed(office, upload):
    roster = upload("林小河,,临溪区妇联,,,,\n")
    planned = plan(roster).rows[0]
    assert (planned.outcome, planned.options[0][0], planned.options[-1][0]) == (
        "asked",
        f"person:{office.lin.code}",
        "new",
    )
    with pytest.raises(WrongState):
        actions.take_in(roster, by=office.by("admin"), all_or_none=True)

    roster = answer(office, roster, people={planned.key: f"person:{office.lin.code}"})
    actions.take_in(roster, by=office.by("admin"), all_or_none=True)
    assert office.lin.memberships.filter(unit=office.units["women"], is_main=False).exists()
    assert Person.objects.filter(name="林小河", office=office.office).count() == 1


def test_a_number_says_who_it_is_and_another_name_under_it_is_a_fault(office, upload):
    network.change_person(office.jiang, by=office.by("admin"), number="L-7")
    roster = upload("江一帆,L-7,,主任医师,,,\n江一凡,L-7,,,,,\n")

    assert outcomes(roster) == ["changed", "faulty"]
    actions.take_in(roster, by=office.by("admin"), all_or_none=False)
    assert Person.objects.get(pk=office.jiang.pk).title == "主任医师"


def test_one_person_in_two_rows_joins_two_units(office, upload):
    roster = upload("唐晓,L-3,临溪区妇联,,,,\n唐晓,L-3,临溪区医药卫生界,,,,\n")
    actions.take_in(roster, by=office.by("admin"), all_or_none=True)

    person = Person.objects.get(number="L-3")
    assert sorted(person.memberships.values_list("unit__name", "is_main")) == [
        ("临溪区医药卫生界", False),
        ("临溪区妇联", True),
    ]


def test_an_unknown_unit_is_a_fault_until_somebody_says_what_it_is(office, upload):
    roster = upload("唐晓,,环境资源界,,,,\n")
    assert outcomes(roster) == ["faulty"]

    roster = answer(office, roster, units={"环境资源界": "new:sector"})
    actions.take_in(roster, by=office.by("admin"), all_or_none=True)
    assert Unit.objects.get(name="环境资源界").kind == Unit.Kind.SECTOR


def test_all_or_none_takes_none_when_one_row_is_faulty(office, upload):
    roster = upload("唐晓,,,,,,\n方圆,,,,,,2026-02-30\n")
    before = Person.objects.count()
    with pytest.raises(WrongState) as refusal:
        actions.take_in(roster, by=office.by("admin"), all_or_none=True)

    assert refusal.value.code == "network.roster.not_all_good"
    assert Person.objects.count() == before


def test_what_is_no_table_is_refused_with_a_sentence(office):
    with pytest.raises(BadInput):
        actions.upload(b"%PDF-1.7 nothing", "名册.xlsx", by=office.by("admin"))


def test_the_page_keeps_answers_and_takes_in(office, upload, sign_in):
    roster = upload("唐晓,,环境资源界,,,,\n林小河,,,,,,\n")
    client = sign_in(office, "admin")
    address = f"/network/rosters/{roster.code}/"
    key = plan(roster).rows[1].key
    columns = {f"column_{name}": index for name, index in roster.columns.items()}
    typed = {
        "starts_on": "2026-01-01",
        "unit_name_1": "环境资源界",
        "unit_is_1": "new:sector",
        "row_key_1": key,
        "row_is_1": "new",
    }

    assert client.get(address).status_code == 200
    assert client.post(f"{address}prepare/", columns | typed).status_code == 302
    assert client.post(f"{address}start/", {"which": "all"}).status_code == 302
    assert Person.objects.filter(office=office.office, name__in=["唐晓", "林小河"]).count() == 3
    assert "新增 2 人" in client.get(address).content.decode()


def test_what_no_row_can_have_asked_answers_nothing(office, upload):
    """PostgreSQL keeps neither NUL nor half of a character in what is kept as JSON."""
    roster = upload("唐晓,,环境资源界,,,,\n")
    answered = answer(
        office, roster, units={"环境\x00资源界": "new:sector", "环境资源界": "new:\ud800", "文艺界": "new:sector"}
    )
    assert answered.answers["units"] == {"文艺界": "new:sector"}
