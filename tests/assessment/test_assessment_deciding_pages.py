"""Deciding by page: one item and on to the next, several after a preview, undoing; nothing typed is lost."""

from datetime import timedelta

import pytest
from assessment_cast import send_in
from django.urls import reverse
from django.utils import timezone

from replayed import replayed
from zhitong.assessment import effects
from zhitong.assessment.actions import decide, undo
from zhitong.assessment.defaults import load_default_reasons
from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import awaiting, followers_of, in_force


@pytest.fixture
@replayed
def desk(office):
    load_default_reasons(by=office.all_rights())
    return office


def address(submission, verdict, query=""):
    return reverse("assessment:decide", args=[submission.code, verdict]) + (f"?{query}" if query else "")


def sent(verdict, into=""):
    return {
        "take_up": {"reason": "urgent"},
        "merge": {"into": into, "reason": "same_matter"},
        "hold": {"reason": "verify", "hold_until": (timezone.localdate() + timedelta(days=5)).isoformat()},
        "send_back": {"reason": "no_facts", "told": "请补充数据"},
        "transfer": {"reason": "department", "transfer_to": "区水务局"},
        "to_proposal": {"reason": "fit_for_proposal"},
        "decline": {"reason": "routine", "words": "上周已解决"},
    }[verdict]


@pytest.mark.parametrize("verdict", Assessment.Verdict.values)
def test_each_decision_is_taken_and_leads_to_the_next_item(desk, sign_in, verdict):
    now = timezone.now()
    first, second, third = (send_in(desk, f"第{n}件", at=now - timedelta(hours=9 - n)) for n in range(3))
    client = sign_in(desk, "zhou")

    answer = client.post(address(second, verdict, "words=第"), sent(verdict, into=first.number))

    made = in_force(second)
    assert (made.verdict, made.by) == (verdict, desk.zhou)
    assert answer.url == reverse("assessment:read", args=[third.code]) + f"?words=%E7%AC%AC&done={made.code}"
    page = client.get(answer.url).content.decode()
    assert f"{second.number}：{made.get_verdict_display()}。" in page
    assert reverse("assessment:undo", args=[made.code]) in page


def test_after_the_last_item_the_list_is_shown(desk, sign_in):
    submission = send_in(desk)

    answer = sign_in(desk, "zhou").post(address(submission, "take_up"))

    assert answer.url.startswith(reverse("assessment:inbox") + "?state=awaiting&done=")


