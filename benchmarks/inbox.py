"""The inbox with 200 and with 20,000 submissions: server time and number of queries of each page, side by side.

    python benchmarks/inbox.py [--rows 200 20000] [--rounds 40]

Fills an own database in a temporary folder (or in the one that ZHITONG_DATABASE_URL names, which must be empty), asks the
pages through the whole stack of middleware and templates, and prints p50 and p95 by the clock and of the process's own time,
the number of queries, and the ratio of the large database to the small one.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

STREETS = ("柳岸街道", "石桥镇", "东门街道", "清溪镇", "南湖街道", "北苑街道")
MATTERS = (
    "老旧小区加装电梯后维保资金无着",
    "农贸市场周边非机动车停放混乱",
    "社区卫生站慢性病常用药品种不足",
    "学校门口早晚高峰接送车辆拥堵",
    "河道护栏破损长期无人修复",
    "外卖骑手在小区内车速过快",
    "残疾人无障碍坡道被占用",
    "老年人就餐点菜价上涨过快",
)
SENTENCE = "据住户反映，该处自去年九月以来先后向三个单位反映，均答复不属其职责，至今没有明确的牵头单位，影响约四百二十户居民的日常生活。"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--rows", type=int, nargs=2, default=(200, 20_000), metavar=("FEW", "MANY"))
    arguments.add_argument("--rounds", type=int, default=40)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start_django(home)
        measured = []
        office = None
        for rows in options.rows:
            office = office or open_office()
            fill(office, rows)
            measured.append(measure(office, options.rounds))
        show(options.rows, measured)


def start_django(home: str) -> None:
    root = Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(root / "src"), str(root / "tests")]
    os.environ.update(ZHITONG_HOME=home, DJANGO_SETTINGS_MODULE="zhitong.site.settings", ZHITONG_LOG_LEVEL="ERROR")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def open_office():
    import cast
    from zhitong.assessment.defaults import load_default_reasons

    office = cast.district()
    load_default_reasons(by=office.all_rights())
    return office


def fill(office, rows: int) -> None:
    """Two years of submissions up to ``rows``: all but the last three weeks decided, some held and due again."""
    from django.db import connection
    from django.utils import timezone

    from zhitong.assessment.models import Assessment
    from zhitong.intake.models import WHOLE, Submission, SubmissionAuthor
    from zhitong.intake.queue import FOR_GOOD

    chance = random.Random(7)
    now = timezone.now()
    have = Submission.objects.count()
    units = list(office.units.values())
    fresh = []
    for number in range(have, rows):
        day = now - timedelta(days=730 * (1 - number / rows), hours=chance.randrange(24))
        fresh.append(
            Submission(
                office=office.office,
                year=2020,  # a year of its own: the numbers only need to be unique
                serial=number + 1,
                title=f"关于{chance.choice(STREETS)}{chance.choice(MATTERS)}的情况反映",
                facts=SENTENCE * chance.randrange(4, 16),
                causes=SENTENCE * 2,
                advice=SENTENCE * 2,
                place=chance.choice(STREETS),
                scope=chance.choice(Submission.Scope.values),
                origin=chance.choice(Submission.Origin.values),
                express_reason="汛期将至" if chance.random() < 0.02 else "",
                unit=chance.choice(units),
                received_at=day,
                recorded_at=day,
                entered_by=office.lin,
                channel="import",
                digest="0" * 64,
            )
        )
    Submission.objects.bulk_create(fresh, batch_size=500)
    SubmissionAuthor.objects.bulk_create(
        (
            SubmissionAuthor(submission=each, person=office.lin, name="林小河", position=1, share=WHOLE)
            for each in fresh
        ),
        batch_size=500,
    )
    verdicts = ("take_up", "hold", "send_back", "transfer", "decline", "decline")
    decided = []
    for each in fresh:
        if each.received_at > now - timedelta(days=21):
            continue
        verdict = chance.choice(verdicts)
        hold_until = (now + timedelta(days=chance.randrange(-1, 90))).date() if verdict == "hold" else None
        decided.append(
            Assessment(
                submission=each,
                verdict=verdict,
                hold_until=hold_until,
                reason="routine" if verdict == "decline" else "",
                by=office.zhou,
                at=each.received_at + timedelta(days=2),
            )
        )
        each.rests_until = hold_until or FOR_GOOD
    Assessment.objects.bulk_create(decided, batch_size=500)
    Submission.objects.bulk_update([each.submission for each in decided], ["rests_until"], batch_size=200)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages(office) -> dict[str, str]:
    from django.urls import reverse

    from zhitong.assessment.queries import awaiting
    from zhitong.intake.models import Submission

    queue = awaiting(office.by("zhou"))
    middle = queue[queue.count() // 2]
    inbox = reverse("assessment:inbox")
    read = reverse("assessment:read", args=[middle.code])
    old = reverse("assessment:read", args=[Submission.objects.order_by("received_at")[5].code])
    unit = office.units["street"].code
    return {
        "queue": f"{inbox}?state=awaiting",
        "queue, one open": read,
        "queue, late only": f"{inbox}?age=late",
        "queue, one unit": f"{read}?unit={unit}",
        "express first": f"{read}?order=express",
        "taken up": f"{inbox}?state=taken_up",
        "all, page 100": f"{inbox}?state=all&page=100",
        "all, one open": f"{old}?state=all",
        "words in the queue": f"{inbox}?words=电梯",
        "words in all": f"{inbox}?state=all&words=电梯",
        "views with counts": reverse("assessment:views"),
    }


class Measured(NamedTuple):
    """Milliseconds by the clock, and of this process's own time, which other work on the machine does not lengthen."""

    p50: float
    p95: float
    own_p50: float
    own_p95: float
    queries: int

    def line(self) -> str:
        return f"{self.p50:>7.0f}{self.p95:>7.0f}{self.own_p50:>9.0f}{self.own_p95:>9.0f}{self.queries:>9}"


def measure(office, rounds: int) -> dict[str, Measured]:
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    client.force_login(office.zhou.account)
    result = {}
    for name, address in pages(office).items():
        client.get(address)  # the first visit of a filter also writes it down for the next day
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {address} answered {answer.status_code}")
        queries = len(captured)
        reset_queries()
        clock, own = [], []
        for _round in range(rounds):
            begun, spent = time.perf_counter(), time.process_time()
            client.get(address)
            own.append((time.process_time() - spent) * 1000)
            clock.append((time.perf_counter() - begun) * 1000)
        result[name] = Measured(
            statistics.median(clock), percentile_95(clock), statistics.median(own), percentile_95(own), queries
        )
    return result


def percentile_95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def show(rows: tuple[int, int], measured: list[dict[str, Measured]]) -> None:
    few, many = measured
    heads = f"{'p50':>7}{'p95':>7}{'own p50':>9}{'own p95':>9}{'queries':>9}"
    print(f"{'':<22}{f'{rows[0]:,} submissions':^41}   {f'{rows[1]:,} submissions':^41}")
    print(f"{'milliseconds':<22}{heads}   {heads}   own p50, many : few")
    for name, small in few.items():
        large = many[name]
        ratio = f"{large.own_p50 / small.own_p50:.2f}"
        ratio += "" if small.queries == large.queries else "  the number of queries differs"
        print(f"{name:<22}{small.line()}   {large.line()}   {ratio}")
    print(f"worst p95 with {rows[1]:,}: {max(page.p95 for page in many.values()):.0f} ms by the clock,", end=" ")
    print(f"{max(page.own_p95 for page in many.values()):.0f} ms of this process's own time")


if __name__ == "__main__":
    main()
