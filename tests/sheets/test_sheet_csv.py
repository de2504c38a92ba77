"""CSV as offices save it: encodings, separators, quotation marks, and what is wrong with some."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.errors import BadInput
from zhitong.sheets import open_table

TEXT = "标题,内容\r\n电梯停运,三天无人修\r\n䶮𠮷,“引号”\r\n"
ROWS = [["标题", "内容"], ["电梯停运", "三天无人修"], ["䶮𠮷", "“引号”"]]


def rows_of(content, name="来稿.csv"):
    with open_table(io.BytesIO(content if isinstance(content, bytes) else content.encode()), name) as table:
        return [row.cells for row in table.sheet().rows()]


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("gb18030"), "GB18030"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_every_encoding_an_office_saves_in_is_read(content, note):
    with open_table(io.BytesIO(content), "来稿.csv") as table:
        assert [row.cells for row in table.sheet().rows()] == ROWS
        assert [said.zh for said in table.notes] == ([f"文件按 {note} 编码读取。"] if note else [])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，", "、"])
def test_every_separator_is_found(separator):
    content = "\n".join(
        separator.join(cells) for cells in (["标题", "内容", "单位"], ["甲", "乙", "丙"], ["丁", "戊", "己"])
    )
    assert rows_of(content) == [["标题", "内容", "单位"], ["甲", "乙", "丙"], ["丁", "戊", "己"]]


def test_chinese_commas_in_texts_do_not_divide():
    assert rows_of("标题,内容\n停电、停水,居民反映，多次停电，无人管\n") == [
        ["标题", "内容"],
        ["停电、停水", "居民反映，多次停电，无人管"],
    ]
    assert rows_of("内容\n停电，停水\n没有标点\n") == [["内容"], ["停电，停水"], ["没有标点"]]


def test_quoted_cells_hold_separators_breaks_and_quotes():
    assert rows_of('标题,内容\n"甲,乙","第一行\r\n第二行 ""引"""\n') == [
        ["标题", "内容"],
        ["甲,乙", '第一行\r\n第二行 "引"'],
    ]


def test_excels_own_first_line_names_the_separator():
    with open_table(io.BytesIO("sep=;\r\n标题;内容\r\n甲;乙,丙\r\n".encode()), "a.csv") as table:
        assert [(row.number, row.cells) for row in table.sheet().rows()] == [
            (2, ["标题", "内容"]),
            (3, ["甲", "乙,丙"]),
        ]


def test_empty_rows_keep_the_numbers_of_those_below():
    with open_table(io.BytesIO("标题,内容\n\n,\n甲,乙\n".encode()), "a.csv") as table:
        assert [(row.number, row.cells) for row in table.sheet().rows()] == [(1, ["标题", "内容"]), (4, ["甲", "乙"])]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('标题,内容\n甲,乙\n丙,"没有结束\n丁,戊\n', 3),
        ('标题,内容\n甲,"他说"好"的"\n', 2),
        ('标题,内容\n甲,"' + "长" * 140_000 + '"\n', 2),
    ],
)
def test_quotation_marks_that_do_not_pair_are_refused_by_row(content, row):
    with pytest.raises(BadInput) as refusal:
        rows_of(content)
    assert (refusal.value.code, refusal.value.details) == ("sheets.file.quotes", {"row": row})
    assert refusal.value.message.zh == f"第 {row} 行的引号没有成对。"


@pytest.mark.parametrize(
    "text",
    ["标题,内容\n锟斤拷,锟斤拷\n", TEXT.encode().decode("gb18030", "replace"), TEXT.encode().decode("latin-1")],
)
def test_a_text_garbled_before_it_was_saved_is_told(text):
    with open_table(io.BytesIO(text.encode()), "a.csv") as table:
        assert [note.zh for note in table.notes] == ["文件中有些文字在保存前就已是乱码，请仔细核对。"]


def test_columns_beyond_the_last_looked_at_are_counted():
    with open_table(io.BytesIO(("甲" + "," * 100_000 + "乙\n").encode()), "a.csv") as table:
        sheet = table.sheet()
        assert [row.cells for row in sheet.rows()] == [["甲"]]
        assert sheet.survey().facts.columns_beyond == 1


@pytest.mark.parametrize("content", ["甲" + "," * 300_000, "甲,乙\n" + '"\n",' * 300_000])
def test_a_record_of_endless_separators_is_refused(content):
    with pytest.raises(BadInput) as refusal:
        rows_of(content)
    assert refusal.value.code == "sheets.file.too_many_columns"


def test_more_records_than_a_sheet_has_rows_are_refused():
    with pytest.raises(BadInput) as refusal:
        rows_of("标题,内容\n" + "\n" * 1_100_000)
    assert refusal.value.code == "sheets.file.too_many_rows"


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    try:
        rows_of(content)
    except BadInput as refusal:
        assert refusal.code.startswith("sheets.file.")
