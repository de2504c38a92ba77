"""The reader's language, size and colours, and that no address leads them away from here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.web.display import COLOURS, KEYS, SIZES, Display

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "\thttps://evil.example",
    " //evil.example",
    "\x01//evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "http://testserver:80@evil.example/",
    "https:///evil.example",
]


def text_of(response) -> str:
    return response.content.decode()


def test_pages_speak_chinese_whatever_the_browser_prefers(client):
    page = text_of(client.get("/sign-in/", headers={"accept-language": "en-US,en"}))

    assert '<html lang="zh-hans"' in page
    assert "语言与显示" in page


def test_the_chosen_language_stays(client):
    answer = client.post("/language/", {"language": "en"}, headers={"referer": "http://testserver/sign-in/?next=/x/"})
    page = text_of(client.get("/sign-in/"))

    assert answer.headers["Location"] == "http://testserver/sign-in/?next=/x/"
    assert answer.cookies["django_language"]["httponly"]
    assert '<html lang="en"' in page
    assert "Language and display" in page


@pytest.mark.parametrize("language", ["", "de", "zh-hant", "../../x", "<b>", "zh-hans\r\nSet-Cookie: a=b"])
def test_a_language_that_is_not_offered_changes_nothing(client, language):
    answer = client.post("/language/", {"language": language})

    assert answer.status_code == 302
    assert not answer.cookies


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_next_address_leads_away(client, address):
    for field in ({"next": address}, {}):
        answer = client.post("/language/", {"language": "en", **field}, headers={"referer": address.strip("\x01\t ")})
        assert answer.headers["Location"] == "/"
    signed_in = text_of(client.get("/sign-in/", {"next": address}))
    assert '<input type="hidden" name="next" value="">' in signed_in


def test_a_line_break_in_an_address_makes_no_header(client):
    answer = client.post("/language/", {"language": "en", "next": "/a\r\nSet-Cookie: x=y"})

    assert "x" not in answer.cookies
    assert answer.headers["Location"] == "/a%0D%0ASet-Cookie:%20x=y"


def test_size_and_colours_are_set_by_the_server_and_stay(client):
    client.post("/display/", {"size": "large"})
    client.post("/display/", {"colour": "dark"})
    client.post("/display/", {"keys": "off"})
    page = text_of(client.get("/sign-in/"))

    assert 'class="large" data-keys="off"' in page
    assert 'id="sheet-dark" media="screen"' in page
    assert 'id="sheet-contrast" media="not all"' in page
    assert 'name="colour" value="dark" aria-pressed="true"' in page


def test_without_a_choice_the_system_decides(client):
    page = text_of(client.get("/sign-in/"))

    assert 'id="sheet-dark" media="screen and (prefers-color-scheme: dark)"' in page
    assert 'id="sheet-contrast" media="screen and (prefers-contrast: more)"' in page


def test_a_script_gets_what_to_change_on_the_open_page(client):
    answer = client.post("/display/", {"colour": "contrast"}, headers={"accept": "application/json"})

    assert answer.json() == {"class": "", "keys": "on", "dark": "not all", "contrast": "screen"}


@pytest.mark.parametrize("cookie", ["", "large", "huge.pink.maybe", ".....", "large.dark.on.more", '"><script>'])
def test_a_damaged_cookie_is_no_trouble(client, cookie):
    client.cookies["display"] = cookie
    page = text_of(client.get("/sign-in/"))

    assert "<script>" not in page
    assert ('class="large"' in page) == cookie.startswith("large")


@given(st.dictionaries(st.sampled_from(["size", "colour", "keys", "other"]), st.text()))
def test_nothing_but_what_is_offered_gets_into_a_display(chosen):
    display = Display().with_choices(chosen)

    assert display.size in SIZES
    assert display.colour in COLOURS
    assert display.keys in KEYS
