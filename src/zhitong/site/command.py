"""The ``zhitong`` command: one word for the operator, routed to the room that answers."""

from __future__ import annotations

import os
import sys

from zhitong.site import variables
from zhitong.site.variables import SettingsError

# Words that a plain room answers itself, without Django or a database.
PLAIN = {"text": "zhitong.text.command", "schemes": "zhitong.figures.schemes.command"}
FOR_HELP = ([], ["help"], ["-h"], ["--help"])


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    argv = _without_language(list(sys.argv[1:] if argv is None else argv))
    if argv and argv[0] in PLAIN:
        from importlib import import_module  # noqa: PLC0415  slow import: only the room that answers is loaded

        return import_module(PLAIN[argv[0]]).main(argv[1:]) or 0
    if argv[:1] == ["init"] and not {"-h", "--help"} & set(argv):
        _write_settings(argv)
    if argv[:1] == ["public-role"]:
        argv = ["public_role", *argv[1:]]  # a module's name has no hyphen
    if argv[:1] == ["serve"] and "--public" in argv:
        os.environ["ZHITONG_PUBLIC_SIDE"] = "1"  # before the settings are read, and for every process of the server
    if argv[:1] == ["serve"]:
        os.environ.setdefault("ZHITONG_STATIC", "collected")  # before the settings are read: see ops/static_files.py
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhitong.site.settings")
    try:
        import django  # noqa: PLC0415  the settings are read only now
        from django.utils import translation  # noqa: PLC0415  app ready

        django.setup()
        if argv[:1] != ["check"] and argv not in FOR_HELP:  # they only look, and say what is missing
            _make_home()
        from zhitong.ops import spoken  # noqa: PLC0415  app ready

        with translation.override(language()):
            spoken.teach_the_parser()
            if argv in FOR_HELP:
                print(spoken.commands())
            elif said := spoken.unknown(argv[0], PLAIN):
                print(said, file=sys.stderr)
                return 2
            else:
                _run(argv)
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def _run(argv: list[str]) -> None:
    """Django carries the command out. SettingsError where there is no database to carry it out in: a supervisor starts again, and a
    person reads one sentence; a fault of a database that does answer keeps its traceback."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415  app ready
    from django.db import OperationalError  # noqa: PLC0415  app ready

    try:
        execute_from_command_line(["zhitong", *argv])
    except OperationalError as fault:
        from zhitong.ops.checks import database_opens  # noqa: PLC0415  only a failure asks

        if database_opens():
            raise
        said = " ".join(str(fault).split())
        raise SettingsError(
            variables.said(
                f"The database does not answer ({said}). Start it, or put its address right in ZHITONG_DATABASE_URL.",
                f"数据库没有应答（{said}）。请启动数据库，或改正 ZHITONG_DATABASE_URL 中的地址。",
            )
        ) from None


def _make_home() -> None:
    """The folder of data, before anything looks into its database. SettingsError where it cannot be made."""
    from django.conf import settings  # noqa: PLC0415  the settings are read only now

    try:
        settings.HOME.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SettingsError(
            variables.said(
                f"The folder of data {settings.HOME} cannot be made ({fault.strerror}). Name another one in ZHITONG_HOME, or let this user write there.",
                f"无法建立数据目录 {settings.HOME}（{fault.strerror}）。请用 ZHITONG_HOME 指定另一处，或给当前用户写入权限。",
            )
        ) from None


LANGUAGES = {"zh": "zh-hans", "zh-hans": "zh-hans", "zh-cn": "zh-hans", "en": "en"}


def language() -> str:
    """What commands speak: the office's Chinese, or English where ``--lang en`` or ZHITONG_LANG says so."""
    return LANGUAGES.get(variables.text("ZHITONG_LANG").lower().replace("_", "-"), "zh-hans")


def _without_language(argv: list[str]) -> list[str]:
    """``--lang X`` or ``--lang=X`` may stand anywhere; it holds for the programs this command starts as well."""
    kept, given = [], iter(argv)
    for word in given:
        if word == "--lang":
            os.environ["ZHITONG_LANG"] = next(given, "")
        elif word.startswith("--lang="):
            os.environ["ZHITONG_LANG"] = word.removeprefix("--lang=")
        else:
            kept.append(word)
    return kept


def _write_settings(argv: list[str]) -> None:
    """The keys must be there before the first person is entered: commitments in the journal are made with them."""
    hosts = argv[argv.index("--hosts") + 1] if "--hosts" in argv[:-1] else "127.0.0.1,localhost"
    if path := variables.write_first_file(hosts):
        said = variables.said(
            f"Settings with new keys written to {path}: keep a copy of them in another safe place.",
            f"设置和新密钥已写入 {path}：请在另一处安全的地方保存一份。",
        )
        print(said)


if __name__ == "__main__":
    sys.exit(main())
