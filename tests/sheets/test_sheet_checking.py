"""A whole sheet checked: good rows, and for every bad cell its place, its fault and its remedy."""

import io
import itertools
import re
import tracemalloc
from pathlib import Path

import pytest
from handmade_xlsx import text_row, xlsx

import zhitong.sheets
from zhitong.errors import BadInput
from zhitong.sheets import Field, OutSheet, check_rows, open_table, propose_mapping, write_xlsx
from zhitong.sheets.messages import MESSAGES, message_en, message_zh

FIELDS = [
    Field("title", "标题", required=True, max_length=30),
    Field("body", "内容", required=True),
    Field("phone", "电话", kind="phone"),
    Field("day", "日期", kind="date"),
]


def checked(content, fields=FIELDS, mapping=None, **options):
    file = content if isinstance(content, io.BytesIO) else io.BytesIO(content.encode())
    with open_table(file, "来稿.csv") as table:
        sheet = table.sheet()
        mapping = mapping or propose_mapping(sheet.header(fields).columns, fields)
        return list(check_rows(sheet, mapping, fields, **options))


def test_good_rows_come_with_values_and_with_what_stood_there():
    (row,) = checked("标题,内容,电话,日期\n电梯停运,三天无人修,138 0000 1111,2026年3月5日\n")
    assert (row.number, row.good, row.errors) == (2, True, [])
    assert row.values == {"title": "电梯停运", "body": "三天无人修", "phone": "13800001111", "day": row.values["day"]}
    assert row.values["day"].isoformat() == "2026-03-05"
    assert row.given == {"title": "电梯停运", "body": "三天无人修", "phone": "138 0000 1111", "day": "2026年3月5日"}


def test_every_bad_cell_is_named_with_place_fault_and_remedy():
    (row,) = checked("日期,标题,电话,内容\n2月30日,,1.38E+10,甲\n")
    assert [(error.column, error.field, error.code) for error in row.errors] == [
        ("B", "title", "sheets.cell.required"),
        ("C", "phone", "sheets.cell.phone_rounded"),
        ("A", "day", "sheets.cell.date_no_year"),
    ]
    assert row.errors[0].message_zh == "没有填写“标题”。"
    assert row.errors[1].message_en == "The telephone number was rounded by the spreadsheet program: 1.38E+10."
    assert row.errors[2].remedy.zh == "请写成 2026-03-05 的样子。"
    assert row.given["phone"] == "1.38E+10"
    assert row.values == {"body": "甲"}


def test_a_required_field_without_a_column_is_an_error_of_every_row():
    rows = checked("标题,电话\n甲,\n乙,\n")
    assert [[(error.column, error.code) for error in row.errors] for row in rows] == [
        [(None, "sheets.cell.required")]
    ] * 2


def test_rows_of_nothing_but_spaces_are_passed_over():
    assert [row.number for row in checked("标题,内容\n甲,乙\n \u3000,\u200b\n丙,丁\n")] == [2, 4]


def test_a_person_may_choose_the_columns_and_the_row_of_headings():
    rows = checked("说明一,说明二\n甲,乙\n丙,丁\n", mapping={"title": 1, "body": 0}, after_row=2)
    assert [(row.number, row.values["title"], row.values["body"]) for row in rows] == [(3, "丁", "丙")]


@pytest.mark.parametrize(
    "mapping", [{"title": 0, "body": 0}, {"nothing": 0}, {"title": -1}, {"title": "A"}, {"title": True}]
)
def test_a_mapping_that_cannot_be_is_refused(mapping):
    with pytest.raises(BadInput) as refusal:
        checked("标题,内容\n甲,乙\n", mapping=mapping)
    assert refusal.value.code in ("sheets.mapping.column_twice", "sheets.mapping.unknown")


