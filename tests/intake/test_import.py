"""A spreadsheet comes in: each row once, with its own day, unit and author, or with a sentence beside the wrong cell."""

import csv
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from zhitong.errors import BadInput, NotPermitted, WrongState
from zhitong.intake import queries
from zhitong.intake.imports import actions, jobs, taking_in
from zhitong.intake.models import Import, Submission
from zhitong.jobs.worker import run_due
from zhitong.journal.models import Entry
from zhitong.journal.queries import verify_office
from zhitong.network import actions as network
from zhitong.sheets import OutSheet, open_table, write_xlsx

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADINGS = ["序号", "标题", "内容", "报送单位", "作者", "来稿日期"]
STREET, SECTOR = "临溪区柳岸街道联络组", "临溪区医药卫生界"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def row(number, **changes):
    given = {
        "title": f"第{number}件事",
        "body": f"第{number}件事的经过。",
        "unit": STREET,
        "author": "",
        "day": date(2025, 3, 5),
    }
    return [number, *{**given, **changes}.values()]


def xlsx(rows, headings=HEADINGS) -> BytesIO:
    book = BytesIO()
    write_xlsx(book, [OutSheet("来稿", headings, rows)])
    return BytesIO(book.getvalue())


def uploaded(office, rows, *, name="来稿.xlsx", key="zhou", headings=HEADINGS) -> Import:
    return actions.upload(xlsx(rows, headings), name, by=office.by(key))


def checked(office, rows, **rest) -> Import:
    imported = uploaded(office, rows, **rest)
    imported = actions.name_columns(imported, imported.mapping["columns"], by=office.by("zhou"))
    run_due()
    imported.refresh_from_db()
    return imported


def taken(office, rows, *, all_or_none=True, **rest) -> Import:
    imported = actions.start(checked(office, rows, **rest), by=office.by("zhou"), all_or_none=all_or_none)
    run_due()
    imported.refresh_from_db()
    return imported


def faults_of(imported) -> dict[tuple[int, str], str]:
    return {(row["row"], error["column"]): error["zh"] for row in imported.faults for error in row["errors"]}


def test_each_row_comes_in_with_its_own_day_unit_and_author(office):
    rows = [row(1, author="林小河"), row(2, unit="", author="江一帆", day="2025年3月6日 14:30"), row(3)]
    imported = taken(office, rows)

    assert (imported.state, imported.done, imported.known) == ("done", 3, 0)
    first, second, third = Submission.objects.order_by("serial")
    assert first.received_at == datetime(2025, 3, 5, 9, tzinfo=SHANGHAI)
    assert second.received_at == datetime(2025, 3, 6, 14, 30, tzinfo=SHANGHAI)
    assert [one.number for one in (first, second, third)] == ["2025-00001", "2025-00002", "2025-00003"]
    assert (first.unit.name, first.authors.get().person) == (STREET, office.lin)
    assert (second.unit.name, second.authors.get().person) == (SECTOR, office.jiang)
    assert (third.authors.get().name, third.authors.get().person) == (STREET, None)
    assert {one.entered_by for one in (first, second, third)} == {office.zhou}


def test_every_row_has_its_own_entry_and_the_chain_holds(office):
    taken(office, [row(number) for number in range(1, 8)])

    codes = set(Submission.objects.values_list("code", flat=True))
    entries = Entry.objects.filter(action="intake.submitted")
    assert {entry.subject_code for entry in entries} == codes and entries.count() == 7
    assert verify_office(office.office.pk).holds


def test_a_file_taken_in_twice_adds_nothing_and_says_so(office):
    rows = [row(number) for number in range(1, 5)]
    taken(office, rows)
    again = checked(office, rows)
    assert again.known == 4
    again = actions.start(again, by=office.by("zhou"), all_or_none=True)
    run_due()

    again.refresh_from_db()
    assert (again.done, again.known, Submission.objects.count()) == (0, 4, 4)


def test_other_columns_order_and_spaces_are_still_the_same_row(office):
    taken(office, [row(1, author="林小河")])
    other = [["2025-03-05", "林小河", STREET, "第１件事的 经过。", "第1件事", "新加的备注"]]
    again = taken(office, other, headings=["来稿日期", "作者", "报送单位", "内容", "标题", "备注"])

    assert (again.done, again.known) == (0, 1)


