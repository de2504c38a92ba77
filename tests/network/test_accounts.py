"""Second factors, recovery codes, sessions, shared devices, password profiles: what opens an account and what does not (H5–H20, H37)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import timezone

import cast as cast_module
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.journal.models import Entry
from zhitong.network import actions, throttle
from zhitong.network.accounts import actions as accounts
from zhitong.network.accounts import factors, profiles, rules, sessions
from zhitong.network.models import OldPassword, Person, RecoveryCode, SecondFactor, Session

PASSWORD = "桥下积水一尺深行人要绕行"
OTHER = "井盖响了三夜没有人来修理"
HOME_ADDRESS, RIVAL = "10.0.1.7", "10.0.66.6"


@pytest.fixture(autouse=True)
def quick_digests(settings):
    """What these tests are about is not how slowly a password is digested; test_signing_in.py has the real digest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def zhou(office):
    """周敏's account with a password of her own."""
    actions.set_password(office.zhou, PASSWORD, by=office.by("zhou"))
    return Person.objects.get(pk=office.zhou.pk)


@pytest.fixture
def app(office, zhou):
    """An authenticator app that 周敏 added a while ago: ``app.now()`` shows a code."""
    secret = factors.new_secret()
    before = timezone.now() - timedelta(minutes=5)
    accounts.add_app(by=office.by("zhou", at=before), secret=secret, code=pyotp.TOTP(secret).at(before))
    return pyotp.TOTP(secret)


def first_step(client, person, password=PASSWORD, address=HOME_ADDRESS, **more):
    typed = {"username": person.account.username, "password": password, **more}
    return client.post("/sign-in/", typed, REMOTE_ADDR=address)


def second_step(client, code, address=HOME_ADDRESS):
    return client.post("/sign-in/second/", {"code": code}, REMOTE_ADDR=address)


def is_in(client):
    return client.get("/account/").status_code == 200


# Second factors


def test_a_password_alone_no_longer_opens_an_account_with_an_app(zhou, app):
    client = Client()
    assert first_step(client, zhou).headers["Location"] == "/sign-in/second/"
    assert client.get("/account/").status_code == 302
    assert second_step(client, "000000").status_code == 422
    assert not is_in(client)

    assert second_step(client, app.now()).status_code == 302
    assert is_in(client)
    assert '"way":"password+app"' in Entry.objects.filter(action="network.signed_in").latest("pk").details.replace(
        " ", ""
    )


def test_a_code_is_good_once(zhou, app):
    """H18: replay, within the same half minute and by another browser."""
    code = app.now()
    one, two = Client(), Client()
    first_step(one, zhou)
    first_step(two, zhou)
    assert second_step(one, code).status_code == 302

    assert second_step(two, code).status_code == 422
    assert not is_in(two)


def test_a_code_of_the_last_half_minute_is_taken_and_older_ones_are_not(office, zhou, app):
    """H18: drift of one step to either side."""
    now = timezone.now()
    secret = app.secret
    for drift, good in ((-90, False), (-60, False), (-30, True), (0, True), (30, True), (60, False), (90, False)):
        step = factors.step_of(secret, app.at(now + timedelta(seconds=drift)), now)
        assert (step is not None) is good, drift


def test_guessing_codes_is_slowed_down_for_everybody_but_a_known_browser(zhou, app):
    """H18, H20: whoever knows the password guesses a handful; the holder's own browser goes on."""
    own = Client()
    first_step(own, zhou)
    second_step(own, app.at(timezone.now() - timedelta(seconds=30)))
    own.post("/sign-out/")
    for number in range(6):
        rival = Client()
        first_step(rival, zhou, address=f"10.{number}.0.1")
        held = second_step(rival, "000000", address=f"10.{number}.0.1")
    assert "请等" in held.content.decode()
    rival = Client()
    first_step(rival, zhou, address="10.99.0.1")
    assert "请等" in second_step(rival, app.now(), address="10.99.0.1").content.decode()

    first_step(own, zhou)
    assert second_step(own, app.now()).status_code == 302


