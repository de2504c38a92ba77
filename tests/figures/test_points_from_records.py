"""Rows beside levels and instructions are filled from calls, replies, decisions and authors: an oracle in plain loops gives the same points.

The oracle reads the invented histories as plain dicts and the scheme's words; it shares no line with the product.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from histories import moment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.assessment.models import Assessment
from zhitong.desk.models import Brief, BriefSource, Series
from zhitong.figures import actions
from zhitong.figures.people_scoring import reckon_people
from zhitong.figures.periods import read_period
from zhitong.figures.recorded import OF_CALLS, OF_ITEMS, OF_PERIODS, Bindings
from zhitong.figures.schemes import build_scheme
from zhitong.figures.schemes.facts import BY_NAME, FACTS, NO_RECORD
from zhitong.figures.schemes.reader import read_mapping
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import not_told, reckon
from zhitong.intake.models import WHOLE, Commission, CommissionAddressee, Submission, SubmissionAuthor
from zhitong.network.models import Person
from zhitong.outcomes.models import Adoption, Reply

TEXT = """
id: whole_office
name: 临溪区全项计分办法
family: cppcc
subject: unit
levels:
  - {id: sent_in, who: [区政协收到], points: 1}
  - {id: own, who: [区政协], points: 2}
  - {id: city, who: [市政协], points: 5}
accumulate: sum
repeat_same_level: each
replies:
  - {id: solved, who: 部门办理答复, kind: "yes", points: 3, repeat: once}
  - {id: answered, who: 部门答复, kind: planned, points: 1, repeat: each}
commissioned:
  - {id: call_in_time, when: 按时完成约稿, points: 2, repeat: each}
  - {id: call_above, when: 约稿被上级采用, points: 4, repeat: each}
  - {id: missed, when: 专题约稿不报或迟报, points: -6, repeat: each}
multipliers:
  - {id: joint, when: 联名反映, factor: 1.5}
  - {id: urgent, when: 紧急信息, factor: 2}
penalties:
  - {id: sent_back, when: 被退回的, points: -1}
  - {id: copied, when: 抄袭他人, points: -5}
  - {id: too_few, when: 每少 1 条, points: -2}
authors:
  bonus_by_kind:
    - {row: city, district_member: 7}
