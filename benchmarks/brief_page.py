"""The desk's pages with few and with many briefs: server time and number of queries of each page, side by side.

    python benchmarks/brief_page.py [--submissions 200 20000] [--briefs 20 2000] [--rounds 40]

Fills an own database in a temporary folder (or in the one that ZHITONG_DATABASE_URL names, which must be empty) with
submissions as ``inbox.py`` does and with briefs of three texts each, asks the pages through the whole stack of middleware and
templates, and prints p50 and p95 by the clock and of the process's own time, the number of queries, and the ratio of the
large database to the small one. "checks" runs every check of a 1,500-character text against its sources.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import timedelta

from inbox import Measured, fill, open_office, percentile_95, start_django

PARAGRAPH = (
    "据反映，该处自去年九月以来先后向三个单位反映，均答复不属其职责，影响约四百二十户居民的日常生活，"
    "其中七十岁以上老人一百一十六人，往返就医需多走1.2公里。"
)
BODY = "\n".join(
    (
        "一、基本情况",
        PARAGRAPH * 4,
        "二、主要原因",
        PARAGRAPH * 4,
        "三、有关建议",
        "建议区交通局会同街道两周内完成现场核查，区财政局落实应急资金。" * 20,
    )
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--submissions", type=int, nargs=2, default=(200, 20_000), metavar=("FEW", "MANY"))
    arguments.add_argument("--briefs", type=int, nargs=2, default=(20, 2_000), metavar=("FEW", "MANY"))
    arguments.add_argument("--rounds", type=int, default=40)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start_django(home)
        office, series, measured = open_office(), None, []
        for submissions, briefs in zip(options.submissions, options.briefs, strict=True):
            fill(office, submissions)
            series = series or add_series(office)
            write(office, series, briefs)
            measured.append(measure(office, options.rounds))
        show(options, measured)


def add_series(office):
    from zhitong.desk.actions import series

    return series.add_series(by=office.by("wu"), name="临溪社情")


def write(office, series, wanted: int) -> None:
    """Briefs up to ``wanted``: one in twenty in review, one in twenty being written, the others issued."""
    from django.db import connection

    from zhitong.desk import texts
    from zhitong.desk.models import Brief, BriefSource, Revision, Signature
    from zhitong.desk.queries import usable
    from zhitong.intake.models import WHOLE

    have = Brief.objects.count()
    sources = list(usable(office.office.pk).order_by("pk")[: wanted + 2])
    fresh, revisions, drawn_on, signatures = [], [], [], []
    for n in range(have, wanted):
        source = sources[n % len(sources)]
        started = source.received_at + timedelta(days=3)
        state = {0: "in_review", 1: "drafting"}.get(n % 20, "signed")
        brief = Brief(
            office=office.office,
            series=series,
            title=f"{source.title}（{n}）",
            editor=office.zhou,
            started_at=started,
            state=state,
            chain=["editor", "senior_editor", "signer"],
            step={"in_review": 1, "drafting": 0}.get(state, 2),
            turn="senior_editor" if state == "in_review" else "",
        )
        if state == "signed":
            brief.year, brief.number, brief.running_number = started.year, n + 1, n + 1
            brief.signed_at = started + timedelta(days=1)
        fresh.append(brief)
    Brief.objects.bulk_create(fresh, batch_size=500)
    for n, brief in enumerate(fresh):
        source = sources[(have + n) % len(sources)]
        other = sources[(have + n + 1) % len(sources)]
        drawn_on += [
            BriefSource(brief=brief, submission=each, share=WHOLE // 2, position=position)
            for position, each in enumerate((source, other), 1)
        ]
        for ordinal in (1, 2, 3):
            body = f"{BODY}{'（已核实）' * ordinal}"
            revisions.append(
                Revision(
                    brief=brief,
                    ordinal=ordinal,
                    base=ordinal - 1,
                    title=brief.title,
                    body=body,
                    digest=texts.digest(brief.title, body),
                    by=office.zhou,
                    at=brief.started_at,
                )
            )
    BriefSource.objects.bulk_create(drawn_on, batch_size=500)
    Revision.objects.bulk_create(revisions, batch_size=200)
    newest = {revision.brief_id: revision for revision in revisions}
    steps = (("submit", "editor", office.zhou), ("pass", "senior_editor", office.he), ("sign", "signer", office.wu))
    for brief in fresh:
        taken = {"in_review": 1, "drafting": 0}.get(brief.state, 3)
        for step, (verdict, role, person) in enumerate(steps[:taken]):
            signatures.append(
                Signature(
                    brief=brief,
                    step=step,
                    role=role,
                    verdict=verdict,
                    revision=newest[brief.pk],
                    by=person,
                    at=brief.started_at,
                )
            )
    Signature.objects.bulk_create(signatures, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages(office) -> dict[str, tuple[str, str]]:
    """Name of the page: who asks, and the address."""
    from django.urls import reverse

    from zhitong.desk.models import Brief

    def of(name, state):
        newest = Brief.objects.filter(state=state).order_by("-pk").first()
        return reverse(f"desk:{name}", args=[newest.code])

    signed = Brief.objects.filter(state="signed").first()
    return {
        "brief, being written": ("zhou", of("brief", "drafting")),
        "brief, to review": ("he", of("brief", "in_review")),
        "brief, issued": ("wu", of("brief", "signed")),
        "writing page": ("zhou", of("write", "drafting")),
        "checks": ("zhou", of("checks", "drafting")),
        "changes": ("zhou", of("compare", "drafting")),
        "formal issue": ("wu", of("issue", "signed")),
        "waiting for me": ("he", reverse("desk:list")),
        "to be written": ("zhou", reverse("desk:to_write")),
        "all briefs": ("zhou", reverse("desk:briefs")),
        "issued in a year": ("zhou", f"{reverse('desk:briefs')}?state=signed&year={signed.year}"),
        "words of a title": ("zhou", f"{reverse('desk:briefs')}?q=电梯"),
    }


def measure(office, rounds: int) -> dict[str, Measured]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    measured = {}
    for name, (key, address) in pages(office).items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(office.people[key].account)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {address} answered {answer.status_code}")
        queries = len(captured)
        clock, own = [], []
        for _round in range(rounds):
            begun, spent = time.perf_counter(), time.process_time()
            client.get(address)
            own.append((time.process_time() - spent) * 1000)
            clock.append((time.perf_counter() - begun) * 1000)
        measured[name] = Measured(
            statistics.median(clock),
            percentile_95(clock),
            statistics.median(own),
            percentile_95(own),
            queries,
        )
    return measured


def show(options, measured: list[dict[str, Measured]]) -> None:
    few, many = measured
    heads = f"{'p50':>7}{'p95':>7}{'own p50':>9}{'own p95':>9}{'queries':>9}"
    names = [f"{s:,} submissions, {b:,} briefs" for s, b in zip(options.submissions, options.briefs, strict=True)]
    print(f"{'':<22}{names[0]:^41}   {names[1]:^41}")
    print(f"{'milliseconds':<22}{heads}   {heads}   own p50, many : few")
    for name, small in few.items():
        large = many[name]
        ratio = f"{large.own_p50 / small.own_p50:.2f}"
        ratio += "" if small.queries == large.queries else "  the number of queries differs"
        print(f"{name:<22}{small.line()}   {large.line()}   {ratio}")
    print(f"worst p95 with {names[1]}: {max(page.p95 for page in many.values()):.0f} ms by the clock,", end=" ")
    print(f"{max(page.own_p95 for page in many.values()):.0f} ms of this process's own time")


if __name__ == "__main__":
    main()
