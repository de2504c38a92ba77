"""每日研判: opened for a day, decisions recorded to it, closed into minutes; an empty day leaves a record too."""

import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from assessment_cast import send_in
from django.urls import reverse
from django.utils import timezone

from replayed import replayed
from zhitong.assessment.actions import change_sitting, close_sitting, decide, open_sitting, undo
from zhitong.assessment.ages import clock_for
from zhitong.assessment.defaults import load_default_reasons
from zhitong.assessment.minutes import minutes_of
from zhitong.assessment.models import Sitting
from zhitong.assessment.queries import in_force
from zhitong.assessment.sitting_days import days_without_record
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.journal.models import Entry


@pytest.fixture
@replayed
def desk(office):
    load_default_reasons(by=office.all_rights())
    return office


def opened(office, **more):
    return open_sitting(by=office.by("he"), chair=office.he, minute_taker=office.zhou, present=[office.qiao], **more)


def test_chair_and_minute_taker_are_present_without_being_named_twice(desk):
    sitting = opened(desk)

    assert set(sitting.present.all()) == {desk.he, desk.zhou, desk.qiao}


def test_one_sitting_at_a_time_and_one_a_day(desk):
    sitting = opened(desk)
    with pytest.raises(WrongState) as refusal:
        opened(desk)
    assert refusal.value.code == "assessment.sitting.another_open"
    close_sitting(sitting, by=desk.by("he"))

    with pytest.raises(BadInput) as refusal:
        opened(desk)
    assert refusal.value.code == "assessment.sitting.day_taken"


def test_no_sitting_for_a_day_to_come(desk):
    with pytest.raises(BadInput) as refusal:
        opened(desk, held_on=timezone.localdate() + timedelta(days=1))

    assert refusal.value.field == "held_on"


def test_only_people_of_the_office_sit(desk, stranger):
    with pytest.raises(BadInput):
        open_sitting(by=desk.by("he"), chair=stranger.chen, minute_taker=desk.zhou)


@pytest.mark.parametrize("who", ["lin", "fang", "auditor"])
def test_only_the_desk_opens_a_sitting(desk, who):
    with pytest.raises(NotPermitted):
        open_sitting(by=desk.by(who), chair=desk.he, minute_taker=desk.zhou)


def test_the_minutes_count_what_was_decided_in_the_sitting_and_nothing_else(desk):
    morning = timezone.localtime().replace(
        hour=0, minute=0, second=1
    )  # without a sitting before, the day's own count as new
    at = max(timezone.now() - timedelta(hours=2), morning)
    items = [send_in(desk, f"第{n}件", at=at) for n in range(6)]
    decide(items[5], "decline", by=desk.by("zhou", at=at), words="会前")
    sitting = opened(desk)
    zhou = desk.by("zhou")
    decide(items[0], "take_up", by=zhou, sitting=sitting, taker=desk.qiao)
    decide(items[1], "merge", by=zhou, into=items[0], sitting=sitting)
    day = timezone.localdate() + timedelta(days=4)
    decide(items[2], "hold", by=zhou, reason="verify", hold_until=day, sitting=sitting)
    wrong = decide(items[3], "decline", by=zhou, reason="routine", sitting=sitting)
    undo(wrong, by=zhou)

    closed = close_sitting(sitting, by=desk.by("he"), note="周五再议第4件。")

    figures = closed.figures
    assert (figures["queue_at_start"], figures["new"], figures["decided"], figures["queue_at_end"]) == (5, 6, 3, 2)
    assert (figures["take_up"], figures["merge"], figures["hold"], figures["decline"]) == (1, 1, 1, 0)
    lines = minutes_of(closed, desk.by("he")).lines
    assert [(line.number, line.verdict) for line in lines] == [
        (items[0].number, "采编"),
        (items[1].number, "并稿"),
        (items[2].number, "留存"),
    ]
    assert (lines[0].taker, lines[1].taker, lines[2].due) == ("乔木", items[0].number, day)


def test_minutes_stay_as_they_were_closed_and_say_what_was_undone_later(desk):
    sitting = opened(desk)
    made = decide(send_in(desk), "take_up", by=desk.by("zhou"), sitting=sitting)
    close_sitting(sitting, by=desk.by("he"))

    undo(made, by=desk.by("zhou"))

    sitting.refresh_from_db()
    minutes = minutes_of(sitting, desk.by("he"))
    assert minutes.figures["take_up"] == 1
    assert minutes.lines[0].undone_since is not None


def test_a_closed_sitting_takes_no_more_decisions(desk):
    sitting = close_sitting(opened(desk), by=desk.by("he"))

    with pytest.raises(WrongState) as refusal:
        decide(send_in(desk), "take_up", by=desk.by("zhou"), sitting=sitting)
    assert refusal.value.code == "assessment.sitting.not_open"
    with pytest.raises(WrongState):
        close_sitting(sitting, by=desk.by("he"))
    with pytest.raises(WrongState):
        change_sitting(sitting, by=desk.by("he"), chair=desk.he, minute_taker=desk.zhou)


