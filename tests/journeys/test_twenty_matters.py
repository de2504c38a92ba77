"""Real messages, as an office would have them in a spreadsheet: 2,000 rows through the page, then twenty of them the whole way.

Each person works in a browser of their own: 周敏 imports, decides, writes and sends; 何静 passes; 吴越 signs; 周敏 enters an adoption, 乔木
confirms it; 林小河, whose unit's row it was, sees what became of it. The texts are read from ../shared at run time and stored nowhere.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import expect

import cast
from zhitong.desk.actions import series
from zhitong.desk.models import Brief
from zhitong.dispatch import actions as dispatch
from zhitong.figures.measures import ADOPTED, RECEIVED
from zhitong.figures.periods import Period
from zhitong.figures.scope import Scope
from zhitong.intake.models import Submission
from zhitong.jobs.worker import run_due
from zhitong.journal.queries import verify_all
from zhitong.network import actions as network
from zhitong.outcomes.models import Adoption

pytestmark = pytest.mark.journey
ROOT = Path(__file__).resolve().parents[2]
# The browser is the same whatever the engine: with PostgreSQL, where the engine is what is asked, fewer go the same way.
ROWS, MATTERS = (2_000, 20) if connection.vendor == "sqlite" else (400, 4)


@pytest.fixture
def spreadsheet(tmp_path):
    if not (ROOT.parent / "shared" / "data").is_dir():
        pytest.skip("the real messages (../shared/data) are not here")
    made = tmp_path / "来稿登记表.xlsx"
    subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "make_spreadsheet.py"), str(made), "--rows", str(ROWS)], check=True
    )
    return made


@pytest.fixture
def office(transactional_db):
    district = cast.district()
    network.set_setting("notice_wait_minutes", 0, by=district.by("he"))
    series.add_series(by=district.by("wu"), name="临溪社情民意", length_limit=8_000)
    dispatch.add_recipient(by=district.by("he"), name="区政府主要领导", kind="leader", rank=4)
    return district


def test_a_spreadsheet_comes_in_and_twenty_matters_walk_the_whole_way(office, page_for, spreadsheet):
    zhou = page_for(office, "zhou")
    take_in(zhou, spreadsheet)
    assert Submission.objects.count() == ROWS
    chosen = list(
        Submission.objects.filter(unit=office.units["street"], title__gt="").exclude(body="").order_by("pk")[:MATTERS]
    )
    assert len(chosen) == MATTERS

    for submission in chosen:
        decide(zhou, submission)
        write_up(zhou, submission)
    briefs = list(Brief.objects.order_by("pk"))
    assert len(briefs) == MATTERS
    he = page_for(office, "he")
    for brief in briefs:
        he.goto(f"/desk/briefs/{brief.code}/")
        he.get_by_role("button", name="通过").click()
        expect(he.locator("#messages")).not_to_be_empty()
    wu = page_for(office, "wu")
    for number, brief in enumerate(briefs, 1):
        wu.goto(f"/desk/briefs/{brief.code}/")
        wu.get_by_role("button", name=re.compile("^签发")).click()
        expect(wu.locator("#messages")).to_contain_text(f"第{number}期")
    for brief in briefs:
        send(zhou, brief)
        enter_adoption(zhou, brief)
    qiao = page_for(office, "qiao")
    for adoption in Adoption.objects.filter(rank=3):
        confirm(qiao, adoption)
    assert Adoption.objects.filter(rank=3, confirmed_by=office.qiao).count() == MATTERS

    du = page_for(office, "du", width=390)
    for submission in chosen[:3]:
        du.goto(f"/submissions/{submission.code}/")
        expect(du.locator("main")).to_contain_text("临溪社情民意")
        expect(du.locator("main")).to_contain_text("市政协")
    everything = Scope(office.office.pk, Period("all", date(2000, 1, 1), date(2100, 1, 1)), date(2100, 1, 1))
    assert sum(RECEIVED.by_unit(everything).values()) == ROWS
    assert ADOPTED.by_unit(everything) == {office.units["street"].pk: MATTERS}
    assert all(report.holds for report in verify_all())


def take_in(page, spreadsheet):
    page.goto("/submissions/imports/")
    page.locator("input[type=file]").set_input_files(str(spreadsheet))
    page.locator("main form:has(input[type=file]) button").click()
    page.wait_for_url(re.compile(r"/imports/\w{12}/"))
    # While a job runs the page asks for itself again when it is over: a reload by hand would cut across that.
    page.get_by_role("button", name="检查各行").click()
    all_in = page.get_by_role("button", name="全部导入")
    _let_the_job_run(page)
    expect(all_in).to_be_visible(timeout=20_000)
    all_in.click()
    _let_the_job_run(page)
    expect(page.locator(".alert.success")).to_contain_text(str(ROWS), timeout=20_000)


def _let_the_job_run(page):
    expect(page.locator("#progress")).to_be_visible()
    run_due()


def decide(page, submission):
    page.goto(f"/assessment/read/{submission.code}/")
    page.keyboard.press("t")
    page.get_by_role("button", name=re.compile("^决定：采编")).click()
    expect(page.locator(".just-done")).to_contain_text(submission.number)


def write_up(page, submission):
    page.goto(f"/desk/start/?s={submission.code}")
    page.get_by_role("button", name="起稿").click()
    page.get_by_role("link", name="通读与送审").click()
    page.get_by_role("button", name="送审").click()
    expect(page.locator("#messages")).to_contain_text("已送审")


def send(page, brief):
    page.goto(f"/dispatch/send/{brief.code}/")
    page.get_by_label("区政府主要领导").check()
    page.locator("main form button.primary").click()
    expect(page.locator("#messages")).not_to_be_empty()


def enter_adoption(page, brief):
    page.goto(f"/outcomes/briefs/{brief.code}/enter/adoption/")
    page.get_by_label("采用单位").fill("市政协")
    page.get_by_label("层级").select_option("3")
    page.get_by_label("发生日期").fill(date.today().isoformat())
    page.locator("main form button.primary").click()
    expect(page.locator("#messages")).not_to_be_empty()


def confirm(page, adoption):
    page.goto(f"/outcomes/rows/adoption/{adoption.code}/")
    page.get_by_role("button", name="确认").click()
    expect(page.locator("#messages")).not_to_be_empty()
