"""The pages of these two rooms are Chinese without a gap."""

import gettext
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("room", ["web", "network"])
def test_the_catalogue_has_no_empty_and_no_doubtful_line(room):
    folder = Path(apps.get_app_config(room).path) / "locale" / "zh_Hans" / "LC_MESSAGES"
    source = (folder / "django.po").read_text(encoding="utf-8")
    with (folder / "django.mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)._catalog
    sentences = {key: chinese for key, chinese in known.items() if key}

    assert "fuzzy" not in source
    assert "#~" not in source
    assert len(sentences) == len(re.findall(r"^msgid ", source, re.M)) - 1  # without the head
    assert [
        key for key, chinese in sentences.items() if not HAN.search(chinese) and chinese != "%(label)s：%(error)s"
    ] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sign-in/", "/nothing-here/", "/language/"])
def test_no_english_sentence_is_left_on_a_page(address):
    page = Client().get(address).content.decode()
    words = re.sub(r"<[^>]*>|语言 · Language|English", " ", page.split("<body", 1)[1].split(">", 1)[1])

    assert re.findall(r"[A-Za-z]{3,}", words) == []


@pytest.mark.django_db
def test_a_wrong_password_is_said_in_chinese_and_does_not_tell_which_names_exist(office, client):
    answers = [
        client.post("/sign-in/", {"username": name, "password": "not this one"}).content.decode()
        for name in (office.zhou.account.username, "nobody-of-this-name")
    ]

    assert all("用户名与密码不符" in answer for answer in answers)
    stripped = [re.sub(r'value="[^"]*"|\{"X-CSRFToken[^}]*\}', "", answer) for answer in answers]
    assert stripped[0] == stripped[1]