def test_hidden_rows_are_checked_and_marked():
    rows = (
        text_row(1, "标题", "内容")
        + text_row(2, "甲", "乙").replace("<row", '<row hidden="1"')
        + text_row(3, "丙", "丁")
    )
    assert [(row.number, row.hidden) for row in checked(xlsx(rows))] == [(2, True), (3, False)]


def test_the_one_bad_row_of_many_is_found():
    content = "标题,内容\n" + "电梯停运,三天\n" * 49_997 + ",没有标题\n" + "电梯停运,三天\n"
    bad = [row for row in checked(content) if not row.good]
    assert [(row.number, row.errors[0].column) for row in bad] == [(49_999, "A")]


def test_rows_come_one_by_one_and_are_not_gathered():
    rows = "".join(text_row(number, f"标题{number}", "内容" * 200) for number in range(2, 8000))
    with open_table(xlsx(text_row(1, "标题", "内容") + rows)) as table:
        sheet = table.sheet()
        mapping = propose_mapping(sheet.header(FIELDS).columns, FIELDS)
        tracemalloc.start()
        count = sum(1 for _ in check_rows(sheet, mapping, FIELDS))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 7998
    assert peak < 3_000_000  # the texts alone are 6.4 MB


def test_characters_that_no_database_stores_are_cell_errors():
    rows = text_row(1, "标题", "内容") + text_row(2, "甲_x0000_乙", "丙_xD800_丁")
    (row,) = checked(xlsx(rows))
    assert [(error.column, error.code) for error in row.errors] == [
        ("A", "sheets.cell.nul"),
        ("B", "sheets.cell.surrogate"),
    ]
    assert row.given == {"title": "甲\ufffd乙", "body": "丙\ufffd丁"}
    (row,) = checked("标题,内容\n甲\x00乙,丙\n")
    assert ([error.code for error in row.errors], row.given["title"]) == (["sheets.cell.nul"], "甲\ufffd乙")


def test_the_sheet_that_names_the_fields_is_chosen_before_a_sheet_of_instructions():
    file = io.BytesIO()
    write_xlsx(
        file,
        [
            OutSheet("填写说明", ["请逐项填写标题和内容"], [["不要合并单元格"]]),
            OutSheet("来稿", ["标题", "内容"], [["甲", "乙"]]),
        ],
    )
    with open_table(file) as table:
        assert table.sheet(fields=FIELDS).name == "来稿"
        assert table.sheet().name == "填写说明"


def test_reading_can_be_stopped_and_begun_again():
    with open_table(io.BytesIO(("标题,内容\n" + "甲,乙\n" * 500).encode()), "a.csv") as table:
        sheet = table.sheet()
        some = list(itertools.islice(check_rows(sheet, {"title": 0, "body": 1}, FIELDS), 10))
        everything = list(check_rows(sheet, {"title": 0, "body": 1}, FIELDS))
    assert [row.number for row in everything[:10]] == [row.number for row in some]
    assert len(everything) == 500


def test_every_sentence_is_in_both_languages_with_the_same_places():
    for code, (message, remedy, message_in_chinese, remedy_in_chinese) in MESSAGES.items():
        english, chinese = (
            set(re.findall(r"%\((\w+)\)s", text)) for text in (message + remedy, message_in_chinese + remedy_in_chinese)
        )
        assert message and message_in_chinese, code
        assert bool(remedy) == bool(remedy_in_chinese), code
        assert english == chinese, code
        if code.startswith(("file.", "cell.", "write.")):
            assert remedy, code


def test_every_code_that_is_used_has_its_sentence_and_every_sentence_is_used():
    folder = Path(zhitong.sheets.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "messages.py")
    used = set(re.findall(r'"((?:file|cell|header|mapping|note|write)\.\w+)"', sources))
    assert used == set(MESSAGES)


def test_sentences_by_code():
    assert message_zh("sheets.cell.required", label="标题") == "没有填写“标题”。"
    assert message_en("cell.required", label="Title") == "“Title” is empty."
