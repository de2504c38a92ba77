"""What the residents' form takes and what it refuses: names, photos, floods, traps, consent."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from test_the_whole_way import HIDDEN, signed_in, speak

from zhitong.files.store import open_bytes
from zhitong.stations import gates, queries, question
from zhitong.stations.actions import handling, keeping, speaking
from zhitong.stations.models import Lead, Tries
from zhitong.vault.models import Sealed

pytestmark = pytest.mark.django_db


def photo(size=(60, 40)) -> bytes:
    """A JPEG with a place, a camera and a comment in it, as a telephone writes them."""
    picture, exif = Image.new("RGB", size, "red"), Image.Exif()
    exif[0x010F] = "MARKERCAMERA"
    exif.get_ifd(0x8825)[2] = (31.0, 12.0, 30.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"MARKERCOMMENT")
    return out.getvalue() + b"MARKERTAIL"


def test_a_photo_is_drawn_anew_under_a_name_that_says_nothing(staffed):
    given = photo()
    assert b"MARKERCAMERA" in given and b"MARKERCOMMENT" in given
    sent = speak(
        Client(), staffed.station, text="见照片", files=SimpleUploadedFile("张三家门口.jpg", given, "image/jpeg")
    )
    assert sent.status_code == 201
    file = Lead.objects.get().files.get().file
    kept = open_bytes(file.digest).read()
    assert (file.name, file.media_type) == ("照片1.jpg", "image/jpeg")
    assert b"MARKER" not in kept and not Image.open(io.BytesIO(kept)).getexif()

    lead = Lead.objects.get()
    submission = handling.take_over(lead, handling.Matter("台阶", "台阶破损。"), by=staffed.by("tian"))
    assert submission.attachments.get().file.digest == file.digest


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.html", b"<script>1</script>"),
        ("a.pdf", b"%PDF-1.4"),
        ("a.jpg", b"\xff\xd8\xff\xe0 broken"),
        ("a.jpg", b"GIF89a"),
        ("a.png", b""),
    ],
)
def test_what_is_no_photo_or_voice_note_is_refused_and_the_words_come_back(staffed, name, content):
    sent = speak(Client(), staffed.station, text="我写的话还在", files=SimpleUploadedFile(name, content))
    assert sent.status_code == 422
    page = sent.content.decode()
    assert "我写的话还在" in page and "请重新选择照片" in page
    assert not Lead.objects.exists()


def test_a_picture_that_claims_too_many_points_is_refused_before_it_is_unpacked(staffed):
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")  # 400 million points in some kilobytes
    sent = speak(Client(), staffed.station, text="大图", files=SimpleUploadedFile("a.png", out.getvalue()))
    assert sent.status_code == 422 and not Lead.objects.exists()


def test_a_name_is_kept_only_where_it_is_wanted_and_only_in_the_vault(staffed):
    speak(Client(), staffed.station, text="一", naming="none", name="于飞")
    assert not Sealed.objects.exists()
    speak(Client(), staffed.station, text="二", naming="sealed", name="于飞", phone="139")
    sealed, clerk = Lead.objects.get(naming="sealed"), signed_in(staffed, "meng")
    page = clerk.get(reverse("stations:lead", args=[sealed.code])).content.decode()
    assert "于飞" not in page and queries.pseudonym(sealed) in page
    missing = speak(Client(), staffed.station, text="三", naming="named", name="")
    assert missing.status_code == 422


def test_without_the_key_file_a_name_is_refused_in_words_and_everything_else_goes_on(
    staffed, settings, tmp_path, spoken
):
    named, _code = spoken(naming="named", identity={"name": "于飞"})
    settings.VAULT_KEYS = tmp_path / "gone"
    sent = speak(Client(), staffed.station, text="我写的话还在", naming="sealed", name="于飞")
    assert sent.status_code == 409 and "我写的话还在" in sent.content.decode()
    assert speak(Client(), staffed.station, text="不留名").status_code == 201
    clerk = signed_in(staffed, "meng").get(reverse("stations:lead", args=[named.code]))
    assert clerk.status_code == 200 and "于飞" not in clerk.content.decode()


def test_without_consent_nothing_is_kept_and_each_message_names_the_version_it_was_shown(staffed):
    station, resident = staffed.station, Client()
    address = reverse("stations:speak", args=[station.code])
    assert (
        resident.post(
            address, {**dict(HIDDEN.findall(resident.get(address).content.decode())), "text": "一", "naming": "none"}
        ).status_code
        == 422
    )

    hidden = dict(HIDDEN.findall(resident.get(address).content.decode()))
    keeping.set_consent_text("新的告知书", by=staffed.by("he"))
    old = resident.post(address, {**hidden, "text": "二", "naming": "none", "agree": "on"})
    assert old.status_code == 422 and "新的告知书" in old.content.decode()
    assert not Lead.objects.exists()
    speak(resident, station, text="三")
    assert Lead.objects.get().consent.version == 2


def test_the_trap_catches_who_fills_in_everything(staffed):
    assert speak(Client(), staffed.station, text="买药", website="https://example.org").status_code == 422


def test_in_a_busy_hour_a_small_question_is_asked_and_the_flood_is_stopped_with_the_words_kept(staffed, rf):
    resident, station, now = Client(), staffed.station, timezone.now()
    for _message in range(gates.QUIET.block):
        assert speak(resident, station, text="又一件").status_code == 201
    address = reverse("stations:speak", args=[station.code])
    page = resident.get(address).content.decode()
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    numbers = [question.NUMERALS.index(sign) for sign in re.search(r"(.)加(.)等于几", page).groups()]
    hidden = dict(HIDDEN.findall(page))
    given = {**hidden, "text": "第三件", "naming": "none", "agree": "on", "ticket": ticket}
    wrong = resident.post(address, {**given, "answer": "99"})
    assert wrong.status_code == 422 and "第三件" in wrong.content.decode()
    assert resident.post(address, {**given, "answer": str(sum(numbers))}).status_code == 201

    Tries.objects.update(count=gates.MESSAGES.block)
    page = resident.get(address).content.decode()
    stopped = resident.post(address, {**dict(HIDDEN.findall(page)), "text": "还在", "naming": "none", "agree": "on"})
    assert stopped.status_code == 429 and "还在" in stopped.content.decode()
    assert gates.is_closed(gates.MESSAGES, rf.get("/", REMOTE_ADDR="127.0.0.1"), now)


def test_what_may_tell_who_spoke_is_pointed_at_before_it_becomes_a_submission(staffed, spoken):
    lead, _code = spoken("我叫于飞，电话13912345678，楼道灯坏了。")
    member, address = signed_in(staffed, "tian"), reverse("stations:take_over", args=[lead.code])
    given = {"title": "楼道灯", "body": lead.text}
    pointed = member.post(address, given)
    assert pointed.status_code == 422 and "<mark>13912345678</mark>" in pointed.content.decode()
    looked = re.search(r'name="looked" value="(\d+)"', pointed.content.decode())[1]
    assert member.post(address, {**given, "looked": looked}).status_code == 302


def test_the_four_weeks_between_two_questions_whether_it_is_solved(staffed, spoken):
    lead, _code = spoken()
    now = timezone.now()
    assert not queries.is_asked_whether_solved(lead, now)
    handling.write_to(lead, "已报修。", by=staffed.by("meng"), asks=False)
    lead.refresh_from_db()
    assert queries.is_asked_whether_solved(lead, now)
    speaking.say(lead, "unresolved", by=speaking.public_actor(staffed.station, now))
    assert not queries.is_asked_whether_solved(lead, now + timezone.timedelta(days=27))
    assert queries.is_asked_whether_solved(lead, now + timezone.timedelta(days=28))
    speaking.say(lead, "resolved", by=speaking.public_actor(staffed.station, now + timezone.timedelta(days=28)))
    assert not queries.is_asked_whether_solved(lead, now + timezone.timedelta(days=99))


def test_abuse_is_set_aside_with_a_reason_and_can_be_taken_out_again(staffed, spoken):
    lead, code = spoken("骂人的话")
    clerk = signed_in(staffed, "meng")
    assert clerk.post(reverse("stations:set_aside", args=[lead.code]), {"reason": ""}).status_code == 422
    clerk.post(reverse("stations:set_aside", args=[lead.code]), {"reason": "辱骂", "abuse": "on"})
    lead.refresh_from_db()
    assert lead.state == Lead.State.SET_ASIDE
    assert "搁置" in Client().post(reverse("stations:receipt"), {"code": code}).content.decode()
    clerk.post(reverse("stations:bring_back", args=[lead.code]))
    lead.refresh_from_db()
    assert lead.state == Lead.State.NEW


def test_bad_signs_never_break_the_page(staffed, monkeypatch):
    monkeypatch.setattr(gates, "is_closed", lambda *asked: False)
    for bad in ("\x00", b"\xed\xa0\x80", "龘" * 20_000, "\u202e", "<script>alert(1)</script>", "{{ 7 }}"):
        for field in ("text", "place", "name"):
            given = {"text": "路灯", "naming": "sealed", "name": "于飞", field: bad}
            sent = speak(Client(), staffed.station, **given)
            assert sent.status_code in {201, 422}, (field, bad[:9])
            assert b"<script>alert" not in sent.content
