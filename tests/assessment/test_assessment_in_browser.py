"""The inbox in a real Chromium: a morning by keyboard alone, keys left alone while characters are composed, and axe."""

from datetime import timedelta

import pytest
from assessment_cast import send_in
from django.urls import reverse
from django.utils import timezone

from browser import wrong_with
from zhitong.assessment.actions import close_sitting, decide, open_sitting
from zhitong.assessment.defaults import load_default_reasons
from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import in_force

pytestmark = pytest.mark.journey
INBOX = reverse("assessment:inbox")


@pytest.fixture
def desk(transactional_db, office):
    load_default_reasons(by=office.all_rights())
    return office


@pytest.fixture
def items(desk):
    now = timezone.now()
    names = ("电梯维保合同到期无人续签", "卫生站慢性病用药不足", "河道护栏破损")
    return [send_in(desk, f"关于{name}的情况反映", at=now - timedelta(hours=9 - n)) for n, name in enumerate(names)]


def title(page):
    return page.locator("#pane-title").inner_text()


def heading(page, wanted):
    """Wait until the pane shows this title."""
    page.locator("#pane-title", has_text=wanted.title).wait_for()


def form_in_hand(page):
    """Wait until the form of the decision is there and the keyboard in it: Enter sends it from then on."""
    page.locator("#decision form.decide :focus").wait_for()


def test_a_morning_by_keyboard_alone(desk, items, page_for):
    first, second, third = items
    page = page_for(desk, "zhou")
    page.goto(INBOX)

    page.keyboard.press("j")
    heading(page, first)
    page.keyboard.press("j")
    heading(page, second)
    assert page.get_by_text("第 2 / 3 件").is_visible()
    page.keyboard.press("k")
    heading(page, first)

    page.keyboard.press("d")
    form_in_hand(page)
    page.keyboard.press("5")  # 领导讲话内容 or whatever stands fifth
    page.keyboard.press("Enter")
    heading(page, second)
    assert in_force(first).verdict == "decline"
    assert in_force(first).reason

    page.keyboard.press("t")
    form_in_hand(page)
    page.keyboard.press("Enter")
    heading(page, third)
    assert in_force(second).verdict == "take_up"

    page.keyboard.press("u")  # undo what was just done
    heading(page, second)
    assert in_force(second) is None


def test_the_sheet_of_keys_names_every_decision(desk, items, page_for):
    page = page_for(desk, "zhou")
    page.goto(reverse("assessment:read", args=[items[0].code]))

    page.keyboard.press("?")

    sheet = page.locator("#keys dl")
    for words in ("采编", "并稿", "留存", "退回", "转办", "转提案", "不采用", "下一件"):
        assert sheet.get_by_text(words, exact=True).is_visible()


def test_keys_are_left_alone_while_characters_are_composed_and_in_fields(desk, items, page_for):
    page = page_for(desk, "zhou")
    page.goto(reverse("assessment:read", args=[items[0].code]))

    composing = """() => document.body.dispatchEvent(
        new KeyboardEvent("keydown", {key: "d", isComposing: true, bubbles: true, cancelable: true}))"""
    assert page.evaluate(composing) is True  # nobody took the key
    page.locator("#filter_words").click()
    page.keyboard.type("djtk")

    assert page.locator("#filter_words").input_value() == "djtk"
    assert page.locator("#decision form.decide").count() == 0
    assert title(page) == items[0].title


def test_what_was_typed_stays_when_a_decision_is_refused(desk, items, page_for):
    page = page_for(desk, "zhou")
    page.goto(reverse("assessment:read", args=[items[0].code]))
    page.keyboard.press("b")
    page.locator("#decide_words").fill("电话里说过，等他补材料")
    decide(items[0], "take_up", by=desk.by("qiao"))

    page.get_by_label("需要补充什么").fill("请写明日期")
    page.locator(".decide input[name=reason]").first.check()
    page.get_by_role("button", name="决定：退回").click()

    page.locator(".error-summary").wait_for()
    assert "乔木" in page.locator(".error-summary").inner_text()
    assert page.locator("#decide_words").input_value() == "电话里说过，等他补材料"


def test_two_at_one_item_see_each_other(desk, items, page_for):
    address = reverse("assessment:read", args=[items[0].code])
    zhou, qiao = page_for(desk, "zhou"), page_for(desk, "qiao")
    zhou.goto(address)
    zhou.wait_for_load_state("networkidle")
    qiao.goto(address)

    qiao.get_by_text("周敏也正在看这一件").wait_for()


def test_several_are_decided_after_a_look(desk, items, page_for):
    page = page_for(desk, "zhou")
    page.goto(INBOX)
    page.locator("#choose-all").click()
    page.locator("#bulk-verdict").select_option("transfer")
    page.get_by_role("button", name="预览批量决定").click()
    assert page.get_by_text("有 3 件可以这样决定").is_visible()

    page.get_by_label("属部门职责，原稿转送").check()
    page.get_by_label("转往").fill("临溪区城市运行中心")
    page.get_by_role("button", name="对 3 件作出决定：转办").click()

    page.get_by_text("3 件已决定：转办。").wait_for()
    assert Assessment.objects.filter(verdict="transfer").count() == 3


def test_on_a_phone_the_list_gives_way_to_what_is_read(desk, items, page_for):
    page = page_for(desk, "zhou", 390)
    page.goto(INBOX)
    page.get_by_role("link", name=items[1].title).click()
    heading(page, items[1])
    assert not page.locator("#inbox-list").is_visible()

    page.get_by_role("link", name="返回列表").click()

    page.locator("#inbox-list").wait_for()


def test_without_script_everything_still_works(desk, items, page_for):
    page = page_for(desk, "zhou", java_script_enabled=False)
    page.goto(INBOX)
    page.get_by_role("link", name=items[0].title).click()
    page.get_by_role("link", name="采编").click()
    page.get_by_role("button", name="决定：采编").click()

    assert title(page) == items[1].title
    assert in_force(items[0]).verdict == "take_up"


def test_the_pages_are_accessible_and_nothing_sticks_out(desk, items, page_for):
    zhou = desk.by("zhou")
    long = send_in(desk, "关于" + "某个没有任何停顿的很长的标题" * 10, express_reason="明天开工", withhold_name=True)
    tomorrow = timezone.localdate() + timedelta(days=1)
    sitting = open_sitting(by=desk.by("he"), chair=desk.he, minute_taker=desk.zhou, present=[desk.qiao])
    decide(items[0], "hold", by=zhou, reason="verify", hold_until=tomorrow, sitting=sitting)
    decide(items[1], "decline", by=zhou, words="字" * 300, sitting=sitting)
    page = page_for(desk, "he")
    read = reverse("assessment:read", args=[long.code])
    pages = [
        f"{INBOX}?state=all&kind=sector&since=2026-02-31",
        f"{INBOX}?state=all",
        f"{read}?decide=send_back",
        f"{read}?decide=merge",
        reverse("assessment:read", args=[items[0].code]) + "?state=held",
        reverse("assessment:views"),
        reverse("assessment:reasons"),
        reverse("assessment:sittings"),
        reverse("assessment:sitting", args=[sitting.code]),
        reverse("assessment:sitting_people", args=[sitting.code]),
        reverse("assessment:close_sitting", args=[sitting.code]),
    ]
    for address in pages:
        page.goto(address)
        assert wrong_with(page) == [], address

    close_sitting(sitting, by=desk.by("he"), note="散会")
    page.goto(reverse("assessment:sitting", args=[sitting.code]))
    assert wrong_with(page) == []
