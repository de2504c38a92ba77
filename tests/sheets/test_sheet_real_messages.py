"""Real public messages through every form of file and back, and our workbooks through another reader.

The messages are not part of this project: they are looked for where ZHITONG_SHARED points, else beside the repository.
"""

import gzip
import io
import json
import os
from datetime import date, datetime
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.sheets import Field, OutSheet, check_rows, inert, open_table, propose_mapping, write_csv, write_xlsx

SHARED = Path(os.environ.get("ZHITONG_SHARED", Path(__file__).parents[3] / "shared"))
MESSAGES = SHARED / "data" / "messages.jsonl.gz"
FIELDS = [
    Field("code", "编号", required=True),
    Field("title", "标题", required=True),
    Field("body", "内容", ("反映内容",), required=True),
    Field("at", "来稿时间", kind="moment", required=True),
]
HEADERS = ["编号", "标题", "反映内容", "来稿时间"]


@pytest.fixture(scope="module")
def messages():
    if not MESSAGES.exists():
        pytest.skip("the shared messages are not here: set ZHITONG_SHARED to test with real ones")
    with gzip.open(MESSAGES, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    return [[each["id"], each["title"], each["body"], datetime.fromisoformat(each["at"])] for each in read]


def imported(content):
    with open_table(io.BytesIO(content), "来稿") as table:
        sheet = table.sheet()
        mapping = propose_mapping(sheet.header(FIELDS).columns, FIELDS)
        assert not mapping.missing
        return list(check_rows(sheet, mapping, FIELDS))


def test_real_messages_pass_through_a_workbook_unchanged(messages):
    file = io.BytesIO()
    write_xlsx(file, [OutSheet("来稿", HEADERS, messages)])
    rows = imported(file.getvalue())
    assert len(rows) == len(messages) > 2000
    assert [error for row in rows for error in row.errors] == []
    assert [list(row.values.values()) for row in rows] == messages


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_real_messages_pass_through_csv_in_every_encoding(messages, encoding):
    file = io.BytesIO()
    write_csv(file, HEADERS, messages)
    rows = imported(file.getvalue().decode("utf-8-sig").encode(encoding))
    assert [error for row in rows for error in row.errors] == []
    assert [list(row.values.values()) for row in rows] == [
        [inert(c) if isinstance(c, str) else c for c in m] for m in messages
    ]


CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
        lambda text: "_x" not in text
    ),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_another_reader_sees_the_same_cells(rows):
    file = io.BytesIO()
    write_xlsx(file, [OutSheet("来稿", ["甲", "乙", "丙"], rows)])
    theirs = python_calamine.load_workbook(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    with open_table(file) as table:
        ours = [row.cells for row in table.sheet().rows()]
    assert ours == theirs == [["甲", "乙", "丙"], *rows]
