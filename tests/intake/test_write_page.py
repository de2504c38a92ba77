"""The form: what is typed is never lost, five clicks are one submission, nothing gets in that the form does not offer."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhitong.intake import actions
from zhitong.intake.models import Draft, Receipt, Submission
from zhitong.intake.words import TEXT_LIMIT, Words

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
NEW = "/submissions/new/"


def filled(**changes) -> dict:
    """The form as a browser sends it."""
    return {
        "token": str(uuid4()),
        "title": "柳岸街道旧楼电梯停运三月",
        "style": "parts",
        "facts": "八号楼电梯停运，老人不能下楼。",
        "causes": "",
        "advice": "由街道牵头。",
        "body": "",
        "place": "柳岸街道",
        "scope": "one",
        "scope_evidence": "",
        "matter_kind": "work",
        "origin": "own",
        "provenance": "",
        "voice": "",
        "express_reason": "",
        "author_name": ["林小河"],
        "author_share": [""],
        "author_person": [""],
        **changes,
    }


def page_of(answer) -> str:
    return answer.content.decode()


def test_sending_gives_a_receipt_with_number_and_digest(office, sign_in):
    answer = sign_in(office, "lin").post(NEW, filled(), follow=True)

    sent = Submission.objects.get()
    assert answer.redirect_chain == [(reverse("intake:receipt", args=[sent.code]), 302)]
    assert sent.number in page_of(answer) and sent.digest in page_of(answer)


def test_five_clicks_make_one_submission_and_one_receipt(office, sign_in):
    client, form = sign_in(office, "lin"), filled()

    targets = {client.post(NEW, form).headers["Location"] for _ in range(5)}

    assert len(targets) == 1 and Submission.objects.count() == Receipt.objects.count() == 1


def test_five_clicks_with_a_file_are_one_submission(office, sign_in):
    client, form = sign_in(office, "lin"), filled()

    for _ in range(5):
        client.post(NEW, {**form, "files": SimpleUploadedFile("现场.png", PNG)})

    assert Submission.objects.get().attachments.get().file.name == "现场.png"


def test_the_same_token_with_other_words_is_refused_and_keeps_the_words(office, sign_in):
    client, form = sign_in(office, "lin"), filled()
    client.post(NEW, form)

    answer = client.post(NEW, {**form, "facts": "完全不同的一段话"})

    assert answer.status_code == 422 and "完全不同的一段话" in page_of(answer)
    assert Submission.objects.count() == 1
    again = client.post(NEW, {**form, "facts": "完全不同的一段话", "token": answer.context["token"]})
    assert again.status_code == 302 and Submission.objects.count() == 2


@pytest.mark.parametrize("token", ["", "不是标记", "' or 1=1", "\x00", "0" * 5000])
def test_a_broken_token_sends_nothing_and_keeps_the_words(office, sign_in, token):
    answer = sign_in(office, "lin").post(NEW, filled(token=token))

    assert answer.status_code == 422 and "八号楼电梯停运" in page_of(answer)
    assert Submission.objects.count() == 0


def test_somebody_elses_draft_is_neither_shown_nor_used_up(office, sign_in):
    token = str(uuid4())
    sign_in(office, "lin").post(f"/submissions/drafts/{token}/", filled(token=token, facts="只有我自己能看的话"))
    client = sign_in(office, "jiang")

    assert "只有我自己能看的话" not in page_of(client.get(f"{NEW}?draft={token}"))
    assert client.post(f"/submissions/drafts/{token}/", filled(facts="覆盖")).status_code == 409
    assert client.post(NEW, filled(token=token, author_name=["江一帆"])).status_code == 422
    client.post(f"/submissions/drafts/{token}/discard/")
    assert Draft.objects.get(token=token).content["facts"] == "只有我自己能看的话"


def test_a_draft_goes_on_where_it_was_and_is_gone_when_sent(office, sign_in):
    client, form = (
        sign_in(office, "lin"),
        filled(withhold_name="on", author_name=["林小河", "江一帆"], author_share=["60", "40"], author_person=["", ""]),
    )
    saved = client.post(f"/submissions/drafts/{form['token']}/", form)

    assert saved.json()["saved"]
    page = page_of(client.get(f"{NEW}?draft={form['token']}"))
    for word in (form["title"], form["facts"], "江一帆", 'value="40"', form["token"]):
        assert word in page
    client.post(NEW, form)
    assert Draft.objects.count() == 0
    late = client.post(f"/submissions/drafts/{form['token']}/", form)
    assert late.status_code == 409 and Draft.objects.count() == 0


def test_a_sent_forms_address_leads_to_its_receipt(office, sign_in):
    client, form = sign_in(office, "lin"), filled()
    client.post(NEW, form)

    assert client.get(f"{NEW}?draft={form['token']}").headers["Location"].endswith("/receipt/")


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "　\u200b "},
        {"title": "题" * 201},
        {"facts": "", "advice": ""},
        {"facts": "有\x00空字符"},
        {"facts": "字" * (TEXT_LIMIT + 1)},
        {"facts": "字" * 60_000, "advice": "字" * 60_000},
        {"body": "两种写法都写了"},
        {"scope": "widespread"},
        {"scope": "everywhere"},
        {"origin": "lower_office"},
        {"matter_kind": ["work", "x"]},
        {"commission": "nosuchcall00"},
        {"commission": "\x00"},
        {"express": "on"},
        {"express_reason": "来不及了"},
        {"place": "地" * 121},
        {"author_share": ["六成"]},
        {"author_share": ["²"]},
        {"author_name": ["林小河\x00"]},
        {"author_name": ["林小河", "林小河"], "author_share": ["", ""], "author_person": ["", ""]},
        {"author_name": ["林小河", "江一帆"], "author_share": ["60", ""], "author_person": ["", ""]},
        {"author_name": ["名" * 61]},
        {"author_name": ["某某"] * 3 + ["甲"] * 60},
        {"author_name": ["别人"]},
        {"follows": "nosuchcode00"},
    ],
)
def test_what_cannot_be_sent_comes_back_with_every_other_word(office, sign_in, changes):
    answer = sign_in(office, "lin").post(NEW, filled(**changes))

    assert answer.status_code in (422, 404), answer.status_code
    assert Submission.objects.count() == 0
    if answer.status_code == 422:
        page = page_of(answer)
        assert "error" in page
        for name in ("title", "facts", "advice", "place"):
            if name not in changes:
                assert filled()[name] in page


def test_a_refused_form_is_kept_as_a_draft_too(office, sign_in):
    sign_in(office, "lin").post(NEW, filled(scope="widespread"))

    assert Draft.objects.get(person=office.lin).content["facts"].startswith("八号楼")


def test_uploads_survive_a_mistake_elsewhere(office, sign_in):
    client, form = sign_in(office, "lin"), filled(title="")
    answer = client.post(NEW, {**form, "files": [SimpleUploadedFile("现场.png", PNG)]})
    kept = answer.context["kept"]

    client.post(NEW, {**form, "title": "补上题目", "kept_file": [file.code for file in kept]})

    assert [a.file.name for a in Submission.objects.get().attachments.all()] == ["现场.png"]


def test_a_file_of_false_type_is_refused_and_the_text_comes_back(office, sign_in):
    upload = SimpleUploadedFile("现场.png", b"<html><script>alert(1)</script>")
    answer = sign_in(office, "lin").post(NEW, filled(files=upload))

    assert answer.status_code == 422 and "八号楼电梯停运" in page_of(answer)


def test_somebody_elses_file_is_not_attached(office, sign_in):
    from zhitong.files.actions import keep_file

    file = keep_file(BytesIO(PNG), "别人的.png", by=office.by("jiang"))
    sign_in(office, "lin").post(NEW, filled(kept_file=[file.code]))

    assert Submission.objects.get().attachments.count() == 0


def test_what_the_form_does_not_offer_is_ignored(office, sign_in, stranger):
    extra = {
        "office": stranger.office.code,
        "office_id": stranger.office.pk,
        "number": "2020-00001",
        "serial": "77",
        "received_at": "2020-01-01",
        "entered_by": office.wu.pk,
        "withdrawn_at": "2020-01-01",
        "unit": stranger.units["street"].code,
        "state": "done",
        "digest": "0" * 64,
    }
    sign_in(office, "lin").post(NEW, filled(**extra))

    sent = Submission.objects.get()
    assert (sent.office, sent.serial, sent.entered_by, sent.unit) == (
        office.office,
        1,
        office.lin,
        office.units["street"],
    )
    assert sent.withdrawn_at is None and sent.received_at.year > 2020


def test_a_unit_of_another_office_cannot_be_chosen(office, sign_in, stranger):
    answer = sign_in(office, "zhou").post(NEW, filled(unit=stranger.units["street"].code, author_name=["周敏"]))

    assert answer.status_code == 422 and Submission.objects.count() == 0


def test_two_people_of_one_name_are_asked_about(office, sign_in):
    office.add_person("lin2", "江一帆", "source", unit="party")
    form = filled(author_name=["林小河", "江一帆"], author_share=["", ""], author_person=["", ""])
    client = sign_in(office, "lin")

    asked = client.post(NEW, form)
    assert asked.status_code == 422 and "临溪区九三支社" in page_of(asked)
    client.post(NEW, {**form, "author_person": ["", office.jiang.code]})

    assert [author.person for author in Submission.objects.get().authors.all()] == [office.lin, office.jiang]


def test_one_more_author_works_without_script(office, sign_in):
    answer = sign_in(office, "lin").post(NEW, filled(add_author="1"))

    assert page_of(answer).count('name="author_name"') == 2 and "八号楼电梯停运" in page_of(answer)
    assert Submission.objects.count() == 0


def test_a_liaison_sends_in_for_a_resident(office, sign_in):
    form = filled(author_name=["赵大爷"], unit=office.units["street"].code, origin="resident")
    sign_in(office, "du").post(NEW, form)

    sent = Submission.objects.get()
    assert (sent.entered_by, sent.authors.get().name, sent.authors.get().person) == (office.du, "赵大爷", None)


def test_an_answer_is_bound_to_its_call(office, sign_in):
    from datetime import timedelta

    from django.utils import timezone

    call = actions.issue_commission(
        by=office.by("zhou"),
        title="养老助餐",
        content="助餐点现状",
        due_on=timezone.localdate() + timedelta(days=5),
        units=[office.units["street"]],
    )
    client = sign_in(office, "lin")

    assert f'value="{call.code}" selected' in page_of(client.get(f"{NEW}?commission={call.code}"))
    client.post(NEW, filled(commission=call.code))
    assert Submission.objects.get().commission == call
    assert sign_in(office, "jiang").post(NEW, filled(commission=call.code, author_name=["江一帆"])).status_code == 422


@pytest.mark.parametrize("key", ["fang", "water", "admin", "security", "auditor"])
def test_whoever_may_not_send_in_gets_no_form(office, sign_in, key):
    client = sign_in(office, key)

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, filled()).status_code == 403


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_other_methods_are_refused(office, sign_in, method):
    assert getattr(sign_in(office, "lin"), method)(NEW).status_code == 405


def test_an_ended_session_shows_the_words_again(office, client):
    answer = client.post(NEW, filled(), headers={"origin": "http://testserver"})

    assert answer.status_code == 401 and "八号楼电梯停运" in page_of(answer)


def test_rare_characters_come_back_as_typed(office, sign_in):
    text = "䶮𠮷\uf900e\u0301葛\U000e0100👨‍👩‍👧‍👦\u202e１２３㎡"
    sign_in(office, "lin").post(NEW, filled(facts=text))

    assert Submission.objects.get().facts == text


def test_a_submission_reads_as_text_and_not_as_markup(office, sign_in):
    words = Words(title="<script>alert(1)</script>", body="{{ 7|add:7 }} %s <b>粗</b>")
    sent = actions.submit(by=office.by("lin"), words=words)

    page = page_of(sign_in(office, "zhou").get(f"/submissions/{sent.code}/"))
    assert "<script>alert" not in page and "&lt;b&gt;粗" in page and "{{ 7|add:7 }}" in page


def test_while_writing_a_source_is_shown_only_what_they_may_see(office, sign_in):
    body = "河湾小区二号楼的电梯从三月起就停了，住在高层的老人已经三个月没有下过楼，物业说维修资金没有批下来。"
    own = actions.submit(by=office.by("lin"), words=Words("电梯停运", body=body))
    typed = {"title": "电梯还停着", "facts": body, "body": "\x00"}

    shown = sign_in(office, "lin").post(f"{NEW}said-before/", typed).content.decode()
    assert own.number in shown
    hidden = sign_in(office, "jiang").post(f"{NEW}said-before/", typed)
    assert (hidden.status_code, hidden.content.strip()) == (200, b"")
    assert not Draft.objects.exists()
