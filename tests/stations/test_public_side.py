"""P6: the residents' pages run as a process of their own, with a database user that can do what they need and nothing else.

One walk goes through every page and deed that residents have. What it asks of the database is the table of needs, no more and no less;
on PostgreSQL it then walks with that user's own password. ZHITONG_TEST_PUBLIC_ROLE names the user (its password is its name).
"""

from __future__ import annotations

import io
import os
import re
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.db.models import AutoField
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from test_speaking import photo
from test_the_whole_way import CODE, signed_in, speak

from addresses import every_address
from zhitong.assessment import actions as assessment
from zhitong.files.actions import destroy_left_over
from zhitong.files.store import path_of
from zhitong.intake.models import Submission
from zhitong.journal.queries import verify_all
from zhitong.ops import public_role
from zhitong.stations import gates
from zhitong.stations.actions import handling, keeping
from zhitong.stations.models import Answer, Lead, Tries
from zhitong.vault import keys
from zhitong.vault.models import Opening, Sealed

pytestmark = pytest.mark.usefixtures("transactional_db")  # another database user sees only what is committed
ROLE = os.environ.get("ZHITONG_TEST_PUBLIC_ROLE", "zhitong_test_public")
FOR_RESIDENTS = {address.name for address in every_address() if address.view.access.residents}


KEYS = {model._meta.db_table: model._meta.pk for model in apps.get_models(include_auto_created=True)}


class Asked:
    """What is asked of the database while it listens: table to verbs, and table to columns read and changed."""

    def __init__(self):
        self.verbs, self.read, self.changed = defaultdict(set), defaultdict(set), defaultdict(set)

    def __call__(self, execute, statement, params, many, context):
        verb = re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b", statement)
        if verb and "set_config" not in statement:
            head = re.search(r'(?:INTO|UPDATE|FROM) "(\w+)"', statement)[1]
            self.verbs[head].add(verb[1])
            where = statement
            if verb[1] == "UPDATE":
                assigned, _where, where = statement.partition(" WHERE ")
                self.changed[head] |= set(re.findall(r'"(\w+)" = ', assigned))
            if verb[1] == "INSERT" and isinstance(
                key := KEYS[head], AutoField
            ):  # PostgreSQL gives it back: that is read
                where += f'"{head}"."{key.column}"'
            for table, column in re.findall(r'"(\w+)"\."(\w+)"', where):
                self.verbs[table].add("SELECT")
                self.read[table].add(column)
        return execute(statement, params, many, context)


@contextmanager
def residents_side(*, asked: Asked | None = None, role: str = ""):
    """Inside, requests are served as the residents' process serves them, with its own database user where there is one."""
    own = connection.settings_dict
    kept = {key: own[key] for key in ("USER", "PASSWORD", "ATOMIC_REQUESTS")}
    with ExitStack() as stack:
        # It seals with the public half: the key file is out of its reach.
        hidden = {"VAULT_PUBLIC": str(keys.public_path()), "VAULT_KEYS": Path("/nowhere/vault.keys")}
        stack.enter_context(override_settings(PUBLIC_SIDE=True, MIDDLEWARE=site.PUBLIC_MIDDLEWARE, **hidden))
        if asked:
            stack.enter_context(connection.execute_wrapper(asked))
        if role:
            connection.close()
            own.update(USER=role, PASSWORD=role)
        own["ATOMIC_REQUESTS"] = connection.vendor == "postgresql"
        try:
            yield
        finally:
            if role:
                connection.close()
            own.update(kept)


