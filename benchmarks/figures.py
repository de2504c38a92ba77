"""The figures of a large office: the first screen through the whole stack, 500 units over 12 quarters, and the same sums in other engines.

    python benchmarks/figures.py [--rows 200000] [--units 500] [--rounds 20]

Fills an own database in a temporary folder (or in the one that ZHITONG_DATABASE_URL names, which must be empty): three years, one
submission in five adopted, now and then also above, one adoption in five with an instruction. Prints the first screen of a new
process (with columns laid by, and without), p50 and p95 of the first screen with no deed since and after a deed; every measure by unit over twelve quarters; and the year's sums by
unit from the columns, laid out and added up anew each time, beside the rows' own query, hand-written SQL on the same database and, where it is installed, DuckDB on the same rows
in memory. All must agree on every cell. One run, one machine: read the ratios.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = datetime.now(ZONE).date()  # what the run itself enters is recorded today
DAYS = 1060
FIRST = TODAY - timedelta(days=DAYS)
YEAR = TODAY.year


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--rows", type=int, default=200_000)
    arguments.add_argument("--units", type=int, default=500)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--entries", type=int, default=1_000_000, help="of the journal, at least")
    arguments.add_argument("--home", help="a folder to keep the filled database in, and to find it there the next time")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start_django(options.home or home)
        from zhitong.intake.models import Submission
        from zhitong.journal.models import Entry
        from zhitong.network.models import Office, Unit

        if not Office.objects.exists():
            began = time.perf_counter()
            fill(options.rows, options.units, options.entries)
            print(f"filled in {time.perf_counter() - began:.0f} s")
        gc.collect()
        gc.freeze()  # a server does not hold what it was filled from: its collector shall not walk through it
        print(
            f"{Submission.objects.count()} submissions, {Unit.objects.count()} units, {Entry.objects.count()} journal entries"
        )
        first_screen(options.rounds)
        rankings()
        sums()


def start_django(home: str) -> None:
    root = Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(root / "src"), str(root / "tests")]
    Path(home).mkdir(parents=True, exist_ok=True)
    os.environ.update(ZHITONG_HOME=home, DJANGO_SETTINGS_MODULE="zhitong.site.settings", ZHITONG_LOG_LEVEL="ERROR")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    call_command("migrate", verbosity=0)
    setup_test_environment()


def fill(rows: int, units: int, entries: int):
    """An office with this much in it, by bulk, through the tables of every room that a figure asks."""
    from django.db import connection

    from cast import district
    from zhitong.assessment.models import Assessment
    from zhitong.desk.models import Brief, BriefSource, Series
    from zhitong.intake.models import Submission, SubmissionAuthor
    from zhitong.intake.queue import FOR_GOOD
    from zhitong.network.models import Unit
    from zhitong.outcomes.models import Adoption, Instruction

    chance = random.Random(7)
    until = datetime.combine(TODAY, datetime.min.time(), ZONE)  # nothing is recorded in time to come
    cast = district()
    office = cast.office
    kinds = ("sector", "street_group", "party_group", "committee", "station")
    Unit.objects.bulk_create(
        Unit(office=office, name=f"第{n}单位", kind=kinds[n % 5], position=n)
        for n in range(units - Unit.objects.count())
    )
    unit_ids = list(Unit.objects.filter(office=office).values_list("pk", flat=True))
    series = Series.objects.create(office=office, name="社情民意")
    journal = Journal(office, cast.zhou)
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
                    rests_until=FOR_GOOD,
                )  # fmt: skip
            )
        Submission.objects.bulk_create(made, batch_size=500)
        SubmissionAuthor.objects.bulk_create(
            (SubmissionAuthor(submission=s, name="某", unit_id=s.unit_id, position=1, share=10_000) for s in made),
            batch_size=500,
        )
        taken = [s for s in made if chance.random() < 0.2]
        marked = {s.pk for s in taken}
        Assessment.objects.bulk_create(
            (
                Assessment(
                    submission=s,
                    verdict="take_up" if s.pk in marked else "decline",
                    by=cast.zhou,
                    at=min(s.received_at + timedelta(hours=chance.randrange(1, 60)), until),
                )
                for s in made
            ),
            batch_size=500,
        )
        briefs = []
        for s in taken:
            number += 1
            signed = min(s.received_at + timedelta(days=chance.randrange(1, 30)), until)
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
        for b in briefs:
            for rank in (4, 3) if chance.random() < 0.3 else (4,):
                day = min(
                    b.signed_at.astimezone(ZONE).date() + timedelta(0 if rank == 4 else chance.randrange(60)), TODAY
                )
                outcomes.append(
                    Adoption(office=office, brief=b, happened_on=day, recorded_at=b.signed_at, body="市政协", rank=rank)
                )
            if chance.random() < 0.2:
                day = min(b.signed_at.astimezone(ZONE).date() + timedelta(days=5), TODAY)
                orders.append(
                    Instruction(
                        office=office, brief=b, happened_on=day, recorded_at=b.signed_at, leader="甲", leader_rank="x"
                    )
                )
        Adoption.objects.bulk_create(outcomes, batch_size=500)
        Instruction.objects.bulk_create(orders, batch_size=500)
        journal.write(made, zip(briefs, taken, strict=True), outcomes, entries * (start + len(made)) // rows)
    journal.close()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Journal:
    """The entries of these deeds in one true chain, made as the journal's door makes them, many at a time."""

    def __init__(self, office, editor):
        from zhitong.journal.models import Chain

        self._office, self._editor = office, editor
        self._head, _new = Chain.objects.get_or_create(office_id=office.pk)

    def write(self, submissions, issues, adoptions, until: int) -> None:
        """One of each submission, decision, issue and adoption; then text saved and people signed in until there are that many."""
        from zhitong.journal.models import Entry, Mention

        entries, mentions = [], []
        for s in submissions:
            entries.append(
                self._next(
                    "intake.submitted",
                    "intake.submission",
                    s.code,
                    s.received_at,
                    {"number": str(s.serial), "authors": 1},
                )
            )
            entries.append(
                self._next("assessment.decided", "intake.submission", s.code, s.received_at, {"verdict": "take_up"})
            )
        sources = {}
        for b, s in issues:
            sources[b.pk] = s.code
            entries.append(
                self._next("desk.brief_signed", "desk.brief", b.code, b.signed_at, {"number": b.number}, [s.code])
            )
            mentions.append(Mention(entry=entries[-1], code=s.code))
        for a in adoptions:
            code = sources[a.brief_id]
            entries.append(
                self._next(
                    "outcomes.adoption_entered", "desk.brief", a.brief.code, a.recorded_at, {"outcome": a.code}, [code]
                )
            )
            mentions.append(Mention(entry=entries[-1], code=code))
        at = submissions[-1].received_at
        while self._head.seq < until:
            name, subject = (
                ("desk.revision_saved", "desk.brief") if self._head.seq % 2 else ("network.signed_in", "network.person")
            )
            entries.append(self._next(name, subject, self._editor.code, at, {}))
        Entry.objects.bulk_create(entries, batch_size=2_000)
        Mention.objects.bulk_create(mentions, batch_size=2_000)

    def _next(
        self, action: str, subject: str, code: str, at: datetime, details: dict, matters: list[str] | None = None
    ):
        from zhitong.journal import chain
        from zhitong.journal.models import Entry

        head = self._head
        entry = Entry(
            office_id=self._office.pk,
            seq=head.seq + 1,
            at=at,
            actor="0" * 64,
            channel="page",
            action=action,
            subject=subject,
            subject_code=code,
            matters=chain.canonical(matters or []),
            details=chain.canonical(details),
            previous=head.head,
        )
        entry.hash = chain.digest(entry)
        head.seq, head.head = entry.seq, entry.hash
        return entry

    def close(self) -> None:
        self._head.save()


