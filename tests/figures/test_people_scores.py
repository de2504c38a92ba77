"""People by a scheme: each author's own share, places apart, and nothing that tells of who asked not to be named."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from histories import moment

from zhitong.desk.models import Brief, BriefSource, Series
from zhitong.figures import actions
from zhitong.figures.commending import commend
from zhitong.figures.people_scoring import LEAST_TOGETHER, protected_sum, reckon_people, score_of
from zhitong.figures.periods import read_period
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import reckon
from zhitong.intake.models import WHOLE, Submission, SubmissionAuthor
from zhitong.network.models import Person
from zhitong.outcomes.models import Adoption

START = date(2024, 3, 1)
TEXT = """
id: of_people
name: 临溪区委员计分办法
family: member
subject: both
levels:
  - {id: sent_in, who: [区政协收到], points: 1}
  - {id: city, who: [市政协], points: 10}
accumulate: sum
repeat_same_level: each
authors: {information: %s}
ranking: {by: [积分], ties: shared}
"""


class Ledger:
    """Submissions by people, and what came of them, each with the day it was known."""

    def __init__(self, office):
        self.office = office
        self.series = Series.objects.create(office=office.office, name="试验刊")
        self.people = [
            Person.objects.create(office=office.office, name=f"委员{n}", is_member=n < 4, added_at=moment(START))
            for n in range(9)
        ]
        self.serial = 0

    def sent(self, *people, day=START, withheld=False, shares=None):
        self.serial += 1
        row = Submission.objects.create(
            office=self.office.office,
            year=2024,
            serial=self.serial,
            title=f"第{self.serial}件",
            body="正文",
            unit=self.office.units["street"],
            withhold_name=withheld,
            received_at=moment(day),
            recorded_at=moment(day),
            channel="page",
            digest="0" * 64,
        )
        shares = shares or [WHOLE // len(people)] * len(people)
        for position, (person, share) in enumerate(zip(people, shares, strict=True), 1):
            SubmissionAuthor.objects.create(
                submission=row, person=person, name=person.name, position=position, share=share
            )
        return row

    def adopted(self, row, day=START):
        brief = Brief.objects.create(
            office=self.office.office,
            series=self.series,
            kind="single",
            state="signed",
            title="稿",
            year=2024,
            number=Brief.objects.count() + 1,
            signed_at=moment(day),
            editor=self.office.zhou,
            started_at=moment(day),
        )
        BriefSource.objects.create(brief=brief, submission=row, share=WHOLE, position=1)
        return Adoption.objects.create(
            office=self.office.office, brief=brief, happened_on=day, recorded_at=moment(day), body="市政协", rank=3
        )

    def version(self, rule="equal", *, published=True):
        version = actions.write_scheme(TEXT % rule, by=self.office.by("he"))
        return actions.publish_scheme(version, by=self.office.by("wu")) if published else version

    def scope(self, known_by=date(2024, 12, 31), code="2024"):
        return Scope(self.office.office.pk, read_period(code, known_by), known_by)


@pytest.fixture
def ledger(office):
    return Ledger(office)


def totals(sheet):
    return {each.person.name: each.total for each in sheet.people}


def test_joint_shares_sum_to_exactly_what_the_submission_earned(ledger):
    a, b, c, d, *_ = ledger.people
    ledger.adopted(ledger.sent(a, b, c))
    ledger.sent(d)
    sheet = reckon_people(ledger.version(), ledger.scope(), apart="all")

    found = totals(sheet)
    assert (found["委员0"], found["委员1"], found["委员2"]) == (Decimal("3.68"), Decimal("3.66"), Decimal("3.66"))
    assert sum(found.values()) == 11 + 1
    assert sum(found.values()) == sum(
        each.total for each in reckon(ledger.version(), ledger.scope()).units if each.items
    )
    assert [each.place.place for each in sheet.people] == [1, 2, 2, 4]
    for each in sheet.people:
        assert sum(line.points for line, _item in each.lines) == each.total


def test_registered_shares_and_a_partner_the_office_does_not_know(ledger):
    a, b, *_ = ledger.people
    row = ledger.sent(a, b, shares=[6000, 3000])
    SubmissionAuthor.objects.create(submission=row, person=None, name="外来者", position=3, share=1000)
    ledger.adopted(row)
    found = totals(reckon_people(ledger.version("按署名比例"), ledger.scope(), apart="all"))
    assert found == {"委员0": Decimal("6.6"), "委员1": Decimal("3.3")}


def test_how_authors_share_is_asked_before_publishing_and_blocks_only_who_it_touches(ledger):
    a, b, c, *_ = ledger.people
    ledger.sent(a, b)
    ledger.sent(c)
    version = actions.write_scheme(TEXT.replace("authors: {information: %s}\n", ""), by=ledger.office.by("he"))
    sheet = reckon_people(version, ledger.scope(), apart="all")
    assert {each.person.name: each.blocked.key if each.blocked else each.total for each in sheet.people} == {
        "委员0": "joint",
        "委员1": "joint",
        "委员2": 1,
    }
    with pytest.raises(Exception, match="1"):
        actions.publish_scheme(version, by=ledger.office.by("wu"))
    version = actions.decide(version, "joint", "first_only", reason="会议定", by=ledger.office.by("he"))
    assert totals(reckon_people(version, ledger.scope(), apart="all")) == {"委员0": 1, "委员1": 0, "委员2": 1}


def test_places_are_given_apart(ledger):
    for person in ledger.people[2:6]:
        ledger.sent(person)
    ledger.sent(ledger.people[5])
    sheet = reckon_people(ledger.version(), ledger.scope(), apart="member")
    assert [(each.group, each.person.name, each.place.place) for each in sheet.people] == [
        ("其他人员", "委员5", 1),
        ("其他人员", "委员4", 2),
        ("政协委员", "委员2", 1),
        ("政协委员", "委员3", 1),
    ]


def test_no_place_and_no_total_moves_by_what_asked_not_to_be_named(ledger):
    """The two tables, with and without it, are the same table; and on no two days do they differ by it."""
    for person in ledger.people[:5]:
        ledger.sent(person)
    version, before = ledger.version(), {}
    for apart in ("all", "member", "kind", "unit"):
        sheet = reckon_people(version, ledger.scope(), apart=apart)
        before[apart] = [(each.person, each.group, each.place.place, each.total) for each in sheet.people]
    secret = ledger.people[8]  # who sent nothing else: even standing in the list would tell
    ledger.adopted(ledger.sent(secret, ledger.people[0], withheld=True))
    for apart, rows in before.items():
        sheet = reckon_people(version, ledger.scope(), apart=apart)
        assert [(each.person, each.group, each.place.place, each.total) for each in sheet.people] == rows
        assert sheet.protected is None
    assert score_of(secret, version, ledger.scope()).total == 0


def test_the_sum_of_protected_authors_moves_only_by_five_people_and_five_items_at_a_time(ledger):
    version = ledger.version()
    days = []
    for n in range(40):
        day = START + timedelta(days=n)
        days.append(day)
        row = ledger.sent(ledger.people[n % 7], day=day, withheld=True)
        if n % 3 == 0:
            ledger.adopted(row, day)
    seen = [protected_sum(version, ledger.scope(day)) for day in days]

    assert seen[LEAST_TOGETHER - 2] is None and seen[LEAST_TOGETHER - 1].items == LEAST_TOGETHER
    changed = [(one, two) for one, two in zip(seen[4:], seen[5:], strict=False) if one != two]
    assert len(changed) == 40 // LEAST_TOGETHER - 1
    for one, two in changed:
        assert two.items - one.items >= LEAST_TOGETHER
        assert two.points - one.points >= LEAST_TOGETHER
    whole = protected_sum(version, ledger.scope())
    assert (whole.people, whole.items, whole.points) == (7, 40, 40 + 14 * 10)


def test_one_writer_of_many_is_no_sum_and_neither_is_a_part_of_the_year_or_a_draft(ledger):
    for n in range(12):
        ledger.sent(ledger.people[n % 4], withheld=True, day=START + timedelta(days=n))
    version = ledger.version()
    assert protected_sum(version, ledger.scope()) is None  # four people, however many items
    for person in ledger.people[4:9]:
        ledger.sent(person, withheld=True, day=START + timedelta(days=20))
    assert protected_sum(version, ledger.scope()) is not None
    for code in ("2024Q1", "2024-03", "2024H1"):
        assert protected_sum(version, ledger.scope(code=code)) is None
    draft = actions.write_scheme(TEXT % "equal" + "\n", by=ledger.office.by("he"))
    assert protected_sum(draft, ledger.scope()) is None


def test_the_pages_and_the_file_name_nobody_who_asked_not_to_be_named(ledger, sign_in):
    a, b, *_, secret = ledger.people
    shared = ledger.sent(a, b)
    ledger.adopted(shared)
    hidden = ledger.sent(secret, withheld=True)
    version, client = ledger.version(), sign_in(ledger.office, "he")
    base = f"/figures/schemes/{version.code}/people"
    page = client.get(f"{base}/", {"period": "2024", "apart": "all"}).content.decode()
    file = b"".join(client.get(f"{base}.csv", {"period": "2024"}).streaming_content).decode("utf-8-sig")
    for said in (page, file):
        assert "委员0" in said and "5.5" in said and secret.name not in said
    own = client.get(f"{base}/{a.code}/", {"period": "2024"}).content.decode()
    assert shared.title in own and "5.5" in own
    assert hidden.title not in client.get(f"{base}/{secret.code}/", {"period": "2024"}).content.decode()
    units_only = actions.write_scheme(
        (TEXT % "equal").replace("subject: both", "subject: unit").replace("of_people", "of_units"),
        by=ledger.office.by("he"),
    )
    assert client.get(f"/figures/schemes/{units_only.code}/people/").status_code == 404
    for key in ("lin", "zhou"):
        assert sign_in(ledger.office, key).get(f"{base}/").status_code == 403


def test_more_people_cost_no_more_questions(ledger):
    version = ledger.version()
    ledger.adopted(ledger.sent(ledger.people[0]))
    with CaptureQueriesContext(
        connection,
    ) as few:
        reckon_people(version, ledger.scope())
    for person in ledger.people:
        for _n in range(3):
            ledger.adopted(ledger.sent(person))
    with CaptureQueriesContext(connection) as many:
        reckon_people(version, ledger.scope())
    assert len(many) <= len(few)


RULES = """
tiers:
  - {id: first, name: 第一档, points: ">=10"}
  - {id: second, name: 第二档, points: ">0"}
