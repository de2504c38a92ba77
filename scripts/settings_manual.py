"""Write docs/manual/settings.md from the table of variables; a test keeps both equal."""

from __future__ import annotations

from pathlib import Path

from zhitong.site.variables import VARIABLES

MANUAL = Path(__file__).resolve().parent.parent / "docs" / "manual" / "settings.md"
HEAD = """# Settings

From the environment, or from one file (`ZHITONG_SETTINGS`, by default `zhitong.env` in the working folder); the environment wins. A name with
`_FILE` behind it gives a value by the path of a file that holds it.

| variable | meaning | default |
| --- | --- | --- |
"""


def manual() -> str:
    return HEAD + "".join(
        f"| `{v.name}` | {v.meaning} | {f'`{v.default}`' if v.default else ''} |\n" for v in VARIABLES
    )


if __name__ == "__main__":
    MANUAL.write_text(manual(), encoding="utf-8")
