"""The operator's commands, run as an operator runs them: in a folder of their own, in a process of their own.

``init`` makes all tables, which takes longer than everything else here: one test walks it from nothing, the others begin with a copy of
the folder that it left.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def in_folder(folder):
    """``run("check")`` in this folder with no variable of ours set; SQLite, since the folder is the whole installation."""

    def run(*words, **environment):
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHITONG_", "DJANGO_"))}
        return subprocess.run(
            [sys.executable, "-m", "zhitong.site.command", *words],
            cwd=folder,
            env=clean | environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    run.folder = folder
    return run


@pytest.fixture
def zhitong(tmp_path):
    """Commands in an empty folder."""
    return in_folder(tmp_path)


@pytest.fixture(scope="module")
def first_office(tmp_path_factory):
    """The folder that ``init`` left, and what it said."""
    folder = tmp_path_factory.mktemp("first_office")
    return folder, in_folder(folder)(*INIT)


@pytest.fixture
def opened(first_office, tmp_path):
    """Commands in a folder of its own with an office in it."""
    shutil.copytree(first_office[0], tmp_path, dirs_exist_ok=True)
    return in_folder(tmp_path)


INIT = (
    "init",
    "--office",
    "临溪区政协信息工作室",
    "--short",
    "临溪区",
    "--rank",
    "district",
    "--level",
    "区政协",
    "--admin",
    "许工",
    "--admin-username",
    "xu",
    "--security",
    "安宁",
    "--security-username",
    "an",
)


def test_init_opens_a_real_office_with_production_settings(first_office, opened):
    _folder, done = first_office
    assert done.returncode == 0, done.stderr
    settings = opened.folder / "zhitong.env"
    assert "ZHITONG_MODE=production" in settings.read_text()
    assert settings.stat().st_mode & 0o077 == 0
    checked = opened("check")
    assert "生产模式" in checked.stdout, checked.stdout + checked.stderr
    assert "✗" not in checked.stdout


def test_init_without_a_terminal_says_what_is_missing(zhitong):
    done = zhitong("init", "--office", "临溪区政协信息工作室")

    assert done.returncode != 0
    assert "未提供“简称”" in done.stderr
    assert not list(zhitong.folder.rglob("*.sqlite3"))  # said before anything is made


def test_two_inits_of_one_office_do_not_make_two(opened):
    assert opened(*INIT).returncode != 0


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({}, "ZHITONG_SECRET_KEY"),
        ({"ZHITONG_DEBUG": "1"}, "ZHITONG_DEBUG"),
        ({"ZHITONG_ALLOWED_HOSTS": "*"}, "ZHITONG_ALLOWED_HOSTS"),
        ({"ZHITONG_DEMO": "1"}, "ZHITONG_DEMO"),
    ],
)
def test_production_refuses_an_unsafe_start_and_says_why(zhitong, variables, named):
    done = zhitong("check", ZHITONG_MODE="production", **variables)

    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_is_not_served_to_the_network(zhitong):
    done = zhitong("serve", "--host", "0.0.0.0", ZHITONG_DEMO="1")

    assert done.returncode != 0
    assert "回环地址" in done.stderr


def test_a_backup_comes_back_elsewhere_and_a_damaged_one_is_refused(opened, tmp_path_factory):
    made = opened("backup", "--to", "one.zhitong")
    assert made.returncode == 0, made.stderr
    backup = opened.folder / "one.zhitong"
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    keys = (opened.folder / "zhitong.env").read_text()
    (elsewhere / "zhitong.env").write_text(keys)

    refused = opened("restore", "one.zhitong")
    assert "本机已有一个工作室" in refused.stderr

    (elsewhere / "var").mkdir()
    run_there = in_folder(elsewhere)
    restored = run_there("restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert "链完好" in restored.stdout

    for position in (600, backup.stat().st_size // 2, backup.stat().st_size - 3):
        spoiled = bytearray(backup.read_bytes())
        spoiled[position] ^= 1
        Path(elsewhere / "spoiled.zhitong").write_bytes(spoiled)
        done = run_there("restore", "spoiled.zhitong", "--replace")
        assert done.returncode != 0
        assert "Traceback" not in done.stderr


def test_a_backup_with_another_key_is_refused_with_a_sentence(opened):
    opened("backup", "--to", "one.zhitong")
    done = opened("restore", "one.zhitong", "--replace", ZHITONG_JOURNAL_KEY="x" * 40)

    assert "台账密钥与本机不同" in done.stderr


def test_a_folder_of_data_that_is_not_there_is_made_or_the_reason_is_said(zhitong):
    made = zhitong("showmigrations", ZHITONG_HOME=str(zhitong.folder / "srv" / "zhitong"))
    assert made.returncode == 0, made.stderr
    assert (zhitong.folder / "srv" / "zhitong" / "zhitong.sqlite3").exists()

    (zhitong.folder / "file").write_text("")
    refused = zhitong("migrate", ZHITONG_HOME=str(zhitong.folder / "file" / "data"))
    assert refused.returncode == 2
    assert "ZHITONG_HOME" in refused.stderr and "Traceback" not in refused.stderr


def test_a_database_that_does_not_answer_is_said_in_one_sentence(zhitong):
    nobody = "postgres://zhitong:secret@127.0.0.1:1/zhitong"  # port 1: nobody listens there
    done = zhitong("migrate", ZHITONG_DATABASE_URL=nobody)
    assert done.returncode == 2
    assert "数据库没有应答" in done.stderr and "ZHITONG_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr and "secret" not in done.stderr
    english = zhitong("--lang", "en", "journal", "verify", ZHITONG_DATABASE_URL=nobody)
    assert english.returncode == 2 and "The database does not answer" in english.stderr


def test_a_backup_that_cannot_be_written_says_where_and_why(opened):
    (opened.folder / "in-the-way").write_text("a file, where a folder is needed", encoding="utf-8")
    done = opened("backup", "--to", "in-the-way/office.zhitong")
    assert done.returncode != 0 and "in-the-way" in done.stderr and "备份没有写成" in done.stderr
    assert "Traceback" not in done.stderr
