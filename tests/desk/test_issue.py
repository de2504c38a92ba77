"""The formal issue: what stands on it, in HTML, .docx and PDF alike, and what never does."""

import shutil
import subprocess
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from zhitong.desk import issue
from zhitong.desk.actions import review, series, signing, writing
from zhitong.intake.actions import AuthorGiven
from zhitong.network.rights import RoleName
from zhitong.paper import Heading, Paragraph

FORMS = ("issue", "issue_bare", "issue_docx", "issue_pdf")


def bytes_of(client, name, brief):
    answer = client.get(reverse(f"desk:{name}", args=[brief.code]))
    assert answer.status_code == 200
    return answer


def words_in(client, name, brief) -> str:
    """All text of one form of the issue, without blanks and breaks; of a .docx also its properties."""
    content = bytes_of(client, name, brief).content
    if name == "issue_pdf":
        assert content.startswith(b"%PDF-")
        if not shutil.which("pdftotext"):
            pytest.skip("pdftotext (poppler-utils) is not installed: the words of the PDF were not read back")
        read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
        # Names in a PDF's properties stand in UTF-16 or UTF-8.
        raw = "".join(part.decode("utf-16-be", "ignore") for part in (content, content[1:]))
        text = read.stdout.decode() + raw + content.decode("utf-8", "ignore")
    elif name == "issue_docx":
        assert content.startswith(b"PK")
        with zipfile.ZipFile(BytesIO(content)) as package:
            text = "".join(package.read(part).decode("utf-8", "ignore") for part in package.namelist())
        assert Document(BytesIO(content)).paragraphs
    else:
        text = content.decode()
    return "".join(text.split())


@pytest.mark.parametrize("name", FORMS)
def test_the_issue_has_head_text_source_and_foot(desk, sign_in, name):
    series.change_series(
        desk.series,
        by=desk.by("wu"),
        running_start=102,
        masthead={"office": "临溪区政协研究室", "phone": "000-1234", "up": ["区委书记", "区长"], "down": ["区水务局"]},
    )
    desk.series.refresh_from_db()
    brief = desk.signed(body="一、基本情况\n柳岸路电梯停运三个月。\n二、建议\n区房管局两周内修复。")
    words = words_in(sign_in(desk.office, "he"), name, brief)

    for printed in (
        "临溪社情",
        "第1期",
        "总第103期",
        "临溪区政协研究室",
        "基本情况",
        "柳岸路电梯停运三个月",
        "林小河",
        "柳岸街道联络组政协委员",
        "区委书记",
        "区水务局",
        "周敏",
        "何静",
        "吴越",
        "000-1234",
    ):
        assert printed in words, printed
    assert "送审稿" not in words


@pytest.mark.parametrize("name", FORMS)
def test_who_asked_not_to_be_named_is_on_no_form_of_the_issue(desk, sign_in, name):
    """何静 may see withheld names in the desk; the paper shows them to nobody."""
    assert desk.by("he").may("intake.see_withheld_names")
    named = desk.taken("路灯不亮", key="jiang")
    withheld = desk.taken(withhold_name=True)
    brief = desk.signed(withheld, named, body="电梯和路灯都坏了。建议区房管局尽快修。")
    words = words_in(sign_in(desk.office, "he"), name, brief)

    assert "江一帆" in words
    assert "另有1位反映人不具名" in words
    assert "林小河" not in words


def test_a_joint_submission_names_all_its_authors(desk):
    authors = [AuthorGiven("林小河", desk.office.lin), AuthorGiven("钱塘")]
    brief = desk.brief(desk.taken(authors=authors))

    assert (
        issue.source_line(brief) == "（反映人：林小河，系临溪区柳岸街道联络组政协委员；钱塘，系临溪区柳岸街道联络组）"
    )


def test_a_brief_from_one_who_withholds_says_only_that(desk):
    assert issue.source_line(desk.brief(desk.taken(withhold_name=True))) == "（反映人：应本人要求不具名）"