def test_full_width_digits_and_spaces_are_the_same_code(zhou, app):
    client = Client()
    first_step(client, zhou)
    wide = app.now().translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})

    assert second_step(client, f"{wide[:3]}　{wide[3:]}").status_code == 302


def test_half_in_ends_when_the_password_changes(office, zhou, app):
    client = Client()
    first_step(client, zhou)
    actions.set_password(zhou, OTHER, by=office.by("zhou"))

    assert second_step(client, app.now()).headers["Location"] == "/sign-in/"


def test_the_secret_lies_sealed_and_in_no_journal(zhou, app):
    factor = SecondFactor.objects.get()

    assert app.secret.encode() not in bytes(factor.secret)
    assert factors.open_secret(factor) == app.secret
    factor.account_id += 1  # moved to another account, it opens nothing
    assert factors.open_secret(factor) != app.secret
    assert not Entry.objects.filter(details__contains=app.secret).exists()


def test_adding_an_app_by_its_page_gives_ten_recovery_codes_once(office, zhou):
    client = Client()
    first_step(client, zhou)
    page = client.get("/account/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert "data:image/svg+xml" in page
    wrong = client.post("/account/app/", {"code": "000000", "password": PASSWORD})
    assert wrong.status_code == 422 and not SecondFactor.objects.exists()
    faulty = client.post("/account/app/", {"code": pyotp.TOTP(secret).now(), "password": "not hers at all"})
    assert faulty.status_code == 422 and not SecondFactor.objects.exists()

    shown = client.post("/account/app/", {"code": pyotp.TOTP(secret).now(), "password": PASSWORD}).content.decode()
    codes = re.findall(r"<code>(\d-[a-z2-9]{5}-[a-z2-9]{5})</code>", shown)

    assert len(set(codes)) == 10 == RecoveryCode.objects.count()
    assert not any(code in client.get("/account/").content.decode() for code in codes)
    stored = "".join(RecoveryCode.objects.values_list("digest", flat=True))
    written = "".join(entry.details + entry.reason for entry in Entry.objects.all())
    assert not any(code[2:7] in stored or code in written for code in codes)


def test_a_recovery_code_is_good_once_and_the_journal_says_so(office, zhou, app):
    """H19 for what is handed out here: no second use, and new codes end the old."""
    codes = accounts.new_recovery_codes(by=office.by("zhou"))
    for client, good in ((Client(), True), (Client(), False)):
        first_step(client, zhou)
        assert (second_step(client, codes[3].upper()).status_code == 302) is good
    assert Entry.objects.get(action="network.recovery_code_used").details.count("9") == 1
    accounts.new_recovery_codes(by=office.by("zhou"))
    client = Client()
    first_step(client, zhou)

    assert second_step(client, codes[4]).status_code == 422


@pytest.mark.usefixtures("transactional_db")
def test_one_code_fifty_times_at_once_opens_once():
    """H37."""
    office = cast_module.district()
    actions.set_password(office.zhou, PASSWORD, by=office.by("zhou"))
    secret, before = factors.new_secret(), timezone.now() - timedelta(minutes=5)
    accounts.add_app(by=office.by("zhou", at=before), secret=secret, code=pyotp.TOTP(secret).at(before))
    account, now = office.zhou.account, timezone.now()
    recovery = accounts.new_recovery_codes(by=office.by("zhou"))[0]

    def tried(deed):
        try:
            return deed()
        finally:
            connection.close()

    code = pyotp.TOTP(secret).at(now)
    with ThreadPoolExecutor(10) as pool:
        apps = list(pool.map(lambda _n: tried(lambda: factors.is_app_code(account, code, now)), range(50)))
        papers = list(pool.map(lambda _n: tried(lambda: factors.is_recovery_code(account, recovery, now)), range(10)))
    assert apps.count(True) == papers.count(True) == 1


def test_taking_a_factor_away_asks_for_the_password_and_ends_other_browsers(zhou, app):
    here, there = Client(), Client()
    for client, moment in ((here, -30), (there, 0)):
        first_step(client, zhou)
        second_step(client, app.at(timezone.now() + timedelta(seconds=moment)))
    code = SecondFactor.objects.get().code
    assert here.post(f"/account/factors/{code}/remove/", {"password": "not hers at all"}).status_code == 422
    assert here.post(f"/account/factors/{code}/remove/", {"password": PASSWORD}).status_code == 302

    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    assert is_in(here) and not is_in(there)


def test_nobody_touches_somebody_elses_factors_or_sessions(office, zhou, app, sign_in):
    first_step(Client(), zhou)
    client = sign_in(office, "qiao")
    own = Client()
    first_step(own, zhou)
    second_step(own, app.now())
    session = Session.objects.get(account=zhou.account)

    assert client.post(f"/account/factors/{SecondFactor.objects.get().code}/remove/", {}).status_code == 404
    assert client.post(f"/account/sessions/{session.code}/end/").status_code == 404
    with pytest.raises(NotPermitted):
        accounts.remove_factor(SecondFactor.objects.get(), by=office.by("qiao"))
    with pytest.raises(NotPermitted):
        accounts.end_session(session, by=office.by("qiao"))


def test_a_lost_telephone_is_reset_by_the_security_administrator_only(office, zhou, app):
    own = Client()
    first_step(own, zhou)
    second_step(own, app.now())
    with pytest.raises(NotPermitted):
        accounts.reset_factors(zhou, by=office.by("admin"), reason="came in person")

    accounts.reset_factors(zhou, by=office.by("security"), reason="came in person")

    assert not is_in(own)
    assert first_step(Client(), zhou).headers["Location"] == "/"
    entry = Entry.objects.get(action="network.factors_reset")
    assert entry.reason == "came in person"
    with pytest.raises(WrongState):
        accounts.reset_factors(zhou, by=office.by("security"), reason="again")
    with pytest.raises(NotPermitted):
        accounts.reset_factors(office.security, by=office.by("security"), reason="own")


# Roles that need one


def test_a_role_named_by_the_office_adds_a_factor_before_anything_else(office, sign_in):
    security = sign_in(office, "security")
    page = security.post("/network/account-rules/", {"roles": ["signer"], "minutes": "10"})
    assert page.status_code == 302
    assert office.wu.name in security.get("/network/account-rules/").content.decode()
    client = Client()
    client.force_login(office.wu.account)

    assert client.get("/network/").headers["Location"] == "/account/"
    assert client.post("/submissions/new/", {"title": "x"}).headers["Location"] == "/account/"
    assert "第二" in client.get("/account/").content.decode()
    assert client.get("/account/app/").status_code == 200
    secret = client.session["app_to_add"]
    assert client.post("/account/app/", {"code": pyotp.TOTP(secret).now()}).status_code == 200
    assert client.get("/network/").status_code == 200
    other = Client()
    other.force_login(office.zhou.account)
    assert other.get("/network/").status_code == 200


def test_only_the_security_administrator_says_who_needs_one(office):
    for key in ("he", "admin", "wu"):
        with pytest.raises(NotPermitted):
            actions.set_setting(rules.ROLES_KEY, [], by=office.by(key))
    actions.set_setting(rules.ROLES_KEY, ["signer"], by=office.by("security"))
    assert rules.must_add_a_factor(office.by("wu"), office.wu.account)


# Lock-outs that a rival cannot use (H7, H17, H20)


def test_while_passwords_must_wait_password_and_code_together_open(zhou, app):
    for _try in range(7):
        held = first_step(Client(), zhou, password="wrong")
    assert 'name="code"' in held.content.decode()
    alone, together = Client(), Client()
    assert "请等" in first_step(alone, zhou).content.decode()
    assert "请等" in first_step(together, zhou, code="000000").content.decode()
    assert "请等" in first_step(together, zhou, password="wrong", code=app.now()).content.decode()

    assert first_step(together, zhou, code=app.now()).headers["Location"] == "/"
    assert is_in(together)


def test_one_password_on_many_names_is_slowed_by_address_block(office, zhou):
    """H17: and the next address of the same block is the same party; somebody's own browser goes on."""
    own = Client()
    first_step(own, zhou, address=RIVAL)
    own.post("/sign-out/")
    for number in range(throttle.BLOCK_TRIES):
        Client().post("/sign-in/", {"username": f"name{number}", "password": "x"}, REMOTE_ADDR=f"10.0.66.{number}")

    assert "请等" in first_step(Client(), zhou, address=RIVAL).content.decode()
    assert first_step(Client(), zhou, address=HOME_ADDRESS).status_code == 302
    assert first_step(own, zhou, address=RIVAL).status_code == 302


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("203.0.113.4", "203.0.113.250", True),
        ("203.0.113.4", "203.0.114.4", False),
        ("2001:db8:1:200::1", "2001:db8:1:2ff:9::7", True),
        ("2001:db8:1:200::1", "2001:db8:1:300::1", False),
        ("::ffff:203.0.113.4", "203.0.113.9", True),
    ],
)
def test_blocks_of_addresses(rf, one, two, same):
    blocks = [throttle.block_of(rf.get("/", REMOTE_ADDR=address)) for address in (one, two)]
    assert (blocks[0] == blocks[1]) is same


