"""P4: an identity stands nowhere but in the sealed column, which nobody reads without the key file.

Marked identities go the whole way through the pages; then everything that was kept is searched for them, in every spelling that a file may
hold them in. ZHITONG_MARKERS gives another number of identities than the quick 12 (500 before a release).
"""

from __future__ import annotations

import base64
import io
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from test_speaking import photo
from test_the_whole_way import CODE, signed_in, speak

from zhitong.assessment import actions as assessment
from zhitong.desk.actions import series, writing
from zhitong.network.accounts.sessions import SessionStore
from zhitong.network.models import Session
from zhitong.ops import backups
from zhitong.stations import gates
from zhitong.stations.actions import handling
from zhitong.stations.models import Lead
from zhitong.vault import actions as vault
from zhitong.vault import keys
from zhitong.vault.models import Opening, Sealed
from zhitong.vault.queries import given_openly

pytestmark = pytest.mark.usefixtures("transactional_db")  # a backup is taken of what is committed
COUNT = int(os.environ.get("ZHITONG_MARKERS", "12"))
# Every marker begins with one of these: where no spelling of a beginning stands, none of a marker does.
BEGINNINGS = ("封名标", "1397531", "望江标村", "3201021970")


def identity(number: int) -> dict[str, str]:
    """Four markers: name, telephone, address, and an identity number that somebody wrote behind the address."""
    mark = f"{number:03d}{secrets.token_hex(4)}"
    digits = f"{int(mark, 16) % 10**12:012d}"
    return {"name": f"封名标{mark}飞", "phone": f"1397531{digits}", "address": f"望江标村{mark}幢，3201021970{digits}"}


def markers_of(who: dict[str, str]) -> list[str]:
    return [who["name"], who["phone"], *who["address"].split("，")]


