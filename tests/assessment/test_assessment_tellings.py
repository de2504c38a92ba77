"""What sources hear of a decision: kind words in their timeline, the full ones after an editor could look at them."""

from datetime import timedelta

import pytest
from assessment_cast import send_in
from django.utils import timezone

from replayed import replayed
from zhitong.assessment.actions import decide, undo
from zhitong.assessment.defaults import load_default_reasons
from zhitong.intake.timeline import for_source
from zhitong.notices.actions import release
from zhitong.notices.models import Notice


@pytest.fixture
@replayed
def desk(office):
    load_default_reasons(by=office.all_rights())
    return office


def heard(office, submission, key="lin"):
    """What the source reads, after the receipt."""
    return [line.text for line in for_source(submission, office.by(key)) if line.event.startswith("assessment.")]


@pytest.mark.parametrize(
    ("verdict", "parts", "words"),
    [
        ("take_up", {}, "已采编"),
        ("hold", {"reason": "developing"}, "再研判"),
        ("send_back", {"reason": "no_facts", "told": "哪几部电梯？"}, "退回补充"),
        ("transfer", {"reason": "department", "transfer_to": "区水务局"}, "已转交"),
        ("to_proposal", {"reason": "fit_for_proposal"}, "提案"),
        ("decline", {"reason": "routine"}, "属日常工作动态"),
    ],
)
def test_each_decision_is_told_in_kind_words(desk, verdict, parts, words):
    submission = send_in(desk)
    if verdict == "hold":
        parts = {**parts, "hold_until": timezone.localdate() + timedelta(days=3)}

    decide(submission, verdict, by=desk.by("zhou"), words="只给编辑室看的话", **parts)

    (line,) = heard(desk, submission)
    assert words in line
    assert "只给编辑室看的话" not in line
    assert "只给编辑室看的话" not in Notice.objects.get(event="assessment.decided").text


def test_a_hard_reason_is_told_in_softer_words(desk):
    submission = send_in(desk)

    decide(submission, "decline", by=desk.by("zhou"), reason="copied_press")

    assert "抄录" not in heard(desk, submission)[0]
    assert "内容与已公开的报道相近" in heard(desk, submission)[0]


def test_what_is_missing_is_read_once_the_notice_may_go(desk):
    submission = send_in(desk)
    decide(submission, "send_back", by=desk.by("zhou"), reason="no_facts", told="请写明哪几部电梯")
    notice = Notice.objects.get(event="assessment.decided")
    assert (notice.person, notice.state) == (desk.lin, Notice.State.WAITING)
    assert "请写明哪几部电梯" not in heard(desk, submission)[0]

    release(notice, by=desk.by("zhou"))

    (line,) = heard(desk, submission)
    assert "需要补充：请写明哪几部电梯" in line


def test_a_decision_undone_before_it_was_told_stays_untold(desk):
    submission = send_in(desk)
    made = decide(submission, "decline", by=desk.by("zhou"), reason="routine")

    undo(made, by=desk.by("zhou"))

    assert [notice.state for notice in Notice.objects.filter(about_code=submission.code)] == [Notice.State.HELD_BACK]


def test_whoever_heard_of_a_decision_hears_that_it_was_taken_back(desk):
    submission = send_in(desk)
    made = decide(submission, "decline", by=desk.by("zhou"), reason="routine")
    release(Notice.objects.get(event="assessment.decided"), by=desk.by("zhou"))

    undo(made, by=desk.by("zhou"))

    assert Notice.objects.get(event="assessment.undone").person == desk.lin


def test_the_sources_of_a_joined_submission_hear_what_became_of_its_lead(desk):
    lead, joined = send_in(desk, "牵头"), send_in(desk, "并入", by="jiang")
    decide(joined, "merge", by=desk.by("zhou"), into=lead, reason="same_matter")

    decide(lead, "send_back", by=desk.by("zhou"), reason="no_facts", told="只给牵头人的话")

    first, second = heard(desk, joined, "jiang")
    assert "原文保持不变" in first
    assert "退回补充" in second
    told = Notice.objects.filter(person=desk.jiang, about_code=joined.code)
    assert told.count() == 2
    assert not any("只给牵头人的话" in notice.text for notice in told)
