"""What stands in a cell: kinds of value, formulas, errors, days in both calendars, merged and hidden places."""

from datetime import date, datetime, time

import pytest
from handmade_xlsx import styles_xml, text_row, xlsx

from zhitong.sheets import CellFault, open_table
from zhitong.sheets.serials import format_kind


def cell(xml, **options):
    """The value of the only cell of a sheet."""
    with open_table(xlsx(f'<row r="1">{xml}</row>', **options)) as table:
        (row,) = table.sheet().rows()
        return row.cells[0]


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="A1"><v>42</v></c>', 42),
        ('<c r="A1"><v>-3.5</v></c>', -3.5),
        ('<c r="A1"><v>1.3812345678E10</v></c>', 13812345678),
        ('<c r="A1"><v>310101199001011234</v></c>', 310101199001011234),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="str"><f>A2</f><v>电梯</v></c>', "电梯"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A1" t="e"><v>#REF!</v></c>', CellFault("cell.error_value", "#REF!")),
        ('<c r="A1" t="e"><f>A2</f><v>#REF!</v></c>', CellFault("cell.error_value", "#REF!")),
        ('<c r="A1"><f>SUM(B1:B9)</f></c>', CellFault("cell.formula_without_value")),
        ('<c r="A1" t="s"><v>7</v></c>', CellFault("cell.broken", "7")),
        ('<c r="A1"><v>1E400</v></c>', CellFault("cell.broken", "1E400")),
        ('<c r="A1"><v>NaN</v></c>', CellFault("cell.broken", "NaN")),
        ('<c r="A1"><v>٣</v></c>', CellFault("cell.broken", "٣")),
        ('<c r="A1"><v>1_000</v></c>', CellFault("cell.broken", "1_000")),
        ('<c r="A1" t="d"><v>2026-03-05T00:00:00</v></c>', datetime(2026, 3, 5)),
        (
            '<c r="A1" t="inlineStr"><is><r><t>电</t></r><r><t>梯</t></r><rPh sb="0" eb="1"><t>dian</t></rPh></is></c>',
            "电梯",
        ),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 两端空格 </t></is></c>', " 两端空格 "),
        ('<c r="A1" t="inlineStr"><is><t>甲_x000D_乙_x005F_x000D_</t></is></c>', "甲\r乙_x000D_"),
        ('<c r="A1" t="inlineStr"><is><t>_xD842__xDFB7_</t></is></c>', "𠮷"),
        ('<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>', "=1+1"),
        ('<c t="inlineStr"><is><t>没有位置</t></is></c>', "没有位置"),
        ('<x:c xmlns:x="urn:x" r="A1"><x:v>5</x:v></x:c>', 5),
    ],
)
def test_value_of_a_cell(xml, value):
    read = cell(xml)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("code", "serial", "epoch_1904", "value"),
    [
        ("yyyy-mm-dd", "46086", False, date(2026, 3, 5)),
        ("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "46086", False, date(2026, 3, 5)),
        ("[$-804]yyyy/m/d;@", "46086.4375", False, datetime(2026, 3, 5, 10, 30)),
        ("yyyy-mm-dd", "46086.999999999", False, date(2026, 3, 6)),
        ("h:mm", "0.4375", False, time(10, 30)),
        ("yyyy-mm-dd", "44624", True, date(2026, 3, 5)),
        ("yyyy-mm-dd", "59", False, date(1900, 2, 28)),
        ("yyyy-mm-dd", "60", False, CellFault("cell.serial_60", "60")),
        ("yyyy-mm-dd", "61", False, date(1900, 3, 1)),
        ("yyyy-mm-dd", "60", True, date(1904, 3, 1)),
        ("yyyy-mm-dd", "0", False, CellFault("cell.serial_range", "0")),
        ("yyyy-mm-dd", "-1", False, CellFault("cell.serial_range", "-1")),
        ("yyyy-mm-dd", "2958465", False, date(9999, 12, 31)),
        ("yyyy-mm-dd", "9999999", False, CellFault("cell.serial_range", "9999999")),
        ("yyyy-mm-dd", "1E300", False, CellFault("cell.serial_range", "1E300")),
        ("[h]:mm", "1.5", False, 1.5),
        ("0.00E+00", "12", False, 12),
        ("00000", "123", False, "00123"),
        ("#,##0.00", "1234.5", False, 1234.5),
        ("[Red]0", "5", False, 5),
        ("&quot;day&quot;0", "5", False, 5),
    ],
)
def test_number_is_what_its_format_makes_of_it(code, serial, epoch_1904, value):
    read = cell(f'<c r="A1" s="1"><v>{serial}</v></c>', styles=styles_xml(code), epoch_1904=epoch_1904)
    assert (read, type(read)) == (value, type(value))


