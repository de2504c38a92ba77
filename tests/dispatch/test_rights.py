"""Who may open what of dispatch; another office's item answers like a missing one."""

import re

import pytest
from django.urls import reverse

from dispatched import Desk

DESK_PAGES = ["list", "to_send", "express", "recipients"]


def body(answer):
    return re.sub(r'"X-CSRFToken": "[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


@pytest.mark.parametrize("name", DESK_PAGES)
def test_the_desk_sees_the_lists_and_others_do_not(desk, sign_in, name):
    for key, status in (
        ("zhou", 200),
        ("he", 200),
        ("wu", 200),
        ("lin", 403),
        ("fang", 403),
        ("water", 403),
        ("auditor", 403),
    ):
        assert sign_in(desk.office, key).get(reverse(f"dispatch:{name}")).status_code == status


def test_a_leader_sees_what_was_sent_to_them_and_nothing_else(desk, sign_in):
    mine, theirs = desk.sent(desk.fang), desk.sent(desk.water, desk.signed("水务的事"))
    client = sign_in(desk.office, "fang")

    assert "水务的事" not in client.get(reverse("dispatch:received")).content.decode()
    assert client.get(reverse("dispatch:read", args=[mine.code])).status_code == 200
    missing = client.get(reverse("dispatch:read", args=["nosuchcode22"]))
    other = client.get(reverse("dispatch:read", args=[theirs.code]))
    assert (other.status_code, body(other)) == (404, body(missing))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("one", "he"),
        ("recall", "he"),
        ("receive", "he"),
        ("recipient", "he"),
        ("end_recipient", "he"),
        ("review", "he"),
        ("send", "he"),
    ],
)
def test_another_offices_item_answers_like_a_missing_one(desk, stranger, sign_in, name, key):
    other = stranger.by("chen")
    assert other.may("dispatch.recall")
    sent = desk.sent(desk.party, desk.signed(express="急"))
    code = {
        "recipient": desk.party.code,
        "end_recipient": desk.party.code,
        "review": sent.brief.code,
        "send": sent.brief.code,
    }.get(name, sent.code)
    client = sign_in(stranger, "chen")
    for method in (client.get, client.post):
        theirs = method(reverse(f"dispatch:{name}", args=[code]), {"reason": "x"})
        none = method(reverse(f"dispatch:{name}", args=["nosuchcode22"]), {"reason": "x"})
        assert theirs.status_code in (404, 405)
        assert (theirs.status_code, body(theirs)) == (none.status_code, body(none))


def test_a_code_with_nul_is_only_missing(desk, sign_in):
    client = sign_in(desk.office, "he")
    for name in ("one", "recipient", "review", "send"):
        assert client.get(reverse(f"dispatch:{name}", args=["a"]).replace("/a/", "/%00/")).status_code == 404


def test_an_editor_does_not_recall_or_keep_recipients(desk, sign_in):
    sent = desk.sent(desk.party)
    client = sign_in(desk.office, "zhou")

    assert client.post(reverse("dispatch:recall", args=[sent.code]), {"reason": "x"}).status_code == 403
    assert client.get(reverse("dispatch:add_recipient")).status_code == 403


def test_an_office_offers_only_the_offices_over_it(two_levels, stranger, sign_in):
    district, city = two_levels
    desk = Desk(district, city.office)
    page = sign_in(desk.office, "he").get(reverse("dispatch:add_recipient")).content.decode()

    assert city.office.name in page
    assert stranger.office.name not in page
    assert "陈立" not in page
