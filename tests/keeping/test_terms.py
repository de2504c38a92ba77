"""Ends of keeping of drafts, imported spreadsheets, rosters and sign-ins; the command; who sees the page."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhitong.errors import NotPermitted, WrongState
from zhitong.files import actions as files
from zhitong.files import store
from zhitong.intake import actions as intake
from zhitong.intake import drafts
from zhitong.intake.imports import actions as imports
from zhitong.intake.models import Draft, Import, Submission
from zhitong.intake.words import Words
from zhitong.journal.models import Entry
from zhitong.keeping import actions, jobs
from zhitong.keeping.models import Emptying
from zhitong.network.models import Roster, Session
from zhitong.network.roster import actions as rosters

pytestmark = pytest.mark.usefixtures("transactional_db")
TABLE = "标题,内容,作者\n路灯不亮,标村三盏路灯不亮一个月。,林小河\n".encode()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def empty(office, days: int) -> dict[str, int]:
    return actions.empty_due(by=actions.the_program(office.office, timezone.now() + timedelta(days=days)))


def test_a_draft_goes_with_the_file_that_was_kept_with_it_and_what_was_sent_stays(office):
    unsent = files.keep_file(io.BytesIO(b"marked unsent"), "a.txt", by=office.by("lin"))
    sent = files.keep_file(io.BytesIO(b"marked sent"), "b.txt", by=office.by("lin"))
    drafts.save(uuid.uuid4(), {"title": "写到一半", "files": [unsent.code, sent.code]}, by=office.by("lin"))
    intake.submit(by=office.by("lin"), words=Words("电梯", body="坏了。"), files=[sent])
    assert empty(office, 179) == {}
    assert empty(office, 181) == {"drafts": 1}
    assert not Draft.objects.exists()
    assert not store.path_of(unsent.digest).exists()
    assert store.path_of(sent.digest).exists()
    assert Submission.objects.get().body == "坏了。"


def test_an_imported_spreadsheet_goes_and_cannot_be_taken_in_any_more(office):
    imported = imports.upload(io.BytesIO(TABLE), "来稿.csv", by=office.by("zhou"))
    imports.name_columns(imported, {"title": 0, "body": 1, "author": 2}, by=office.by("zhou"))
    Import.objects.update(state=Import.State.CHECKING)
    assert empty(office, 181) == {}  # held while it is being worked on
    Import.objects.update(state=Import.State.CHECKED)
    assert empty(office, 179) == {}
    assert empty(office, 181) == {"import_files": 1}
    imported.refresh_from_db()
    assert imported.state == Import.State.REFUSED
    assert imported.faults == []
    assert not store.path_of(imported.file.digest).exists()
    client = Client()
    client.force_login(office.zhou.account)
    page = client.get(reverse("intake:import", args=[imported.code]))
    assert page.status_code == 200
    assert "这份表格已不在系统中保存" in page.content.decode()
    assert "column_title" not in page.content.decode()  # there is nothing left to name columns of
    with pytest.raises(WrongState):
        imports.name_columns(imported, {"title": 0, "body": 1, "author": 2}, by=office.by("zhou"))
    assert Entry.objects.filter(action="intake.import_file_ended").count() == 1


def test_a_roster_that_nobody_took_in_goes(office):
    rosters.upload("姓名,单位\n标名,妇联\n".encode(), "名册.csv", by=office.by("admin"))
    assert empty(office, 89) == {}
    assert empty(office, 91) == {"rosters": 1}
    assert bytes(Roster.objects.get().content) == b""


def test_sessions_that_are_over_go_and_open_ones_stay(office):
    for key in ("zhou", "wu"):
        Client().force_login(office.people[key].account)
    over, still_open = Session.objects.order_by("pk")
    Session.objects.filter(pk=over.pk).update(expire_date=timezone.now() - timedelta(days=31))
    assert empty(office, 0) == {"sign_ins": 1}
    assert list(Session.objects.all()) == [still_open]


def test_only_the_program_empties_and_only_administrators_and_auditors_look(office):
    with pytest.raises(NotPermitted):
        actions.empty_due(by=office.by("admin"))
    statuses = {}
    for key in ("admin", "security", "auditor", "zhou", "he", "wu", "lin", "fang"):
        client = Client()
        client.force_login(office.people[key].account)
        statuses[key] = client.get(reverse("keeping:terms")).status_code
    assert {key for key, status in statuses.items() if status == 200} == {"admin", "security", "auditor"}


def test_the_command_says_what_is_due_and_empties_only_when_told(office, capsys):
    drafts.save(uuid.uuid4(), {"title": "写到一半"}, by=office.by("lin"))
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=200))
    call_command("keep")
    assert "未报送的草稿：期限 180 天，已清除 0，到期 1" in capsys.readouterr().out
    assert Draft.objects.exists()
    call_command("keep", "--empty")
    assert "已清除 1，到期 0" in capsys.readouterr().out
    assert Emptying.objects.get().kind == "drafts"


def test_the_nightly_turn_does_it_in_every_office(office, stranger):
    for cast, key in ((office, "lin"), (stranger, "bai")):
        drafts.save(uuid.uuid4(), {"title": "写到一半"}, by=cast.by(key))
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=200))
    jobs.empty_what_is_due.call()
    assert {emptying.office for emptying in Emptying.objects.all()} == {office.office, stranger.office}


def test_the_page_asks_no_more_with_more_rows(office, django_assert_max_num_queries):
    client = Client()
    client.force_login(office.admin.account)
    for _n in range(12):
        drafts.save(uuid.uuid4(), {"title": "写到一半"}, by=office.by("lin"))
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=200))
    with django_assert_max_num_queries(25):
        page = client.get(reverse("keeping:next", args=["drafts"]))
    assert page.content.decode().count("林小河 的草稿") == 12
