"""The figures of a large office: the first screen through the whole stack, 500 units over 12 quarters, and the same sums in other engines.

    python benchmarks/figures.py [--rows 200000] [--units 500] [--rounds 20]

Fills an own database in a temporary folder (or in the one that ZHITONG_DATABASE_URL names, which must be empty): three years, one
submission in five adopted, now and then also above, one adoption in five with an instruction. Prints p50 and p95 of the first screen, after a deed that may
move figures, after one that cannot, and with no deed since; and the time of the six main measures by unit, beside hand-written SQL on the same database and, where it
is installed, DuckDB on the same rows in memory. All three must agree on every cell. One run, one machine: read the ratios.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, DAYS, TODAY = date(2024, 1, 1), 1060, date(2026, 11, 26)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--rows", type=int, default=200_000)
    arguments.add_argument("--units", type=int, default=500)
    arguments.add_argument("--rounds", type=int, default=20)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start_django(home)
        began = time.perf_counter()
        office, data = fill(options.rows, options.units)
        gc.freeze()  # a server does not hold the rows it was filled from: its collector shall not walk through them
        print(f"{options.rows} submissions, {options.units} units filled in {time.perf_counter() - began:.0f} s")
        first_screen(office, options.rounds)
        rankings(office)
        sums(office, data)


def start_django(home: str) -> None:
    root = Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(root / "src"), str(root / "tests")]
    os.environ.update(ZHITONG_HOME=home, DJANGO_SETTINGS_MODULE="zhitong.site.settings", ZHITONG_LOG_LEVEL="ERROR")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    call_command("migrate", verbosity=0)
    setup_test_environment()


def fill(rows: int, units: int):
    """An office with this much in it, by bulk; and the same facts as plain tuples for the other engines."""
    from django.db import connection

    from cast import district
    from zhitong.desk.models import Brief, BriefSource, Series
    from zhitong.intake.models import Submission
    from zhitong.network.models import Unit
    from zhitong.outcomes.models import Adoption, Instruction

    chance = random.Random(7)
    cast = district()
    office = cast.office
    kinds = ("sector", "street_group", "party_group", "committee", "station")
    Unit.objects.bulk_create(
        Unit(office=office, name=f"第{n}单位", kind=kinds[n % 5], position=n)
        for n in range(units - Unit.objects.count())
    )
    unit_ids = list(Unit.objects.filter(office=office).values_list("pk", flat=True))
    submissions, adoptions, instructions = [], [], []
    series = Series.objects.create(office=office, name="社情民意")
    batch = 5_000
    number = 0
    for start in range(0, rows, batch):
        made = []
        for n in range(start, min(start + batch, rows)):
            at = datetime.combine(FIRST + timedelta(days=chance.randrange(DAYS)), datetime.min.time(), ZONE)
            at += timedelta(seconds=chance.randrange(86_400))
            made.append(
                Submission(
                    office=office,
                    year=at.year,
                    serial=n + 1,
                    title="老旧小区加装电梯后维保资金无着",
                    body="居民反映。" * 40,
                    unit_id=chance.choice(unit_ids),
                    received_at=at,
                    recorded_at=at,
                    channel="page",
                    digest="0" * 64,
                )  # fmt: skip
            )
        Submission.objects.bulk_create(made, batch_size=500)
        submissions += [(s.pk, s.unit_id, s.received_at) for s in made]
        taken = [s for s in made if chance.random() < 0.2]
        briefs = []
        for s in taken:
            number += 1
            signed = s.received_at + timedelta(days=chance.randrange(1, 30))
            briefs.append(
                Brief(
                    office=office,
                    series=series,
                    state="signed",
                    title=s.title,
                    editor=cast.zhou,
                    started_at=signed,
                    signed_at=signed,
                    year=2024,
                    number=number,
                )  # fmt: skip
            )
        Brief.objects.bulk_create(briefs, batch_size=500)
        BriefSource.objects.bulk_create(
            [BriefSource(brief=b, submission=s, share=10_000, position=1) for b, s in zip(briefs, taken, strict=True)],
            batch_size=500,
        )
        outcomes, orders = [], []
        for b, s in zip(briefs, taken, strict=True):
            for rank in (4, 3) if chance.random() < 0.3 else (4,):
                day = b.signed_at.astimezone(ZONE).date() + timedelta(days=0 if rank == 4 else chance.randrange(60))
                outcomes.append(
                    Adoption(office=office, brief=b, happened_on=day, recorded_at=b.signed_at, body="市政协", rank=rank)
                )
                adoptions.append((s.pk, day))
            if chance.random() < 0.2:
                day = b.signed_at.astimezone(ZONE).date() + timedelta(days=5)
                orders.append(
                    Instruction(
                        office=office, brief=b, happened_on=day, recorded_at=b.signed_at, leader="甲", leader_rank="x"
                    )
                )
                instructions.append((s.pk, day))
        Adoption.objects.bulk_create(outcomes, batch_size=500)
        Instruction.objects.bulk_create(orders, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cast, (submissions, adoptions, instructions)


def timed(work, rounds: int) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    taken = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def first_screen(cast, rounds: int) -> None:
    from django.test import Client

    from zhitong.figures import actions

    client = Client()
    client.force_login(cast.zhou.account)

    def show():
        assert client.get("/figures/", {"period": "2026"}).status_code == 200

    def after_a_deed():
        cast.add_unit("more", f"新增第{len(added)}单位", "sector")
        added.append(1)
        show()

    def after_a_still_deed():
        actions.set_target(by=cast.by("he"), year=2026, measure="received", number=1, reason="x")
        show()

    added: list[int] = []

    show()
    for name, work, times in (
        ("a deed before each", after_a_deed, max(5, rounds // 3)),
        ("a still deed before each", after_a_still_deed, rounds),
        ("no deed", show, rounds),
    ):
        p50, p95 = timed(work, times)
        print(f"first screen, {name:26} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms")


def rankings(cast) -> None:
    from zhitong.figures.counts import Counts
    from zhitong.figures.measures import ADOPTED, INSTRUCTIONS, RECEIVED
    from zhitong.figures.periods import read_period, series
    from zhitong.figures.scope import Scope

    quarters = series(read_period("2026Q4", TODAY), 12)
    scopes = [Scope(cast.office.pk, quarter, TODAY) for quarter in quarters]

    def by_rows(measure):
        return [measure.by_unit(scope) for scope in scopes]

    def in_one_pass(measure):
        table = measure.dated(scopes[0].always)[measure.code]
        return [table.by_unit(scope) for scope in scopes]

    def remembered(measure):
        counts = Counts()
        return [counts.by_unit(measure, scope) for scope in scopes]

    for measure in (RECEIVED, ADOPTED, INSTRUCTIONS):
        told = by_rows(measure)
        for way in (by_rows, *([in_one_pass] if measure.dated else []), remembered):
            assert way(measure) == told
            p50, p95 = timed(lambda: way(measure), 5)  # noqa: B023
            name = way.__name__.replace("_", " ")
            print(f"{measure.code:12} all units × 12 quarters, {name:11} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms")


SQL = {
    "received": """select unit_id, count(*) from intake_submission where office_id = {office} and recorded_at <= {now}
        and received_at >= {first_at} and received_at <= {last_at} group by unit_id""",
    "adopted": """select s.unit_id, count(*) from intake_submission s join (
          select b.submission_id, min(a.happened_on) as first from outcomes_adoption a join desk_briefsource b on b.brief_id = a.brief_id
          where a.office_id = {office} group by b.submission_id) f on f.submission_id = s.id
        where f.first between {first} and {last} group by s.unit_id""",
    "adoptions": """select s.unit_id, count(*) from outcomes_adoption a join desk_briefsource b on b.brief_id = a.brief_id
        join intake_submission s on s.id = b.submission_id where a.office_id = {office} and a.happened_on between {first} and {last} group by s.unit_id""",
    "instructions": """select s.unit_id, count(*) from outcomes_instruction a join desk_briefsource b on b.brief_id = a.brief_id
        join intake_submission s on s.id = b.submission_id where a.office_id = {office} and a.happened_on between {first} and {last} group by s.unit_id""",
    "received_and_adopted": """select s.unit_id, count(*) from intake_submission s where s.office_id = {office}
        and s.received_at >= {first_at} and s.received_at <= {last_at} and s.id in (
          select b.submission_id from outcomes_adoption a join desk_briefsource b on b.brief_id = a.brief_id where a.happened_on <= {today})
        group by s.unit_id""",
}  # no bound value comes from anybody but this file


def sums(cast, data) -> None:
    from django.db import connection

    from zhitong.figures.measures import BY_CODE
    from zhitong.figures.periods import read_period
    from zhitong.figures.scope import Scope

    scope = Scope(cast.office.pk, read_period("2026", TODAY), TODAY)
    first_at, last_at = scope.moments
    bound = {"office": cast.office.pk, "first": YEAR[0], "last": TODAY, "today": TODAY}
    bound |= {"first_at": first_at, "last_at": last_at, "now": datetime(2026, 11, 26, 23, 59, 59, tzinfo=ZONE)}
    mem = in_duckdb(data)
    print("\nmeasure                 product ms      SQL ms   ratio   DuckDB ms   ratio")
    for code, text in SQL.items():
        names = [part.split("}")[0] for part in text.split("{")[1:]]
        statement = text.format(**dict.fromkeys(names, "%s"))
        values = [
            connection.ops.adapt_datetimefield_value(bound[n]) if isinstance(bound[n], datetime) else bound[n]
            for n in names
        ]

        def plain(statement=statement, values=values):
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return dict(cursor.fetchall())

        product, (ours, _p95) = BY_CODE[code].by_unit(scope), timed(lambda: BY_CODE[code].by_unit(scope), 5)  # noqa: B023
        assert product == plain(), code
        theirs, _p95 = timed(plain, 5)
        line = f"{code:22} {ours:10.1f}  {theirs:10.1f}  {ours / theirs:6.2f}"
        if mem:
            assert {k: v for k, v in mem[code]().items()} == product, code
            duck, _p95 = timed(mem[code], 5)
            line += f"  {duck:10.1f}  {ours / duck:6.2f}"
        print(line)


def in_duckdb(data) -> dict | None:
    """The same questions to DuckDB over the same facts in memory; None where it is not installed."""
    try:
        import duckdb
    except ImportError:
        print("(DuckDB is not installed; only hand-written SQL is compared)")
        return None
    submissions, adoptions, instructions = data
    base = duckdb.connect()
    base.execute("create table s (id bigint, unit bigint, day date)")
    base.execute("create table a (submission bigint, day date)")
    base.execute("create table i (submission bigint, day date)")
    load(base, "s", [(pk, unit, at.astimezone(ZONE).date()) for pk, unit, at in submissions])
    load(base, "a", adoptions)
    load(base, "i", instructions)
    days = [YEAR[0], TODAY]

    def ask(text, values):
        return lambda: dict(base.execute(text, values).fetchall())

    return {
        "received": ask("select unit, count(*) from s where day between ? and ? group by unit", days),
        "adopted": ask(
            "select unit, count(*) from s join (select submission, min(day) as first from a group by submission) f on f.submission = s.id where first between ? and ? group by unit",
            days,
        ),
        "adoptions": ask(
            "select unit, count(*) from a join s on s.id = a.submission where a.day between ? and ? group by unit", days
        ),
        "instructions": ask(
            "select unit, count(*) from i join s on s.id = i.submission where i.day between ? and ? group by unit", days
        ),
        "received_and_adopted": ask(
            "select unit, count(*) from s where day between ? and ? and id in (select submission from a where day <= ?) group by unit",
            [*days, TODAY],
        ),
    }


def load(base, table: str, rows: list[tuple]) -> None:
    """Through a CSV file: DuckDB reads one far faster than it takes rows one by one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
        base.execute(f"copy {table} from '{path}' (header false)")


if __name__ == "__main__":
    main()
