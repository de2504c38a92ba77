"""The HTML: safe under a strict policy, with the structure a screen reader needs."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.paper import Heading, Masthead, Note, Paper, Paragraph, SourceLine, Table, to_html


class Tags(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.seen, self.open = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("br", "hr", "col", "meta", "link"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    @property
    def names(self):
        return [tag for tag, _ in self.seen]


@pytest.mark.parametrize("kind", ["issue", "report"])
def test_there_is_no_style_no_script_and_no_handler(kind, request):
    tags = Tags(to_html(request.getfixturevalue(kind)))

    assert not {"script", "style", "iframe", "img", "form"} & set(tags.names)
    for _, attributes in tags.seen:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
    assert tags.open == []


@given(st.text(max_size=80))
def test_no_text_can_open_a_tag(text):
    paper = Paper(
        text,
        (Heading(2, text), Paragraph(text), SourceLine(text), Table([text], [[text]], caption=text), Note(text)),
        Masthead(text, text, office=text, signer=text),
        text,
        language=text,
    )
    expected = "article header div p h1 h3 span hr table caption colgroup col thead tr th tbody td br".split()

    tags = Tags(to_html(paper))

    assert set(tags.names) <= set(expected)
    assert tags.open == []


def test_a_script_is_shown_as_the_words_it_is():
    html = to_html(Paper("<script>alert(1)</script>", (Paragraph('"><img src=x onerror=alert(1)>'),)))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<img" not in html


def test_headings_follow_the_title_level_without_a_gap(issue):
    levels = [tag for tag in Tags(to_html(issue)).names if re.fullmatch(r"h\d", tag)]
    below = [tag for tag in Tags(to_html(issue, title_level=2)).names if re.fullmatch(r"h\d", tag)]

    assert levels == ["h1", "h2", "h3", "h4", "h5"]
    assert below == ["h2", "h3", "h4", "h5", "h6"]
    with pytest.raises(ValueError, match="1 to 6"):
        to_html(issue, title_level=0)


def test_with_a_stylesheet_it_is_a_whole_document(issue):
    html = to_html(issue, stylesheet="/static/paper/paper.css?a&b")

    assert html.startswith("<!DOCTYPE html>")
    assert '<link rel="stylesheet" href="/static/paper/paper.css?a&amp;b">' in html
    assert f"<title>{issue.title}</title>" in html


def test_a_table_has_headers_a_caption_and_a_frame_reached_by_keyboard(report):
    tags = Tags(to_html(report))

    assert [attributes for tag, attributes in tags.seen if tag == "th"] == [{"scope": "col"}] * 4
    frame = next(attributes for _, attributes in tags.seen if attributes.get("class") == "paper-table-frame")
    assert frame == {
        "class": "paper-table-frame",
        "tabindex": "0",
        "role": "region",
        "aria-label": "表1　各单位报送情况",
    }
    assert [attributes["width"] for tag, attributes in tags.seen if tag == "col"] == [
        "11.11%",
        "44.44%",
        "22.22%",
        "22.22%",
    ]


def test_a_figure_says_in_words_what_it_shows(report):
    tags = Tags(to_html(report))

    assert ("div", {"class": "paper-drawing", "role": "img", "aria-label": "一季度来稿最多"}) in tags.seen
    assert tags.names.count("svg") == 1


def test_each_class_of_the_page_is_known_to_the_style_sheet(issue, report):
    css = files("zhitong.paper").joinpath("static/paper/paper.css").read_text()
    signed = replace(issue, masthead=Masthead("民声专报", "临协发〔2026〕3号", signer="吴越"))
    used = set()
    for paper in (issue, report, signed):
        for _, attributes in Tags(to_html(paper)).seen:
            used |= set((attributes.get("class") or "").split())

    # Named only so that an office's own style sheet can reach them.
    plain = {"paper-head", "paper-issuer", "paper-office", "paper-date", "paper-number-text", "paper-number-signer"}
    plain |= {"paper-copy", "paper-foot-left", "paper-heading--3", "paper-heading--4"}
    assert {name for name in used if f".{name}" not in css} <= plain


def test_the_style_sheet_loads_nothing_from_elsewhere():
    css = files("zhitong.paper").joinpath("static/paper/paper.css").read_text()

    assert "url(" not in css
    assert "@import" not in css
    assert "margin: 37mm 26mm 35mm 28mm" in css


def test_english_papers_have_english_words_around_the_text(make):
    html = to_html(make(Paragraph("It was quiet."), title="Bulletin", language="en"))

    assert "Issue 12 (No. 345 of the series)" in html
    assert "8 March 2026" in html
    assert "Printed on 9 March 2026" in html
    assert '<article class="paper" lang="en">' in html
