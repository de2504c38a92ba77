"""The operator's commands, run as an operator runs them: in a folder of their own, in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def zhitong(tmp_path):
    """``zhitong("check")`` in an empty folder with no variable of ours set; SQLite, since the folder is the whole installation."""

    def run(*words, **environment):
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHITONG_", "DJANGO_"))}
        return subprocess.run(
            [sys.executable, "-m", "zhitong.site.command", *words],
            cwd=tmp_path,
            env=clean | environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    run.folder = tmp_path
    return run


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


def test_init_opens_a_real_office_with_production_settings(zhitong):
    done = zhitong(*INIT)

    assert done.returncode == 0, done.stderr
    settings = zhitong.folder / "zhitong.env"
    assert "ZHITONG_MODE=production" in settings.read_text()
    assert settings.stat().st_mode & 0o077 == 0
    checked = zhitong("check")
    assert "生产模式" in checked.stdout, checked.stdout + checked.stderr
    assert "✗" not in checked.stdout


def test_init_without_a_terminal_says_what_is_missing(zhitong):
    done = zhitong("init", "--office", "临溪区政协信息工作室")

    assert done.returncode != 0
    assert "未提供“简称”" in done.stderr


def test_two_inits_of_one_office_do_not_make_two(zhitong):
    zhitong(*INIT)

    assert zhitong(*INIT).returncode != 0


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


def test_a_backup_comes_back_elsewhere_and_a_damaged_one_is_refused(zhitong, tmp_path_factory):
    zhitong(*INIT)
    made = zhitong("backup", "--to", "one.zhitong")
    assert made.returncode == 0, made.stderr
    backup = zhitong.folder / "one.zhitong"
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    keys = (zhitong.folder / "zhitong.env").read_text()
    (elsewhere / "zhitong.env").write_text(keys)

    refused = zhitong("restore", "one.zhitong")
    assert "本机已有一个工作室" in refused.stderr

    def run_there(*words):
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHITONG_", "DJANGO_"))}
        (elsewhere / "var").mkdir(exist_ok=True)
        return subprocess.run(
            [sys.executable, "-m", "zhitong.site.command", *words],
            cwd=elsewhere,
            env=clean,
            capture_output=True,
            text=True,
        )

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


def test_a_backup_with_another_key_is_refused_with_a_sentence(zhitong, tmp_path_factory):
    zhitong(*INIT)
    zhitong("backup", "--to", "one.zhitong")
    done = zhitong("restore", "one.zhitong", "--replace", ZHITONG_JOURNAL_KEY="x" * 40)

    assert "台账密钥与本机不同" in done.stderr


def test_a_folder_of_data_that_is_not_there_is_made_or_the_reason_is_said(zhitong):
    made = zhitong(*INIT, ZHITONG_HOME=str(zhitong.folder / "srv" / "zhitong"))
    assert made.returncode == 0, made.stderr
    assert (zhitong.folder / "srv" / "zhitong" / "zhitong.sqlite3").exists()

    (zhitong.folder / "file").write_text("")
    refused = zhitong("migrate", ZHITONG_HOME=str(zhitong.folder / "file" / "data"))
    assert refused.returncode == 2
    assert "ZHITONG_HOME" in refused.stderr and "Traceback" not in refused.stderr
