"""A leader's deputy reads and instructs in the leader's place, named beside them; a reply is bound to the instruction it carries out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from zhitong.dispatch import queries as dispatched
from zhitong.dispatch.actions import read
from zhitong.errors import BadInput, NotPermitted
from zhitong.journal.models import Entry
from zhitong.journal.search import as_lines
from zhitong.network import actions as network
from zhitong.outcomes import actions, queries
from zhitong.outcomes.actions import Facts
from zhitong.outcomes.models import Instruction, Reply

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def stand_in(desk, deputy="qiao", *, first=None, last=None):
    """方岚 names a deputy for her role as a leader."""
    given = {"starts_on": first or today(), "ends_on": last or today(), "paper": "临政办〔2026〕3号"}
    return network.name_deputy(desk.office.fang, desk.office.people[deputy], "leader", by=desk.by("fang"), **given)


def journal_says(desk, action):
    entry = Entry.objects.filter(office_id=desk.office.office.pk, action=action).latest("seq")
    return as_lines(desk.office.by("auditor"), [entry])[0].who


def test_the_deputy_reads_and_instructs_and_both_names_stand(desk, sign_in):
    item = desk.sent(desk.fang)
    stand_in(desk)
    client = sign_in(desk.office, "qiao")

    assert item.brief.title in client.get(reverse("dispatch:received")).content.decode()
    page = client.get(reverse("dispatch:read", args=[item.code])).content.decode()
    assert "报送方岚，您为代理人" in page
    assert "您以方岚代理人的身份填写" in page
    answer = client.post(reverse("outcomes:instruct", args=[item.code]), {"words": "请区住建局阅研。"})
    assert answer.status_code == 302

    row = Instruction.objects.get(brief=item.brief)
    assert (row.leader, row.deputy, row.entered_by, row.leader_rank) == (
        "方岚",
        desk.office.qiao,
        desk.office.qiao,
        "district_leader",
    )
    item.refresh_from_db()
    assert (item.state, item.read_by) == ("read", desk.office.qiao)
    assert journal_says(desk, "dispatch.read") == journal_says(desk, "outcomes.instruction_entered") == "乔木（代方岚）"
    details = Entry.objects.filter(action="outcomes.instruction_entered").latest("seq").details
    assert desk.office.fang.commitment in details
    assert "方岚" not in details
    of_desk = sign_in(desk.office, "zhou")
    assert "方岚（乔木代）" in of_desk.get(reverse("outcomes:brief", args=[item.brief.code])).content.decode()
    assert "代为批示" in of_desk.get(reverse("outcomes:row", args=["instruction", row.code])).content.decode()
    assert "乔木 （方岚的代理人）" in client.get(reverse("dispatch:one", args=[item.code])).content.decode()


def test_a_deputy_does_not_confirm_what_they_wrote_in_the_leaders_place(desk):
    stand_in(desk)
    row = actions.instruct(desk.sent(desk.fang), by=desk.by("qiao"), words="阅。")

    with pytest.raises(NotPermitted):
        actions.confirm(row, by=desk.by("qiao"))
    assert actions.confirm(row, by=desk.by("he")).confirmed_by == desk.office.he


def test_without_a_standing_delegation_nothing_is_seen_or_done(desk, sign_in):
    item = desk.sent(desk.fang)
    stand_in(desk, first=today() - timedelta(days=9), last=today() - timedelta(days=1))
    stand_in(desk, deputy="zhou", first=today() + timedelta(days=1), last=today() + timedelta(days=9))

    for key in ("qiao", "zhou"):
        assert list(dispatched.received_by(desk.by(key))) == []
        with pytest.raises(NotPermitted):
            read(item, by=desk.by(key))
        with pytest.raises(NotPermitted):
            actions.instruct(item, by=desk.by(key), words="阅。")
        assert sign_in(desk.office, key).get(reverse("dispatch:read", args=[item.code])).status_code == 403


def test_a_leaders_deputy_has_nothing_of_what_went_to_a_department_or_another_leader(desk, sign_in):
    desk.office.add_person("song", "宋遥", "leader")
    other = desk.sent(desk.recipient("宋遥副主席", "leader", person=desk.office.song))
    department = desk.sent(desk.water, other.brief)
    stand_in(desk)

    assert list(dispatched.received_by(desk.by("qiao"))) == []
    for item in (other, department):
        assert sign_in(desk.office, "qiao").get(reverse("dispatch:read", args=[item.code])).status_code == 404
        with pytest.raises(NotPermitted):
            actions.instruct(item, by=desk.by("qiao"), words="阅。")


def test_the_leader_goes_on_reading_beside_the_deputy(desk, sign_in):
    item = desk.sent(desk.fang)
    stand_in(desk)
    read(item, by=desk.by("qiao"))

    page = sign_in(desk.office, "fang").get(reverse("dispatch:read", args=[item.code])).content.decode()
    assert "乔木于" in page
    assert "您为代理人" not in page
    assert actions.instruct(item, by=desk.by("fang"), words="阅。").deputy is None
    assert journal_says(desk, "outcomes.instruction_entered") == "方岚"


# Replies by instruction


def test_a_department_binds_its_reply_and_reads_no_words_of_the_instruction(desk, sign_in):
    brief = desk.signed()
    first = actions.instruct(desk.sent(desk.fang, brief), by=desk.by("fang"), words="请水务局三日内到现场。")
    asked = desk.sent(desk.water, brief)
    client = sign_in(desk.office, "water")

    page = client.get(reverse("dispatch:read", args=[asked.code])).content.decode()
    assert first.code in page
    assert "三日内到现场" not in page
    assert "方岚" not in page
    given = {"text": "已于当日到现场处置。", "solved": "yes", "answers": first.code}
    assert client.post(reverse("outcomes:reply", args=[asked.code]), given).status_code == 302

    reply = Reply.objects.get(brief=brief)
    assert reply.answers == first
    desk_client = sign_in(desk.office, "zhou")
    of_instruction = desk_client.get(reverse("outcomes:row", args=["instruction", first.code])).content.decode()
    assert reverse("outcomes:row", args=["reply", reply.code]) in of_instruction
    of_reply = desk_client.get(reverse("outcomes:row", args=["reply", reply.code])).content.decode()
    assert reverse("outcomes:row", args=["instruction", first.code]) in of_reply
    assert "其中已办复 1 件次" in desk_client.get(reverse("outcomes:ledger") + "?kind=instruction").content.decode()
    assert first.code in Entry.objects.filter(action="outcomes.reply_entered").latest("seq").details


def test_replies_follow_their_instruction_through_corrections(desk):
    brief = desk.signed()
    first = actions.enter_instruction(
        brief, Facts(today()), by=desk.by("zhou"), leader="方岚", leader_rank="district_leader", words="阅示。"
    )
    reply = actions.enter_reply(
        brief, Facts(today()), by=desk.by("zhou"), department="区水务局", text="已办。", answers=first
    )
    second = actions.correct(first, by=desk.by("zhou"), reason="漏字", words="请阅示。")
    third = actions.correct(second, by=desk.by("zhou"), reason="漏字", words="请阅示，速办。")

    assert (second.first, third.first) == (first, first)
    assert list(queries.replies_to(third)) == [reply]
    assert queries.as_it_stands(reply.answers) == third
    later = actions.enter_reply(
        brief, Facts(today()), by=desk.by("zhou"), department="区水务局", text="又办。", answers=third
    )
    assert later.answers == first
    assert queries.replied_count(queries.visible(Instruction, desk.by("zhou"))) == 1
    actions.take_back(reply, by=desk.by("zhou"), reason="重复")
    actions.take_back(later, by=desk.by("zhou"), reason="重复")
    assert queries.replied_count(queries.visible(Instruction, desk.by("zhou"))) == 0


def test_a_reply_answers_no_instruction_on_another_brief(desk, sign_in):
    elsewhere = actions.instruct(desk.sent(desk.fang), by=desk.by("fang"), words="阅。")
    asked = desk.sent(desk.water, desk.signed("另一件事"))

    with pytest.raises(BadInput) as refusal:
        actions.reply(asked, by=desk.by("water"), text="已办。", solved="yes", answers=elsewhere)
    assert refusal.value.field == "answers"
    given = {"text": "已办。", "solved": "yes", "answers": elsewhere.code}
    sign_in(desk.office, "water").post(reverse("outcomes:reply", args=[asked.code]), given)
    assert Reply.objects.get().answers is None  # the field is not there at all where nothing was instructed


def test_a_reply_above_comes_down_bound_to_the_same_instruction(two_levels):
    from dispatched import Desk

    district, city = two_levels
    lower = Desk(district, above=city.office)
    item = lower.sent(lower.above)
    upper = Desk(city_as_desk(city))
    brief = upper.signed_from(taken_up(city, item))
    instruction = actions.enter_instruction(
        brief, Facts(today()), by=city.by("gao"), leader="市领导", leader_rank="district_leader", words="请研究。"
    )
    actions.enter_reply(
        brief, Facts(today()), by=city.by("gao"), department="市水务局", text="已研究。", answers=instruction
    )

    below = Reply.objects.get(office=district.office)
    assert below.answers == Instruction.objects.get(office=district.office)
    assert below.answers.came_from == instruction


def city_as_desk(city):
    """The city's office under the keys that ``Desk`` uses."""
    for key, known in (("zhou", "gao"), ("he", "luo"), ("wu", "tang")):
        city.people[key] = city.people[known]
    city.add_person("fang", "柏舟", "leader")
    city.add_person("water", "市水务局收文岗", "department")
    return city


def taken_up(city, item):
    from zhitong.assessment.actions import decide

    decide(item.arrived_as, "take_up", by=city.by("gao"))
    return item.arrived_as
