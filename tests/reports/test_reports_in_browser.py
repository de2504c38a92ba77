"""A quarter in the browser: begun, its text mended after a refusal, closed; every page of the room before axe, wide and narrow."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from reported import Ledger

from browser import wrong_with
from zhitong.figures.periods import read_period
from zhitong.reports.actions import papers, pushes
from zhitong.reports.counting import period_before
from zhitong.reports.models import Report

pytestmark = pytest.mark.journey


@pytest.fixture
def quarter(transactional_db, office):
    """The last quarter that is over, with something in it."""
    today = timezone.localdate()
    period = period_before(read_period(f"{today.year}Q{(today.month + 2) // 3}", today))
    ledger = Ledger(office)
    middle = date.fromordinal((period.first.toordinal() + period.last.toordinal()) // 2)
    brief = ledger.brief(*(ledger.received(middle, unit) for unit in ("street", "party", "sector")), day=middle)
    ledger.adopted(brief, middle)
    ledger.instructed(brief, middle)
    return period


def test_a_quarter_is_begun_mended_closed_and_corrected(quarter, office, page_for):
    page = page_for(office, "he", 390)
    page.goto(reverse("reports:begin"))
    page.get_by_role("button", name="新建").click()
    report = Report.objects.get()
    assert report.period == quarter.code
    page.get_by_role("link", name="修改文稿").click()
    page.get_by_label("文稿").fill("# 一、总体\n收到{来搞}件。")
    page.get_by_role("button", name="保存并查看").click()
    assert "第2行" in page.locator("main").inner_text()
    assert page.get_by_label("文稿").input_value().endswith("收到{来搞}件。")
    page.get_by_label("文稿").fill("# 一、总体\n收到{来稿}件。")
    page.get_by_role("button", name="保存并查看").click()
    page.get_by_role("link", name="3", exact=True).click()
    assert "来稿量: 3" in page.locator("h1").inner_text()
    page.go_back()
    page.get_by_text("定稿", exact=True).click()
    page.get_by_role("button", name="定稿并编号").click()
    assert "文字和数字与定稿时一致" in page.locator("main").inner_text()
    page.get_by_role("link", name="与今日数字的差异").click()
    page.get_by_label("更正什么").fill("文字有误。")
    page.get_by_role("button", name="发出更正单").click()
    assert "更正单" in page.locator("h1").inner_text()
    assert Report.objects.get(corrects=report).number == 2


def test_every_page_of_the_room(quarter, office, page_for):
    by = office.by("he")
    opened = papers.begin("quarter", quarter, by=by)
    closed = papers.close(papers.begin("bulletin", quarter, by=by), by=by)
    push = pushes.make_push(by=by)
    page = page_for(office, "he")
    line = push.entries.first().line
    addresses = [
        reverse(f"reports:{name}", args=args)
        for name, *args in (
            ("index",),
            ("begin",),
            ("report", opened.code),
            ("report", closed.code),
            ("edit", opened.code),
            ("differences", closed.code),
            ("templates",),
            ("template", "quarter"),
            ("pushes",),
            ("push", push.code),
            ("push_line", line.code),
            ("units",),
            ("unit", office.units["street"].code),
            ("members",),
            ("member_record", office.lin.code),
            ("own_record",),
        )
    ]
    addresses.append(reverse("reports:rows", args=[closed.code]) + "?measure=received")
    for address in addresses:
        page.goto(address)
        assert wrong_with(page) == [], address