def timed(work, rounds: int) -> tuple[float, float, float]:
    """p50 and p95 in milliseconds, and the median of the processor's time, which other work on the machine does not lengthen."""
    taken, busy = [], []
    for _round in range(rounds):
        began, spent = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - spent) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1], statistics.median(busy)


def said(name: str, times: tuple[float, float, float]) -> None:
    p50, p95, busy = times
    print(f"{name:58} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   processor {busy:7.1f} ms")


def first_screen(rounds: int) -> None:
    from django.test import Client

    from zhitong.desk.models import Brief
    from zhitong.figures import actions
    from zhitong.figures.columns import shelf
    from zhitong.figures.counts import OFFICES
    from zhitong.network.actions import add_unit
    from zhitong.network.actors import actor_for, system_actor
    from zhitong.network.models import Person
    from zhitong.network.rights import RIGHTS
    from zhitong.outcomes.actions import Facts, enter_adoption

    people = {person.name: person for person in Person.objects.select_related("office", "account")}
    zhou, he = (actor_for(people[name], channel="page") for name in ("周敏", "何静"))
    briefs = Brief.objects.order_by("pk").iterator()
    client = Client()
    client.force_login(people["周敏"].account)
    added: list[int] = []

    def show():
        assert client.get("/figures/", {"period": str(YEAR)}).status_code == 200

    def after_an_adoption():
        added.append(1)
        enter_adoption(next(briefs), Facts(TODAY), by=zhou, body=f"省政协{time.time_ns()}", rank=2)
        began, spent = time.perf_counter(), time.process_time()
        show()
        answered.append(((time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000))

    def after_a_unit():
        add_unit(by=system_actor(zhou.office, RIGHTS, channel="command"), name=f"新增{time.time_ns()}", kind="sector")
        show()

    def after_a_still_deed():
        actions.set_target(by=he, year=YEAR, measure="received", number=1, reason="x")
        show()

    answered: list[tuple[float, float]] = []
    shelf.remove(_office())
    said_once("first screen of a new process, nothing laid by", once(show))  # reads all rows, and lays the columns by
    OFFICES.forget()
    said_once("first screen, its columns taken from their file", once(show))
    said_once("first screen of another process, file there", of_another_process())
    said("first screen, nothing done since", timed(show, rounds))
    said("first screen and the deed before it: an adoption entered", timed(after_an_adoption, rounds))
    walls, busy = zip(*answered, strict=True)
    said(
        "   the screen alone",
        (statistics.median(walls), statistics.quantiles(walls, n=20)[-1], statistics.median(busy)),
    )
    said("first screen and the deed before it: a unit added", timed(after_a_unit, rounds))
    said("first screen and the deed before it: a target set", timed(after_a_still_deed, rounds))


def once(work) -> tuple[float, float]:
    """Milliseconds, and the processor's."""
    began, spent = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000


def said_once(name: str, times: tuple[float, float]) -> None:
    print(f"{name:58} {times[0]:11.1f} ms   {'':17} processor {times[1]:7.1f} ms")


ANOTHER = """
import sys; sys.path[:0] = {path!r}
import django; django.setup()
from django.test.utils import setup_test_environment; setup_test_environment()
from django.test import Client
from zhitong.network.models import Person
import time
client = Client(); client.force_login(Person.objects.select_related("account").get(name="周敏").account)
began, spent = time.perf_counter(), time.process_time()
assert client.get("/figures/", {{"period": "{year}"}}).status_code == 200
print((time.perf_counter() - began) * 1000, (time.process_time() - spent) * 1000)
"""


def of_another_process() -> tuple[float, float]:
    """Its first request of all: what Django and numpy load then is in it."""
    program = ANOTHER.format(path=sys.path[:2], year=YEAR)
    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    wall, busy = map(float, printed.split())
    return wall, busy


def _office() -> int:
    from zhitong.network.models import Office

    return Office.objects.get().pk


def rankings() -> None:
    """Each measure for all units over twelve quarters: its rows counted by the database, and added up from columns that no sum was asked of before."""
    from zhitong.figures.columns.queries import read
    from zhitong.figures.counts import Counts
    from zhitong.figures.measures import MEASURES
    from zhitong.figures.periods import read_period, series
    from zhitong.figures.scope import Scope

    quarters = series(read_period(f"{YEAR}Q4", TODAY), 12)
    scopes = [Scope(_office(), quarter, TODAY) for quarter in quarters]
    print(f"\nall units × 12 quarters, processor ms{'':12} rows      columns")
    said_once("(the columns read anew from all rows)", once(lambda: read(_office())))
    for measure in MEASURES.values():

        def by_rows(measure=measure):
            return [measure.by_unit(scope) for scope in scopes]

        def by_columns(measure=measure):
            counts = Counts()
            return [counts.by_unit(measure, scope) for scope in scopes]

        assert by_columns() == by_rows(), measure.code
        print(f"{measure.code:40} {timed(by_rows, 2)[2]:12.1f} {timed(by_columns, 5)[2]:12.1f}")


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


def sums() -> None:
    from django.db import connection

    from zhitong.figures.counts import Counts
    from zhitong.figures.measures import BY_CODE
    from zhitong.figures.periods import read_period
    from zhitong.figures.scope import Scope

    scope = Scope(_office(), read_period(str(YEAR), TODAY), TODAY)
    first_at, last_at = scope.moments
    bound = {"office": scope.office_id, "first": date(YEAR, 1, 1), "last": TODAY, "today": TODAY}
    bound |= {"first_at": first_at, "last_at": last_at, "now": datetime.combine(TODAY, time_of_day(23, 59, 59), ZONE)}
    mem = in_duckdb()
    print("\nmeasure                columns ms   rows ms    SQL ms   DuckDB ms   columns to DuckDB")
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

        def added_up(measure=BY_CODE[code]):
            return Counts().by_unit(measure, scope)

        def counted(measure=BY_CODE[code]):
            return measure.by_unit(scope)

        assert added_up() == counted() == plain(), code
        ways = [added_up, counted, plain]
        if mem:
            assert {k: v for k, v in mem[code]().items()} == counted(), code
            ways.append(mem[code])
        # In turns and the least of many, so that what else the machine does falls on all alike.
        times = [min(each) for each in zip(*([once(way)[0] for way in ways] for _round in range(15)), strict=True)]
        ours, rows, sql, *duck = times
        line = f"{code:22} {ours:10.2f} {rows:9.1f} {sql:9.1f}"
        print(line + (f" {duck[0]:11.2f} {ours / duck[0]:19.2f}" if duck else ""))


def in_duckdb() -> dict | None:
    """The same questions to DuckDB over the same rows in memory; None where it is not installed."""
    try:
        import duckdb
    except ImportError:
        print("(DuckDB is not installed; only hand-written SQL is compared)")
        return None
    from zhitong.intake.models import Submission
    from zhitong.outcomes.models import Adoption, Instruction

    base = duckdb.connect()
    base.execute("create table s (id bigint, unit bigint, day date)")
    base.execute("create table a (submission bigint, day date)")
    base.execute("create table i (submission bigint, day date)")
    rows = Submission.objects.values_list("pk", "unit_id", "received_at")
    load(base, "s", [(pk, unit, at.astimezone(ZONE).date()) for pk, unit, at in rows.iterator()])
    for table, model in (("a", Adoption), ("i", Instruction)):
        load(base, table, list(model.objects.values_list("brief__sources__submission", "happened_on")))
    days = [date(YEAR, 1, 1), TODAY]

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
