"""The key file and what is encrypted with it: nothing opens without it, and a rotation may be killed at any moment."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhitong.errors import BadInput, WrongState
from zhitong.vault import actions, envelope, keys
from zhitong.vault.models import Sealed
from zhitong.vault.queries import given_openly

KEY = bytes(range(32))
WHO = {"name": "于飞", "phone": "13900000000"}


@pytest.fixture(autouse=True)
def own_keys(request, tmp_path):
    request.getfixturevalue("settings").VAULT_KEYS = tmp_path / "vault.keys"
    keys.add_key()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["name", "phone", "address", "other"]), st.text(max_size=60)))
def test_what_is_encrypted_opens_again_and_its_length_says_little(identity):
    wrapped, content = envelope.encrypt(identity, "code", envelope.public_half(KEY))
    assert envelope.decrypt(wrapped, content, "code", KEY) == identity
    assert (len(content) - envelope.NONCE - 16) % envelope.BLOCK == 0


def test_bytes_of_one_row_do_not_open_in_another_and_a_changed_bit_shows():
    wrapped, content = envelope.encrypt(WHO, "one", envelope.public_half(KEY))
    for code, changed in (("two", content), ("one", content[:-1] + bytes([content[-1] ^ 1]))):
        with pytest.raises(WrongState) as refusal:
            envelope.decrypt(wrapped, changed, code, KEY)
        assert refusal.value.code == "vault.damaged"


def test_a_missing_open_or_broken_key_file_is_a_sentence():
    good = keys.path().read_text()
    keys.path().chmod(0o644)
    assert _refusal() == "vault.key.open"
    keys.path().chmod(0o600)
    keys.path().write_text("no key at all\n")
    assert _refusal() == "vault.key.unreadable"
    keys.path().unlink()
    assert _refusal() == "vault.key.missing"
    keys.path().write_text(good)
    keys.path().chmod(0o600)
    assert keys.ring().newest


def _refusal() -> str:
    with pytest.raises(WrongState) as refusal:
        keys.ring()
    return refusal.value.code


@pytest.mark.django_db
def test_a_key_that_was_taken_out_of_the_file_is_named(office):
    sealed = actions.seal(WHO, by=office.by("zhou"), protected=False)
    lost = sealed.key_id
    keys.add_key()
    keys.forget({lost})
    with pytest.raises(WrongState) as refusal:
        keys.ring().key(sealed.key_id)
    assert lost in str(refusal.value)


@pytest.mark.django_db
def test_nobody_without_a_name_and_nothing_too_long(office):
    for identity, field in (
        ({"name": "　"}, "name"),
        ({"name": "于" * 61}, "name"),
        ({"name": "于", "phone": "1\x00"}, "phone"),
    ):
        with pytest.raises(BadInput) as refusal:
            actions.seal(identity, by=office.by("zhou"))
        assert refusal.value.field == field
    assert not Sealed.objects.exists()


@pytest.mark.django_db
def test_a_broken_off_rotation_goes_on_where_it_stopped_and_makes_no_second_key(office, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 3)
    rows = [actions.seal(WHO, by=office.by("zhou"), protected=False) for _row in range(10)]

    class Killed(Exception):
        pass

    def killed():
        raise Killed

    with pytest.raises(Killed):
        actions.rotate(between=killed)
    ring = keys.ring()
    assert len(ring.keys) == 2
    assert Sealed.objects.filter(key_id=ring.newest).count() == 3

    assert actions.rotate(forget_old=True) == 7
    assert list(keys.ring().keys) == [ring.newest]
    assert set(map(tuple, (who.items() for who in given_openly(Sealed.objects.all()).values()))) == {tuple(WHO.items())}
    assert len(given_openly(Sealed.objects.all())) == len(rows)


def test_whoever_has_the_public_half_alone_seals_and_never_opens():
    public = envelope.public_half(KEY)
    box, content = envelope.encrypt(WHO, "one", public)
    assert envelope.decrypt(box, content, "one", KEY) == WHO
    again, _content = envelope.encrypt(WHO, "one", public)
    assert box != again  # a fresh key for each box
    for key in (public, bytes(32), bytes(box[:32])):
        with pytest.raises(WrongState):
            envelope.decrypt(box, content, "one", key)
    for place in (0, 40, len(box) - 1):
        changed = box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :]
        with pytest.raises(WrongState):
            envelope.decrypt(changed, content, "one", KEY)


@pytest.mark.django_db
def test_the_residents_process_seals_without_the_key_file_and_the_office_opens(office, settings):
    """What runs apart has the public half in a folder of its own; the key file is out of its reach."""
    settings.PUBLIC_SIDE, hidden = True, keys.path().read_bytes()
    keys.path().unlink()
    sealed = actions.seal(WHO, by=office.by("zhou"), protected=False)
    with pytest.raises(WrongState) as refusal:
        given_openly([sealed])
    assert refusal.value.code == "vault.key.missing"
    assert hidden.split()[1] not in keys.public_path().read_bytes()
    assert keys.public_path().stat().st_mode & 0o777 == 0o644

    settings.PUBLIC_SIDE = False
    keys.path().write_bytes(hidden)
    keys.path().chmod(0o600)
    assert given_openly([sealed]) == {sealed.pk: WHO}
    assert keys.public_is_right()


@pytest.mark.django_db
def test_after_a_rotation_the_public_half_is_that_of_the_new_key(office, settings):
    old = keys.sealer()
    actions.rotate(forget_old=True)
    settings.PUBLIC_SIDE = True
    assert keys.sealer() != old
    assert keys.sealer().key_id == keys.ring().newest
    assert given_openly([actions.seal(WHO, by=office.by("zhou"), protected=False)])
    keys.public_path().write_text("no half at all")
    with pytest.raises(WrongState):
        keys.sealer()
    keys.public_path().unlink()  # a set-up from before: it has the key file, and seals with it
    assert keys.sealer().key_id == keys.ring().newest
    call_command("vault", "public")
    assert keys.public_is_right()


@pytest.mark.django_db
def test_what_was_sealed_before_there_were_public_halves_opens_and_is_made_anew_by_a_rotation(office):
    ring = keys.ring()
    sealed = actions.seal(WHO, by=office.by("zhou"), protected=False)
    data_key = envelope._unboxed(sealed.wrapped, sealed.code, ring.keys[ring.newest])
    sealed.wrapped = envelope._lock(ring.keys[ring.newest], data_key, f"key {sealed.code}")  # as it was written then
    sealed.save()
    assert len(sealed.wrapped) == 60
    assert given_openly([sealed]) == {sealed.pk: WHO}
    assert actions.rotate(forget_old=True) == 1
    sealed.refresh_from_db()
    assert len(bytes(sealed.wrapped)) == envelope.BOX
    assert given_openly([sealed]) == {sealed.pk: WHO}


KILLED = """
import os, signal, django
django.setup()
from django.core.management import CommandError, call_command
from django.db import connection
for room in ("journal", "vault"):
    call_command("migrate", room, verbosity=0)
