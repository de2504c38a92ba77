"""One matter walks the whole way through two offices, and its outcomes come back down by themselves."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from replayed import replayed
from zhitong.assessment import actions as assessment
from zhitong.desk.actions import review, series, signing, writing
from zhitong.dispatch import actions as dispatch
from zhitong.dispatch.models import Dispatch, Recipient
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake import actions as intake
from zhitong.intake.models import Submission
from zhitong.intake.words import Words
from zhitong.journal import queries as journal
from zhitong.network.models import Office, Unit
from zhitong.outcomes import actions as outcomes
from zhitong.outcomes.models import Adoption, Instruction
from zhitong.outcomes.queries import holding, outcomes_of

BODY = "情况：柳岸街道老旧小区电梯故障，老人上下楼困难。\n原因：维修资金动用程序长。\n建议：区住建局牵头，设立应急维修通道。"


def signed_brief(cast, submission, *, editor, senior, signer):
    """Write, put forward, pass and sign, each by their own person."""
    periodical = cast.office.series.first() or series.add_series(
        by=cast.by(signer), name=f"{cast.office.short_name}社情民意"
    )
    brief = writing.start_brief([submission], by=cast.by(editor), series=periodical, title=submission.title, body=BODY)
    review.put_forward(brief, by=cast.by(editor))
    review.pass_on(brief, by=cast.by(senior))
    return signing.sign_off(brief, by=cast.by(signer))


@pytest.fixture
@replayed
def sent_up(two_levels):
    """(district, city, the district's brief, its dispatch to the city)."""
    district, city = two_levels
    submission = intake.submit(by=district.by("lin"), words=Words("老旧小区电梯维修难", body="我们小区电梯坏了三周。"))
    assessment.decide(submission, "take_up", by=district.by("zhou"))
    brief = signed_brief(district, submission, editor="zhou", senior="he", signer="wu")
    above = dispatch.add_recipient(
        by=district.by("he"),
        name="云州市政协",
        kind=Recipient.Kind.OFFICE_ABOVE,
        rank=Office.Rank.CITY,
        linked_office=city.office,
        sees_sources=True,
    )
    return district, city, brief, dispatch.send(brief, above, by=district.by("zhou"))


def take_up_above(city, sent):
    assessment.decide(sent.arrived_as, "take_up", by=city.by("gao"))
    return signed_brief(city, sent.arrived_as, editor="gao", senior="luo", signer="tang")


def test_a_dispatch_upward_is_a_submission_there(sent_up):
    district, city, brief, sent = sent_up
    arrived = Submission.objects.get(office=city.office)

    assert arrived == sent.arrived_as
    assert (arrived.title, arrived.body) == (brief.signed_revision.title, brief.signed_revision.body)
    assert (arrived.unit.kind, arrived.unit.stands_for) == (Unit.Kind.LOWER_OFFICE, district.office)
    assert arrived.voice == "林小河（临溪区柳岸街道联络组）"


def test_signing_is_an_adoption_at_the_offices_own_level(sent_up):
    _district, _city, brief, _sent = sent_up

    adoption = Adoption.objects.get(brief=brief)
    assert (adoption.body, adoption.rank, adoption.kind) == ("区政协", Office.Rank.DISTRICT, "single")


def test_the_decision_above_says_that_it_was_received_and_read(sent_up):
    _district, city, _brief, sent = sent_up
    assessment.decide(sent.arrived_as, "take_up", by=city.by("gao"))

    sent.refresh_from_db()
    assert sent.state == Dispatch.State.READ


def test_an_issue_above_comes_down_as_an_adoption(sent_up):
    _district, city, brief, sent = sent_up
    upper = take_up_above(city, sent)

    adoption = Adoption.objects.get(brief=brief, rank=Office.Rank.CITY)
    assert (adoption.body, adoption.issue, adoption.dispatch) == ("市政协", upper.issue, sent)
    assert adoption.came_from.brief == upper


def test_what_the_nation_adopts_from_the_city_is_the_districts_too_and_so_is_its_correction(sent_up):
    _district, city, brief, sent = sent_up
    upper = take_up_above(city, sent)
    facts = outcomes.Facts(timezone.localdate())
    national = outcomes.enter_adoption(
        upper, facts, by=city.by("gao"), body="全国政协", rank=Office.Rank.NATION, periodical="每日社情", issue="12"
    )
    instruction = outcomes.enter_instruction(
        upper, facts, by=city.by("gao"), leader="市领导甲", leader_rank="city_leader", words="请住建局研究。"
    )

    assert [a.body for a in outcomes_of(brief)["adoptions"]] == ["区政协", "市政协", "全国政协"]
    assert [i.words for i in outcomes_of(brief)["instructions"]] == ["请住建局研究。"]

    outcomes.correct(
        national,
        by=city.by("luo") if city.by("luo").may("outcomes.enter") else city.by("gao"),
        reason="期号写错",
        issue="13",
    )
    outcomes.take_back(instruction, by=city.by("gao"), reason="不是这一期")

    assert [a.issue for a in holding(Adoption).filter(brief=brief, rank=Office.Rank.NATION)] == ["13"]
    assert not holding(Instruction).filter(brief=brief).exists()
    assert (
        Instruction.objects.filter(brief=brief).count() == 2
    )  # the row and the row that takes it back: nothing was overwritten


def test_an_adoption_entered_below_before_is_not_counted_twice(sent_up):
    district, city, brief, sent = sent_up
    assessment.decide(sent.arrived_as, "take_up", by=city.by("gao"))
    today = timezone.localdate()
    outcomes.enter_adoption(
        brief,
        outcomes.Facts(today),
        by=district.by("zhou"),
        body="市政协",
        rank=Office.Rank.CITY,
        periodical="云州市社情民意",
        issue=f"{today.year}年第1期",
    )

    signed_brief(city, sent.arrived_as, editor="gao", senior="luo", signer="tang")

    assert holding(Adoption).filter(brief=brief, rank=Office.Rank.CITY).count() == 1


def test_a_recall_before_receipt_withdraws_it_above_and_after_that_is_refused(sent_up):
    district, city, brief, sent = sent_up
    dispatch.recall(sent, by=district.by("he"), reason="数据有误")
    sent.arrived_as.refresh_from_db()
    assert sent.arrived_as.withdrawn_at

    again = dispatch.send(brief, sent.recipient, by=district.by("zhou"))
    assessment.decide(
        again.arrived_as,
        "hold",
        by=city.by("gao"),
        words="等下月数据",
        hold_until=timezone.localdate() + timedelta(days=9),
    )
    with pytest.raises(WrongState) as refusal:
        dispatch.recall(again, by=district.by("he"), reason="数据有误")
    assert refusal.value.code == "dispatch.recall.received"


def test_nobody_confirms_what_they_entered(sent_up):
    district, _city, brief, _sent = sent_up
    row = outcomes.enter_adoption(
        brief, outcomes.Facts(timezone.localdate()), by=district.by("zhou"), body="区委办公室", rank=4
    )

    with pytest.raises(NotPermitted):
        outcomes.confirm(row, by=district.by("zhou"))
    assert outcomes.confirm(row, by=district.by("qiao")).confirmed_by == district.qiao


def test_the_same_outcome_is_not_entered_twice(sent_up):
    district, _city, brief, _sent = sent_up
    same = {"body": "区委办公室", "rank": 4}
    outcomes.enter_adoption(brief, outcomes.Facts(timezone.localdate()), by=district.by("zhou"), **same)

    with pytest.raises(WrongState) as refusal:
        outcomes.enter_adoption(brief, outcomes.Facts(timezone.localdate()), by=district.by("qiao"), **same)
    assert refusal.value.code == "outcomes.enter.twice"


def test_a_leader_writes_only_on_what_was_sent_to_them_and_a_department_replies(sent_up):
    district, _city, brief, sent = sent_up
    to_leader = dispatch.add_recipient(
        by=district.by("he"), name="方岚", kind="leader", rank=4, leader_rank="district_leader", person=district.fang
    )
    to_water = dispatch.add_recipient(
        by=district.by("he"), name="区水务局", kind="department", rank=4, person=district.water, reply_days=10
    )
    read_by_leader = dispatch.send(brief, to_leader, by=district.by("zhou"))
    asked = dispatch.send(brief, to_water, by=district.by("zhou"))

    dispatch.read(read_by_leader, by=district.by("fang"))
    instruction = outcomes.instruct(read_by_leader, by=district.by("fang"), words="请水务局本周答复。")
    reply = outcomes.reply(asked, by=district.by("water"), text="已派人维修。", solved="yes", answers=instruction)

    assert asked.due_on > timezone.localdate()
    assert reply.department == "区水务局"
    with pytest.raises(NotPermitted):
        outcomes.instruct(sent, by=district.by("fang"), words="越权")


def test_what_was_known_on_a_past_day_stays_so(sent_up):
    district, _city, brief, _sent = sent_up
    today = timezone.localdate()
    later = timezone.now() + timedelta(days=40)
    outcomes.enter_adoption(
        brief, outcomes.Facts(today), by=district.by("zhou", at=later), body="中共区委办公室", rank=4
    )

    assert not holding(Adoption, known_by=today).filter(body="中共区委办公室").exists()
    assert holding(Adoption, known_by=timezone.localdate(later)).filter(body="中共区委办公室").exists()


def test_an_outcome_before_the_issue_or_in_the_future_is_refused(sent_up):
    district, _city, brief, _sent = sent_up
    for day in (date(2020, 1, 1), timezone.localdate() + timedelta(days=1)):
        with pytest.raises(BadInput) as refusal:
            outcomes.enter_adoption(brief, outcomes.Facts(day), by=district.by("zhou"), body="区委办", rank=4)
        assert refusal.value.field == "happened_on"


def test_withdrawing_an_issue_ends_its_adoption_here(sent_up):
    district, _city, brief, _sent = sent_up
    signing.withdraw_brief(brief, by=district.by("wu"), reason="事实有误")

    assert not holding(Adoption).filter(brief=brief).exists()


def test_both_chains_hold_after_all_of_it(sent_up):
    district, city, _brief, sent = sent_up
    take_up_above(city, sent)

    assert journal.verify_office(district.office.pk).holds
    assert journal.verify_office(city.office.pk).holds
