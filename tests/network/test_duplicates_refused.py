"""Where an empty column counts as a value, both engines refuse the second row: a constraint, not only the action."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, transaction

from zhitong.assessment.models import SavedView
from zhitong.intake.actions import issue_commission
from zhitong.intake.models import CommissionAddressee
from zhitong.network.models import Choice

pytestmark = pytest.mark.django_db


def refused(model, **fields) -> bool:
    """Whether the database itself refuses the same row a second time."""
    try:
        with transaction.atomic():
            model.objects.create(**fields)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("of_office", [True, False])
@pytest.mark.parametrize("valid_from", [None, date(2026, 1, 1)])
def test_a_value_of_a_list_stands_once_for_a_first_day(office, of_office, valid_from):
    value = {"list": "sector", "code": "north_x", "name": "甲", "valid_from": valid_from}
    value["office"] = office.office if of_office else None

    assert not refused(Choice, **value)
    assert refused(Choice, **value)
    assert not refused(Choice, **value | {"valid_from": date(2027, 1, 1)})
    assert not refused(Choice, **value | {"office": None if of_office else office.office})


def test_a_call_names_an_addressee_once(office):
    call = issue_commission(
        by=office.by("he"), title="约稿", content="请反映", due_on=date(2099, 1, 4), units=[office.units["street"]]
    )

    assert refused(CommissionAddressee, commission=call, unit=office.units["street"])
    assert not refused(CommissionAddressee, commission=call, unit=office.units["sector"])
    assert not refused(CommissionAddressee, commission=call, person=office.lin)
    assert refused(CommissionAddressee, commission=call, person=office.lin)


def test_a_saved_view_has_its_name_once_for_a_person_and_once_for_the_desk(office):
    for person in (None, office.zhou):
        view = {"office": office.office, "person": person, "name": "本周", "query": ""}
        assert not refused(SavedView, **view)
        assert refused(SavedView, **view)


def test_no_warning_of_the_framework_is_left():
    assert run_checks(include_deployment_checks=False, databases=["default"]) == []
