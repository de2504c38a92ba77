"""Every page of the resolver in a real Chromium, opened by somebody who may: no fault that axe finds by day or by night, nothing
sticks out of a screen of 320 px, and nothing is asked of another host.

No server runs: the browser is given what the test client was answered in the world of ``test_every_url.py``, so that a page costs half a
second. Markup does not depend on the engine: with PostgreSQL these are left out.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from test_every_url import ADDRESSES, by_name, world  # noqa: F401 -- world is a fixture

from browser import BY_NIGHT, faults_of, overflow_of

pytestmark = pytest.mark.django_db
SITE = "http://zhitong.test"


@pytest.fixture(scope="module")
def page(browser):
    """One page for all addresses. It is given what ``page.shown`` holds, the files of the look, and nothing else: Django's connection,
    and with it the world, is out of reach where Playwright answers the browser."""
    if connection.vendor == "postgresql":
        pytest.skip("the same pages as with SQLite")
    context = browser.new_context(base_url=SITE, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.shown, page.strangers = {}, []

    def answer(route):
        asked = urlsplit(route.request.url)
        path = asked.path
        if asked.netloc != urlsplit(SITE).netloc:
            page.strangers.append(route.request.url)
            route.abort()
        elif path.startswith(settings.STATIC_URL):
            route.fulfill(**_static(path.removeprefix(settings.STATIC_URL)))
        elif route.request.is_navigation_request():
            route.fulfill(**page.shown)
        else:
            route.fulfill(status=204)  # parts that come later: htmx leaves the page as it is

    page.route("**/*", answer)
    yield page
    context.close()


def _static(name: str) -> dict:
    found = finders.find(name)
    if not found:
        return {"status": 404}
    return {"body": Path(found).read_bytes(), "content_type": mimetypes.guess_type(name)[0] or "text/plain"}


@by_name(ADDRESSES)
def test_a_page_has_no_fault_and_fits_a_narrow_screen(page, world, address):  # noqa: F811
    url = world.address(address, world.own)
    answer = whole_page(world, address, url)
    if answer is None:
        return  # a deed that takes a form, a file, or a part of a page
    page.shown = {"status": 200, "headers": dict(answer.headers), "body": answer.body}
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(url)

    assert faults_of(page) == [], "by day"
    page.emulate_media(color_scheme="dark")
    assert faults_of(page, BY_NIGHT) == [], "by night"
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow_of(page) == []
    assert page.strangers == [], "asks another host"


def whole_page(world, address, url: str):  # noqa: F811
    """What the first role sees that gets a whole page at this address; None when nobody does."""
    for client in [*world.let_in(address), world.nobody]:
        answer = world.ask(client, "GET", url)
        is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
        if is_page and b"<html" in answer.body[:200]:
            return answer
    return None
