"""What the small scripts add, in a real browser: keys, questions, counters, one press, the open page's display, troubles."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

SEND_KEY = """(init) => document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }))"""


@pytest.fixture
def page(gallery, office, page_for):
    page = page_for(office, "zhou")
    page.goto("/gallery/list/")
    page.evaluate(
        "window.presses = 0; document.getElementById('write').addEventListener('click', () => { window.presses += 1; })"
    )
    return page


def presses(page) -> int:
    return page.evaluate("window.presses")


def test_a_key_presses_its_button(page):
    page.keyboard.press("e")

    assert presses(page) == 1


@pytest.mark.parametrize(
    "init",
    [
        {"key": "e", "isComposing": True},
        {"key": "e", "keyCode": 229},
        {"key": "Process", "keyCode": 229},
        {"key": "e", "ctrlKey": True},
        {"key": "e", "metaKey": True},
        {"key": "e", "altKey": True},
        {"key": "e", "repeat": True},
    ],
)
def test_a_key_is_left_alone_while_composing_with_modifiers_and_when_held(page, init):
    page.evaluate(SEND_KEY, init)

    assert presses(page) == 0


def test_a_key_typed_into_a_field_is_a_letter(page):
    page.locator("#id_title").press_sequentially("e?")

    assert presses(page) == 0
    assert page.locator("#id_title").input_value() == "e?"
    assert not page.locator("#keys").is_visible()


def test_a_key_leads_into_a_field_without_typing_itself(page):
    page.keyboard.press("/")
    page.keyboard.type("电梯")

    assert page.locator("main input[name=q]").input_value() == "电梯"


@pytest.mark.parametrize("key", ["?", "？"])
def test_the_sheet_lists_what_can_be_pressed_now(page, key):
    page.evaluate(SEND_KEY, {"key": key})
    sheet = page.locator("#keys")
    lines = dict(zip(sheet.locator("dt").all_text_contents(), sheet.locator("dd").all_text_contents(), strict=True))

    assert sheet.is_visible()
    assert lines == {"p": "打印", "e": "采编", "/": "查找", "c": "采编", "m": "并稿", "x": "撤回", "?": "显示这张表"}
    page.keyboard.press("e")
    assert presses(page) == 0
    page.keyboard.press("Escape")
    assert not sheet.is_visible()


def test_whoever_switched_keys_off_has_none(page):
    page.locator(".frame-tools summary").click()
    page.get_by_role("group", name="单键快捷键").get_by_role("button", name="关").click()
    expect(page.locator("html")).to_have_attribute("data-keys", "off")
    page.locator("h1").click()
    page.keyboard.press("e")
    page.keyboard.press("?")

    assert presses(page) == 0
    assert not page.locator("#keys").is_visible()


def test_a_question_takes_the_words_at_once_and_escape_takes_it_back(page):
    page.keyboard.press("x")
    page.keyboard.type("原因")
    assert page.get_by_label("写明撤回原因").input_value() == "原因"
    page.keyboard.press("Escape")

    assert not page.get_by_label("写明撤回原因").is_visible()
    assert page.evaluate("document.activeElement.matches('details.confirm > summary')")


def test_a_box_below_its_summary_closes_on_escape_and_on_a_press_elsewhere(page):
    box, summary = page.locator(".frame-tools .drop-box"), page.locator(".frame-tools summary")
    summary.click()
    page.keyboard.press("Escape")
    assert not box.is_visible()
    summary.click()
    page.locator("h1").click()
    assert not box.is_visible()


def test_the_counter_counts_characters_and_cuts_nothing(page):
    field = page.locator("details.confirm textarea")
    page.locator("details.confirm summary").click()
    field.fill("𠮷" * 201)
    counter = page.locator("details.confirm .counter")

    assert counter.text_content() == "201 / 200"
    assert "over" in counter.get_attribute("class")
    assert field.input_value() == "𠮷" * 201


def test_two_presses_send_once_and_an_error_does_not_block_the_next(page):
    sent = []

    def slowly(route):
        sent.append(route.request.post_data)
        page.wait_for_timeout(400)
        route.abort() if len(sent) == 1 else route.continue_()

    page.route("**/gallery/keep/", slowly)
    page.locator("details.confirm summary").click()
    page.get_by_label("写明撤回原因").fill("一次")
    button = page.get_by_role("button", name="撤回这份来稿")
    button.evaluate("button => { button.click(); button.click(); button.click(); }")
    page.wait_for_timeout(800)
    assert len(sent) == 1

    page.goto("/gallery/list/")
    page.locator("details.confirm summary").click()
    page.get_by_label("写明撤回原因").fill("再来")
    page.get_by_role("button", name="撤回这份来稿").click()
    expect(page.locator("#messages")).to_contain_text("kept: 再来")
    assert len(sent) == 2


def test_display_changes_on_the_open_page_and_nothing_typed_is_lost(page):
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#id_body").fill("写到一半")
    page.locator(".frame-tools summary").click()
    page.get_by_role("button", name="深色").click()
    expect(page.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_class("large")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    assert page.locator("#id_body").input_value() == "写到一半"
    page.reload()
    assert page.locator("html").get_attribute("class") == "large"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_htmx_sends_its_token_and_evaluates_nothing(page):
    page.locator("#draft").press_sequentially("草稿<b>")

    expect(page.locator("#saved")).to_have_text("saved: 草稿<b>")
    assert page.evaluate("htmx.config.allowEval") is False
    assert page.evaluate("htmx.config.disableInheritance") is True
    assert page.evaluate("localStorage.length") == 0


def test_no_answer_is_said_and_the_words_stay(page):
    page.context.set_offline(True)
    page.locator("#draft").press_sequentially("断网时写的")

    expect(page.locator("#messages")).to_contain_text("暂时连不上服务器")
    assert page.locator("#draft").input_value() == "断网时写的"
    page.context.set_offline(False)


def test_an_answer_of_another_program_is_no_page_of_ours(page):
    page.route("**/gallery/save/", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    page.locator("#draft").press_sequentially("经过代理")

    expect(page.locator("#messages")).to_contain_text("暂时连不上服务器")
    assert page.get_by_text("Bad Gateway").count() == 0


def test_signed_out_while_writing_the_page_says_so_and_goes_on_after_the_new_sign_in(page, office):
    office.zhou.account.set_password("很长的口令一二三四五六")
    office.zhou.account.save()
    page.context.clear_cookies(name="session")
    page.locator("#draft").press_sequentially("写着写着")
    expect(page.locator("#messages")).to_contain_text("登录已过期")
    sign_in(page.context.new_page(), office)

    page.locator("#draft").press_sequentially("，又")
    expect(page.locator("#messages")).to_contain_text("再试一次")
    page.locator("#draft").press_sequentially("写")
    expect(page.locator("#saved")).to_have_text("saved: 写着写着，又写")


def test_a_form_sent_after_the_sign_in_ended_arrives_after_the_new_one(page, office):
    office.zhou.account.set_password("很长的口令一二三四五六")
    office.zhou.account.save()
    page.locator("details.confirm summary").click()
    page.get_by_label("写明撤回原因").fill("一句\n很要紧的话")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="撤回这份来稿").click()
    assert page.get_by_label("您输入的内容").input_value() == "一句\n很要紧的话"

    with page.expect_popup() as popup:
        page.get_by_role("link", name="第一步").click()
    sign_in(popup.value, office)
    page.get_by_role("button", name="第二步").click()
    page.get_by_role("button", name="再次提交").click()
    expect(page.locator("#messages")).to_contain_text("很要紧的话")


def sign_in(page, office) -> None:
    page.goto("/sign-in/")
    page.locator("#id_username").fill(office.zhou.account.username)
    page.locator("#id_password").fill("很长的口令一二三四五六")
    page.locator("main button.primary").click()
    page.wait_for_url("**/gallery/")


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page):
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
