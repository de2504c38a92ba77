"""Files that are not what they are called, that are locked, broken, or built to harm: refused with a sentence."""

import io
import re
import struct
import zipfile

import pytest
import xlsxwriter
from handmade_xlsx import MAIN, package, sheet_xml, styles_xml, text_row, workbook_parts, xlsx

from zhitong.errors import BadInput
from zhitong.sheets import Limits, open_table

GOOD_ROWS = text_row(1, "标题", "内容") + text_row(2, "电梯", "停运三天")


def read_all(file, name="来稿.xlsx", **options):
    with open_table(file, name, **options) as table:
        return [row.cells for sheet in table.sheets for row in sheet.rows()]


def refused(file, name="来稿.xlsx", **options):
    with pytest.raises(BadInput) as refusal:
        read_all(file, name, **options)
    for said in (refusal.value.message, refusal.value.remedy):
        assert said.zh and said.en and "%(" not in said.zh + said.en
    return refusal.value.code


def good_parts():
    return {**workbook_parts(), "xl/worksheets/sheet1.xml": sheet_xml(GOOD_ROWS)}


def test_the_handmade_package_itself_is_read():
    assert read_all(package(good_parts())) == [["标题", "内容"], ["电梯", "停运三天"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheets.file.empty"),
        (b"PK\x05\x06" + bytes(18), "sheets.file.empty"),
        (b"PK\x03\x04 and nothing more", "sheets.file.damaged"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(600), "sheets.file.old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "sheets.file.old_excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "sheets.file.encrypted",
        ),
        ("<html><table><tr><td>标题</td></tr></table></html>".encode(), "sheets.file.web_page"),
        ("\ufeff \r\n<!DOCTYPE html><table>".encode(), "sheets.file.web_page"),
        ("<table><tr><td>标题".encode("utf-16"), "sheets.file.web_page"),
        (b'<?xml version="1.0"?><Workbook/>', "sheets.file.xml"),
        (b"%PDF-1.7\n", "sheets.file.not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "sheets.file.not_a_table"),
        (bytes(range(32)) * 40, "sheets.file.not_a_table"),
        (b"\xff\xfe\x00\x00" + "标题".encode("utf-32-le"), "sheets.file.encoding"),
        (b"\xff\xff\xff\xff\xc3\x28" * 30, "sheets.file.encoding"),
    ],
)
@pytest.mark.parametrize("name", ["来稿.xlsx", "来稿.csv", ""])
def test_what_is_no_table_is_named(content, code, name):
    assert refused(io.BytesIO(content), name) == code


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"xl/vbaProject.bin": b"\x00"}, "sheets.file.macros"),
        ({"xl/macrosheets/sheet1.xml": "<x/>"}, "sheets.file.macros"),
        ({"xl/workbook.bin": b"\x00"}, "sheets.file.binary_excel"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "sheets.file.opendocument"),
    ],
)
def test_relatives_of_the_format_are_named(extra, code):
    assert refused(package({**good_parts(), **extra})) == code