def test_an_empty_day_leaves_a_record(desk):
    closed = close_sitting(opened(desk), by=desk.by("he"))

    assert closed.figures["decided"] == 0
    assert [entry.action for entry in Entry.objects.filter(subject_code=closed.code).order_by("seq")] == [
        "assessment.sitting_opened",
        "assessment.sitting_closed",
    ]


def test_new_counts_from_the_closing_before(desk):
    first = timezone.now() - timedelta(days=1)
    send_in(desk, "昨天", at=first - timedelta(hours=1))
    yesterday = open_sitting(by=desk.by("he", at=first), chair=desk.he, minute_taker=desk.zhou)
    close_sitting(yesterday, by=desk.by("he", at=first + timedelta(minutes=5)))
    send_in(desk, "今天", at=timezone.now() - timedelta(minutes=5))

    assert minutes_of(opened(desk), desk.by("he")).figures["new"] == 1


def test_working_days_without_a_record_are_a_gap_that_shows(desk):
    def hold(day):
        at = timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=9)
        close_sitting(
            open_sitting(by=desk.by("he", at=at), chair=desk.he, minute_taker=desk.zhou), by=desk.by("he", at=at)
        )

    hold(date(2026, 9, 17))  # Thursday; Sunday the 20th is a make-up working day
    hold(date(2026, 9, 21))
    viewer = desk.by("he", at=timezone.make_aware(datetime(2026, 9, 22, 9)))

    assert days_without_record(viewer, clock_for(viewer)) == [date(2026, 9, 18), date(2026, 9, 20)]


def test_a_day_is_walked_by_page_from_opening_to_minutes(desk, sign_in):
    now = timezone.now()
    slow = send_in(desk, "平常的事", at=now - timedelta(hours=3))
    fast = send_in(desk, "着急的事", at=now - timedelta(hours=1), express_reason="明天开工")
    client = sign_in(desk, "he")
    today = timezone.localdate().isoformat()
    sent = {"held_on": today, "chair": desk.he.pk, "minute_taker": desk.zhou.pk, "order": "express"}

    first = client.post(reverse("assessment:open_sitting"), sent, follow=True)
    sitting = Sitting.objects.get()
    assert "着急的事" in first.content.decode()

    def decided(item, verdict, **more):
        where = reverse("assessment:decide_in_sitting", args=[sitting.code, item.code, verdict])
        return client.post(where, more, follow=True)

    wrong = decided(fast, "send_back", reason="no_facts")
    assert wrong.status_code == 422
    second = decided(fast, "take_up", reason="urgent")
    assert in_force(fast).sitting == sitting
    assert "平常的事" in second.content.decode()
    assert "已决定 1 件，还剩 1 件" in second.content.decode()
    last = decided(slow, "decline", reason="routine")
    assert "队列已空" in last.content.decode()

    client.post(reverse("assessment:close_sitting", args=[sitting.code]), {"note": "散会"})
    minutes = client.get(reverse("assessment:sitting", args=[sitting.code])).content.decode()
    for words in ("平常的事", "着急的事", "属日常工作动态", "散会", "何静"):
        assert words in minutes
    listed = client.get(reverse("assessment:sittings"))
    assert sitting.code in listed.content.decode()


def test_the_minutes_are_given_as_word_and_pdf(desk, sign_in):
    sitting = opened(desk)
    decide(send_in(desk, "电梯停运的情况"), "take_up", by=desk.by("zhou"), sitting=sitting)
    client = sign_in(desk, "he")
    docx, pdf = (reverse(f"assessment:minutes_{kind}", args=[sitting.code]) for kind in ("docx", "pdf"))
    assert client.get(docx).status_code == 404  # not before it is closed
    close_sitting(sitting, by=desk.by("he"))

    word = zipfile.ZipFile(BytesIO(client.get(docx).content)).read("word/document.xml").decode()
    assert "电梯停运的情况" in word
    assert "每日研判记录" in word
    assert client.get(pdf).content.startswith(b"%PDF")


def test_another_offices_sitting_is_not_there(desk, stranger, sign_in):
    sitting = opened(desk)
    client = sign_in(stranger, "chen")

    for name in ("sitting", "sitting_people", "close_sitting", "minutes_docx", "minutes_pdf"):
        assert client.get(reverse(f"assessment:{name}", args=[sitting.code])).status_code == 404
    foreign = send_in(stranger, by="bai")
    where = reverse("assessment:decide_in_sitting", args=[sitting.code, foreign.code, "take_up"])
    assert client.post(where).status_code == 404
    assert list(client.get(reverse("assessment:sittings")).context["sittings"]) == []
