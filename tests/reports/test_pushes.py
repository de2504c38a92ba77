"""双周推进: what the list finds, what is carried over, what left it; its rhythm, its notices, its one sheet."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from reported import Ledger, moment

from zhitong.assessment.themes.models import Theme, ThemeItem
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.figures.actions import set_target
from zhitong.intake import actions as intake
from zhitong.intake.models import Submission
from zhitong.jobs.schedule import _TIMETABLE
from zhitong.network import actions as network
from zhitong.notices.models import Notice
from zhitong.paper import to_pdf
from zhitong.reports.actions import pushes
from zhitong.reports.findings import expected
from zhitong.reports.jobs import make_due_pushes
from zhitong.reports.models import Push, PushEntry, PushLine
from zhitong.reports.printing import width_of
from zhitong.reports.push_paper import cut, push_paper
from zhitong.reports.queries import entries_of
from zhitong.reports.rhythm import due_day

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
Moved = PushEntry.Moved


def made(office, day=MONDAY, **more):
    push = pushes.make_push(by=office.by("he", at=moment(day)), **more)
    return push, list(entries_of(push))


def late_submission(office, day=date(2026, 8, 20)):
    return Ledger(office).received(day)


def test_a_late_submission_stands_on_the_list_is_carried_over_and_leaves_it_by_itself(office):
    source = late_submission(office)
    first, (entry,) = made(office)
    assert (entry.moved, entry.times, entry.line.sort) == (Moved.NEW, 1, "undecided")
    assert "未研判" in entry.standing
    assert entry.owner_name == "何静"
    assert entry.next_step

    second, (again,) = made(office, MONDAY + timedelta(days=14))
    assert (again.moved, again.times, again.line) == (Moved.CARRIED, 2, entry.line)
    assert again.before == f"上次：{entry.standing}"

    Submission.objects.filter(pk=source.pk).update(withdrawn_at=moment(MONDAY))
    third, (over,) = made(office, MONDAY + timedelta(days=28))
    assert over.moved == Moved.CLOSED
    assert over.line.closed_at
    assert over.line.closed_by is None
    assert made(office, MONDAY + timedelta(days=29))[1] == []
    assert [p.number for p in (first, second, third)] == [1, 2, 3]
    assert entries_of(first).get().standing == entry.standing  # an old list stays as it was


def test_a_line_closed_by_hand_stays_away_while_the_thing_is_as_it_was(office):
    late_submission(office)
    _push, (entry,) = made(office)
    by = office.by("he", at=moment(MONDAY, 15))
    with pytest.raises(BadInput):
        pushes.close_line(entry.line, by=by, why="  ")
    pushes.close_line(entry.line, by=by, why="已转办公室线下处理")
    with pytest.raises(WrongState):
        pushes.close_line(entry.line, by=by, why="再来")
    _push, (last,) = made(office, MONDAY + timedelta(days=14))
    assert last.moved == Moved.CLOSED
    assert "已转办公室线下处理" in last.standing
    assert made(office, MONDAY + timedelta(days=28))[1] == []


def test_another_owner_and_next_step_show_as_moved(office):
    late_submission(office)
    _push, (entry,) = made(office)
    by = office.by("he", at=moment(MONDAY))
    pushes.change_line(entry.line, by=by, owner=office.zhou, next_step="周三会上决定")
    with pytest.raises(BadInput) as refused:
        pushes.change_line(entry.line, by=by, owner=office.lin, next_step="周三")
    assert refused.value.field == "owner"
    _push, (again,) = made(office, MONDAY + timedelta(days=14))
    assert again.owner_name == "周敏"
    assert "责任人原为何静" in again.before
    assert "下一步原为" in again.before


def test_calls_unanswered_name_who_is_silent(office):
    by = office.by("zhou", at=moment(date(2026, 9, 1)))
    intake.issue_commission(
        by=by,
        title="冬季供暖",
        content="请写。",
        due_on=MONDAY + timedelta(days=5),
        units=[office.units["street"], office.units["party"]],
    )
    _push, (entry,) = made(office)
    assert entry.line.sort == "call"
    assert "2家中2家未报" in entry.standing
    assert "柳岸街道联络组" in entry.standing
    assert entry.owner_name == "周敏"


def test_instructions_without_reply(office):
    ledger = Ledger(office)
    ledger.instructed(ledger.brief(ledger.received(MONDAY)), date(2026, 8, 3))
    _push, entries = made(office)
    assert [entry.line.sort for entry in entries] == ["no_reply"]


def test_who_may_not(office):
    with pytest.raises(NotPermitted):
        pushes.make_push(by=office.by("fang"))
    late_submission(office)
    _push, (entry,) = made(office)
    with pytest.raises(NotPermitted):
        pushes.change_line(entry.line, by=office.by("fang"), owner=None, next_step="快办")


def test_the_desk_is_told_once_and_how_much_is_theirs(office):
    late_submission(office)
    push, _entries = made(office)
    told = Notice.objects.filter(about_code=push.code)
    assert set(told.values_list("person__name", flat=True)) == {"周敏", "乔木", "何静", "吴越"}
    assert "1" in told.get(person=office.he).text
    assert told.get(person=office.he).address == reverse("reports:push", args=[push.code])


def test_the_clock_makes_one_list_a_fortnight_and_none_twice(office):
    late_submission(office)
    assert any(path.endswith("biweekly_pushes") for path in _TIMETABLE)
    assert len(make_due_pushes(moment(MONDAY, 7))) == 1
    assert make_due_pushes(moment(MONDAY, 8)) == []
    made(office, MONDAY + timedelta(days=3))  # on demand: the rhythm stays
    assert make_due_pushes(moment(MONDAY + timedelta(days=13))) == []
    (second,) = make_due_pushes(moment(MONDAY + timedelta(days=14)))
    assert (second.planned_on, second.number, second.made_by) == (MONDAY + timedelta(days=14), 3, None)
    network.set_setting("report_biweekly", False, by=office.by("he", at=moment(MONDAY)))
    assert make_due_pushes(moment(MONDAY + timedelta(days=28))) == []


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=30))
def test_the_rhythm_keeps_to_its_mondays(steps):
    day, last = MONDAY, None
    for ahead, works in steps:
        day += timedelta(days=ahead)
        due = due_day(last, day, is_working_day=works)
        if due is None:
            assert not works or (last and (day - last).days < 14)
            continue
        assert due.weekday() == 0
        assert timedelta(0) <= day - due < timedelta(days=14)
        assert last is None or (due - last).days % 14 == 0
        last = due


def test_the_page_its_lines_and_the_one_sheet(office, sign_in):
    ledger = Ledger(office)
    for day in range(1, 25):
        ledger.received(date(2026, 7, day))
    push, entries = made(office)
    assert len(entries) == 24
    client = sign_in(office, "he")
    page = client.get(reverse("reports:push", args=[push.code])).content.decode()
    for address in re.findall(r'<td data-label="事项"><div>.*?<a href="([^"]+)"', page)[:3]:
        assert client.get(address).status_code == 200
    assert client.get(reverse("reports:push", args=[push.code]), {"mine": "1"}).context["live"].total == 24
    address = reverse("reports:push_line", args=[entries[0].line.code])
    answer = client.post(address, {"deed": "change", "owner": office.zhou.code, "next_step": " "})
    assert answer.status_code == 422
    answer = client.post(address, {"deed": "change", "owner": office.zhou.code, "next_step": "周三决定"})
    assert answer.status_code == 302
    assert PushLine.objects.get(pk=entries[0].line.pk).owner == office.zhou
    assert client.post(address, {"deed": "close", "words": "线下已办"}).status_code == 302
    for name, start in (("push_docx", b"PK"), ("push_pdf", b"%PDF")):
        answer = client.get(reverse(f"reports:{name}", args=[push.code]))
        assert answer.content.startswith(start)
    leader = sign_in(office, "fang").get(reverse("reports:push", args=[push.code])).content.decode()
    assert "未研判" in leader
    assert "/assessment/read/" not in leader
    count = Push.objects.count()
    assert sign_in(office, "he").post(reverse("reports:make_push")).status_code == 302
    assert Push.objects.count() == count + 1


@pytest.mark.parametrize("words", ["关于老旧小区加装电梯后续维护资金筹集", "2026-00012 elevator 12 ", "字"])
def test_one_sheet_holds_the_longest_list_in_any_words(office, words):
    ledger = Ledger(office)
    for day in range(1, 29):
        ledger.received(date(2026, 7, day))
    made(office)
    Submission.objects.filter(serial__gt=22).update(withdrawn_at=moment(MONDAY))
    push, entries = made(office, MONDAY + timedelta(days=14))
    for entry in entries:
        entry.title, entry.standing, entry.next_step = words * 9, words * 4, words * 6
        entry.owner_name, entry.before, entry.line.due_on = "欧阳小河", words, date(2025, 12, 31)
    content = to_pdf(push_paper(push, entries))
    assert content.startswith(b"%PDF")
    assert re.search(rb"/Count (\d+)", content)[1] == b"1"


def test_queries_do_not_grow_with_lines(office):
    ledger = Ledger(office)

    def count(day):
        with CaptureQueriesContext(connection) as captured:
            made(office, day)
        return len(captured)

    for day in range(1, 4):
        ledger.received(date(2026, 7, day))
    made(office, MONDAY)
    few = count(MONDAY + timedelta(days=1))
    for day in range(4, 24):
        ledger.received(date(2026, 7, day))
    made(office, MONDAY + timedelta(days=2))
    assert count(MONDAY + timedelta(days=3)) <= few


def test_old_instructions_stand_in_one_line(office):
    ledger = Ledger(office)
    brief = ledger.brief(ledger.received(MONDAY))
    for month in (1, 2, 3):
        ledger.instructed(brief, date(2026, month, 5))
    _push, (entry,) = made(office)
    assert "3件次未回函，最早为2026年1月" in entry.standing
    ledger.instructed(brief, date(2025, 12, 1))
    _push, entries = made(office, MONDAY + timedelta(days=14))
    (again,) = [each for each in entries if each.line.sort == "no_reply"]
    assert again.line == entry.line
    assert again.before


def test_rising_themes(office):
    ledger = Ledger(office)
    theme = Theme.objects.create(office=office.office, name="加装电梯", found_at=moment(MONDAY), state="confirmed")
    for day in (2, 3, 4):
        ThemeItem.objects.create(
            theme=theme, submission=ledger.received(date(2026, 9, day)), state="confirmed", added_at=moment(MONDAY)
        )
    _push, entries = made(office)
    assert [(e.line.sort, e.title, e.standing) for e in entries] == [("rising", "加装电梯", "近四周3件，前四周0件")]


def test_units_behind_their_target_by_the_share_of_the_year_that_is_over(office, sign_in):
    by = office.by("he", at=moment(date(2026, 1, 5)))
    set_target(by=by, year=2026, measure="received", number=12, reason="年初会议", kind="street_group")
    set_target(by=by, year=2026, measure="received", number=3, reason="年初会议", unit=office.units["party"])
    ledger = Ledger(office)
    for day in (1, 2):
        ledger.received(date(2026, 9, day), "party")
        ledger.received(date(2026, 9, day), "street")
    _push, (entry,) = made(office)
    assert (entry.line.sort, entry.title) == ("target", "临溪区柳岸街道联络组")
    assert entry.standing == "来稿量2/12（序时应达8）"
    assert entry.line.about_code == office.units["street"].code
    page = sign_in(office, "du").get(reverse("reports:unit", args=[office.units["street"].code]))
    assert page.context["figures"][0].target == 12


def test_the_share_of_the_year():
    assert [expected(12, day) for day in (date(2026, 1, 1), date(2026, 7, 2), date(2026, 12, 31))] == [0, 6, 12]


def test_a_cut_title_keeps_whose_matter_it_is():
    assert cut("雨水口清掏不应漏掉背街小巷（区城市管理局）", 14.0) == "雨水口清掏…（区城市管理局）"
    assert cut("独居老人智能看护设备停摆（方岚批示）", 14.0).endswith("…（方岚批示）")
    assert cut("短题（区水务局）", 14.0) == "短题（区水务局）"
    long = cut("关于加强某某某某某某（一个非常长的收文单位名称）", 14.0)
    assert long.endswith("…") and width_of(long) <= 14.0
