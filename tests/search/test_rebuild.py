"""Making the index anew: it may be stopped and goes on, an index that is not whole says so, and deeds in between are not lost."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from zhitong.ops.checks import search_is_whole
from zhitong.search import rebuild as making
from zhitong.search.models import Document, Fingerprint, Making
from zhitong.search.queries import is_whole
from zhitong.search.rebuild import Progress, rebuild

NOT_WHOLE = "检索索引还在建立"


@pytest.fixture
def small(monkeypatch):
    """Batches of two."""
    monkeypatch.setattr(making, "_BATCH", 2)


def stop_after(count):
    def told(progress):
        if progress.since_start >= count:
            raise KeyboardInterrupt

    return told


def test_a_rebuild_that_is_stopped_goes_on_where_it_was(office, send, found, small):
    sent = [send(f"河湾小区电梯{n}") for n in range(7)]
    Document.objects.all().delete()
    Fingerprint.objects.all().delete()
    Making.objects.create(is_whole=False)

    with pytest.raises(KeyboardInterrupt):
        rebuild(stop_after(4))
    assert len(found(office, "zhou", "电梯")) == 4 and not is_whole()
    with pytest.raises(CommandError, match="not made"):
        call_command("search", "check")

    seen: list[Progress] = []
    assert rebuild(seen.append) == 3
    assert [progress.done for progress in seen] == [6, 7] and seen[-1].total == 7
    assert seen[-1].per_second > 0 and seen[-1].minutes_left == 0
    assert set(found(office, "zhou", "电梯")) == {one.code for one in sent} and is_whole()
    call_command("search", "check")


def test_what_is_not_whole_says_so_on_the_page_and_in_the_check(office, send, sign_in):
    sent = send("河湾小区电梯")
    pages = [reverse("search:find") + "?q=电梯", reverse("search:similar", args=["submission", sent.code])]
    client = sign_in(office, "zhou")

    assert all(NOT_WHOLE not in client.get(page).content.decode() for page in pages)
    assert [line.level for line in search_is_whole()] == ["ok"]
    Making.objects.create(is_whole=False)
    assert all(NOT_WHOLE in client.get(page).content.decode() for page in pages)
    assert [line.level for line in search_is_whole()] == ["warning"]
    rebuild()
    assert all(NOT_WHOLE not in client.get(page).content.decode() for page in pages)


def test_what_was_whole_stays_whole_while_it_is_made_anew(office, send, found, small):
    sent = [send(f"河湾小区电梯{n}") for n in range(5)]
    with pytest.raises(KeyboardInterrupt):
        rebuild(stop_after(2))

    assert is_whole() and len(found(office, "zhou", "电梯")) == len(sent)


def test_documents_without_an_item_are_removed_wherever_they_stand(office, send, found, small):
    sent = [send(f"河湾小区电梯{n}") for n in range(4)]
    ghost = Document.objects.get(code=sent[1].code)
    for key, code in ((sent[-1].pk + 100, "after"), (-5, "before")):
        ghost.spot, ghost.item_id, ghost.code = ghost.spot + 1000 + key, key, code
        ghost.save(force_insert=True)
    Document.objects.filter(item_id=-5).update(item_id=sent[-1].pk + 50)

    rebuild()
    assert set(found(office, "zhou", "电梯")) == {one.code for one in sent}


def test_a_deed_between_reading_and_writing_is_not_lost(office, send, found, monkeypatch):
    sent = send("河湾小区电梯")
    read = making._read

    def read_and_then_a_deed(searchable, keys):
        made = read(searchable, keys)
        monkeypatch.setattr(making, "_read", read)
        actions.move_to_paper(sent, by=office.by("zhou"), reason="误录")
        return made

    from zhitong.intake import actions

    monkeypatch.setattr(making, "_read", read_and_then_a_deed)
    rebuild()
    assert found(office, "zhou", "电梯") == []
    call_command("search", "check")


def test_the_command_says_how_fast_it_goes_and_how_it_was_stopped(office, send, monkeypatch):
    send("河湾小区电梯")
    said = StringIO()
    call_command("search", "rebuild", stdout=said)
    assert "1 / 1" in said.getvalue() and "每秒" in said.getvalue()

    def stopped(_told, _settling):
        raise KeyboardInterrupt

    monkeypatch.setattr("zhitong.search.management.commands.search.rebuild", stopped)
    with pytest.raises(CommandError) as ended:
        call_command("search", "rebuild")
    assert ended.value.returncode == 130


def test_a_rebuild_puts_the_parts_of_the_index_together(office, send, found, monkeypatch):
    monkeypatch.setattr(making, "_PAGES", 1)
    sent = [send(f"河湾小区电梯{n}") for n in range(6)]
    rebuild()

    assert set(found(office, "zhou", "电梯")) == {one.code for one in sent}
    call_command("search", "check")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT segid) FROM search_index_idx")
            assert cursor.fetchone() == (1,)


def test_what_people_wrote_is_made_first_and_a_rebuild_stopped_under_the_old_order_begins_anew(office, send, found):
    """From empty, the few outcomes and briefs would lay out PostgreSQL's pieces, and all submissions fall into those."""
    sent = send("河湾小区电梯")
    assert [kind for office_id, kind in making._parts() if office_id == office.office.pk][0] == "submission"

    Document.objects.all().delete()
    Making.objects.create(is_whole=False, office_id=office.office.pk, kind="outcome", item_id=3, done=5)
    begin_anew = import_module("zhitong.search.migrations.0006_rebuild_in_another_order").begin_anew
    begin_anew(apps, None)
    assert (Making.objects.get().kind, is_whole()) == ("", False)
    assert rebuild() >= 1 and found(office, "zhou", "电梯") == [sent.code]
