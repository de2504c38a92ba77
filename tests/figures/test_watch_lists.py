"""The lists against gaming: each finds its own case with its evidence, and lets the honest neighbour of it alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from histories import moment, write_down
from test_measures import only, sent

from zhitong.assessment.models import Assessment
from zhitong.desk.models import Brief, Signature
from zhitong.figures.periods import read_period
from zhitong.figures.scope import Scope
from zhitong.figures.watching import BY_NAME, all_found
from zhitong.intake.models import Submission, SubmissionAuthor
from zhitong.outcomes.models import Adoption

DAY = date(2024, 5, 6)
TEXT = "柳岸街道河湾小区三部电梯自今年3月起先后停运，127户居民出行不便，其中70岁以上老人41人，物业公司退出后无人接手，维修资金账户余额不足。"
OTHER = "东浦街道菜市场南门每天早晨六点至八点有三十多辆货车占道卸货，学生上学须走机动车道，交警部门多次劝离仍反复，建议错时卸货并划定专用车位。"


def scope(office):
    known = date(2024, 12, 31)
    return Scope(office.office.pk, read_period("2024", known), known)


def found(office, name):
    return BY_NAME[name].find(scope(office))


@pytest.fixture
def three(office):
    """Three submissions: the second 5 days, the third 90 days after the first; each by 林小河, texts as the test sets them."""
    days = (DAY, DAY + timedelta(days=5), DAY + timedelta(days=90))
    write_down(office, only(*(sent("street", day=day) for day in days)))
    SubmissionAuthor.objects.update(person=office.lin, name=office.lin.name)
    rows = list(Submission.objects.order_by("serial"))
    for row, text in zip(rows, (TEXT, TEXT + OTHER[:20], TEXT[:60]), strict=True):
        row.body = text
        row.save(update_fields=["body"])
    return rows


def test_splits_are_within_14_days_and_what_comes_later_was_sent_in_again(office, three):
    first, second, third = three

    assert [each.submissions for each in found(office, "splits")] == [(second, first)]
    assert {each.submissions for each in found(office, "recycled")} == {(third, first), (third, second)}
    assert "5" in found(office, "splits")[0].evidence and found(office, "splits")[0].passage in TEXT
    assert found(office, "copied") == []


def test_a_follow_up_that_names_the_older_one_is_no_recycling(office, three):
    first, second, third = three
    Submission.objects.filter(pk=third.pk).update(follows=first)
    Submission.objects.filter(pk=second.pk).update(body=OTHER)

    assert found(office, "recycled") == [] == found(office, "splits")


def test_copying_between_units_says_where_it_goes_both_ways(office, three):
    first, second, third = three
    Submission.objects.filter(pk__in=[second.pk]).update(unit=office.units["party"])
    SubmissionAuthor.objects.filter(submission=second).update(person=office.jiang)
    assert [each.submissions for each in found(office, "copied")][-1] == (second, first)
    both = [each for each in found(office, "copied") if each.submissions == (third, second)]
    assert both and "互有雷同" in both[0].evidence  # street copied from party, party from street


def test_days_across_a_quarters_end_are_listed_with_both_days(office):
    in_time = {"kind": "adoption", "brief": 0, "day": date(2024, 3, 20), "known": moment(date(2024, 3, 31)), "rank": 4, "end": "stands"}  # fmt: skip
    late = in_time | {"day": date(2024, 3, 31), "known": moment(date(2024, 4, 1))}
    paper = {"of": [0], "state": "signed", "signed": moment(DAY), "kind": "single", "express": False}
    write_down(office, only(sent("party", day=date(2024, 3, 1)), briefs=[paper], outcomes=[in_time, late]))

    (finding,) = found(office, "quarters")
    assert (
        finding.brief == Brief.objects.get() and "2024-03-31" in finding.evidence and "2024-04-01" in finding.evidence
    )
    assert Adoption.objects.count() == 2


def test_withdrawn_after_a_decision_against_it(office, three):
    first, second, _third = three
    for row in (first, second):
        Submission.objects.filter(pk=row.pk).update(withdrawn_at=moment(DAY + timedelta(days=9)))
    Assessment.objects.create(submission=first, verdict="decline", by=office.zhou, at=moment(DAY + timedelta(days=8)))
    Assessment.objects.create(submission=second, verdict="take_up", by=office.zhou, at=moment(DAY + timedelta(days=8)))

    assert [each.submissions for each in found(office, "withdrawn")] == [(first,)]


def test_many_authors_and_own_hands(office, three):
    first, second, _third = three
    for position in range(2, 6):
        first.authors.create(name=f"某{position}", position=position, share=0)
    second.authors.create(name="某", position=2, share=0)
    assert [each.submissions for each in found(office, "authors")] == [(first,)]

    paper = {"of": [], "state": "signed", "signed": moment(DAY), "kind": "single", "express": False}
    from zhitong.desk.models import BriefSource, Revision, Series

    series = Series.objects.create(office=office.office, name="又一刊")
    for number, (signer, source) in enumerate(((office.wu, first), (office.zhou, first), (office.lin, first)), 1):
        brief = Brief.objects.create(office=office.office, series=series, title="稿", state=paper["state"], year=2024, number=number,
                                     signed_at=paper["signed"], editor=office.zhou, started_at=paper["signed"])  # fmt: skip
        text = Revision.objects.create(
            brief=brief, ordinal=1, title="稿", body="文", digest="0" * 64, by=office.zhou, at=paper["signed"]
        )
        BriefSource.objects.create(brief=brief, submission=source, share=10_000, position=1)
        Signature.objects.create(
            brief=brief, step=1, role="signer", verdict="sign", revision=text, by=signer, at=paper["signed"]
        )
    assert sorted((each.brief.number, each.evidence) for each in found(office, "hands")) == [
        (2, "签发人即编辑本人"),
        (3, "签发人是所依据来稿的作者"),
    ]


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_each_list_is_a_page_for_those_who_may_and_names_no_author(office, three, sign_in, name):
    page = sign_in(office, "he").get("/figures/watch/", {"period": "2024", "list": name})

    assert page.status_code == 200
    assert office.lin.name not in page.content.decode()
    assert sign_in(office, "zhou").get("/figures/watch/", {"list": name}).status_code == 403


def test_all_lists_together_hold_what_each_holds_alone(office, three, sign_in):
    every = all_found(scope(office))
    for name, watched in BY_NAME.items():
        assert [(each.evidence, each.day) for each in every[name]] == [
            (each.evidence, each.day) for each in watched.find(scope(office))
        ], name
    assert any(every.values())
    page = sign_in(office, "he").get("/figures/watch/", {"period": "2024", "told": "1"})
    assert dict((watched.name, number) for watched, number in page.context["lists"]) == {
        name: len(found) for name, found in every.items()
    }
