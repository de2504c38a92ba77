"""Each deed reaches the people behind a submission exactly once: in their timeline, and as a notice that an editor can read first."""

import pytest
from django.utils import timezone

from dispatched import Desk
from zhitong.assessment.actions import decide
from zhitong.desk.actions import review, series, signing, writing
from zhitong.dispatch import actions as dispatch
from zhitong.intake.actions import AuthorGiven, submit, withdraw
from zhitong.intake.timeline import for_source
from zhitong.intake.words import Words
from zhitong.network.actions import set_setting
from zhitong.notices.actions import release
from zhitong.notices.models import Notice
from zhitong.outcomes import actions as outcomes
from zhitong.outcomes.actions import Facts

TODAY = timezone.localdate


def told(person, event=""):
    rows = Notice.objects.filter(person=person, event__contains=event).order_by("pk")
    return [notice.text.partition("：")[2] for notice in rows]


def lines(desk, brief, key="lin"):
    submission = brief.sources.first().submission
    return [line.text for line in for_source(submission, desk.by(key))]


def adopt(desk, brief, **given):
    own = {"body": "区委办公室", "rank": 4} | given
    return outcomes.enter_adoption(brief, Facts(TODAY()), by=desk.by("zhou"), **own)


def test_the_whole_way_is_told_once_each(desk):
    brief = desk.signed()
    desk.sent(desk.party, brief)
    adopt(desk, brief)
    outcomes.enter_instruction(
        brief, Facts(TODAY()), by=desk.by("zhou"), leader="区领导甲", leader_rank="district_leader", words="请速办"
    )
    outcomes.enter_reply(brief, Facts(TODAY()), by=desk.by("zhou"), department="区水务局", text="已修好", solved="yes")

    notices = Notice.objects.filter(person=desk.office.lin)
    events = sorted(notices.values_list("event", flat=True))
    assert events == [
        "assessment.decided",
        "desk.brief_signed",
        "dispatch.sent",
        "outcomes.adoption_entered",
        "outcomes.instruction_entered",
        "outcomes.reply_entered",
    ]
    assert {notice.state for notice in notices} == {"waiting"}
    shown = lines(desk, brief)
    assert len(shown) == len(set(shown))
    everything = " ".join([*shown, *notices.values_list("text", flat=True)])
    assert "区领导甲" not in everything  # never the leader's name, words, nor the department's letter
    assert "请速办" not in everything
    assert "已修好" not in everything
    assert "区委办公室" in everything


def test_a_released_notice_takes_the_place_of_the_sentence_in_the_timeline(desk):
    brief = desk.signed()
    adopt(desk, brief)
    before = lines(desk, brief)
    for notice in Notice.objects.filter(state=Notice.State.WAITING):
        release(notice, by=desk.by("zhou"))

    assert lines(desk, brief) == before


def test_sent_to_three_of_one_level_is_said_once(desk):
    brief = desk.signed()
    dispatch.send_to_several(brief, [desk.party, desk.fang, desk.water], by=desk.by("zhou"))

    assert len(told(desk.office.lin, "dispatch.sent")) == 1
    assert len([line for line in lines(desk, brief) if line == told(desk.office.lin, "dispatch.sent")[0]]) == 1
    assert not any("方岚" in line or "水务" in line for line in lines(desk, brief))


def test_a_recall_unsays_what_was_not_told_and_tells_those_who_heard(desk):
    brief = desk.signed()
    first = desk.sent(desk.party, brief)
    dispatch.recall(first, by=desk.by("he"), reason="有误")
    assert told(desk.office.lin, "dispatch.recalled") == []

    second = desk.sent(desk.party, brief)
    sent = Notice.objects.get(event="dispatch.sent", state=Notice.State.WAITING)
    release(sent, by=desk.by("zhou"))
    other = desk.sent(desk.fang, brief)
    dispatch.recall(second, by=desk.by("he"), reason="又有误")
    assert told(desk.office.lin, "dispatch.recalled") == []  # the level still has it

    dispatch.recall(other, by=desk.by("he"), reason="都有误")
    assert len(told(desk.office.lin, "dispatch.recalled")) == 1


