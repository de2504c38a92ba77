"""A real Chromium for tests: people signed in, the accessibility checks of axe, and what sticks out of the page.

Without Chromium such a test is skipped and says so. ZHITONG_CHROMIUM names another browser file than Debian's.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("ZHITONG_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HEIGHT = {320: 640, 390: 844}

# Playwright keeps an event loop running in this thread, which Django takes for asynchronous code; it is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of this run."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}: journeys need Chromium (ZHITONG_CHROMIUM names another place)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_page(browser, live_server):
    """``new_page(width=390, color_scheme="dark")``: an empty page of a browser of its own, nobody signed in.

    A script error, anything that the content security policy refused, or a request to another host fails the test at its end.
    """
    contexts, faults = [], []
    own_host = urlsplit(live_server.url).hostname

    def look_at(request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in {"http", "https", "ws", "wss"} and asked.hostname != own_host:
            faults.append(f"asks another host: {asked.hostname}")

    def opened(width: int = 1440, **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHT.get(width, 900)},
            locale="zh-CN",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.on("request", look_at)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page_for(new_page, live_server):
    """``page_for(office, "zhou", width=390)``: a page with that person signed in."""

    def signed_in(cast, key: str, width: int = 1440, **options):
        client = Client()
        client.force_login(cast.people[key].account)
        page = new_page(width, **options)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return signed_in


# What may differ by night from the same page by day: nothing but its colours.
BY_NIGHT = ("color-contrast", "link-in-text-block")


def faults_of(page, only: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong on the open page (WCAG 2.2 A and AA, and axe's own good practice), one line each; [] is good.

    ``only`` names the rules to ask, for a page that is asked all of them in another colour scheme. The script is handed to the page by
    the debugger, which the content security policy does not bind; once for each page, and only what is wrong is handed back.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
    violations = page.evaluate("(options) => axe.run(document, options).then((found) => found.violations)", options)
    return [
        f"{fault['id']}: {node['html'][:120]} {' '.join(check['message'] for check in node['any'] + node['all'] + node['none'])}"
        for fault in violations
        for node in fault["nodes"]
    ]


def wrong_with(page) -> list[str]:
    """What is wrong with the open page wide and narrow, by day and by night; [] is good. It is opened once for all of them, since to open
    it takes longer than to look at it; left wide, by day."""
    found = []
    for width, scheme, only in (
        (1440, "light", ()),
        (1440, "dark", BY_NIGHT),
        (390, "dark", BY_NIGHT),
        (390, "light", ()),
    ):
        page.set_viewport_size({"width": width, "height": HEIGHT.get(width, 900)})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half way to another
        stick_out = overflow_of(page) if scheme == "light" else []
        found += [f"{width} {scheme}: {fault}" for fault in faults_of(page, only) + stick_out]
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def overflow_of(page) -> list[str]:
    """The elements that stick out of the window sideways; [] when nothing has to be scrolled or is cut off.

    Measured by the elements and not by the page's scroll width, because what sticks out of ``main``, a container, is cut off
    without a scroll bar. What stands in a box that scrolls by itself is in order.
    """
    return page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          const scrolls = (element) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX);
          const isBoxed = (element) => {
            for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
              if (scrolls(box)) return true;
            return false;
          };
          return [...document.body.querySelectorAll("*")]
            .filter((element) => element.getBoundingClientRect().right > room + 0.5 || (element.scrollWidth > element.clientWidth + 1
              && element.clientWidth > 1 && !scrolls(element) && getComputedStyle(element).display !== "inline"
              && element.getBoundingClientRect().left + element.scrollWidth > room + 0.5))
            .filter((element) => element.checkVisibility() && !isBoxed(element))
            .map((element) => element.outerHTML.slice(0, 120));
        }"""
    )
