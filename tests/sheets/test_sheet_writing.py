"""Exports: what goes in comes out, and no spreadsheet program runs any of it."""

import csv
import io
import math
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.errors import BadInput
from zhitong.sheets import OutSheet, inert, open_table, write_csv, write_xlsx
from zhitong.sheets.cells import storable

HOSTILE = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝１＋１", "＠SUM", "＋1+1", " =1", '"=1', "'=1",
    "安全\n=HYPERLINK(\"http://127.0.0.1\")", "安全\r\n@x", "安全\r+x+", "=HYPERLINK(\"http://127.0.0.1\",\"点我\")", "-", "--", "-cmd", "\u3000=1", "\u200b=1", "\ufeff=1",
]  # fmt: skip
HARMLESS = [
    "-5",
    "+86 138 1234 5678",
    "+8613812345678",
    "-1,234.50",
    "+3.5%",
    "-",
    "电梯停运",
    "1-2 号楼",
    "a=b",
    "甲@乙",
    "138-1234-5678",
    "",
    "第一行\n第二行",
]


def written(rows, headers=("甲", "乙"), **options):
    file = io.BytesIO()
    write_xlsx(file, [OutSheet("来稿", headers, rows)], **options)
    return file


def read_back(file, name="a.xlsx"):
    with open_table(file, name) as table:
        return [row.cells for row in table.sheets[0].rows()]


def test_values_come_back_as_what_they_were():
    row = [
        "电梯停运",
        5,
        -2.5,
        True,
        False,
        date(2026, 3, 5),
        datetime(2026, 3, 5, 10, 20, 30),
        time(10, 20),
        None,
        Decimal("1.25"),
        "00123",
    ]
    assert read_back(written([row], headers=[str(at) for at in range(len(row))]))[1] == [*row[:9], 1.25, "00123"]


def test_what_a_number_cell_would_spoil_is_written_as_text():
    row = [
        310101199001011234,
        10**15,
        Decimal("0.12345678901234567"),
        math.nan,
        math.inf,
        date(1899, 12, 31),
        datetime(1900, 1, 1, 8, 0),
    ]
    assert read_back(written([row], headers="一二三四五六七"))[1] == [
        *(
            "310101199001011234",
            "1000000000000000",
            "0.12345678901234567",
            "nan",
            "inf",
            "1899-12-31",
            "1900-01-01 08:00:00",
        )
    ]


def test_aware_moments_are_written_by_the_offices_clock():
    moment = datetime(2026, 3, 5, 16, 30, tzinfo=UTC)
    assert read_back(written([[moment]]))[1] == [datetime(2026, 3, 6, 0, 30)]
    assert read_back(written([[moment]], zone=UTC))[1] == [datetime(2026, 3, 5, 16, 30)]


@pytest.mark.parametrize(
    "text", [*HOSTILE, *HARMLESS[:-2], "http://127.0.0.1/x", "mailto:a@b", "{=1}", "internal:a!A1"]
)
def test_a_workbook_holds_texts_only_as_texts(text):
    file = written([[text, "乙"]])
    assert read_back(file)[1] == [text, "乙"]
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet and b"hyperlink" not in sheet
        assert not [name for name in archive.namelist() if "worksheets/_rels" in name]


def test_the_header_stays_in_view_and_columns_fit():
    with zipfile.ZipFile(written([["短", "很长的内容" * 30]])) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    widths = [float(piece.split('"')[0]) for piece in sheet.split(' width="')[1:]]
    assert [round(width) for width in widths] == [9, 61]


def test_names_of_sheets_are_made_to_fit():
    names = [
        "2026/3:来稿[全部]?*",
        "来稿",
        "来稿",
        "LAIGAO",
        "laigao",
        "",
        "'引号'",
        "History",
        "长" * 40,
        "长" * 40,
        "𠮷" * 20,
    ]
    file = io.BytesIO()
    write_xlsx(file, [OutSheet(name, ["标题"], [["甲"]]) for name in names])
    with open_table(file) as table:
        read = [sheet.name for sheet in table.sheets]
    assert read == [
        *(
            "2026_3_来稿_全部___",
            "来稿",
            "来稿_2",
            "LAIGAO",
            "laigao_2",
            "Sheet",
            "引号",
            "History_",
            "长" * 31,
            "长" * 29 + "_2",
            "𠮷" * 15,
        )
    ]


def test_no_sheets_at_all_is_still_a_workbook():
    file = io.BytesIO()
    write_xlsx(file, [])
    assert read_back(file) == []


