"""Undoing a decision, and the one thing that stands against it: effects outside the desk."""

from datetime import timedelta

import pytest
from assessment_cast import send_in
from django.utils import timezone

from zhitong.assessment import effects
from zhitong.assessment.actions import decide, undo
from zhitong.assessment.queries import awaiting, in_force
from zhitong.errors import NotPermitted, WrongState
from zhitong.journal.models import Entry


def test_an_undone_decision_puts_the_submission_back_into_the_queue(office):
    submission = send_in(office)
    made = decide(submission, "decline", by=office.by("zhou"), words="已经解决")

    undo(made, by=office.by("qiao"), why="其实没有解决")

    made.refresh_from_db()
    assert in_force(submission) is None
    assert list(awaiting(office.by("zhou"))) == [submission]
    assert (made.undone_by, made.undone_why) == (office.qiao, "其实没有解决")
    assert Entry.objects.order_by("seq").last().action == "assessment.undone"


def test_a_decision_is_undone_once(office):
    made = decide(send_in(office), "take_up", by=office.by("zhou"))
    undo(made, by=office.by("zhou"))

    with pytest.raises(WrongState) as refusal:
        undo(made, by=office.by("zhou"))

    assert refusal.value.code == "assessment.undo.not_in_force"


def test_what_has_effects_outside_is_not_undone(office, monkeypatch):
    monkeypatch.setattr(effects, "_TELLERS", [lambda submission: [f"{submission.number} 已签发。"]])
    submission = send_in(office)
    made = decide(submission, "take_up", by=office.by("zhou"))

    with pytest.raises(WrongState) as refusal:
        undo(made, by=office.by("zhou"), why="想改")

    assert refusal.value.code == "assessment.undo.has_effects"
    assert f"{submission.number} 已签发。" in str(refusal.value)
    assert in_force(submission) == made


def test_undoing_what_followed_a_hold_puts_the_hold_in_force_again(office):
    submission = send_in(office)
    day = timezone.localdate() + timedelta(days=3)
    held = decide(submission, "hold", by=office.by("zhou"), words="等核实", hold_until=day)
    taken = decide(submission, "take_up", by=office.by("qiao"))

    undo(taken, by=office.by("qiao"))

    again = in_force(submission)
    assert again != held
    assert (again.verdict, again.hold_until, again.words, again.by) == ("hold", day, "等核实", office.zhou)
    assert not awaiting(office.by("zhou")).exists()


@pytest.mark.parametrize("who", ["lin", "fang", "auditor"])
def test_only_the_desk_undoes(office, who):
    made = decide(send_in(office), "take_up", by=office.by("zhou"))

    with pytest.raises(NotPermitted):
        undo(made, by=office.by(who))
