"""Stations as a network: duty days, visits, who is not heard, the poster, answers, bounded queries."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from test_the_whole_way import signed_in

from zhitong.assessment import actions as assessment
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake import actions as intake
from zhitong.intake.words import Words
from zhitong.stations import poster, queries
from zhitong.stations.actions import answers, handling, keeping
from zhitong.stations.coverage import coverage_of, months_until
from zhitong.stations.models import Answer
from zhitong.vault import actions as vault

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_the_liaison_keeps_the_calendar_of_their_own_station_only(staffed):
    duty = {"on": TODAY, "starts": time(9), "ends": time(11), "person": staffed.tian}
    day = keeping.plan_duty(staffed.station, by=staffed.by("meng"), **duty)
    with pytest.raises(BadInput) as refusal:
        keeping.plan_duty(staffed.station, by=staffed.by("meng"), **duty | {"starts": time(10), "ends": time(12)})
    assert refusal.value.code == "stations.duty.clash"
    for key in ("du", "tian", "wu"):
        with pytest.raises(NotPermitted):
            keeping.plan_duty(staffed.station, by=staffed.by(key), **duty)
    assert "田野" in Client().get(reverse("stations:public", args=[staffed.station.code])).content.decode()
    keeping.cancel_duty(day, by=staffed.by("meng"))
    assert "田野" not in Client().get(reverse("stations:public", args=[staffed.station.code])).content.decode()


def test_a_visit_with_its_minutes_and_matters_counts_in_the_year(staffed):
    submission = intake.submit(
        by=staffed.by("tian"), words=Words("楼梯灯", body="坏了。"), unit=staffed.units["station"]
    )
    member = signed_in(staffed, "tian")
    given = {
        "kind": "talk",
        "held_on": TODAY,
        "place": "社区",
        "title": "楼道座谈",
        "residents": "12",
        "minutes": "灯坏。",
    }
    address = reverse("stations:record_visit", args=[staffed.station.code])
    after = member.post(address, {**given, "submissions": submission.code}, follow=True).content.decode()
    assert "楼道座谈" in after
    page = member.get(reverse("stations:visit", args=[staffed.station.visits.get().code])).content.decode()
    assert "楼梯灯" in page and "灯坏。" in page
    assert queries.served_in(staffed.station, TODAY.year)["residents"] == 12
    visit = staffed.station.visits.get()
    assert "灯坏。" not in signed_in(staffed, "lin").get(reverse("stations:visit", args=[visit.code])).content.decode()
    with pytest.raises(BadInput):
        keeping.record_visit(
            staffed.station, by=staffed.by("tian"), kind="talk", held_on=TODAY + timedelta(days=1), place="", title="x"
        )


def test_the_matrix_names_the_silent_and_each_number_opens_its_rows(staffed):
    intake.submit(by=staffed.by("lin"), words=Words("路灯", body="坏了。"))
    made = coverage_of(staffed.by("zhou"), "streets", TODAY)
    (row,) = [row for row in made.rows if row.code == staffed.units["street"].code]
    assert (row.cells[-1], row.total, row.last_on, row.is_silent) == (1, 1, TODAY, False)
    assert [row.name for row in coverage_of(staffed.by("zhou"), "sectors", TODAY).silent] == ["临溪区医药卫生界"]
    desk = signed_in(staffed, "zhou")
    page = desk.get(reverse("stations:coverage")).content.decode()
    rows = desk.get(
        f"{reverse('stations:coverage_rows')}?of=streets&code={row.code}&month={TODAY:%Y-%m}"
    ).content.decode()
    assert f"code={row.code}" in page and "路灯" in rows


def test_the_map_has_one_field_for_each_and_frames_the_silent(staffed):
    intake.submit(by=staffed.by("lin"), words=Words("路灯", body="坏了。"))
    desk = signed_in(staffed, "zhou")
    street = staffed.units["street"]
    page = desk.get(reverse("stations:coverage")).content.decode()
    tiles = page.split('class="coverage-map"')[1].split("</ul>")[0]
    assert tiles.count("<li") == 1 and 'class="shade-1"' in tiles and street.name in tiles
    assert f"of=streets&amp;code={street.code}" in tiles and "从未" not in tiles
    sectors = desk.get(reverse("stations:coverage"), {"of": "sectors"}).content.decode()
    assert 'class="shade-0 silent"' in sectors.split('class="coverage-map"')[1].split("</ul>")[0]


def test_the_twelve_months_end_with_this_one_over_a_new_year():
    months = months_until(date(2026, 2, 3))
    assert (months[0], months[-2], months[-1], len(months)) == (
        date(2025, 3, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
        12,
    )


def test_the_posters_are_pdf_and_the_same_each_time(staffed):
    for size in poster.SIZES:
        made = poster.poster_pdf(staffed.station, "http://example.org/stations/at/abc/", size)
        assert made.startswith(b"%PDF") and made == poster.poster_pdf(
            staffed.station, "http://example.org/stations/at/abc/", size
        )


def test_an_answer_is_proposed_once_taken_back_with_its_deed_and_never_told_by_itself(staffed, spoken):
    lead, code = spoken()
    submission = handling.take_over(lead, handling.Matter("灯", "坏了。"), by=staffed.by("tian"))
    other = intake.submit(by=staffed.by("lin"), words=Words("无人说过", body="自己写的。"))
    decided = assessment.decide(submission, "take_up", by=staffed.by("zhou"))
    assessment.decide(other, "take_up", by=staffed.by("zhou"))
    assert Answer.objects.get().submission == submission

    assessment.undo(decided, by=staffed.by("zhou"), why="看错了")
    assert not Answer.objects.exists()

    for key in ("tian", "wu", "meng"):
        with pytest.raises(NotPermitted):
            answers.begin(submission, by=staffed.by(key))
    answer = answers.begin(submission, by=staffed.by("zhou"))
    with pytest.raises(BadInput):
        answers.release(answer, by=staffed.by("zhou"), text="修好了", is_public=True)
    answers.release(answer, by=staffed.by("zhou"), text="修好了")
    with pytest.raises(WrongState):
        answers.release(answer, by=staffed.by("zhou"), text="又一次")
    assert "修好了" in Client().post(reverse("stations:receipt"), {"code": code}).content.decode()
    assert "修好了" not in Client().get(reverse("stations:changed", args=[staffed.station.code])).content.decode()


def test_the_source_reads_on_the_receipt_page_that_somebody_looked(staffed, spoken):
    lead, code = spoken(naming="sealed", identity={"name": "于飞"})
    opening = handling.ask_for_name(lead, by=staffed.by("zhou"), reason="回访")
    vault.consent(opening, by=staffed.by("wu"))
    page = lambda: Client().post(reverse("stations:receipt"), {"code": code}).content.decode()  # noqa: E731
    assert "您封存的姓名被查看过" not in page()
    vault.look(opening, by=staffed.by("zhou"))
    assert "您封存的姓名被查看过" in page() and "周敏" not in page()


@pytest.mark.parametrize("address", ["leads", "stations", "coverage", "answers"])
def test_lists_ask_no_more_for_more_rows(staffed, spoken, address):
    client = signed_in(staffed, "zhou")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            assert client.get(reverse(f"stations:{address}")).status_code == 200
        return len(queries_made)

    def one_more(number: int) -> None:
        lead, _code = spoken(f"第{number}件", naming="named", identity={"name": "于飞"})
        if address == "answers":
            submission = handling.take_over(lead, handling.Matter(f"灯{number}", "坏了。"), by=staffed.by("tian"))
            answers.begin(submission, by=staffed.by("zhou"))

    one_more(0)
    asked()
    few = asked()
    for number in range(1, 6):
        one_more(number)
    assert asked() <= few
