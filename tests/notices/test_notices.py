"""Notices: told once, looked at before they go, never changed after."""

import smtplib
from datetime import timedelta

import pytest
from django.utils import timezone

from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.journal.models import Entry
from zhitong.network.actions import set_setting
from zhitong.notices import actions, letters, queries
from zhitong.notices.models import Letter, Notice


def tell(office, key="k1", **more):
    return actions.tell(
        office.lin,
        "您的来稿已收到。",
        by=office.by("zhou"),
        event="intake.submitted",
        about="intake.submission",
        about_code="abc",
        key=key,
        **more,
    )


def test_one_deed_tells_one_person_once(office):
    assert tell(office).pk == tell(office).pk


def test_what_goes_to_a_source_waits_for_an_editor(office):
    tell(office)

    assert queries.own_notices(office.by("lin")).count() == 0
    assert queries.waiting_count(office.by("zhou")) == 1


def test_it_goes_when_its_time_is_over_and_nobody_held_it_back(office):
    first, second = tell(office), tell(office, "k2")
    actions.hold_back(second, by=office.by("zhou"), reason="等核实后再说")

    assert actions.release_due(timezone.now() + timedelta(minutes=59)) == 0
    assert actions.release_due(timezone.now() + timedelta(minutes=61)) == 1
    assert [notice.pk for notice in queries.own_notices(office.by("lin"))] == [first.pk]


def test_the_office_sets_its_own_waiting_time(office):
    set_setting("notice_wait_minutes", 0, by=office.by("he"))

    assert tell(office).state == Notice.State.RELEASED


def test_words_can_be_changed_before_and_not_after(office):
    notice = actions.reword(tell(office), "您的来稿已采编。", by=office.by("zhou"))
    actions.release(notice, by=office.by("zhou"))

    with pytest.raises(WrongState) as refusal:
        actions.reword(notice, "别的话", by=office.by("zhou"))
    assert refusal.value.code == "notices.reword.gone"
    assert not any("采编" in entry.details for entry in Entry.objects.all())


def test_holding_back_needs_a_reason(office):
    with pytest.raises(BadInput):
        actions.hold_back(tell(office), by=office.by("zhou"), reason="　")


def test_a_source_has_no_outbox_and_another_office_none_of_ours(office, stranger):
    notice = tell(office)

    with pytest.raises(NotPermitted):
        actions.release(notice, by=office.by("lin"))
    assert not queries.outbox(stranger.by("chen")).exists()


def test_the_outbox_page_holds_one_back_and_keeps_the_words_when_the_reason_is_missing(office, sign_in):
    notice = tell(office)
    client = sign_in(office, "zhou")

    answer = client.post(f"/notices/outbox/{notice.code}/", {"text": "改过的话", "reason": "", "deed": "hold_back"})
    assert answer.status_code == 422
    assert "改过的话" in answer.content.decode()
    client.post(f"/notices/outbox/{notice.code}/", {"text": "改过的话", "reason": "待核实", "deed": "hold_back"})
    notice.refresh_from_db()
    assert (notice.state, notice.text) == (Notice.State.HELD_BACK, "改过的话")


def test_another_offices_notice_answers_like_a_missing_one(office, stranger, sign_in):
    notice = tell(office)
    client = sign_in(stranger, "chen")

    other, missing = client.get(f"/notices/outbox/{notice.code}/"), client.get("/notices/outbox/nosuchcode22/")
    assert (other.status_code, other.content) == (404, missing.content)


class Line:
    """A mail server that takes what it is given."""

    sent: list = []

    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def has_extn(self, name):
        return False

    def send_message(self, message):
        self.sent.append(message)


def test_a_days_notices_go_in_one_letter_once(office, settings, monkeypatch):
    settings.SMTP_URL = "smtp://mail.invalid:25"
    monkeypatch.setattr(smtplib, "SMTP", Line)
    Line.sent = []
    account = office.lin.account
    account.email = "lin@example.invalid"
    account.save()
    for key in ("a", "b"):
        tell(office, key, at_once=True)

    assert letters.make_digests(timezone.now()) == 1
    assert letters.make_digests(timezone.now()) == 0
    letter = Letter.objects.get()
    letters.send(letter)
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT
    assert [message["Message-ID"] for message in Line.sent] == [f"<{letter.code}@mail.invalid>"]


def test_without_a_mail_server_nobody_is_written_to(office, settings):
    settings.SMTP_URL = ""
    tell(office, at_once=True)

    assert letters.make_digests(timezone.now()) == 0