def test_a_correction_before_it_was_told_is_told_alone(desk):
    brief = desk.signed()
    wrong = adopt(desk, brief, body="区政府办公室")
    outcomes.correct(wrong, by=desk.by("zhou"), reason="单位写错", body="区委办公室")

    waiting = Notice.objects.filter(event="outcomes.adoption_entered", state=Notice.State.WAITING)
    assert ["区委办公室" in notice.text for notice in waiting] == [True]


def test_taking_back_tells_only_those_who_heard(desk):
    brief = desk.signed()
    first, second = adopt(desk, brief), adopt(desk, brief, body="区政府办公室")
    heard = Notice.objects.get(text__contains="区政府办公室")
    release(heard, by=desk.by("zhou"))
    outcomes.take_back(first, by=desk.by("zhou"), reason="弄错了")
    assert told(desk.office.lin, "taken_back") == []

    outcomes.take_back(second, by=desk.by("zhou"), reason="弄错了")
    assert len(told(desk.office.lin, "taken_back")) == 1


def test_the_office_may_keep_a_leaders_rank_to_itself(desk):
    brief = desk.signed()
    given = {"leader": "区领导甲", "leader_rank": "district_leader"}
    outcomes.enter_instruction(brief, Facts(TODAY()), by=desk.by("zhou"), **given)
    set_setting("tell_leader_rank", False, by=desk.by("he"))
    outcomes.enter_instruction(brief, Facts(TODAY()), by=desk.by("zhou"), **{**given, "leader": "区领导乙"})

    assert ["区领导" in text for text in told(desk.office.lin, "instruction")] == [True, False]


def test_joint_authors_hear_and_who_withdrew_does_not(desk):
    office = desk.office
    authors = [AuthorGiven("林小河", office.lin), AuthorGiven("江一帆", office.jiang)]
    joint = submit(by=desk.by("lin"), words=Words("联名", body="路灯不亮。"), authors=authors)
    gone = submit(by=desk.by("jiang"), words=Words("另一篇", body="井盖丢失。"))
    for each in (joint, gone):
        decide(each, "take_up", by=desk.by("zhou"))
    brief = desk.signed_from(joint, gone)
    withdraw(gone, by=desk.by("jiang"), why="改由单位报送")
    adopt(desk, brief)

    assert len(told(office.lin, "adoption")) == 1
    assert len(told(office.jiang, "adoption")) == 1  # of the joint one


def test_where_no_author_is_known_the_units_liaison_hears(desk):
    office = desk.office
    submission = submit(
        by=desk.by("du"),
        words=Words("居民反映", body="井盖丢失。"),
        authors=[AuthorGiven("居民王某")],
        unit=office.units["street"],
    )
    decide(submission, "take_up", by=desk.by("zhou"))
    adopt(desk, desk.signed_from(submission))

    assert len(told(office.du, "adoption")) == 1


def test_who_asked_not_to_be_named_is_told_inside_only_and_stays_unnamed(desk, sign_in):
    brief = desk.signed(withhold_name=True)
    adopt(desk, brief)

    notices = Notice.objects.filter(person=desk.office.lin, about="intake.submission")
    assert set(notices.values_list("by_letter", flat=True)) == {False}
    page = sign_in(desk.office, "zhou").get("/notices/outbox/").content.decode()
    assert "林小河" not in page
    assert "林小河" in sign_in(desk.office, "he").get("/notices/outbox/").content.decode()


def test_an_adoption_above_comes_down_to_the_districts_source(two_levels):
    district, city = two_levels
    below = Desk(district, city.office)
    sent = below.sent(below.above)
    assert "云州" not in " ".join(told(district.lin, "dispatch.sent"))
    decide(sent.arrived_as, "take_up", by=city.by("gao"))
    periodical = series.add_series(by=city.by("tang"), name="云州社情")
    upper = writing.start_brief(
        [sent.arrived_as], by=city.by("gao"), series=periodical, title="电梯", body="情况：电梯停运。建议：修。"
    )
    upper = review.pass_on(review.put_forward(upper, by=city.by("gao")), by=city.by("luo"))
    signing.sign_off(upper, by=city.by("tang"))

    assert ["市政协" in text for text in told(district.lin, "adoption")] == [True]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_is_told_in_their_own_language(desk, language):
    desk.office.lin.account.language = language
    desk.office.lin.account.save()
    adopt(desk, desk.signed())

    text = Notice.objects.get(event="outcomes.adoption_entered").text
    assert ("It was adopted" in text) == (language == "en")