def test_the_same_words_from_another_unit_or_day_are_another_submission(office):
    rows = [row(1), row(1, unit=SECTOR), row(1, day=date(2025, 3, 6))]

    assert taken(office, rows).done == 3


def test_a_row_that_stands_twice_in_the_file_comes_in_once(office):
    imported = taken(office, [row(1), row(2), row(1)])

    assert (imported.done, imported.known) == (2, 1)


def test_each_fault_stands_at_its_cell_in_plain_chinese(office):
    imported = checked(
        office,
        [
            row(1, title=""),
            row(2, body="　"),
            row(3, unit="临溪区柳岸街道联络"),
            row(4, day="2月30日"),
            row(5, day="2025-02-30"),
            row(6, day=timezone.localdate() + timedelta(days=2)),
            row(7, title="题" * 201),
            row(8, unit=""),
            row(9, author="林小河、林小河"),
        ],
    )

    found = faults_of(imported)
    assert set(found) == {
        (2, "B"), (3, "C"), (4, "D"), (5, "F"), (6, "F"), (7, "F"), (8, "B"), (9, "D"), (10, "E"),
    }  # fmt: skip
    assert STREET in found[4, "D"] and "晚于今天" in found[7, "F"] and "没有正文" in found[3, "C"]
    assert (imported.rows, imported.good, imported.fault_count) == (9, 0, 9)


def test_all_or_none_takes_none_and_good_rows_takes_the_good(office):
    rows = [row(1), row(2, day="不知道"), row(3)]
    imported = checked(office, rows)
    with pytest.raises(WrongState) as refusal:
        actions.start(imported, by=office.by("zhou"), all_or_none=True)
    assert refusal.value.code == "intake.import.has_faults" and Submission.objects.count() == 0

    actions.start(imported, by=office.by("zhou"), all_or_none=False)
    run_due()
    assert sorted(Submission.objects.values_list("title", flat=True)) == ["第1件事", "第3件事"]


def test_a_name_that_two_people_bear_is_asked_about(office):
    office.add_person("lin2", "林小河", "source", unit="sector")

    unsure = checked(office, [row(1, unit="临溪区妇联", author="林小河")])
    assert "2 位“林小河”" in faults_of(unsure)[2, "E"]
    taken(office, [row(1, author="林 小河")])
    assert Submission.objects.get().authors.get().person == office.lin  # the one who belongs to the row's unit


def test_joint_authors_share_and_are_credited_through_their_own_units(office):
    taken(office, [row(1, author="林小河、江一帆、外请专家")])

    authors = queries.authors_of(Submission.objects.get())
    assert [author.share for author in authors] == [3334, 3333, 3333]
    assert [author.unit.name for author in authors] == [STREET, SECTOR, STREET]


def test_a_member_who_moved_keeps_the_old_result_at_the_old_unit(office):
    membership = office.lin.memberships.get()
    network.leave_unit(membership, by=office.all_rights(), ends_on=date(2025, 6, 30))
    network.join_unit(office.lin, office.units["sector"], by=office.all_rights(), starts_on=date(2025, 7, 1))
    taken(office, [row(1, unit="", author="林小河"), row(2, unit="", author="林小河", day=date(2025, 8, 1))])

    assert [one.unit.name for one in Submission.objects.order_by("received_at")] == [STREET, SECTOR]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_offices_write(office, encoding):
    text = StringIO(newline="")
    csv.writer(text).writerows(
        [HEADINGS, row(1, title="䶮桥镇电梯，停运", body="第一行\n第二行“引号”", author="林小河")]
    )
    stream = BytesIO(text.getvalue().encode(encoding))
    imported = actions.upload(stream, "来稿.csv", by=office.by("zhou"))
    imported = actions.name_columns(imported, imported.mapping["columns"], by=office.by("zhou"), check_later=False)
    taking_in.check(imported, by=office.by("zhou"))
    imported.refresh_from_db()
    actions.start(imported, by=office.by("zhou"), all_or_none=True)
    run_due()

    sent = Submission.objects.get()
    assert (sent.title, sent.body) == ("䶮桥镇电梯，停运", "第一行\n第二行“引号”")


