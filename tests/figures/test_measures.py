"""Figures: an oracle in plain Python, written from the formulas' words, agrees on random histories; each number opens its rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.desk.models import Brief, BriefSource, Series
from zhitong.errors import BadInput
from zhitong.figures.measures import BY_CODE, CATALOGUE, RECEIVED, Figure, Rate
from zhitong.figures.periods import read_period
from zhitong.figures.queries import rows_behind
from zhitong.figures.scope import Scope
from zhitong.figures.tables import comparison
from zhitong.intake.models import Submission
from zhitong.outcomes.models import Adoption, Instruction, Reply

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2025, 12, 1)
DAYS = 120  # over a year's end and a leap-less February; quarter ends included
days = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n))
UNITS = ("party", "sector", "street", None)


def moment(day, hour=23, minute=59):
    return datetime(day.year, day.month, day.day, hour, minute, 59, tzinfo=ZONE)


@st.composite
def histories(draw):
    """Submissions, briefs that draw on some of them, outcomes with late news, corrections and take-backs."""
    received = draw(
        st.lists(st.tuples(st.sampled_from(UNITS), days, st.integers(0, 40), st.booleans()), min_size=1, max_size=12)
    )
    submissions = [
        {"unit": unit, "day": day, "known": day + timedelta(days=late), "withdrawn": withdrawn}
        for unit, day, late, withdrawn in received
    ]
    briefs = draw(st.lists(st.sets(st.integers(0, len(submissions) - 1), min_size=1, max_size=3), max_size=6))
    outcomes = []
    for number, _of in enumerate(briefs):
        for kind in ("adoption", "instruction"):
            for day, late, end, later in draw(
                st.lists(
                    st.tuples(
                        days,
                        st.integers(0, 60),
                        st.sampled_from(["stands", "corrected", "taken back"]),
                        st.integers(0, 30),
                    ),
                    max_size=3,
                )
            ):
                known = day + timedelta(days=late)
                outcomes.append(
                    {
                        "kind": kind,
                        "brief": number,
                        "day": day,
                        "known": known,
                        "end": end,
                        "ended": known + timedelta(days=later),
                        "new_day": day + timedelta(days=1),
                        "replied": draw(st.none() | st.integers(0, 60)),  # days until a reply is known
                    }
                )
    return submissions, briefs, outcomes


def write_down(office, history):
    """The history as rows of the database."""
    submissions, briefs, outcomes = history
    series = Series.objects.create(office=office.office, name="试验刊")
    rows = [
        Submission.objects.create(
            office=office.office,
            year=2026,
            serial=n,
            title=f"第{n}件",
            body="正文",
            unit=office.units[s["unit"]] if s["unit"] else None,
            received_at=moment(s["day"]),
            recorded_at=moment(s["known"]),
            channel="page",
            digest="0" * 64,
            withdrawn_at=moment(s["known"]) if s["withdrawn"] else None,
        )
        for n, s in enumerate(submissions, 1)
    ]
    papers = []
    for number, of in enumerate(briefs, 1):
        brief = Brief.objects.create(
            office=office.office,
            series=series,
            title="稿",
            state="signed",
            number=number,
            year=2026,
            signed_at=moment(FIRST),
            editor=office.zhou,
            started_at=moment(FIRST),
        )
        for position, index in enumerate(sorted(of), 1):
            BriefSource.objects.create(brief=brief, submission=rows[index], share=10_000 // len(of), position=position)
        papers.append(brief)
    for outcome in outcomes:
        model, own = (
            (Adoption, {"body": "市政协", "rank": 3})
            if outcome["kind"] == "adoption"
            else (Instruction, {"leader": "甲", "leader_rank": "x"})
        )
        common = {"office": office.office, "brief": papers[outcome["brief"]], **own}
        row = model.objects.create(happened_on=outcome["day"], recorded_at=moment(outcome["known"]), **common)
        if model is Instruction:
            later = {"first": row}
            if outcome["replied"] is not None:
                reply = {"department": "区水务局", "text": "已办。", "answers": row, "happened_on": outcome["day"]}
                known = outcome["known"] + timedelta(days=outcome["replied"])
                for _twice in range(2):  # a second reply counts no second time
                    Reply.objects.create(
                        office=office.office, brief=common["brief"], recorded_at=moment(known), **reply
                    )
        else:
            later = {}
        if outcome["end"] == "corrected":
            model.objects.create(
                happened_on=outcome["new_day"],
                recorded_at=moment(outcome["ended"]),
                corrects=row,
                **common,
                **later,
            )
        elif outcome["end"] == "taken back":
            model.objects.create(
                happened_on=outcome["day"], recorded_at=moment(outcome["ended"]), corrects=row, void=True, **common
            )


def oracle(history, period, known_by):
    """The catalogue's formulas, read aloud and done by hand: unit → measure → number."""
    submissions, briefs, outcomes = history

    def standing(kind_asked):
        kind = "instruction" if kind_asked == "replied" else kind_asked
        for o in outcomes:
            if o["kind"] != kind or o["known"] > known_by:
                continue
            ended = o["end"] != "stands" and o["ended"] <= known_by
            if kind_asked == "replied" and not is_replied(o):
                continue
            if not ended and o["day"] <= known_by:
                yield o["brief"], o["day"]
            elif ended and o["end"] == "corrected" and o["new_day"] <= known_by:
                yield o["brief"], o["new_day"]

    def is_replied(o):
        return o["replied"] is not None and o["known"] + timedelta(days=o["replied"]) <= known_by

    adopted = {n: [day for brief, day in standing("adoption") if n in briefs[brief]] for n in range(len(submissions))}
    instructed = {
        n: [day for brief, day in standing("instruction") if n in briefs[brief]] for n in range(len(submissions))
    }
    numbers = {unit: dict.fromkeys(BY_CODE, 0) for unit in UNITS}
    for n, s in enumerate(submissions):
        if s["known"] > known_by:
            continue
        mine = numbers[s["unit"]]
        is_received = period.contains(s["day"])
        is_adopted = bool(adopted[n]) and period.contains(min(adopted[n]))
        mine["received"] += is_received
        mine["received_and_adopted"] += is_received and bool(adopted[n])
        mine["adopted"] += is_adopted
        mine["adopted_and_instructed"] += is_adopted and bool(instructed[n])
    for n, s in enumerate(submissions):
        numbers[s["unit"]]["adoptions"] += sum(map(period.contains, adopted[n]))
        numbers[s["unit"]]["instructions"] += sum(map(period.contains, instructed[n]))
        replied = [day for brief, day in standing("replied") if n in briefs[brief]]
        numbers[s["unit"]]["replied"] += sum(map(period.contains, replied))
    return numbers


