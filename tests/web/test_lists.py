"""Lists page, and any page number leads to a real page."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from zhitong.web.lists import listing
from zhitong.web.templatetags.parts import pager


def page(query: str, rows=range(120), **options):
    return listing(RequestFactory().get(f"/?{query}"), list(rows), size=50, **options)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", 1),
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 3),
        ("-1", 1),
        ("0", 1),
        ("000", 1),
        ("0002", 2),
        ("abc", 1),
        ("2.5", 1),
        ("1e3", 1),
        ("%20 2", 2),
        ("100000000000000000000", 3),
        ("9" * 5000, 3),
        ("²", 1),
        ("２", 2),
        ("NaN", 1),
        ("%00", 1),
        ("last", 1),
    ],
)
def test_a_wrong_page_number_shows_the_nearest_real_page(asked, shown):
    assert page(f"page={asked}").number == shown


def test_an_empty_list_has_one_empty_page():
    empty = page("page=7", rows=[])

    assert (empty.number, empty.pages, empty.total, list(empty)) == (1, 1, 0, [])


def test_neighbours_keep_the_filters_and_lose_the_old_number():
    shown = page("state=new&page=2&q=电梯&page=3")

    assert shown.number == 3
    assert shown.address(1) == "?state=new&q=%E7%94%B5%E6%A2%AF&page=1"


def test_two_lists_on_one_page_turn_by_themselves():
    address = "page=2&sent=3"

    assert page(address).number == 2
    assert page(address, name="sent").number == 3
    assert page(address, name="sent").address(1) == "?page=2&sent=1"


@given(st.text())
def test_no_text_for_a_number_is_an_error(asked):
    request = RequestFactory().get("/", {"page": asked})

    assert 1 <= listing(request, list(range(120)), size=50).number <= 3


def test_the_pager_links_the_ends_and_the_neighbours():
    shown = page("page=10", rows=range(1000))

    assert shown.near() == [1, None, 9, 10, 11, None, 20]
    assert pager(shown) == {"listing": shown}