@pytest.fixture
def walked(staffed):
    """``walked(side)`` lets residents and staff do all there is to do; ``side()`` stands around each thing a resident does."""

    def walk(side):
        station, opened = staffed.station, set()
        today = timezone.localdate()
        keeping.plan_duty(
            station, by=staffed.by("he"), on=today, starts="09:00", ends="11:00", person=staffed.people["tian"]
        )

        def page(name, data=None, *, args=(), status=200):
            opened.add(name)
            with side():
                client, address = Client(), reverse(name, args=args)
                answer = client.get(address) if data is None else client.post(address, data)
            assert answer.status_code == status, (name, answer.content.decode()[-2000:])
            return answer.content.decode()

        def said(**given):
            opened.add("stations:speak")
            with side():
                answer = speak(Client(), station, **given)
            assert answer.status_code == 201, answer.content.decode()[-2000:]
            return CODE.search(answer.content.decode())[1]

        page("ops:alive")
        page("set_language", {"language": "en"}, status=302)
        page("set_display", {"size": "large"}, status=302)
        assert "田野" in page("stations:public", args=[station.code])
        page("stations:receipt")
        page("stations:receipt", {"code": "wrong"}, status=422)
        Tries.objects.create(key="old", began=timezone.now() - 2 * gates.FORGOTTEN_AFTER)

        picture = SimpleUploadedFile("家门口.jpg", photo(), "image/jpeg")
        code = said(text="路灯坏了三周。", naming="sealed", name="于飞", phone="13900000000", files=picture)
        lead = Lead.objects.get()
        twin = said(text="同一张照片。", files=SimpleUploadedFile("又一张.jpg", photo(), "image/jpeg"))
        assert "路灯坏了三周" in page("stations:receipt", {"code": code})

        clerk, desk, second = (signed_in(staffed, key) for key in ("meng", "zhou", "wu"))
        clerk.post(reverse("stations:ask", args=[lead.code]), {"ask-text": "是哪一栋楼？"})
        assert "是哪一栋楼？" in page("stations:receipt", {"code": code})
        assert "七号楼" in page("stations:add", {"code": code, "text": "七号楼。"})
        desk.post(reverse("stations:ask_for_name", args=[lead.code]), {"reason": "回访"})
        opening = Opening.objects.get()
        second.post(reverse("vault:consent", args=[opening.code]))
        assert "于飞" in desk.post(reverse("vault:look", args=[opening.code])).content.decode()
        assert "您封存的姓名被查看过" in page("stations:receipt", {"code": code})

        handling.take_over(lead, handling.Matter("路灯", "坏了三周。"), by=staffed.by("tian"))
        assessment.decide(Submission.objects.get(), "take_up", by=staffed.by("zhou"))
        words = {"text": "路灯修好了。", "is_public": "on", "headline": "柳岸街道路灯修好了"}
        desk.post(reverse("stations:answer", args=[Answer.objects.get().code]), words)
        assert "路灯修好了。" in page("stations:receipt", {"code": code})
        assert "路灯修好了。" in page("stations:changed", args=[station.code])
        assert "柳岸街道路灯修好了" in page("stations:public", args=[station.code])
        page("stations:say", {"code": code, "word": "partly", "note": "还有一盏。"})
        page("stations:withdraw", {"code": code})
        page("stations:withdraw", {"code": twin})
        assert opened == FOR_RESIDENTS

    return walk


def test_every_address_but_the_residents_own_is_not_there(staffed, spoken):
    spoken()
    assert {"stations:speak", "stations:receipt", "ops:alive"} < FOR_RESIDENTS
    assert not {"network:sign_in", "home", "stations:leads"} & FOR_RESIDENTS
    missing = {
        "uuid": "00000000-0000-4000-8000-000000000000",
        "str": "zzzzzzzzzzzz",
        "int": 1,
        "slug": "z",
        "path": "z",
    }
    with residents_side():
        resident = Client()
        nowhere = resident.get("/no-such-address/")
        for address in every_address():
            if address.name in FOR_RESIDENTS:
                continue
            where = reverse(address.name, kwargs={part: missing[kind] for part, kind in address.parts.items()})
            for answer in (resident.get(where), resident.post(where)):
                assert (answer.status_code, len(answer.content)) == (404, len(nowhere.content)), address.name
        assert "session" not in resident.cookies
        front = resident.get(reverse("stations:public", args=[staffed.station.code])).content.decode()
        assert f'href="{reverse("home")}"' not in front and reverse("network:sign_in") not in front


def test_the_table_of_needs_is_what_the_pages_ask_for(walked):
    asked = Asked()
    walked(lambda: residents_side(asked=asked))

    verbs, read, changed = {}, {}, {}
    for need in public_role.NEEDS:
        given = {"SELECT": need.read, "INSERT": need.add, "UPDATE": need.change, "DELETE": need.remove}
        verbs[need.table] = {verb for verb, is_given in given.items() if is_given}
        changed[need.table] = set(need.columns(need.change))
        read[need.table] = asked.read[need.table] if need.read == public_role.ALL else set(need.columns(need.read))
    assert verbs == {table: found for table, found in asked.verbs.items() if found}
    assert read == {table: asked.read[table] for table in read}
    assert changed == {table: asked.changed[table] for table in changed}


def test_what_a_resident_withdrew_is_destroyed_by_the_worker_once_nobody_else_needs_it(walked):
    walked(residents_side)
    digest = (
        Lead.objects.order_by("pk").last().files.get().file.digest
    )  # the twin's: given again with the first message
    assert path_of(digest).exists()
    assert destroy_left_over() == 0  # the first message was taken over: its picture belongs to the matter
    Lead.objects.order_by("pk").first().files.get().file.__class__.objects.update(state="erased")
    assert destroy_left_over() == 1 and not path_of(digest).exists()


