"""Papers of a period: live until closed, frozen with their digest, corrected by numbered sheets, late facts by the office's rule."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reported import Q2, Q3, Ledger, moment

from zhitong.errors import BadInput, Conflict, NotPermitted, WrongState
from zhitong.figures import actions as figures
from zhitong.figures.measures import BY_CODE
from zhitong.figures.periods import read_period
from zhitong.figures.scope import Scope
from zhitong.journal.models import Entry
from zhitong.network import actions as network
from zhitong.outcomes.models import Adoption
from zhitong.reports import queries
from zhitong.reports.actions import papers
from zhitong.reports.composing import content_of
from zhitong.reports.content import figures_in, text_of
from zhitong.reports.counting import Counts, period_before, rows_of, year_before
from zhitong.reports.models import ClosedPeriod, Report

pytestmark = pytest.mark.django_db
CLOSING = date(2026, 10, 12)  # after the cut-off day of the third quarter


def words_of(content):
    return "\n".join(
        text_of(block["runs"]) if "runs" in block else str(block.get("head", block.get("labels")))
        for block in content["blocks"]
    )


@pytest.fixture
def ledger(office):
    return Ledger(office)


def begun(office, code="2026Q3", text=None, *, on=CLOSING, kind="quarter"):
    by = office.by("zhou", at=moment(on))
    report = papers.begin(kind, read_period(code, on), by=by)
    if text is not None:
        papers.save_text(report, by=by, title=report.title, text=text, base=1)
    return Report.objects.get(pk=report.pk)


def closed(office, report, *, on=CLOSING):
    return papers.close(report, by=office.by("he", at=moment(on)))


def test_sentences_carry_figures_that_are_live_until_closing(office, ledger):
    report = begun(office, text="收到{来稿}件，{来稿·同比}，{来稿·环比}；采用率{采用率}。")
    assert words_of(content_of(report, CLOSING)) == "收到0件，与上年同期均为0，与上期均为0；采用率—。"

    for _ in range(9):
        ledger.received(Q3)
    for _ in range(8):
        ledger.received(Q3.replace(year=2025))
    ledger.received(Q2)
    ledger.adopted(ledger.brief(ledger.received(Q3)), Q3)
    assert words_of(content_of(report, CLOSING)) == (
        "收到10件，同比增长25.0%（上年同期8件），环比增长900.0%（上期1件）；采用率10.0%（10件中1件）。"
    )

    closed(office, report)
    ledger.received(Q3)
    ledger.adopted(ledger.brief(ledger.received(Q3)), Q3, known=Q3 + timedelta(days=1))
    again = Report.objects.get(pk=report.pk)
    assert "收到10件" in words_of(content_of(again, CLOSING + timedelta(days=300)))
    assert again.digest == Report.objects.get(pk=report.pk).digest
    assert papers.digest_holds(again)


def test_a_zero_base_has_no_percentage_and_a_rate_is_compared_in_points(office, ledger):
    report = begun(office, text="{来稿·同比}；{采用率·同比}；{来稿·增减}；{来稿·街镇联络组·占比}；{来稿·占比}")
    source = ledger.received(Q3)
    assert words_of(content_of(report, CLOSING)) == (
        "上年同期为0；上年同期无可比数；较上年同期增加1件（上年同期0件）；100.0%（来稿量1件中1件）；100.0%（来稿量1件中1件）"
    )
    ledger.received(Q3)
    ledger.adopted(ledger.brief(source), Q3)
    for _ in range(4):
        old = ledger.received(Q3.replace(year=2025))
    ledger.adopted(ledger.brief(old), Q3.replace(year=2025))
    assert "较上年同期提高25.0个百分点（上年同期25.0%，4件中1件）" in words_of(content_of(report, CLOSING))


def test_the_shipped_templates_say_something_for_every_kind_of_paper(office, ledger):
    brief = ledger.brief(ledger.received(Q3), ledger.received(Q3, "party"))
    ledger.adopted(brief, Q3)
    ledger.instructed(brief, Q3)
    for kind, code in (("quarter", "2026Q3"), ("half", "2026H2"), ("year", "2026"), ("bulletin", "2026-07")):
        report = begun(office, code, kind=kind)
        content = content_of(report, CLOSING)
        figures = list(figures_in(content))
        assert len(figures) > 20, kind
        assert "未回函" in str(content) or kind == "bulletin"
        assert "{" not in words_of(content)


def test_every_figure_of_an_open_and_a_closed_paper_opens_exactly_its_rows(office, ledger, sign_in):
    for unit, days in (("street", 3), ("party", 2), (None, 1)):
        for back in range(days):
            source = ledger.received(Q3 + timedelta(days=back), unit)
            ledger.received((Q3 + timedelta(days=back)).replace(year=2025), unit)
    brief = ledger.brief(source, ledger.received(Q3, "sector"))
    ledger.adopted(brief, Q3)
    ledger.instructed(brief, Q3)
    report = begun(office)
    client = sign_in(office, "he")

    def check():
        page = client.get(reverse("reports:report", args=[report.code]))
        assert page.status_code == 200
        links = re.findall(r'<a class="figure" href="([^"]+)">(\d+)</a>', page.content.decode())
        assert len(links) > 25
        for address, number in set(links):
            rows = client.get(unescape(address))
            assert rows.status_code == 200, address
            assert rows.context["listing"].total == int(number), address
            assert f'<span class="num">{number}</span>' in rows.content.decode(), address

    check()
    closed(office, report)
    ledger.received(Q3, known=date(2026, 11, 1))
    check()


def test_closing_numbers_without_gap_and_is_recorded_with_its_digest(office, ledger):
    ledger.received(Q3)
    first, second = begun(office, "2026Q3"), begun(office, "2026Q2")
    closed(office, first)
    closed(office, second)
    assert [Report.objects.get(pk=r.pk).issue for r in (first, second)] == ["〔2026〕1号", "〔2026〕2号"]
    entry = Entry.objects.get(action="reports.closed", subject_code=first.code)
    assert Report.objects.get(pk=first.pk).digest in entry.details
    with pytest.raises(WrongState):
        closed(office, Report.objects.get(pk=first.pk))
    with pytest.raises(WrongState):
        papers.save_text(first, by=office.by("zhou"), title="改", text="改", base=1)


def test_what_was_tampered_with_in_the_database_shows(office, ledger):
    ledger.received(Q3)
    report = closed(office, begun(office))
    assert papers.digest_holds(Report.objects.get(pk=report.pk))
    content = report.content
    content["blocks"][0]["runs"] = ["别的话"]
    Report.objects.filter(pk=report.pk).update(content=content)
    assert not papers.digest_holds(Report.objects.get(pk=report.pk))


def test_a_frozen_row_taken_away_shows_too(office, ledger):
    ledger.received(Q3)
    report = closed(office, begun(office))
    ClosedPeriod.objects.filter(report=report).update(rows={})
    assert not papers.digest_holds(Report.objects.get(pk=report.pk))


def test_a_period_that_is_not_over_is_not_closed_and_one_that_has_not_begun_not_made(office):
    report = begun(office, "2026Q4")
    with pytest.raises(WrongState) as refused:
        closed(office, report)
    assert refused.value.code == "reports.close.early"
    with pytest.raises(BadInput):
        begun(office, "2027Q1")
    with pytest.raises(BadInput):
        begun(office, "2026-07")  # no quarter
    with pytest.raises(WrongState):
        begun(office, "2026Q4")  # there is one


def test_who_may_not(office):
    report = begun(office)
    with pytest.raises(NotPermitted):
        papers.close(report, by=office.by("zhou", at=moment(CLOSING)))
    with pytest.raises(NotPermitted):
        papers.begin("quarter", read_period("2026Q2", CLOSING), by=office.by("du", at=moment(CLOSING)))
    with pytest.raises(NotPermitted):
        papers.save_template("quarter", "{来稿}", by=office.by("zhou"))


def test_two_writers_lose_nothing(office, sign_in):
    report = begun(office)
    client = sign_in(office, "zhou")
    address = reverse("reports:edit", args=[report.code])
    assert client.post(address, {"title": "甲", "text": "甲写的", "base": 1}).status_code == 302
    answer = client.post(address, {"title": "乙", "text": "乙写的", "base": 1})
    assert answer.status_code == 409
    assert "乙写的" in answer.content.decode()
    assert queries.newest_text(report).text == "甲写的"
    with pytest.raises(Conflict):
        papers.close(report, by=office.by("he", at=moment(CLOSING)), base=1)


def test_a_text_that_cannot_be_understood_comes_back_filled(office, sign_in):
    report = begun(office)
    answer = sign_in(office, "zhou").post(
        reverse("reports:edit", args=[report.code]), {"title": "题", "text": "共{来搞}件<b>", "base": 1}
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "共{来搞}件&lt;b&gt;" in body
    assert "第1行" in body


def test_html_in_a_text_is_shown_as_words(office, sign_in):
    report = begun(office, text="<script>alert(1)</script>\n# <img src=x onerror=1>")
    body = sign_in(office, "zhou").get(reverse("reports:report", args=[report.code])).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)" in body
    assert "<img src=x" not in body


def test_what_is_known_after_the_cutoff_day_does_not_count_even_while_open(office, ledger):
    ledger.received(Q3, known=date(2026, 10, 10))
    ledger.received(Q3, known=date(2026, 10, 11))
    report = begun(office, text="{来稿}")
    assert words_of(content_of(report, CLOSING)) == "1"
    network.set_setting("report_cutoff_days", 11, by=office.by("he", at=moment(date(2026, 1, 1))))
    assert words_of(content_of(report, CLOSING)) == "2"


def test_late_facts_go_to_a_correction_sheet_and_the_paper_stays(office, ledger, sign_in):
    source = ledger.received(Q3)
    ledger.received(Q3)
    report = closed(office, begun(office, text="{来稿}件，采用{采用}件"))
    late = ledger.brief(source)
    ledger.adopted(late, Q3, known=date(2026, 11, 2))
    later = date(2026, 11, 3)
    found = queries.differences(report, later)
    assert {(row.measure.code, row.name, row.frozen, row.today) for row in found if row.key == ""} == {
        ("adopted", "全办", 0, 1),
        ("adoptions", "全办", 0, 1),
        ("received_and_adopted", "全办", 0, 1),
    }
    before = report.digest
    by = office.by("he", at=moment(later))
    with pytest.raises(BadInput):
        papers.correct(report, by=by, reason=" ")
    sheet = papers.correct(report, by=by, reason="市政协采用通知迟到。")
    assert sheet.issue == "〔2026〕2号"
    assert sheet.corrects == report
    assert "采用数" in str(sheet.content)
    assert "市政协采用通知迟到。" in words_of(sheet.content)
    assert papers.digest_holds(Report.objects.get(pk=sheet.pk))
    unchanged = Report.objects.get(pk=report.pk)
    assert unchanged.digest == before
    assert words_of(content_of(unchanged, later)) == "2件，采用0件"
    assert queries.differences(unchanged, later) == []  # the sheet is what stands now
    page = sign_in(office, "fang").get(reverse("reports:report", args=[report.code])).content.decode()
    assert sheet.code in page
    with pytest.raises(WrongState):
        papers.correct(sheet, by=by, reason="再改")


def test_the_difference_list_opens_what_came_and_what_went(office, ledger, sign_in):
    gone = ledger.brief(ledger.received(Q3))
    wrong = ledger.adopted(gone, Q3)
    report = closed(office, begun(office))
    ledger.adopted(gone, Q3, known=date(2026, 10, 20), void=True, corrects=wrong)
    ledger.received(Q3, "party", known=date(2026, 10, 20))
    client = sign_in(office, "he")
    body = client.get(reverse("reports:differences", args=[report.code])).content.decode()
    ways = re.findall(r'href="([^"]*/rows/\?[^"]*)">([^<]+)<', body)
    assert len(ways) > 6
    for address, shown in ways:
        answer = client.get(unescape(address))
        assert answer.status_code == 200
        assert answer.context["listing"].total == int(re.search(r"\d+", shown)[0])


def _to_next(office):
    network.set_setting("report_late_to_next", True, by=office.by("he", at=moment(date(2025, 1, 1))))


def test_late_facts_go_to_the_next_paper_where_the_rule_says_so(office, ledger):
    _to_next(office)
    early = ledger.received(Q2)
    second = closed(office, begun(office, "2026Q2", "{来稿}件", on=date(2026, 7, 12)), on=date(2026, 7, 12))
    ledger.received(Q2, "party", known=date(2026, 8, 1))
    ledger.received(Q3)
    brief = ledger.brief(early)
    ledger.adopted(brief, Q2, known=date(2026, 8, 1))
    third = begun(office, "2026Q3", "{来稿}件，{来稿·党派团体}，采用{采用件次}件次。{补计}")
    assert words_of(content_of(third, CLOSING)) == (
        "2件，1，采用1件次。本期数字含此前各期截止后补记：来稿量+1件、采用数+1件、采用次数+1件次"
    )
    closed(office, third)
    sheet = papers.correct(second, by=office.by("he", at=moment(CLOSING)), reason="第二段文字有误。")
    assert "计入下一期" in str(sheet.content)
    assert not hasattr(sheet, "frozen")


def test_periods_before_and_a_year_ago():
    def codes(code):
        period = read_period(code, CLOSING)
        return year_before(period).code, period_before(period).code

    assert codes("2026Q1") == ("2025Q1", "2025Q4")
    assert codes("2026H2") == ("2025H2", "2026H1")
    assert codes("2026") == ("2025", "2025")
    assert codes("2026-01") == ("2025-01", "2025-12")
    assert codes("2024-02-01..2024-02-29") == ("2023-02-01..2023-02-28", "2024-01-03..2024-01-31")


days = st.integers(0, 364).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
facts = st.lists(
    st.tuples(
        st.sampled_from(["street", "party", None]),
        days,
        st.integers(0, 200),
        st.none() | st.tuples(days, st.integers(0, 200), st.none() | st.integers(0, 200)),
    ),
    max_size=8,
)


@settings(
    max_examples=25 if connection.vendor == "sqlite" else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=facts)
def test_over_all_papers_each_fact_counts_once_whenever_it_was_learned(office, history):
    """Rule "next": the quarters' figures together are the year's, as known at the last cut-off. The year is the oracle."""
    with transaction.atomic():
        ledger = Ledger(office)
        _to_next(office)
        for unit, day, late, adoption in history:
            submission = ledger.received(day, unit, known=day + timedelta(days=late))
            if adoption:
                happened, known, taken_back = adoption
                row = ledger.adopted(ledger.brief(submission), happened, known=happened + timedelta(days=known))
                if taken_back is not None:
                    back = happened + timedelta(days=known + taken_back)
                    ledger.adopted(row.brief, happened, known=back, void=True, corrects=row)
        totals = dict.fromkeys(("received", "adopted", "adoptions"), 0)
        for quarter in (1, 2, 3, 4):
            period = read_period(f"2025Q{quarter}", CLOSING)
            on = period.last + timedelta(days=15)
            report = begun(office, period.code, "{来稿}，{采用}，{采用件次}", on=on)
            done = closed(office, report, on=on)
            for code, number in zip(totals, words_of(done.content).split("，"), strict=True):
                totals[code] += int(number)
        last = Report.objects.latest("pk").known_by
        year = Scope(office.office.pk, read_period("2025", CLOSING), last)
        assert totals == {code: len(rows_of(BY_CODE[code], year)) for code in totals}
        before = {r.code: r.digest for r in Report.objects.all()}
        ledger.received(date(2025, 2, 2))
        Adoption.objects.all().update(void=True)
        assert all(papers.digest_holds(r) for r in Report.objects.all())
        assert before == {r.code: r.digest for r in Report.objects.all()}
        transaction.set_rollback(True)


def test_queries_do_not_grow_with_rows(office, ledger):
    report = begun(office)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            content_of(report, CLOSING)
        return len(captured)

    ledger.adopted(ledger.brief(ledger.received(Q3)), Q3)
    few = count()
    for _ in range(12):
        brief = ledger.brief(ledger.received(Q3, "party"))
        ledger.adopted(brief, Q3)
        ledger.instructed(brief, Q3)
    assert count() <= few
    assert few < 60


def test_files_and_the_print_view(office, ledger, sign_in):
    ledger.instructed(ledger.brief(ledger.received(Q3)), Q3)
    report = begun(office)
    client = sign_in(office, "zhou")
    for name, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("bare", b"<!")):
        answer = client.get(reverse(f"reports:{name}", args=[report.code]))
        assert answer.status_code == 200
        assert answer.content.startswith(start)
    closed(office, report)
    pdf = client.get(reverse("reports:pdf", args=[report.code])).content
    assert pdf == client.get(reverse("reports:pdf", args=[report.code])).content


def test_leaders_read_closed_papers_only_and_their_figures_are_plain(office, ledger, sign_in):
    ledger.received(Q3)
    report = begun(office)
    client = sign_in(office, "fang")
    address = reverse("reports:report", args=[report.code])
    assert client.get(address).status_code == 404
    closed(office, report)
    body = client.get(address).content.decode()
    assert report.title in body
    assert 'class="figure"' not in body


def test_counts_read_each_measure_once(office, ledger):
    ledger.received(Q3)
    counts = Counts(office.office.pk, read_period("2026Q3", CLOSING), CLOSING)
    counts.tally("received")
    with CaptureQueriesContext(connection) as captured:
        counts.tally("received").by_unit()
    assert len(captured) == 0


SCHEME = """
id: of_units
name: 计分办法
family: cppcc
subject: unit
levels: [{id: city, who: [市政协], points: 5}]
accumulate: sum
repeat_same_level: each
awards: [{id: first, name: 先进单位, points: ">=5"}]
penalties: [{id: late, when: 报送不及时, points: -1}]
"""


def test_a_list_of_nothing_says_so_and_prints_no_head(office, ledger):
    report = begun(office, text="【表：采用明细】\n【表：批示明细】")
    assert words_of(content_of(report, CLOSING)).split() == ["本期无。"] * 2


def test_a_commendation_list_is_frozen_with_the_period_and_opens_into_its_sums(office, ledger, sign_in):
    report = begun(office, text="【表：表彰名单】\n【表：分档】")
    assert words_of(content_of(report, CLOSING)).count("本期没有生效的分档、表彰规则。") == 2
    version = figures.write_scheme(SCHEME, by=office.by("he"))
    figures.publish_scheme(version, by=office.by("wu"), valid_from=date(2026, 1, 1))
    ledger.adopted(ledger.brief(ledger.received(Q3)), Q3)
    report = closed(office, Report.objects.get(pk=report.pk))

    table, note, tiers = report.content["blocks"]
    assert note == {
        "kind": "note",
        "runs": ["下列各项没有记录可计，未计入分数，须另行核加：报送不及时。"],
    }  # frozen with it
    assert text_of(tiers["runs"]) == "本期无。"  # the scheme has awards and no tiers
    assert [text_of(cell) for cell in table["rows"][0]] == [
        "1", "先进单位", office.units["street"].name, "街镇联络组", "5", "—", "得 5 分，规则要求不少于 5",
    ]  # fmt: skip
    later = CLOSING + timedelta(days=3)
    ledger.adopted(ledger.brief(ledger.received(Q3, known=later)), Q3, known=later)
    assert Report.objects.get(pk=report.pk).content["blocks"][0] == table and papers.digest_holds(report)

    client = sign_in(office, "he")
    page = unescape(client.get(reverse("reports:report", args=[report.code])).content.decode())
    (address,) = re.findall(r'href="([^"]*/schemes/[^"]*)"', page)
    assert f"known_by={report.known_by}" in address
    given = figures.Given("record:penalty:late", Q3, 2, "两次迟报", unit=office.units["street"])
    late = figures.enter_points(version, given, by=office.by("zhou", at=moment(later)))
    figures.confirm_points(late, by=office.by("he", at=moment(later)))
    opened = client.get(address).content.decode()
    assert (
        "第1件" in opened and "两次迟报" not in opened
    )  # what was entered after closing touches nothing that was closed
    assert "两次迟报" in client.get(re.sub(r"&known_by=[^&]*|known_by=[^&]*&", "", address)).content.decode()
    assert client.get(reverse("reports:docx", args=[report.code])).content.startswith(b"PK")
    leader = unescape(sign_in(office, "fang").get(reverse("reports:report", args=[report.code])).content.decode())
    assert "先进单位" in leader and "/schemes/" not in leader
