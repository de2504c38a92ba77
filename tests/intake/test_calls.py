"""约稿: who is asked, who answered, who missed; calls from above are passed on."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake import actions, queries
from zhitong.intake.words import Words
from zhitong.journal.models import Entry
from zhitong.network import actions as network
from zhitong.notices.models import Notice

SHANGHAI = ZoneInfo("Asia/Shanghai")
DUE = date(2026, 3, 10)
WORDS = Words(title="助餐点排队", body="柳岸助餐点中午排队四十分钟。")


def moment(day, hour=9, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def issue(office, **changes):
    given = {
        "by": office.by("zhou", at=moment(1)),
        "title": "养老助餐",
        "content": "助餐点现状与问题",
        "due_on": DUE,
        "units": [office.units["street"], office.units["sector"]],
    }
    return actions.issue_commission(**{**given, **changes})


def answer(office, key, call, at):
    return actions.submit(by=office.by(key, at=at), words=WORDS, commission=call)


def missed(office, as_of=date(2026, 3, 20)):
    return [str(row.unit or row.person) for row in queries.missed_commissions(office.office.pk, as_of=as_of)]


def test_calls_are_numbered_and_seen_by_those_asked(office, stranger):
    calls = [issue(office), issue(office)]

    assert [call.number for call in calls] == ["约2026-001", "约2026-002"]
    for key, seen in (("lin", 2), ("du", 2), ("jiang", 2), ("zhou", 2), ("fang", 0)):
        assert queries.visible_commissions(office.by(key)).count() == seen, key
    assert queries.visible_commissions(stranger.by("chen")).count() == 0


def test_a_person_can_be_asked_by_name(office):
    call = issue(office, units=[], persons=[office.jiang])

    assert list(queries.visible_commissions(office.by("jiang"))) == [call]
    assert not queries.visible_commissions(office.by("lin")).exists()


def test_those_asked_and_the_units_liaison_are_told_at_once(office):
    issue(office, persons=[office.jiang])

    told = Notice.objects.filter(event="intake.commission_issued", state=Notice.State.RELEASED)
    assert {notice.person for notice in told} == {office.jiang, office.du}


def test_the_due_days_last_minute_is_in_time_and_the_next_is_missed(office):
    call = issue(office)
    answer(office, "lin", call, moment(10, 23, 59))
    answer(office, "jiang", call, moment(11, 0, 0))

    assert missed(office) == ["临溪区医药卫生界"]
    late = queries.addressees_of([call], as_of=date(2026, 3, 20)).get(unit=office.units["sector"])
    assert late.answered and not late.answered_in_time


def test_nothing_is_missed_before_the_due_day_is_over(office):
    issue(office)

    assert missed(office, as_of=DUE) == []
    assert len(missed(office, as_of=DUE + timedelta(days=1))) == 2


def test_withdrawing_an_answer_does_not_mend_a_miss(office):
    call = issue(office)
    sent = answer(office, "lin", call, moment(5))
    actions.withdraw(sent, by=office.by("lin", at=moment(6)), why="写得不好")

    assert set(missed(office)) == {"临溪区柳岸街道联络组", "临溪区医药卫生界"}
    asked = queries.addressees_of([call], as_of=date(2026, 3, 5))
    assert asked.get(unit=office.units["street"]).answered  # as was known on that day


def test_a_cancelled_call_is_missed_by_nobody_and_not_answered(office):
    call = issue(office)
    actions.cancel_commission(call, by=office.by("he"), reason="上级已取消")

    assert missed(office) == []
    with pytest.raises(BadInput) as refusal:
        answer(office, "lin", call, moment(5))
    assert refusal.value.code == "intake.submit.call_cancelled" or refusal.value.field == "commission"


def test_closing_counts_answers_and_misses(office):
    call = issue(office)
    answer(office, "lin", call, moment(5))
    actions.close_commission(call, by=office.by("zhou", at=moment(12)), reason="已够用")

    entry = Entry.objects.get(action="intake.commission_closed")
    assert '"answers":1' in entry.details and '"missed":1' in entry.details
    with pytest.raises(WrongState):
        actions.close_commission(call, by=office.by("zhou"), reason="再结束一次")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"units": []}, "units"),
        ({"due_on": date(2026, 2, 28)}, "due_on"),
        ({"title": "　"}, "title"),
        ({"content": "\x00"}, "content"),
        ({"content": "字" * 5_001}, "content"),
        ({"asked_by": "rumour"}, "asked_by"),
    ],
)
def test_a_call_that_cannot_be_issued_says_why(office, changes, field):
    with pytest.raises(BadInput) as refusal:
        issue(office, **changes)

    assert refusal.value.field == field


def test_a_source_issues_no_calls_and_no_call_goes_to_another_office(office, stranger):
    with pytest.raises(NotPermitted):
        issue(office, by=office.by("lin"))
    with pytest.raises(BadInput):
        issue(office, units=[stranger.units["street"]])


def test_a_call_from_above_is_seen_and_passed_on(two_levels):
    district, city = two_levels
    below = network.add_unit(by=city.all_rights(), name="临溪区政协", kind="lower_office", stands_for=district.office)
    above = actions.issue_commission(
        by=city.by("gao", at=moment(1)), title="养老助餐", content="现状", due_on=DUE, units=[below]
    )

    assert list(queries.visible_commissions(district.by("zhou"))) == [above]
    assert not queries.visible_commissions(district.by("lin")).exists()
    passed = issue(district, parent=above, asked_by="above")
    assert passed.parent == above
    assert list(queries.visible_commissions(city.by("gao"))) == [above]


def test_pages_of_calls(office, sign_in, stranger):
    call = issue(office, due_on=timezone.localdate() + timedelta(days=3), by=office.by("zhou"))
    for key in ("zhou", "lin"):
        client = sign_in(office, key)
        for address in ("calls/", f"calls/{call.code}/", f"calls/{call.code}/slip/"):
            assert "养老助餐" in client.get(f"/submissions/{address}").content.decode()
    assert sign_in(office, "lin").get("/submissions/calls/new/").status_code == 403
    foreign = sign_in(stranger, "chen")
    missing = foreign.get("/submissions/calls/nosuchcall00/")
    theirs = foreign.get(f"/submissions/calls/{call.code}/")
    assert theirs.status_code == missing.status_code == 404


def test_a_call_is_issued_through_the_page(office, sign_in):
    client = sign_in(office, "zhou")
    form = {
        "title": "汛期积水",
        "content": "积水点",
        "form": "",
        "due_on": (timezone.localdate() + timedelta(days=9)).isoformat(),
        "asked_by": "office",
        "asker": "",
        "units": [office.units["street"].code],
    }

    assert client.post("/submissions/calls/new/", {**form, "units": []}).status_code == 422
    assert client.post("/submissions/calls/new/", {**form, "due_on": "2026-02-30"}).status_code == 422
    assert client.post("/submissions/calls/new/", {**form, "units": ["\x00"]}).status_code == 422
    assert client.post("/submissions/calls/new/", form).status_code == 302
    assert queries.visible_commissions(office.by("lin")).get().title == "汛期积水"


@pytest.mark.parametrize("year", ["", "0000", "9999", "-1", "２０２６", "20260", "x", "\x00"])
def test_the_page_of_missed_calls_bears_any_year(office, sign_in, year):
    issue(office)

    assert sign_in(office, "zhou").get("/submissions/calls/missed/", {"year": year}).status_code == 200