def test_stopped_between_chunks_it_goes_on_where_it_was(office, monkeypatch):
    monkeypatch.setattr(taking_in, "CHUNK", 2)
    imported = actions.start(checked(office, [row(n) for n in range(1, 6)]), by=office.by("zhou"), all_or_none=True)

    def stop_after_first(done, total):
        if done == 2:
            actions.stop(imported, by=office.by("zhou"))

    taking_in.take_in(imported, by=office.by("zhou"), progress=stop_after_first)
    imported.refresh_from_db()
    assert (imported.state, imported.done, Submission.objects.count()) == ("stopped", 2, 2)

    actions.start(imported, by=office.by("zhou"), all_or_none=True)
    run_due()
    imported.refresh_from_db()
    assert (imported.state, imported.done, imported.known) == ("done", 5, 0)
    assert Submission.objects.count() == Entry.objects.filter(action="intake.submitted").count() == 5


def test_killed_in_a_chunk_nothing_of_it_is_left_and_a_second_run_ends_it(office, monkeypatch):
    monkeypatch.setattr(taking_in, "CHUNK", 2)
    imported = actions.start(checked(office, [row(n) for n in range(1, 6)]), by=office.by("zhou"), all_or_none=True)
    write, calls = taking_in._write, []

    def dies_in_the_second(*given):
        write(*given)
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit

    monkeypatch.setattr(taking_in, "_write", dies_in_the_second)
    with pytest.raises(SystemExit):
        taking_in.take_in(imported, by=office.by("zhou"))
    assert Submission.objects.count() == 2
    monkeypatch.setattr(taking_in, "_write", write)
    jobs.run(queries.import_by_code(imported.code), taking_in.take_in)

    imported.refresh_from_db()
    assert (imported.state, imported.done) == ("done", 5)
    assert sorted(Submission.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5]
    assert verify_office(office.office.pk).holds


def test_only_the_desk_imports(office):
    for key in ("lin", "du", "wu", "fang", "admin"):
        with pytest.raises(NotPermitted):
            uploaded(office, [row(1)], key=key)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"body": 2}, "intake.import.no_title"),
        ({"title": 1}, "intake.import.no_text"),
        ({"title": 1, "body": 1}, "intake.import.column_twice"),
        ({"title": 1, "body": 400}, "intake.import.no_such_column"),
    ],
)
def test_columns_that_cannot_be_are_refused(office, columns, code):
    with pytest.raises(BadInput) as refusal:
        actions.name_columns(uploaded(office, [row(1)]), columns, by=office.by("zhou"))

    assert refusal.value.code == code


