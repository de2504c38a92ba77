"""A leader on a phone and a department at a desk: from their home to the answer; and every page of both rooms before axe."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from browser import faults_of, overflow_of, wrong_with
from dispatched import Desk
from zhitong.dispatch.models import Dispatch
from zhitong.outcomes import actions
from zhitong.outcomes.actions import Facts
from zhitong.outcomes.models import Instruction, Reply

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(transactional_db, office):
    return Desk(office)


def test_a_leader_on_a_phone_reads_and_instructs(desk, page_for):
    sent = desk.sent(desk.fang, note="请阅示。")
    page = page_for(desk.office, "fang", 390)

    page.goto("/")
    assert page.url.endswith(reverse("dispatch:received"))
    page.get_by_role("link", name=re.compile("电梯停运")).click()
    assert page.locator("article.paper").is_visible()
    assert "打开即视为已阅" in page.locator("main").inner_text()
    assert Dispatch.objects.get(pk=sent.pk).state == Dispatch.State.READ

    page.get_by_role("link", name="写批示").click()
    page.get_by_role("button", name="提交批示").click()
    assert "请选一句常用语，或自己写" in page.locator("main").inner_text()
    page.get_by_label("请分管同志阅处。").check()
    page.get_by_role("button", name="提交批示").click()

    assert "您的批示已提交" in page.locator("#messages").inner_text()
    row = Instruction.objects.get(dispatch=sent)
    assert (row.words, row.leader, row.leader_rank, row.confirmed_by) == (
        "请分管同志阅处。",
        "方岚",
        "district_leader",
        None,
    )
    assert faults_of(page) == []
    assert overflow_of(page) == []


def test_a_department_replies_with_a_letter(desk, page_for, tmp_path):
    sent = desk.sent(desk.water)
    letter = tmp_path / "复函.pdf"
    letter.write_bytes(b"%PDF-1.7 letter")
    page = page_for(desk.office, "water")

    page.goto("/")
    page.get_by_role("link", name=re.compile("电梯停运")).click()
    page.locator("#id_evidence").set_input_files(letter)
    page.locator("#id_text").fill("　")
    page.get_by_label("已解决", exact=True).check()
    page.get_by_role("button", name="提交答复").click()  # blank words: it comes back, the file is kept
    assert "复函.pdf" in page.locator("main").inner_text()
    page.locator("#id_text").fill("三部电梯均已修复，并建立月检台账。")
    page.get_by_role("button", name="提交答复").click()

    row = Reply.objects.get(dispatch=sent)
    assert (row.department, row.solved, row.evidence.name) == ("区水务局", "yes", "复函.pdf")
    page.goto(reverse("dispatch:received"))
    assert "已答复" in page.locator("main").inner_text()


def test_an_editor_sends_enters_and_another_confirms(desk, page_for):
    brief = desk.signed()
    page = page_for(desk.office, "zhou")
    page.goto(reverse("desk:brief", args=[brief.code]))
    page.get_by_role("link", name="报送", exact=True).last.click()
    page.get_by_label("区委办公室").check()
    page.get_by_role("button", name="报送所选对象").click()
    assert "已报送：区委办公室" in page.locator("#messages").inner_text()

    page.get_by_role("link", name="区委办公室").last.click()
    page.get_by_role("link", name="登记采用").click()
    assert page.locator("#id_body").input_value() == "区委办公室"
    page.locator("#id_happened_on").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="登记", exact=True).click()
    assert "由第二人确认" in page.locator("#messages").inner_text()

    other = page_for(desk.office, "qiao", 390)
    other.goto(reverse("outcomes:waiting"))
    other.get_by_role("button", name=re.compile("^确认")).click()
    assert "没有等您确认的" in other.locator("main").inner_text()


def test_every_page_is_free_of_faults(desk, page_for):
    brief, urgent = desk.signed(), desk.signed("城东排涝泵站停运暴雨前须抢修", express="暴雨预报三日内到达")
    desk.signed("等候报送的一期", express="还没有报出")
    to_leader, to_water = desk.sent(desk.fang, brief), desk.sent(desk.water, brief)
    desk.sent(desk.party, urgent)
    facts = Facts(timezone.localdate())
    row = actions.enter_adoption(
        brief, facts, by=desk.by("zhou"), body="中共临溪区委办公室", rank=4, periodical="每日汇报"
    )
    wrong = actions.enter_instruction(
        brief,
        facts,
        by=desk.by("zhou"),
        leader="区领导甲",
        leader_rank="district_leader",
        words="请住建局牵头研究。" * 9,
    )
    actions.correct(wrong, by=desk.by("zhou"), reason="名字写错", leader="区领导乙")
    uploader = Client()
    uploader.force_login(desk.office.zhou.account)
    lines = "题目,本办期号,采用单位,日期\n河湾小区三部电梯停运,9,市委办公室,2026-01-01\n城东排涝泵站停运,,市委办公室,2099-01-01\n甲,,乙,丙\n"
    listed = SimpleUploadedFile("通报.csv", lines.encode())
    list_address = uploader.post(reverse("outcomes:upload_list"), {"file": listed}).url

    of = {
        "fang": [reverse("dispatch:received"), reverse("dispatch:read", args=[to_leader.code])],
        "water": [reverse("dispatch:read", args=[to_water.code])],
        "he": [
            reverse("dispatch:one", args=[to_water.code]),
            reverse("dispatch:review", args=[urgent.code]),
            reverse("dispatch:recipients"),
            reverse("dispatch:add_recipient"),
            reverse("dispatch:recipient", args=[desk.fang.code]),
        ],
        "qiao": [reverse("outcomes:waiting")],
        "zhou": [
            *(reverse(f"dispatch:{name}") for name in ("list", "to_send", "express")),
            reverse("dispatch:send", args=[brief.code]),
            reverse("dispatch:preview", args=[brief.code, desk.party.code]),
            *(f"{reverse('outcomes:ledger')}?kind={kind}" for kind in ("adoption", "instruction", "reply")),
            *(reverse("outcomes:enter", args=[brief.code, kind]) for kind in ("adoption", "instruction", "reply")),
            reverse("outcomes:brief", args=[brief.code]),
            reverse("outcomes:row", args=["adoption", row.code]),
            reverse("outcomes:correct", args=["adoption", row.code]),
            reverse("outcomes:upload_list"),
            list_address,
            "/notices/",
            "/notices/outbox/",
        ],
    }
    for key, addresses in of.items():
        page = page_for(desk.office, key)
        for address in addresses:
            assert page.goto(address).status == 200, address
            assert page.locator("h1").count() == 1, address
            assert wrong_with(page) == [], address
