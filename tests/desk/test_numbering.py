"""Fifty signatures at once give the numbers 1 to 50: none twice, none left out."""

import threading

import pytest
from django.db import connection, connections

from zhitong.desk.actions import signing
from zhitong.desk.models import Brief, Counter
from zhitong.errors import Refused
from zhitong.journal.queries import verify_office

MANY = 50


def at_once(jobs):
    """Run each job in its own thread and connection, as near to one moment as threads can be."""
    faults, gate = [], threading.Barrier(len(jobs))

    def run(job):
        try:
            gate.wait(30)
            job()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.fixture
def many_connections(transactional_db, tmp_path):
    """A database that threads can fight over. SQLite's tests lie in memory, where they cannot: then a copy in a file."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(tmp_path / "numbers.sqlite3")
    connection.connection = None
    connection.connect()
    memory.backup(connection.connection)
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_leave_no_gap_and_no_double(many_connections, desk):
    wu = desk.by("wu")
    briefs = [desk.for_signing(desk.taken(f"第{n}件事")) for n in range(MANY)]

    faults = at_once([lambda brief=brief: signing.sign_off(brief, by=wu) for brief in briefs])

    assert faults == []
    assert sorted(Brief.objects.values_list("number", flat=True)) == list(range(1, MANY + 1))
    assert sorted(Brief.objects.values_list("running_number", flat=True)) == list(range(1, MANY + 1))
    assert Counter.objects.get().last == MANY
    assert verify_office(desk.office.office.pk).holds


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_on_one_brief_sign_it_once(many_connections, desk):
    wu, brief = desk.by("wu"), desk.for_signing()

    faults = at_once([lambda: signing.sign_off(brief, by=wu)] * 10)

    assert [type(fault).__mro__[1] for fault in faults] == [Refused] * 9
    assert {fault.code for fault in faults} == {"desk.sign_off.signed"}
    assert Counter.objects.get().last == 1