from zhitong.network.actions import open_office
from zhitong.network.actors import system_actor
from zhitong.vault import actions, keys
keys.add_key()
by = system_actor(open_office(name="甲", short_name="甲", rank=4, level_name="区"), ())
for n in range(10):
    actions.seal({"name": f"于{n}"}, by=by, protected=False)
actions.BATCH = 4
steps = iter(range(100))
def between():
    if next(steps) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
actions.rotate(between=between)
"""
RUN_AGAIN = """
import django
django.setup()
from zhitong.vault import actions, keys
from zhitong.vault.models import Sealed
from zhitong.vault.queries import given_openly
before = Sealed.objects.filter(key_id=keys.ring().newest).count()
moved = actions.rotate()
names = {who["name"] for who in given_openly(Sealed.objects.all()).values()}
print(before, moved, len(keys.ring().keys), Sealed.objects.exclude(key_id=keys.ring().newest).count(), len(names))
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="an office of its own on SQLite; it ran with SQLite")
def test_a_rotation_killed_between_two_steps_is_finished_by_the_next_run(tmp_path):
    """Processes of their own with a database of their own, and SIGKILL: what no handler sees."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "zhitong.site.settings",
        "ZHITONG_HOME": str(tmp_path / "home"),
        "ZHITONG_VAULT_KEYS": str(tmp_path / "home" / "vault.keys"),
        "ZHITONG_DATABASE_URL": "",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    (tmp_path / "home").mkdir()

    def run(code: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=300
        )

    killed = run(KILLED)
    assert killed.returncode == -9, killed.stderr
    finished = run(RUN_AGAIN)
    assert finished.stdout.split() == ["8", "2", "2", "0", "10"], finished.stderr


@pytest.mark.django_db
def test_the_command_counts_rotates_and_never_makes_a_key_for_what_lost_its_own(office, capsys):
    actions.seal(WHO, by=office.by("zhou"))
    call_command("vault", "rotate", "--forget-old")
    call_command("vault", "status")
    assert "1 条；新封存的身份使用此密钥" in capsys.readouterr().out
    keys.path().unlink()
    with pytest.raises(CommandError, match="不在此处"):
        call_command("vault", "new-key")
