"""Writers wait in a queue, those of other processes too: no longer than allowed, and whatever ends a transaction lets the next one in."""

import multiprocessing
import subprocess
import sys
import threading

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from zhitong.jobs.models import Turn
from zhitong.ops.sqlite import base

pytestmark = [
    pytest.mark.usefixtures("transactional_db"),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL lets many write at once"),
]


@pytest.fixture
def queue():
    return base.queue_of(connection.settings_dict["NAME"])


class Breaks(Exception):
    """What goes wrong in the middle of a deed."""


def in_a_thread(deed):
    """Start the deed in a thread with a connection of its own; gives the thread and what will have gone wrong."""
    faults = []

    def run():
        try:
            deed()
        except OperationalError as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, faults


def write_one():
    with transaction.atomic():
        Turn.objects.create(task="one", last=timezone.now())


def test_who_waits_is_let_in_by_the_commit_before(queue):
    with transaction.atomic():
        thread, faults = in_a_thread(write_one)
        thread.join(0.2)
        assert thread.is_alive()
        assert queue.locked()
    thread.join(10)
    assert (thread.is_alive(), faults, Turn.objects.count()) == (False, [], 1)
    assert not queue.locked()


def test_who_waits_too_long_is_told_as_sqlite_tells(monkeypatch):
    options = connection.settings_dict["OPTIONS"] | {"timeout": 0.1}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    with transaction.atomic():
        thread, faults = in_a_thread(write_one)
        thread.join(10)
    assert [str(fault) for fault in faults] == ["database is locked"]
    write_one()
    assert Turn.objects.count() == 1


def test_whatever_ends_a_deed_lets_the_next_one_in(queue):
    with pytest.raises(Breaks), transaction.atomic():
        raise Breaks
    assert not queue.locked()

    with pytest.raises(Breaks), transaction.atomic():
        with transaction.atomic():
            connection.close()  # as a lost connection
        raise Breaks
    assert not queue.locked()

    write_one()
    with pytest.raises(OperationalError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")  # the engine's own end comes first: Django's finds no transaction
            cursor.execute("SELECT FROM")
    assert not queue.locked()
    assert Turn.objects.count() == 1


OTHER_PROCESS = """
import fcntl, sys
with open(sys.argv[1], "ab") as queue:
    fcntl.flock(queue, fcntl.LOCK_EX)
    print("writes", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def another_process_writes():
    """A process that has the turn until it is let go or killed."""
    command = [sys.executable, "-c", OTHER_PROCESS, f"{connection.settings_dict['NAME']}-queue"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "writes\n"
        yield process
        process.kill()


def test_who_waits_for_another_process_is_let_in_when_that_one_is_done(another_process_writes):
    thread, faults = in_a_thread(write_one)
    thread.join(0.2)
    assert thread.is_alive()
    another_process_writes.stdin.close()
    thread.join(10)
    assert (thread.is_alive(), faults, Turn.objects.count()) == (False, [], 1)


def test_a_process_that_is_killed_holds_nobody_up(another_process_writes):
    thread, faults = in_a_thread(write_one)
    another_process_writes.kill()
    thread.join(10)
    assert (thread.is_alive(), faults, Turn.objects.count()) == (False, [], 1)


def test_a_forked_process_has_a_turn_of_its_own(queue):
    """It inherits neither the turn of the one it came from, nor a way to give that up."""
    with transaction.atomic():
        forked = multiprocessing.get_context("fork").Process(target=_take_the_turn, args=(queue,))
        forked.start()
        forked.join(0.3)
        assert forked.is_alive()
    forked.join(10)
    assert forked.exitcode == 0


def _take_the_turn(inherited: base.Queue):
    own = base.queue_of(connection.settings_dict["NAME"])
    assert own is not inherited
    assert own.acquire(timeout=5)
    own.release()
