"""Forms keep what was typed, and say at the field and in the summary what is missing."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from gallery import PartsForm
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from zhitong.web.forms import Renderer, Text, is_blank


def cleaned(value: str, **options) -> str:
    return Text(required=False, max_length=10_000, **options).clean(value)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")))
def test_text_is_kept_exactly_as_typed(value):
    assert cleaned(value) == ("" if is_blank(value) else value)


@pytest.mark.parametrize(
    "value", ["䶮", "𠮷", "\uf900", "e\u0301", "  前后有空格  ", "ＡＢＣ", "葛\U000e0100", "None", "0"]
)
def test_rare_and_odd_text_is_not_normalised(value):
    assert cleaned(value) == value


@pytest.mark.parametrize("value", [" ", "\u3000", "\u00a0", "\u200b\ufeff", "\n\t", "\u3164"])
def test_what_cannot_be_seen_is_no_text(value):
    form = PartsForm({"title": value})

    assert form.errors["title"] == ["写明题目"]


@pytest.mark.parametrize(("value", "code"), [("a\x00b", "nul"), ("a\ud800b", "surrogate")])
def test_nul_and_half_characters_are_refused_with_a_sentence(value, code):
    form = PartsForm({"title": value})

    (fault,) = form.errors.as_data()["title"]
    assert fault.code == code
    assert "重新输入" in str(form.errors["title"])


def test_line_ends_become_one_kind():
    assert cleaned("一\r\n二\r三\n四") == "一\n二\n三\n四"


def test_a_browser_cuts_nothing_off(db):
    drawn = str(PartsForm()["title"])

    assert "maxlength" not in drawn
    assert 'data-count="200"' in drawn


def test_characters_are_counted_and_not_units_of_a_coding():
    assert Text(max_length=5).clean("𠮷" * 5) == "𠮷" * 5


def test_each_fault_is_in_the_summary_with_a_link_and_at_its_field():
    page = str(PartsForm({"body": "字" * 1501}))
    targets = re.findall(r'<li><a href="#([^"]+)">', page)

    assert targets == ["id_title", "id_body", "id_scope_0", "id_units_0", "id_day", "id_area"]
    for target in targets:
        assert f'id="{target}"' in page
    assert '<a href="#id_title">题目：写明题目</a>' in page
    assert re.search(
        r'<input[^>]*name="title"[^>]*aria-invalid="true"[^>]*aria-describedby="id_title_helptext id_title_error"', page
    )
    assert '<fieldset aria-describedby="id_units_helptext id_units_error">' in page
    assert '<ul class="errorlist" id="id_units_error">' in page


def test_a_fault_of_the_whole_form_is_in_the_summary_too():
    form = PartsForm({"title": "题"})
    form.add_error(None, "这篇信息稿已经签发。")

    assert "<li>这篇信息稿已经签发。</li>" in str(form)


def test_a_form_without_faults_has_no_summary():
    assert "error-summary" not in str(PartsForm())


def test_what_was_typed_comes_back_and_cannot_become_markup():
    page = str(PartsForm({"title": '"><script>alert(1)</script>', "body": "\n第一行空着"}))

    assert "<script>" not in page
    assert "<textarea" in page
    assert ">\n\n第一行空着</textarea>" in page.replace("\r\n", "\n")


def test_fields_that_may_stay_empty_say_so():
    page = str(PartsForm())

    assert re.search(r'<label for="id_body">正文 <span class="optional">（可不填）</span></label>', page)
    assert re.search(r'<label for="id_title">题目</label>', page)


def test_a_field_says_by_itself_what_to_do():
    errors = PartsForm({"title": "题", "day": "2026-02-30", "area": "nowhere", "units": ["a", "z"]}).errors

    assert errors["day"] == ["写一个日历上有的日子，例如 2026-11-24。"]
    assert errors["area"] == ["从列出的选项中选一个；提交的不在其中。"]
    assert errors["units"] == ["从列出的选项中选择；“z”不在其中。"]
    assert errors["scope"] == ["这里还没有填写。"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), min_size=1, max_size=5), st.booleans())
def test_a_list_to_choose_from_is_drawn_as_django_draws_it(words, grouped):
    options = [(word, word) for word in words]
    choices = [("<组>", options), ("", "—")] if grouped else options
    select = forms.Select(choices=choices, attrs={"id": "a&b", "required": True, "hidden": False, "data-n": 3})

    ours = select.render("list", words[0], renderer=Renderer())
    djangos = select.render("list", words[0], renderer=DjangoTemplates())

    assert elements(ours) == elements(djangos)


def elements(drawn: str) -> list:
    """Every tag with its attributes and what it says; the white space between tags is left out."""
    (root,) = html.fragments_fromstring(drawn)
    return [(e.tag, dict(e.attrib), e.text if e.tag == "option" else None) for e in root.iter()]
