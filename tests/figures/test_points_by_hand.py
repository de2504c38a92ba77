"""加减分登记: entered by one, confirmed by another, corrected by a new row, counted with a line of its own; past days stay as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from histories import write_down
from hypothesis import given, settings
from hypothesis import strategies as st
from test_measures import only, sent
from test_targets_and_schemes import TODAY, scope

from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.figures import actions
from zhitong.figures.actions import Given
from zhitong.figures.by_hand import ByHand, enterable, to_confirm_count
from zhitong.figures.models import PointsEntry
from zhitong.figures.people_scoring import reckon_people, score_of
from zhitong.figures.schemes import Blocked, build_scheme, score
from zhitong.figures.schemes.reader import read_mapping
from zhitong.figures.scoring import not_told, reckon
from zhitong.journal.models import Entry

TEXT = """
id: linxi_hand
name: 临溪区委员履职积分办法
family: member
subject: both
levels:
  - {id: own, who: [区政协], points: 1}
accumulate: sum
repeat_same_level: each
submission: {points_each: 0}
authors: {information: 均分}
counted:
  - {id: charity, when: 参加公益活动, points: 2}
  - {id: talk, when: 会议发言, points: 3, once: quarter}
  - {id: kept, when: 报送紧急信息, points: 1}
penalties:
  - {id: absent, when: 无故缺席会议, points: -1, effect: 考勤 3 分内}
  - {id: untrue, when: 内容失实, points: -5, voids: item}
  - {id: struck, when: 被上级通报, points: null, effect: 取消评优资格}
measured:
  - {id: visits, of: visits, when: 走访, full: 5, target: 4}
caps:
  - {of: 考勤, max: 3}
