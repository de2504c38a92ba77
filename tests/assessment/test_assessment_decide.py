"""Deciding on a submission: each verdict, what it needs, who may, and what stands against it."""

from datetime import timedelta

import pytest
from assessment_cast import send_in
from django.utils import timezone

from replayed import replayed
from zhitong.assessment.actions import decide, decide_many
from zhitong.assessment.defaults import load_default_reasons
from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import awaiting, in_force, taken_up
from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake.actions import withdraw
from zhitong.journal.models import Entry
from zhitong.journal.queries import verify_office


def today():
    return timezone.localdate()


def needs(verdict, office):
    """What each verdict must carry."""
    return {
        "take_up": {},
        "merge": {"into": None},
        "hold": {"reason": "verify", "hold_until": today() + timedelta(days=7)},
        "send_back": {"reason": "no_facts", "told": "请写明停运的是哪几部电梯，从哪天起。"},
        "transfer": {"reason": "department", "transfer_to": "临溪区市场监管局"},
        "to_proposal": {"reason": "fit_for_proposal"},
        "decline": {"reason": "routine"},
    }[verdict]


@pytest.fixture
@replayed
def desk(office):
    load_default_reasons(by=office.all_rights())
    return office


@pytest.mark.parametrize("verdict", [verdict for verdict in Assessment.Verdict.values if verdict != "merge"])
def test_each_decision_takes_the_submission_out_of_the_queue_and_leaves_one_entry(desk, verdict):
    submission = send_in(desk)
    entries = Entry.objects.count()

    made = decide(submission, verdict, by=desk.by("zhou"), **needs(verdict, desk))

    assert in_force(submission) == made
    assert made.by == desk.zhou
    assert not awaiting(desk.by("zhou")).exists()
    assert list(taken_up(desk.by("zhou"))) == ([submission] if verdict == "take_up" else [])
    entry = Entry.objects.order_by("seq").last()
    assert (Entry.objects.count(), entry.action, entry.subject_code) == (
        entries + 1,
        "assessment.decided",
        submission.code,
    )
    assert verify_office(desk.office.pk).bad_seq is None


def test_the_journal_holds_none_of_the_words(desk):
    submission = send_in(desk)

    decide(
        submission,
        "send_back",
        by=desk.by("zhou"),
        reason="no_facts",
        words="林小河说不清楚时间",
        told="请林小河补充停运日期",
    )

    entry = Entry.objects.get(action="assessment.decided")
    assert "林小河" not in entry.details + entry.reason + entry.matters
    assert entry.reason == "缺少具体事实或数据"


def test_a_submission_is_decided_once(desk):
    submission = send_in(desk)
    decide(submission, "take_up", by=desk.by("zhou"))

    with pytest.raises(WrongState) as refusal:
        decide(submission, "decline", by=desk.by("qiao"), reason="routine")

    assert refusal.value.code == "assessment.decide.decided"
    assert "周敏" in str(refusal.value)
    assert in_force(submission).verdict == "take_up"


def test_a_held_submission_comes_back_on_its_day(desk):
    submission = send_in(desk)
    day = today() + timedelta(days=5)
    decide(submission, "hold", by=desk.by("zhou"), reason="developing", hold_until=day)

    assert not awaiting(desk.by("zhou", at=timezone.now() + timedelta(days=4))).exists()
    assert list(awaiting(desk.by("zhou", at=timezone.now() + timedelta(days=5)))) == [submission]


def test_a_hold_is_ended_by_the_next_decision_and_stays_in_the_history(desk):
    submission = send_in(desk)
    held = decide(submission, "hold", by=desk.by("zhou"), **needs("hold", desk))

    taken = decide(submission, "take_up", by=desk.by("qiao"))

    held.refresh_from_db()
    assert taken.follows == held
    assert held.undone_at == taken.at
    assert in_force(submission) == taken


def test_whoever_decides_on_an_old_page_is_told_of_the_hold_that_came_between(desk):
    submission = send_in(desk)
    decide(submission, "hold", by=desk.by("zhou"), **needs("hold", desk))

    with pytest.raises(WrongState) as refusal:
        decide(submission, "decline", by=desk.by("qiao"), reason="routine", upon="")

    assert refusal.value.code == "assessment.decide.decided"


@pytest.mark.parametrize(
    ("verdict", "without", "code", "field"),
    [
        ("hold", "reason", "assessment.decide.reason_missing", "reason"),
        ("hold", "hold_until", "assessment.decide.hold_day", "hold_until"),
        ("send_back", "told", "assessment.decide.missing_not_said", "told"),
        ("transfer", "transfer_to", "assessment.decide.recipient_missing", "transfer_to"),
        ("to_proposal", "reason", "assessment.decide.reason_missing", "reason"),
        ("decline", "reason", "assessment.decide.reason_missing", "reason"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused_at_its_field(desk, verdict, without, code, field):
    submission = send_in(desk)
    parts = {name: value for name, value in needs(verdict, desk).items() if name != without}

    with pytest.raises(BadInput) as refusal:
        decide(submission, verdict, by=desk.by("zhou"), **parts)

    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert in_force(submission) is None


def test_a_hold_until_today_is_no_hold(desk):
    with pytest.raises(BadInput) as refusal:
        decide(send_in(desk), "hold", by=desk.by("zhou"), reason="verify", hold_until=today())

    assert refusal.value.code == "assessment.decide.hold_day"


def test_words_alone_are_a_reason_too(desk):
    made = decide(send_in(desk), "decline", by=desk.by("zhou"), words="此事上周已经解决")

    assert made.words == "此事上周已经解决"


def test_a_reason_of_another_decision_is_not_offered(desk):
    with pytest.raises(BadInput) as refusal:
        decide(send_in(desk), "take_up", by=desk.by("zhou"), reason="routine")

    assert refusal.value.code == "assessment.decide.unknown_reason"


@pytest.mark.parametrize("words", ["看不见的\x00字符", "半个字\ud800"])
def test_text_that_no_database_keeps_is_refused(desk, words):
    with pytest.raises(BadInput) as refusal:
        decide(send_in(desk), "take_up", by=desk.by("zhou"), words=words)

    assert refusal.value.field == "words"


def test_a_withdrawn_submission_waits_for_nobody(desk):
    submission = send_in(desk)
    withdraw(submission, by=desk.by("lin"), why="已经解决")

    assert not awaiting(desk.by("zhou")).exists()
    with pytest.raises(WrongState) as refusal:
        decide(submission, "take_up", by=desk.by("zhou"))
    assert refusal.value.code == "assessment.decide.withdrawn"


@pytest.mark.parametrize("who", ["lin", "du", "fang", "water", "admin", "security", "auditor"])
def test_only_the_desk_decides(desk, who):
    submission = send_in(desk)

    with pytest.raises(NotPermitted):
        decide(submission, "take_up", by=desk.by(who))

    assert in_force(submission) is None


def test_another_office_decides_nothing_here(desk, stranger):
    with pytest.raises(NotPermitted):
        decide(send_in(desk), "take_up", by=stranger.by("chen"))


def test_many_decisions_stand_or_fall_each_by_itself(desk):
    first, second, third = (send_in(desk, f"第{n}件") for n in "一二三")
    decide(second, "take_up", by=desk.by("qiao"))

    made, refused = decide_many([first, second, third], "decline", by=desk.by("zhou"), reason="routine")

    assert [assessment.submission for assessment in made] == [first, third]
    assert [(submission, refusal.code) for submission, refusal in refused] == [(second, "assessment.decide.decided")]


def test_the_default_reasons_are_loaded_once(desk):
    assert load_default_reasons(by=desk.all_rights()) == []
