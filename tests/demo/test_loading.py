"""The demo holds what it promises, made by deeds that the journal tells, once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from demo_day import TODAY
from django.db.models import F
from django.utils import timezone

from zhitong.assessment.models import Assessment, SavedView, Sitting
from zhitong.assessment.themes.models import Theme
from zhitong.demo.content import matters
from zhitong.demo.days import Days
from zhitong.demo.load import load
from zhitong.demo.story import Story
from zhitong.desk.models import Brief, Signature
from zhitong.dispatch.models import Dispatch, ExpressReview
from zhitong.errors import WrongState
from zhitong.figures.commending import commend
from zhitong.figures.models import SchemeVersion
from zhitong.figures.people_scoring import reckon_people
from zhitong.figures.periods import read_period
from zhitong.figures.queries import scheme_of
from zhitong.figures.schemes import Decisions, open_questions
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import reckon
from zhitong.intake.models import Attachment, Commission, Submission, SubmissionAuthor
from zhitong.journal import queries as journal
from zhitong.journal.models import Entry
from zhitong.network.actors import actor_for
from zhitong.network.models import Account, Choice, Membership, Office, Person, Unit
from zhitong.notices.models import Notice
from zhitong.outcomes.models import Adoption, Instruction, Reply
from zhitong.reports.actions.papers import digest_holds
from zhitong.reports.models import Push, Report
from zhitong.search.nearest import similar_to
from zhitong.workdays import Calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def main_office() -> Office:
    return Office.objects.get(short_name="临溪区政协")


def ours(model, **conditions):
    return model.objects.filter(office=main_office(), **conditions)


def test_a_district_with_its_neighbour_and_two_ladders_above():
    assert set(Office.objects.values_list("short_name", "ladder")) == {
        ("云州市政协", "cppcc"),
        ("九三云州市委会", "party"),
        ("临溪区政协", "cppcc"),
        ("北屏区政协", "cppcc"),
    }
    units = ours(Unit)
    assert units.count() >= 14
    assert set(units.values_list("kind", flat=True)) == set(Unit.Kind.values) - {Unit.Kind.LOWER_OFFICE}
    assert ours(Person).count() >= 32


def test_somebody_moved_and_what_they_sent_in_before_stays_with_the_old_unit():
    qin = Person.objects.get(name="秦朗")
    assert Membership.objects.filter(person=qin).count() == 2
    units = set(Submission.objects.filter(authors__person=qin).values_list("unit__name", flat=True))
    assert units == {"教育界", "石桥街道委员联络组"}


def test_two_years_of_submissions_on_working_days_before_the_day_of_loading():
    received = [timezone.localtime(at) for at in ours(Submission).values_list("received_at", flat=True)]
    assert len(received) >= 150
    assert max(received).date() < TODAY
    assert (max(received) - min(received)).days > 600
    assert all(Calendar().is_working_day(at) for at in received)
    assert sum(at.date() > TODAY - timedelta(days=33) for at in received) >= 40


def test_what_waits_in_the_queue_is_new_nearly_late_and_late():
    decided = Assessment.objects.filter(undone_at=None).values("submission")
    waiting = ours(Submission, withdrawn_at=None).exclude(pk__in=decided)
    ages = [
        Calendar().queue_age(at, timezone.make_aware(datetime(2026, 6, 10, 9)), 3, 5).value
        for at in waiting.values_list("received_at", flat=True)
    ]
    assert len(ages) >= 12
    assert set(Counter(ages)) == {"new", "near", "late"}


def test_what_was_held_long_ago_does_not_lie_in_the_queue():
    old = Assessment.objects.filter(submission__office=main_office(), undone_at=None, verdict="hold")
    assert old.filter(hold_until__gt=TODAY).exists()
    assert not old.filter(hold_until__lt=TODAY - timedelta(days=15)).exists()


def test_every_kind_of_decision_was_taken():
    verdicts = set(Assessment.objects.filter(submission__office=main_office()).values_list("verdict", flat=True))
    assert verdicts == set(Assessment.Verdict.values)


def test_briefs_are_issued_in_both_series_and_some_are_still_on_their_way():
    states = Counter(ours(Brief).values_list("state", flat=True))
    assert states["signed"] >= 40
    assert states["in_review"] >= 2
    assert states["drafting"] >= 1
    assert set(ours(Brief, state="signed").values_list("series__name", flat=True)) == {
        "临溪社情民意",
        "临溪社情民意专报",
    }
    assert ours(Brief, kind="composite").count() >= 6
    assert ours(Brief).exclude(corrects=None).count() == 1
    assert Signature.objects.filter(verdict="return").exists()
    assert Signature.objects.filter(verdict="sign").exclude(acting_for=None).exists()


def test_joint_authors_withheld_names_express_and_calls():
    assert SubmissionAuthor.objects.filter(position=2).exists()
    assert ours(Submission, withhold_name=True).count() >= 5
    reviews = ExpressReview.objects.filter(brief__office=main_office())
    assert reviews.exclude(closed_at=None).count() >= 2
    assert reviews.filter(closed_at=None).count() == 1
    calls = ours(Commission)
    assert {"open", "closed"} <= set(calls.values_list("state", flat=True))
    assert ours(Submission).exclude(commission=None).count() >= 5
    missed = [entry.details for entry in Entry.objects.filter(action="intake.commission_closed")]
    assert any('"missed":0' not in details.replace(" ", "") for details in missed)


def test_the_sittings_of_the_last_weeks_are_closed_into_minutes():
    sittings = ours(Sitting)
    assert sittings.count() == 22
    assert not sittings.filter(closed_at=None).exists()
    assert sum(sitting.figures["decided"] for sitting in sittings) >= 20


def test_outcomes_come_from_several_levels_and_by_both_ladders():
    adoptions = ours(Adoption, void=False)
    assert set(adoptions.values_list("rank", flat=True)) == {1, 2, 3, 4}
    assert set(adoptions.values_list("ladder", flat=True)) == {"cppcc", "party"}
    assert adoptions.exclude(came_from=None).count() >= 20
    assert adoptions.exclude(corrects=None).count() == 1
    late = [a for a in adoptions.filter(rank=1) if (timezone.localdate(a.recorded_at) - a.happened_on).days > 60]
    assert late
    assert ours(Instruction).count() >= 15
    assert ours(Instruction).exclude(came_from=None).exists()
    assert ours(Reply).count() >= 8
    assert ours(Dispatch).values("recipient__kind").distinct().count() >= 3


def test_the_outbox_holds_notices_that_wait_and_one_held_back():
    states = Counter(ours(Notice).values_list("state", flat=True))
    assert states["waiting"] >= 3
    assert states["held_back"] == 1
    assert states["released"] > 100


def test_every_chain_holds_and_is_told_in_the_order_of_time():
    for office in Office.objects.all():
        assert journal.verify_office(office.pk).holds
        moments = list(Entry.objects.filter(office_id=office.pk).order_by("seq").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert timezone.localdate(max(moments)) < TODAY


def test_what_offices_really_adopt_and_instruct():
    """About a third of what came in is adopted (workflow.md: 20 to 60 % of offices' own counts); instructions are rarer."""
    all_of_them = ours(Submission)
    adopted = all_of_them.filter(used_in__brief__state="signed").distinct()
    instructed = adopted.filter(used_in__brief__instructions__isnull=False).distinct()
    assert 0.25 <= adopted.count() / all_of_them.count() <= 0.40
    assert instructed.count() / all_of_them.count() <= 0.20


def test_some_were_withdrawn_one_went_to_paper_and_some_bring_files():
    assert ours(Submission).exclude(withdrawn_at=None).count() >= 3
    assert ours(Submission).exclude(paper_at=None).count() == 1
    files = Attachment.objects.filter(submission__office=main_office()).values_list("file__media_type", flat=True)
    assert {media.split("/")[-1][:3] for media in files} == {"png", "pdf", "vnd"}
    assert ours(SavedView, person=None).count() == 3
    assert ours(SavedView).exclude(person=None).count() >= 3


def test_texts_are_as_long_as_offices_write_them():
    """Most reports of this kind run from 500 to 900 characters, few above 1,000, none above what a series takes."""
    bodies = [
        len(brief.signed_revision.body) for brief in ours(Brief, state="signed").select_related("signed_revision")
    ]
    assert sum(bodies) / len(bodies) >= 600
    assert max(bodies) <= 1500


def test_some_sources_write_much_and_many_write_little():
    lengths = [len(matter.facts + matter.causes + matter.advice + matter.body) for matter in matters()]
    assert sum(length >= 450 for length in lengths) >= 70
    assert sum(length >= 1000 for length in lengths) >= 8
    assert sum(length < 300 for length in lengths) >= 60


def test_a_leaders_deputy_read_and_instructed_and_replies_name_their_instruction():
    assert ours(Dispatch).exclude(read_by=None).exclude(read_by=F("recipient__person")).exists()
    assert ours(Instruction).exclude(deputy=None).exists()
    assert ours(Reply).exclude(answers=None).count() >= 6


def test_what_the_machine_proposed_was_confirmed_named_and_rejected():
    themes = ours(Theme)
    kept = themes.filter(state="confirmed")
    assert set(kept.values_list("name", flat=True)) == {"石桥小学门口放学拥堵", "沿河路夜间渣土车扰民"}
    assert kept.get(name__startswith="沿河路").items.filter(state="confirmed").count() == 4
    assert themes.filter(state="rejected").exists() and themes.filter(state="proposed").exists()


@pytest.mark.parametrize(
    ("title", "before", "flag"),
    [
        ("桥下棋摊请留一块地方", "临溪桥下的棋摊不要一赶了之", "repeated"),
        ("农贸市场改造后，摊位费涨了近两倍", "农贸市场改造后，卖菜的自产自销摊位没有了", "split"),
    ],
)
def test_one_letter_came_by_two_ways_and_one_matter_by_pieces(title, before, flag):
    chief = actor_for(Person.objects.get(name="何静"), channel="web")
    nearest = similar_to(chief, "submission", Submission.objects.get(title=title))
    assert [(one.entry.title, one.flag) for one in nearest.near] == [(before, flag)]


def test_the_gazetteer_names_places_by_their_usual_names_too():
    places = Choice.objects.filter(office=main_office(), list="place")
    assert places.count() >= 30
    assert places.get(name="东浦产业园").data == {"kind": "other", "aliases": ["产业园"], "within": "东浦街道"}


def test_nobody_has_a_password():
    assert not any(account.has_usable_password() for account in Account.objects.all())


def test_it_is_loaded_into_an_empty_installation_only():
    with pytest.raises(WrongState) as refusal:
        load(TODAY)
    assert refusal.value.code == "demo.load.not_empty"


def test_the_plan_is_the_same_on_every_day_of_loading():
    """All is counted in working days and all chance is seeded: received days are as far back whatever the day of loading."""

    def plan(today):
        days = Days(today)
        return [days.ago(days.at(matter.days, 12)) for matter in matters()]

    assert plan(TODAY) == plan(TODAY.replace(month=9))


def test_a_story_goes_in_order_and_leaves_out_the_day_of_loading():
    from random import Random

    story = Story(Days(TODAY))
    told = []
    first = story.days.at(2, 9)
    story.at(story.days.at(1, 9), lambda at: told.append("second"))
    story.at(first, lambda at: told.append("first"))
    story.later(first, 2, Random(1), lambda at: told.append("never"))
    assert story.tell(lambda at: None) == 2
    assert told == ["first", "second"]


def test_a_closed_report_an_open_one_and_two_lists_of_the_push():
    reports = ours(Report)
    closed, opened = reports.get(state=Report.State.CLOSED), reports.get(state=Report.State.OPEN)
    assert (closed.period, closed.issue, opened.period) == ("2025Q4", "〔2026〕1号", "2026Q1")
    assert digest_holds(closed)
    assert "一是少数单位来稿偏少" in str(closed.content)
    first, second = ours(Push).order_by("number")
    assert (second.planned_on - first.planned_on).days == 14
    moved = Counter(second.entries.values_list("moved", flat=True))
    assert moved["carried"] >= 2
    assert moved["closed"] >= 1
    assert len({entry.line.sort for entry in second.entries.select_related("line")}) >= 4


def test_the_office_has_published_its_scoring_rule_and_everybodys_points_add_up():
    first, second = ours(SchemeVersion).order_by("version")
    assert (first.state, second.state) == ("signed", "signed") and first.valid_from < second.valid_from
    assert not open_questions(scheme_of(second), Decisions.of(second.decisions))
    scope = Scope(main_office().pk, read_period(str(TODAY.year), TODAY), TODAY)
    units, people = reckon(second, scope), reckon_people(second, scope, apart="member")
    assert not units.refusal and not people.refusal and not units.unmatched
    for each in (*units.units, *people.people):
        assert each.blocked is None and each.total == sum(line.points for line, _item in each.lines)
    assert max(each.total for each in units.units) > 30 and len(people.people) >= 10
    rows = {line.row for each in units.units for line, _item in each.lines}
    assert {"sent_in", "own_single", "city", "district_leader"} <= rows
    found = commend(second, scope)
    assert all(each.refusal is None for each in (*found.tiers, *found.awards)) and found.awards[0].lines
    assert found.not_told == ("内容失实造成不良影响",)
    assert (
        units.by_hand == ("派员参加信息工作培训（2）",) and "training" in rows
    )  # and a third entry waits for a second person