submission: {target: 4}
ranking: {by: [积分], ties: shared}
decisions: {multipliers: product, author_bonus: once, joint_author_bonus: any, same_body: each}
"""
YEAR = 2024
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
UNITS = ("street", "party")


def invent(seed: int) -> dict:
    """Calls with their addressees, submissions with all that came of them; each with its day and the day it was known."""
    random = Random(seed)

    def day(first=date(2023, 11, 1), within=480):
        edges = [FIRST, LAST, LAST + timedelta(days=1), date(2024, 2, 29)]
        edge = random.choice(edges)
        return edge if random.random() < 0.2 and edge >= first else first + timedelta(days=random.randrange(within))

    def later(than, within=90):
        return than + timedelta(days=random.randrange(within))

    calls = []
    for _n in range(random.randrange(4)):
        issued = day()
        due = later(issued, 40)
        cancelled = later(issued, 60) if random.random() < 0.2 else None
        calls.append(
            {"issued": issued, "due": due, "cancelled": cancelled, "asked": random.sample(UNITS, random.choice([1, 2]))}
        )
    submissions = []
    for _n in range(random.randrange(9)):
        received = day()
        known = later(received, 20)
        possible = [n for n, call in enumerate(calls) if call["issued"] <= received]
        paper = None
        if random.random() < 0.7:
            signed = later(known, 30)
            paper = {
                "signed": signed,
                "express": random.random() < 0.4,
                "adoptions": [
                    {"day": (on := later(signed)), "known": later(on), "body": random.choice(["区政协", "市政协"])}
                    for _n in range(random.randrange(4))
                ],
                "replies": [
                    {
                        "day": (on := later(signed)),
                        "known": later(on),
                        "solved": random.choice(["yes", "planned", "no"]),
                    }
                    for _n in range(random.randrange(3))
                ],
            }
        decided = []
        if random.random() < 0.5:
            verdict, reason = random.choice(
                [("send_back", "no_facts"), ("decline", "copied_words"), ("decline", "routine")]
            )
            decided.append({"at": later(known), "verdict": verdict, "reason": reason})
        submissions.append(
            {
                "unit": random.choice(UNITS),
                "received": received,
                "known": known,
                "withdrawn": later(known, 60) if random.random() < 0.2 else None,
                "call": random.choice([*possible, None]),
                "authors": [random.random() < 0.5 for _n in range(random.choice([1, 1, 2]))],  # member of the CPPCC?
                "withheld": random.random() < 0.2,
                "decided": decided,
                "paper": paper,
            }
        )
    return {"calls": calls, "submissions": submissions}


def write_down(cast, history: dict) -> None:
    office, series = cast.office, Series.objects.create(office=cast.office, name="试验刊")
    people = [
        Person.objects.create(office=office, name=name, is_member=member, added_at=moment(FIRST))
        for name, member in (("甲", False), ("乙", False), ("丙", True), ("丁", True))
    ]
    calls = []
    for n, told in enumerate(history["calls"], 1):
        call = Commission.objects.create(
            office=office, year=YEAR, serial=n, title=f"约{n}", content="请报", due_on=told["due"],
            issued_at=moment(told["issued"], time(8)), state="cancelled" if told["cancelled"] else "open",
            closed_at=moment(told["cancelled"]) if told["cancelled"] else None,
        )  # fmt: skip
        for unit in told["asked"]:
            CommissionAddressee.objects.create(commission=call, unit=cast.units[unit])
        calls.append(call)
    for n, told in enumerate(history["submissions"], 1):
        row = Submission.objects.create(
            office=office, year=YEAR, serial=n, title=f"第{n}件", body="正文", unit=cast.units[told["unit"]],
            received_at=moment(told["received"], time(9)), recorded_at=moment(told["known"]), channel="page", digest="0" * 64,
            withdrawn_at=moment(told["withdrawn"]) if told["withdrawn"] else None, withhold_name=told["withheld"],
            commission=calls[told["call"]] if told["call"] is not None else None,
        )  # fmt: skip
        for place, member in enumerate(told["authors"]):
            SubmissionAuthor.objects.create(
                submission=row,
                person=people[place + 2 * member],
                name="某",
                position=place,
                share=WHOLE // len(told["authors"]),
            )
        for decision in told["decided"]:
            Assessment.objects.create(
                submission=row,
                by=cast.zhou,
                at=moment(decision["at"]),
                verdict=decision["verdict"],
                reason=decision["reason"],
            )
        if paper := told["paper"]:
            brief = Brief.objects.create(
                office=office, series=series, state="signed", title="稿", year=YEAR, number=n, editor=cast.zhou,
                signed_at=moment(paper["signed"]), started_at=moment(FIRST), is_express=paper["express"],
            )  # fmt: skip
            BriefSource.objects.create(brief=brief, submission=row, share=WHOLE, position=1)
            for told_of in paper["adoptions"]:
                Adoption.objects.create(
                    office=office, brief=brief, happened_on=told_of["day"], recorded_at=moment(told_of["known"]),
                    body=told_of["body"], rank={"区政协": 4, "市政协": 3}[told_of["body"]],
                )  # fmt: skip
            for told_of in paper["replies"]:
                Reply.objects.create(
                    office=office, brief=brief, happened_on=told_of["day"], recorded_at=moment(told_of["known"]),
                    department="区城管局", text="已办", solved=told_of["solved"],
                )  # fmt: skip


def by_hand(history: dict, unit: str, known_by: date) -> Decimal:
    """The points of one unit, from the scheme's words."""

    def inside(day):
        return FIRST <= day <= LAST

    points = Decimal(0)
    for s in (s for s in history["submissions"] if s["unit"] == unit):
        known = s["known"] <= known_by
        call = history["calls"][s["call"]] if s["call"] is not None else None
        if call and (
            call["cancelled"] and call["cancelled"] <= known_by or s["withdrawn"] and s["withdrawn"] <= known_by
        ):
            call = None
        received = known and inside(s["received"])
        paper = s["paper"] or {"signed": date.max, "express": False, "adoptions": [], "replies": []}
        adoptions = [a for a in paper["adoptions"] if a["known"] <= known_by and inside(a["day"])]
        replies = [r["solved"] for r in paper["replies"] if r["known"] <= known_by and inside(r["day"])]
        levels = (1 if received else 0) + sum({"区政协": 2, "市政协": 5}[a["body"]] for a in adoptions)
        express = paper["express"] and paper["signed"] <= known_by
        points += levels * (Decimal("1.5") if len(s["authors"]) > 1 else 1) * (2 if express else 1)
        points += 7 * (any(s["authors"]) and not s["withheld"] and any(a["body"] == "市政协" for a in adoptions))
        points += 3 * ("yes" in replies) + replies.count("planned")
        points += 2 * bool(call and received and s["received"] <= call["due"])
        points += 4 * sum(a["body"] == "市政协" for a in adoptions) * bool(call)
        for d in s["decided"]:
            if d["at"] <= known_by and inside(d["at"]):
                points -= {"no_facts": 1, "copied_words": 5, "routine": 0}[d["reason"]]
    for n, call in enumerate(history["calls"]):
        if unit not in call["asked"] or not inside(call["due"]) or call["due"] >= known_by or call["issued"] > known_by:
            continue
        if call["cancelled"] and call["cancelled"] <= known_by:
            continue
        came = [
            s for s in history["submissions"]
            if s["unit"] == unit and s["call"] == n and s["known"] <= known_by
            and not (s["withdrawn"] and s["withdrawn"] <= known_by) and s["received"] <= call["due"]
        ]  # fmt: skip
        points -= 0 if came else 6
    if known_by >= LAST:
        received = sum(
            s["unit"] == unit and s["known"] <= known_by and inside(s["received"]) for s in history["submissions"]
        )
        points -= 2 * max(0, 4 - received)
    return points


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), at=st.integers(0, 500))
def test_the_product_gives_the_points_that_the_words_give(office, seed, at):
    history = invent(seed)
    with transaction.atomic():
        compare_both_ways(office, history, at)
        transaction.set_rollback(True)


