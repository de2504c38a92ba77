"""敏感 without readers: two people name a new one, neither of whom reads it; nothing of it is a way round the readers who are there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake import actions as intake
from zhitong.intake.restricted import actions, queries, rescue
from zhitong.intake.words import Words
from zhitong.journal.models import Entry
from zhitong.journal.queries import verify_office
from zhitong.network import actions as network
from zhitong.notices.models import Notice

pytestmark = pytest.mark.django_db
TITLE = "码头仓库夜间卸货"


@pytest.fixture
def restriction(office):
    matter = intake.submit(by=office.by("lin"), words=Words(TITLE, body="连续三晚。"))
    return actions.restrict(matter, by=office.by("zhou"), reason="涉及举报人", readers=[office.fang])


@pytest.fixture
def stranded(office, restriction):
    """Its editor has left the desk; a leader is a reader still, and cannot open it from there."""
    _leave(office, "zhou")
    return restriction


def _leave(office, key: str) -> None:
    role = office.people[key].roles.get()
    network.end_role(role, by=office.by("security"), ends_on=timezone.localdate() - timedelta(days=1))


def _browser(office, key: str) -> Client:
    client = Client()
    client.force_login(office.people[key].account)
    return client


def _page(office, key: str) -> str:
    return _browser(office, key).get(reverse("intake:stranded")).content.decode()


def _opens(office, key: str, restriction) -> int:
    return _browser(office, key).get(reverse("intake:read", args=[restriction.submission.code])).status_code


def test_two_people_name_a_new_reader_through_the_pages_and_neither_of_them_reads(office, stranded):
    number = stranded.submission.number
    for key in ("security", "he", "auditor"):
        page = _page(office, key)
        assert number in page
        assert TITLE not in page
    assert {_opens(office, key, stranded) for key in ("he", "wu", "qiao")} == {404}

    asked = _browser(office, "security").post(
        reverse("intake:ask_reader", args=[stranded.code]), {"person": office.wu.code, "reason": "原阅读人已离岗"}
    )
    assert asked.status_code == 302
    request = queries.reader_requests(office.by("he")).get()
    assert _opens(office, "wu", stranded) == 404  # asking alone changes nothing
    answer = _browser(office, "he").post(reverse("intake:consent_reader", args=[request.code]), follow=True)
    assert "已同意" in answer.content.decode()

    assert _opens(office, "wu", stranded) == 200
    assert {_opens(office, key, stranded) for key in ("he", "qiao")} == {404}
    assert not queries.stranded_for(office.by("security")).exists()
    record = _browser(office, "wu").get(reverse("intake:restriction", args=[stranded.code])).content.decode()
    assert "提请指定 吴越 为阅读人" in record
    assert "作为第二人，同意由 吴越 阅读" in record
    assert "原阅读人已离岗" in record


def test_it_stands_in_the_journal_and_whoever_was_a_reader_is_told_by_number(office, stranded):
    request = rescue.ask(stranded, office.wu, by=office.by("security"), reason="原阅读人已离岗")
    rescue.consent(request, by=office.by("he"))
    deeds = ["intake.reader_asked", "intake.reader_consented"]
    entries = Entry.objects.filter(action__in=deeds).order_by("seq")
    assert [(entry.action, entry.actor) for entry in entries] == [
        (deeds[0], office.security.commitment),
        (deeds[1], office.he.commitment),
    ]
    assert verify_office(office.office.pk).holds
    told = Notice.objects.filter(event="intake.reader_consented")
    assert {notice.person for notice in told} == {office.zhou, office.fang, office.wu}
    for notice in told:
        assert stranded.submission.number in notice.text
        assert TITLE not in notice.text
    assert stranded.submission.number in _browser(office, "fang").get(reverse("notices:own")).content.decode()


def test_while_a_reader_is_at_the_desk_nobody_gets_round_them(office, restriction):
    with pytest.raises(WrongState):
        rescue.ask(restriction, office.wu, by=office.by("security"), reason="试试")
    assert _browser(office, "security").get(reverse("intake:ask_reader", args=[restriction.code])).status_code == 404
    assert restriction.submission.number not in _page(office, "security")


def test_a_reader_who_comes_back_in_the_meantime_ends_the_way_out(office, stranded):
    request = rescue.ask(stranded, office.wu, by=office.by("security"), reason="原阅读人已离岗")
    network.give_role(office.zhou, "editor", by=office.by("security"), starts_on=timezone.localdate())
    with pytest.raises(WrongState):
        rescue.consent(request, by=office.by("he"))
    assert not queries.readers_now(stranded).filter(pk=office.wu.pk).exists()


def test_only_the_security_administrator_asks_and_only_for_a_senior_editor_or_signer(office, stranded):
    for key in ("he", "wu", "qiao", "admin", "auditor", "fang"):
        with pytest.raises(NotPermitted):
            rescue.ask(stranded, office.wu, by=office.by(key), reason="想看")
    for key in ("qiao", "security", "fang", "lin"):
        with pytest.raises(BadInput):
            rescue.ask(stranded, office.people[key], by=office.by("security"), reason="想看")
    with pytest.raises(BadInput):
        rescue.ask(stranded, office.wu, by=office.by("security"), reason="　")
    rescue.ask(stranded, office.wu, by=office.by("security"), reason="原阅读人已离岗")
    with pytest.raises(WrongState):
        rescue.ask(stranded, office.he, by=office.by("security"), reason="再来一次")


def test_neither_who_asks_nor_who_would_read_nor_their_deputy_consents(office, stranded):
    request = rescue.ask(stranded, office.wu, by=office.by("security"), reason="原阅读人已离岗")
    today = timezone.localdate()
    network.name_deputy(
        office.wu, office.qiao, "signer", by=office.by("wu"), starts_on=today, ends_on=today, paper="出差委托书"
    )
    for key in ("wu", "security", "qiao", "admin", "auditor"):
        with pytest.raises(NotPermitted):
            rescue.consent(request, by=office.by(key))
    assert "拒绝" not in _page(office, "wu")
    rescue.refuse(request, by=office.by("he"), reason="应由他人阅读")
    with pytest.raises(WrongState):
        rescue.consent(request, by=office.by("he"))
    assert _opens(office, "wu", stranded) == 404
    rescue.ask(stranded, office.he, by=office.by("security"), reason="改由副主编阅读")  # refused, it may be asked anew


def test_a_refusal_without_a_reason_comes_back_and_the_page_asks_no_more_queries_with_more_rows(
    office, stranded, django_assert_max_num_queries
):
    request = rescue.ask(stranded, office.wu, by=office.by("security"), reason="原阅读人已离岗")
    answer = _browser(office, "he").post(reverse("intake:refuse_reader", args=[request.code]), {"reason": ""})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    for _n in range(4):
        matter = intake.submit(by=office.by("lin"), words=Words("又一件", body="五周前。"))
        actions.restrict(matter, by=office.by("qiao"), reason="涉及个人", readers=[])
    _leave(office, "qiao")
    client = _browser(office, "security")
    with django_assert_max_num_queries(32):
        assert client.get(reverse("intake:stranded")).content.decode().count("提请新的阅读人") >= 4
