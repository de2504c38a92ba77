"""The list of recipients: add, change, end."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from zhitong.dispatch import actions, queries
from zhitong.errors import BadInput, WrongState

GIVEN = {"kind": "department", "name": "区民政局", "rank": 4, "reply_days": 5, "position": 0}


def test_adding_through_the_page(desk, sign_in):
    answer = sign_in(desk.office, "he").post(
        reverse("dispatch:add_recipient"), {**GIVEN, "person": desk.office.water.code, "sees_sources": "on"}
    )

    assert answer.status_code == 302
    added = queries.recipients_of(desk.office.office.pk).get(name="区民政局")
    assert (added.kind, added.reply_days, added.person, added.sees_sources) == (
        "department",
        5,
        desk.office.water,
        True,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "区水务局"},
        {"name": "　"},
        {"name": "区\x00局"},
        {"reply_days": -1},
        {"rank": 9},
        {"person": "\x00"},
        {"kind": "friend"},
    ],
)
def test_a_refused_form_keeps_what_was_typed(desk, sign_in, wrong):
    answer = sign_in(desk.office, "he").post(
        reverse("dispatch:add_recipient"), {**GIVEN, "reply_days": 7, **wrong, "valid_from": "2026-03-05"}
    )

    assert answer.status_code == 422
    assert 'value="2026-03-05"' in answer.content.decode()
    assert not queries.recipients_of(desk.office.office.pk).filter(name="区民政局").exists()


def test_changing_a_name_to_a_taken_one_is_refused(desk):
    with pytest.raises(BadInput) as refusal:
        actions.change_recipient(desk.party, by=desk.by("he"), name="区水务局")
    assert refusal.value.field == "name"


def test_a_person_without_the_role_is_not_offered_as_reader(desk, sign_in):
    answer = sign_in(desk.office, "he").post(
        reverse("dispatch:add_recipient"), {**GIVEN, "person": desk.office.lin.code}
    )
    assert answer.status_code == 422


def test_only_what_changed_is_recorded(desk, sign_in):
    client = sign_in(desk.office, "he")
    address = reverse("dispatch:recipient", args=[desk.water.code])
    as_is = {"name": "区水务局", "person": desk.office.water.code, "reply_days": 10, "position": 0}

    client.post(address, {**as_is, "reply_days": 15})

    desk.water.refresh_from_db()
    assert desk.water.reply_days == 15
    assert desk.water.person == desk.office.water


def test_an_ended_recipient_is_sent_to_no_more_and_stays_listed(desk, sign_in):
    client = sign_in(desk.office, "he")
    yesterday = timezone.localdate() - timedelta(days=1)
    client.post(reverse("dispatch:end_recipient", args=[desk.party.code]), {"ends_on": yesterday.isoformat()})

    with pytest.raises(WrongState) as refusal:
        desk.sent(desk.party)
    assert refusal.value.code == "dispatch.send.recipient_ended"
    address = reverse("dispatch:recipients")
    assert "区委办公室" not in client.get(address).content.decode()
    assert "区委办公室" in client.get(f"{address}?all=1").content.decode()


def test_the_last_day_does_not_lie_before_the_first(desk):
    today = timezone.localdate()
    later = desk.recipient("区外办", "body", valid_from=today + timedelta(days=9))
    with pytest.raises(BadInput):
        actions.end_recipient(later, by=desk.by("he"), ends_on=today)