awards:
  - {id: units, name: 先进单位, places: 1}
  - {id: people, name: 先进个人, of: person, apart: all, points: ">=5"}
  - {id: briefs, name: 优秀信息, of: item, rows: [city]}
"""


def test_tiers_and_awards_say_why_and_never_name_who_asked_not_to_be(ledger, sign_in):
    a, b, *_, secret = ledger.people
    ledger.adopted(ledger.sent(a, b))
    hidden = ledger.sent(secret, withheld=True)
    ledger.adopted(hidden)
    version = actions.write_scheme(TEXT % "equal" + RULES, by=ledger.office.by("he"))
    version = actions.decide(version, "tie_at_limit", "all", reason="会议定", by=ledger.office.by("he"))
    found = commend(version, ledger.scope())

    assert [[line.name for line in each.lines] for each in found.tiers] == [[ledger.office.units["street"].name], []]
    units, people, briefs = found.awards
    assert [line.name for line in people.lines] == ["委员0", "委员1"]
    assert people.lines[0].reasons[0].zh == "得 5.5 分，规则要求不少于 5"
    assert [(line.code, line.about) for line in briefs.lines][1] == (hidden.code, "")  # its title, not whose
    client = sign_in(ledger.office, "he")
    base = f"/figures/schemes/{version.code}/awards"
    page = client.get(f"{base}/", {"period": "2024"}).content.decode()
    assert "先进个人" in page and "得 5.5 分" in page and secret.name not in page
    file = b"".join(client.get(f"{base}.csv", {"period": "2024"}).streaming_content).decode("utf-8-sig")
    assert "先进个人,委员0" in file and secret.name not in file
    assert client.get(f"{base}.docx", {"period": "2024"}).content.startswith(b"PK")
    assert client.get(f"{base}.xlsx", {"period": "2024"}).status_code == 200


def test_no_list_is_shorter_because_a_sum_is_blocked(ledger):
    a, b, c, *_ = ledger.people
    ledger.sent(a, b)
    ledger.adopted(ledger.sent(c))
    text = TEXT.replace("authors: {information: %s}\n", "") + RULES
    found = commend(actions.write_scheme(text, by=ledger.office.by("he")), ledger.scope())
    assert found.awards[1].lines == () and found.awards[1].refusal.key == "joint"


def test_a_number_that_is_set_for_units_is_named_for_people_and_blocks_none_of_them(ledger):
    a, *_ = ledger.people
    ledger.adopted(ledger.sent(a))
    text = (
        TEXT % "equal"
        + "measured: [{id: quota, of: sent, when: 报送任务, full: 10, target: null}, {id: some, of: adopted, when: 采用任务, full: 4, target: 2}]\n"
    )
    version = actions.write_scheme(text, by=ledger.office.by("he"))
    sheet = reckon_people(version, ledger.scope(), apart="all")
    assert totals(sheet) == {"委员0": 11 + 2} and sheet.not_told == ("报送任务",)
    assert score_of(a, version, ledger.scope()).total == 13