def test_a_forwarded_address_is_believed_only_behind_a_trusted_proxy(rf, settings):
    """H7."""
    request = rf.get("/", REMOTE_ADDR="203.0.113.4", headers={"X-Forwarded-For": "198.51.100.1, 198.51.100.2"})
    settings.SECURE_PROXY_SSL_HEADER = None
    assert throttle.address_of(request) == "203.0.113.4"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert throttle.address_of(request) == "198.51.100.2"


# Sessions (H9–H12)


def test_the_session_key_changes_with_the_sign_in(zhou):
    """H10: a session that somebody else put into the browser is not the one that is signed in."""
    client = Client()
    client.get("/sign-in/provider/")
    session = client.session
    session["put"] = "there"
    session.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    first_step(client, zhou)

    assert client.session.session_key != session.session_key
    assert "put" not in client.session
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_whoever_ends_the_other_browsers_stays_alone(zhou):
    here, there = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537"})
    for client in (here, there):
        first_step(client, zhou)
    page = here.get("/account/").content.decode()
    assert "Chrome · Windows" in page and "10.0.1.0/24" in page and HOME_ADDRESS not in page
    assert here.session.session_key not in page
    here.post("/account/sessions/end-others/")

    assert is_in(here) and not is_in(there)
    assert Entry.objects.filter(action="network.sessions_ended").count() == 1