@pytest.mark.parametrize(
    ("verdict", "change", "said"),
    [
        ("decline", {"reason": ""}, "理由"),
        ("decline", {"reason": "urgent"}, "理由"),
        ("hold", {"hold_until": "2020-01-01"}, "今天以后"),
        ("hold", {"hold_until": "2026-02-30"}, "到期再研判"),
        ("send_back", {"told": " \u3000 "}, "需要补充什么"),
        ("transfer", {"transfer_to": ""}, "转往"),
        ("merge", {"into": "2026-99999"}, "没有这个编号"),
        ("merge", {"into": "'; --"}, "没有这个编号"),
        ("take_up", {"words": "a\x00b"}, "NUL"),
        ("take_up", {"words": "字" * 1001}, "内部备注"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_all_that_was_typed(desk, sign_in, verdict, change, said):
    submission = send_in(desk)
    typed = {"words": "我刚写的备注"} if "words" not in change else {}

    answer = sign_in(desk, "zhou").post(address(submission, verdict), {**sent(verdict), **typed, **change})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert not typed or "我刚写的备注" in page
    assert in_force(submission) is None


def test_a_page_that_is_overtaken_keeps_what_was_typed(desk, sign_in):
    submission = send_in(desk)
    decide(submission, "decline", by=desk.by("qiao"), words="已解决")

    answer = sign_in(desk, "zhou").post(address(submission, "take_up"), {"upon": "", "words": "我的备注"})

    assert answer.status_code == 422
    assert "乔木作出决定：不采用" in answer.content.decode()
    assert "我的备注" in answer.content.decode()


def test_a_decision_nobody_knows_answers_like_nothing(desk, sign_in):
    assert sign_in(desk, "zhou").post(address(send_in(desk), "eat")).status_code == 404


def test_looking_changes_nothing(desk, sign_in):
    assert sign_in(desk, "zhou").get(address(send_in(desk), "take_up")).status_code == 405


def test_undoing_leads_back_to_the_item(desk, sign_in):
    submission = send_in(desk)
    made = decide(submission, "take_up", by=desk.by("zhou"))
    back = reverse("assessment:read", args=[submission.code])

    answer = sign_in(desk, "zhou").post(reverse("assessment:undo", args=[made.code]), {"why": "按错了", "next": back})

    assert answer.url == back
    assert in_force(submission) is None
    made.refresh_from_db()
    assert made.undone_why == "按错了"


def test_undoing_leads_nowhere_else(desk, sign_in):
    made = decide(send_in(desk), "take_up", by=desk.by("zhou"))

    answer = sign_in(desk, "zhou").post(reverse("assessment:undo", args=[made.code]), {"next": "//evil.example/"})

    assert answer.url == reverse("assessment:inbox")


def test_what_has_effects_outside_offers_no_undoing_and_refuses_it(desk, sign_in, monkeypatch):
    monkeypatch.setattr(effects, "_TELLERS", [lambda submission: ["已编入第5期。"]])
    submission = send_in(desk)
    made = decide(submission, "take_up", by=desk.by("zhou"))
    client = sign_in(desk, "zhou")

    page = client.get(reverse("assessment:read", args=[submission.code])).content.decode()
    assert "已编入第5期。" in page
    assert reverse("assessment:undo", args=[made.code]) not in page
    answer = client.post(reverse("assessment:undo", args=[made.code]), follow=True)
    assert "已编入第5期。" in answer.content.decode()
    assert in_force(submission) == made


def test_another_offices_decision_is_not_there_to_undo(desk, stranger, sign_in):
    made = decide(send_in(desk), "take_up", by=desk.by("zhou"))
    client = sign_in(stranger, "chen")

    for code in (made.code, "aaaaaaaaaaaa", "不是编号"):
        assert client.post(reverse("assessment:undo", args=[code])).status_code == 404


def test_several_are_looked_at_before_they_are_decided(desk, sign_in):
    items = [send_in(desk, f"第{n}件") for n in range(3)]
    decide(items[1], "take_up", by=desk.by("qiao"))
    client = sign_in(desk, "zhou")
    chosen = {"verdict": "decline", "code": [item.code for item in items]}

    preview = client.post(reverse("assessment:bulk"), chosen)

    assert "有 2 件可以这样决定" in preview.content.decode()
    assert awaiting(desk.by("zhou")).count() == 2
    answer = client.post(reverse("assessment:decide_many"), {**chosen, "reason": "routine"}, follow=True)
    page = answer.content.decode()
    assert "2 件已决定：不采用。" in page
    assert f"{items[1].number}：" in page
    assert [in_force(item).verdict for item in items] == ["decline", "take_up", "decline"]


def test_several_are_joined_to_the_oldest_unless_another_is_named(desk, sign_in):
    now = timezone.now()
    items = [send_in(desk, f"第{n}件", at=now - timedelta(hours=5 - n)) for n in range(3)]
    client = sign_in(desk, "zhou")
    chosen = {"verdict": "merge", "code": [item.code for item in items]}

    preview = client.post(reverse("assessment:bulk"), chosen)
    assert preview.context["decision_form"].initial["into"] == items[0].number
    client.post(reverse("assessment:decide_many"), {**chosen, "into": items[0].number})

    assert set(followers_of(items[0])) == set(items[1:])
    assert in_force(items[0]) is None


def test_a_bulk_decision_without_its_reason_comes_back_to_the_preview(desk, sign_in):
    item = send_in(desk)
    sent_form = {"verdict": "hold", "code": [item.code], "hold_until": "", "words": "等一等"}

    answer = sign_in(desk, "zhou").post(reverse("assessment:decide_many"), sent_form)

    assert answer.status_code == 422
    assert "等一等" in answer.content.decode()
    assert in_force(item) is None


def test_nothing_chosen_leads_back_and_says_so(desk, sign_in):
    answer = sign_in(desk, "zhou").post(reverse("assessment:bulk"), {"verdict": "take_up"}, follow=True)

    assert "没有选中任何来稿" in answer.content.decode()


def test_only_items_of_the_own_office_are_among_the_chosen(desk, stranger, sign_in):
    item = send_in(desk)
    sent_form = {"verdict": "take_up", "code": [item.code, "a\x00b", "'"]}

    answer = sign_in(stranger, "chen").post(reverse("assessment:decide_many"), sent_form, follow=True)

    assert item.number not in answer.content.decode()
    assert in_force(item) is None


def test_a_joined_item_is_parted_again_by_page(desk, sign_in):
    lead, other = send_in(desk, "牵头"), send_in(desk, "并入")
    made = decide(other, "merge", by=desk.by("zhou"), into=lead)
    client = sign_in(desk, "zhou")
    assert "并入本件的来稿" in client.get(reverse("assessment:read", args=[lead.code])).content.decode()

    client.post(reverse("assessment:undo", args=[made.code]))

    assert list(awaiting(desk.by("zhou"))) == [lead, other]


def test_the_history_tells_undone_and_followed_decisions_apart(desk, sign_in):
    submission = send_in(desk)
    undo(decide(submission, "decline", by=desk.by("zhou"), words="已解决"), by=desk.by("qiao"), why="并未解决")
    tomorrow = timezone.localdate() + timedelta(days=1)
    decide(submission, "hold", by=desk.by("zhou"), reason="verify", hold_until=tomorrow)
    decide(submission, "take_up", by=desk.by("he"), taker=desk.qiao)

    page = sign_in(desk, "zhou").get(reverse("assessment:read", args=[submission.code])).content.decode()

    assert "由乔木撤销：并未解决" in page
    assert "由下一项决定接替" in page
    assert "研判决定：留存" in page
