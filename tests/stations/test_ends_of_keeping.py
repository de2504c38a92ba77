"""P20: when the term is over, names, words, files and their copies are gone; counts stay, and what is open is held."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from test_markers import everything_in_the_tables, hits_in, identity
from test_speaking import photo
from test_the_whole_way import CODE, signed_in, speak

from zhitong.assessment import actions as assessment
from zhitong.errors import WrongState
from zhitong.files import store
from zhitong.intake.models import Submission
from zhitong.journal.models import Entry
from zhitong.journal.queries import verify_office
from zhitong.keeping import actions as keeping
from zhitong.keeping import queries as kept
from zhitong.network import actions as network
from zhitong.stations.actions import answers, ending, handling
from zhitong.stations.coverage import coverage_of
from zhitong.stations.models import Answer, Lead
from zhitong.vault import actions as vault
from zhitong.vault.models import Opening, Sealed

pytestmark = pytest.mark.usefixtures("transactional_db")  # bytes go when the deed is durable
WORDS = "望江标村的路灯坏了三周，1397531是物业电话。"


def later(days: int):
    return timezone.now() + timedelta(days=days)


def empty(staffed, days: int) -> dict[str, int]:
    """The nightly turn, so many days from now."""
    return keeping.empty_due(by=keeping.the_program(staffed.office, later(days)))


@pytest.fixture
def spoken_with_name(staffed):
    """One message with a sealed name and a photo; gives (message, code, who)."""
    who = identity(7)
    more = {"files": SimpleUploadedFile("a.jpg", photo())}
    sent = speak(Client(), staffed.station, text=WORDS, place="望江标村", naming="sealed", **who, **more)
    return Lead.objects.get(), CODE.search(sent.content.decode())[1], who


def test_what_was_answered_goes_after_its_term_with_every_copy_and_the_count_stays(staffed, spoken_with_name, settings):
    lead, code, who = spoken_with_name
    handling.write_to(lead, "望江标村已修好。", by=staffed.by("tian"), asks=False)
    digest = lead.files.get().file.digest
    before = _figures(staffed)

    assert empty(staffed, 364) == {}
    assert empty(staffed, 366) == {"identities": 1}
    lead.refresh_from_db()
    assert lead.text == WORDS
    assert Sealed.objects.get().destroyed_at
    assert store.path_of(digest).exists()
    assert empty(staffed, 732) == {"leads": 1}

    lead.refresh_from_db()
    assert (lead.text, lead.place, lead.state) == ("", "", Lead.State.ANSWERED)
    assert not store.path_of(digest).exists()
    places = {"tables": everything_in_the_tables()}
    places |= {str(path): path.read_bytes() for path in settings.FILES_ROOT.rglob("*") if path.is_file()}
    assert hits_in(places, [who]) == []
    assert "望江标村".encode() not in places["tables"]
    assert _figures(staffed) == before
    assert verify_office(staffed.office.pk).holds
    deeds = Entry.objects.filter(action__startswith="keeping.").order_by("seq")
    assert [(json.loads(entry.details)["kind"], json.loads(entry.details)["count"]) for entry in deeds] == [
        ("identities", 1),
        ("leads", 1),
    ]
    assert Entry.objects.filter(action="stations.lead_emptied", subject_code=lead.code).exists()

    assert empty(staffed, 3_000) == {}  # nothing goes twice

    page = Client().post(reverse("stations:receipt"), {"code": code}).content.decode()
    assert "内容已不再保存" in page
    assert "姓名和电话保存期限已到" in page
    refused = Client().post(reverse("stations:add"), {"code": code, "text": "还有一件"})
    assert refused.status_code == 409
    assert "已于" in signed_in(staffed, "tian").get(reverse("stations:lead", args=[lead.code])).content.decode()


def _figures(staffed) -> tuple:
    numbers = [(lead.number, lead.naming, lead.state) for lead in Lead.objects.order_by("pk")]
    return numbers, coverage_of(staffed.by("he"), "streets", timezone.localdate())


def test_what_nobody_has_read_is_held(staffed, spoken_with_name):
    assert empty(staffed, 3_000) == {}
    held = {row.kind.key: row.held for row in kept.standing(staffed.office.pk, later(3_000))}
    assert (held["identities"], held["leads"]) == (1, 1)


def test_a_submission_keeps_its_words_for_ever_and_the_name_goes_once_the_matter_is_closed(staffed, spoken_with_name):
    lead, _code, who = spoken_with_name
    submission = handling.take_over(lead, handling.Matter("路灯", "坏了三周。"), by=staffed.by("tian"))
    assert empty(staffed, 3_000) == {}  # nobody has decided on it: open
    assessment.decide(submission, "decline", by=staffed.by("zhou"), words="已有同类", told="已有同类来稿")
    assert empty(staffed, 366) == {}  # an answer to the residents is to be written: open
    answers.drop(Answer.objects.get(), by=staffed.by("zhou"))
    assert empty(staffed, 366) == {"identities": 1}
    lead.refresh_from_db()
    assert lead.text == WORDS
    assert Submission.objects.get().body == "坏了三周。"
    assert empty(staffed, 3_000) == {}
    with pytest.raises(WrongState):
        ending.end_words(lead, by=keeping.the_program(staffed.office))
    assert hits_in({"tables": everything_in_the_tables()}, [{**who, "address": f"{who['name']}，{who['phone']}"}]) == []


def test_a_name_that_two_people_are_about_to_open_is_held(staffed, spoken_with_name):
    lead, _code, _who = spoken_with_name
    handling.write_to(lead, "已修好。", by=staffed.by("tian"), asks=False)
    handling.ask_for_name(lead, by=staffed.by("zhou"), reason="回访")
    assert empty(staffed, 3_000) == {}
    vault.refuse(Opening.objects.get(), by=staffed.by("wu"), reason="不必")
    assert empty(staffed, 3_000) == {"identities": 1, "leads": 1}


def test_the_office_sets_the_term_and_the_resident_is_told_it_before_and_after(staffed, spoken_with_name):
    _lead, code, _who = spoken_with_name
    network.set_setting("keep_identities_days", 90, by=staffed.by("admin"))
    resident = Client()
    for page in (
        resident.get(reverse("stations:speak", args=[staffed.station.code])),
        speak(resident, staffed.station, text="又一件"),
        resident.post(reverse("stations:receipt"), {"code": code}),
    ):
        assert "满 90 天，您的姓名和电话即销毁" in page.content.decode()
    first = Lead.objects.order_by("pk").first()
    handling.write_to(first, "已修好。", by=staffed.by("tian"), asks=False)
    assert empty(staffed, 89) == {}
    assert empty(staffed, 91) == {"identities": 1}


def test_the_administrator_sees_what_goes_next_by_number_and_what_went(staffed, spoken_with_name):
    lead, _code, who = spoken_with_name
    handling.write_to(lead, "已修好。", by=staffed.by("tian"), asks=False)
    Lead.objects.update(received_at=later(-350), handled_at=later(-350))
    lead.lines.update(at=later(-350))
    admin = signed_in(staffed, "admin")
    page = admin.get(reverse("keeping:next", args=["identities"])).content.decode()
    assert lead.number in page
    assert not any(value in page for value in (*who.values(), WORDS, "路灯"))
    empty(staffed, 20)
    page = admin.get(reverse("keeping:terms")).content.decode()
    assert "群众的姓名和电话" in page
    assert "还没有清除过内容" not in page


def test_killed_between_two_steps_the_next_turn_goes_on(staffed, monkeypatch):
    for number in range(2):
        speak(Client(), staffed.station, text=f"第{number}件", naming="sealed", name="王某")
    for lead in Lead.objects.all():
        handling.set_aside(lead, by=staffed.by("tian"), reason="试写")
    monkeypatch.setattr(keeping, "STEP", 1)
    ended = []

    def dies_at_the_second(lead, *, by):
        if len(ended) == 1:
            raise KeyboardInterrupt
        ended.append(lead)
        return real(lead, by=by)

    real = ending.end_identity
    with monkeypatch.context() as patch:
        patch.setattr(ending, "end_identity", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            empty(staffed, 400)
    assert Sealed.objects.filter(destroyed_at=None).count() == 1
    assert empty(staffed, 400) == {"identities": 1}
