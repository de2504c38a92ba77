"""What the operator reads: Chinese unless ``--lang en`` or ZHITONG_LANG asks for English; and files under names that may be kept for ever."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from zhitong.site import command, variables

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def run(tmp_path):
    """``run("check", ...)`` in an empty folder of its own; gives exit code and everything it said."""

    def ran(*argv, **environment):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHITONG_")}
        source = str(Path(command.__file__).parents[2])
        given = kept | {"PYTHONPATH": source, "ZHITONG_HOME": str(tmp_path / "home"), "PYTHONIOENCODING": "utf-8"}
        asked = [sys.executable, "-m", "zhitong.site.command", *argv]
        done = subprocess.run(
            asked, cwd=tmp_path, env=given | environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
        return done.returncode, done.stdout + done.stderr

    return ran


def test_a_check_of_nothing_says_in_chinese_what_to_do_and_makes_nothing(run, tmp_path):
    code, said = run("check")

    assert code == 1
    assert "数据库打不开" in said
    assert "zhitong init" in said
    assert "Traceback" not in said
    assert not (tmp_path / "home").exists()


def test_the_same_in_english_by_flag_or_environment(run):
    for words in (run("check", "--lang", "en")[1], run("check", ZHITONG_LANG="en")[1]):
        assert "The database cannot be opened." in words


def test_production_that_is_unsafe_says_every_reason_in_the_operators_language(run):
    code, chinese = run("check", ZHITONG_MODE="production")
    assert code == 2
    assert "ZHITONG_SECRET_KEY" in chinese
    assert "直通不能在生产模式下启动" in chinese
    code, english = run("check", "--lang=en", ZHITONG_MODE="production")
    assert code == 2
    assert not CHINESE.search(english)


def test_what_is_no_language_is_chinese(monkeypatch):
    for given, spoken in (("", "zh-hans"), ("zh_CN", "zh-hans"), ("fr", "zh-hans"), ("EN", "en")):
        monkeypatch.setenv("ZHITONG_LANG", given)
        assert command.language() == spoken


def test_the_flag_may_stand_anywhere(monkeypatch):
    monkeypatch.setenv("ZHITONG_LANG", "")
    assert command._without_language(["--lang", "en", "check", "--deploy"]) == ["check", "--deploy"]
    assert variables.said("yes", "是") == "yes"
    assert command._without_language(["check", "--lang=zh"]) == ["check"]
    assert variables.said("yes", "是") == "是"


def test_collected_files_carry_a_digest_and_may_be_kept_for_ever(run, tmp_path):
    code, said = run("collectstatic", "--noinput", "-v", "0", ZHITONG_STATIC="collected")
    assert (code, said) == (0, "")

    asked = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "client = Client()\n"
        "page = client.get('/sign-in/', follow=True).content.decode()\n"
        "import re\n"
        "for address in sorted(set(re.findall(r'(?:href|src)=\"(/static/[^\"]+)', page))):\n"
        "    print(address, client.get(address).headers['Cache-Control'])\n"
    )
    environment = {"ZHITONG_STATIC": "collected", "DJANGO_SETTINGS_MODULE": "zhitong.site.settings"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHITONG_")}
    source = str(Path(command.__file__).parents[2])
    home = {"PYTHONPATH": source, "ZHITONG_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, env=kept | environment | home, capture_output=True, text=True
    )
    lines = [line.split(" ", 1) for line in done.stdout.splitlines() if line.startswith("/static/")]
    assert lines, done.stderr
    for address, kept_for in lines:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address), address
        assert "immutable" in kept_for


OURS = (
    "areas",
    "backup",
    "check",
    "demo",
    "import",
    "init",
    "journal",
    "restore",
    "search",
    "serve",
    "vault",
    "worker",
)


def test_the_list_of_commands_is_ours_and_chinese(run):
    code, said = run()

    assert code == 0
    lines = [line for line in said.splitlines() if line.startswith("  zhitong ")]
    assert {line.split()[1] for line in lines} >= {*OURS, "text", "schemes"}
    assert [line for line in lines if not CHINESE.search(line)] == []
    assert "createsuperuser" not in said


def test_the_parsers_own_sentences_are_chinese_and_name_no_option_for_developers(run):
    code, said = run("import", "--help")
    assert code == 0
    assert "用法：zhitong import" in said
    assert "--traceback" not in said
    assert "--skip-checks" not in said

    code, said = run("import", "来稿.xlsx")
    assert code == 2
    assert "缺少 --office, --by" in said
    assert not re.search(r"\b(required|arguments|error)\b", said)


def test_a_word_that_is_no_command_is_answered_with_the_nearest(run):
    code, said = run("seach", "check")

    assert code == 2
    assert "没有命令“seach”" in said
    assert "zhitong search" in said
