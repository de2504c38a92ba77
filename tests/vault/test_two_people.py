"""P5: an identity opens only by a second person, for a reason, for 15 minutes, and every look leaves its mark."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.journal.models import Entry
from zhitong.network import actions as network
from zhitong.vault import actions
from zhitong.vault.models import Opening

pytestmark = pytest.mark.django_db
WHO = {"name": "于飞鸿", "phone": "13900000000"}
PEOPLE = ("lin", "du", "zhou", "he", "wu", "fang", "water", "admin", "security", "auditor")
ASKERS, SECOND = {"zhou", "he"}, {"wu", "security"}


@pytest.fixture
def sealed(office):
    return actions.seal(WHO, by=office.by("zhou"))


def asked(office, sealed, key="zhou", **more):
    return actions.ask(sealed, by=office.by(key, **more), about="群2026-0001", reason="需要回访核实")


def test_of_all_pairs_of_roles_only_the_allowed_ones_open_it(office, sealed):
    opened = set()
    for asker, second in itertools.product(PEOPLE, PEOPLE):
        try:
            opening = asked(office, sealed, asker)
        except NotPermitted:
            continue
        try:
            actions.consent(opening, by=office.by(second))
            assert actions.look(opening, by=office.by(asker)) == WHO
            opened.add((asker, second))
        except NotPermitted:
            actions.refuse(opening, by=office.by("wu"), reason="试")  # so that the same asker may ask once more
    assert opened == set(itertools.product(ASKERS, SECOND))
    assert Entry.objects.filter(action="vault.shown").count() == len(opened)


def test_who_holds_both_rights_does_not_consent_to_their_own_request(office, sealed):
    network.give_role(office.zhou, "signer", by=office.by("security"), starts_on=timezone.localdate())
    opening = asked(office, sealed)
    with pytest.raises(NotPermitted) as refusal:
        actions.consent(opening, by=office.by("zhou"))
    assert refusal.value.code == "vault.consent.own"


def test_a_deputy_of_the_asker_is_no_second_person(office, sealed):
    today = timezone.localdate()
    network.give_role(office.he, "signer", by=office.by("security"), starts_on=today)
    network.name_deputy(
        office.he, office.qiao, "signer", by=office.by("he"), starts_on=today, ends_on=today, paper="委托书"
    )
    opening = asked(office, sealed, "he")
    with pytest.raises(NotPermitted):
        actions.consent(opening, by=office.by("qiao"))


def test_it_is_over_after_fifteen_minutes_and_only_the_asker_looks(office, sealed):
    opening = asked(office, sealed)
    with pytest.raises(WrongState):
        actions.look(opening, by=office.by("zhou"))
    now = timezone.now()
    actions.consent(opening, by=office.by("wu", at=now))
    for key, at, fits in (
        ("he", now, False),
        ("wu", now, False),
        ("zhou", now + timedelta(minutes=14, seconds=59), True),
        ("zhou", now + timedelta(minutes=15), False),
    ):
        if fits:
            assert actions.look(opening, by=office.by(key, at=at)) == WHO
        else:
            with pytest.raises(NotPermitted):
                actions.look(opening, by=office.by(key, at=at))


def test_no_reason_no_opening_and_no_second_request_while_one_waits(office, sealed):
    with pytest.raises(BadInput):
        actions.ask(sealed, by=office.by("zhou"), about="群", reason=" 　")
    asked(office, sealed)
    with pytest.raises(WrongState):
        asked(office, sealed)


def test_what_is_destroyed_is_gone(office, sealed):
    opening = asked(office, sealed)
    actions.consent(opening, by=office.by("wu"))
    actions.destroy(sealed, by=office.by("wu"))
    sealed.refresh_from_db()
    assert (bytes(sealed.content), bytes(sealed.wrapped)) == (b"", b"")
    with pytest.raises(WrongState):
        actions.look(opening, by=office.by("zhou"))


def test_the_pages_carry_the_watermark_and_the_key_file_away_is_no_broken_page(office, sealed, settings, tmp_path):
    opening = asked(office, sealed)
    clients = {key: Client() for key in ("zhou", "wu", "auditor")}
    for key, client in clients.items():
        client.force_login(office.people[key].account)
    assert WHO["name"] not in clients["wu"].get(reverse("vault:opening", args=[opening.code])).content.decode()
    clients["wu"].post(reverse("vault:consent", args=[opening.code]))
    look = reverse("vault:look", args=[opening.code])
    shown = clients["zhou"].post(look)
    page = shown.content.decode()
    assert WHO["name"] in page and page.count("周敏 ") >= 20
    assert shown.headers["Cache-Control"] == "no-store"
    assert clients["zhou"].get(look).status_code == 405
    assert opening.code in clients["auditor"].get(reverse("vault:openings")).content.decode()

    settings.VAULT_KEYS = tmp_path / "gone"
    away = clients["zhou"].post(look)
    assert away.status_code == 409 and WHO["name"] not in away.content.decode()
    assert Opening.objects.get().looks == 1
