"""The ``zhitong`` command: one word for the operator, routed to the room that answers."""

from __future__ import annotations

import os
import sys

from zhitong.site import variables
from zhitong.site.variables import SettingsError

# Words that a plain room answers itself, without Django or a database.
PLAIN = {"text": "zhitong.text.command", "schemes": "zhitong.figures.schemes.command"}


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    argv = list(sys.argv[1:] if argv is None else argv)
    if argv and argv[0] in PLAIN:
        from importlib import import_module  # noqa: PLC0415  slow import: only the room that answers is loaded

        return import_module(PLAIN[argv[0]]).main(argv[1:]) or 0
    if argv[:1] == ["init"] and not {"-h", "--help"} & set(argv):
        _write_settings(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhitong.site.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415  app ready

        execute_from_command_line(["zhitong", *(argv or ["help"])])
    except SettingsError as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def _write_settings(argv: list[str]) -> None:
    """The keys must be there before the first person is entered: commitments in the journal are made with them."""
    hosts = argv[argv.index("--hosts") + 1] if "--hosts" in argv[:-1] else "127.0.0.1,localhost"
    if path := variables.write_first_file(hosts):
        print(f"Settings with new keys written to {path}: keep a copy of them in another safe place.")


if __name__ == "__main__":
    sys.exit(main())
