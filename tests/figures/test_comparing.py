"""Units in order, fair to small ones; figures over time; records; the balance; what pages and files show of it."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction

import pytest
import python_calamine
from django.db import transaction
from django.utils import timezone
from histories import invent, moment, told, write_down
from test_measures import only, sent

from zhitong.assessment.actions import decide
from zhitong.figures.balance import balance
from zhitong.figures.charts import Chart, Series, svg
from zhitong.figures.counts import Counts
from zhitong.figures.dimensions import BY_NAME
from zhitong.figures.measures import ADOPTION_RATE, BY_CODE, INSTRUCTIONS, RECEIVED, Figure
from zhitong.figures.overtime import Change, Office, period_earlier, year_earlier
from zhitong.figures.periods import last_year, one_before, read_period, series
from zhitong.figures.queries import rows_behind
from zhitong.figures.scope import Scope
from zhitong.figures.standings import standing, wilson
from zhitong.figures.tables import by_dimension
from zhitong.intake.models import Submission
from zhitong.network.sign_ins import note_signed_in
from zhitong.paper.drawings import drawing

YEAR = date(2024, 6, 30)


def scope(office, code="2024", known_by=YEAR, narrow=()):
    return Scope(office.office.pk, read_period(code, known_by), known_by, narrow)


@pytest.mark.parametrize(
    ("code", "today", "year", "before"),
    [
        ("2024", "2024-03-31", "2023-01-01..2023-03-31", "2023-01-01..2023-04-01"),  # a leap year's 91st day
        ("2024", "2025-01-01", "2023", "2023"),
        ("2024Q1", "2024-02-29", "2023-01-01..2023-02-28", "2023-10-01..2023-11-29"),
        ("2024Q1", "2024-03-31", "2023Q1", "2023Q4"),
        ("2024-02", "2024-02-29", "2023-02", "2024-01"),
        ("2025-02", "2025-03-01", "2024-02", "2025-01"),
        ("2024-03", "2024-03-31", "2023-03", "2024-02"),
        ("2024-03", "2024-03-30", "2023-03-01..2023-03-30", "2024-02"),  # longer than all of February: the whole of it
        ("2024H1", "2025-01-01", "2023H1", "2023H2"),
        ("2024-02-29..2024-03-01", "2024-06-01", "2023-02-28..2023-03-01", "2024-02-27..2024-02-28"),
    ],
)
def test_last_year_to_the_day_and_the_period_before(code, today, year, before):
    today = date.fromisoformat(today)
    period = read_period(code, today)

    assert last_year(period, today).code == year
    assert one_before(period, today).code == before


def test_a_row_of_periods_crosses_the_year():
    assert [each.code for each in series(read_period("2024Q2", YEAR), 4)] == ["2023Q3", "2023Q4", "2024Q1", "2024Q2"]


def test_equal_figures_share_a_place_and_the_gap_is_to_the_next_better_one(office):
    write_down(office, only(*[sent("party", day=date(2024, 3, 1))] * 4, *[sent("women", day=date(2024, 3, 1))] * 2,
                            *[sent("sector", day=date(2024, 3, 1))] * 2, sent("party", day=date(2023, 3, 1))))  # fmt: skip
    found = standing(RECEIVED, scope(office), year_earlier(scope(office)), tier_percent=40)

    by_name = {place.line.name: place for place in found.places}
    party, women, sector, street = (by_name[office.units[key].name] for key in ("party", "women", "sector", "street"))
    assert (party.rank, women.rank, sector.rank) == (1, 2, 2)
    assert street.rank == 4
    assert (party.gap, women.gap, street.gap) == (None, 2, 2)
    assert party.was == 1 and women.rise == 0  # both were beaten by nobody or by one
    assert party.first_tier and women.first_tier and sector.first_tier and not street.first_tier
    assert found.total.count == 8


def test_a_share_of_few_cases_gets_no_place_and_every_share_its_range(office):
    adoptions = [
        {
            "kind": "adoption",
            "brief": n,
            "day": date(2024, 3, 2),
            "known": moment(date(2024, 3, 2)),
            "rank": 4,
            "end": "stands",
        }
        for n in range(2)
    ]
    papers = [
        {"of": of, "state": "signed", "signed": moment(date(2024, 3, 2)), "kind": "single", "express": False}
        for of in ([0], [1, 2, 3])
    ]
    submissions = [sent("women", day=date(2024, 3, 1)), *[sent("party", day=date(2024, 3, 1))] * 12]
    write_down(office, only(*submissions, briefs=papers, outcomes=adoptions))
    found = standing(ADOPTION_RATE, scope(office), year_earlier(scope(office)))

    assert [(place.line.name, place.figure.percent) for place in found.places] == [
        (office.units["party"].name, "25.0%")
    ]
    women = next(place for place in found.unranked if place.line.name == office.units["women"].name)
    assert (women.figure.percent, women.rank) == ("100.0%", None)
    assert women.interval[0] < 25 < women.interval[1]
    assert (
        standing(ADOPTION_RATE, scope(office), year_earlier(scope(office)), least=1).places[0].line.name
        == women.line.name
    )


def test_the_range_of_a_share_is_wilsons():
    low, high = wilson(Figure(ADOPTION_RATE, 1, 10))  # Wilson 1927; R: prop.test(1, 10, correct = FALSE)

    assert (low, high) == (1.8, 40.4)
    assert wilson(Figure(ADOPTION_RATE, 0, 0)) is None


def test_a_change_from_nothing_has_no_percentage_and_a_share_changes_in_points():
    period = read_period("2023", YEAR)

    assert Change(Figure(RECEIVED, 5), Figure(RECEIVED, 0), period).words == "+5"
    assert Change(Figure(RECEIVED, 3), Figure(RECEIVED, 4), period).words == "−1 (−25.0%)"
    assert Change(Figure(RECEIVED, 3), Figure(RECEIVED, 3), period).words == "0 (0%)"
    assert Change(Figure(ADOPTION_RATE, 1, 3), Figure(ADOPTION_RATE, 1, 4), period).words == "+8.3"
    assert Change(Figure(ADOPTION_RATE, 1, 3), Figure(ADOPTION_RATE, 0, 0), period).words == ""


def test_a_record_names_the_old_one_and_a_tie_is_none(office):
    days = [date(2022, 5, 1)] * 2 + [date(2023, 5, 1)] * 3 + [date(2024, 5, 1)] * 3
    write_down(office, only(*(sent("party", day=day) for day in days)))
    whole = Office()

    tie = whole.record(RECEIVED, scope(office), date(2022, 5, 1))
    assert (tie.new, tie.old.count, tie.period.code, tie.since.code) == (False, 3, "2023", "2022")
    Submission.objects.filter(serial=1).update(received_at=moment(date(2024, 5, 1)))
    found = whole.record(RECEIVED, scope(office), date(2022, 5, 1))
    assert (found.new, found.now.count, found.old.count) == (True, 4, 3)
    assert whole.record(INSTRUCTIONS, scope(office), date(2022, 5, 1)).new is False  # nothing is no record over nothing


def test_the_running_total_ends_at_the_days_figure(office):
    write_down(office, only(*(sent("party", day=date(2024, month, 10)) for month in (1, 1, 3, 6))))

    totals = Office().running(RECEIVED, scope(office))
    assert [number for _month, number in totals] == [2, 2, 3, 3, 3, 4]


def test_an_earlier_figure_can_be_as_it_was_known_then(office):
    late = {
        "kind": "adoption",
        "brief": 0,
        "day": date(2023, 3, 2),
        "known": moment(date(2024, 1, 5)),
        "rank": 4,
        "end": "stands",
    }
    paper = {"of": [0], "state": "signed", "signed": moment(date(2023, 3, 2)), "kind": "single", "express": False}
    write_down(office, only(sent("party", day=date(2023, 3, 1)), briefs=[paper], outcomes=[late]))

    for as_then, number in ((False, 1), (True, 0)):
        earlier = year_earlier(scope(office), as_then=as_then)
        assert Office().figure(BY_CODE["adopted"], earlier).count == number


@pytest.mark.parametrize("seed", [3, 11])
@pytest.mark.parametrize("name", ["area", "kind", "unit"])
def test_grouped_by_another_dimension_parts_sum_to_the_whole_and_open_their_rows(office, seed, name):
    history = invent(seed, 12)
    write_down(office, history)
    asked = scope(office, known_by=date(2025, 6, 1))
    columns = list(BY_CODE.values())
    table = by_dimension(asked, name, columns=columns)
    expected = told(history, asked.period.first, asked.period.last, asked.known_by)

    for n, measure in enumerate(columns):
        whole = sum(numbers[measure.code] for numbers in expected.values())
        assert sum(line.figures[n].count for line in table.lines) == table.total.figures[n].count == whole
        for line in table.lines:
            if line.key.split(":")[1] != "None":
                assert rows_behind(measure, asked, key=line.key).count() == line.figures[n].count, measure.code


def test_the_wheels_sum_to_the_whole_and_who_is_not_named_stays_in_a_sum_of_five(office):
    write_down(
        office,
        only(
            *[sent("party", day=date(2024, 3, 1))] * 2,
            sent("sector", day=date(2024, 3, 1)),
            sent(None, day=date(2024, 3, 1)),
        ),
    )
    rows = list(Submission.objects.order_by("serial"))
    rows[0].authors.all().delete()
    for position, person in enumerate((office.lin, office.jiang), 1):
        rows[0].authors.create(person=person, name=person.name, position=position, share=5_000, unit=office.units["street" if position == 1 else "sector"])  # fmt: skip
    rows[1].authors.update(person=office.lin, name=office.lin.name)
    Submission.objects.filter(pk=rows[1].pk).update(withhold_name=True)
    found = balance(scope(office))

    assert [(wheel.key, wheel.shares[0].count) for wheel in found.wheels] == [("parties", 2), ("sectors", 1), ("streets", 0), ("others", 0), ("none", 1)]  # fmt: skip
    assert sum(wheel.shares[0].count for wheel in found.wheels) == found.wheels[0].shares[0].of == 4
    assert (found.joint.count, found.joint_wheels.count) == (1, 1)
    assert {writer.name: writer.share for writer in found.concentration.writers} == {office.lin.name: "0.5", office.jiang.name: "0.5"}  # fmt: skip
    assert found.concentration.protected is None  # one person alone is never told
    assert office.units["street"].name in {each.unit.name for each in found.silent}


def one_more(office, serial):
    """A submission that no deed tells of."""
    return Submission.objects.create(office=office.office, year=2024, serial=serial, title="一", received_at=timezone.now(),
                              recorded_at=timezone.now(), channel="page", digest="0" * 64)  # fmt: skip


def test_only_what_a_deed_names_is_read_again(office, stranger):
    now = scope(office, code=str(timezone.localdate().year), known_by=timezone.localdate())
    assert Counts().by_unit(RECEIVED, now) == {}
    one_more(office, 1)
    named = one_more(office, 2)
    assert Counts().by_unit(RECEIVED, now) == {}  # no deed was recorded
    note_signed_in(office.zhou.account)
    stranger.add_unit("new", "新设界别", "sector")
    assert Counts().by_unit(RECEIVED, now) == {}

    decide(named, "take_up", by=office.by("zhou"))
    assert Counts().by_unit(RECEIVED, now) == {None: 1}


def test_a_chain_that_went_back_or_another_way_is_counted_anew(office):
    now = scope(office, code=str(timezone.localdate().year), known_by=timezone.localdate())
    with transaction.atomic():
        note_signed_in(office.zhou.account)
        assert Counts().by_unit(RECEIVED, now) == {}
        transaction.set_rollback(True)
    one_more(office, 1)
    assert Counts().by_unit(RECEIVED, now) == {None: 1}


def test_more_deeds_than_are_looked_through_are_counted_anew(office, monkeypatch):
    monkeypatch.setattr("zhitong.figures.counts.MOST_DEEDS", 2)
    now = scope(office, code=str(timezone.localdate().year), known_by=timezone.localdate())
    assert Counts().by_unit(RECEIVED, now) == {}
    one_more(office, 1)
    for seen in ({}, {None: 1}):
        assert Counts().by_unit(RECEIVED, now) == seen
        for _n in range(2 if seen else 3):
            note_signed_in(office.zhou.account)
    assert Counts().by_unit(RECEIVED, now) == {None: 1}


@pytest.mark.parametrize("kind", ["bars", "columns", "lines"])
def test_a_chart_is_a_drawing_that_paper_takes_and_its_words_are_escaped(kind):
    chart = Chart(
        "甲<script>", "件", ["“一”&<b>", "二"], [Series("今年", [3, None]), Series("去年", [2, 5])], kind=kind, target=4
    )

    assert drawing(svg(chart, ink="#000000")).width_mm > 100
    assert "<script>" not in svg(chart) and "<b>" not in svg(chart)
    assert "3" in chart.alt and chart.rows[1] == ["二", "—", 5]


def test_the_choices_of_the_filters_are_escaped_and_keep_what_was_chosen(office, sign_in):
    unit = office.add_unit("odd", "甲<b>“乙”&丙", "sector")
    page = sign_in(office, "zhou").get("/figures/", {"unit": unit.code}).content.decode()

    assert f'<option value="{unit.code}" selected>甲&lt;b&gt;“乙”&amp;丙</option>' in page
    assert page.count(" selected>甲") == 1


PAGES = [
    "/figures/",
    "/figures/time/",
    "/figures/balance/",
    "/figures/table/",
    "/figures/targets/",
    "/figures/definitions/",
]


@pytest.mark.parametrize("page", PAGES)
def test_pages_say_what_they_could_not_read_and_keep_their_state(office, sign_in, page):
    write_down(office, only(*[sent("party", day=date(2024, 3, 1))] * 2))
    client = sign_in(office, "zhou")

    assert (
        client.get(page, {"period": "2024", "group": "party_group", "area": "housing", "then": "1"}).status_code == 200
    )
    for wrong in ({"period": "2024Q9"}, {"known_by": "x"}, {"least": "-1"}):
        if page != "/figures/definitions/":
            assert client.get(page, wrong).status_code == 422
    assert client.get(
        page, {"measure": "no", "unit": "\x00", "by": "no", "order": "no", "period": "0004"}
    ).status_code in (200, 422)


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_does_not_grow_with_units(office, sign_in, page, django_assert_max_num_queries):
    write_down(office, only(*[sent("party", day=date(2024, 3, 1))] * 3))
    client = sign_in(office, "zhou")
    client.get(page, {"period": "2024"})
    with django_assert_max_num_queries(30):
        client.get(page, {"period": "2024"})
    for n in range(6):
        office.add_unit(f"more{n}", f"新增{n}界", "sector")
    with django_assert_max_num_queries(60):  # a deed was recorded, so everything is counted anew
        client.get(page, {"period": "2024"})


@pytest.mark.parametrize("name", ["across", "time", "balance"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_files_hold_real_numbers_and_the_formula(office, sign_in, name, form):
    write_down(office, only(*[sent("party", day=date(2024, 3, 1))] * 7))
    answer = sign_in(office, "zhou").get(f"/figures/{name}.{form}", {"period": "2024"})
    content = b"".join(answer.streaming_content)

    if form == "csv":
        assert ",7," in content.decode("utf-8-sig")
    else:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert any(7 in row for row in book.get_sheet_by_index(0).to_python())
        words = [str(cell) for row in book.get_sheet_by_index(len(book.sheet_names) - 1).to_python() for cell in row]
        assert any(str(RECEIVED.formula) in cell for cell in words)


@pytest.mark.parametrize("name", ["origin", "matter", "reach", "asked"])
def test_the_values_of_a_dimension_filter_every_measure_into_parts_of_the_whole(office, name):
    write_down(office, invent(5, 8))
    dimension = BY_NAME[name]
    for measure in BY_CODE.values():
        whole = sum(measure.by_unit(scope(office)).values())
        parts = [
            sum(measure.by_unit(scope(office, narrow=((name, str(value)),))).values())
            for value, _label in dimension.values(office.office.pk)
        ]
        assert sum(parts) == whole, measure.code


def test_period_before_of_two_days_is_as_long():
    asked = Scope(1, read_period("2024-03-05..2024-03-09", YEAR), YEAR)
    earlier = period_earlier(asked).period

    assert (earlier.last - earlier.first) == (asked.period.last - asked.period.first)
    assert Fraction((asked.period.first - earlier.last).days) == 1
