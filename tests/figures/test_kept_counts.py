"""What is kept between requests is what the rows say: after every sort of deed, in every period, as known now and on a past day."""

from __future__ import annotations

import os
import random
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dispatched import TITLE, Desk
from zhitong.assessment.actions import decide, undo
from zhitong.desk.actions import locks, remarks, review, signing, writing
from zhitong.desk.actions.series import add_series
from zhitong.figures import counts
from zhitong.figures.columns import shelf
from zhitong.figures.columns.queries import read
from zhitong.figures.columns.sums import OF_ROSTER, SUMS, Counted
from zhitong.figures.counts import COLUMN_ROOMS, STILL, Counts
from zhitong.figures.measures import ADOPTED, ADOPTED_ABOVE, MEASURES
from zhitong.figures.periods import read_period, span
from zhitong.figures.scope import Scope
from zhitong.intake.actions import submit, withdraw
from zhitong.intake.models import Submission
from zhitong.intake.words import Words
from zhitong.journal.events import EVENTS
from zhitong.journal.models import Entry
from zhitong.outcomes import actions as outcomes
from zhitong.outcomes.models import Adoption, Instruction
from zhitong.outcomes.queries import holding

TODAY = timezone.localdate


class Years:
    """A desk whose deeds are done one after another over two years; ``do`` does one more, chosen by chance."""

    def __init__(self, office, seed):
        self.chance, self.desk, self.office = random.Random(seed), Desk(office), office
        self.now = datetime(2024, 12, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        self.desk.by = lambda key: office.by(key, at=self.now)
        self.issues = []

    def by(self, key="zhou"):
        return self.desk.by(key)

    def day(self, brief):
        """Of an outcome: any from the day of issue to today."""
        issued = timezone.localdate(brief.signed_at)
        return issued + timedelta(self.chance.randint(0, (timezone.localdate(self.now) - issued).days))

    def do(self):
        self.now += timedelta(days=self.chance.randrange(25))
        deed = self.chance.choice(DEEDS) if self.issues else Years.issue
        deed(self)

    def issue(self):
        submissions = [self.desk.taken(f"{TITLE}{self.chance.random()}", key=self.chance.choice(["lin", "jiang"])) for _n in range(self.chance.randint(1, 2))]  # fmt: skip
        self.issues.append(self.desk.signed_from(*submissions))

    def send_in(self):
        submission = self.desk.taken(f"{TITLE}{self.chance.random()}")
        if self.chance.random() < 0.3:
            withdraw(submission, by=self.by("lin"), why="另有情况")

    def weigh(self):
        """Held, then perhaps decided on days later, joined to another, and perhaps taken back."""
        words = Words(f"{TITLE}{self.chance.random()}", body="我们小区电梯坏了三周。")
        submission = submit(by=self.by("lin"), words=words)
        last = decide(
            submission,
            "hold",
            by=self.by(),
            words="待核实",
            hold_until=timezone.localdate(self.now) + timedelta(days=2),
        )
        self.now += timedelta(days=self.chance.randrange(4))
        if self.chance.random() < 0.7:
            into = self.desk.taken(f"{TITLE}{self.chance.random()}")
            verdict = self.chance.choice(["take_up", "merge"])
            last = decide(
                submission,
                verdict,
                by=self.by(),
                words="已核实",
                into=into if verdict == "merge" else None,
                upon=last.code,
            )
        self.now += timedelta(days=self.chance.randrange(2))
        if self.chance.random() < 0.5:
            undo(last, by=self.by(), why="看错了")

    def draft(self):
        brief = writing.start_brief([self.desk.taken(f"{TITLE}{self.chance.random()}")], by=self.by(), series=self.desk.series, title=TITLE, body="情况：")  # fmt: skip
        writing.set_sources(brief, {self.desk.taken(f"{TITLE}{self.chance.random()}"): 10_000}, by=self.by())

    def adopt(self):
        brief = self.chance.choice(self.issues)
        facts = outcomes.Facts(self.day(brief))
        outcomes.enter_adoption(brief, facts, by=self.by(), body=f"机关{self.chance.random()}", rank=self.chance.randint(1, 4))  # fmt: skip

    def instruct(self):
        brief = self.chance.choice(self.issues)
        row = outcomes.enter_instruction(brief, outcomes.Facts(self.day(brief)), by=self.by(), leader=f"领导{self.chance.random()}", leader_rank="district_leader")  # fmt: skip
        if self.chance.random() < 0.5:
            outcomes.enter_reply(brief, outcomes.Facts(timezone.localdate(self.now)), by=self.by(), department="区住建局", text=f"已办{row.pk}", answers=row)  # fmt: skip

    def mend(self):
        model = self.chance.choice([Adoption, Instruction])
        row = holding(model).filter(office=self.office.office, entered_by__isnull=False).order_by("?").first()
        if row is None:
            return
        if self.chance.random() < 0.5:
            outcomes.take_back(row, by=self.by(), reason="填错了刊物")
        else:
            outcomes.correct(row, by=self.by(), reason="日期有误", facts=outcomes.Facts(self.day(row.brief)))

    def withdraw_issue(self):
        signing.withdraw_brief(self.issues.pop(), by=self.by("wu"), reason="数据有误")


DEEDS = [Years.issue, Years.send_in, Years.weigh, Years.weigh, Years.draft, Years.adopt, Years.adopt, Years.instruct, Years.mend, Years.mend, Years.withdraw_issue]  # fmt: skip


STEPS = int(os.environ.get("ZHITONG_HISTORIES", "8"))  # as many as histories in the other tests; 200 before a release


@pytest.mark.parametrize("seed", [1, 2])
def test_after_every_deed_what_is_kept_is_what_the_rows_say(office, seed, monkeypatch):
    years = Years(office, seed)
    years.do()
    Counts().by_unit(ADOPTED, Scope(office.office.pk, read_period("2025", TODAY()), TODAY()))  # all is read, once

    def kept_up(office_id, only=None, said=()):
        assert only is not None, "read anew instead of kept up"
        return read(office_id, only, said)

    monkeypatch.setattr(counts, "read", kept_up)
    for _step in range(STEPS // 2):
        years.do()
        years.do()
        done = timezone.localdate(years.now)
        for known_by in (TODAY(), done - timedelta(days=3)):
            kept = Counts()
            for period in (read_period(str(done.year), done), span(done - timedelta(days=40), done)):
                scope = Scope(office.office.pk, period, known_by)
                for measure in MEASURES.values():
                    assert kept.by_unit(measure, scope) == measure.by_unit(scope), (measure.code, period.code)


def test_what_an_office_above_enters_moves_the_figures_below(two_levels):
    district, city = two_levels
    desk = Desk(district, above=city.office)
    sent = desk.sent(desk.above)
    scope = Scope(district.office.pk, read_period(str(TODAY().year), TODAY()), TODAY())
    assert sum(Counts().by_unit(ADOPTED_ABOVE, scope).values()) == 0

    gao = city.by("gao")
    decide(sent.arrived_as, "take_up", by=gao)
    issue = writing.start_brief([sent.arrived_as], by=gao, series=add_series(by=city.by("tang"), name="云州社情"), title=TITLE, body="情况：")  # fmt: skip
    review.pass_on(review.put_forward(issue, by=gao), by=city.by("luo"))
    signing.sign_off(issue, by=city.by("tang"))
    assert sum(Counts().by_unit(ADOPTED_ABOVE, scope).values()) == 1
    assert Counts().by_unit(ADOPTED, scope) == ADOPTED.by_unit(scope)


def test_what_was_entered_for_a_day_to_come_counts_when_that_day_has_come(office, monkeypatch):
    """No page takes such a day, but rows may have come from elsewhere."""
    desk = Desk(office)
    brief = desk.signed()
    tomorrow = TODAY() + timedelta(days=1)
    Adoption.objects.create(office=office.office, brief=brief, body="市政协", rank=3, happened_on=tomorrow, recorded_at=timezone.now())  # fmt: skip
    for known_by, number in ((TODAY(), 0), (tomorrow, 1), (TODAY(), 0)):
        scope = Scope(office.office.pk, read_period(str(tomorrow.year), tomorrow), known_by)
        assert sum(Counts().by_unit(ADOPTED_ABOVE, scope).values()) == number


def test_each_still_deed_moves_no_figure(office):
    desk = Desk(office)
    desk.signed()
    zhou = office.by("zhou")
    brief = writing.start_brief([desk.taken()], by=zhou, series=desk.series, title=TITLE, body="情况：电梯停运。")
    in_review = review.put_forward(
        writing.start_brief([desk.taken("另一件")], by=zhou, series=desk.series, title=TITLE, body="情况：电梯停运。"),
        by=zhou,  # fmt: skip
    )
    locks.take_lock(brief, by=office.by("qiao"))

    def remark():
        return remarks.add_remark(in_review, by=office.by("he"), text="再核实", quote="电梯")

    deeds = {
        "desk.lock_taken_over": lambda: locks.take_over_lock(brief, by=zhou),
        "desk.revision_saved": lambda: writing.save_revision(
            brief, by=zhou, title=TITLE, body="情况：已复运。", base=1
        ),
        "desk.remark_added": remark,
        "desk.remark_settled": lambda: remarks.settle_remark(in_review.remarks.get(), by=zhou),
    }
    assert set(deeds) == STILL

    def figures():
        scope = Scope(office.office.pk, read_period(str(TODAY().year), TODAY()), TODAY())
        return {measure.code: measure.by_unit(scope) for measure in MEASURES.values()}

    before = figures()
    for name, deed in deeds.items():
        deed()
        assert name in Entry.objects.order_by("-seq").values_list("action", flat=True)[:2], name
        assert figures() == before, name


def test_every_measure_has_a_sum_over_columns():
    assert SUMS.keys() | OF_ROSTER.keys() == MEASURES.keys()
    assert {code for code, measure in MEASURES.items() if measure.opens != "submissions"} == OF_ROSTER.keys()


def test_the_columns_ask_only_tables_of_rooms_that_are_listened_to(office):
    """And of units and offices, whose deeds move no submission from its unit."""
    with CaptureQueriesContext(connection) as asked:
        read(office.office.pk)
    tables = {name for query in asked for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert {table.split("_")[0] for table in tables} - {"network"} == COLUMN_ROOMS
    assert not any(name.split(".")[0] == "network" and "submission" in name for name in EVENTS)
    assert Submission._meta.get_field("unit").related_model._meta.label == "network.Unit"


def test_the_command_counts_in_two_ways_and_names_what_differs(office, capsys, monkeypatch, tmp_path):
    desk = Desk(office)
    desk.signed()
    call_command("figures", "check")
    assert "26" in capsys.readouterr().out  # measures, of one year

    monkeypatch.setattr(Counted, "by", lambda *_given: {0: 99})
    monkeypatch.setattr(settings, "FIGURES_ROOT", tmp_path / "figures")
    path = shelf.path_for(office.office.pk)
    path.parent.mkdir()
    path.touch()
    with pytest.raises(CommandError) as refusal:
        call_command("figures", "check")
    assert not path.exists()
    assert str(ADOPTED.name) in str(refusal.value)
