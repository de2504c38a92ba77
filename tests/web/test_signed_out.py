"""What somebody typed is never lost, whatever happened to their sign-in meanwhile."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

HERE = "http://testserver"
WORDS = "第一行\n第二行：䶮、𠮷、\uf900 <b>&amp;\n"
HTMX = {"HX-Request": "true", "origin": HERE}


def text_of(response) -> str:
    return response.content.decode()


def kept_in(page: str) -> list[tuple[str, str]]:
    """Name and value of what the page's form would send again, its token left out."""
    form = re.search(r'<form class="stack".*?</form>', page, re.S).group()
    shown = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.S)
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return [(name, html.unescape(value)) for name, value in shown + hidden if name != "csrfmiddlewaretoken"]


@pytest.fixture
def strict(gallery):
    """A browser whose tokens are checked."""
    return Client(enforce_csrf_checks=True)


def test_words_typed_after_the_sign_in_ended_stand_in_a_form_to_send_again(gallery, db, client):
    answer = client.post(
        "/gallery/keep/?from=list", {"body": WORDS, "area": "city", "units": ["a", "b"]}, headers={"origin": HERE}
    )

    page = text_of(answer)
    assert answer.status_code == 401
    assert sorted(kept_in(page)) == sorted([("body", WORDS), ("area", "city"), ("units", "a"), ("units", "b")])
    assert '<form class="stack" method="post" action="/gallery/keep/?from=list">' in page
    assert '<a class="button primary" href="/sign-in/?next=%2F" target="_blank">' in page


def test_sent_again_after_the_new_sign_in_the_words_arrive(strict, office):
    """Two tabs: the first keeps the words, in the second the person signs in, the first sends again."""
    strict.get("/sign-in/")
    stale = strict.cookies["csrf"].value
    kept = text_of(
        strict.post("/gallery/keep/", {"body": WORDS, "csrfmiddlewaretoken": stale}, headers={"origin": HERE})
    )
    strict.force_login(office.zhou.account)  # in the other tab; as a sign-in does, it gives out a new token:
    strict.cookies["csrf"] = "n" * 32

    words = dict(kept_in(kept))
    again = strict.post("/gallery/keep/", {**words, "csrfmiddlewaretoken": stale}, headers={"origin": HERE})
    assert again.status_code == 403
    assert dict(kept_in(text_of(again))) == words

    token = re.search(r'<form class="stack".*?name="csrfmiddlewaretoken" value="([^"]*)"', text_of(again), re.S).group(
        1
    )
    last = strict.post("/gallery/keep/", {**words, "csrfmiddlewaretoken": token}, headers={"origin": HERE}, follow=True)
    assert html.escape(f"kept: {WORDS}".strip()) in text_of(last)


def test_another_sites_form_is_not_offered_to_be_sent_again(strict, office):
    strict.force_login(office.zhou.account)
    for headers in (
        {"origin": "http://evil.example"},
        {"referer": "http://evil.example/gallery/"},
        {},
        {"origin": "null"},
    ):
        answer = strict.post("/gallery/keep/", {"body": "给我签发"}, headers=headers)

        assert answer.status_code == 403
        assert "给我签发" not in text_of(answer)


def test_a_password_is_never_shown_again(strict, db):
    answer = strict.post(
        "/sign-in/", {"username": "zhou", "password": "correct horse battery"}, headers={"origin": HERE}
    )

    assert answer.status_code == 403
    assert "correct horse battery" not in text_of(answer)


def test_files_are_said_to_be_gone(gallery, db, client):
    file = SimpleUploadedFile("a.txt", "附件".encode())
    answer = client.post("/gallery/keep/", {"body": "正文在此", "file": file}, headers={"origin": HERE})

    assert "附件没有保留" in text_of(answer)


def test_htmx_is_told_among_the_messages_and_the_page_keeps_its_words(gallery, db, client):
    answer = client.post("/gallery/keep/", {"body": WORDS}, headers=HTMX)

    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "在另一个标签页登录" in text_of(answer)


def test_htmx_with_an_old_token_gets_the_new_one(strict, office):
    strict.force_login(office.zhou.account)
    answer = strict.post("/gallery/keep/", {"body": WORDS}, headers=HTMX)

    assert answer.status_code == 403
    token = re.search(r'"freshtoken": \{"token": "(\w{64})"', answer.headers["HX-Trigger"]).group(1)
    sent = strict.post("/gallery/keep/", {"body": WORDS}, headers={**HTMX, "X-CSRFToken": token})
    assert sent.status_code == 302
