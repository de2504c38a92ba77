"""P4: an identity stands nowhere but in the sealed column, which nobody reads without the key file.

Marked identities go the whole way through the pages; then everything that was kept is searched for them, in every spelling that a file may
hold them in. ZHITONG_MARKERS gives another number of identities than the quick 12 (500 before a release).
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from test_the_whole_way import CODE, signed_in, speak

from zhitong.assessment import actions as assessment
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
FIELDS = ("name", "phone", "address")


def identity(number: int) -> dict[str, str]:
    mark = f"{number:03d}{secrets.token_hex(4)}"
    return {"name": f"封名{mark}飞", "phone": f"139{int(mark, 16) % 10**12:012d}", "address": f"望江新村{mark}幢"}


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
    monkeypatch.setattr(gates, "is_closed", lambda *asked: False)
    people = [identity(number) for number in range(COUNT)]
    resident = Client()
    for number, who in enumerate(people):
        naming = "named" if number % 3 == 0 else "sealed"
        sent = speak(resident, staffed.station, text=f"第{number}件：路灯。", naming=naming, **who)
        assert sent.status_code == 201
        assert not any(value in sent.content.decode() for value in who.values())
        resident.post(reverse("stations:receipt"), {"code": CODE.search(sent.content.decode())[1]})

    lead = Lead.objects.filter(naming="sealed").order_by("pk").first()
    desk, second = signed_in(staffed, "zhou"), signed_in(staffed, "wu")
    submission = handling.take_over(lead, handling.Matter("路灯", "坏了。"), by=staffed.by("tian"))
    assessment.decide(submission, "take_up", by=staffed.by("zhou"))
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

    exports = [
        signed_in(staffed, "auditor").get(reverse("journal:export", args=["csv"])),
        desk.get(reverse("stations:leads"), {"state": "all"}),
        desk.get(reverse("matters:matter", args=[submission.code])),
        desk.get(reverse("intake:read", args=[submission.code])),
        desk.get(reverse("vault:openings")),
        desk.get(reverse("search:find"), {"q": people[1]["name"]}),
    ]
    pages = b"\n".join(b"".join(page.streaming_content) if page.streaming else page.content for page in exports[:-1])
    places = {"tables": everything_in_the_tables(), "pages": pages, "log": caplog.text.encode()}
    if connection.vendor == "sqlite":
        places["backup"] = backups.back_up().read_bytes()
        assert b"vault.keys" not in places["backup"]
    for path in filter(Path.is_file, tmp_path.rglob("*")):
        places[str(path)] = path.read_bytes()

    hits = [
        (place, marker)
        for who in people
        for marker in who.values()
        for spelling in spellings(marker)
        for place, content in places.items()
        if spelling in content
    ]
    assert hits == []

    sealed = Sealed.objects.all()
    assert sealed.count() == COUNT
    for row in sealed:
        row.protected = False  # in memory: with the key file, and only with it, all are there
    assert sorted(who["name"] for who in given_openly(sealed).values()) == sorted(who["name"] for who in people)
    assert keys.path().read_bytes() not in places["tables"]