@pytest.mark.parametrize("code", ["2025", "2026Q1", "2026-02", "2025-12-20..2026-01-10"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), known_by=days.map(lambda day: day + timedelta(days=20)))
def test_the_oracle_agrees_on_every_cell(office, code, history, known_by):
    with transaction.atomic():
        write_down(office, history)
        period = read_period(code, known_by)
        scope = Scope(office.office.pk, period, known_by)
        told = oracle(history, period, known_by)
        for measure in BY_CODE.values():
            counted = measure.by_unit(scope)
            for unit in UNITS:
                key = office.units[unit].pk if unit else None
                assert counted.get(key, 0) == told[unit][measure.code], (measure.code, unit)
            assert rows_behind(measure, scope).count() == sum(told[unit][measure.code] for unit in UNITS)
        table = comparison(scope, by="unit")
        kinds = comparison(scope, by="kind")
        for n in range(len(CATALOGUE)):
            assert (
                sum(line.figures[n].count for line in table.lines)
                == table.total.figures[n].count
                == kinds.total.figures[n].count
            )
        transaction.set_rollback(True)


def test_withdrawing_improves_nobodys_rate(office):
    write_down(
        office, ([{"unit": "street", "day": FIRST, "known": FIRST, "withdrawn": w} for w in (True, False)], [], [])
    )

    assert RECEIVED.by_unit(Scope(office.office.pk, read_period("2025", FIRST), FIRST)) == {
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
    answer = sign_in(office, "zhou").get("/figures/", {"period": words})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_each_number_on_the_page_opens_that_many_rows(office, sign_in):
    write_down(
        office,
        (
            [{"unit": "street", "day": FIRST, "known": FIRST, "withdrawn": False}] * 3,
            [{0, 1}],
            [
                {
                    "kind": "adoption",
                    "brief": 0,
                    "day": FIRST,
                    "known": FIRST,
                    "end": "stands",
                    "ended": FIRST,
                    "new_day": FIRST,
                }
            ],
        ),
    )
    client = sign_in(office, "zhou")

    page = client.get("/figures/", {"period": "2025"}).content.decode()
    assert f"measure=adopted&amp;of={office.units['street'].code}" in page
    for measure, number in (("received", 3), ("adopted", 2), ("adoptions", 2), ("received_and_adopted", 2)):
        rows = client.get("/figures/rows/", {"period": "2025", "measure": measure, "of": office.units["street"].code})
        assert rows.context["listing"].total == number
        assert rows.content.decode().count("<tr>") == number + 1


def test_a_liaison_sees_only_their_unit_and_no_rows_and_a_stranger_nothing_of_ours(office, stranger, sign_in):
    write_down(
        office,
        ([{"unit": unit, "day": FIRST, "known": FIRST, "withdrawn": False} for unit in ("street", "sector")], [], []),
    )
    page = sign_in(office, "du").get("/figures/", {"period": "2025"}).content.decode()

    assert office.units["street"].name in page
    assert office.units["sector"].name not in page
    assert sign_in(office, "du").get("/figures/rows/", {"measure": "received"}).status_code == 403
    theirs = sign_in(stranger, "chen").get("/figures/", {"period": "2025"})
    assert office.units["street"].name not in theirs.content.decode()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_says_what_the_page_shows(office, sign_in, form):
    write_down(office, ([{"unit": "street", "day": FIRST, "known": FIRST, "withdrawn": False}] * 4, [], []))
    answer = sign_in(office, "zhou").get(f"/figures/export.{form}", {"period": "2025"})
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
    client.get("/figures/")
    with django_assert_max_num_queries(24):
        client.get("/figures/")
