"""Files: kept under their digest, known by content, served so that no browser runs them."""

import io
import zipfile

import pytest
from django.http import Http404

from zhitong.errors import BadInput
from zhitong.files import actions, queries, store
from zhitong.files.models import StoredFile
from zhitong.files.names import harmless

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def package(member):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(member, "x")
    return out.getvalue()


def keep(office, content, name):
    return actions.keep_file(io.BytesIO(content), name, by=office.by("lin"))


def test_the_bytes_come_back_as_they_were(office):
    row = keep(office, PDF, "水管照片说明.pdf")

    answer = queries.as_download(row)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "%E6%B0%B4%E7%AE%A1" in answer.headers["Content-Disposition"]


def test_equal_bytes_from_two_people_give_two_rows_and_one_file(office):
    first, second = keep(office, PDF, "a.pdf"), keep(office, PDF, "b.pdf")

    assert first.pk != second.pk
    assert first.digest == second.digest


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script>", "a.pdf"),
        (b"<html><script>alert(1)</script>", "a.txt"),
        (b"  <svg onload=x>", "a.csv"),
        (b"MZ\x90\x00", "a.docx"),
        (package("xl/workbook.xml"), "a.docx"),
        (b"GIF89a<script>", "a.png"),
        (PDF, "a.jpg"),
        (b"text\x00with nul", "a.txt"),
    ],
)
def test_what_is_not_what_it_says_is_refused(office, content, name):
    with pytest.raises(BadInput) as refusal:
        keep(office, content, name)

    assert refusal.value.code == "files.type.not_what_it_says"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a", "a.php", ".htaccess", "a.xml", "a.js"])
def test_types_that_could_run_are_not_taken(office, name):
    with pytest.raises(BadInput) as refusal:
        keep(office, PDF, name)

    assert refusal.value.code == "files.type.not_taken"


@pytest.mark.parametrize(("size", "taken"), [(0, False), (1000, True), (1001, False)])
def test_the_limit_is_exact(office, settings, size, taken):
    settings.UPLOAD_MAX_BYTES = 1000
    content = PDF + b"x" * max(0, size - len(PDF)) if size else b""
    if taken:
        assert keep(office, content, "a.pdf").size == size
    else:
        with pytest.raises(BadInput):
            keep(office, content, "a.pdf")


def test_lost_or_changed_bytes_are_never_served_and_are_found(office):
    row = keep(office, PDF, "a.pdf")
    store.path_of(row.digest).write_bytes(PDF + b"changed")

    assert [stored.pk for stored in queries.damaged()] == [row.pk]
    with pytest.raises(Http404):
        queries.as_download(row)


def test_a_picture_is_shown_and_nothing_else_is(office):
    assert queries.as_picture(keep(office, PNG, "a.png")).headers["Content-Type"] == "image/png"
    with pytest.raises(Http404):
        queries.as_picture(keep(office, PDF, "a.pdf"))


def test_erasing_destroys_the_bytes_only_when_nobody_else_gave_the_same(office, django_capture_on_commit_callbacks):
    first, second = keep(office, PDF, "a.pdf"), keep(office, PDF, "b.pdf")

    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(first, by=office.by("zhou"), reason="移至纸质渠道")
    assert store.is_intact(second.digest)
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(second, by=office.by("zhou"), reason="移至纸质渠道")
    assert not store.is_intact(second.digest)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\情况.docx", "情况.docx"),
        ("附件\u202excod.exe.pdf", "附件xcod.exe.pdf"),
        ("con.txt", "_con.txt"),
        ('a"b\r\nc.pdf', "a_b__c.pdf"),
        ("名字 . ", "名字"),
        ("", "file"),
        ("字" * 300 + ".pdf", "字" * 116 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given, shown):
    assert harmless(given) == shown
