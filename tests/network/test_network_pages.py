"""Units, people, lists and settings in pages: found by initials, moved in one step, ended and never deleted."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhitong.network import actions, queries
from zhitong.network.defaults import load_default_lists
from zhitong.network.models import Choice


@pytest.mark.parametrize("typed", ["林小", "linxiao", "lxh", "LXH"])
def test_a_person_is_found_by_name_pinyin_and_initials(office, sign_in, typed):
    page = sign_in(office, "zhou").get("/network/people/", {"q": typed}).content.decode()

    assert "林小河" in page
    assert "江一帆" not in page


def test_a_liaison_sees_the_people_of_their_unit_only(office, sign_in):
    client = sign_in(office, "du")

    assert "江一帆" not in client.get("/network/people/").content.decode()
    assert client.get(f"/network/people/{office.lin.code}/").status_code == 200
    assert client.get(f"/network/people/{office.jiang.code}/").status_code == 404


def test_moving_ends_one_membership_and_begins_the_next_without_a_gap(office, sign_in):
    held = office.lin.memberships.get()
    typed = {"membership": held.pk, "unit": office.units["sector"].code, "on": "2026-05-01", "position": "组员"}
    assert sign_in(office, "admin").post(f"/network/people/{office.lin.code}/move/", typed).status_code == 302

    assert list(office.lin.memberships.order_by("starts_on").values_list("unit__kind", "starts_on", "ends_on")) == [
        ("street_group", date(2024, 1, 1), date(2026, 4, 30)),
        ("sector", date(2026, 5, 1), None),
    ]
    assert queries.main_unit(office.lin, date(2026, 4, 30)) == office.units["street"]


def test_another_persons_membership_cannot_be_moved_through_this_page(office, sign_in):
    typed = {"membership": office.jiang.memberships.get().pk, "unit": office.units["women"].code, "on": "2026-05-01"}
    answer = sign_in(office, "admin").post(f"/network/people/{office.lin.code}/move/", typed)

    assert answer.status_code == 422
    assert office.jiang.memberships.get().ends_on is None


def test_a_refused_role_comes_back_with_what_was_typed(office, sign_in):
    typed = {"role": "auditor", "starts_on": "2026-03-04", "unit": "", "ends_on": ""}
    answer = sign_in(office, "security").post(f"/network/people/{office.admin.code}/roles/give/", typed)

    assert answer.status_code == 422
    assert "必须由三个人分别担任" in answer.content.decode() or "三" in answer.content.decode()
    assert 'value="2026-03-04"' in answer.content.decode()


def test_a_leader_names_and_ends_their_own_deputy(office, sign_in):
    today = timezone.localdate()
    typed = {"role": "leader", "deputy": office.wu.code, "starts_on": today, "ends_on": today + timedelta(days=5), "paper": "授权书1号"}  # fmt: skip
    client = sign_in(office, "fang")
    assert client.post(f"/network/people/{office.fang.code}/deputies/name/", typed).status_code == 302
    assert client.post(f"/network/people/{office.wu.code}/deputies/name/", typed).status_code == 404

    named = office.fang.deputies.get()
    assert client.post(f"/network/people/{office.fang.code}/deputies/end/", {"row": named.pk, "ends_on": today}).status_code == 302  # fmt: skip
    named.refresh_from_db()
    assert named.ends_on == today


def test_a_second_person_of_one_name_is_asked_about_first(office, sign_in):
    client = sign_in(office, "admin")
    assert "是同一个人吗" in client.post("/network/people/new/", {"name": "林 小河"}).content.decode()
    assert queries.namesakes(office.office.pk, "林小河").count() == 1

    client.post("/network/people/new/", {"name": "林 小河", "another": "1"})
    assert queries.namesakes(office.office.pk, "林小河").count() == 2


def test_default_lists_come_once_and_an_ended_value_stays_ended(office, sign_in):
    first = load_default_lists(office.by("admin"))
    actions.end_choice(first[0], by=office.by("admin"))

    assert load_default_lists(office.by("admin")) == []
    assert len(queries.choices("sector", office.office.pk)) == 34
    assert Choice.objects.get(pk=first[0].pk).valid_to is not None


def test_a_setting_keeps_its_history_and_answers_for_past_days(office, sign_in):
    client = sign_in(office, "admin")
    today = timezone.localdate()
    client.post("/network/settings/queue_late_days/", {"value": "9", "valid_from": today})
    refused = client.post("/network/settings/queue_late_days/", {"value": "100000", "valid_from": today})

    assert refused.status_code == 422
    assert queries.setting(office.office.pk, "queue_late_days", 5, on=today) == 9
    assert queries.setting(office.office.pk, "queue_late_days", 5, on=today - timedelta(days=1)) == 5
    assert "9 个工作日" in client.get("/network/settings/").content.decode().replace("9 工作日", "9 个工作日")


def test_next_years_holidays_are_entered_by_hand_and_a_slip_is_refused(office, sign_in):
    client = sign_in(office, "admin")
    typed = {"year": 2027, "notice": "某号通知", "rest": "2027-10-01 2027-10-07\n2027-01-01", "make_up": "2027-10-09"}
    slip = client.post("/network/settings/calendar/", typed | {"make_up": "2027-10-08"})
    assert slip.status_code == 422
    assert "某号通知" in slip.content.decode()

    assert client.post("/network/settings/calendar/", typed).status_code == 302
    calendar = queries.calendar_of(office.office.pk, on=timezone.localdate())
    assert not calendar.is_working_day(date(2027, 10, 4)).value
    assert calendar.is_working_day(date(2027, 10, 9)).value


@pytest.mark.parametrize("address", ["/network/people/", "/network/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(office, sign_in, address):
    client = sign_in(office, "admin")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    count()
    few = count()
    for name in ("甲", "乙", "丙"):
        unit = actions.add_unit(by=office.by("admin"), name=f"新单位{name}", kind="sector")
        person = actions.add_person(by=office.by("admin"), name=f"新人{name}")
        actions.join_unit(person, unit, by=office.by("admin"), starts_on=date(2026, 1, 1))
    assert count() == few


@pytest.mark.parametrize("query", ["q=%00", "unit=%F0%9F", "role=king", "page=99999999999"])
def test_a_filter_that_cannot_be_used_is_no_error(office, sign_in, query):
    assert sign_in(office, "zhou").get(f"/network/people/?{query}").status_code == 200
