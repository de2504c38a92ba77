"""Reading a spreadsheet of 20,000 rows: our reader beside calamine laid bare, on the same file in the same run.

    python benchmarks/sheets_read.py [ROWS]

Prints the best of three for each way of reading, the ratio to calamine, and what one stray cell in the last row of an
otherwise empty sheet costs in memory (each reader in a process of its own). openpyxl is measured too where it is installed.
"""

from __future__ import annotations

import importlib.util
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import python_calamine
import xlsxwriter

from zhitong.sheets import Field, OutSheet, check_rows, open_table, propose_mapping, write_csv, write_xlsx

FIELDS = [
    Field("unit", "报送单位", ("单位",), required=True),
    Field("title", "标题", ("题目",), required=True, max_length=60),
    Field("body", "内容", ("反映内容", "正文"), required=True),
    Field("author", "作者"),
    Field("phone", "联系电话", ("电话",), kind="phone"),
    Field("day", "来稿日期", ("日期",), kind="date"),
    Field("scope", "范围", kind="choice", choices={"个别": 1, "多发": 2, "普遍": 3}),
    Field("note", "备注"),
]
HEADERS = ["单位", "标题", "反映内容", "作者", "电话", "日期", "范围", "备注"]
SENTENCE = "居民反映小区电梯多次停运，维修后不久又停，老人上下楼不便，物业与维保单位互相推诿。"


def made_rows(count: int):
    for number in range(count):
        yield [
            f"第{number % 30}街镇联络组",
            f"关于{number}号楼电梯停运的情况",
            SENTENCE * (1 + number % 20) + str(number),
            "方岚",
            f"138{number:08}",
            date(2025, 1, 1) + timedelta(days=number % 700),
            ("个别", "多发", "普遍")[number % 3],
            None if number % 4 else "已核实",
        ]


def best_of_three(read: Callable[[], int], expected: int) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        seen = read()
        times.append(time.perf_counter() - begun)
        if seen != expected:
            raise SystemExit(f"{read.__name__} saw {seen} rows instead of {expected}")
    return min(times)


def raw_calamine(content: bytes) -> int:
    book = python_calamine.load_workbook(io.BytesIO(content))
    return len(book.get_sheet_by_index(0).to_python()) - 1


def our_rows(content: bytes) -> int:
    """One pass over the rows, as values, nothing checked."""
    with open_table(io.BytesIO(content), "来稿") as table:
        return table.sheets[0].survey().rows - 1


def our_import(content: bytes) -> int:
    """All that an import does before it writes: survey, header, mapping, notes, and every row checked."""
    with open_table(io.BytesIO(content), "来稿") as table:
        sheet = table.sheet()
        mapping = propose_mapping(sheet.header(FIELDS).columns, FIELDS)
        sheet.notes(FIELDS)
        return sum(row.good for row in check_rows(sheet, mapping, FIELDS))


def raw_openpyxl(content: bytes) -> int:
    import openpyxl  # optional dependency

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(1 for _ in book.active.iter_rows(values_only=True)) - 1


def stray_cell_memory(reader: str, path: Path) -> int:
    """Megabytes that a fresh process needs at its peak, beyond what it needs to start."""
    done = subprocess.run(
        [sys.executable, __file__, "--memory", reader, str(path)], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


def measure_memory(reader: str, path: str) -> None:
    content = Path(path).read_bytes()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    {"calamine": raw_calamine, "ours": our_rows}[reader](content)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)


def main(count: int) -> None:
    workbook, delimited = io.BytesIO(), io.BytesIO()
    write_xlsx(workbook, [OutSheet("来稿", HEADERS, made_rows(count))])
    write_csv(delimited, HEADERS, made_rows(count))
    content = workbook.getvalue()
    print(
        f"{count} rows, 8 columns, {len(content) / 2**20:.1f} MB .xlsx, {len(delimited.getvalue()) / 2**20:.1f} MB .csv"
    )

    peer = best_of_three(lambda: raw_calamine(content), count)
    ways = [
        ("calamine, raw", peer),
        ("ours, rows", best_of_three(lambda: our_rows(content), count)),
        ("ours, survey + check", best_of_three(lambda: our_import(content), count)),
        ("ours, .csv, survey + check", best_of_three(lambda: our_import(delimited.getvalue()), count)),
    ]
    if importlib.util.find_spec("openpyxl"):
        ways.append(("openpyxl, read only", best_of_three(lambda: raw_openpyxl(content), count)))
    else:
        print("openpyxl is not installed: not measured")
    for name, seconds in ways:
        print(f"{name:28} {seconds:7.2f} s  {count / seconds:9.0f} rows/s  {seconds / peer:6.2f} × calamine")

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stray.xlsx"
        write_stray_cell(path)
        memory = {reader: stray_cell_memory(reader, path) for reader in ("calamine", "ours")}
    print(f"one stray row at the end of the sheet: calamine {memory['calamine']} MB, ours {memory['ours']} MB")


def write_stray_cell(path: Path) -> None:
    """A heading, and ten cells in the last row there can be."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write(0, 0, "标题")
    for column in range(10):
        page.write(1_048_575, column, "在这里")
    book.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        measure_memory(*sys.argv[2:4])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
