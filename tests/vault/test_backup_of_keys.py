"""A backup holds sealed rows, and the key file only when it is asked for; a restore says which keys are missing."""

from __future__ import annotations

import pytest
from django.db import connection

import cast
from zhitong.ops import archive, backups
from zhitong.vault import actions, keys
from zhitong.vault.models import Sealed

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_the_key_file_goes_along_only_when_asked_for_and_a_restore_names_what_is_missing(settings, tmp_path):
    settings.BACKUP_ROOT, settings.VAULT_KEYS = tmp_path, tmp_path / "here" / "vault.keys"
    settings.FILES_ROOT = tmp_path / "files"
    keys.add_key()
    office = cast.district()
    actions.seal({"name": "于飞"}, by=office.by("zhou"))
    plain = backups.back_up(tmp_path / "a.zhitong")
    whole = backups.back_up(tmp_path / "b.zhitong", with_vault_keys=True)
    secret = keys.path().read_bytes()
    assert secret not in plain.read_bytes() and secret in whole.read_bytes()
    if connection.vendor == "sqlite":  # PostgreSQL's dump is packed
        assert bytes(Sealed.objects.get().content) in plain.read_bytes()

    settings.VAULT_KEYS = tmp_path / "elsewhere" / "vault.keys"
    for source, restored in ((plain, False), (whole, True)):
        said: list[str] = []
        with archive.opened(source) as (facts, tar):
            backups._restore_vault_keys(facts, tar, said.append)
        assert keys.is_there() is restored
        assert any(facts["vault_keys"][0] in line for line in said) is not restored
    assert keys.path().stat().st_mode & 0o077 == 0 and keys.path().read_bytes() == secret