def spellings(marker: str) -> list[bytes]:
    """The bytes by which a marker could stand in a file."""
    plain = marker.encode()
    found = [
        plain,
        marker.encode("utf-16-le"),
        marker.encode("gb18030"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
    ]
    for shift in range(3):  # base64 of something longer that holds it
        whole = base64.b64encode(b"\0" * shift + plain)
        found.append(whole[4 if shift else 0 : -4])
    return found


def hits_in(places: dict[str, bytes], people: list[dict[str, str]]) -> list[tuple[str, str]]:
    """(place, marker) of each marker that stands somewhere, in any spelling. Only places with a beginning are looked through in full."""
    suspects = {
        place: content
        for place, content in places.items()
        if any(spelling in content for beginning in BEGINNINGS for spelling in spellings(beginning))
    }
    return [
        (place, marker)
        for who in people
        for marker in markers_of(who)
        for spelling in spellings(marker)
        for place, content in suspects.items()
        if spelling in content
    ]


def unpacked(name: str, content: bytes) -> dict[str, bytes]:
    """A file's bytes, and those of all that is packed in it: members of .docx and .xlsx, streams of .pdf."""
    found = {name: content}
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found |= {f"{name}!{member}": archive.read(member) for member in archive.namelist()}
    if content[:5] == b"%PDF-":
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
        found[f"{name}!streams"] = b"\n".join(map(inflated, streams))
        if shutil.which("pdftotext"):
            read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
            found[f"{name}!text"] = read.stdout
    return found


def inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream  # not packed, or packed as a font or picture is


def dumped() -> dict[str, bytes]:
    """The database as it lies on disk or as PostgreSQL's own tool writes it, and a backup, which holds neither key nor name."""
    archive = backups.back_up()
    found = {"backup": archive.read_bytes()}
    assert b"vault.keys" not in found["backup"]
    if connection.vendor == "postgresql":
        plain = archive.with_name("plain.sql")
        backups._run(["pg_dump", "--format=plain", "--inserts", f"--file={plain}"])
        found["pg_dump"] = plain.read_bytes()
    return found


def everything_in_the_tables() -> bytes:
    """Every value of every table as bytes, in UTF-8, as any dump would hold it."""
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                kept += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return b"\n".join(kept)


def test_marked_identities_stand_nowhere_but_in_the_sealed_column(staffed, settings, tmp_path, caplog, monkeypatch):
    caplog.set_level("DEBUG", logger="zhitong")
    caplog.set_level("INFO")
    settings.HOME, settings.BACKUP_ROOT = tmp_path, tmp_path / "backups"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0  # every upload goes through a temporary file
    monkeypatch.setattr(gates, "is_closed", lambda *asked: False)
    people = [identity(number) for number in range(COUNT)]
    resident = Client()
    for number, who in enumerate(people):
        naming = "named" if number % 3 == 0 else "sealed"
        more = {"files": SimpleUploadedFile(f"{who['name']}.jpg", photo())} if number % 10 == 1 else {}
        sent = speak(resident, staffed.station, text=f"第{number}件：路灯。", naming=naming, **who, **more)
        assert sent.status_code == 201
        assert not any(value in sent.content.decode() for value in markers_of(who))
        resident.post(reverse("stations:receipt"), {"code": CODE.search(sent.content.decode())[1]})

    lead = Lead.objects.filter(naming="sealed").order_by("pk").first()
    desk, second = signed_in(staffed, "zhou"), signed_in(staffed, "wu")
    submission = handling.take_over(lead, handling.Matter("路灯", "坏了。"), by=staffed.by("tian"))
    assessment.decide(submission, "take_up", by=staffed.by("zhou"))
    heading = series.add_series(by=staffed.by("wu"), name="临溪社情", masthead={"phone": "000-0000"})
    brief = writing.start_brief([submission], by=staffed.by("zhou"), series=heading)
    desk.post(reverse("stations:ask_for_name", args=[lead.code]), {"reason": "回访"})
    opening = Opening.objects.get()
    second.post(reverse("vault:consent", args=[opening.code]))
    shown = desk.post(reverse("vault:look", args=[opening.code])).content.decode()
    assert people[1]["name"] in shown  # it is there, for two people

    def breaks(*_given, **_more):
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as patch:  # a traceback holds no name either
        patch.setattr(vault.envelope, "encrypt", breaks)
        broken = speak(Client(raise_request_exception=False), staffed.station, text="坏", naming="sealed", **people[2])
    assert broken.status_code == 500

    auditor, member = signed_in(staffed, "auditor"), signed_in(staffed, "tian")
    pages = {
        "journal.csv": auditor.get(reverse("journal:export", args=["csv"])),
        "journal.xlsx": auditor.get(reverse("journal:export", args=["xlsx"])),
        "figures.xlsx": desk.get(reverse("figures:export", args=["xlsx"])),
        "issue.docx": desk.get(reverse("desk:issue_docx", args=[brief.code])),
        "issue.pdf": desk.get(reverse("desk:issue_pdf", args=[brief.code])),
        "record.docx": member.get(reverse("reports:own_record_docx")),
        "record.pdf": member.get(reverse("reports:own_record_pdf")),
        "leads": desk.get(reverse("stations:leads"), {"state": "all"}),
        "matter": desk.get(reverse("matters:matter", args=[submission.code])),
        "submission": desk.get(reverse("intake:read", args=[submission.code])),
        "openings": desk.get(reverse("vault:openings")),
        # What was typed is not found; that the page repeats the asker's own words is no finding.
        "search": desk.get(reverse("search:find"), {"q": people[1]["name"][:3]}),
    }
    assert {name: page.status_code for name, page in pages.items() if page.status_code != 200} == {}
    sessions = [str(SessionStore().decode(row.session_data)) for row in Session.objects.all()]
    assert len(sessions) >= 4
    places = {"tables": everything_in_the_tables(), "log": caplog.text.encode(), **dumped()}
    places["sessions"] = "\n".join(sessions).encode()
    for name, page in pages.items():
        places |= unpacked(name, b"".join(page.streaming_content) if page.streaming else page.content)
    assert {"journal.xlsx!xl/workbook.xml", "issue.docx!word/document.xml", "issue.pdf!streams"} <= set(places)
    for path in filter(Path.is_file, tmp_path.rglob("*")):
        places |= unpacked(str(path), path.read_bytes())
    places["search"] = places["search"].replace(people[1]["name"][:3].encode(), b"")

    assert hits_in(places, people) == []
    planted = {f"planted {number}": b"..." + spelling for number, spelling in enumerate(spellings(people[1]["phone"]))}
    assert {place for place, _marker in hits_in(planted, people[1:2])} == set(planted)  # it would have been seen
    assert list(temporary.rglob("*")) == []

    sealed = Sealed.objects.all()
    assert sealed.count() == COUNT
    for row in sealed:
        row.protected = False  # in memory: with the key file, and only with it, all are there
    assert sorted(who["name"] for who in given_openly(sealed).values()) == sorted(who["name"] for who in people)
    assert keys.path().read_bytes() not in places["tables"]
    size = sum(map(len, places.values()))
    print(
        f"{COUNT} identities, {4 * COUNT} markers, {len(places)} places, {size / 1e6:.0f} MB, {connection.vendor}: no hit"
    )