def test_before_signing_it_is_a_proof_and_after_withdrawing_it_says_so(desk, sign_in):
    brief = desk.for_signing()
    he = sign_in(desk.office, "he")
    assert "送审稿" in words_in(he, "issue", brief)

    signing.withdraw_brief(signing.sign_off(brief, by=desk.by("wu")), by=desk.by("wu"), reason="有误")
    words = words_in(sign_in(desk.office, "he"), "issue", brief)
    assert "已撤回" in words and "第1期" in words


def test_a_correction_names_what_it_corrects(desk, sign_in):
    old = desk.signed()
    new = writing.correct(old, by=desk.by("zhou"))

    words = words_in(sign_in(desk.office, "zhou"), "issue_pdf", new)
    assert f"更正：本期更正《临溪社情》{old.year}年第1期" in words


def test_a_deputy_is_printed_with_whom_they_stood_in_for(desk):
    from django.utils import timezone

    from zhitong.network.actions import name_deputy

    today = timezone.localdate()
    name_deputy(
        desk.office.wu,
        desk.office.qiao,
        RoleName.SIGNER,
        by=desk.by("wu"),
        starts_on=today,
        ends_on=today,
        paper="临政协办〔2026〕3号",
    )
    brief = signing.sign_off(desk.for_signing(), by=desk.by("qiao"))

    assert issue.people_of(brief)["signer"] == "吴越（乔木代）"


def test_the_responsible_editor_is_who_passed_the_round_that_was_signed(desk):
    brief = review.return_to_editor(desk.for_signing(), by=desk.by("wu"), words="再改")
    assert issue.people_of(brief) == {"editor": "周敏", "responsible_editor": "何静", "signer": ""}
    brief = review.put_forward(brief, by=desk.by("zhou"))
    assert issue.people_of(brief)["responsible_editor"] == ""


def test_numbered_short_lines_are_headings_and_sentences_are_not():
    body = "一、基本情况\n\n（一）电梯\n正文一行。\n一、这是一整句话，说明情况，有句号。\n1. 条目"

    assert list(issue.blocks_of(body)) == [
        Heading(1, "一、基本情况"),
        Heading(2, "（一）电梯"),
        Paragraph("正文一行。"),
        Paragraph("一、这是一整句话，说明情况，有句号。"),
        Paragraph("1. 条目"),
    ]


def test_a_leader_list_given_by_another_room_takes_the_place_of_the_series_own(desk):
    brief = desk.signed()
    paper = issue.paper_of(brief, with_sources=False, readers={"up": ["区委书记"], "across": [], "down": [], "cc": []})

    assert paper.imprint.up == ["区委书记"]
    assert not any("反映人" in getattr(block, "text", "") for block in paper.blocks)


@pytest.mark.parametrize(
    "text", ["䶮𠮷 \uf900 e\u0301 葛\U000e0100", "<script>alert(1)</script> {{ x }} %s", "甲\u202e乙 ⿰亻尔"]
)
def test_odd_text_prints_everywhere_and_breaks_nothing(desk, sign_in, text):
    brief = desk.signed(title=f"题{text}", body=f"{text}\n建议修复。")
    client = sign_in(desk.office, "zhou")

    for name in (*FORMS, "brief", "checks", "compare"):
        assert b"<script>alert" not in bytes_of(client, name, brief).content


def test_the_file_name_is_chinese_and_harmless(desk, sign_in):
    series.change_series(desk.series, by=desk.by("wu"), name='临溪/社情:"急"')
    desk.series.refresh_from_db()
    brief = desk.signed()

    assert issue.file_name(brief, "pdf") == f"临溪_社情__急_{brief.year}年第1期.pdf"
    disposition = bytes_of(sign_in(desk.office, "zhou"), "issue_docx", brief).headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%E4%B8%B4")
