"""The way back from a submission to its residents' words: that they are there and who answers for them, never who they are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from zhitong.intake import actions as intake
from zhitong.intake.restricted import actions as restricted
from zhitong.intake.words import Words
from zhitong.stations.actions import handling

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(staffed, spoken):
    """(message, the submission that 田野 made of it)."""
    lead, _code = spoken()
    return lead, handling.take_over(lead, handling.Matter("路灯", "整条街的路灯坏了。"), by=staffed.by("tian"))


def test_editor_and_member_see_which_message_stands_behind_it_and_who_answers(staffed, taken, client):
    lead, submission = taken
    for key in ("zhou", "tian"):
        client.force_login(staffed.people[key].account)
        page = client.get(reverse("intake:read", args=[submission.code])).text

        assert "背后的群众反映" in page and lead.number in page
        assert "由 田野 负责" in page
        assert reverse("stations:lead", args=[lead.code]) in page
    client.force_login(staffed.zhou.account)
    for name in ("matters:matter", "assessment:read"):
        assert lead.number in client.get(reverse(name, args=[submission.code])).text


def test_the_name_of_a_member_who_withheld_it_is_not_told_by_who_answers(staffed, spoken, client):
    lead, _code = spoken()
    submission = intake.submit(by=staffed.by("tian"), words=Words("路灯", body="坏了。"), withhold_name=True)
    handling.join(lead, submission, by=staffed.by("tian"))
    client.force_login(staffed.zhou.account)

    page = client.get(reverse("intake:read", args=[submission.code])).text

    assert lead.number in page and "田野" not in page


def test_without_residents_nothing_is_said(staffed, client):
    submission = intake.submit(by=staffed.by("lin"), words=Words("积水", body="桥下。"))
    client.force_login(staffed.zhou.account)

    assert "背后的群众反映" not in client.get(reverse("intake:read", args=[submission.code])).text


def test_residents_words_behind_a_restricted_matter_are_kept_from_the_same_people(staffed, taken, client):
    lead, submission = taken
    restricted.restrict(submission, by=staffed.by("zhou"), reason="涉及个人", readers=[])

    seen = {}
    for key in ("zhou", "qiao", "tian", "meng"):
        client.force_login(staffed.people[key].account)
        seen[key] = client.get(reverse("stations:lead", args=[lead.code])).status_code

    assert seen == {"zhou": 200, "qiao": 404, "tian": 404, "meng": 404}
