"""Beginning a brief: from which submissions, with which first words and which shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.assessment.actions import decide, undo
from zhitong.desk import texts
from zhitong.desk.actions import review, writing
from zhitong.desk.queries import briefs_of, submissions_of, waiting_to_be_written
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake.actions import submit
from zhitong.intake.models import WHOLE
from zhitong.intake.queries import text_of
from zhitong.intake.shares import divide
from zhitong.intake.words import Words
from zhitong.journal.queries import entries_of


def test_a_single_brief_begins_with_its_sources_own_words(desk):
    submission = desk.taken()
    brief = desk.brief(submission)

    first = texts.newest(brief)
    assert (brief.kind, first.title, first.body) == ("single", submission.title, text_of(submission))
    assert list(brief.sources.values_list("submission__code", "share")) == [(submission.code, WHOLE)]
    assert entries_of(desk.office.office.pk, [submission.code]).last().action == "desk.brief_started"


def test_a_composite_brief_begins_empty_and_divides_the_credit_to_the_last_part(desk):
    three = [desk.taken(f"第{n}处电梯停运") for n in "一二三"]
    brief = desk.brief(*three)

    assert brief.kind == "composite"
    assert texts.newest(brief).body == ""
    assert list(brief.sources.values_list("share", flat=True)) == [3334, 3333, 3333]
    assert list(submissions_of(brief)) == three


def test_what_was_not_taken_up_is_not_written_from(desk):
    submission = submit(by=desk.by("lin"), words=Words(title="路灯不亮", body="柳岸路路灯坏了三盏。"))

    with pytest.raises(WrongState) as refusal:
        desk.brief(submission)

    assert refusal.value.code == "desk.start.source_not_taken_up"
    assert submission.number in str(refusal.value)
    assert not briefs_of(submission, desk.by("zhou")).exists()


def test_what_was_joined_to_a_taken_up_one_may_be_drawn_on(desk):
    lead = desk.taken()
    joined = submit(by=desk.by("jiang"), words=Words(title="老人被困高层", body="南楼老人三周没有下楼。"))
    decide(joined, "merge", by=desk.by("zhou"), into=lead)

    assert desk.brief(lead, joined).kind == "composite"


def test_a_withdrawn_decision_stops_the_brief_at_review(desk):
    submission = desk.taken()
    brief = desk.brief(submission)
    undo(submission.assessments.get(), by=desk.by("zhou"), why="看错了")

    with pytest.raises(WrongState) as refusal:
        review.put_forward(brief, by=desk.by("zhou"))

    assert refusal.value.code == "desk.put_forward.source_not_taken_up"


def test_a_signed_brief_keeps_the_decision_on_its_sources(desk):
    submission = desk.taken()
    desk.signed(submission)

    with pytest.raises(WrongState) as refusal:
        undo(submission.assessments.get(), by=desk.by("zhou"), why="看错了")

    assert "临溪社情" in str(refusal.value)


def test_another_offices_submission_is_not_named_in_the_refusal(desk, stranger, desk_of):
    theirs = submit(by=stranger.by("bai"), words=Words(title="南门街道积水", body="南门街道积水三天。"))

    with pytest.raises(WrongState) as refusal:
        desk.brief(theirs)

    assert theirs.number not in str(refusal.value)


def test_a_source_cannot_begin_a_brief(desk):
    with pytest.raises(NotPermitted):
        desk.brief(desk.taken(), key="lin")


def test_two_colleagues_do_not_begin_the_same_work(desk):
    submission = desk.taken()
    first = desk.brief(submission)

    with pytest.raises(WrongState) as refusal:
        desk.brief(submission, key="qiao")
    assert "周敏" in str(refusal.value)

    writing.drop_brief(first, by=desk.by("zhou"), reason="换人写")
    assert desk.brief(submission, key="qiao").editor.name == "乔木"


def test_what_waits_to_be_written_has_no_brief_yet(desk):
    begun, waiting = desk.taken("已动笔"), desk.taken("未动笔")
    brief = desk.brief(begun)

    assert list(waiting_to_be_written(desk.by("zhou"))) == [waiting]
    writing.drop_brief(brief, by=desk.by("zhou"), reason="素材不足")
    assert list(waiting_to_be_written(desk.by("zhou"))) == [begun, waiting]


def test_shares_must_sum_to_the_whole(desk):
    one, other = desk.taken("一"), desk.taken("二")
    brief = desk.brief(one, other)

    with pytest.raises(BadInput) as refusal:
        writing.set_sources(brief, {one: 6000, other: 3999}, by=desk.by("zhou"))
    assert "99.99" in str(refusal.value)

    writing.set_sources(brief, {other: 6001, one: 3999}, by=desk.by("zhou"))
    assert list(brief.sources.values_list("submission_id", "share")) == [(other.pk, 6001), (one.pk, 3999)]


def test_shares_for_other_submissions_are_refused(desk):
    one, other = desk.taken("一"), desk.taken("二")

    with pytest.raises(BadInput) as refusal:
        desk.brief(one, shares={other: WHOLE})

    assert refusal.value.code == "desk.shares.other_sources"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any))
def test_divided_shares_sum_to_the_whole_and_keep_the_order_of_the_weights(weights):
    shares = divide(weights)

    assert sum(shares) == WHOLE
    for weight, share in zip(weights, shares, strict=True):
        assert abs(share - WHOLE * weight / sum(weights)) < 1


@pytest.mark.parametrize("broken", ["有\x00字", "半个\ud840字"])
def test_broken_text_is_refused_with_a_sentence(desk, broken):
    brief = desk.brief()

    with pytest.raises(BadInput) as refusal:
        desk.save(brief, broken)

    assert refusal.value.field == "body"
    assert brief.revisions.count() == 1
