"""The columns say what the rows say: read whole or piece by piece, kept up by several processes while others write, and laid by in a file."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.utils import timezone
from histories import invent, write_down
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_measures import HISTORIES, LARGEST

from connections import at_once
from dispatched import Desk
from zhitong.figures import counts
from zhitong.figures.columns import queries, shelf
from zhitong.figures.columns.queries import read
from zhitong.figures.columns.tables import NEVER
from zhitong.figures.counts import Live
from zhitong.intake.actions import withdraw
from zhitong.intake.models import Submission
from zhitong.journal.queries import heads
from zhitong.network.sign_ins import note_signed_in
from zhitong.outcomes import actions as outcomes


def lines(columns):
    """All that columns say, in an order of its own."""
    key = columns.submissions.key.tolist()
    said = [columns.said[number] for number in columns.submissions.said.tolist()]
    facts = zip(
        *(column.tolist() for name, column in columns.submissions._asdict().items() if name != "said"), strict=True
    )
    submissions = sorted(zip(facts, said, strict=True), key=str)
    rest = []
    for table in columns.belonging:
        place, *others = (column.tolist() for column in table)
        rest.append(sorted(zip([key[at] for at in place], *others, strict=True)))
    return submissions, rest


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), size=st.integers(1, LARGEST), chosen=st.integers(0, 2**LARGEST))
def test_read_piece_by_piece_they_are_what_they_are_read_whole(office, seed, size, chosen):
    with transaction.atomic():
        write_down(office, invent(seed, size))
        whole = read(office.office.pk)
        keys = sorted(whole.submissions.key.tolist())
        some = {key for n, key in enumerate(keys) if chosen >> n & 1}
        pieces = read(office.office.pk, some)
        for part in (set(keys) - some, some, set(keys[:1])):
            pieces = pieces.with_again(read(office.office.pk, part, pieces.said))
            if part != set(keys) - some:
                assert lines(pieces) == lines(whole)
        transaction.set_rollback(True)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"])
@given(moments=st.lists(st.integers(-(10**9), 4 * 10**9), max_size=20))
@example(moments=[NEVER])  # as seconds it is a moment like any other
def test_a_moment_lies_on_the_offices_own_day(zone, moments):
    with timezone.override(zone):
        days = queries._local_days(np.array(moments, np.int64))
    assert days.tolist() == [datetime.fromtimestamp(at, ZoneInfo(zone)).date().toordinal() for at in moments]


def test_the_last_instant_of_a_day_is_of_that_day(office):
    last = datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=ZoneInfo("Asia/Shanghai"))
    for serial, at in enumerate((last, last + timedelta(microseconds=1)), 1):
        Submission.objects.create(office=office.office, year=2024, serial=serial, title="一", received_at=at, recorded_at=at, channel="page", digest="0" * 64)  # fmt: skip
    found = read(office.office.pk).submissions
    leap_day = last.date().toordinal()
    assert found.received.tolist() == found.recorded.tolist() == [leap_day, leap_day + 1]


class Writing:
    """Deeds of one member of the desk, one after another."""

    def __init__(self, desk, name):
        self.desk, self.name = desk, name

    def __call__(self):
        for n in range(4):
            brief = self.desk.signed(f"{self.name}{n}")
            row = outcomes.enter_adoption(brief, outcomes.Facts(timezone.localdate()), by=self.desk.by("zhou"), body=f"{self.name}{n}", rank=3)  # fmt: skip
            if n % 2:
                outcomes.take_back(row, by=self.desk.by("zhou"), reason="填错了刊物")
                withdraw(self.desk.taken(f"{self.name}另{n}"), by=self.desk.by("lin"), why="另有情况")


@pytest.mark.usefixtures("transactional_db")
def test_each_process_is_right_while_several_write(office, tmp_path, monkeypatch):
    """Each ``Live`` is what one process has; they share the file that one of them lays by."""
    monkeypatch.setattr(django_settings, "FIGURES_ROOT", tmp_path / "figures")
    monkeypatch.setattr(shelf, "LEAST_LINES", 1)
    monkeypatch.setattr(counts, "SHELVED_EVERY", 5)
    desk, over = Desk(office), threading.Event()
    compared = []

    def looking():
        live = Live(office.office.pk)
        while not over.is_set():
            before = heads()
            found, rows = live.columns(), read(office.office.pk)
            if heads() == before:  # nobody wrote meanwhile: they must be one
                compared.append(lines(found) == lines(rows))
        assert lines(live.columns()) == lines(read(office.office.pk))
        assert lines(Live(office.office.pk).columns()) == lines(read(office.office.pk))

    writers = [Writing(desk, name) for name in "甲乙"]
    left = [len(writers)]

    def writing(each):
        try:
            each()
        finally:
            left[0] -= 1
            if not left[0]:
                over.set()

    assert at_once([looking, looking, *(lambda each=each: writing(each) for each in writers)]) == []
    assert all(compared)
    assert shelf.path_for(office.office.pk).exists()


@pytest.mark.usefixtures("transactional_db")
def test_a_file_is_taken_only_where_it_is_known_to_be_right(office, tmp_path, monkeypatch):
    monkeypatch.setattr(django_settings, "FIGURES_ROOT", tmp_path / "figures")
    monkeypatch.setattr(shelf, "LEAST_LINES", 1)
    desk, office_id, whole = Desk(office), office.office.pk, []

    def reading(office_id, only=None, said=()):
        if only is None:
            whole.append(office_id)
        return read(office_id, only, said)

    monkeypatch.setattr(counts, "read", reading)

    def new_process():
        """How often it read all rows; what it has is right in any case."""
        whole.clear()
        assert lines(Live(office_id).columns()) == lines(read(office_id))
        return len(whole)

    desk.signed()
    with transaction.atomic():  # what is not committed is never laid by
        assert new_process() == 1
        assert not shelf.path_for(office_id).exists()
    assert new_process() == 1
    path = shelf.path_for(office_id)
    assert path.stat().st_mode & 0o077 == 0
    assert new_process() == 0

    desk.signed("之后的一件")
    note_signed_in(office.zhou.account)
    assert new_process() == 0  # the deeds since are read again

    good = path.read_bytes()
    for bad in (good[: len(good) // 2], good[:300] + bytes([good[300] ^ 1]) + good[301:], b"", b"PK"):
        path.write_bytes(bad)
        assert new_process() == 1
        assert new_process() == 0  # and was laid by anew

    with monkeypatch.context() as changed:
        changed.setattr(timezone, "now", lambda now=timezone.now: now() + shelf.LONGEST)
        assert new_process() == 1
    path.write_bytes(good)
    with monkeypatch.context() as changed:
        changed.setattr(shelf, "_made_with", lambda: "another program")
        assert new_process() == 1
    path.write_bytes(good)
    found = shelf.take(office_id)
    shelf.put(
        office_id, found._replace(head=(found.head[0], "0" * 64))
    )  # of another history, such as before a backup was restored
    assert new_process() == 1
    assert new_process() == 0

    Submission.objects.create(office=office.office, year=2024, serial=99, title="无账", received_at=timezone.now(), recorded_at=timezone.now(), channel="page", digest="0" * 64)  # fmt: skip
    assert new_process() == 1  # rows that no deed tells of


@pytest.mark.usefixtures("transactional_db")
def test_where_nothing_can_be_written_the_figures_are_there_without(office, tmp_path, monkeypatch):
    (tmp_path / "figures").write_text("in the way")
    monkeypatch.setattr(django_settings, "FIGURES_ROOT", tmp_path / "figures")
    monkeypatch.setattr(shelf, "LEAST_LINES", 1)
    Desk(office).signed()
    assert lines(Live(office.office.pk).columns()) == lines(read(office.office.pk))
    assert not connection.in_atomic_block
