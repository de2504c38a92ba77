"""Saved views, and the office's own list of reasons."""

import pytest
from assessment_cast import send_in
from django.urls import reverse

from zhitong.assessment.actions import decide, remove_view, save_view
from zhitong.assessment.defaults import load_default_reasons
from zhitong.assessment.memory import views_of
from zhitong.assessment.models import SavedView
from zhitong.errors import NotPermitted
from zhitong.network.models import Choice

VIEWS = reverse("assessment:views")


def test_a_view_keeps_a_filter_and_counts_live(office, sign_in):
    client = sign_in(office, "zhou")
    sent = {"name": "街镇的电梯", "query": "words=电梯&kind=street_group&evil=1"}
    client.post(reverse("assessment:save_view"), sent)
    assert views_of(office.by("zhou")).get().query == "kind=street_group&words=%E7%94%B5%E6%A2%AF"

    for title in ("电梯一", "电梯二"):
        send_in(office, title)

    assert [(each.view.name, each.count) for each in client.get(VIEWS).context["counted"]] == [("街镇的电梯", 2)]


def test_a_personal_view_is_nobody_elses(office, sign_in):
    view = save_view("我的", "state=all", by=office.by("zhou"))

    assert list(views_of(office.by("qiao"))) == []
    assert sign_in(office, "qiao").post(reverse("assessment:remove_view", args=[view.code])).status_code == 404
    with pytest.raises(NotPermitted):
        remove_view(view, by=office.by("qiao"))


def test_a_shared_view_is_everybodys_and_kept_by_those_who_may(office):
    save_view("逾期", "age=late", by=office.by("he"), shared=True)

    assert [view.name for view in views_of(office.by("zhou"))] == ["逾期"]
    with pytest.raises(NotPermitted):
        save_view("全室", "", by=office.by("zhou"), shared=True)
    with pytest.raises(NotPermitted):
        remove_view(SavedView.objects.get(), by=office.by("zhou"))


def test_an_editor_who_asks_for_a_shared_view_gets_a_personal_one(office, sign_in):
    sign_in(office, "zhou").post(reverse("assessment:save_view"), {"name": "全室", "query": "", "shared": "on"})

    assert SavedView.objects.get().person == office.zhou


def test_the_same_name_replaces_the_filter(office):
    save_view("今日", "state=all", by=office.by("zhou"))
    save_view("今日", "age=late", by=office.by("zhou"))

    assert [view.query for view in views_of(office.by("zhou"))] == ["age=late"]


def test_a_view_without_a_name_comes_back(office, sign_in):
    answer = sign_in(office, "zhou").post(reverse("assessment:save_view"), {"name": "\u200b", "query": "age=late"})

    assert answer.status_code == 422
    assert "age=late" in answer.content.decode()


def test_views_of_another_office_are_not_there(office, stranger, sign_in):
    view = save_view("逾期", "age=late", by=office.by("he"), shared=True)

    client = sign_in(stranger, "chen")

    assert client.get(VIEWS).context["counted"] == []
    assert client.post(reverse("assessment:remove_view", args=[view.code])).status_code == 404


def test_the_office_adds_and_ends_its_reasons(office, sign_in):
    load_default_reasons(by=office.all_rights())
    client = sign_in(office, "he")
    page = reverse("assessment:reasons")
    client.post(page, {"name": "需请专家论证", "verdicts": ["hold"], "told": ""})
    new = Choice.objects.get(name="需请专家论证")
    before = decide(send_in(office), "decline", by=office.by("zhou"), reason="routine")

    client.post(reverse("assessment:end_reason", args=["routine"]))

    offered = dict(client.get(page).context["by_verdict"])
    assert new in offered["留存"]
    assert "routine" not in {choice.code for choice in offered["不采用"]}
    shown = client.get(reverse("assessment:read", args=[before.submission.code])).content.decode()
    assert "属日常工作动态" in shown


def test_a_reason_for_no_decision_is_refused(office, sign_in):
    answer = sign_in(office, "he").post(reverse("assessment:reasons"), {"name": "无所属"})

    assert answer.status_code == 422
    assert not Choice.objects.filter(name="无所属").exists()


@pytest.mark.parametrize("who", ["zhou", "lin", "auditor"])
def test_only_those_who_keep_lists_open_the_page(office, sign_in, who):
    assert sign_in(office, who).get(reverse("assessment:reasons")).status_code == 403


def test_another_offices_reason_is_not_there_to_end(office, stranger, sign_in):
    load_default_reasons(by=office.all_rights())

    assert sign_in(stranger, "chen").post(reverse("assessment:end_reason", args=["routine"])).status_code == 404
