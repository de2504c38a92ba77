"""What stands around a page: menu, counts, office, person; and what HTMX gets instead."""

import re

from zhitong.web.pages import NavItem, nav_for

HTMX = {"HX-Request": "true"}


def text_of(response) -> str:
    return response.content.decode()


def test_the_menu_shows_ones_own_lines_with_counts_and_marks_where_one_is(gallery, office, sign_in):
    page = text_of(sign_in(office, "zhou").get("/gallery/list/?page=2"))
    side = re.search(r'<div class="menu menu-side">(.*?)</nav>', page, re.S).group(1)

    assert re.findall(r'<a href="([^"]+)"( aria-current="page")?>', side) == [
        ("/gallery/", ""),
        ("/gallery/list/", ' aria-current="page"'),
    ]
    assert '<span class="count">24</span>' in side
    assert "给角色" not in page


def test_what_is_ones_own_stands_under_ones_name(gallery, office, sign_in):
    page = text_of(sign_in(office, "zhou").get("/gallery/list/"))
    person = re.search(r"<summary>周敏.*?</details>", page, re.S).group()

    assert '<a href="/gallery/own/">通知<span class="count">3</span></a>' in person
    assert "退出登录" in person


def test_a_line_without_a_right_is_for_everybody_signed_in(monkeypatch, office):
    from zhitong.web import pages

    monkeypatch.setattr(pages, "_NAV", [NavItem(1, "gallery", "一", ""), NavItem(2, "gallery", "二", "no.such_right")])

    assert [item.label for item in nav_for(office.by("lin"))] == ["一"]
    assert nav_for(None) == []


def test_counts_are_not_asked_for_a_part(gallery, office, sign_in, monkeypatch):
    def fail(actor):
        raise AssertionError("asked")

    monkeypatch.setattr("zhitong.web.pages._NAV", [NavItem(1, "gallery_list", "研判", "", fail)])
    answer = sign_in(office, "zhou").get("/gallery/list/", headers=HTMX)

    assert answer.status_code == 200


def test_htmx_gets_title_and_main_part_only(gallery, office, sign_in):
    page = text_of(sign_in(office, "zhou").get("/gallery/list/", headers=HTMX))

    assert page.startswith("<title>部件 · 直通</title>")
    assert "<html" not in page
    assert '<header class="frame-head"' not in page


def test_going_back_gets_the_whole_page(gallery, office, sign_in):
    client = sign_in(office, "zhou")
    for more in ({"HX-History-Restore-Request": "true"}, {"HX-Boosted": "true"}):
        assert "<html" in text_of(client.get("/gallery/list/", headers={**HTMX, **more}))


def test_messages_reach_the_page_and_the_part(gallery, office, sign_in):
    client = sign_in(office, "zhou")
    whole = text_of(client.post("/gallery/keep/", {"body": "一"}, follow=True))
    client.post("/gallery/keep/", {"body": "二"})
    part = text_of(client.get("/gallery/list/", headers=HTMX))

    assert '<div id="messages" class="messages" role="status"><div class="alert success">kept: 一</div></div>' in whole
    assert '<div class="alert success">kept: 二</div>' in part
    assert 'hx-swap-oob="true"' in part


def test_one_office_offers_no_change(gallery, office, sign_in):
    page = text_of(sign_in(office, "zhou").get("/gallery/list/"))

    assert '<span class="office">临溪区</span>' in page
    assert "换到另一个单位" not in page


def test_an_account_of_two_offices_changes_between_them(gallery, office, stranger, sign_in):
    stranger.chen.account = office.zhou.account
    stranger.chen.save()
    client = sign_in(office, "zhou")
    page = text_of(client.get("/gallery/list/"))
    client.post("/office/", {"office": stranger.office.code})
    changed = text_of(client.get("/gallery/list/"))

    assert "换到另一个单位" in page
    assert "<summary>周敏" in page
    assert "<summary>陈立" in changed


def test_an_office_that_is_not_ones_own_cannot_be_chosen(gallery, office, stranger, sign_in):
    client = sign_in(office, "zhou")
    client.post("/office/", {"office": stranger.office.code})

    assert "<summary>周敏" in text_of(client.get("/gallery/list/"))


def test_whoever_is_not_signed_in_has_language_and_display_and_no_menu(gallery, db, client):
    page = text_of(client.get("/gallery/"))

    assert "语言与显示" in page
    assert "menu-side" not in page
    assert "退出登录" not in page


def test_below_the_sign_in_form_stands_what_a_room_offers(monkeypatch, db, client):
    from django.utils.html import format_html

    from zhitong.web import pages

    monkeypatch.setattr(pages, "_ON_SIGN_IN", [lambda request: format_html("<p>{}</p>", "<周敏>"), lambda request: ""])

    assert "<p>&lt;周敏&gt;</p>" in text_of(client.get("/sign-in/"))


def test_a_long_menu_folds_what_is_seldom_looked_at_and_opens_where_one_is():
    from zhitong.web.frame import MenuLine, in_parts

    def lines(daily, current=None):
        orders = [*range(10, 10 + daily), 60, 62, 70, 80, 90]
        return [
            MenuLine(order, f"/{order}/", str(order), 2 if order > 79 else None, order == current) for order in orders
        ]

    menu = in_parts(lines(12))
    assert [line.order for line in menu.plain] == [*range(10, 22), 70]
    assert [[line.order for line in fold.lines] for fold in menu.folds] == [[60, 62], [80, 90]]
    assert [(fold.is_open, fold.count) for fold in menu.folds] == [(False, 0), (False, 4)]
    assert [fold.is_open for fold in in_parts(lines(12, current=62)).folds] == [True, False]
    assert all(fold.is_open for fold in in_parts(lines(3)).folds)
