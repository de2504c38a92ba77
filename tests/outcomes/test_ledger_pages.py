"""The pages of the ledger: entering, confirming by a second person, correcting, taking back, evidence, filters, counts, rights."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from zhitong.outcomes import actions, queries
from zhitong.outcomes.actions import Facts
from zhitong.outcomes.models import Adoption, Instruction, Reply

ADOPTION = {
    "body": "中共临溪区委办公室",
    "rank": 4,
    "ladder": "cppcc",
    "kind": "single",
    "periodical": "每日汇报",
    "issue": "第88期",
}


def html(answer):
    return answer.content.decode()


def plain(answer):
    return re.sub(r'"X-CSRFToken": "[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", html(answer))


def today():
    return timezone.localdate().isoformat()


def paper(name="批件.pdf", content=b"%PDF-1.7 scanned"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def entered(desk, brief, *, key="zhou", **given):
    return actions.enter_adoption(brief, Facts(timezone.localdate()), by=desk.by(key), **{**ADOPTION, **given})


def at(name, row):
    return reverse(f"outcomes:{name}", args=["adoption", row.code])


def test_an_adoption_is_entered_with_its_evidence(desk, sign_in):
    brief = desk.signed()
    client = sign_in(desk.office, "zhou")
    address = reverse("outcomes:enter", args=[brief.code, "adoption"])
    assert "区委办公室" in html(client.get(address))  # a body that is sent to is suggested

    answer = client.post(address, {**ADOPTION, "happened_on": today(), "evidence": paper()})

    assert answer.status_code == 302
    row = Adoption.objects.get(brief=brief, entered_by=desk.office.zhou)
    assert (row.body, row.issue, row.evidence.name, row.confirmed_by) == (
        "中共临溪区委办公室",
        "第88期",
        "批件.pdf",
        None,
    )


def test_a_refused_form_keeps_every_word_and_the_file(desk, sign_in):
    brief = desk.signed()
    client = sign_in(desk.office, "zhou")
    address = reverse("outcomes:enter", args=[brief.code, "instruction"])
    words = {"leader": "区领导甲", "words": "请住建局研究", "note": "电话核对过", "happened_on": "2019-01-01"}

    refused = client.post(address, {**words, "evidence": paper()})
    page = html(refused)
    assert refused.status_code == 422
    for word in ("区领导甲", "请住建局研究", "电话核对过", "2019-01-01", "批件.pdf"):
        assert word in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)[1]

    assert client.post(address, {**words, "happened_on": today(), "kept": kept}).status_code == 302
    assert Instruction.objects.get(brief=brief).evidence.name == "批件.pdf"


def test_somebody_elses_file_is_not_taken_as_evidence(desk, sign_in):
    brief = desk.signed()
    row = entered(desk, brief)
    address = reverse("outcomes:enter", args=[brief.code, "adoption"])
    sign_in(desk.office, "zhou").post(
        address, {**ADOPTION, "issue": "第89期", "happened_on": today(), "evidence": paper()}
    )
    theirs = Adoption.objects.get(issue="第89期").evidence

    sign_in(desk.office, "qiao").post(
        address, {**ADOPTION, "issue": "第90期", "happened_on": today(), "kept": theirs.code}
    )
    assert Adoption.objects.get(issue="第90期").evidence is None
    assert row.evidence is None


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("adoption", {**ADOPTION, "body": "　", "happened_on": today()}),
        ("adoption", {**ADOPTION, "rank": "", "happened_on": today()}),
        ("adoption", {**ADOPTION, "happened_on": "昨天"}),
        ("adoption", {**ADOPTION, "happened_on": today(), "dispatch": "nosuch"}),
        ("adoption", {**ADOPTION, "body": "半\ud800个", "happened_on": today()}),
        ("reply", {"department": "区水务局", "text": "", "solved": "yes", "happened_on": today()}),
        ("reply", {"department": "区水务局", "text": "好", "solved": "maybe", "happened_on": today()}),
        ("reply", {"department": "区水务局", "text": "好", "solved": "yes", "answers": "\x00", "happened_on": today()}),
        ("instruction", {"leader": "甲", "leader_rank": "emperor", "happened_on": today()}),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(desk, sign_in, kind, wrong):
    brief = desk.signed()
    before = Adoption.objects.count()
    sent = {
        name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        for name, value in wrong.items()
    }
    answer = sign_in(desk.office, "zhou").post(reverse("outcomes:enter", args=[brief.code, kind]), sent)

    assert answer.status_code == 422
    assert Adoption.objects.count() == before
    assert not Reply.objects.exists()


def test_a_file_that_is_not_what_it_says_is_refused_with_the_words_kept(desk, sign_in):
    brief = desk.signed()
    answer = sign_in(desk.office, "zhou").post(
        reverse("outcomes:enter", args=[brief.code, "adoption"]),
        {**ADOPTION, "happened_on": today(), "evidence": paper(content=b"<html><script>")},
    )

    assert answer.status_code == 422
    assert "每日汇报" in html(answer)
    assert not Adoption.objects.filter(entered_by__isnull=False).exists()


def test_a_second_person_confirms_from_the_queue(desk, sign_in):
    row = entered(desk, desk.signed())
    own = sign_in(desk.office, "zhou")
    assert queries.to_confirm_count(desk.by("zhou")) == 0
    assert queries.to_confirm_count(desk.by("qiao")) == 1
    assert own.post(at("confirm", row)).status_code == 403

    other = sign_in(desk.office, "qiao")
    assert "中共临溪区委办公室" in html(other.get(reverse("outcomes:waiting")))
    assert other.post(at("confirm", row), {"from": "waiting"}).url == reverse("outcomes:waiting")
    row.refresh_from_db()
    assert row.confirmed_by == desk.office.qiao
    assert queries.to_confirm_count(desk.by("qiao")) == 0


def test_a_correction_stands_beside_what_it_replaced(desk, sign_in):
    brief = desk.signed()
    row = entered(desk, brief)
    client = sign_in(desk.office, "zhou")
    sent = {**ADOPTION, "issue": "第98期", "happened_on": today()}

    assert client.post(at("correct", row), sent).status_code == 422  # a reason is needed
    assert client.post(at("correct", row), {**sent, "reason": "期号写反"}).status_code == 302
    page = html(client.get(reverse("outcomes:ledger")))
    assert re.search(r"<del>[^<]*第88期[^<]*</del>", page)
    assert "第98期" in page
    assert "第88期" not in html(client.get(reverse("outcomes:ledger") + "?holding=on"))
    assert (
        client.post(at("correct", row), {**sent, "issue": "第99期", "reason": "再改"}).status_code == 422
    )  # the later one


def test_a_correction_keeps_the_evidence(desk, sign_in):
    brief = desk.signed()
    client = sign_in(desk.office, "zhou")
    client.post(
        reverse("outcomes:enter", args=[brief.code, "adoption"]),
        {**ADOPTION, "happened_on": today(), "evidence": paper()},
    )
    row = Adoption.objects.get(issue="第88期")
    client.post(at("correct", row), {**ADOPTION, "issue": "第98期", "happened_on": today(), "reason": "期号写反"})

    assert Adoption.objects.get(issue="第98期").evidence == row.evidence


def test_taking_back_needs_a_reason_and_leaves_the_row(desk, sign_in):
    row = entered(desk, desk.signed())
    client = sign_in(desk.office, "zhou")

    assert client.post(at("take_back", row), {"reason": ""}).status_code == 422
    assert client.post(at("take_back", row), {"reason": "不是这一期"}).status_code == 302
    assert not queries.holding(Adoption).filter(body=row.body).exists()
    assert client.get(at("row", row)).status_code == 200


def test_items_and_occurrences_are_both_said_and_told_apart(desk, sign_in):
    brief, other = desk.signed(), desk.signed("另一件事")
    entered(desk, brief)
    entered(desk, brief, issue="第89期")
    entered(desk, other, issue="第90期")
    actions.take_back(entered(desk, other, issue="第91期"), by=desk.by("zhou"), reason="弄错")

    found = queries.visible(Adoption, desk.by("zhou")).filter(body=ADOPTION["body"])
    assert queries.items_and_occurrences(found) == (2, 3)
    page = html(sign_in(desk.office, "zhou").get(reverse("outcomes:ledger") + "?body=中共"))
    assert re.search(r"2\s*(件|items)", page)
    assert re.search(r"3\s*(件次|occurrences)", page)


def test_the_filters_stand_in_the_address(desk, sign_in):
    brief = desk.signed()
    entered(desk, brief)
    client = sign_in(desk.office, "zhou")
    address = reverse("outcomes:ledger")

    def found(query):
        return "第88期" in html(client.get(f"{address}?{query}"))

    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for query, is_there in {
        "": True,
        "q=电梯": True,
        "q=没有": False,
        "rank=4": True,
        "rank=1": False,
        "rank=x&happened_since=x": True,
        "body=区委办": True,
        "body=%00": True,
        f"happened_since={tomorrow}": False,
        f"recorded_until={today()}": True,
        f"recorded_since={tomorrow}": False,
        "unconfirmed=on": True,
        "kind=instruction": False,
        "kind=nosuch": True,
    }.items():
        assert found(query) is is_there, query


def test_evidence_is_for_the_own_office_and_comes_as_a_download(desk, stranger, sign_in):
    brief = desk.signed()
    client = sign_in(desk.office, "zhou")
    client.post(
        reverse("outcomes:enter", args=[brief.code, "adoption"]),
        {**ADOPTION, "happened_on": today(), "evidence": paper()},
    )
    row = Adoption.objects.get(issue="第88期")
    answer = client.get(at("evidence", row))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 scanned"

    other = sign_in(stranger, "chen")
    other.get(reverse("outcomes:ledger"))  # the browser is the same: it shows there what was said to the one before
    theirs = other.get(at("evidence", row))
    none = other.get(reverse("outcomes:evidence", args=["adoption", "nosuchcode22"]))
    assert (theirs.status_code, plain(theirs)) == (404, plain(none))
    for key, status in (("lin", 403), ("fang", 403), ("water", 403), ("auditor", 403)):
        assert sign_in(desk.office, key).get(at("evidence", row)).status_code == status


@pytest.mark.parametrize("name", ["row", "confirm", "correct", "take_back"])
def test_another_offices_row_answers_like_a_missing_one(desk, stranger, sign_in, name):
    row = entered(desk, desk.signed())
    client = sign_in(stranger, "chen")
    for method in (client.get, client.post):
        theirs = method(at(name, row), {"reason": "x"})
        none = method(reverse(f"outcomes:{name}", args=["adoption", "nosuchcode22"]), {"reason": "x"})
        assert theirs.status_code in (404, 405)
        assert plain(theirs) == plain(none)
    assert client.get(reverse("outcomes:brief", args=[row.brief.code])).status_code == 404
    assert client.get(reverse("outcomes:enter", args=[row.brief.code, "adoption"])).status_code == 404
    assert client.get(at(name, row).replace("adoption", "marriage")).status_code in (404, 405)


def test_who_may_open_what(desk, sign_in):
    brief = desk.signed()
    expected = {
        "ledger": {"zhou": 200, "he": 200, "wu": 200, "lin": 403, "fang": 403, "water": 403, "auditor": 403},
        "waiting": {"zhou": 200, "wu": 200, "fang": 403},
        "upload_list": {"zhou": 200, "he": 200, "wu": 403, "lin": 403},
    }
    for name, by_key in expected.items():
        for key, status in by_key.items():
            assert sign_in(desk.office, key).get(reverse(f"outcomes:{name}")).status_code == status, (name, key)
    assert sign_in(desk.office, "wu").get(reverse("outcomes:enter", args=[brief.code, "adoption"])).status_code == 403


def test_lists_need_the_same_queries_for_one_and_for_three(desk, sign_in):
    brief = desk.signed()
    pages = [reverse("outcomes:ledger"), reverse("outcomes:ledger") + "?kind=instruction", reverse("outcomes:waiting")]
    pages.append(reverse("outcomes:brief", args=[brief.code]))
    client = sign_in(desk.office, "qiao")

    def counts():
        found = []
        for address in pages:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    def one_more(number):
        wrong = entered(desk, brief, issue=f"第{number}期")
        actions.correct(wrong, by=desk.by("zhou"), reason="错", issue=f"第{number}0期")
        actions.enter_instruction(
            brief,
            Facts(timezone.localdate()),
            by=desk.by("zhou"),
            leader=f"领导{number}",
            leader_rank="district_leader",
        )

    one_more(1)
    before = counts()
    one_more(2)
    one_more(3)
    assert counts() == before
