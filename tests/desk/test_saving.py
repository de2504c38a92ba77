"""Every save is kept: one after the other, two at once, and how two texts become one again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zhitong.desk import rules, texts
from zhitong.desk.actions import locks, review
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.journal.queries import entries_of


def test_each_save_is_a_revision_with_its_writer(desk):
    brief = desk.brief()
    desk.save(brief, "第二遍", note="压缩情况部分")
    desk.save(brief, "第三遍", key="qiao")

    rows = [(r.ordinal, r.base, r.by.name, r.note) for r in texts.revisions_of(brief)]
    assert rows == [(1, 0, "周敏", ""), (2, 1, "周敏", "压缩情况部分"), (3, 2, "乔木", "")]


def test_saving_what_stands_there_adds_nothing(desk):
    brief = desk.brief()
    once = desk.save(brief, "同样的字")
    again = desk.save(brief, "同样的字", base=1)

    assert again == once
    assert brief.revisions.count() == 2


def test_two_savers_lose_nothing_and_review_waits_until_both_are_one(desk):
    brief = desk.brief(body="电梯停运三个月。居民出行不便。建议尽快维修。")
    theirs = desk.save(brief, "电梯停运四个月。居民出行不便。建议尽快维修。", key="qiao", base=1)
    mine = desk.save(brief, "电梯停运三个月。居民出行不便。建议两周内维修。", base=1)

    assert (theirs.ordinal, mine.ordinal, mine.base) == (2, 3, 1)
    fork = texts.fork_of(texts.revisions_of(brief))
    assert (fork.theirs, fork.mine, fork.clashes) == (theirs, mine, 0)
    assert fork.body == "电梯停运四个月。居民出行不便。建议两周内维修。"
    with pytest.raises(WrongState) as refusal:
        review.put_forward(brief, by=desk.by("zhou"))
    assert refusal.value.code == "desk.put_forward.two_texts"

    desk.save(brief, fork.body, base=mine.ordinal, merges=theirs.ordinal)
    assert texts.open_texts(brief) == [4]
    assert review.put_forward(brief, by=desk.by("zhou")).state == "in_review"


def test_a_save_beside_another_says_so_in_the_journal(desk):
    brief = desk.brief()
    desk.save(brief, "甲写的", key="qiao", base=1)
    desk.save(brief, "乙写的", base=1)

    last = entries_of(desk.office.office.pk, [brief.code]).last()
    assert '"beside":2' in last.details


def test_where_both_changed_the_same_place_both_wordings_stand(desk):
    body, clashes = texts.merged("停运三天。", "停运五天。", "停运七天。")

    assert clashes == 1
    assert "五" in body and "七" in body


TEXT = st.text(alphabet="电梯停运三五天，。建议修\n", max_size=40)


@given(TEXT, TEXT)
def test_a_merge_with_who_changed_nothing_is_the_others_text(root, changed):
    assert texts.merged(root, changed, root) == (changed, 0)
    assert texts.merged(root, root, changed) == (changed, 0)
    assert texts.merged(root, changed, changed) == (changed, 0)


@given(TEXT, TEXT, TEXT)
def test_a_merge_never_loses_a_stretch_that_somebody_added(root, theirs, mine):
    body, _clashes = texts.merged(root, theirs, mine)

    for new in (theirs, mine):
        for piece in texts.word_diff(root, new):
            assert piece.kind != "added" or piece.text in body


def test_three_open_texts_are_put_together_one_after_the_other(desk):
    brief = desk.brief(body="甲。乙。丙。")
    desk.save(brief, "甲一。乙。丙。", base=1)
    desk.save(brief, "甲。乙二。丙。", key="qiao", base=1)
    desk.save(brief, "甲。乙。丙三。", key="he", base=1)

    while fork := texts.fork_of(texts.revisions_of(brief)):
        desk.save(brief, fork.body, base=fork.mine.ordinal, merges=fork.theirs.ordinal)

    assert texts.newest(brief).body == "甲一。乙二。丙三。"
    assert texts.open_texts(brief) == [texts.newest(brief).ordinal]


def test_a_text_from_nowhere_is_refused(desk):
    with pytest.raises(BadInput) as refusal:
        desk.save(desk.brief(), "字", base=9)

    assert refusal.value.code == "desk.save_revision.base"


# The lock


def test_the_lock_has_a_name_and_a_time(desk):
    brief = locks.take_lock(desk.brief(), by=desk.by("zhou"))

    with pytest.raises(WrongState) as refusal:
        locks.take_lock(brief, by=desk.by("qiao"))

    assert "周敏" in str(refusal.value)
    assert timezone.localtime(brief.lock_at).strftime("%H:%M") in str(refusal.value)


def test_taking_over_is_recorded_and_the_other_still_saves(desk):
    brief = locks.take_lock(desk.brief(), by=desk.by("zhou"))
    brief = locks.take_over_lock(brief, by=desk.by("qiao"))

    assert brief.lock_person == desk.office.qiao
    assert entries_of(desk.office.office.pk, [brief.code]).last().action == "desk.lock_taken_over"
    assert desk.save(brief, "周敏没存的字", base=1).ordinal == 2
    brief.refresh_from_db()
    assert brief.lock_person == desk.office.qiao


def test_a_lock_left_alone_is_free(desk):
    brief = locks.take_lock(desk.brief(), by=desk.by("zhou"))
    later = timezone.now() + rules.LOCK_TIME + timedelta(seconds=1)

    assert locks.take_lock(brief, by=desk.by("qiao", at=later)).lock_person == desk.office.qiao


def test_releasing_does_not_touch_somebody_elses_lock(desk):
    brief = locks.take_lock(desk.brief(), by=desk.by("zhou"))

    assert locks.release_lock(brief, by=desk.by("qiao")).lock_person == desk.office.zhou
    assert locks.release_lock(brief, by=desk.by("zhou")).lock_person is None


def test_what_somebody_is_writing_is_not_put_forward_by_another(desk):
    brief = locks.take_lock(desk.brief(), by=desk.by("zhou"))

    with pytest.raises(WrongState) as refusal:
        review.put_forward(brief, by=desk.by("qiao"))

    assert refusal.value.code == "desk.put_forward.being_written"


def test_in_review_only_the_reviewer_mends_the_text(desk):
    brief = desk.in_review()

    with pytest.raises(NotPermitted):
        desk.save(brief, "再改一改")
    assert desk.save(brief, "何静顺手改的", key="he").by == desk.office.he
