"""Sending a signed issue: to whom, what each sees, its clock, receipt and recall."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from zhitong.dispatch import actions, queries
from zhitong.dispatch.clocks import clocks_of
from zhitong.dispatch.models import Dispatch
from zhitong.errors import BadInput, WrongState
from zhitong.journal.models import Entry
from zhitong.outcomes import actions as outcomes

State = Dispatch.State


def html(answer):
    return answer.content.decode()


def clock(desk, dispatch, *, days_later=0):
    viewer = desk.by("zhou", at=timezone.now() + timedelta(days=days_later))
    row = queries.with_clock(queries.visible_dispatches(viewer)).get(pk=dispatch.pk)
    return clocks_of([row], viewer)[0][1]


def test_several_at_once_from_the_page(desk, sign_in):
    brief = desk.signed()
    address = reverse("dispatch:send", args=[brief.code])
    client = sign_in(desk.office, "zhou")
    assert "不见反映人" in html(client.get(address)) or "does not see who reflected it" in html(client.get(address))

    answer = client.post(address, {"recipients": [desk.fang.code, desk.water.code], "note": "请本周内答复"})

    assert answer.status_code == 302
    sent = queries.sent_of(brief)
    assert {each.recipient.name for each in sent} == {"方岚副区长", "区水务局"}
    assert {each.note for each in sent} == {"请本周内答复"}
    again = html(client.get(address))
    assert f'value="{desk.fang.code}"' not in again  # already sent to: shown, not offered
    assert f'value="{desk.party.code}"' in again


def test_a_refusal_sends_to_nobody_and_keeps_what_was_typed(desk, sign_in):
    brief = desk.signed()
    desk.sent(desk.water, brief)
    address = reverse("dispatch:send", args=[brief.code])

    answer = sign_in(desk.office, "zhou").post(
        address, {"recipients": [desk.party.code, desk.water.code], "note": "特急，请阅"}
    )

    assert answer.status_code == 422
    assert "特急，请阅" in html(answer)
    assert f'value="{desk.party.code}" checked' in html(answer)
    assert queries.sent_of(brief).count() == 1


def test_nobody_chosen_is_said(desk, sign_in):
    brief = desk.signed()
    answer = sign_in(desk.office, "zhou").post(reverse("dispatch:send", args=[brief.code]), {"note": "x"})

    assert answer.status_code == 422
    with pytest.raises(BadInput):
        actions.send_to_several(brief, [], by=desk.by("zhou"))


def test_the_preview_names_the_source_only_for_those_who_may_see_it(desk, sign_in):
    brief = desk.signed()
    client = sign_in(desk.office, "zhou")

    seen = {
        each.code: html(client.get(reverse("dispatch:preview", args=[brief.code, each.code])))
        for each in (desk.party, desk.fang)
    }
    assert "林小河" in seen[desk.party.code]
    assert "林小河" not in seen[desk.fang.code]


def test_who_asked_not_to_be_named_is_named_to_nobody(desk, sign_in):
    brief = desk.signed(withhold_name=True)
    shown = html(sign_in(desk.office, "zhou").get(reverse("dispatch:preview", args=[brief.code, desk.party.code])))

    assert "林小河" not in shown
    assert queries.as_shown_to(desk.party, brief).sources[0].startswith(("source ", "反映人"))


def test_the_clock_runs_in_working_days_and_stops_with_an_answer_that_stands(desk):
    sent = desk.sent(desk.water)
    assert clock(desk, sent).name == "new"
    assert clock(desk, sent, days_later=40).name == "late"
    later = desk.by("zhou", at=timezone.now() + timedelta(days=40))
    assert list(queries.without_outcome(later, on=timezone.localdate(later.at))) == [sent]

    actions.read(sent, by=desk.by("water"))
    row = outcomes.reply(sent, by=desk.by("water"), text="已修好。", solved="yes")
    assert clock(desk, sent, days_later=40).name == "answered"

    outcomes.take_back(row, by=desk.by("zhou"), reason="回函是别的事")
    assert clock(desk, sent, days_later=40).name == "late"
    assert queries.without_outcome(later, on=timezone.localdate(later.at)).count() == 1


def test_a_clock_into_a_year_whose_holidays_nobody_entered_says_so(desk, sign_in):
    desk.sent(desk.water)
    far = desk.recipient("区发改委", "department", reply_days=250)
    sent = desk.sent(far, desk.signed("另一件事"))

    assert clock(desk, sent).warning is not None
    assert clock(desk, sent).warning.zh in html(sign_in(desk.office, "zhou").get(reverse("dispatch:list")))


def test_recall_is_possible_until_receipt_and_needs_a_reason(desk, sign_in):
    sent = desk.sent(desk.party)
    client = sign_in(desk.office, "he")
    address = reverse("dispatch:recall", args=[sent.code])

    assert client.post(address, {"reason": "　"}).status_code == 422
    assert client.post(address, {"reason": "附件有误"}).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.recall_reason) == (State.RECALLED, "附件有误")

    again = desk.sent(desk.party, sent.brief)
    client.post(reverse("dispatch:receive", args=[again.code]))
    answer = client.post(address.replace(sent.code, again.code), {"reason": "又错了"})
    assert answer.status_code == 422
    assert "又错了" in html(answer)


def test_what_was_recalled_can_no_longer_be_answered(desk, sign_in):
    sent = desk.sent(desk.fang)
    actions.recall(sent, by=desk.by("he"), reason="数据有误")

    with pytest.raises(WrongState) as refusal:
        outcomes.instruct(sent, by=desk.by("fang"), words="请研究。")
    assert refusal.value.code == "outcomes.answer.recalled"
    assert sign_in(desk.office, "fang").get(reverse("dispatch:read", args=[sent.code])).status_code == 404


def test_what_the_desk_noted_as_received_is_still_unread_before_its_reader(desk):
    sent = desk.sent(desk.fang)
    actions.receive(sent, by=desk.by("zhou"))

    assert queries.unread_count(desk.by("fang")) == 1
    actions.read(sent, by=desk.by("fang"))
    assert queries.unread_count(desk.by("fang")) == 0


def test_opening_counts_as_reading_and_looking_ahead_does_not(desk, sign_in):
    sent = desk.sent(desk.fang)
    address = reverse("dispatch:read", args=[sent.code])
    client = sign_in(desk.office, "fang")

    client.head(address)
    client.get(address, headers={"Sec-Purpose": "prefetch;prerender"})
    sent.refresh_from_db()
    assert sent.state == State.SENT

    client.get(address)
    client.get(address)
    sent.refresh_from_db()
    assert sent.state == State.READ
    deeds = [e.action for e in Entry.objects.filter(subject_code=sent.code).order_by("seq")]
    assert deeds == ["dispatch.sent", "dispatch.received", "dispatch.read"]


def test_the_filters_of_the_list_stand_in_the_address(desk, sign_in):
    brief, urgent = desk.signed("电梯停运"), desk.signed("泵站停运", express="暴雨将至")
    desk.sent(desk.water, brief)
    desk.sent(desk.party, urgent)
    client = sign_in(desk.office, "zhou")
    address = reverse("dispatch:list")

    def titles(query):
        page = html(client.get(f"{address}?{query}"))
        return {title for title in ("电梯停运", "泵站停运") if title in page}

    today = timezone.localdate()
    assert titles("") == {"电梯停运", "泵站停运"}
    assert titles(f"recipient={desk.water.code}") == {"电梯停运"}
    assert titles("express=on") == {"泵站停运"}
    assert titles(f"year={today.year}&series={desk.series.code}&state=sent") == {"电梯停运", "泵站停运"}
    assert titles(f"since={today + timedelta(days=1)}") == set()
    assert titles("overdue=on") == set()
    assert titles("state=%00&year=abc&since=x&recipient=nobody") == {"电梯停运", "泵站停运"}


def test_lists_need_the_same_queries_for_one_and_for_three(desk, sign_in):
    pages = [("zhou", "list"), ("zhou", "to_send"), ("zhou", "express"), ("zhou", "recipients"), ("fang", "received")]

    def counts():
        found = []
        for key, name in pages:
            client = sign_in(desk.office, key)
            client.get(reverse(f"dispatch:{name}"))
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(f"dispatch:{name}")).status_code == 200
            found.append((name, len(captured)))
        return found

    def one_more(title):
        desk.sent(desk.fang, desk.signed(f"{title}一", express="急"))
        desk.signed(f"{title}二", express="急")
        desk.recipient(f"{title}局", "department")

    one_more("甲")
    before = counts()
    one_more("乙")
    one_more("丙")
    assert counts() == before
