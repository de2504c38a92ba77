"""A text with places marked in it: every mark has its anchor, nothing of the text is lost, nothing of it is markup."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from zhitong.desk.marks import Mark, diff_html, text_html
from zhitong.text.diff import word_diff

TEXT = st.text(alphabet="电梯<&>\"'\n\u202e𠮷停 ", max_size=60)
PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


def words_in(html, without=""):
    """The text that a reader sees, one line a paragraph."""
    if without:
        html = re.sub(f"<{without}>.*?</{without}>", "", html)
    lines = re.findall(r"<p[^>]*>(.*?)</p>", html)
    return "\n".join(unescape(re.sub(r"<[^>]*>", "", line)) for line in lines)


@given(TEXT, PLACES)
def test_marks_lose_nothing_and_each_has_one_anchor(text, places):
    marks = [
        Mark(min(a, b, len(text)), min(max(a, b), len(text)), f"key-{n}", "check") for n, (a, b) in enumerate(places)
    ]
    html = text_html(text, marks)

    assert words_in(html) == text
    for mark in marks:
        assert html.count(f'id="{mark.key}"') == 1


def test_a_mark_lies_over_exactly_its_words():
    html = text_html("电梯停运。\n电梯又停运。", [Mark(6, 8, "a", "remark"), Mark(7, 11, "b", "check")])

    assert html == (
        '<p data-start="0">电梯停运。</p><p data-start="6"><a id="a" class="desk-place"></a>'
        '<mark class="remark">电</mark><a id="b" class="desk-place"></a><mark class="remark check">梯</mark>'
        '<mark class="check">又停运</mark>。</p>'
    )


def test_a_mark_over_two_lines_is_shown_on_both():
    html = text_html("甲乙\n丙丁", [Mark(1, 4, "a", "check")])

    assert re.findall(r"<mark[^>]*>(.*?)</mark>", html) == ["乙", "丙"]


@given(TEXT, TEXT)
def test_a_shown_difference_gives_back_both_texts(old, new):
    html = diff_html(word_diff(old, new))

    assert words_in(html, without="del").replace("\n", "") == new.replace("\n", "")
    assert words_in(html, without="ins").replace("\n", "") == old.replace("\n", "")
    assert "<&" not in html
