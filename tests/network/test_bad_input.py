"""Every page of the resolver, every field of every form on it, and everything its addresses ask for: given what nobody should send.

No answer is ever a 500. The fields are read off the pages themselves, never listed by hand. Each field is given some of the bad things,
which ones by its name, so that a run takes a minute: two of all with SQLite, with PostgreSQL one of those that the engines take differently.
With ZHITONG_BAD_INPUT=all it is given all of them.
"""

from __future__ import annotations

import os
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from zlib import crc32

import pytest
from django.db import connection
from django.urls import Resolver404, resolve
from lxml import html
from test_every_url import ADDRESSES, by_name, world  # noqa: F401 -- world is a fixture

pytestmark = pytest.mark.django_db

BAD = {
    "NUL": "\0",
    "half a surrogate pair": "\ud83d",
    "very long": "长" * 30_000,
    "only spaces": " \u3000\u200b\t\r\n",
    "below zero": "-1",
    "past every integer": "9" * 40,
    "no day": "2026-02-30",
    "past every day": "9999-12-31",
    "full width": "２０２６－１３",
    "signs": "'\"<%s>{{}}%_\\[(",
    "rare": "䶮𠮷\uf900e\u0301\ue000",
    "no number": "NaN",
    "not finite": "1e999",
}
# What a database may refuse where the other takes it. PostgreSQL keeps no NUL, in JSON neither: every field is sent one.
BY_ENGINE = ("half a surrogate pair", "very long", "past every integer", "past every day", "not finite")


def forms_of(page: bytes, url: str):
    """(method, address, fields) of each form of a page, as a browser would send it untouched."""
    for form in html.document_fromstring(page).forms:
        fields = [(name, value) for name, value in form.form_values() if name != "csrfmiddlewaretoken"]
        empty = [field.name for field in form.inputs if field.name and field.name not in dict(fields)]
        fields += [(name, "") for name in empty if name != "csrfmiddlewaretoken"]
        yield form.method, urljoin(url, form.action or ""), fields


def asked_by_links(page: bytes) -> set[str]:
    """The names that the page's own links ask for."""
    links = (href for _element, _name, href, _at in html.document_fromstring(page).iterlinks() if "?" in href)
    return {name for href in links for name, _value in parse_qsl(urlsplit(href).query, keep_blank_values=True)}


@by_name(ADDRESSES)
def test_nothing_that_is_sent_breaks_a_page(world, tried, address):  # noqa: F811
    url = world.address(address, world.own)
    client, page = first_who_sees(world, address, url)
    broken = []
    for method, action, fields in forms_of(page, url) if page else ():
        for name, _untouched in fields:
            if not urlsplit(action).netloc and is_new(tried, method, action, name):
                for kind, bad in given_to(name):
                    sent = [(n, bad if n == name else value) for n, value in fields]
                    broken += trial(world, client, method, action, sent, f"{name}: {kind}")
    for name in asked_by_links(page) if page else ():
        if is_new(tried, "GET", url, name):
            for kind, bad in given_to(name):
                broken += trial(world, client, "GET", url, [(name, bad)], f"?{name}: {kind}")
    assert broken == []


@pytest.fixture(scope="module")
def tried() -> set:
    """(method, view, field) that an earlier page had already: the frame's own forms stand on all of them."""
    return set()


def given_to(name: str) -> list[tuple[str, str]]:
    every, most, always = list(BAD.items()), 2, []
    if os.environ.get("ZHITONG_BAD_INPUT") == "all":
        return every
    if connection.vendor == "postgresql":
        every, most, always = [(kind, BAD[kind]) for kind in BY_ENGINE], 1, [("NUL", BAD["NUL"])]
    first = crc32(name.encode()) % len(every)
    return always + (every + every)[first : first + most]


def is_new(tried: set, method: str, action: str, name: str) -> bool:
    try:
        view = resolve(urlsplit(action).path).view_name
    except Resolver404:
        return False
    which = (method, view, name)
    is_known = which in tried
    tried.add(which)
    return not is_known


def first_who_sees(world, address, url: str):  # noqa: F811
    """(browser, page) of the first role whom the door lets in and who is given a page there; (None, b"") when nobody is."""
    for client in world.let_in(address):
        answer = world.ask(client, "GET", url)
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            return client, answer.body
    return None, b""


def trial(world, client, method: str, action: str, fields: list, what: str) -> list[str]:  # noqa: F811
    """Nothing, or the line that names what answered with an error. An address is never longer than a browser's."""
    sent = urlencode(fields, errors="surrogatepass")
    if method == "GET":
        answer = world.ask(client, "GET", f"{urlsplit(action).path}?{sent[:8000]}")
    else:
        answer = world.ask(client, "POST", action, sent)
    return [f"{method} {action} {what} -> {answer.status_code}"] if answer.status_code >= 500 else []
