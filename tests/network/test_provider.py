"""Sign-in through the office's own provider, against a real OpenID provider that runs beside the test on a loopback port."""

from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from django.test import Client
from django.utils import timezone
from oidc_provider_mock import run_server_in_thread

from zhitong.errors import BadInput, NotPermitted
from zhitong.journal.models import Entry
from zhitong.network import actions
from zhitong.network.accounts import actions as accounts
from zhitong.network.accounts import factors
from zhitong.network.models import Account, Identity, Person

SUBJECT = "u-4711"


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread(require_client_registration=False, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def on(settings, provider):
    settings.OIDC = {
        "issuer": provider,
        "client_id": "zhitong",
        "client_secret": "only for this test",
        "name": "统一登录",
    }
    return provider


@pytest.fixture
def linked(office, on):
    return accounts.link_identity(office.zhou, by=office.by("security"), issuer=on, subject=SUBJECT)


def led_back(client, subject=SUBJECT, after=""):
    """Go to the provider, sign in there as ``subject``; the address it leads back to."""
    there = client.get("/sign-in/provider/", {"next": after} if after else {}).headers["Location"]
    answer = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_it_is_off_until_an_issuer_is_named(client, db):
    assert client.get("/sign-in/provider/").status_code == 404
    assert client.get("/sign-in/provider/back/").status_code == 404
    assert "/sign-in/provider/" not in client.get("/sign-in/").content.decode()


def test_whoever_is_linked_comes_in(office, linked):
    client = Client()
    there = client.get("/sign-in/provider/").headers["Location"]
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["nonce"] and asked["state"]
    answer = client.get(led_back(client, after="/password/"))

    assert answer.headers["Location"] == "/password/"
    assert client.get("/account/").status_code == 200
    assert '"provider"' in Entry.objects.get(action="network.signed_in").details


def test_whoever_is_not_linked_stays_out_and_learns_what_to_do(office, on):
    """Nobody is made by a visit, and a mail address or a user name at the provider counts for nothing."""
    before = Account.objects.count()
    client = Client()
    page = client.get(led_back(client, subject=office.zhou.account.username))

    assert page.status_code == 403
    assert office.zhou.account.username in page.content.decode()
    assert client.get("/account/").status_code == 302
    assert Account.objects.count() == before


def test_the_same_subject_at_another_issuer_is_somebody_else(office, on):
    accounts.link_identity(office.zhou, by=office.by("security"), issuer="https://elsewhere.example", subject=SUBJECT)
    client = Client()
    assert client.get(led_back(client)).status_code == 403


def test_a_closed_account_stays_closed(office, linked):
    actions.close_account(office.zhou, by=office.by("security"))
    client = Client()
    assert client.get(led_back(client)).status_code == 403


@pytest.mark.parametrize("change", ["state", "code", "browser", "twice", "nothing"])
def test_an_answer_that_was_not_asked_for_opens_nothing(office, linked, change):
    """Another state (forged by another site), another code, another browser, the same answer again, none at all."""
    client = Client()
    address = led_back(client)
    if change == "state":
        address = address.replace("state=", "state=x")
    elif change == "code":
        address = address.replace("code=", "code=x")
    elif change == "browser":
        client = Client()
    elif change == "twice":
        client.get(address)
        client.post("/sign-out/")
    else:
        address = "/sign-in/provider/back/"

    assert client.get(address).status_code == 400
    assert client.get("/account/").status_code == 302


def test_a_provider_that_cannot_be_reached_is_said(client, office, settings):
    settings.OIDC = {"issuer": "http://localhost:9", "client_id": "x", "client_secret": "y", "name": "统一登录"}
    page = client.get("/sign-in/provider/")
    assert page.status_code == 502 and "统一登录" in page.content.decode()


def test_the_second_factor_is_asked_here_too(office, linked):
    secret, now = factors.new_secret(), timezone.now()
    accounts.add_app(by=office.by("zhou", at=now), secret=secret, code=pyotp.TOTP(secret).at(now))
    client = Client()

    assert client.get(led_back(client)).headers["Location"] == "/sign-in/second/"
    assert client.get("/account/").status_code == 302


def test_only_a_security_administrator_links_and_never_themselves(office, on, sign_in):
    by = office.by
    for key in ("admin", "he", "zhou"):
        with pytest.raises(NotPermitted):
            accounts.link_identity(office.zhou, by=by(key), issuer=on, subject=SUBJECT)
    with pytest.raises(NotPermitted):
        accounts.link_identity(office.security, by=by("security"), issuer=on, subject=SUBJECT)
    client = sign_in(office, "security")
    where = f"/network/people/{office.zhou.code}/account"
    assert client.post(f"{where}/link/", {"subject": SUBJECT}).status_code == 302
    assert SUBJECT in client.get(f"/network/people/{office.zhou.code}/").content.decode()
    assert client.post(f"/network/people/{office.qiao.code}/account/link/", {"subject": SUBJECT}).status_code == 422
    with pytest.raises(BadInput):
        accounts.link_identity(office.qiao, by=by("security"), issuer=on, subject=SUBJECT)
    inside = Client()
    inside.get(led_back(inside))
    assert client.post(f"{where}/unlink/").status_code == 302

    assert not Identity.objects.exists()
    assert inside.get("/account/").status_code == 302
    written = "".join(entry.details for entry in Entry.objects.filter(action__startswith="network.identity"))
    assert written.count("identity") and SUBJECT not in written


def test_an_account_of_two_offices_is_linked_by_neither(office, stranger, on):
    Person.objects.filter(pk=stranger.chen.pk).update(account=office.zhou.account)
    with pytest.raises(NotPermitted):
        accounts.link_identity(office.zhou, by=office.by("security"), issuer=on, subject=SUBJECT)