def test_a_role_lost_meanwhile_takes_nothing_in(office):
    imported = actions.start(checked(office, [row(1)]), by=office.by("zhou"), all_or_none=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    network.end_role(office.zhou.roles.get(), by=office.by("security"), ends_on=yesterday)
    run_due()

    imported.refresh_from_db()
    assert imported.state == "refused" and imported.refusal
    assert Submission.objects.count() == 0


def test_moving_one_row_to_paper_destroys_the_spreadsheet_too(office):
    from zhitong.intake import actions as intake

    imported = taken(office, [row(1), row(2)])
    intake.move_to_paper(Submission.objects.first(), by=office.by("he"), reason="误填")
    intake.move_to_paper(Submission.objects.last(), by=office.by("he"), reason="同上")

    imported.file.refresh_from_db()
    assert imported.file.state == "erased"


# Through the pages


def test_the_whole_way_through_the_pages(office, sign_in):
    client = sign_in(office, "zhou")
    book = xlsx([row(1), row(2, day="很久以前"), row(3)])
    book.name = "台账.xlsx"
    page = client.post("/submissions/imports/", {"file": book}, follow=True)
    imported = Import.objects.get()
    assert "台账.xlsx" in page.content.decode()
    columns = {f"column_{name}": index for name, index in imported.mapping["columns"].items()}

    client.post(f"/submissions/imports/{imported.code}/check/", {**columns, "sheet": imported.sheet})
    assert "正在检查" in client.get(f"/submissions/imports/{imported.code}/").content.decode()
    run_due()
    page = client.get(f"/submissions/imports/{imported.code}/").content.decode()
    assert "很久以前" in page and "不是日期" in page and "只导入没有问题的行" in page
    client.post(f"/submissions/imports/{imported.code}/start/", {"which": "good"})
    run_due()
    page = client.get(f"/submissions/imports/{imported.code}/").content.decode()
    assert "新收来稿 2 篇" in page and Submission.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.xlsx", b""),
        ("假.xlsx", b"not a workbook"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 30),
        ("网页.csv", b"<html><script>alert(1)</script></html>"),
        ("二进制.csv", bytes(range(256)) * 20),
        ("旧版.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("只有表头.csv", "标题,内容\n".encode()),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(office, sign_in, name, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = sign_in(office, "zhou").post("/submissions/imports/", {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code in (302, 422)
    assert Submission.objects.count() == 0


def test_another_offices_import_answers_like_a_missing_one(office, stranger, sign_in):
    imported = uploaded(office, [row(1)])
    client = sign_in(stranger, "chen")

    for deed in ("", "progress/"):
        theirs = client.get(f"/submissions/imports/{imported.code}/{deed}")
        assert theirs.status_code == client.get(f"/submissions/imports/nosuchcode00/{deed}").status_code == 404
    for deed in ("check/", "start/", "stop/"):
        assert client.post(f"/submissions/imports/{imported.code}/{deed}").status_code == 404


def test_deeds_out_of_time_are_refused_in_a_sentence(office, sign_in):
    imported = uploaded(office, [row(1)])
    client = sign_in(office, "zhou")

    for deed in ("start/", "stop/"):
        assert client.post(f"/submissions/imports/{imported.code}/{deed}").status_code == 409
    assert client.post(f"/submissions/imports/{imported.code}/check/", {"column_title": "9" * 30}).status_code == 422
    assert client.post(f"/submissions/imports/{imported.code}/check/", {"sheet": "没有这张表"}).status_code == 422
    assert client.get(f"/submissions/imports/{imported.code}/start/").status_code == 405


def test_the_template_needs_no_naming_of_columns(office, sign_in):
    book = sign_in(office, "zhou").get("/submissions/imports/template.xlsx")
    from zhitong.intake.imports.fields import fields_for
    from zhitong.sheets import propose_mapping

    fields = fields_for({})
    with open_table(BytesIO(book.content), "模板.xlsx") as table:
        mapping = propose_mapping(table.sheet().header(fields).columns, fields)
    assert set(mapping.columns) == {field.name for field in fields} and all(each.sure for each in mapping.proposals)


# By command


def run_command(office, path, *options):
    out = StringIO()
    username = office.zhou.account.username
    call_command("import", str(path), "--office", office.office.short_name, "--by", username, *options, stdout=out)
    return out.getvalue()


def test_the_command_takes_in_the_same_way(office, tmp_path):
    path = tmp_path / "来稿.xlsx"
    path.write_bytes(xlsx([row(1), row(2)]).getvalue())

    assert "新收 2 篇" in run_command(office, path)
    assert "新收 0 篇，已有 2 行" in run_command(office, path)
    assert Submission.objects.filter(channel="command").count() == 2


def test_the_command_names_faults_and_takes_the_good_rows_when_told(office, tmp_path):
    path = tmp_path / "来稿.xlsx"
    path.write_bytes(xlsx([row(1), row(2, day="很久以前")]).getvalue())

    with pytest.raises(CommandError, match="1 行有误"):
        run_command(office, path)
    assert "F3:" in run_command(office, path, "--good-rows")
    assert Submission.objects.count() == 1


def test_the_command_lets_columns_be_named(office, tmp_path):
    path = tmp_path / "来稿.xlsx"
    path.write_bytes(xlsx([["甲事", "甲事经过", STREET]], ["A栏", "B栏", "报送单位"]).getvalue())

    run_command(office, path, "--map", "title=A栏", "--map", "body=B")
    assert Submission.objects.get().title == "甲事"
    with pytest.raises(CommandError, match="没有指明"):
        run_command(office, path, "--map", "title=Z9")


def test_the_command_refuses_a_stranger_and_a_missing_file(office, stranger, tmp_path):
    with pytest.raises(CommandError):
        run_command(office, tmp_path / "没有.xlsx")
    path = tmp_path / "来稿.xlsx"
    path.write_bytes(xlsx([row(1)]).getvalue())
    username = stranger.chen.account.username
    with pytest.raises(CommandError):
        call_command("import", str(path), "--office", office.office.code, "--by", username)