ranking: {by: [积分], ties: shared}
"""
UNTOLD = frozenset({"visits"})
CHARITY, TALK, ABSENT = "record:counted:charity", "record:counted:talk", "record:penalty:absent"
DAY = date(2024, 3, 5)


def version_of(office, text=TEXT):
    version = actions.write_scheme(text, by=office.by("he"))
    return actions.publish_scheme(version, by=office.by("wu"), valid_from=date(2023, 1, 1))


def fact(office, row=CHARITY, number=1, day=DAY, reason="区政协公益活动", **whom):
    return Given(row, day, number, reason, **(whom or {"unit": office.units["street"]}))


def enter(office, version, *, confirm=True, at=None, **what):
    entry = actions.enter_points(version, fact(office, **what), by=office.by("zhou", at=at))
    return actions.confirm_points(entry, by=office.by("he", at=at)) if confirm else entry


def of_unit(sheet, unit):
    return next(each for each in sheet.units if each.unit.pk == unit.pk)


def test_only_rows_that_no_record_fills_are_entered(office):
    assert set(enterable(version_of(office))) == {CHARITY, TALK, ABSENT, "record:penalty:struck", "measured:visits"}


def test_a_confirmed_entry_is_a_line_of_its_own_and_an_unconfirmed_one_counts_nothing(office):
    write_down(office, only(sent("street")))
    version, street = version_of(office), office.units["street"]
    assert "参加公益活动" in reckon(version, scope(office)).not_told
    entry = enter(office, version, number=3, confirm=False)
    assert of_unit(reckon(version, scope(office)), street).total == 0

    actions.confirm_points(entry, by=office.by("he"))
    sheet = reckon(version, scope(office))
    found = of_unit(sheet, street)
    (line, item) = next((line, item) for line, item in found.lines if line.row == "charity")
    assert (found.total, line.points, line.times, item.entered_as) == (6, 6, 3, entry.code)
    assert "参加公益活动" not in sheet.not_told and sheet.by_hand == ("参加公益活动（1）",)
    assert sum(line.points for line, _item in found.lines) == found.total
    assert of_unit(reckon(version, scope(office, "2024Q2")), street).total == 0  # another quarter
    assert Entry.objects.filter(action="figures.points_confirmed").count() == 1


def test_who_entered_it_does_not_confirm_it_and_others_may_not_enter(office):
    version = version_of(office)
    entry = actions.enter_points(version, fact(office), by=office.by("he"))
    with pytest.raises(NotPermitted):
        actions.confirm_points(entry, by=office.by("he"))
    with pytest.raises(NotPermitted):
        actions.enter_points(version, fact(office), by=office.by("lin"))
    actions.confirm_points(entry, by=office.by("wu"))
    with pytest.raises(WrongState):
        actions.confirm_points(entry, by=office.by("zhou"))


def test_the_menu_counts_what_waits_for_the_reader(office):
    version = version_of(office)
    taken_back = enter(office, version, confirm=False)
    actions.take_back_points(taken_back, by=office.by("zhou"), why="重复")
    enter(office, version, reason="已确认的一次")
    first = enter(office, version, confirm=False, reason="第一次")
    enter(office, version, confirm=False, reason="第二次")
    seen = {key: to_confirm_count(office.by(key)) for key in ("zhou", "he", "wu", "auditor")}
    assert seen == {"zhou": None, "he": 2, "wu": 2, "auditor": None}
    with CaptureQueriesContext(connection) as asked:
        assert to_confirm_count(office.by("he")) == 2
    assert sum("figures_pointsentry" in each["sql"] for each in asked) == 1
    actions.confirm_points(first, by=office.by("he"))
    assert to_confirm_count(office.by("wu")) == 1


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("row", {"row": "record:counted:kept"}),  # 紧急信息 is counted from the records
        ("row", {"row": "record:penalty:untrue"}),  # falls on one submission
        ("number", {"number": 0}),
        ("number", {"number": 1001}),
        ("reason", {"reason": " "}),
        ("happened_on", {"day": TODAY + timedelta(days=1)}),
        ("unit", {"unit": None}),
    ],
)
def test_what_cannot_be_entered_is_said_at_its_field(office, field, more):
    with pytest.raises(BadInput) as refused:
        actions.enter_points(version_of(office), fact(office, **more), by=office.by("zhou"))
    assert refused.value.field == field and PointsEntry.objects.count() == 0


def test_the_same_fact_is_not_entered_twice(office):
    version = version_of(office)
    enter(office, version)
    with pytest.raises(BadInput):
        enter(office, version)
    enter(office, version, reason="另一次公益活动")


def test_a_correction_counts_once_confirmed_and_a_past_day_stays_as_it_was(office):
    version, street = version_of(office), office.units["street"]
    long_ago = timezone.make_aware(datetime.combine(TODAY - timedelta(days=9), time(9)))
    entry = enter(office, version, number=3, at=long_ago)
    better = actions.correct_points(entry, version, fact(office, number=2), why="实为两次", by=office.by("zhou"))
    assert of_unit(reckon(version, scope(office)), street).total == 6  # the old one counts on
    actions.confirm_points(better, by=office.by("he"))
    assert of_unit(reckon(version, scope(office)), street).total == 4
    with pytest.raises(WrongState):
        actions.correct_points(entry, version, fact(office, number=9), why="再改", by=office.by("zhou"))
    gone = actions.take_back_points(better, why="不是本单位", by=office.by("he"))
    assert of_unit(reckon(version, scope(office)), street).total == 4
    actions.confirm_points(gone, by=office.by("zhou"))
    assert of_unit(reckon(version, scope(office)), street).total == 0

    then = scope(office, known_by=TODAY - timedelta(days=5))
    assert of_unit(reckon(version, then), street).total == 6
    assert of_unit(reckon(version, scope(office, known_by=TODAY - timedelta(days=10))), street).total == 0
    assert PointsEntry.objects.count() == 3  # nothing was changed or removed


def test_of_a_chain_never_two_rows_count(office):
    """A correction that was itself corrected before anybody confirmed it."""
    version, street = version_of(office), office.units["street"]
    first = enter(office, version, number=1)
    second = actions.correct_points(first, version, fact(office, number=5), why="a", by=office.by("zhou"))
    third = actions.correct_points(second, version, fact(office, number=4), why="b", by=office.by("zhou"))
    actions.confirm_points(third, by=office.by("he"))
    with pytest.raises(WrongState):
        actions.confirm_points(second, by=office.by("he"))
    assert of_unit(reckon(version, scope(office)), street).total == 8


def test_caps_by_effect_and_once_a_quarter_hold_for_what_is_entered(office):
    version, street = version_of(office), office.units["street"]
    enter(office, version, row=ABSENT, number=5, reason="五次缺席")
    for day in (date(2024, 1, 9), date(2024, 2, 9), date(2024, 4, 9)):
        enter(office, version, row=TALK, day=day, reason=f"{day}发言")
    found = of_unit(reckon(version, scope(office)), street)
    assert found.total == -3 + 3 + 3  # 考勤 3 分内; a talk once in each quarter
    enter(office, version, row="record:penalty:struck", reason="通报")
    found = of_unit(reckon(version, scope(office)), street)
    assert found.total == 3 and any("取消评优资格" in str(each) for each in found.score.consequences)


def test_a_figure_as_a_whole_counts_for_whom_it_was_entered(office):
    version, street = version_of(office), office.units["street"]
    enter(office, version, row="measured:visits", number=2, reason="走访两次")
    sheet = reckon(version, scope(office))
    assert of_unit(sheet, street).total == Decimal("2.5")
    assert of_unit(sheet, office.units["party"]).total == 0 and "走访" not in "".join(sheet.not_told)


def test_a_persons_entry_is_in_the_persons_sum_alone(office):
    version, lin = version_of(office), office.lin
    enter(office, version, person=lin, number=2)
    sheet = reckon_people(version, scope(office))
    (mine,) = [each for each in sheet.people if each.person == lin]
    assert mine.total == 4 and sheet.by_hand == ("参加公益活动（1）",)
    assert score_of(lin, version, scope(office)).total == 4
    assert all(each.total == 0 for each in reckon(version, scope(office)).units)
    assert "参加公益活动" in not_told(version, scope(office)) and "参加公益活动" not in sheet.not_told


def test_a_narrowed_sum_and_another_scheme_know_nothing_of_it(office):
    version = version_of(office)
    enter(office, version)
    other = version_of(office, TEXT.replace("linxi_hand", "linxi_other"))
    assert ByHand(other, scope(office)).entries == []
    assert ByHand(version, replace(scope(office), narrow=(("area", "x"),))).entries == []


def test_a_row_bound_to_a_record_later_counts_no_entry_of_its_own(office):
    version = version_of(office)
    enter(office, version)
    draft = actions.write_scheme(
        TEXT.replace("when: 参加公益活动", "when: 参加公益活动, record: express"), by=office.by("he")
    )
    assert ByHand(version, scope(office)).entries and not ByHand(draft, scope(office)).entries


def test_counted_events_of_an_item_count_in_the_engine():
    scheme = build_scheme(read_mapping(TEXT))
    found = score(scheme, [{"counted": ["charity"], "times": 3, "piece": False, "month": 3}], untold=UNTOLD)
    assert (found.total, found.items) == (6, 0)
    with pytest.raises(Blocked):
        score(
            build_scheme(read_mapping(TEXT.replace("points: 2", "points: null"))),
            [{"counted": ["charity"]}],
            untold=UNTOLD,
        )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["charity", "absent"]), st.integers(1, 9)), max_size=12))
def test_entries_add_up_as_a_plain_sum_says(rows):
    scheme = build_scheme(read_mapping(TEXT))
    home = {"charity": "counted", "absent": "penalties"}
    found = score(scheme, [{home[row]: [row], "times": times, "piece": False} for row, times in rows], untold=UNTOLD)
    gained = sum(2 * times for row, times in rows if row == "charity")
    lost = sum(times for row, times in rows if row == "absent")
    assert found.total == gained - min(3, lost) == sum(line.points for line in found.lines)


# --- pages ------------------------------------------------------------------------------------------------------------


def test_the_register_from_form_to_opened_sum(office):
    version = version_of(office)
    clerk, other = Client(), Client()
    clerk.force_login(office.zhou.account)
    other.force_login(office.he.account)
    street = office.units["street"]
    assert "参加公益活动" in clerk.get("/figures/points/enter/").content.decode()
    typed = {"row": f"{version.code} {CHARITY}", "unit": street.code, "person": "", "happened_on": "2024-03-05", "number": "x", "reason": "清河行动"}  # fmt: skip
    wrong = clerk.post("/figures/points/enter/", typed)
    assert wrong.status_code == 422 and "清河行动" in wrong.content.decode()
    paper = SimpleUploadedFile("名单.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF")
    made = clerk.post("/figures/points/enter/", {**typed, "number": "2", "evidence": paper})
    assert made.status_code == 302
    page = clerk.get(made.url).content.decode()
    assert "名单.pdf" in page and f"{made.url}confirm/" not in page  # not one's own
    assert clerk.post(f"{made.url}confirm/").status_code == 403
    assert "有 1 条登记待确认" in other.get("/figures/points/").content.decode()
    assert other.post(f"{made.url}confirm/").status_code == 302

    sum_ = other.get(f"/figures/schemes/{version.code}/units/{street.code}/", {"period": "2024"}).content.decode()
    assert "清河行动" in sum_ and made.url in sum_
    file = b"".join(other.get("/figures/points.csv", {"q": "清河"}).streaming_content).decode("utf-8-sig")
    assert street.name in file and "清河行动" in file
    assert b"".join(other.get("/figures/points.xlsx").streaming_content)[:2] == b"PK"
    fixed = clerk.post(f"{made.url}correct/", {**typed, "number": "1", "why": "多算一次"})
    assert fixed.status_code == 302
    assert "后一条确认之前，仍按这一条计" in clerk.get(made.url).content.decode()
    back = clerk.post(f"{fixed.url}take-back/", {"why": ""})
    assert back.status_code == 422
    assert clerk.post(f"{fixed.url}take-back/", {"why": "误登"}).status_code == 302


def test_two_people_of_one_name_are_told_apart_by_their_number(office, sign_in):
    from zhitong.network.models import Person

    version = version_of(office)
    for number in ("A1", "A2"):
        Person.objects.create(office=office.office, name="同名", number=number, added_at=timezone.now())
    client = sign_in(office, "zhou")
    typed = {"row": f"{version.code} {CHARITY}", "unit": "", "person": "同名", "happened_on": "2024-03-05", "number": "1", "reason": "活动"}  # fmt: skip
    refused = client.post("/figures/points/enter/", typed)
    assert refused.status_code == 422 and "A1、A2" in refused.content.decode()
    assert client.post("/figures/points/enter/", {**typed, "person": "A2"}).status_code == 302
    assert PointsEntry.objects.get().person.number == "A2"


def test_the_register_asks_no_more_questions_for_more_rows(office, sign_in):
    version = version_of(office)
    client = sign_in(office, "he")

    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/figures/points/").status_code == 200
            reckon(version, scope(office))
        return len(caught)

    enter(office, version, reason="一")
    asked()
    few = asked()
    for n in range(12):
        enter(office, version, reason=f"活动{n}")
    assert asked() <= few
