"""The machine's search for themes with real messages as submissions, and the pages of themes afterwards.

    ZHITONG_SHARED=… python benchmarks/themes.py 5000
    ZHITONG_SHARED=… python benchmarks/themes.py 20000

Fills an own database in a temporary folder (or in the one that ZHITONG_DATABASE_URL names, which must be empty). Prints, for a
first run, a second run over the same, and one after fifty more submissions: seconds by the clock and on the processor, peak
memory, what was found; then server time and number of queries of the pages. There are 10,381 real messages: above that, the
rest are the same ones with each body read backwards, which shares nothing with them but length and frequency of signs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

FILES = ("messages", "messages_replied", "messages_area", "messages_labelled")
UNITS = 40


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("rows", type=int, nargs="?", default=5000)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start_django(home)
        office, texts = open_office(), read_texts(options.rows + 50)
        fill(office, texts[: options.rows])
        run("first run", office)
        run("second run, nothing new", office)
        fill(office, texts[options.rows :])
        run("fifty more", office)
        pages(office)


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

    office = cast.district()
    for number in range(UNITS):
        office.add_unit(f"unit{number}", f"临溪区第{number}联络组", "street_group")
    return office


def read_texts(count: int) -> list[tuple[str, str]]:
    """(title, body); a text without a title gets its beginning as one."""
    data = Path(os.environ["ZHITONG_SHARED"]) / "data"
    texts = []
    for name in FILES:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                texts.append(((row.get("title") or row["body"][:24]).strip()[:200] or "无题", row["body"]))
    if count > len(texts):
        texts += [(title[::-1], body[::-1]) for title, body in texts]
    return texts[:count]


def fill(office, texts: list[tuple[str, str]]) -> None:
    """The messages over the last two years, in the order given, from people of forty units."""
    from django.utils import timezone

    from zhitong.intake.models import WHOLE, Submission, SubmissionAuthor

    had = Submission.objects.count()
    now = timezone.now()
    units = [office.units[f"unit{number}"].pk for number in range(UNITS)]
    rows = [
        Submission(
            office=office.office,
            year=now.year,
            serial=had + number,
            title=title,
            body=body,
            unit_id=units[number % UNITS],
            received_at=now - timedelta(days=730) * (1 - number / len(texts)) if had == 0 else now,
            recorded_at=now,
            channel="import",
            digest="0" * 64,
        )
        for number, (title, body) in enumerate(texts, 1)
    ]
    Submission.objects.bulk_create(rows, batch_size=500)
    new = Submission.objects.order_by("pk")[had:]
    SubmissionAuthor.objects.bulk_create(
        [SubmissionAuthor(submission=one, person=office.lin, name="林小河", position=1, share=WHOLE) for one in new],
        batch_size=500,
    )


def run(label: str, office) -> None:
    from zhitong.assessment import jobs
    from zhitong.assessment.themes import actions

    search = jobs.ask(by=office.by("zhou"))
    actions.begin_search(search, by=office.by("zhou"))
    clock, own = time.perf_counter(), time.process_time()
    search = jobs.run(search)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{label}: {search.texts} texts, {time.perf_counter() - clock:.1f} s by the clock, "
        f"{time.process_time() - own:.1f} s on the processor, peak {memory} MB; "
        f"{search.found} new, {search.grown} grew, {search.added} added",
        flush=True,
    )


def pages(office) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from zhitong.assessment.themes import queries

    client = Client()
    client.force_login(office.zhou.account)
    largest = queries.in_view(office.by("zhou"), "all").order_by(*queries.ORDERS["largest"]).first()
    inside = queries.submissions_of(largest).first()
    print(f"largest theme: {largest.size} submissions")
    for label, address in (
        ("list", reverse("assessment:themes")),
        ("list, rising", reverse("assessment:themes") + "?view=rising"),
        ("largest theme", reverse("assessment:theme", args=[largest.code])),
        ("reading pane", reverse("assessment:read", args=[inside.code]) + "?state=all"),
        ("begin a brief", reverse("desk:start_theme", args=[largest.code])),
    ):
        taken = []
        for _ in range(12):
            with CaptureQueriesContext(connection) as asked:
                before = time.process_time()
                answer = client.get(address, SERVER_NAME="localhost")
                taken.append(1000 * (time.process_time() - before))
        assert answer.status_code == 200, (label, answer.status_code)
        print(f"{label}: {statistics.median(taken):.0f} ms on the processor, {len(asked)} queries", flush=True)


if __name__ == "__main__":
    main()
