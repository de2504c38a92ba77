"""Drawings: plain shapes pass, anything that runs, loads, links or styles is refused."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from zhitong.errors import BadInput
from zhitong.paper import Figure, Paper, to_docx, to_html, to_pdf
from zhitong.paper.drawings import MOST_DEPTH, SVG, drawing
from zhitong.paper.pdf import picture


def svg(inside: str, **attributes: str) -> str:
    said = " ".join(f'{name}="{value}"' for name, value in {"viewBox": "0 0 100 50", **attributes}.items())
    return f'<svg xmlns="{SVG}" {said}>{inside}</svg>'


@pytest.mark.parametrize(
    "bad",
    [
        svg("<script>alert(1)</script>"),
        svg("<style>rect{fill:url(http://example.org)}</style>"),
        svg('<rect width="1" height="1" onclick="alert(1)"/>'),
        svg('<rect width="1" height="1" style="fill:red"/>'),
        svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
        svg('<image href="file:///etc/passwd"/>'),
        svg('<use href="#x"/>'),
        svg('<a href="javascript:alert(1)"><text>x</text></a>'),
        svg('<rect fill="url(http://example.org/x)" width="1" height="1"/>'),
        svg('<rect fill="u\\72l(http://example.org)" width="1" height="1"/>'),
        svg('<animate attributeName="x"/>'),
        svg("<g>" * (MOST_DEPTH + 1) + "</g>" * (MOST_DEPTH + 1)),
        svg("", viewBox="0 0 0 0"),
        svg("", viewBox="0 0 nan inf"),
        svg("", viewBox="0 0 1e300 1"),
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("<text>&a;</text>"),
        '<svg viewBox="0 0 1 1"/>',
        "<html/>",
        "not xml",
        "",
        svg("<text>\ud800</text>"),
        svg("<text>\x01</text>"),
    ],
)
def test_what_is_more_than_a_drawing_is_refused(bad):
    with pytest.raises(BadInput) as refusal:
        drawing(bad)

    assert refusal.value.code == "paper.figure_refused"
    assert "有一幅图不能印" in str(refusal.value)


def test_the_refusal_is_the_same_in_all_three_forms():
    paper = Paper("题", (Figure(svg("<script/>")),))

    for form in (to_html, to_docx, to_pdf):
        with pytest.raises(BadInput) as refusal:
            form(paper)
        assert refusal.value.code == "paper.figure_refused"


def test_a_wide_drawing_is_shrunk_to_the_type_area_and_a_small_one_is_not_blown_up():
    assert (drawing(svg("", viewBox="0 0 1000 500")).width_mm, drawing(svg("", viewBox="0 0 1000 500")).height_mm) == (
        156,
        78,
    )
    small = drawing(svg("", width="40mm", height="20mm"))
    assert (small.width_mm, small.height_mm) == (40, 20)
    tall = drawing(svg("", viewBox="0 0 100 10000"))
    assert tall.height_mm == 180
    assert tall.width_mm == pytest.approx(1.8)


def test_a_drawing_without_a_view_box_is_shrunk_not_cut():
    shown = drawing(f'<svg xmlns="{SVG}" width="1000" height="500"><rect width="1000" height="500"/></svg>')

    assert fromstring(shown.svg).get("viewBox") == "0 0 1000.00 500.00"


def test_two_drawings_on_a_page_do_not_share_a_name():
    source = svg(
        '<title id="t">图</title><defs><linearGradient id="g"><stop offset="0" stop-color="#000"/></linearGradient></defs>'
        '<rect fill="url(#g)" width="1" height="1"/>',
        **{"aria-labelledby": "t"},
    )

    html = to_html(Paper("题", (Figure(source), Figure(source))))

    for prefix in ("figure1-", "figure2-"):
        assert f'id="{prefix}g"' in html
        assert f"url(#{prefix}g)" in html
        assert f'aria-labelledby="{prefix}t"' in html
    assert 'id="g"' not in html


def test_words_in_a_drawing_are_escaped():
    shown = drawing(svg("<text>&lt;script&gt; 甲 &amp; 乙</text>"))

    assert "&lt;script&gt; 甲 &amp; 乙" in shown.svg


def test_the_picture_for_word_is_a_png_of_the_printed_size():
    content = picture(
        drawing(svg('<rect width="100" height="50" fill="#f00"/>', width="50.8mm", height="25.4mm")), per_inch=100
    )

    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) == pytest.approx(200, abs=1)
    assert int.from_bytes(content[20:24]) == pytest.approx(100, abs=1)


def test_the_refusal_names_the_fault_in_both_languages():
    with pytest.raises(BadInput) as refusal:
        drawing(svg('<rect onclick="alert(1)"/>'))

    assert refusal.value.message.en == "A figure cannot be printed: it holds the attribute onclick."
    assert refusal.value.message.zh == "有一幅图不能印：含有不允许的属性 onclick。"
