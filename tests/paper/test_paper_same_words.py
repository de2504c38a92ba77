"""One description, three forms, the same words in each."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_words import words_of_docx, words_of_html

from zhitong.errors import BadInput
from zhitong.paper import Heading, Imprint, Masthead, Note, Paper, Paragraph, Table, to_docx, to_html, to_pdf
from zhitong.paper.measures import MOST_CHARACTERS
from zhitong.paper.parts import parts, texts

HOSTILE = {
    "100,000 characters": "社情民意信息工作，" * 11_112,
    "one word of 100,000 letters": "a" * 100_000,
    "commas that no line may begin with": "，" * 20_000,
    "10,000 marks on one letter": "a" + "\u0301" * 10_000,
    "overrides and Hebrew": "\u202eabc\u05d0\u05d1\u0627\u0644\u202c" * 500,
    "every control": "".join(map(chr, range(0x100))) * 20,
    "lone surrogates and noncharacters": "a\ud800b\udfffc\ufffed\uffff",
    "rare": "䶮𠮷𰻝\uf900\U0002f800㛃喆",
    "families": "👨\u200d👩\u200d👧" * 300,
    "10,000 lines": "行\n" * 10_000,
    "private": "\ue000" * 300,
    "blanks that do not break": "甲" + "\xa0" * 5_000 + "乙",
    "markup of every kind": '<script>alert(1)</script> &amp; #panic("x") $a^2$ *b* _c_ `d` @e = i // k \\ {{ x }} %s',
    "nothing": "",
    "only blanks": " \u3000\t\n ",
}


def everywhere(text: str) -> Paper:
    """The text at every place of a paper."""
    short = text[:200]
    return Paper(
        title=text[:300],
        addressee=short,
        blocks=(
            Paragraph(text),
            Heading(1, text[:500]),
            Table([short, "乙"], [[text[:3000], short]], caption=short),
            Note(text[:1000]),
        ),
        masthead=Masthead(text[:100], short, 1, short, None, short, short, short, signer=text[:50]),
        imprint=Imprint(up=(text[:500],), editor=short, phone=short, printer=short, copies=1),
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_breaks_any_of_the_three(text, read):
    paper = everywhere(text)

    expected = "".join("".join(texts(parts(paper))).split())

    assert "".join(read.html(to_html(paper)).split()) == expected
    assert "".join(read.docx(to_docx(paper)).split()) == expected
    assert to_pdf(paper).startswith(b"%PDF-")


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=300))
def test_html_and_word_hold_the_same_words(text):
    paper = everywhere(text)

    assert "".join(words_of_html(to_html(paper)).split()) == "".join(words_of_docx(to_docx(paper)).split())


def _letters(text: str) -> str:
    """Without blanks, marks that choose a shape, and page numbers; with compatible forms made one, as PDF readers do."""
    text = re.sub(r"—\d+—", "", "".join(text.split()))
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Mn"))


@pytest.mark.parametrize("kind", ["issue", "report"])
def test_the_pdf_holds_the_same_words(kind, request, read, pdf_reader, chinese_fonts):
    paper = request.getfixturevalue(kind)

    printed = _letters(read.pdf(to_pdf(paper), "-raw"))

    for text in texts(parts(paper)):
        for line in text.split("\n"):
            assert _letters(line) in printed or not line
    assert sorted(printed) == sorted(_letters("".join(texts(parts(paper)))))


@pytest.mark.parametrize("name", ["rare", "markup of every kind", "lone surrogates and noncharacters"])
def test_difficult_words_are_in_the_pdf_too(name, read, pdf_reader, chinese_fonts):
    paper = Paper(title="题", blocks=(Paragraph(HOSTILE[name]),))

    assert _letters(read.pdf(to_pdf(paper))) == _letters("".join(texts(parts(paper))))


def test_a_paper_without_end_is_refused():
    paper = Paper(title="题", blocks=(Paragraph("长" * MOST_CHARACTERS),))

    for form in (to_html, to_docx, to_pdf):
        with pytest.raises(BadInput) as refusal:
            form(paper)
        assert refusal.value.code == "paper.too_long"


@pytest.mark.parametrize("kind", ["issue", "report"])
@pytest.mark.parametrize("form", [to_html, to_docx, to_pdf])
def test_the_same_paper_gives_the_same_bytes(kind, form, request):
    paper = request.getfixturevalue(kind)

    assert form(paper) == form(paper)
