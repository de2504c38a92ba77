"""A list of adoptions from above: read from a spreadsheet, matched with reasons, entered where a person agrees, once."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zhitong.desk.actions import series
from zhitong.files.models import StoredFile
from zhitong.journal.models import Entry
from zhitong.outcomes.adoption_list.matching import IssueNumber, read_number
from zhitong.outcomes.adoption_list.reading import rank_by_name, read_list
from zhitong.outcomes.adoption_list.taking_in import TakenIn, matched, take_in
from zhitong.outcomes.models import Adoption
from zhitong.sheets import OutSheet, write_xlsx

HEAD = [
    "序号",
    "信息题目",
    "本办期号",
    "采用单位",
    "采用层级",
    "采用方式",
    "采用刊物",
    "刊物期号",
    "采用日期",
    "报送单位",
]
LIFTS, PUMP, PIPES = "柳岸街道河湾小区三部电梯停运半年", "城东排涝泵站暴雨前须抢修", "燃气老旧管道改造资金缺口较大"


def today():
    return timezone.localdate()


def year():
    return today().year


def row(
    title="",
    number="",
    *,
    body="云州市委办公室",
    level="市级",
    kind="单篇",
    periodical="云州信息",
    issue="12",
    day=None,
    unit="",
):
    return [1, title, number, body, level, kind, periodical, issue, day or today(), unit]


def sheet(*rows, head=None):
    book = io.BytesIO()
    write_xlsx(book, [OutSheet("采用通报", head or HEAD, rows)])
    return SimpleUploadedFile("2026年采用通报.xlsx", book.getvalue())


@pytest.fixture
def issues(desk):
    """(issue 1, issue 2, issue 3) of the year."""
    return tuple(desk.signed(title) for title in (LIFTS, PUMP, PIPES))


@pytest.fixture
def uploaded(desk, sign_in):
    """``uploaded(*rows)``: (client, address of the comparison)."""

    def upload(*rows, key="zhou", head=None):
        client = sign_in(desk.office, key)
        answer = client.post(reverse("outcomes:upload_list"), {"file": sheet(*rows, head=head)})
        assert answer.status_code == 302, answer.content.decode()
        return client, answer.url

    return upload


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.context["states"], answer.content.decode()


def chosen(html):
    """What the open page would send: its hidden fields and the buttons that are pressed."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    pressed = re.findall(r'name="(row_\d+)" value="([^"]*)" checked', html)
    return {name: value for name, value in [*hidden, *pressed] if name != "csrfmiddlewaretoken"}


def take(client, address, **changes):
    _states, html = page(client, address)
    return client.post(f"{address.partition('?')[0]}take-in/", chosen(html) | changes)


def test_number_and_title_make_it_sure_and_it_goes_in_once(desk, issues, uploaded):
    client, address = uploaded(
        row(LIFTS, f"{year()}年第1期"), row(PUMP), row("", f"《临溪社情》{year()}年第3期", issue="13")
    )
    states, _html = page(client, address)
    assert [len(states[name]) for name in ("sure", "doubtful", "unmatched")] == [3, 0, 0]

    answer = take(client, address)
    rows = Adoption.objects.filter(body="云州市委办公室")
    assert {each.brief for each in rows} == set(issues)
    assert {(each.rank, each.kind, each.periodical, each.entered_by) for each in rows} == {
        (3, "single", "云州信息", desk.office.zhou)
    }
    assert {each.evidence.name for each in rows} == {"2026年采用通报.xlsx"}
    assert set(
        Entry.objects.filter(action="outcomes.adoption_entered", actor=desk.office.zhou.commitment).values_list(
            "channel", flat=True
        )
    ) == {"import"}

    states, _html = page(client, answer.url)
    assert len(states["known"]) == 3
    client, again = uploaded(row(LIFTS, f"{year()}年第1期"), row(PUMP))
    states, _html = page(client, again)
    assert len(states["known"]) == 2
    assert rows.count() == 3


def test_what_stands_in_the_ledger_is_counted_as_known_even_when_chosen(desk, issues, uploaded):
    client, address = uploaded(row(LIFTS, "1"))
    _states, html = page(client, address)
    sent = chosen(html)
    done = f"{address}take-in/"
    client.post(done, sent)
    answer = client.post(done, sent, follow=True)

    assert Adoption.objects.filter(body="云州市委办公室").count() == 1
    assert re.search(r"1 条(此前)?已在|1 stood in the ledger", answer.content.decode())


def test_doubtful_rows_wait_for_a_person(desk, issues, uploaded):
    other_title = row("关于加快老旧小区加装电梯的建议", "第1期")  # number agrees, title does not
    like = row("城东排涝泵站暴雨前须抢修的情况反映和建议")  # title alike, no number
    contrary = row(PIPES, f"{year()}年第2期")  # title of one, number of another
    client, address = uploaded(other_title, like, contrary)
    states, html = page(client, address)
    assert len(states["doubtful"]) == 3
    assert len(states["doubtful"][2].candidates) == 2
    assert "row_2" not in {name for name, value in chosen(html).items() if value}

    take(client, address, row_3=issues[1].code)
    assert [each.brief for each in Adoption.objects.filter(body="云州市委办公室")] == [issues[1]]


def test_a_unit_that_is_not_the_source_makes_it_doubtful(desk, issues, uploaded):
    client, address = uploaded(row(LIFTS, "1", unit="临溪区妇联"), row(LIFTS, "1", unit="柳岸街道联络组", issue="13"))
    states, _html = page(client, address)

    assert [match.row.unit for match in states["doubtful"]] == ["临溪区妇联"]
    assert [match.row.unit for match in states["sure"]] == ["柳岸街道联络组"]


def test_a_day_before_the_issue_and_a_foreign_title_are_unmatched(desk, issues, uploaded):
    client, address = uploaded(row(LIFTS, "1", day=today() - timedelta(days=30)), row("完全无关的内容与任何一期都不同"))
    states, _html = page(client, address)

    assert len(states["unmatched"]) == 2


def test_the_same_number_in_two_series_is_doubtful_until_the_series_is_named(desk, issues, uploaded):
    desk.series = series.add_series(by=desk.by("wu"), name="临溪专报")
    report = desk.signed("另一份专报")
    client, address = uploaded(row("", f"{year()}年第1期"), row("", f"《临溪专报》{year()}年第1期"))
    states, _html = page(client, address)

    assert [match.row.number for match in states["doubtful"]] == [2]
    assert states["sure"][0].candidates[0].brief == report


def test_rows_that_cannot_be_read_are_named_with_their_fault(desk, issues, uploaded):
    client, address = uploaded(
        row(LIFTS, "1", day="不知道"), row("", ""), row(LIFTS, body="", level=""), row(LIFTS, body="某某单位", level="")
    )
    states, html = page(client, address)

    assert len(states["faulty"]) == 4
    assert "某某单位" in html


def test_columns_can_be_named_by_hand(desk, issues, uploaded):
    head = ["编码", "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"]
    client, address = uploaded(row(LIFTS, "1"), head=head)
    named = {
        "named": 1,
        "sheet": "采用通报",
        "column_title": 1,
        "column_number": 2,
        "column_body": 3,
        "column_level": 4,
        "column_day": 8,
    }
    answer = client.get(address, named)
    assert [match.row.title for match in answer.context["states"]["sure"]] == [LIFTS]

    for wrong in ({"column_title": 1, "column_body": 1}, {"column_nothing": 1}, {"sheet": "没有这张表"}):
        assert client.get(address, {"named": 1, **wrong}).status_code == 422


@pytest.mark.parametrize(
    ("name", "content"),
    [("空.xlsx", b""), ("假.xlsx", b"<html>"), ("图.csv", b"\x89PNG\r\n\x1a\n"), ("坏.xlsx", b"PK\x03\x04broken")],
)
def test_a_file_that_is_no_table_is_refused_in_words(desk, sign_in, name, content):
    answer = sign_in(desk.office, "zhou").post(
        reverse("outcomes:upload_list"), {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422


def test_a_list_is_its_uploaders_own(desk, stranger, issues, uploaded, sign_in):
    _client, address = uploaded(row(LIFTS, "1"))
    for cast, key in ((stranger, "chen"), (desk.office, "qiao")):
        assert sign_in(cast, key).get(address).status_code == 404
        assert sign_in(cast, key).post(f"{address}take-in/", {"row_2": issues[0].code}).status_code == 404
    assert sign_in(desk.office, "wu").get(address).status_code == 403


def test_another_offices_issue_is_never_entered(desk, stranger, issues, uploaded):
    client, address = uploaded(row(LIFTS, "1"))
    answer = take(client, address, row_2="nosuchcode22", row_999=issues[0].code)

    assert answer.status_code == 302
    assert not Adoption.objects.filter(body="云州市委办公室").exists()


def test_comparing_needs_the_same_queries_for_one_row_and_for_three(desk, issues, uploaded):
    def queries_of(*rows):
        client, address = uploaded(*rows)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    assert queries_of(row(LIFTS, "1")) == queries_of(row(LIFTS, "1"), row(PUMP), row("谁也不像的一行"))


def test_the_channel_and_the_counts_of_the_action(desk, issues, uploaded):
    uploaded(row(LIFTS, "1"), row(PUMP, "2", day=today() - timedelta(days=9)))
    file = StoredFile.objects.latest("pk")
    read = read_list(file, desk.office.office)
    assert [match.state for match in matched(read, desk.by("zhou"))] == ["sure", "unmatched"]

    picks = {2: issues[0].code, 3: issues[1].code}
    done = take_in(read, picks, file=file, by=desk.by("zhou"))
    assert (done.entered, done.known, [number for number, _said in done.refused]) == (1, 0, [3])
    assert take_in(read, {2: issues[0].code}, file=file, by=desk.by("zhou")) == TakenIn(entered=0, known=1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《临溪社情》2026年第12期", IssueNumber(12, 2026, "临溪社情")),
        ("２０２６年第１２期", IssueNumber(12, 2026)),
        ("2026-12", IssueNumber(12, 2026)),
        ("〔2026〕12号", IssueNumber(12, 2026)),
        ("第 12 期", IssueNumber(12)),
        ("12", IssueNumber(12)),
        ("", IssueNumber()),
        ("不详", IssueNumber()),
    ],
)
def test_our_number_is_read_however_it_is_written(text, found):
    assert read_number(text, ["临溪社情"]) == found


@given(st.integers(2000, 2099), st.integers(1, 99_999))
def test_what_we_print_ourselves_is_always_read(year, number):
    for text in (f"{year}年第{number}期", f"《社情民意》{year}年第{number}期", f"社情民意 {year} 年 第 {number} 期"):
        assert read_number(text, ["社情民意"]).number == number
        assert read_number(text, ["社情民意"]).year == year


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    read_number(text, ["社情民意", ""])


@pytest.mark.parametrize(
    ("body", "levels", "rank"),
    [
        ("全国政协办公厅", {}, 1),
        ("中办", {}, 1),
        ("省委办公厅", {}, 2),
        ("市委办公厅", {"市政协": 2}, 2),  # in a municipality
        ("市政协", {"市政协": 2}, 2),
        ("市委办公室", {"市政协": 3}, 3),
        ("区政府办公室", {"区政协": 4}, 4),
        ("研究会", {}, None),
    ],
)
def test_a_bodys_name_tells_its_level(body, levels, rank):
    assert rank_by_name(body, levels) == rank
