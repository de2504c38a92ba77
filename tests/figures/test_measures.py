"""Figures: an oracle in plain Python, written from the formulas' words, agrees on random histories; each number opens its rows."""

from __future__ import annotations

import os
from datetime import date

import pytest
from django.db import transaction
from histories import ENDS, FIRST, UNITS, invent, moment, told, write_down
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.errors import BadInput
from zhitong.figures.columns.queries import read
from zhitong.figures.counts import Summing
from zhitong.figures.measures import CATALOGUE, EVERY, MEASURES, RECEIVED, Figure, Rate
from zhitong.figures.periods import read_period
from zhitong.figures.queries import rows_behind
from zhitong.figures.scope import Scope
from zhitong.figures.tables import comparison

HISTORIES = int(os.environ.get("ZHITONG_HISTORIES", "8"))  # 200 before a release; each is compared on every cell
LARGEST = int(os.environ.get("ZHITONG_HISTORY_SIZE", "14"))  # submissions in one history
PERIODS = ["2023", "2024", "2024Q1", "2024-02", "2023Q4", "2024H2", "2023-12-20..2024-01-10", "2024-02-29..2024-02-29"]


def sent(unit, *, day=FIRST, withdrawn=False):
    """A history's submission about which nothing else is told."""
    return {
        "unit": unit,
        "received": moment(day),
        "known": moment(day),
        "withdrawn": moment(day) if withdrawn else None,
        "area": "",
        "authors": ["unknown"],
        "decisions": [],
    }


def only(*submissions, briefs=(), outcomes=()):
    return {
        "submissions": submissions,
        "briefs": briefs,
        "outcomes": outcomes,
        "memberships": [],
        "closed": {},
    }


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10**9),
    size=st.integers(1, LARGEST),
    code=st.sampled_from(PERIODS),
    known_by=st.sampled_from([*ENDS, date(2024, 3, 15), date(2025, 6, 1)]),
    area=st.sampled_from(["", "", "housing"]),
)
def test_the_oracle_agrees_on_every_cell(office, seed, size, code, known_by, area):
    history = invent(seed, size)
    with transaction.atomic():
        write_down(office, history)
        period = read_period(code, known_by)
        scope = Scope(office.office.pk, period, known_by, (("area", area),) if area else ())
        expected = told(history, period.first, period.last, known_by, only=lambda s: not area or s["area"] == area)
        summing = Summing(read(office.office.pk), scope)
        for measure in MEASURES.values():
            counted = measure.by_unit(scope)
            for unit in UNITS:
                key = office.units[unit].pk if unit else None
                assert counted.get(key, 0) == expected[unit][measure.code], (measure.code, unit)
            assert summing.by_unit(measure.code, period) == counted, measure.code
            if measure.opens == "submissions":
                by_area = summing.by_column(measure.code, period, "area")
                assert by_area == measure.by_column(scope, "area"), measure.code
            if not measure.adds:
                assert rows_behind(measure, scope).count() == sum(expected[unit][measure.code] for unit in UNITS)
        table = comparison(scope, by="unit", columns=EVERY)
        kinds = comparison(scope, by="kind", columns=EVERY)
        for n in range(len(EVERY)):
            assert (
                sum(line.figures[n].count for line in table.lines)
                == table.total.figures[n].count
                == kinds.total.figures[n].count
            )
        transaction.set_rollback(True)


def test_withdrawing_improves_nobodys_rate(office):
    write_down(office, only(*(sent("street", withdrawn=w) for w in (True, False))))

    assert RECEIVED.by_unit(Scope(office.office.pk, read_period("2023", FIRST), FIRST)) == {
        office.units["street"].pk: 2
    }


def test_a_rate_without_a_base_says_so_and_never_0():
    rate = next(measure for measure in CATALOGUE if isinstance(measure, Rate))

    assert Figure(rate, 0, 0).percent == "—"
    assert Figure(rate, 1, 16).percent == "6.3%"
    assert Figure(rate, 2, 3).percent == "66.7%"
    assert Figure(rate, 3, 3).percent == "100.0%"


@pytest.mark.parametrize(
    "words", ["2026Q5", "2026-13", "abc", "2026-02-30..2026-03-01", "2026-03-01..2026-02-01", "0000", "99999"]
)
def test_what_is_no_period_is_said_in_words_and_the_page_still_stands(office, sign_in, words):
    with pytest.raises(BadInput):
        read_period(words, FIRST)
    answer = sign_in(office, "zhou").get("/figures/table/", {"period": words})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_each_number_on_the_page_opens_that_many_rows(office, sign_in):
    adoption = {
        "kind": "adoption",
        "brief": 0,
        "day": FIRST,
        "known": moment(FIRST),
        "rank": 4,
        "end": "stands",
    }
    paper = {"of": [0, 1], "state": "signed", "signed": moment(FIRST), "kind": "composite", "express": False}
    write_down(office, only(*[sent("street")] * 3, briefs=[paper], outcomes=[adoption]))
    client = sign_in(office, "zhou")

    page = client.get("/figures/table/", {"period": "2023"}).content.decode()
    assert f"measure=adopted&amp;of={office.units['street'].code}" in page
    for measure, number in (("received", 3), ("adopted", 2), ("adoptions", 2), ("received_and_adopted", 2)):
        rows = client.get("/figures/rows/", {"period": "2023", "measure": measure, "of": office.units["street"].code})
        assert rows.context["listing"].total == number
        assert rows.content.decode().count("<tr>") == number + 1


def test_a_liaison_sees_only_their_unit_and_no_rows_and_a_stranger_nothing_of_ours(office, stranger, sign_in):
    write_down(office, only(sent("street"), sent("sector")))
    page = sign_in(office, "du").get("/figures/table/", {"period": "2023"}).content.decode()

    assert office.units["street"].name in page
    assert office.units["sector"].name not in page
    assert sign_in(office, "du").get("/figures/rows/", {"measure": "received"}).status_code == 403
    theirs = sign_in(stranger, "chen").get("/figures/table/", {"period": "2023"})
    assert office.units["street"].name not in theirs.content.decode()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_says_what_the_page_shows(office, sign_in, form):
    write_down(office, only(*[sent("street")] * 4))
    answer = sign_in(office, "zhou").get(f"/figures/export.{form}", {"period": "2023"})
    content = b"".join(answer.streaming_content)

    if form == "csv":
        assert f"{office.units['street'].name},4," in content.decode("utf-8-sig")
    else:
        import io

        import python_calamine

        rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert [row[1] for row in rows if row[0] == office.units["street"].name] == [4]


def test_the_number_of_queries_does_not_grow_with_units(office, sign_in, django_assert_max_num_queries):
    client = sign_in(office, "zhou")
    client.get("/figures/table/")
    with django_assert_max_num_queries(24):
        client.get("/figures/table/")
