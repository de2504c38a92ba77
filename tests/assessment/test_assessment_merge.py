"""并稿: joining submissions on one matter, and taking them apart again."""

import pytest
from assessment_cast import FACTS, send_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.assessment.actions import decide, undo
from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import awaiting, followers_of, in_force, lead_of
from zhitong.errors import BadInput, Refused
from zhitong.journal.queries import entries_of


def test_a_merge_empties_nothing_and_can_be_taken_back(office):
    lead, other = send_in(office, "电梯停运一"), send_in(office, "电梯停运二", body="二号楼的电梯也停了。")

    made = decide(other, "merge", by=office.by("zhou"), into=lead)

    assert list(followers_of(lead)) == [other]
    assert lead_of(other) == lead
    other.refresh_from_db()
    assert (other.title, other.body) == ("电梯停运二", "二号楼的电梯也停了。")
    lead.refresh_from_db()
    assert lead.facts == FACTS

    undo(made, by=office.by("zhou"))

    assert not followers_of(lead).exists()
    assert list(awaiting(office.by("zhou"))) == [lead, other]


def test_the_merge_stands_in_both_timelines(office):
    lead, other = send_in(office, "一"), send_in(office, "二")

    decide(other, "merge", by=office.by("zhou"), into=lead)

    assert [entry.action for entry in entries_of(office.office.pk, [lead.code])][-1] == "assessment.decided"


def test_what_becomes_of_the_leading_one_stands_in_the_timeline_of_the_joined(office):
    lead, other = send_in(office, "一"), send_in(office, "二")
    decide(other, "merge", by=office.by("zhou"), into=lead)

    decide(lead, "take_up", by=office.by("zhou"))

    assert entries_of(office.office.pk, [other.code]).last().subject_code == lead.code


def test_joined_ones_follow_their_lead_into_a_larger_merge(office):
    first, second, third = (send_in(office, name) for name in "一二三")
    decide(second, "merge", by=office.by("zhou"), into=first)

    made = decide(first, "merge", by=office.by("zhou"), into=third)

    assert set(followers_of(third)) == {first, second}
    assert lead_of(second) == third

    undo(made, by=office.by("zhou"))

    assert list(followers_of(first)) == [second]
    assert not followers_of(third).exists()


@pytest.mark.parametrize("what", ["itself", "joined to it", "joined to a third", "declined", "another office's"])
def test_what_cannot_lead_is_refused(office, stranger, what):
    submission, third = send_in(office, "一"), send_in(office, "三")
    lead = submission if what == "itself" else send_in(office, "二")
    if what == "joined to it":
        decide(lead, "merge", by=office.by("zhou"), into=submission)
    elif what == "joined to a third":
        decide(lead, "merge", by=office.by("zhou"), into=third)
    elif what == "declined":
        decide(lead, "decline", by=office.by("zhou"), words="已经解决")
    elif what == "another office's":
        lead = send_in(stranger, by="bai")

    with pytest.raises(BadInput) as refusal:
        decide(submission, "merge", by=office.by("zhou"), into=lead)

    assert refusal.value.field == "into"
    assert in_force(submission) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    merges=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12), undone=st.sets(st.integers(0, 11))
)
def test_whatever_is_joined_and_taken_apart_each_has_one_lead_and_nothing_is_lost(office, merges, undone):
    by = office.by("zhou")
    for standing in Assessment.objects.filter(undone_at=None).order_by("-pk"):
        undo(standing, by=by)
    items = list(awaiting(by)) or [send_in(office, f"第{n}件") for n in range(5)]

    made = []
    for one, into in merges:
        try:
            made.append(decide(items[one], "merge", by=by, into=items[into]))
        except Refused:
            continue
    for place, assessment in enumerate(made):
        if place in undone:
            undo(assessment, by=by)

    leads = [item for item in items if lead_of(item) == item]
    gathered = [follower for lead in leads for follower in followers_of(lead)]
    assert sorted(item.pk for item in leads + gathered) == sorted(item.pk for item in items)
