"""Where the headings stand, and which column holds which field."""

import io

import pytest
from handmade_xlsx import text_row, xlsx

from zhitong.sheets import Field, open_table, propose_mapping
from zhitong.sheets.mapping import fold

FIELDS = [
    Field("title", "标题", ("题目", "信息标题"), required=True),
    Field("body", "内容", ("正文", "反映内容"), required=True),
    Field("unit", "报送单位", ("单位", "来源单位"), required=True),
    Field("phone", "联系电话", ("电话", "手机"), kind="phone"),
    Field("day", "报送日期", ("日期", "来稿时间"), kind="date"),
]


def header_of(rows, *, fields=FIELDS, **options):
    with open_table(xlsx(rows, **options)) as table:
        return table.sheet().header(fields)


def merge(*areas):
    return "<mergeCells>" + "".join(f'<mergeCell ref="{area}"/>' for area in areas) + "</mergeCells>"


DATA = "".join(text_row(number, "民盟", "电梯", "停运", "13800001111") for number in range(6, 12))


@pytest.mark.parametrize("fields", [FIELDS, []])
def test_headings_under_title_lines(fields):
    rows = (
        text_row(1, "2026 年社情民意信息来稿登记表")
        + text_row(2, "填报单位：浦江区政协", None, None, "2026年3月")
        + text_row(5, "单位", "标题", "内容", "电话")
        + DATA
    )
    header = header_of(rows, fields=fields, after=merge("A1:D1"))
    assert (header.first_row, header.last_row) == (5, 5)
    assert [column.label for column in header.columns] == ["单位", "标题", "内容", "电话"]


def test_headings_in_two_merged_rows():
    rows = (
        text_row(4, "单位", "来稿", "", "联系方式", "")
        + text_row(5, None, "标题", "内容", "手机", "地址")
        + "".join(text_row(number, "民盟", "电梯", "停运", "13800001111", "某路 1 号") for number in range(6, 9))
    )
    header = header_of(rows, after=merge("A4:A5", "B4:C4", "D4:E4"))
    assert (header.first_row, header.last_row) == (4, 5)
    assert [column.label for column in header.columns] == [
        "单位",
        "来稿 标题",
        "来稿 内容",
        "联系方式 手机",
        "联系方式 地址",
    ]
    assert header.notes[0].zh == "表头占两行（第 4、5 行），已合并读取。"
    mapping = propose_mapping(header.columns, FIELDS)
    assert mapping.columns == {"unit": 0, "title": 1, "body": 2, "phone": 3}


def test_headings_in_two_rows_without_merging():
    content = "单位,标题,内容,联系方式,\n,,,电话,地址\n民盟,电梯,停运,13800001111,某路\n"
    with open_table(io.BytesIO(content.encode()), "a.csv") as table:
        header = table.sheet().header(FIELDS)
    assert (header.first_row, header.last_row) == (1, 2)
    assert [column.label for column in header.columns] == ["单位", "标题", "内容", "联系方式 电话", "联系方式 地址"]


def test_a_first_row_of_contents_is_not_a_second_row_of_headings():
    header = header_of(
        text_row(1, "单位", "标题", "内容") + text_row(2, None, "电梯", "停运") + text_row(3, "民盟", "甲", "乙")
    )
    assert (header.first_row, header.last_row) == (1, 1)


def test_a_merged_single_heading_keeps_one_row():
    header = header_of(text_row(1, "单位", "标题", "内容") + DATA, after=merge("A1:A1", "C1:D1"))
    assert (header.first_row, header.last_row) == (1, 1)


def test_an_empty_first_column_is_left_out():
    header = header_of(text_row(1, "标题", "内容", first_column="B") + text_row(2, "甲", "乙", first_column="B"))
    assert [(column.letter, column.label) for column in header.columns] == [("B", "标题"), ("C", "内容")]


def test_a_column_without_heading_but_with_contents_is_shown():
    header = header_of(text_row(1, "标题", "内容") + text_row(2, "甲", "乙", "丙"))
    assert [(column.letter, column.label) for column in header.columns] == [("A", "标题"), ("B", "内容"), ("C", "")]


def test_the_same_heading_twice_is_told_and_left_to_a_person():
    header = header_of(text_row(1, "标题", "内容", "标 题") + text_row(2, "甲", "乙", "丙"))
    assert header.notes[0].zh == "表头“标题”出现在多列：A、C。"
    proposal = propose_mapping(header.columns, FIELDS).proposals[0]
    assert (proposal.column.letter, proposal.sure) == ("A", False)
    assert proposal.reason.zh == "“标题”暂取 A 列“标题”，但 C 列同样符合，请选定。"


def test_a_sheet_without_headings_says_so():
    header = header_of(text_row(1, "民盟", "电梯停运") + text_row(2, "民建", "路灯不亮"))
    assert header.notes[0].zh == "没有认出表头，暂以第 1 行为表头。"


@pytest.mark.parametrize(
    "heading",
    [
        "联系电话",
        " 联系 电话 ",
        "联系\n电话",
        "聯繫電話",
        "联系电话（必填）",
        "*联系电话：",
        "聯絡電話/联系电话",
        "电话",
        "手 机",
        "ＰＨＯＮＥ",
    ],
)
def test_headings_are_known_in_any_dress(heading):
    mapping = propose_mapping(["其他", heading], FIELDS)
    assert mapping.columns == {"phone": 1}


def test_order_extra_and_missing_columns():
    mapping = propose_mapping(["备注", "报送日期", "正文", "标题"], FIELDS)
    assert mapping.columns == {"title": 3, "body": 2, "day": 1}
    assert [column.label for column in mapping.unused] == ["备注"]
    assert mapping.missing == ("unit",)
    reasons = {each.field: each.reason.zh for each in mapping.proposals}
    assert reasons["title"] == "D 列的表头就是“标题”。"
    assert reasons["body"] == "C 列的表头“正文”是“内容”的别称。"
    assert reasons["unit"] == "没有与“报送单位”对应的表头。"


def test_a_merely_similar_heading_is_proposed_but_not_sure():
    (proposal,) = propose_mapping(["稿件标题（不超过三十字）一览"], FIELDS[:1]).proposals
    assert (proposal.column.letter, proposal.sure) == ("A", False)
    assert proposal.reason.en.endswith("resembles “标题”; check it.")


def test_the_exact_heading_wins_over_a_similar_one_to_its_left():
    assert propose_mapping(["信息标题说明", "标题"], FIELDS).columns["title"] == 1


def test_no_column_serves_two_fields():
    mapping = propose_mapping(["单位电话"], FIELDS)
    assert len(mapping.columns) == 1


def test_folding_takes_off_dress_only():
    assert fold(" *聯繫\u3000電話（必填）：\u200b") == "联系电话必填"
    assert fold("日期1") != fold("日期2")
