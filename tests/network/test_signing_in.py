"""Signing in: what a rival cannot do to somebody else, what ends a session, what is kept of it."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zhitong.errors import NotPermitted
from zhitong.journal.models import Entry
from zhitong.network import actions, throttle
from zhitong.network.models import Account, Person, SignInDelay

PACE = throttle.account_pace()
FREE_TRIES = PACE.free
PASSWORD = "桥下积水一尺深行人要绕行"
NEW = "井盖响了三夜没有人来修理"


@pytest.fixture
def zhou(office):
    """周敏's account with a password of her own."""
    actions.set_password(office.zhou, PASSWORD, by=office.by("zhou"))
    return office.zhou


def sign_in(client, username, password, address="10.0.0.1"):
    return client.post("/sign-in/", {"username": username, "password": password}, REMOTE_ADDR=address)


def test_a_rival_elsewhere_delays_only_themselves(zhou):
    for _try in range(FREE_TRIES + 3):
        held = sign_in(Client(), zhou.account.username, "wrong", address="10.0.66.66")

    assert "请等" in held.content.decode()
    assert (
        sign_in(Client(), zhou.account.username, PASSWORD, address="10.0.66.66").status_code == 200
    )  # held back, right or wrong
    assert sign_in(Client(), zhou.account.username, PASSWORD, address="10.0.0.1").status_code == 302


def test_behind_one_shared_address_the_known_browser_still_gets_in(zhou):
    own = Client()
    assert sign_in(own, zhou.account.username, PASSWORD).status_code == 302
    own.post("/sign-out/")
    for _try in range(FREE_TRIES + 3):
        sign_in(Client(), zhou.account.username, "wrong")

    assert sign_in(own, zhou.account.username, PASSWORD).status_code == 302


def test_a_name_that_does_not_exist_is_held_back_alike(office):
    for _try in range(FREE_TRIES):
        sign_in(Client(), "nobody-of-this-name", "wrong")

    assert "请等" in sign_in(Client(), "nobody-of-this-name", "wrong").content.decode()


def test_delays_grow_and_end():
    delays = [PACE.delay_after(failures) for failures in range(1, 40)]

    assert delays[: FREE_TRIES - 1] == [timedelta()] * (FREE_TRIES - 1)
    assert delays == sorted(delays)
    assert delays[-1] == PACE.longest


def test_what_is_kept_of_wrong_tries_names_nobody_and_is_forgotten(zhou):
    now = timezone.now()
    throttle.note_failure("old", now - throttle.FORGOTTEN_AFTER - timedelta(minutes=1))
    sign_in(Client(), zhou.account.username, "wrong")

    keys = " ".join(SignInDelay.objects.values_list("key", flat=True))
    assert SignInDelay.objects.count() == 2  # the name at this place, and the place; the old one is forgotten
    assert zhou.account.username not in keys
    assert "10.0.0" not in keys


def test_a_forged_cookie_is_no_known_browser(zhou):
    for _try in range(FREE_TRIES):
        sign_in(Client(), zhou.account.username, "wrong")
    forger = Client()
    forger.cookies[throttle.COOKIE] = "WyJ4Il0:1:forged"

    assert "请等" in sign_in(forger, zhou.account.username, PASSWORD).content.decode()


def test_neither_name_nor_password_reaches_the_log_or_the_journal(zhou, caplog):
    with caplog.at_level(logging.DEBUG):
        sign_in(Client(), zhou.account.username, "隐秘的错误密码")
        sign_in(Client(), zhou.account.username, PASSWORD)

    written = "".join(entry.details + entry.reason for entry in Entry.objects.all())
    for secret in ("隐秘的错误密码", PASSWORD, zhou.account.username):
        assert secret not in caplog.text
        assert secret not in written
    assert Entry.objects.filter(action="network.signed_in", subject_code=zhou.code).count() == 1


def test_a_password_from_somebody_else_is_changed_before_anything_else(office):
    actions.set_password(office.zhou, PASSWORD, by=office.by("security"))
    client = Client()
    sign_in(client, office.zhou.account.username, PASSWORD)

    assert client.get("/network/").headers["Location"] == "/password/"
    assert client.post("/submissions/new/", {"title": "x"}).headers["Location"] == "/password/"
    done = client.post("/password/", {"current": PASSWORD, "password": NEW, "again": NEW})
    assert done.status_code == 302
    assert client.get("/network/").status_code == 200


def test_changing_the_password_ends_every_other_session_and_keeps_this_one(zhou):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, zhou.account.username, PASSWORD)
    here.post("/password/", {"current": PASSWORD, "password": NEW, "again": NEW})

    assert here.get("/network/").status_code == 200
    assert there.get("/network/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"current": "wrong", "password": NEW, "again": NEW}, "当前密码不对"),
        ({"current": PASSWORD, "password": NEW, "again": NEW + "1"}, "两次填写的新密码不一致"),
        ({"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "请换一个"),
        ({"current": PASSWORD, "password": "短", "again": "短"}, "12"),
    ],
)
def test_an_unfit_new_password_is_refused_with_a_sentence(zhou, typed, said):
    client = Client()
    sign_in(client, zhou.account.username, PASSWORD)
    answer = client.post("/password/", typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Account.objects.get(pk=zhou.account_id).check_password(PASSWORD)


def test_a_session_ends_when_the_account_is_closed(office, sign_in):
    client = sign_in(office, "zhou")
    assert client.get("/network/").status_code == 200
    actions.close_account(office.zhou, by=office.by("security"))

    assert client.get("/network/").status_code == 302


def test_a_one_time_password_is_shown_once_and_is_stored_nowhere(office, sign_in):
    person = actions.add_person(by=office.by("admin"), name="新来")
    client = sign_in(office, "security")
    shown = client.post(f"/network/people/{person.code}/account/open/", {"username": "xinlai"}).content.decode()
    password = shown.split('class="big-number">')[1].split("<")[0]

    assert Account.objects.get(username="xinlai").check_password(password)
    assert password not in client.get(f"/network/people/{person.code}/").content.decode()
    assert not Entry.objects.filter(details__contains=password).exists()


def test_no_office_sets_the_password_of_an_account_that_also_serves_another(office, stranger):
    Person.objects.filter(pk=stranger.chen.pk).update(account=office.zhou.account)

    with pytest.raises(NotPermitted) as refusal:
        actions.set_password(Person.objects.get(pk=office.zhou.pk), NEW, by=office.by("security"))
    assert refusal.value.code == "network.account.shared"
