"""A resident with a telephone, a member who answers for it, an editor, and the answer read with the code; then the same form without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from stations_cast import with_station

import cast
from browser import faults_of
from zhitong.intake.models import Submission
from zhitong.stations.actions import answers

pytestmark = pytest.mark.journey
WORDS = "楼下路灯坏了三周，晚上看不见台阶。"


@pytest.fixture
def office(transactional_db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return with_station(cast.district())


def fill(page, station, words: str) -> None:
    page.goto(f"/stations/at/{station.code}/")
    page.get_by_role("link", name="我要反映").click()
    page.get_by_label("您要反映什么？").fill(words)


def send(page) -> str:
    page.get_by_label("我已阅读并同意").check()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到您的反映")).to_be_visible()
    assert faults_of(page) == []
    return page.locator(".receipt-code").inner_text()


def wide(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_a_resident_at_a_telephone_is_heard_and_reads_the_answer(office, new_page, page_for):
    phone = new_page(390)
    fill(phone, office.station, WORDS)
    phone.wait_for_load_state()  # words typed before the script had come are kept too
    phone.reload()
    expect(phone.get_by_label("您要反映什么？")).to_have_value(WORDS)
    assert faults_of(phone) == [] and wide(phone) <= 0
    expect(phone.get_by_label(re.compile("^姓名"))).to_be_hidden()
    phone.get_by_label(re.compile("留姓名并封存")).check()
    phone.get_by_label(re.compile("^姓名")).fill("于飞")
    code = send(phone)
    assert code not in phone.url and code not in phone.title()
    phone.goto(f"/stations/at/{office.station.code}/speak/")
    expect(phone.get_by_label("您要反映什么？")).to_have_value("")  # what was sent is kept no longer

    member = page_for(office, "tian")
    member.goto("/stations/leads/")
    member.get_by_role("link", name=re.compile("楼下路灯")).click()
    assert faults_of(member) == []
    expect(member.get_by_text("于飞")).to_have_count(0)
    member.get_by_role("link", name="接手").click()
    member.get_by_label("标题").fill("柳岸街道路灯损坏三周")
    member.get_by_role("button", name="作为来稿报送").click()
    expect(member.get_by_text(re.compile("已作为来稿 .* 报送"))).to_be_visible()

    answers.begin(Submission.objects.get(), by=office.by("zhou"))
    editor = page_for(office, "zhou")
    editor.goto("/stations/answers/")
    editor.get_by_role("link", name="柳岸街道路灯损坏三周").click()
    editor.get_by_label("给群众的答复").fill("路灯已经修好。")
    editor.get_by_role("button", name="发布给群众").click()
    expect(editor.get_by_text("已发布：群众凭回执码可以看到。")).to_be_visible()

    phone.goto("/stations/receipt/")
    phone.get_by_label("回执码").fill(code.lower().replace("-", " "))
    phone.get_by_role("button", name="查看").click()
    expect(phone.get_by_text("路灯已经修好。")).to_be_visible()
    assert faults_of(phone) == [] and wide(phone) <= 0
    phone.get_by_label("部分解决").check()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("您的评价：部分解决。")).to_be_visible()

    plain = new_page(320, java_script_enabled=False)
    fill(plain, office.station, "没有脚本也能反映。")
    plain.get_by_label("我已阅读并同意").check()
    plain.get_by_role("button", name="提交").click()
    plain_code = plain.locator(".receipt-code").inner_text()
    plain.goto("/stations/receipt/")
    plain.get_by_label("回执码").fill(plain_code)
    plain.get_by_role("button", name="查看").click()
    expect(plain.get_by_text("没有脚本也能反映。")).to_be_visible()