def test_word_documents_and_plain_zips_are_no_tables():
    assert (
        refused(package({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"})) == "sheets.file.not_a_table"
    )
    assert refused(package({"来稿.xlsx": "another package inside"})) == "sheets.file.not_a_table"


def test_a_bomb_of_one_part_is_refused_before_it_is_unpacked():
    bomb = package({**good_parts(), "xl/worksheets/sheet1.xml": b" " * 20_000_000})
    assert bomb.getbuffer().nbytes < 100_000
    assert refused(bomb) == "sheets.file.bomb"


def test_a_part_that_is_larger_than_it_declares_does_not_grow_past_it():
    """The declared size is a promise that zipfile holds the part to; a lie ends in a refusal, not in memory."""
    content = package({**good_parts(), "xl/worksheets/sheet1.xml": b" " * 20_000_000}).getvalue()
    lied = content.replace(struct.pack("<L", 20_000_000), struct.pack("<L", 1000))
    assert lied != content
    assert refused(io.BytesIO(lied)) == "sheets.file.damaged"


def test_many_modest_parts_that_unpack_to_too_much_are_refused():
    parts = {f"xl/media/{at}.bin": bytes(200_000) for at in range(40)}
    assert (
        refused(package({**good_parts(), **parts}), limits=Limits(unpacked_bytes=7_000_000))
        == "sheets.file.too_large_unpacked"
    )


def test_parts_that_share_their_bytes_are_refused():
    content = bytearray(package({**good_parts(), "xl/a.xml": b"a" * 500, "xl/b.xml": b"b" * 500}).getvalue())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        first, second = archive.getinfo("xl/a.xml"), archive.getinfo("xl/b.xml")
    at = content.rfind(struct.pack("<L", second.header_offset) + b"xl/b.xml")
    content[at : at + 4] = struct.pack("<L", first.header_offset)
    assert refused(io.BytesIO(bytes(content))) == "sheets.file.bomb"


def test_more_parts_than_any_workbook_has_are_refused():
    assert (
        refused(package({f"xl/{at}": "" for at in range(50)}), limits=Limits(entries=40))
        == "sheets.file.too_many_parts"
    )


def test_a_directory_too_large_to_list_is_refused_before_it_is_listed():
    content = bytearray(package(good_parts()).getvalue())
    content[-10:-6] = struct.pack("<L", 0x7FFFFFFF)  # the size of the directory in the end record
    assert refused(io.BytesIO(bytes(content))) == "sheets.file.too_many_parts"


def test_a_part_locked_with_a_password_is_refused():
    content = bytearray(package(good_parts()).getvalue())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(io.BytesIO(bytes(content))) == "sheets.file.encrypted"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"]
)
def test_entities_never_reach_a_parser_that_knows_them(declaration, part):
    parts = good_parts()
    parts[part] = declaration + parts.get(part, f'<x xmlns="{MAIN}"/>').replace("标题", "&a;")
    assert refused(package(parts)) == "sheets.file.entities"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
def test_broken_xml_is_a_damaged_file(part):
    parts = good_parts()
    parts[part] = parts[part][: len(parts[part]) // 2]
    assert refused(package(parts)) == "sheets.file.damaged"


def test_a_truncated_file_is_damaged():
    whole = package(good_parts()).getvalue()
    codes = {refused(io.BytesIO(whole[:length])) for length in range(4, len(whole) - 1, 37)}
    assert codes == {"sheets.file.damaged"}


def test_flipped_bytes_are_refused_or_read_but_never_crash():
    whole = package(good_parts()).getvalue()
    outcomes = set()
    for at in range(0, len(whole), 5):
        flipped = bytearray(whole)
        flipped[at] ^= 0xFF
        try:
            outcomes.add(len(read_all(io.BytesIO(bytes(flipped)))))
        except BadInput as refusal:
            outcomes.add(refusal.code)
    assert "sheets.file.damaged" in outcomes


def test_a_workbook_without_sheets_says_so():
    assert refused(package({**good_parts(), **workbook_parts(sheets=())})) == "sheets.file.no_sheet"


def test_a_file_over_the_size_limit_is_refused_unread():
    assert refused(package(good_parts()), limits=Limits(file_bytes=100)) == "sheets.file.too_large"


def test_a_name_that_does_not_fit_the_content_is_said():
    with open_table(package(good_parts()), "来稿.csv") as table:
        assert (table.kind, [note.zh for note in table.notes]) == (
            "xlsx",
            ["文件扩展名是 .csv，实际是 Excel (.xlsx) 文件，已按后者读取。"],
        )
    with open_table(io.BytesIO("标题,内容\n电梯,停运\n".encode()), "来稿.xlsx") as table:
        assert table.kind == "csv"
        assert "CSV" in table.notes[0].zh


def test_a_path_is_opened_and_closed(tmp_path):
    path = tmp_path / "来稿.xlsx"
    path.write_bytes(package(good_parts()).getvalue())
    with open_table(path, path.name) as table:
        assert [sheet.name for sheet in table.sheets] == ["来稿"]
    with pytest.raises(ValueError, match="closed"):
        list(table.sheets[0].rows())


def test_a_stream_that_cannot_go_back_is_read():
    class Pipe(io.RawIOBase):
        def __init__(self, content):
            self.rest = io.BytesIO(content)

        def readable(self):
            return True

        def readinto(self, buffer):
            return self.rest.readinto(buffer)

    assert read_all(Pipe(package(good_parts()).getvalue()))[1] == ["电梯", "停运三天"]


def test_a_declared_size_of_the_whole_sheet_costs_nothing():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c></row>'
    assert read_all(xlsx(rows, before='<dimension ref="A1:XFD1048576"/>')) == [["标题"]]


def test_a_cell_in_the_last_corner_is_said_and_left_aside():
    with open_table(xlsx(GOOD_ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')) as table:
        sheet = table.sheet()
        assert len(list(sheet.rows())) == 2
        assert [note.en for note in sheet.notes()] == ["1 cells right of column IV were left aside."]


def test_a_million_empty_rows_hold_nothing():
    rows = GOOD_ROWS + "".join(f'<row r="{number}" spans="1:8"/>' for number in range(3, 1_000_003))
    with open_table(xlsx(rows)) as table:
        assert table.sheet().survey().rows == 2


def test_limits_of_rows_cells_and_merges_are_refusals():
    many = "".join(text_row(number, "a", "b") for number in range(1, 30))
    assert refused(xlsx(many), limits=Limits(rows=28)) == "sheets.file.too_many_rows"
    assert refused(xlsx(many), limits=Limits(cells=50)) == "sheets.file.too_many_cells"
    merges = "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 9 + "</mergeCells>"
    assert refused(xlsx(many, after=merges), limits=Limits(merges=8)) == "sheets.file.too_many_merges"
    assert refused(xlsx(many, texts="<si><t>a</t></si>"), limits=Limits(shared_text=10)) == "sheets.file.too_much_text"
    assert refused(xlsx(many, texts="<si/>" * 9), limits=Limits(texts=2)) == "sheets.file.too_much_text"
    assert refused(xlsx(many, styles=styles_xml("0" * 500)), limits=Limits(other_part=600)) == "sheets.file.damaged"


def test_a_workbook_that_lists_one_part_endlessly_is_refused():
    parts = {**workbook_parts(sheets=[("来稿", "visible")] * 30), "xl/worksheets/sheet1.xml": sheet_xml(GOOD_ROWS)}
    parts["xl/workbook.xml"] = re.sub(r'r:id="rId\d+"', 'r:id="rId1"', parts["xl/workbook.xml"])
    assert refused(package(parts)) == "sheets.file.damaged"


def test_a_format_code_built_to_take_for_ever_is_plain():
    styles = styles_xml("[" * 200_000, "&quot;" * 200_001, "[h" * 100_000)
    assert read_all(xlsx('<row r="1"><c r="A1" s="1"><v>1</v></c></row>', styles=styles)) == [[1]]


def test_many_shared_texts_are_read_by_number():
    texts = "".join(f"<si><t>第{number}条</t></si>" for number in range(100_000))
    assert read_all(xlsx('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>', texts=texts)) == [["第99999条"]]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="x"/>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
    ],
)
def test_places_outside_any_sheet_are_damage(row):
    assert refused(xlsx(row)) == "sheets.file.damaged"


def test_hidden_sheets_are_told_and_not_chosen():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    secret, empty, shown = book.add_worksheet("旧名单"), book.add_worksheet("空表"), book.add_worksheet("来稿")
    shown.activate()
    secret.hide()
    secret.write(0, 0, "不该读")
    shown.write(0, 0, "标题")
    empty.set_first_sheet()
    book.close()
    with open_table(file, "来稿.xlsx") as table:
        assert [note.zh for note in table.notes] == ["隐藏的工作表只有选定才会读取：旧名单。"]
        assert table.sheet().name == "来稿"
        assert [row.cells for row in table.sheet("旧名单").rows()] == [["不该读"]]
        with pytest.raises(BadInput) as refusal:
            table.sheet("没有的")
        assert refusal.value.code == "sheets.file.sheet_unknown"


def test_a_workbook_of_empty_sheets_has_no_rows():
    with open_table(xlsx("")) as table, pytest.raises(BadInput) as refusal:
        table.sheet()
    assert refusal.value.code == "sheets.file.no_rows"
