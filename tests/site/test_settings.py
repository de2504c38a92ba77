"""Settings: the manual lists them all, unsafe ones are refused, the safe SQLite journal is chosen by version."""

import sys
from pathlib import Path

import pytest

from zhitong.ops import sqlite
from zhitong.site import variables

ROOT = Path(__file__).resolve().parents[2]


def test_the_manual_lists_every_variable(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import settings_manual

    assert settings_manual.MANUAL.read_text(encoding="utf-8") == settings_manual.manual()
    del sys.modules["settings_manual"]


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 4), "WAL"),
        ((3, 44, 6), "WAL"),
        ((3, 44, 5), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 50, 6), "DELETE"),
        ((3, 45, 0), "DELETE"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_wal_is_used_only_where_the_reset_race_is_mended(version, mode):
    assert sqlite.journal_mode(version) == mode


def test_every_connection_is_durable_and_takes_the_write_lock_first():
    options = sqlite.options("DELETE")

    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        assert pragma in options["init_command"]


def test_all_reasons_are_said_at_once():
    with pytest.raises(variables.SettingsError) as refusal:
        variables.refuse_unsafe_production(
            mode="production", secret_key="short", journal_key="", debug=True, demo=True, hosts=["*"]
        )

    for name in ("SECRET_KEY", "JOURNAL_KEY", "DEBUG", "DEMO", "ALLOWED_HOSTS"):
        assert f"ZHITONG_{name}" in str(refusal.value)


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("ZHITONG_SECRET_KEY_FILE", str(tmp_path / "key"))

    assert variables.text("ZHITONG_SECRET_KEY") == "from the file"


def test_a_wrong_value_names_its_variable(monkeypatch):
    monkeypatch.setenv("ZHITONG_UPLOAD_MB", "viel")

    with pytest.raises(variables.SettingsError, match="ZHITONG_UPLOAD_MB"):
        variables.number("ZHITONG_UPLOAD_MB")
