"""Targets that stood on a day; schemes from draft to score; the rights and refusals of both."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from histories import moment, write_down
from test_measures import only, sent

from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.figures import actions
from zhitong.figures.measures import RECEIVED, Measure
from zhitong.figures.models import SchemeVersion, Target
from zhitong.figures.periods import read_period
from zhitong.figures.queries import scheme_in_force, scheme_of
from zhitong.figures.schemes import EXAMPLES
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import reckon
from zhitong.figures.targets import Targets, progress
from zhitong.journal.models import Entry

TODAY = timezone.localdate()
TEXT = """
id: linxi_units
name: 临溪区社情民意信息工作计分办法
family: cppcc
subject: unit
levels:
  - {id: own, who: [区政协], points: 1}
  - {id: city_single, who: [市政协], kind: single, points: 5}
  - {id: city_composite, who: [市政协], kind: composite, points: 3}
accumulate: %s
repeat_same_level: each
instructions:
  - {rank: city_leader, who: 市领导, points: 10, repeat: once}
"""


def scope(office, code="2024", known_by=None):
    known_by = known_by or TODAY
    return Scope(office.office.pk, read_period(code, known_by), known_by)


def set_target(office, number, *, at=None, **whom):
    return actions.set_target(
        by=office.by("he", at=at), year=2024, measure="received", number=number, reason="2024 年工作要点", **whom
    )


def test_a_units_own_target_goes_before_its_kinds_and_each_day_has_its_own(office):
    write_down(office, only(*[sent("street", day=date(2024, 3, 1))] * 3))
    street = office.units["street"]
    early = timezone.now() - timedelta(days=40)
    set_target(office, 4, at=early, kind="street_group")
    set_target(office, 6, at=early + timedelta(days=10), unit=street)
    set_target(office, None, at=early + timedelta(days=20), unit=street)

    def on(days):
        return Targets(office.office.pk, 2024, timezone.localdate(early + timedelta(days=days))).of_unit(
            street, "received"
        )

    assert on(-1) is None
    assert [on(days).number for days in (0, 9, 10, 19)] == [4, 4, 6, 6]
    assert on(20) is None  # lifted: the unit's own word, though its kind still has one
    (row,) = progress(scope(office, known_by=timezone.localdate(early + timedelta(days=5))), RECEIVED, Measure.by_unit)
    assert (row.unit.pk, row.reached, row.gap, row.percent) == (street.pk, 3, 1, 75)


def test_targets_are_deeds_with_their_reason_and_only_for_who_may(office):
    set_target(office, 5)
    assert Entry.objects.filter(action="figures.target_set").count() == 1
    for wrong in ({"number": 0}, {"number": 10**9}):
        with pytest.raises(BadInput):
            set_target(office, wrong["number"])
    with pytest.raises(BadInput):
        actions.set_target(by=office.by("he"), year=2024, measure="adoption_rate", number=1, reason="x")
    with pytest.raises(BadInput):
        actions.set_target(by=office.by("he"), year=2024, measure="received", number=1, reason=" ")
    with pytest.raises(NotPermitted):
        actions.set_target(by=office.by("lin"), year=2024, measure="received", number=1, reason="x")


def test_the_page_sets_a_target_and_keeps_what_was_typed_when_it_refuses(office, sign_in):
    client = sign_in(office, "he")
    given = {
        "year": 2024,
        "whom": f"{office.units['street'].code}",
        "measure": "received",
        "number": 4,
        "reason": "要点",
    }
    refused = client.post("/figures/targets/", {**given, "number": "many"})
    assert refused.status_code == 422 and 'value="many"' in refused.content.decode()

    assert client.post("/figures/targets/", given).status_code == 302
    page = client.get("/figures/targets/", {"period": "2024"}).content.decode()
    assert Target.objects.get().unit == office.units["street"] and "要点" in page
    assert sign_in(office, "lin").post("/figures/targets/", given).status_code == 403


def adoption(brief, body_kind="adoption", **more):
    day = date(2024, 3, 5)
    return {
        "kind": body_kind,
        "brief": brief,
        "day": day,
        "known": moment(day),
        "rank": 3,
        "end": "stands",
        "replies": [],
        **more,
    }


def paper(of):
    return {"of": of, "state": "signed", "signed": moment(date(2024, 3, 2)), "kind": "single", "express": False}


def adopted_office(office):
    """street: one submission adopted here and by the city, with an instruction; party: one adopted here; party: one only sent."""
    submissions = [sent("street", day=date(2024, 3, 1)), *[sent("party", day=date(2024, 3, 1))] * 2]
    outcomes = [adoption(0), adoption(0), adoption(1), adoption(0, "instruction")]
    write_down(office, only(*submissions, briefs=[paper([0]), paper([1])], outcomes=outcomes))
    from zhitong.outcomes.models import Adoption, Instruction

    first, second, third = Adoption.objects.order_by("pk")
    Adoption.objects.filter(pk__in=[first.pk, third.pk]).update(body="区政协")
    Adoption.objects.filter(pk=second.pk).update(body="市政协", kind="composite")
    Instruction.objects.update(leader_rank="city_leader")


def test_scores_over_the_offices_own_outcomes_open_line_by_line(office):
    adopted_office(office)
    version = actions.write_scheme(TEXT % "sum", by=office.by("he"))
    assert [each.key for each in reckon(version, scope(office)).needs] == ["points.sent"]  # 九三支社 merely sent one in
    version = actions.decide(version, "points.sent", "0.5", reason="会议定：报送一件半分", by=office.by("he"))
    sheet = reckon(version, scope(office))
    by_unit = {each.unit.pk: each for each in sheet.units}
    street, party = by_unit[office.units["street"].pk], by_unit[office.units["party"].pk]

    assert street.total == 1 + 3 + 10 == sum(line.points for line, _item in street.lines)
    assert party.total == Decimal("1.5") and len(party.items) == 2
    assert sheet.unmatched == ()
    assert street.place.place == party.place.place == 1  # groups apart: each is first among its kind
    assert street.score.occurrences == 3


def test_what_the_text_leaves_open_blocks_the_score_and_publishing_until_decided(office):
    adopted_office(office)
    he, wu = office.by("he"), office.by("wu")
    version = actions.write_scheme(TEXT % "null", by=he)
    street = next(each for each in reckon(version, scope(office)).units if each.unit == office.units["street"])
    assert street.score is None and street.blocked.key == "accumulate" and "只计最高的" in street.blocked.remedy.zh
    with pytest.raises(WrongState):
        actions.publish_scheme(version, by=wu)
    with pytest.raises(BadInput):
        actions.decide(version, "accumulate", "sum", reason=" ", by=he)

    version = actions.decide(version, "accumulate", "highest", reason="主席会议 3 月 2 日定", by=he)
    with pytest.raises(NotPermitted):
        actions.publish_scheme(version, by=he)
    version = actions.publish_scheme(version, by=wu)
    assert scheme_in_force(office.office.pk, TODAY) == version
    street = next(each for each in reckon(version, scope(office)).units if each.unit == office.units["street"])
    assert street.total == 3 + 10  # the highest of the levels, and the instruction on top
    with pytest.raises(WrongState):
        actions.decide(version, "accumulate", "sum", reason="改", by=he)


def test_rows_that_no_record_answers_are_said_wherever_points_stand(office, sign_in):
    adopted_office(office)
    text = TEXT % "sum" + (
        "counted:\n  - {id: charity, when: 参加公益活动, points: 5}\n"
        "penalties:\n  - {id: late, when: 报送不及时, points: -1}\n"
    )
    version = actions.write_scheme(text, by=office.by("he"))
    version = actions.decide(version, "points.sent", "0.5", reason="会议定", by=office.by("he"))

    assert reckon(version, scope(office)).not_told == ("报送不及时", "参加公益活动")
    assert reckon(actions.write_scheme(TEXT % "sum", by=office.by("he")), scope(office)).not_told == ()
    actions.write_scheme(text, by=office.by("he"))
    client = sign_in(office, "he")
    street = office.units["street"].code
    for address in ("", f"units/{street}/", "awards/"):
        page = client.get(f"/figures/schemes/{version.code}/{address}", {"period": "2024"})
        assert page.status_code == 200, address
        assert "没有记录可计" in page.content.decode() and "报送不及时；参加公益活动" in page.content.decode(), address


def test_files_of_scores_say_what_they_are_without(office, sign_in):
    adopted_office(office)
    text = TEXT % "sum" + "penalties:\n  - {id: late, when: 报送不及时, points: -1}\n"
    text = text.replace("subject: unit", "subject: both").replace(
        "who: [市政协], kind: composite", "who: [某处], kind: composite"
    )
    text += "awards: [{id: first, name: 先进单位, points: '>=1'}]\n"
    version = actions.write_scheme(text, by=office.by("he"))
    client = sign_in(office, "he")
    for name in ("scores", "people", "awards"):
        answer = client.get(f"/figures/schemes/{version.code}/{name}.csv", {"period": "2024"})
        file = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "未计入分数，须另行核加,报送不及时" in file, name
        assert name == "people" or "不属于任何一行的结果，未计入分数,1" in file, name
        assert client.get(f"/figures/schemes/{version.code}/{name}.xlsx", {"period": "2024"}).status_code == 200


def test_a_schemes_text_is_read_once_however_often_it_is_asked(office):
    version = actions.write_scheme(TEXT % "sum", by=office.by("he"))
    again = SchemeVersion.objects.get(pk=version.pk)
    assert scheme_of(version) is scheme_of(again)


def test_a_published_text_never_changes_and_the_next_version_keeps_the_decisions(office):
    he, wu = office.by("he"), office.by("wu")
    first = actions.decide(actions.write_scheme(TEXT % "null", by=he), "accumulate", "sum", reason="会议定", by=he)
    first = actions.publish_scheme(first, by=wu)
    second = actions.write_scheme(TEXT.replace("points: 5", "points: 6") % "null", by=he)

    assert (second.version, second.decisions["accumulate"]["value"]) == (2, "sum")
    assert SchemeVersion.objects.get(pk=first.pk).text == first.text
    assert actions.write_scheme(TEXT % "sum", by=he).pk == second.pk  # still the same draft
    actions.end_scheme(first, by=wu, reason="换新办法")
    assert scheme_in_force(office.office.pk, TODAY) is None


def test_a_body_that_no_row_names_earns_nothing_until_a_person_matches_it(office):
    adopted_office(office)
    from zhitong.outcomes.models import Adoption

    Adoption.objects.filter(body="市政协").update(body="云州市政协办公室")
    version = actions.write_scheme(TEXT % "sum", by=office.by("he"))
    sheet = reckon(version, scope(office))
    assert [(each.name, each.count) for each in sheet.unmatched] == [("云州市政协办公室", 1)]

    version = actions.match(version, "body:云州市政协办公室", "city_single", by=office.by("he"))
    street = next(each for each in reckon(version, scope(office)).units if each.unit == office.units["street"])
    assert street.total == 1 + 5 + 10
    with pytest.raises(BadInput):
        actions.match(version, "body:x", "no_such_row", by=office.by("he"))
    for broken in ("body:云州\x00市政协", "body:\ud800"):  # PostgreSQL keeps neither in what is kept as JSON
        with pytest.raises(BadInput):
            actions.match(version, broken, "city_single", by=office.by("he"))
        with pytest.raises(BadInput):
            actions.decide(version, "accumulate", "sum", reason=broken, by=office.by("he"))


def test_the_pages_of_a_scheme_from_text_to_score(office, sign_in):
    adopted_office(office)
    client = sign_in(office, "he")
    assert client.get("/figures/schemes/write/", {"like": "minjian_beijing_2014"}).status_code == 200
    wrong = client.post("/figures/schemes/write/", {"text": "id: x\nlevels: 3"})
    assert wrong.status_code == 422 and "levels: 3" in wrong.content.decode()
    kept = client.post("/figures/schemes/write/", {"text": TEXT % "null"})
    version = SchemeVersion.objects.get()
    page = client.get(kept.url, {"period": "2024"}).content.decode()
    assert "一条被几级采用" in page
    assert client.post(f"{kept.url}decide/", {"key": "accumulate", "value": "sum", "reason": ""}).status_code == 422
    assert (
        client.post(f"{kept.url}decide/", {"key": "accumulate", "value": "sum", "reason": "会议定"}).status_code == 302
    )

    score = client.get(f"{kept.url}units/{office.units['street'].code}/", {"period": "2024"}).content.decode()
    assert "市领导" in score and "第1件" in score
    file = b"".join(client.get(f"{kept.url}scores.csv", {"period": "2024"}).streaming_content).decode("utf-8-sig")
    assert f",{office.units['street'].name},14," in file
    assert client.post(f"{kept.url}publish/").status_code == 403
    assert sign_in(office, "wu").post(f"{kept.url}publish/").status_code == 302
    assert SchemeVersion.objects.get(pk=version.pk).state == SchemeVersion.State.PUBLISHED


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_real_scheme_can_be_tried_out_and_none_guesses(office, path):
    """Each either scores or says what blocks it; never an error."""
    adopted_office(office)
    sheet = reckon(actions.write_scheme(path.read_text(encoding="utf-8"), by=office.by("he")), scope(office))

    assert sheet.units
    for each in sheet.units:
        assert (each.score is None) != (each.blocked is None)
        if each.score:
            assert sum(line.points for line, _item in each.lines) == each.total


WIDER = (
    TEXT % "sum"
    + """
