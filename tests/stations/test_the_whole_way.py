"""From a resident's words at a station to a submission, its outcome, and the answer read with the code: through the pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from zhitong.assessment import actions as assessment
from zhitong.intake.models import Submission
from zhitong.stations import queries
from zhitong.stations.models import Answer, Lead

pytestmark = pytest.mark.django_db
CODE = re.compile(r'receipt-code"[^>]*>([0-9A-Z-]+)<')
HIDDEN = re.compile(r'name="(token|version)" value="([^"]+)"')


def speak(client, station, **given):
    """Open the page's form, fill it in, send it."""
    address = reverse("stations:speak", args=[station.code])
    hidden = dict(HIDDEN.findall(client.get(address).content.decode()))
    return client.post(address, {**hidden, "naming": "none", "agree": "on", **given})


def signed_in(cast, key) -> Client:
    client = Client()
    client.force_login(cast.people[key].account)
    return client


def test_a_resident_speaks_and_reads_the_answer_with_the_code(staffed):
    resident = Client()
    received = speak(resident, staffed.station, text="楼下路灯坏了三周。", place="柳岸街道7号")
    assert received.status_code == 201
    assert received.headers["Cache-Control"] == "no-store"
    code = CODE.search(received.content.decode())[1]
    lead = Lead.objects.get()
    assert not Submission.objects.exists()  # words become a submission through a person only

    member = signed_in(staffed, "tian")
    assert "楼下路灯坏了三周" in member.get(reverse("stations:leads")).content.decode()
    sent = member.post(
        reverse("stations:take_over", args=[lead.code]),
        {"title": "柳岸街道路灯损坏", "body": "路灯坏了三周。", "voice": "居民"},
    )
    assert sent.status_code == 302
    submission = Submission.objects.get()
    assert (submission.origin, submission.unit) == ("resident", staffed.units["station"])
    assert lead.number in submission.provenance
    assert submission.authors.get().person == staffed.tian

    assessment.decide(
        submission, "transfer", by=staffed.by("zhou"), transfer_to="区城管局", words="日常", told="已转区城管局"
    )
    proposed = Answer.objects.get()
    assert proposed.state == Answer.State.PROPOSED
    page = resident.post(reverse("stations:receipt"), {"code": code.lower().replace("-", " ")}).content.decode()
    assert "已转区城管局" not in page  # nothing is told by itself

    editor = signed_in(staffed, "zhou")
    assert "柳岸街道路灯损坏" in editor.get(reverse("stations:answers")).content.decode()
    editor.post(
        reverse("stations:answer", args=[proposed.code]),
        {"text": "路灯已由城管部门修好。", "is_public": "on", "headline": "柳岸街道路灯修好了"},
    )
    page = resident.post(reverse("stations:receipt"), {"code": code})
    assert "路灯已由城管部门修好" in page.content.decode()
    assert (
        "柳岸街道路灯修好了" in resident.get(reverse("stations:changed", args=[staffed.station.code])).content.decode()
    )

    resident.post(reverse("stations:say"), {"code": code, "word": "resolved"})
    assert lead.said.get().word == "resolved"


def test_joint_residents_all_get_the_answer(staffed, spoken):
    (first, code_1), (second, code_2) = spoken(), spoken("也是路灯。")
    member = signed_in(staffed, "tian")
    member.post(reverse("stations:take_over", args=[first.code]), {"title": "路灯", "body": "坏了三周。"})
    number = Submission.objects.get().number
    joined = member.post(reverse("stations:join", args=[second.code]), {"number": number})
    assert joined.status_code == 302

    assessment.decide(Submission.objects.get(), "take_up", by=staffed.by("zhou"))
    signed_in(staffed, "zhou").post(
        reverse("stations:answer", args=[Answer.objects.get().code]), {"text": "正在写稿。"}
    )

    for code in (code_1, code_2):
        assert "正在写稿。" in Client().post(reverse("stations:receipt"), {"code": code}).content.decode()


def test_the_station_asks_and_the_resident_replies_adds_and_withdraws(staffed, spoken):
    lead, code = spoken(naming="sealed", identity={"name": "于飞"})
    signed_in(staffed, "meng").post(reverse("stations:ask", args=[lead.code]), {"ask-text": "是哪一栋楼？"})
    resident = Client()
    assert "是哪一栋楼？" in resident.post(reverse("stations:receipt"), {"code": code}).content.decode()

    resident.post(reverse("stations:add"), {"code": code, "text": "七号楼。"})
    resident.post(reverse("stations:add"), {"code": code, "text": "还有八号楼。"})
    assert [line.kind for line in queries.lines_of(lead)] == ["question", "reply", "addition"]

    resident.post(reverse("stations:withdraw"), {"code": code})
    lead.refresh_from_db()
    assert (lead.state, lead.text, lead.sealed.destroyed_at is not None) == (Lead.State.WITHDRAWN, "", True)
    assert bytes(lead.sealed.content) == b""
    assert [line.text for line in queries.lines_of(lead)] == ["", "", ""]


def test_another_stations_member_and_another_office_see_nothing(staffed, spoken, stranger):
    lead, _code = spoken()
    for cast, key in ((staffed, "lin"), (staffed, "du"), (stranger, "chen"), (stranger, "bai")):
        answer = signed_in(cast, key).get(reverse("stations:lead", args=[lead.code]))
        assert answer.status_code == 404, key


def test_the_clerk_writes_down_with_a_slip(staffed):
    clerk = signed_in(staffed, "meng")
    address = reverse("stations:write_down", args=[staffed.station.code])
    hidden = dict(HIDDEN.findall(clerk.get(address).content.decode()))
    slip = clerk.post(
        address,
        {
            **hidden,
            "way": "phone",
            "text": "井盖松动。",
            "naming": "named",
            "name": "钱多",
            "phone": "13900000000",
            "agree": "on",
        },
    )
    assert CODE.search(slip.content.decode())
    lead = Lead.objects.get()
    assert (lead.way, lead.written_by) == ("phone", staffed.meng)
    assert "钱多" in clerk.get(reverse("stations:lead", args=[lead.code])).content.decode()