def test_built_in_formats_of_days_and_times_are_known():
    assert [number for number in range(60) if format_kind(number, None) == "date"] == [
        *(14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58)
    ]
    assert [format_kind(number, None) for number in (0, 9, 20, 46)] == ["plain", "plain", "time", "plain"]
    assert format_kind(200, "G/通用格式") == "plain"
    assert format_kind(200, "General") == "plain"


def test_a_style_that_does_not_exist_is_plain():
    assert cell('<c r="A1" s="99"><v>46086</v></c>', styles=styles_xml("yyyy-mm-dd")) == 46086


def test_cells_keep_their_places():
    with open_table(xlsx('<row r="3"><c r="C3"><v>1</v></c><c r="A3"><v>2</v></c><c><v>3</v></c></row>')) as table:
        assert [(row.number, row.cells) for row in table.sheet().rows()] == [(3, [2, 3, 1])]


def test_a_unit_merged_down_its_rows_is_the_unit_of_each():
    rows = (
        text_row(1, "单位", "标题")
        + text_row(2, "民盟", "甲")
        + text_row(3, None, "乙")
        + text_row(4, "", "丙")
        + text_row(5, None, "丁")
    )
    with open_table(xlsx(rows, after='<mergeCells><mergeCell ref="A2:A4"/></mergeCells>')) as table:
        sheet = table.sheet()
        assert [row.cells for row in sheet.rows()][1:] == [["民盟", "甲"], ["民盟", "乙"], ["民盟", "丙"], [None, "丁"]]
        assert [note.zh for note in sheet.notes()] == ["有 1 处跨行合并的单元格，其中每一行都按同一内容读取。"]


def test_a_merge_across_is_not_spread():
    rows = text_row(1, "单位", "标题") + text_row(2, "一、党派团体") + text_row(3, "民盟", "甲")
    with open_table(xlsx(rows, after='<mergeCells><mergeCell ref="A2:B2"/></mergeCells>')) as table:
        assert [row.cells for row in table.sheet().rows()][1] == ["一、党派团体"]


def test_a_merge_of_the_whole_sheet_fills_no_empty_rows():
    rows = text_row(1, "甲") + '<row r="2"/>' + text_row(3, None, "乙")
    with open_table(xlsx(rows, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')) as table:
        assert [(row.number, row.cells) for row in table.sheet().rows()] == [(1, ["甲"]), (3, ["甲", "乙"])]


def test_hidden_and_filtered_places_are_told():
    rows = text_row(1, "标题", "内容", "备注") + text_row(2, "甲", "乙", "丙")
    rows += text_row(3, "丁", "戊", "己").replace("<row", '<row hidden="1"')
    columns = '<cols><col min="2" max="16384" hidden="1"/></cols>'
    with open_table(xlsx(rows, before=columns)) as table:
        sheet = table.sheet()
        assert [row.hidden for row in sheet.rows()] == [False, False, True]
        assert [note.zh for note in sheet.notes()] == [
            "有 1 行是隐藏的（第一处在第 3 行），也会一并读取。",
            "B、C 列是隐藏的，同样可以读取。",
        ]
        assert [column.hidden for column in sheet.header().columns] == [False, True, True]
    with open_table(xlsx(rows, after='<autoFilter ref="A1:C3"><filterColumn colId="0"/></autoFilter>')) as table:
        assert [note.zh for note in table.sheet().notes()] == ["筛选隐藏了 1 行（第一处在第 3 行），也会一并读取。"]


def test_formulas_and_faults_are_counted():
    rows = text_row(1, "标题", "数") + '<row r="2"><c r="A2"><f>B2</f><v>1</v></c><c r="B2"><f>A2</f></c></row>'
    with open_table(xlsx(rows)) as table:
        assert [note.zh for note in table.sheet().notes()] == [
            "有 2 格是公式，取最近一次的计算结果。",
            "有 1 格是错误值或没有计算结果。",
        ]
