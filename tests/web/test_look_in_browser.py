"""The frame and all parts in a real browser: at every width, in every mode, on paper."""

import pytest

from browser import faults_of, overflow_of

pytestmark = pytest.mark.journey
LARGE, DARK, CONTRAST = "large.auto.on", "normal.dark.on", "normal.contrast.on"


def choose(page, live_server, display: str) -> None:
    page.context.add_cookies([{"name": "display", "value": display, "url": live_server.url}])


def background_of(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_sign_in_and_errors_have_no_faults_that_axe_finds(gallery, new_page, colours):
    page = new_page(color_scheme=colours)
    for address in ("/sign-in/", "/nothing-here/", "/language/", "/gallery/refused/conflict/", "/gallery/suspicious/"):
        page.goto(address)

        assert page.locator("h1").count() == 1, address
        assert wrong_at(page, (1440, 320)) == [], address


@pytest.mark.parametrize("display", ["normal.light.on", LARGE, DARK, CONTRAST])
def test_all_parts_have_no_faults_that_axe_finds(gallery, office, page_for, live_server, display):
    page = page_for(office, "zhou")
    choose(page, live_server, display)
    page.goto("/gallery/list/")

    assert wrong_at(page, (1440, 768, 320)) == []


def wrong_at(page, widths) -> list[str]:
    """What is wrong with the open page at each of these widths; it is left at the first."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {fault}" for fault in faults_of(page) + overflow_of(page)]
    page.set_viewport_size({"width": widths[0], "height": 900})
    return found


def test_the_checks_find_what_is_wrong(gallery, new_page):
    """So that the tests above are worth something."""
    page = new_page(320)
    page.goto("/sign-in/")
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          main.append(document.createElement("button"));
          main.append(Object.assign(document.createElement("p"), { className: "wrong", textContent: "x".repeat(200) }));
          document.querySelector(".wrong").style.cssText = "white-space: pre; color: #fefefe; overflow-wrap: normal";
        }"""
    )
    faults = " ".join(faults_of(page))

    assert "button-name" in faults
    assert "color-contrast" in faults
    assert "wrong" in " ".join(overflow_of(page))


def test_an_open_menu_and_a_form_with_errors_have_no_faults(gallery, office, page_for):
    page = page_for(office, "zhou", 390)
    page.goto("/gallery/")
    page.locator(".frame-tools summary").click()
    assert faults_of(page) == []
    assert overflow_of(page) == []
    page.get_by_role("button", name="送出").click()

    assert faults_of(page) == []
    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_large_text_is_a_quarter_larger(gallery, new_page, live_server):
    page = new_page()
    page.goto("/sign-in/")
    usual = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main button')).fontSize)")
    choose(page, live_server, LARGE)
    page.reload()

    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main button')).fontSize)") == usual * 1.25


def test_colours_follow_the_system_until_the_reader_chooses(gallery, new_page, live_server):
    dark, light = new_page(color_scheme="dark"), new_page(color_scheme="light")
    for page in (dark, light):
        page.goto("/sign-in/")
    by_system = [background_of(dark), background_of(light)]
    choose(light, live_server, DARK)
    choose(dark, live_server, "normal.light.on")
    for page in (dark, light):
        page.reload()

    assert by_system[0] != by_system[1]
    assert [background_of(light), background_of(dark)] == by_system


def test_two_panes_stand_beside_each_other_and_below_each_other_on_a_phone(gallery, office, page_for):
    wide, phone = page_for(office, "zhou", 1440), page_for(office, "zhou", 390)
    for page in (wide, phone):
        page.goto("/gallery/list/")
    boxes = [wide.locator(part).bounding_box() for part in (".pane-list", ".pane-read")]

    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 1
    assert not wide.locator(".back").is_visible()
    assert not phone.locator(".pane-list").is_visible()
    assert phone.locator(".back").is_visible()


def test_rows_of_a_table_become_cards_on_a_phone(gallery, office, page_for):
    page = page_for(office, "zhou", 390)
    page.goto("/gallery/list/")
    cell = page.locator("table.data td[data-label=单位]").first

    assert not page.locator("table.data thead").is_visible()
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"单位"'


def test_under_a_finger_everything_is_44_pixels_high(gallery, office, page_for):
    page = page_for(office, "zhou", 390, has_touch=True, is_mobile=True)
    page.goto("/gallery/list/")
    page.locator(".menu-narrow summary").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button:not(.link), .button, summary, .menu a, .pager a, .tabs a, select, main input:not([type=checkbox], [type=radio], [type=file], [type=hidden])")]
          .filter((element) => element.getClientRects().length && element.getBoundingClientRect().height < 44)
          .map((element) => element.outerHTML.slice(0, 100))"""
    )

    assert small == []


def test_paper_shows_the_work_and_not_the_frame(gallery, office, page_for, live_server):
    page = page_for(office, "zhou")
    choose(page, live_server, "large.dark.on")
    page.goto("/gallery/list/")
    page.emulate_media(media="print")

    for part in (".frame-head", ".menu-side", ".frame-foot", ".filters", ".actions >> nth=0", ".pager ul"):
        assert not page.locator(part).is_visible(), part
    assert page.locator("thead").first.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert (
        page.locator("h1").evaluate("head => getComputedStyle(head).color") == "rgb(28, 36, 40)"
    )  # ink of the light sheet


def test_without_script_menu_display_and_questions_work(gallery, office, page_for):
    page = page_for(office, "zhou", 390, java_script_enabled=False)
    page.goto("/gallery/list/")
    page.locator(".menu-narrow summary").click()
    page.locator(".menu-narrow").get_by_role("link", name="写来稿").click()
    page.wait_for_url("**/gallery/")
    page.locator(".frame-tools summary").click()
    page.get_by_role("button", name="大字").click()
    page.wait_for_url("**/gallery/")
    assert page.locator("html").get_attribute("class") == "large"

    page.locator("details.confirm summary").click()
    page.get_by_label("写明撤回原因").fill("写错了")
    page.get_by_role("button", name="撤回这份来稿").click()
    assert page.get_by_role("status").first.text_content().strip() == "kept: 写错了"
