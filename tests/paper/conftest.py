"""Two papers that use everything, and the ways to read a text back out of the three forms."""

from __future__ import annotations

import re
import shutil
from datetime import date
from types import SimpleNamespace

import pytest
from paper_words import words_of_docx, words_of_html, words_of_pdf

from zhitong.paper import Figure, Heading, Imprint, Masthead, Note, Paper, Paragraph, SourceLine, Table, available_fonts

CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 260"><title id="t">来稿</title>'
    '<rect x="0" y="0" width="600" height="260" fill="#fff" stroke="#000"/>'
    '<rect x="60" y="80" width="80" height="150" fill="#888"/></svg>'
)
SENTENCE = (
    "近年来老旧小区加装电梯后，维护费用分摊办法不一，部分楼栋因低层住户不愿承担费用而停运，高龄老人出行受到影响。"
)


def issue_of(*blocks, **changes) -> Paper:
    """A formal issue of a periodical that does not exist."""
    described = {
        "title": "关于规范老旧小区加装电梯后续维护管理费用分摊办法的建议",
        "addressee": "区委、区政府主要领导：",
        "blocks": blocks,
        "masthead": Masthead(
            "民声摘报", 12, 345, "临溪区政协办公室", date(2026, 3, 8), urgency="加急", copy_number="000012"
        ),
        "imprint": Imprint(
            up=("区委书记", "区长"),
            across=("区委办公室",),
            down=("各街镇", "各专门委员会"),
            cc=("市政协办公厅",),
            editor="周敏",
            responsible_editor="方岚",
            signer="吴越",
            phone="0000-1234567",
            printer="临溪区政协办公室",
            printed_on=date(2026, 3, 9),
            copies=50,
        ),
    }
    return Paper(**{**described, **changes})


@pytest.fixture
def issue() -> Paper:
    return issue_of(
        Heading(1, "一、基本情况"),
        Heading(2, "（一）费用分摊缺少依据"),
        Heading(3, "1. 具体表现"),
        Heading(4, "（1）停运"),
        Paragraph(SENTENCE),
        Paragraph("另据反映：" + SENTENCE, no_indent=True),
        SourceLine("（反映人：陈立，系临溪区政协委员）"),
    )


@pytest.fixture
def report() -> Paper:
    rows = [[number, f"第{number}联络组", 20 + number, f"{number / 50:.1%}"] for number in range(1, 9)]
    return Paper(
        title="2026年第一季度社情民意信息工作情况通报",
        blocks=(
            Paragraph(SENTENCE),
            Figure(CHART, alt="一季度来稿最多", caption="图1　各季度来稿数"),
            Table(
                ["序号", "单位", "报送（篇）", "采用率"], rows, (1, 4, 2, 2), {0, 2, 3}, caption="表1　各单位报送情况"
            ),
            Note("注：采用率为采用篇数除以报送篇数。"),
        ),
    )


@pytest.fixture
def make():
    return issue_of


@pytest.fixture
def chart() -> str:
    return CHART


@pytest.fixture
def sentence() -> str:
    return SENTENCE


@pytest.fixture
def read():
    """``read.html``, ``read.docx``, ``read.pdf``: the words of a paper's form."""
    return SimpleNamespace(html=words_of_html, docx=words_of_docx, pdf=words_of_pdf)


@pytest.fixture
def pdf_reader():
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed: the words of the PDF were not read back")


@pytest.fixture
def chinese_fonts():
    if not any("CJK" in name or "Han" in name for names in available_fonts().values() for name in names):
        pytest.skip("no Chinese font is installed (fonts-noto-cjk): what a page shows was not looked at")


@pytest.fixture
def placed(pdf_reader):
    """Every line of a PDF's text with its place: page, left, top, right, bottom in points, and its words."""

    def lines(content: bytes) -> list[SimpleNamespace]:
        found = []
        pages = words_of_pdf(content, "-bbox-layout").split("<page ")[1:]
        for number, page in enumerate(pages, start=1):
            for line in re.finditer(
                r'<line xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</line>', page, re.S
            ):
                left, top, right, bottom = map(float, line.groups()[:4])
                words = "".join(re.findall(r">(.*?)</word>", line[5]))
                found.append(SimpleNamespace(page=number, left=left, top=top, right=right, bottom=bottom, words=words))
        return found

    return lines
