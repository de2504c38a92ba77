"""Name every message of the rooms that has no Chinese yet, or only a doubtful one. Exit code 1 when there is any."""

from __future__ import annotations

import sys
from pathlib import Path

import polib

ROOMS = Path(__file__).resolve().parent.parent / "src" / "zhitong"


def main() -> int:
    count = 0
    for path in sorted(ROOMS.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete and not entry.translated():
                count += 1
                print(f"{path.parents[3].name}: {entry.msgid}")
    print(f"{count} without Chinese")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