def test_one_browser_is_signed_out_by_its_line(zhou):
    here, there = Client(), Client()
    for client in (here, there):
        first_step(client, zhou)
    code = Session.objects.get(session_key=there.session.session_key).code
    here.post(f"/account/sessions/{code}/end/")
    assert is_in(here) and not is_in(there)

    own = Session.objects.get(session_key=here.session.session_key).code
    assert here.post(f"/account/sessions/{own}/end/").headers["Location"] == "/sign-in/"
    assert not is_in(here)


def test_sessions_end_with_the_account_and_with_a_password_set_by_somebody_else(office, zhou):
    """H11."""
    for end in (
        lambda: actions.set_password(zhou, OTHER, by=office.by("security")),
        lambda: actions.close_account(zhou, by=office.by("security")),
    ):
        actions.set_password(zhou, PASSWORD, by=office.by("zhou"))
        client = Client()
        first_step(client, zhou)
        assert is_in(client)
        end()
        assert client.get("/account/").status_code == 302
        assert not Session.objects.filter(account=zhou.account).exists()


def test_an_ended_role_is_gone_on_the_next_request(office, zhou):
    """H11: with the last role the pages go too; nothing but one's own account is left."""
    client = Client()
    first_step(client, zhou)
    assert client.get("/network/people/").status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    for role in zhou.roles.all():
        actions.end_role(role, by=office.by("security"), ends_on=yesterday)

    assert client.get("/network/people/").status_code == 403


