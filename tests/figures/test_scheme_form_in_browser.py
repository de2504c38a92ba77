"""A scheme in force, one of its rules changed in the form: tried out beside it, kept as a draft, the scores are others."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from histories import write_down
from playwright.sync_api import expect
from test_measures import only, sent

from browser import wrong_with
from zhitong.figures import actions
from zhitong.figures.models import SchemeVersion

pytestmark = pytest.mark.journey
TEXT = """
id: linxi
name: 临溪区计分办法
family: cppcc
subject: unit
levels:
  - {id: own, who: [区政协], points: 1}
accumulate: sum
repeat_same_level: each
submission: {points_each: 1}
ranking: {by: [积分], ties: shared}
"""


def test_one_rule_is_changed_tried_out_and_kept(transactional_db, office, page_for):
    last_year = timezone.localdate().year - 1
    write_down(office, only(*[sent("street", day=date(last_year, 3, 1))] * 3))
    version = actions.write_scheme(TEXT, by=office.by("he"))
    actions.publish_scheme(version, by=office.by("wu"), valid_from=date(last_year, 1, 1))
    page = page_for(office, "he")
    page.goto(f"/figures/schemes/form/?after={version.code}")

    page.locator("[name='f.submission.points_each']").fill("2.5")
    page.get_by_role("button", name="试算一下").first.click()
    row = page.locator("#tryout tr", has_text=office.units["street"].name)
    expect(row.locator("td.num").nth(1)).to_have_text("7.5")
    expect(row.locator("td.num").nth(2)).to_have_text("3")
    assert SchemeVersion.objects.count() == 1  # nothing is kept by trying out
    assert wrong_with(page) == []

    page.locator("button[name=deed][value=keep]").click()
    expect(page.locator("#messages")).to_contain_text("草稿")
    kept = SchemeVersion.objects.get(state=SchemeVersion.State.DRAFT)
    page.goto(f"/figures/schemes/{kept.code}/?period={last_year}")
    expect(page.locator("main tr", has_text=office.units["street"].name).first).to_contain_text("7.5")