@pytest.mark.parametrize(
    ("text", "fits"), [("长" * 32_767, True), ("长" * 32_768, False), ("𠮷" * 16_383, True), ("𠮷" * 16_384, False)]
)
def test_a_text_longer_than_a_cell_is_refused_or_marked(text, fits):
    if fits:
        assert read_back(written([["甲", text]]))[1] == ["甲", text]
        return
    with pytest.raises(BadInput) as refusal:
        written([["甲", text]])
    assert (refusal.value.code, refusal.value.details["row"], refusal.value.details["column"]) == (
        "sheets.write.too_long",
        2,
        "B",
    )
    kept = read_back(written([["甲", text]], long_text="mark"))[1][1]
    head, mark = kept.split("……〔")
    assert text.startswith(head)
    assert mark == f"以下还有 {len(text) - len(head)} 字，单元格容纳不下〕"
    assert len(head) > 0.95 * min(len(text), 32_767 // (1 + (text[0] > "\uffff")))


@pytest.mark.parametrize(
    "write", [lambda rows: written(rows), lambda rows: write_csv(io.BytesIO(), ["甲", "乙"], rows)]
)
def test_half_a_character_is_refused_by_its_place(write):
    with pytest.raises(BadInput) as refusal:
        write([["甲", "乙"], ["丙", "丁\ud800"]])
    assert refusal.value.message.zh == "第 3 行 B 列含有不完整的字符，无法写入文件。"


def test_a_refused_export_leaves_no_rows_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(BadInput):
        write_xlsx(tmp_path / "来稿.xlsx", [OutSheet("来稿", ["标题"], [["甲"], ["\ud800"]])])
    assert list(tmp_path.iterdir()) == []


def test_a_path_is_written(tmp_path):
    write_xlsx(tmp_path / "来稿.xlsx", [OutSheet("来稿", ["标题"], [["甲"]])])
    write_csv(tmp_path / "来稿.csv", ["标题"], [["甲"]])
    with open_table(tmp_path / "来稿.xlsx") as table:
        assert [row.cells for row in table.sheet().rows()] == [["标题"], ["甲"]]
    assert (tmp_path / "来稿.csv").read_bytes() == "\ufeff标题\r\n甲\r\n".encode()


def test_values_in_csv():
    file = io.BytesIO()
    row = [
        5,
        -2.5,
        True,
        False,
        None,
        date(2026, 3, 5),
        datetime(2026, 3, 5, 16, 30, tzinfo=UTC),
        Decimal("-0.10"),
        "-5",
        "=1",
    ]
    write_csv(file, [str(at) for at in range(len(row))], [row])
    assert (
        file.getvalue().decode("utf-8-sig").splitlines()[1]
        == "5,-2.5,是,否,,2026-03-05,2026-03-06 00:30:00,-0.10,-5,'=1"
    )


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_texts_stay_as_they_are(text):
    assert inert(text) == text


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != "-"])
def test_texts_that_would_be_run_are_made_inert(text):
    guarded = inert(text)
    assert guarded != text
    assert guarded.replace("'", "") == text.replace("'", "")
    for line in guarded.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        assert not line.lstrip(' "“\u3000\u200b\ufeff').startswith(tuple("=+-@＝＋－＠\t"))


@settings(deadline=None)
@given(st.text(max_size=30))
def test_making_inert_only_ever_adds_marks(text):
    guarded = inert(text)
    without = iter(guarded)
    assert all(character in without for character in text)  # the text is still there, in order
    assert len(guarded) - len(text) == guarded.count("'") - text.count("'")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
CELLS = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e12, 1e12).map(lambda number: float(f"{number:.16G}")).filter(lambda number: not number.is_integer()),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(
        lambda moment: (
            moment.replace(microsecond=0) + timedelta(seconds=moment.time().replace(microsecond=0) == time.min)
        )
    ),
)


def readable(cell):
    """What reading makes of a cell: itself, but for a text with NUL, which is read as a fault."""
    return storable(cell) if isinstance(cell, str) else cell


def trimmed(cells):
    while cells and cells[-1] is None:
        cells = cells[:-1]
    return cells


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_any_workbook_written_is_read_back_equal(rows):
    read = read_back(written(rows, headers=["甲"]))
    assert [[(type(cell), cell) for cell in row] for row in read] == [
        [(type(cell), cell) for cell in map(readable, row)] for row in ([["甲"], *filter(None, map(trimmed, rows))])
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=2, max_size=2),
        min_size=1,
        max_size=6,
    )
)
def test_any_csv_written_is_read_back_equal_but_for_the_marks(rows):
    file = io.BytesIO()
    write_csv(file, ["标题", "内容"], rows)
    text = file.getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [[inert(cell) for cell in row] for row in rows]
    try:
        read = read_back(file, "a.csv")
    except BadInput as refusal:
        assert refusal.code == "sheets.file.not_a_table"  # more control characters than text
        return
    expected = [trimmed([readable(inert(cell)) or None for cell in row]) for row in rows]
    assert read[1:] == [row for row in expected if row]