def test_an_idle_session_ends_and_a_used_one_goes_on_to_its_longest(zhou):
    client = Client()
    first_step(client, zhou)
    session = client.session
    about = {**session["about"], "seen": (timezone.now() - timedelta(minutes=5)).isoformat()}
    session["about"] = about
    session.save()
    assert is_in(client)
    assert client.session["about"]["seen"] > about["seen"]

    session = client.session
    started = timezone.now() - sessions.LONGEST - timedelta(minutes=1)
    session["about"] = {**session["about"], "started": started.isoformat()}
    session.save()
    assert not is_in(client)


def test_private_pages_are_not_stored_and_cookies_are_strict(zhou):
    """H9, H12."""
    client = Client()
    answer = first_step(client, zhou)
    for name in (django_settings.SESSION_COOKIE_NAME, throttle.COOKIE):
        assert answer.cookies[name]["httponly"] and answer.cookies[name]["samesite"] == "Lax"
    for address in ("/account/", "/account/app/", "/password/", "/sign-in/", "/sign-in/second/"):
        assert client.get(address).headers["Cache-Control"] == "no-store", address


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example/", "/%0d%0aX: y", "javascript:alert(1)", "///evil.example", "http:evil.example"])  # fmt: skip
def test_after_the_sign_in_nobody_is_led_elsewhere(zhou, app, target):
    """H5, over both steps."""
    client = Client()
    first_step(client, zhou, next=target)
    answer = second_step(client, app.now())

    where = answer.headers["Location"]
    assert where.startswith("/") and not where.startswith(("//", "/\\")) and "\n" not in where and "\r" not in where
    assert "X" not in answer.headers


def test_a_foreign_host_name_is_refused_and_a_forwarded_one_is_ignored(client):
    """H6: nothing here builds an address from a name that is not the server's own."""
    assert client.get("/sign-in/", headers={"host": "evil.example"}).status_code == 400
    page = client.get("/sign-in/", headers={"X-Forwarded-Host": "evil.example"})
    assert page.status_code == 200 and b"evil.example" not in page.content


def test_wrong_name_and_wrong_password_and_a_closed_account_say_the_same(office, zhou):
    """H15, H16: the same bytes but for what was typed, its token and nothing else."""

    def said(username):
        page = Client().post("/sign-in/", {"username": username, "password": "wrong"}).content.decode()
        return re.sub(r'value="[^"]*"|X-CSRFToken": "[^"]*"', "", page).replace(username, "")

    actions.close_account(office.qiao, by=office.by("security"))
    assert said(zhou.account.username) == said("nobody-at-all") == said(office.qiao.account.username)


# A shared device


def test_a_shared_device_is_signed_out_soon_and_keeps_nothing(office, zhou):
    actions.set_setting(rules.SHARED_KEY, 5, by=office.by("security"))
    client = Client()
    answer = first_step(client, zhou, shared="on")
    cookie = answer.cookies[django_settings.SESSION_COOKIE_NAME]

    assert throttle.COOKIE not in answer.cookies
    assert cookie["max-age"] == "" and cookie["expires"] == ""  # gone when the browser is closed
    left = Session.objects.get(account=zhou.account).expire_date - timezone.now()
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)
    assert "换人" in client.get("/account/").content.decode()
    out = client.post("/sign-out/")
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    page = client.get("/sign-in/").content.decode()
    assert re.search(r'name="shared"[^>]*checked', page) and zhou.account.username not in page
    assert 'autocomplete="username"' not in page


