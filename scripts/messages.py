"""Collect the messages of the rooms named (of all when none is) into their Chinese catalogues and compile them.

Needs the program `msgmerge` (Debian: gettext).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOMS = Path(__file__).resolve().parent.parent / "src" / "zhitong"


def main() -> int:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "zhitong.site.settings"}
    named = sys.argv[1:]
    rooms = [ROOMS / name for name in named] if named else sorted(path.parent for path in ROOMS.glob("*/locale"))
    for room in rooms:
        # -P: a room with a queue.py would hide the library of that name
        command = [sys.executable, "-P", "-m", "django"]
        subprocess.run(
            [*command, "makemessages", "-l", "zh_Hans", "--no-location", "--no-obsolete", "-v", "0"],
            cwd=room,
            env=environment,
            check=True,
        )
        subprocess.run([*command, "compilemessages", "-l", "zh_Hans", "-v", "0"], cwd=room, env=environment, check=True)
        print(f"{room.name}: collected and compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main())
