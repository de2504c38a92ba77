"""Who gets in, what everybody is told who does not, and the headers of every answer."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from zhitong.web.pages import Access

HTMX = {"HX-Request": "true"}


def text_of(response) -> str:
    return response.content.decode()


def views_of(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views_of(pattern.url_patterns, f"{prefix}{pattern.pattern}")
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.pattern}", pattern.callback


def test_every_view_of_the_product_says_who_may_open_it():
    unmarked = [
        where
        for where, view in views_of(get_resolver("zhitong.site.urls").url_patterns)
        if not isinstance(getattr(view, "access", None), Access)
    ]

    assert unmarked == []


def test_a_view_that_says_nothing_is_not_served(gallery, office, sign_in):
    answer = sign_in(office, "zhou").get("/gallery/unmarked/")

    assert answer.status_code == 404
    assert "nobody said" not in text_of(answer)


def test_what_is_missing_and_what_is_not_served_answer_with_the_same_bytes(gallery, office, sign_in):
    client = sign_in(office, "zhou")
    missing, unmarked = client.get("/nothing-here/"), client.get("/gallery/unmarked/?why=not")

    assert missing.content == unmarked.content
    assert missing.status_code == unmarked.status_code == 404
    assert dict(missing.headers) == dict(unmarked.headers)
    assert not missing.cookies and not unmarked.cookies


def test_a_right_that_is_missing_is_said_with_the_names_of_those_who_have_it(gallery, office, sign_in):
    answer = sign_in(office, "zhou").get("/gallery/secret/")

    assert answer.status_code == 403
    assert "安宁" in text_of(answer)


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_led_to_the_way_in_and_back(gallery, client):
    answer = client.get("/gallery/own/?a=1&b=%E4%BA%8C")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=/gallery/own/%3Fa%3D1%26b%3D%25E4%25BA%258C"


@pytest.mark.django_db
def test_a_part_asked_for_after_the_sign_in_ended_does_not_take_the_page_away(gallery, client):
    answer = client.get("/gallery/own/", headers=HTMX)

    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "登录已过期" in text_of(answer)


def test_an_account_without_a_person_is_told_that_a_role_is_missing(gallery, db, django_user_model, client):
    client.force_login(django_user_model.objects.create_user("nobody"))

    for address in ("/", "/gallery/own/", "/gallery/secret/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "还没有分配角色" in text_of(answer)


def test_the_first_page_is_the_first_line_of_ones_menu(gallery, office, sign_in):
    assert sign_in(office, "zhou").get("/").headers["Location"] == "/gallery/"


@pytest.mark.django_db
def test_a_form_address_opened_like_a_page_says_so(client):
    answer = client.get("/language/")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "只接收提交的表单" in text_of(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sign-in/", 200),
        ("/nothing-here/", 404),
        ("/language/", 405),
        ("/gallery/refused/conflict/", 409),
        ("/gallery/suspicious/", 400),
    ],
)
def test_every_answer_carries_the_strict_headers(gallery, client, address, status):
    answer = client.get(address)

    assert answer.status_code == status
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_no_page_holds_script_or_style_of_its_own(gallery, client):
    for address in ("/sign-in/", "/gallery/", "/nothing-here/"):
        page = text_of(client.get(address))
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick=" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "status"), [("not_permitted", 403), ("wrong_state", 409), ("conflict", 409), ("bad_input", 422)]
)
def test_a_refusal_is_a_page_that_says_what_happened_and_what_to_do(gallery, client, kind, status):
    refusal = gallery.REFUSALS[kind]
    answer = client.get(f"/gallery/refused/{kind}/")

    assert answer.status_code == status
    assert refusal.message in text_of(answer)
    assert refusal.remedy in text_of(answer)


@pytest.mark.django_db
def test_a_refusal_to_htmx_is_shown_among_the_messages(gallery, client):
    answer = client.get("/gallery/refused/bad_input/", headers=HTMX)

    assert answer.headers["HX-Retarget"] == "#messages"
    assert answer.headers["HX-Reselect"] == ".alert"
    assert "<html" not in text_of(answer)


def test_a_fault_of_ours_is_said_without_asking_the_database(gallery, db, django_assert_num_queries):
    client = Client(raise_request_exception=False)
    client.cookies["display"] = "large.dark.on"
    with django_assert_num_queries(0):
        answer = client.get("/gallery/broken/")

    assert answer.status_code == 500
    assert "系统出了差错" in text_of(answer)
    assert 'class="large"' in text_of(answer)
    assert "RuntimeError" not in text_of(answer)


def test_a_foreign_host_name_gets_a_page_and_no_more(gallery, db):
    answer = Client().get("/sign-in/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "evil.example" not in text_of(answer)


@pytest.mark.django_db
def test_more_fields_than_a_form_may_carry_is_said_as_that(gallery, settings, client):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = client.post("/gallery/", {f"n{number}": "1" for number in range(9)})

    assert answer.status_code == 400
    assert "超出了一张表单的容量" in text_of(answer)
