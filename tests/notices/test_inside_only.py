"""Notices that stay inside the product, and who may read whose they are."""

import smtplib

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhitong.notices import actions, letters, queries
from zhitong.notices.models import Letter, Notice


def tell(office, **more):
    return actions.tell(
        office.lin,
        "您的来稿已采编。",
        by=office.by("zhou"),
        event="x.y",
        about="intake.submission",
        about_code="abc",
        key="k",
        **more,
    )


def test_what_stays_inside_is_never_put_in_a_letter(office, settings, monkeypatch):
    settings.SMTP_URL = "smtp://mail.invalid:25"
    monkeypatch.setattr(smtplib, "SMTP", None)
    office.lin.account.email = "lin@example.invalid"
    office.lin.account.save()
    tell(office, at_once=True, by_letter=False)

    assert letters.make_digests(timezone.now()) == 0
    assert not Letter.objects.exists()
    assert queries.own_notices(office.by("lin")).count() == 1


def test_the_outbox_does_not_name_who_asked_not_to_be_named(office, sign_in):
    notice = tell(office, shown_as="反映人-7F3K")

    for address in ("/notices/outbox/", f"/notices/outbox/{notice.code}/"):
        editor = sign_in(office, "zhou").get(address).content.decode()
        assert "反映人-7F3K" in editor
        assert "林小河" not in editor
        assert "林小河" in sign_in(office, "he").get(address).content.decode()


def test_a_source_whose_role_is_for_one_unit_reads_their_own_notices(office, sign_in):
    tell(office, at_once=True)
    client = sign_in(office, "lin")

    assert "您的来稿已采编。" in client.get("/notices/").content.decode()
    assert Notice.objects.get().read_at is not None


def test_lists_of_notices_need_the_same_queries_for_one_and_for_many(office, sign_in):
    client = sign_in(office, "zhou")

    def queries_of(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    tell(office)
    before = queries_of("/notices/outbox/")
    for number in range(3):
        actions.tell(
            office.jiang, "又一条", by=office.by("zhou"), event="x.y", about="a.b", about_code="abc", key=f"n{number}"
        )
    assert queries_of("/notices/outbox/") == before


def test_a_refused_hold_back_changes_no_words(office, sign_in):
    notice = tell(office)
    sign_in(office, "zhou").post(
        f"/notices/outbox/{notice.code}/", {"text": "改过的话", "reason": "", "deed": "hold_back"}
    )

    notice.refresh_from_db()
    assert (notice.state, notice.text) == (Notice.State.WAITING, "您的来稿已采编。")
