"""One-click sign-in: in the demo, from this machine, for the fictional people; otherwise there is nothing at that address."""

from __future__ import annotations

import pytest
from django.urls import reverse

from zhitong.network import actions as network
from zhitong.site import variables

pytestmark = pytest.mark.django_db

ADDRESS = "/demo/sign-in/"


@pytest.fixture
def in_demo(settings):
    settings.DEMO = True


def click(client, person, **meta):
    return client.post(ADDRESS, {"person": person.code}, **meta)


def test_a_click_signs_in(client, office, in_demo):
    answer = click(client, office.zhou)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(office.zhou.account_id)


def test_the_sign_in_page_lists_people_by_role_with_the_other_office_folded(client, office, stranger, in_demo):
    page = client.get(reverse("network:sign_in")).content.decode().partition("demo-people")[2]
    assert page.index("临溪区") < page.index("<details") < page.index("北屏区")
    assert page.index("林小河") < page.index("周敏") < page.index("严明")
    assert office.wu.code in page


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.8.8"])
def test_loopback_addresses(client, office, in_demo, address):
    assert click(client, office.zhou, REMOTE_ADDR=address).status_code == 302


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "10.0.0.5"},
        {"REMOTE_ADDR": "10.0.0.5", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "203.0.113.9"},
        {"REMOTE_ADDR": "::ffff:10.0.0.5"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "localhost"},
    ],
)
def test_from_anywhere_else_there_is_nothing(client, office, in_demo, meta):
    assert click(client, office.zhou, **meta).status_code == 404
    assert "_auth_user_id" not in client.session
    assert office.zhou.code not in client.get(reverse("network:sign_in"), **meta).content.decode()


def test_outside_the_demo_there_is_nothing(client, office, settings):
    settings.DEMO = False
    assert click(client, office.zhou).status_code == 404
    assert office.zhou.code not in client.get(reverse("network:sign_in")).content.decode()


def test_never_in_production(client, office, settings, in_demo):
    settings.MODE = "production"
    assert click(client, office.zhou).status_code == 404


def test_production_refuses_to_start_as_a_demo():
    with pytest.raises(variables.SettingsError, match="ZHITONG_DEMO"):
        variables.refuse_unsafe_production(
            mode="production", secret_key="k" * 60, journal_key="j" * 60, debug=False, demo=True, hosts=["a.example"]
        )


def test_somebody_with_a_password_is_never_signed_in_by_a_click(client, office, in_demo):
    network.set_password(office.zhou, "long enough words 7", by=office.by("security"))
    assert click(client, office.zhou).status_code == 404
    assert office.zhou.code not in client.get(reverse("network:sign_in")).content.decode()


def test_somebody_unknown_and_a_closed_account(client, office, in_demo):
    assert client.post(ADDRESS, {"person": "nobody"}).status_code == 404
    assert client.post(ADDRESS).status_code == 404
    network.close_account(office.zhou, by=office.by("security"))
    assert click(client, office.zhou).status_code == 404


def test_reading_the_address_signs_nobody_in(client, office, in_demo):
    assert client.get(ADDRESS, {"person": office.zhou.code}).status_code == 405
