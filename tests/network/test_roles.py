"""Roles over time: who may, since when, until when, and what excludes what."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from zhitong.errors import NotPermitted, WrongState
from zhitong.network import actions
from zhitong.network.rights import RIGHTS, RoleName


def test_what_is_not_listed_is_refused(office):
    assert not office.by("wu").may("desk.eat_the_brief")


def test_a_role_that_ended_yesterday_gives_nothing_today(office):
    role = office.zhou.roles.get()
    actions.end_role(role, by=office.by("security"), ends_on=timezone.localdate() - timedelta(days=1))

    assert not office.by("zhou").may("desk.write")


def test_the_three_administrators_exclude_one_another(office):
    with pytest.raises(WrongState) as refusal:
        actions.give_role(office.admin, RoleName.AUDITOR, by=office.by("security"), starts_on=date(2026, 1, 1))

    assert refusal.value.code == "network.give_role.exclusive"


def test_nobody_gives_a_role_to_themselves(office):
    with pytest.raises(NotPermitted) as refusal:
        actions.give_role(office.security, RoleName.SIGNER, by=office.by("security"), starts_on=date(2026, 1, 1))

    assert refusal.value.code == "network.give_role.to_oneself"


def test_an_administrator_gives_no_roles(office):
    with pytest.raises(NotPermitted):
        actions.give_role(office.zhou, RoleName.SIGNER, by=office.by("admin"), starts_on=date(2026, 1, 1))


def test_a_liaison_has_rights_only_for_their_own_unit(office):
    du = office.by("du")

    assert du.may("intake.read_unit", unit_id=office.units["street"].pk)
    assert not du.may("intake.read_unit", unit_id=office.units["sector"].pk)


def test_a_deputy_signs_only_in_the_written_time(office):
    today = timezone.localdate()
    actions.name_deputy(
        office.wu,
        office.he,
        RoleName.SIGNER,
        by=office.by("wu"),
        starts_on=today,
        ends_on=today,
        paper="临政协办〔2026〕3号",
    )

    assert office.by("he").may("desk.sign_off")
    assert not office.by("he", at=timezone.now() + timedelta(days=1)).may("desk.sign_off")


def test_another_offices_actor_is_refused_even_with_the_right(office, stranger):
    with pytest.raises(NotPermitted):
        actions.change_unit(office.units["street"], by=stranger.all_rights(), name="别人的名字")


OF_THE_PROGRAM = {"keeping.empty"}  # done each night by the program itself: no person holds it


def test_every_right_has_a_room_and_a_holder():
    for name, right in RIGHTS.items():
        assert "." in name
        assert bool(right.roles) is (name not in OF_THE_PROGRAM), name
