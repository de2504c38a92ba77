"""A passkey in a real browser with a virtual authenticator: added once, it opens the account by itself and as a second step."""

from __future__ import annotations

import re

import cast as cast_module
from browser import faults_of
from zhitong.network import actions

PASSWORD = "桥下积水一尺深行人要绕行"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_opens_the_account(new_page, live_server, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # ten recovery codes take their time otherwise
    office = cast_module.district()
    actions.set_password(office.zhou, PASSWORD, by=office.by("zhou"))
    page = new_page()
    base = live_server.url.replace("127.0.0.1", "localhost")  # browsers know passkeys for a name, not for an address
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    def password():
        page.goto(f"{base}/sign-in/")
        page.get_by_label("用户名").fill(office.zhou.account.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()

    def out():
        page.context.clear_cookies()

    password()
    page.goto(f"{base}/account/passkey/")
    page.get_by_label("设备名称").fill("办公电脑")
    page.get_by_label("当前密码").fill(PASSWORD)
    page.get_by_role("button", name="增加").click()
    page.get_by_role("heading", name="恢复码").wait_for()
    assert len(page.locator(".recovery-codes code").all()) == 10
    page.goto(f"{base}/account/")
    assert page.get_by_text("办公电脑").is_visible()
    assert faults_of(page) == []

    out()
    page.goto(f"{base}/sign-in/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(re.compile(r"/(assessment|submissions|desk)/"))

    out()
    password()
    page.wait_for_url(f"{base}/sign-in/second/")
    assert faults_of(page) == []
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(re.compile(r"/(assessment|submissions|desk)/"))