@pytest.fixture
def role(transactional_db):
    """The residents' database user, with exactly the rights of the table."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no users")
    own = connection.settings_dict
    try:
        psycopg.connect(
            dbname=own["NAME"], user=ROLE, password=ROLE, host=own["HOST"], port=own["PORT"] or None
        ).close()
    except psycopg.OperationalError:
        pytest.skip(f"the database has no user {ROLE}")
    call_command("public_role", ROLE, apply=True, stdout=io.StringIO())
    yield ROLE
    call_command("public_role", ROLE, apply=True, remove=True, stdout=io.StringIO())
    connection.close()


def refused(statement: str, *params) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
    except ProgrammingError as fault:
        return "permission denied" in str(fault) or "row-level security" in str(fault)
    return False


def test_the_whole_walk_with_the_residents_database_user(walked, role):
    walked(lambda: residents_side(role=role))
    assert all(report.holds for report in verify_all())


def test_with_that_users_password_nothing_of_the_office_is_read(staffed, spoken, role):
    lead, _code = spoken(naming="sealed", identity={"name": "于飞", "phone": "13900000000"})
    needed = {need.table: need for need in public_role.NEEDS}
    with residents_side(role=role):
        tables = connection.introspection.table_names()
        denied = {table for table in tables if refused(f'SELECT * FROM "{table}"')}
        assert denied == {table for table in tables if table not in needed or needed[table].read != public_role.ALL}
        assert {
            "intake_submission",
            "intake_submissionauthor",
            "desk_brief",
            "dispatch_dispatch",
            "outcomes_adoption",
            "figures_schemeversion",
            "network_person",
            "network_account",
            "network_session",
            "network_role",
            "notices_notice",
            "journal_entry",
            "vault_opening",
            "reports_report",
        } <= denied

        with connection.cursor() as cursor:
            for table in ("stations_lead", "vault_sealed", "stations_leadline", "files_storedfile"):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                assert cursor.fetchone() == (0,), table
            cursor.execute("SELECT name FROM network_person")
            assert cursor.fetchall() == []  # nobody is on duty
            cursor.execute("SELECT set_config('zhitong.receipt', %s, false)", ["0" * 64])
            cursor.execute("SELECT count(*) FROM stations_lead")
            assert cursor.fetchone() == (0,)  # one has to know a receipt's keyed hash
            cursor.execute("SELECT set_config('zhitong.receipt', %s, false)", [lead.receipt])
            cursor.execute("SELECT count(*) FROM stations_lead")
            assert cursor.fetchone() == (1,)
        for statement in (
            "UPDATE stations_lead SET submission_id = NULL",
            "UPDATE stations_answer SET text = ''",
            "DELETE FROM stations_lead",
            "UPDATE journal_entry SET reason = ''",
            "DELETE FROM journal_entry",
            "TRUNCATE stations_tries",
            "INSERT INTO jobs_job (task) VALUES ('x')",
            "INSERT INTO journal_entry (office_id, seq, at, actor, channel, action, subject, subject_code, matters, details, reason,"
            " previous, hash) VALUES (1, 999, now(), 'a', 'page', 'x', 'x', 'x', '[]', '{}', '', '', '')",
            "INSERT INTO stations_leadline (lead_id, kind, text, at, by_id) SELECT id, 'answer', 'x', now(), 1 FROM stations_lead",
            "CREATE TABLE own (id int)",
        ):
            assert refused(statement), statement
    assert Sealed.objects.count() == 1


def test_the_residents_process_does_not_start_with_a_user_that_may_more(staffed, role):
    assert public_role.too_much(role) == []
    with override_settings(PUBLIC_SIDE=True), pytest.raises(CommandError, match="直通|public-role"):
        call_command("serve", public=True)  # the office's own user
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON desk_brief TO {role}")
    assert len(public_role.too_much(role)) == 1
    call_command("public_role", role, apply=True, stdout=io.StringIO())  # takes back what is too much
    assert public_role.too_much(role) == [] and public_role.fences_stand()


def test_the_statements_are_printed_for_whoever_keeps_the_database(staffed, role):
    out = io.StringIO()
    call_command("public_role", role, stdout=out)
    printed = out.getvalue()
    assert printed.startswith("BEGIN;\nREVOKE ALL ON ALL TABLES")
    assert f'GRANT SELECT ("id", "name") ON "network_person" TO "{role}";' in printed
    with pytest.raises(CommandError):
        call_command("public_role", 'x"; DROP TABLE y', stdout=out)
