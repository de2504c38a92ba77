"""The small parts of templates."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation


def drawn(template: str, address: str = "/", **context) -> str:
    request = RequestFactory().get(address)
    return engines["django"].from_string(template).render(context, request)


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("zh-hans", date(2026, 1, 2), "2026年1月2日"),
        ("zh-hans", datetime(2026, 12, 31, 16, 30, tzinfo=UTC), "2027年1月1日"),  # already the new year in Shanghai
        ("en", date(2026, 1, 2), "2026-01-02"),
        ("zh-hans", None, ""),
    ],
)
def test_a_day_is_written_as_people_here_write_it(language, value, shown):
    with translation.override(language):
        assert drawn("{{ value|day }}", value=value) == shown


def test_a_moment_is_local_to_the_minute_and_machines_read_it_too():
    at = datetime(2026, 11, 24, 1, 5, 59, tzinfo=UTC)

    assert drawn("{% when at %}", at=at) == '<time datetime="2026-11-24T01:05:59+00:00">2026年11月24日 09:05</time>'
    assert drawn("{% when at %}", at=None) == ""


def test_an_address_changes_one_filter_keeps_the_others_and_begins_at_page_one():
    assert drawn('{% address state="late" q="" %}', "/?state=new&q=x&unit=a&page=4") == "?state=late&amp;unit=a"


def test_a_chip_cannot_become_markup():
    assert drawn("{% chip state label %}", state="late", label="<b>") == '<span class="chip late">&lt;b&gt;</span>'


def test_an_empty_list_says_why_and_what_next():
    page = drawn('{% empty "没有来稿。" "/write/" "写一份" %}')

    assert "<p>没有来稿。</p>" in page
    assert '<a class="button" href="/write/">写一份</a>' in page
    assert "<a" not in drawn('{% empty "没有来稿。" %}')


def test_what_one_may_not_do_is_not_offered(office):
    template = '{% may "desk.sign_off" as can %}{{ can }}'

    assert drawn(template, actor=office.by("wu")) == "True"
    assert drawn(template, actor=office.by("zhou")) == "False"
    assert drawn(template, actor=None) == "False"