def compare_both_ways(office, history, at):
    write_down(office, history)
    version = actions.write_scheme(TEXT, by=office.by("he"))
    known_by = FIRST + timedelta(days=at)
    scope = Scope(office.office.pk, read_period(str(YEAR), known_by), known_by)
    sheet = reckon(version, scope)
    assert [each.blocked for each in sheet.units if each.blocked] == [] and sheet.unmatched == ()
    found = {each.unit.pk: each for each in sheet.units}
    for unit in UNITS:
        each = found[office.units[unit].pk]
        assert each.total == by_hand(history, unit, known_by), unit
        assert each.score.items == len({item.submission for item in each.items if item.submission})


def test_every_fact_that_the_language_knows_is_filled_from_one_record():
    filled = [*OF_ITEMS, *OF_CALLS, *OF_PERIODS]
    assert sorted(filled) == sorted(BY_NAME) and len(filled) == len(set(filled)) == len(FACTS)
    assert all(str(why) for _words, why in NO_RECORD.values())


@pytest.mark.parametrize(
    ("family", "words", "fact"),
    [
        ("commissioned", "约稿信息被采用", "call_adopted"),
        ("commissioned", "民建北京市委的约稿被上级单位采用后", "call_adopted_above"),
        ("commissioned", "专题约稿不报或迟报", "call_missed"),
        ("commissioned", "按两办要求完成专题约稿", "call_answered"),
        ("commissioned", "信息约稿完成情况 is one of three things assessed", None),
        ("penalties", "约稿逾期报送", "call_late"),
        ("penalties", "约稿未完成", "call_unanswered"),
        ("penalties", "专题约稿 或 市领导批示要求反馈的信息 不报或迟报", None),
        ("penalties", "报送不及时", None),
        ("penalties", "内容出现严重错误或用词不规范被上级部门通报", None),
        ("penalties", "未经准假无故缺席全体会议", None),
        ("penalties", "报送信息未经核实且出现明显抄袭他人言论", "copied"),
        ("penalties", "每季度报送数量每少 1 篇", "quota_short"),
        ("penalties", "每季度录用率低于 30%", "rate"),
        ("multipliers", "联名反映", "joint"),
        ("multipliers", "突发紧急信息", "express"),
    ],
)  # fmt: skip
def test_words_of_real_schemes_find_their_record_or_none(family, words, fact):
    row = {"id": "x", "when": words, "factor" if family == "multipliers" else "points": 2}
    data = read_mapping(TEXT.partition("replies:")[0]) | {family: [row]}
    scheme = build_scheme(data)
    bindings = Bindings(scheme, {})
    assert list(bindings.fact_of.values()) == ([fact] if fact else [])
    assert [each.words for each in bindings.open_rows] == ([] if fact else [words])


def test_two_rows_with_one_meaning_are_filled_by_nobody_until_somebody_says_which(office):
    two = TEXT.replace(
        "  - {id: copied, when: 抄袭他人, points: -5}\n",
        "  - {id: first_time, when: 首次抄袭, points: -5}\n  - {id: again, when: 再次抄袭, points: -20}\n",
    )
    version = actions.write_scheme(two, by=office.by("he"))
    assert not_told(version) == ("首次抄袭", "再次抄袭")
    version = actions.match(version, "record:penalty:first_time", "copied", by=office.by("he"))
    assert not_told(version) == ("再次抄袭",)
    said = actions.write_scheme(two.replace("points: -20}", "points: -20, record: none}"), by=office.by("he"))
    assert not_told(said) == ("再次抄袭",)


