"""Fifty signatures at once give the numbers 1 to 50: none twice, none left out."""

import pytest

from connections import at_once
from zhitong.desk.actions import signing
from zhitong.desk.models import Brief, Counter
from zhitong.errors import Refused
from zhitong.journal.queries import verify_office

MANY = 50


@pytest.mark.usefixtures("transactional_db")
def test_fifty_at_once_leave_no_gap_and_no_double(desk):
    wu = desk.by("wu")
    briefs = [desk.for_signing(desk.taken(f"第{n}件事")) for n in range(MANY)]

    faults = at_once([lambda brief=brief: signing.sign_off(brief, by=wu) for brief in briefs])

    assert faults == []
    assert sorted(Brief.objects.values_list("number", flat=True)) == list(range(1, MANY + 1))
    assert sorted(Brief.objects.values_list("running_number", flat=True)) == list(range(1, MANY + 1))
    assert Counter.objects.get().last == MANY
    assert verify_office(desk.office.office.pk).holds


@pytest.mark.usefixtures("transactional_db")
def test_ten_clicks_on_one_brief_sign_it_once(desk):
    wu, brief = desk.by("wu"), desk.for_signing()

    faults = at_once([lambda: signing.sign_off(brief, by=wu)] * 10)

    assert [type(fault).__mro__[1] for fault in faults] == [Refused] * 9
    assert {fault.code for fault in faults} == {"desk.sign_off.signed"}
    assert Counter.objects.get().last == 1
