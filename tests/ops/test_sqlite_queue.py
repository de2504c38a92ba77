"""Writers of one process wait in a queue: no longer than allowed, and whatever ends a transaction lets the next one in."""

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