def test_a_call_to_a_person_counts_for_that_person(office):
    member = Person.objects.create(office=office.office, name="委员甲", is_member=True, added_at=moment(FIRST))
    call = Commission.objects.create(
        office=office.office,
        year=YEAR,
        serial=1,
        title="约",
        content="请报",
        due_on=date(YEAR, 3, 1),
        issued_at=moment(FIRST),
    )
    CommissionAddressee.objects.create(commission=call, person=member)
    text = (
        TEXT.replace("subject: unit", "subject: both")
        .replace("submission: {target: 4}\n", "")
        .replace("  - {id: too_few, when: 每少 1 条, points: -2}\n", "")
        .replace("authors:\n", "authors:\n  information: 均分\n")
    )
    version = actions.write_scheme(text, by=office.by("he"))
    scope = Scope(office.office.pk, read_period(str(YEAR), LAST), LAST)
    (found,) = reckon_people(version, scope, apart="all").people
    assert (found.person, found.total, len(found.items)) == (member, -6, 1)
    assert found.lines[0][1].named == f"{call.number} 约"
    assert all(each.total == 0 for each in reckon(version, scope).units)


def test_months_that_reached_their_number_earn_the_base(office):
    text = TEXT.replace("submission: {target: 4}", "submission: {base: {month: 10, year_cap: 120}, target: {month: 1}}")
    version = actions.write_scheme(
        text.replace("  - {id: too_few, when: 每少 1 条, points: -2}\n", ""), by=office.by("he")
    )
    history = {"calls": [], "submissions": [
        {"unit": "street", "received": date(YEAR, month, 5), "known": date(YEAR, month, 5), "withdrawn": None, "call": None,
         "authors": [False], "withheld": False, "decided": [], "paper": None} for month in (1, 1, 3)]}  # fmt: skip
    write_down(office, history)
    known_by = date(YEAR, 4, 10)  # three months are over
    scope = Scope(office.office.pk, read_period(str(YEAR), known_by), known_by)
    found = {each.unit.pk: each for each in reckon(version, scope).units}
    assert found[office.units["street"].pk].total == 3 * 1 + 2 * 10


def test_more_rows_cost_no_more_questions(office):
    version = actions.write_scheme(TEXT, by=office.by("he"))
    scope = Scope(office.office.pk, read_period(str(YEAR), LAST), LAST)

    def questions(seeds):
        with transaction.atomic():
            history = {"calls": [], "submissions": []}
            for seed in seeds:
                more = invent(seed)
                for told in more["submissions"]:
                    told["call"] = None if told["call"] is None else told["call"] + len(history["calls"])
                history = {key: history[key] + more[key] for key in history}
            write_down(office, history)
            reckon(version, scope)  # the office itself is known now
            with CaptureQueriesContext(connection) as asked:
                reckon(version, scope)
            transaction.set_rollback(True)
        return len(asked)

    assert questions(range(3, 33)) <= questions(range(3, 6))


def test_the_pages_say_which_record_fills_a_row_and_let_it_be_changed(office, sign_in):
    call = Commission.objects.create(
        office=office.office,
        year=YEAR,
        serial=7,
        title="关于防汛的约稿",
        content="请报",
        due_on=date(YEAR, 3, 1),
        issued_at=moment(FIRST),
    )
    CommissionAddressee.objects.create(commission=call, unit=office.units["street"])
    client = sign_in(office, "he")
    kept = client.post("/figures/schemes/write/", {"text": TEXT})
    page = client.get(kept.url, {"period": str(YEAR)}).content.decode()
    assert "约稿：本期到期、截止日未应答的" in page and "由人登记" in page
    score = client.get(f"{kept.url}units/{office.units['street'].code}/", {"period": str(YEAR)}).content.decode()
    assert f"{call.number} 关于防汛的约稿" in score and f"/calls/{call.code}/" in score and "-6" in score

    changed = client.post(f"{kept.url}match/", {"said": "record:commissioned:missed", "row": "none"})
    assert changed.status_code == 302
    score = client.get(f"{kept.url}units/{office.units['street'].code}/", {"period": str(YEAR)}).content.decode()
    assert "关于防汛的约稿" not in score and "专题约稿不报或迟报" in score  # now named as entered by people
    wrong = client.post(f"{kept.url}match/", {"said": "record:commissioned:missed", "row": "express"})
    assert wrong.status_code == 422
