"""A member's record for the yearly file, and a unit's page: who sees them, what is counted, what is only counted in sums."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reported import Ledger, moment

from zhitong.figures import actions
from zhitong.intake import actions as intake
from zhitong.intake.models import WHOLE, SubmissionAuthor
from zhitong.paper import to_html
from zhitong.reports import queries
from zhitong.reports.records import record_of, record_paper, unit_figures
from zhitong.reports.unit_paper import unit_paper

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 1)
SPRING = date(2026, 3, 2)


class Writer(Ledger):
    def by(self, *people, day=SPRING, withheld=False):
        source = self.received(day, withhold_name=withheld)
        for position, person in enumerate(people, 1):
            SubmissionAuthor.objects.create(
                submission=source, person=person, name=person.name, position=position, share=WHOLE // len(people)
            )
        return source


@pytest.fixture
def writer(office):
    return Writer(office)


def test_a_year_with_what_came_of_it_alone_and_jointly(office, writer):
    alone, joint = writer.by(office.lin), writer.by(office.jiang, office.lin)
    writer.by(office.lin, day=date(2025, 12, 31))
    brief = writer.brief(alone, joint)
    writer.adopted(brief, SPRING)
    writer.instructed(writer.brief(alone), SPRING)
    record = record_of(office.lin, 2026, TODAY)
    assert (record.received, record.adopted, record.instructions) == (2, 2, 1)
    assert record.adoptions == [("市政协", 2)]
    assert [credit.part for credit in record.credits] == ["独立", "联名第2位 50 %"]
    assert record.credits[0].result == "市政协采用；批示1件次"


def test_protected_submissions_are_counted_only_in_sums_of_five(office, writer):
    for _ in range(4):
        secret = writer.by(office.lin, withheld=True)
    writer.by(office.lin)
    writer.adopted(writer.brief(secret), SPRING)
    record = record_of(office.lin, 2026, TODAY)
    assert (record.received, record.adopted, record.protected_received, record.protected_adopted) == (1, 0, None, None)
    printed = to_html(record_paper(record))
    assert secret.title not in printed
    assert "4件" not in printed

    writer.by(office.lin, withheld=True)
    record = record_of(office.lin, 2026, TODAY)
    assert (record.received, record.protected_received, record.protected_adopted) == (1, 5, None)
    printed = to_html(record_paper(record))
    assert "另有要求不具名的来稿5件，不列明细" in printed
    assert secret.title not in printed
    assert "市政协" not in printed  # its one adoption is fewer than five


SCHEME = """
id: of_members
name: 委员计分办法
family: member
subject: person
levels: [{id: sent_in, who: [区政协收到], points: 2}, {id: city, who: [市政协], points: 5}]
accumulate: sum
repeat_same_level: each
authors: {information: 均分}
"""


def test_a_record_says_the_points_of_what_was_sent_in_under_the_name(office, writer, sign_in):
    joint, before = writer.by(office.jiang, office.lin), writer.by(office.lin, day=date(2025, 12, 1))
    writer.adopted(writer.brief(joint), SPRING)
    writer.adopted(writer.brief(before), SPRING)
    writer.adopted(writer.brief(writer.by(office.lin, withheld=True)), SPRING)
    assert record_of(office.lin, 2026, TODAY).points is None  # no scheme for people is in force
    version = actions.write_scheme(SCHEME, by=office.by("he"))
    actions.publish_scheme(version, by=office.by("wu"), valid_from=date(2026, 1, 1))
    record = record_of(office.lin, 2026, TODAY)
    assert record.total == "8.5"  # (2 + 5) / 2 of the joint one, 5 of last year's; nothing of what is protected
    assert {submission.pk for _line, submission, _points, _item in record.lines} == {joint.pk, before.pk}
    assert "按《委员计分办法》第1版，本年度具名来稿计8.5分" in to_html(record_paper(record))
    page = sign_in(office, "lin").get(reverse("reports:own_record"), {"year": "2026"}).content.decode()
    assert "8.5" in page and before.title in page


def test_who_sees_a_record(office, writer, sign_in, stranger):
    source = writer.by(office.lin)
    own, desk = reverse("reports:own_record"), reverse("reports:member_record", args=[office.lin.code])
    assert source.title in sign_in(office, "lin").get(own, {"year": "2026"}).content.decode()
    assert source.title not in sign_in(office, "jiang").get(own, {"year": "2026"}).content.decode()
    assert source.title in sign_in(office, "zhou").get(desk, {"year": "2026"}).content.decode()
    for key in ("jiang", "du", "fang"):
        assert sign_in(office, key).get(desk).status_code in (403, 404), key
    assert sign_in(stranger, "chen").get(desk).status_code == 404
    for name in ("own_record_docx", "own_record_pdf"):
        assert sign_in(office, "lin").get(reverse(f"reports:{name}")).status_code == 200
    for name in ("member_docx", "member_pdf"):
        assert sign_in(office, "zhou").get(reverse(f"reports:{name}", args=[office.lin.code])).status_code == 200


def test_a_years_queries_do_not_grow(office, writer):
    def count():
        with CaptureQueriesContext(connection) as captured:
            record_of(office.lin, 2026, TODAY)
        return len(captured)

    writer.adopted(writer.brief(writer.by(office.lin)), SPRING)
    few = count()
    for _ in range(9):
        writer.adopted(writer.brief(writer.by(office.lin, office.jiang)), SPRING)
    assert count() == few <= 6


def test_a_units_page_counts_its_own_and_says_which_calls_it_answered(office, writer, sign_in):
    mine, other = writer.by(office.lin), writer.received(SPRING, "party")
    intake.issue_commission(
        by=office.by("zhou", at=moment(SPRING)),
        title="冬季供暖",
        content="请写。",
        due_on=date(2026, 3, 9),
        units=[office.units["street"]],
    )
    address = reverse("reports:unit", args=[office.units["street"].code])
    liaison = sign_in(office, "du").get(address)
    body = liaison.content.decode()
    assert liaison.status_code == 200
    assert mine.title in body
    assert other.title not in body
    assert "冬季供暖" in body
    assert liaison.context["figures"][0].now.count == 1
    assert sign_in(office, "du").get(reverse("reports:unit", args=[office.units["party"].code])).status_code == 404
    assert sign_in(office, "lin").get(address).status_code in (403, 404)
    assert sign_in(office, "zhou").get(address).status_code == 200


UNITS = """
id: of_units
name: 单位计分办法
family: cppcc
subject: unit
levels: [{id: sent_in, who: [区政协], points: 2}]
accumulate: sum
repeat_same_level: each
counted: [{id: walk, when: 走访群众, points: 3}]
ranking: {ties: shared}
"""


def test_a_units_page_as_a_paper_says_the_same_with_its_points(office, writer, sign_in):
    mine, other = writer.by(office.lin), writer.received(SPRING, "party")
    version = actions.write_scheme(UNITS, by=office.by("he"))
    version = actions.publish_scheme(version, by=office.by("wu"), valid_from=date(2025, 1, 1))
    given = actions.Given("record:counted:walk", SPRING, 2, "走访", unit=office.units["street"])
    entry = actions.enter_points(version, given, by=office.by("zhou"))
    actions.confirm_points(entry, by=office.by("he"))
    code = office.units["street"].code
    page = sign_in(office, "du").get(reverse("reports:unit", args=[code]))
    assert page.context["total"] == "8" and "走访群众" in page.content.decode()

    today = queries.today_of(office.by("he"))
    unit = office.units["street"]
    _period, figures = unit_figures(unit, today)
    sent = list(queries.unit_submissions(office.by("he"), unit))
    words = to_html(unit_paper(unit, today, figures, queries.unit_calls(unit, today), sent))
    assert mine.title in words and other.title not in words
    assert "按《单位计分办法》第1版，本年计8分。" in words and "来稿量（件）" in words
    for name, begins in (("unit_docx", b"PK"), ("unit_pdf", b"%PDF")):
        assert sign_in(office, "du").get(reverse(f"reports:{name}", args=[code])).content.startswith(begins)
        foreign = reverse(f"reports:{name}", args=[office.units["party"].code])
        assert sign_in(office, "du").get(foreign).status_code == 404