submission: {points_each: 0}
rates:
  采用率: {numerator: 采用, denominator: 报送}
measured:
  - {id: quota, of: sent, when: 报送任务, full: 20, target: null}
  - {id: share, of: 采用率, when: 采用率, steps: {">=0.5": 5, "<0.5": 0}}
  - {id: visits, of: visits, when: 走访, full: 5, target: 3}
ranking: {by: [人均], per_head: true, convert: {to: 100, of: best}, minimum: {adopted: 1}, ties: [采用率, adopted, shared]}
decisions: {rate_without_items: 0}
"""
)


def test_numbers_to_reach_rates_and_people_come_from_the_records(office, sign_in):
    """street: 1 sent, adopted twice, an instruction; party: 2 sent, 1 adopted; each is one group of its own kind."""
    adopted_office(office)
    from zhitong.network.models import Membership, Person

    for n, unit in enumerate(("street", "street", "party")):
        person = Person.objects.create(office=office.office, name=f"成员{n}", added_at=moment(date(2023, 1, 1)))
        Membership.objects.create(person=person, unit=office.units[unit], starts_on=date(2023, 1, 1))
    he = office.by("he", at=timezone.now() - timedelta(days=1))
    for unit, number in (("street", 4), ("party", 2)):
        actions.set_target(by=he, year=2024, measure="received", number=number, reason="要点", unit=office.units[unit])
    version = actions.write_scheme(WIDER, by=office.by("he"))
    sheet = reckon(version, scope(office))
    found = {each.unit.pk: each for each in sheet.units}
    street, party = found[office.units["street"].pk], found[office.units["party"].pk]

    assert sheet.not_told == ("走访",) and sheet.refusal is None
    assert street.total == (1 + 3 + 10) + 20 * Decimal("0.25") + 5
    assert party.total == 1 + 20 + 5
    assert (street.per_head, party.per_head) == (Decimal("12.00"), Decimal("26.00"))
    assert street.place.converted == party.place.converted == 100  # each the best of its kind
    women = found[office.units["women"].pk]
    assert women.place is None and women.blocked.key == "counts.target"  # no number was set for it
    half = reckon(version, scope(office, "2024H1"))
    assert "报送任务、采用率：只在一个完整的计分周期内计" in half.not_told

    client = sign_in(office, "he")
    page = client.get(f"/figures/schemes/{version.code}/", {"period": "2024"}).content.decode()
    assert "人均" in page and "26.00" in page and "组内最高的计 100 分" in page
    file = b"".join(client.get(f"/figures/schemes/{version.code}/scores.csv", {"period": "2024"}).streaming_content)
    assert "得分,人均,折算,篇数,件次" in file.decode("utf-8-sig")
    assert "报送任务完成" not in client.get("/figures/schemes/write/").content.decode()
    assert "完成任务按比例计分，超额再加" in client.get("/figures/schemes/write/").content.decode()
