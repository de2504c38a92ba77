"""The inbox as a page: list, pane, place in the list, what is remembered, who may see it."""

import re
from datetime import timedelta

import pytest
from assessment_cast import TITLE, send_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from zhitong.assessment.actions import decide
from zhitong.assessment.models import LastFilter, Presence
from zhitong.intake.actions import move_to_paper

INBOX = reverse("assessment:inbox")


def read(submission, query=""):
    return reverse("assessment:read", args=[submission.code]) + (f"?{query}" if query else "")


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_the_queue_oldest_first(office, sign_in):
    now = timezone.now()
    for number, title in enumerate(["第一件", "第二件", "第三件"]):
        send_in(office, title, at=now - timedelta(hours=9 - number))
    page = shown(sign_in(office, "zhou"), INBOX)

    assert re.findall(r"<bdi>(.*?)</bdi>", page) == ["第一件", "第二件", "第三件"]


def test_the_pane_shows_the_text_as_it_came_and_nothing_of_it_as_markup(office, sign_in):
    words = "第一行\n  <script>alert(1)</script> {{ actor }} \u202e倒着"
    submission = send_in(office, "标题 <b>粗</b>", body=words)
    page = shown(sign_in(office, "zhou"), read(submission))

    assert "第一行\n  &lt;script&gt;alert(1)&lt;/script&gt; {{ actor }} \u202e倒着</div>" in page
    assert "<b>粗</b>" not in page


def test_who_asked_not_to_be_named_is_not_named(office, sign_in):
    submission = send_in(office, withhold_name=True)
    client = sign_in(office, "zhou")

    assert "林小河" not in shown(client, read(submission)) + shown(client, INBOX)


def test_what_was_moved_to_paper_shows_no_words(office, sign_in):
    submission = send_in(office, "不该进来的标题")
    move_to_paper(submission, by=office.by("he"), reason="涉密")
    page = shown(sign_in(office, "zhou"), read(submission, "state=on_paper"))

    assert "不该进来的标题" not in page
    assert "decide/" not in page


def test_the_place_counts_within_the_filtered_list(office, sign_in):
    now = timezone.now()
    items = [send_in(office, f"电梯{n}", at=now - timedelta(hours=9 - n)) for n in range(3)]
    send_in(office, "别的", at=now - timedelta(hours=8, minutes=30), body="无关的内容。")
    client = sign_in(office, "zhou")

    answer = client.get(read(items[1], "words=电梯"))

    place = answer.context["place"]
    assert (place.position, place.total, place.previous, place.next) == (2, 3, items[0].code, items[2].code)
    assert "第 2 / 3 件" in answer.content.decode()


def test_an_item_outside_the_filter_is_shown_and_said_to_be_outside(office, sign_in):
    submission, other = send_in(office, "一"), send_in(office, "二")
    decide(submission, "take_up", by=office.by("zhou"))

    answer = sign_in(office, "zhou").get(read(submission))

    place = answer.context["place"]
    assert (place.position, place.total, place.next) == (0, 1, other.code)


def test_the_page_of_the_list_is_the_one_with_the_open_item(office, sign_in, monkeypatch):
    monkeypatch.setattr("zhitong.assessment.inbox.PAGE_SIZE", 2)
    now = timezone.now()
    items = [send_in(office, f"第{n}件", at=now - timedelta(hours=9 - n)) for n in range(5)]
    client = sign_in(office, "zhou")

    assert client.get(read(items[3])).context["found"].page.number == 2
    assert client.get(read(items[3], "page=1")).context["found"].page.number == 1
    for wrong in ("0", "-1", "9" * 30, "abc", "²"):
        assert client.get(INBOX, {"page": wrong, "state": "all"}).status_code == 200


def test_the_inbox_opens_as_it_was_left(office, sign_in):
    send_in(office)
    client = sign_in(office, "zhou")
    client.get(INBOX, {"state": "all", "words": "电梯"})

    answer = client.get(INBOX)

    assert answer.status_code == 302
    assert answer.url.endswith("?state=all&words=%E7%94%B5%E6%A2%AF")
    client.get(INBOX, {"state": "awaiting"})
    assert client.get(INBOX).status_code == 200
    assert LastFilter.objects.get().query == ""


def test_a_part_of_the_filter_that_cannot_be_read_is_named(office, sign_in):
    page = shown(sign_in(office, "zhou"), f"{INBOX}?since=2026-02-30&words=a%00b")

    assert "有的筛选条件无法识别" in page


@pytest.mark.parametrize("who", ["lin", "du", "fang", "water", "admin", "security", "auditor"])
def test_only_the_desk_opens_the_inbox(office, sign_in, who):
    submission = send_in(office)
    client = sign_in(office, who)

    assert client.get(INBOX).status_code == 403
    assert client.get(read(submission)).status_code == 403


def test_another_offices_item_and_a_missing_one_answer_alike(office, stranger, sign_in):
    submission = send_in(office)
    client = sign_in(stranger, "chen")

    bodies = set()
    for code in (submission.code, "aaaaaaaaaaaa", "a%00b"):
        answers = [
            client.get(f"{INBOX}read/{code}/"),
            client.post(f"{INBOX}read/{code}/take_up/"),
            client.post(f"{INBOX}read/{code}/here/"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 3
        bodies |= {re.sub(rb'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "\w+"', b"", answer.content) for answer in answers}
    assert len(bodies) == 1
    assert TITLE not in client.get(INBOX, {"state": "all"}).content.decode()


@pytest.mark.parametrize("address", ["list", "pane", "decision", "views"])
def test_the_number_of_queries_does_not_grow_with_the_rows(office, sign_in, address):
    zhou = office.by("zhou")
    past = timezone.now() - timedelta(days=9)

    def three_more(first):
        held = send_in(office, f"留存{first}", at=past)
        yesterday = timezone.localdate() - timedelta(days=1)
        decide(held, "hold", by=office.by("zhou", at=past), words="等", hold_until=yesterday)
        lead = send_in(office, f"牵头{first}", express_reason="急")
        decide(send_in(office, f"并入{first}", by="jiang"), "merge", by=zhou, into=lead)
        return lead

    lead = three_more(1)
    client = sign_in(office, "zhou")
    wanted = {
        "list": f"{INBOX}?state=all",
        "pane": read(lead, "state=all"),
        "decision": read(lead, "state=all&decide=merge"),
        "views": reverse("assessment:views"),
    }[address]
    client.get(wanted)  # the filter is remembered once

    with CaptureQueriesContext(connection) as few:
        client.get(wanted)
    for n in range(2, 6):
        three_more(n)
    with CaptureQueriesContext(connection) as many:
        client.get(wanted)

    assert len(many) == len(few), [query["sql"] for query in many.captured_queries]


def test_somebody_else_here_is_said_and_goes_away_again(office, sign_in):
    submission = send_in(office)
    here = reverse("assessment:here", args=[submission.code])
    assert "正在看" not in sign_in(office, "zhou").post(here).content.decode()

    assert "周敏也正在看这一件" in sign_in(office, "qiao").post(here).content.decode()

    Presence.objects.filter(person=office.zhou).update(seen_at=timezone.now() - timedelta(seconds=61))
    assert "周敏" not in sign_in(office, "qiao").post(here).content.decode()
    assert Presence.objects.count() == 1


def test_a_decision_made_meanwhile_is_said(office, sign_in):
    submission = send_in(office)
    decide(submission, "take_up", by=office.by("qiao"))

    answer = sign_in(office, "zhou").post(reverse("assessment:here", args=[submission.code]), {"upon": ""})

    assert "乔木刚刚作出了决定：采编" in answer.content.decode()