# Passwords


def test_the_profile_asvs_wants_length_and_nothing_of_composition(office, settings):
    settings.PASSWORD_PROFILE = "asvs"
    for good in ("桥下积水一尺深行人要绕行", "correct horse battery staple", "x" * 6 + "qzvkwj" * 3):
        actions.set_password(office.zhou, good, by=office.by("zhou"))
    for bad, said in (("短", "12"), ("政协zhitong社情民意abc", "直通"), ("passwordpassword"[:8], "12")):
        with pytest.raises(BadInput) as refusal:
            actions.set_password(office.zhou, bad, by=office.by("zhou"))
        assert said in str(refusal.value)
    account = Person.objects.get(pk=office.zhou.pk).account
    assert not profiles.is_too_old(account, timezone.now() + timedelta(days=4_000))
    actions.set_password(office.zhou, "correct horse battery staple", by=office.by("zhou"))
    assert not OldPassword.objects.exists()


def test_the_profile_dengbao3_wants_three_kinds_and_no_old_one(office, settings):
    settings.PASSWORD_PROFILE = "dengbao3"
    with pytest.raises(BadInput):
        actions.set_password(office.zhou, "correct horse battery", by=office.by("zhou"))
    words = [f"Bridge-Water-{number}{number}" for number in range(7)]
    for word in words[:6]:
        actions.set_password(office.zhou, word, by=office.by("zhou"))
    for word in words[1:6]:
        with pytest.raises(BadInput) as refusal:
            actions.set_password(office.zhou, word, by=office.by("zhou"))
        assert refusal.value.code == "network.password.used_before"
    actions.set_password(office.zhou, words[0], by=office.by("zhou"))
    assert OldPassword.objects.count() == 5


def test_the_profile_dengbao3_asks_for_a_new_password_after_ninety_days(office, settings):
    settings.PASSWORD_PROFILE = "dengbao3"
    word = "Bridge-Water-17"
    long_ago = timezone.now() - timedelta(days=91)
    actions.set_password(office.zhou, word, by=office.by("zhou", at=long_ago))
    client = Client()
    first_step(client, office.zhou, password=word)

    assert client.get("/network/").headers["Location"] == "/password/"
    assert "90" in client.get("/password/").content.decode()
    client.post("/password/", {"current": word, "password": "Bridge-Water-18", "again": "Bridge-Water-18"})
    assert client.get("/network/").status_code == 200


def test_the_profile_dengbao3_holds_half_an_hour_after_five_but_not_the_known_browser(office, settings):
    settings.PASSWORD_PROFILE = "dengbao3"
    word = "Bridge-Water-17"
    actions.set_password(office.zhou, word, by=office.by("zhou"))
    own = Client()
    first_step(own, office.zhou, password=word)
    own.post("/sign-out/")
    for _try in range(5):
        first_step(Client(), office.zhou, password="wrong")

    assert "30" in first_step(Client(), office.zhou, password=word).content.decode()
    assert first_step(own, office.zhou, password=word).status_code == 302


def test_the_queries_of_my_account_do_not_grow_with_its_sessions(zhou, django_assert_max_num_queries):
    client = Client()
    first_step(client, zhou)
    counts = []
    for more in (0, 8):
        for _n in range(more):
            first_step(Client(), zhou)
        with django_assert_max_num_queries(40) as captured:
            client.get("/account/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_open_session_is_no_place_to_guess_the_password(zhou):
    client = Client()
    first_step(client, zhou)
    for _try in range(6):
        held = client.post("/password/", {"current": "wrong", "password": OTHER, "again": OTHER})
    assert "请等" in held.content.decode()
    right = client.post("/password/", {"current": PASSWORD, "password": OTHER, "again": OTHER})

    assert right.status_code == 422 and zhou.account.__class__.objects.get(pk=zhou.account_id).check_password(PASSWORD)
