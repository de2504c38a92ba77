"""The page: hostile queries, what is left out is said, numbers, escaping, addresses, and a number of queries that does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

PAGE = "/search/"
HOSTILE = [
    "AND", "OR NOT", "NEAR(电梯 停运, 3)", "title:电梯", "电*", "*", "^电梯", '"', '"电梯', "电梯“", "'", "''", "' OR 1=1 --", "; DROP TABLE search_document",
    "%", "_", "\\", "&|!()<->", ":*", "a:b", "--", "-", "- -", "-\"", "\x00", "电\x00梯", "\u200b", "\ud83d", "{}[]", "#", "@", "=电梯", "!林",
    "電" * 10_000, "电 " * 5_000, "-电梯 " * 50, "😀", "\U000e0000", "İ", "ß", "١٢٣", "<script>alert(1)</script>", "电梯\n停运\t", "2026-", "9999999999999999999-1",
    "第第期", "2026年第999999999999期",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_is_an_error(office, send, sign_in, typed):
    send("河湾小区电梯停运")
    for order in ("", "ranked"):
        answer = sign_in(office, "zhou").get(PAGE, {"q": typed.encode("utf-8", "replace"), "order": order})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "x\x00"}, {"unit": "没有"}, {"kind": "person"}, {"level": "99"}, {"level": "x"}, {"state": "?"}, {"area": "\x00"},
        {"since": "2026-13-40"}, {"until": "昨天"},
    ],
)  # fmt: skip
def test_a_filter_that_is_none_is_not_used_and_this_is_said(office, send, sign_in, wrong):
    sent = send("河湾小区电梯停运")
    content = sign_in(office, "zhou").get(PAGE, {"q": "电梯", **wrong}).content.decode()

    assert sent.code in content
    assert ("没有这一选项" in content) or ("这不是日期" in content) or wrong == {"area": "\x00"}


def test_words_that_are_too_many_are_named(office, sign_in):
    words = [f"词{n}号" for n in range(30)]
    content = sign_in(office, "zhou").get(PAGE, {"q": " ".join(words)}).content.decode()

    assert "以下词语过多或过长" in content
    assert "词24号 词25号 词26号 词27号 词28号" in content and "另有 1 个" in content


def test_found_words_are_marked_and_everything_is_escaped(office, send, sign_in):
    send(
        "河灣小區<b>電梯</b>停运",
        "前文。" * 60 + "老人说：“電 梯”＜坏了>& 电梯修不好。" + "后文。" * 60,
        place="<i>柳岸</i>",
    )
    content = sign_in(office, "zhou").get(PAGE, {"q": "电梯"}).content.decode()

    assert "河灣小區&lt;b&gt;<mark>電梯</mark>&lt;/b&gt;停运" in content
    assert escape(">& ") + "<mark>电梯</mark>修不好" in content
    assert "<b>" not in content and "<i>" not in content


@pytest.mark.parametrize("typed", ["{number}", " {number} ", "{wide}", "{short}"])
def test_a_number_leads_straight_to_its_item(office, stranger, send, sign_in, typed):
    sent = send("河湾小区电梯停运")
    year, serial = sent.number.split("-")
    wide = sent.number.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    query = {"q": typed.format(number=sent.number, wide=wide, short=f"{year}-{int(serial)}")}

    assert sign_in(office, "lin").get(PAGE, query).headers["Location"] == reverse("intake:read", args=[sent.code])
    assert sign_in(office, "jiang").get(PAGE, query).status_code == 200
    assert sign_in(stranger, "chen").get(PAGE, query).status_code == 200


def test_an_issue_number_leads_to_its_brief(office, desk, sign_in):
    brief = desk.signed()
    for typed in (brief.issue, f"《临溪社情》{brief.issue}"):
        answer = sign_in(office, "zhou").get(PAGE, {"q": typed})
        assert answer.headers["Location"] == reverse("desk:brief", args=[brief.code])


def test_only_roles_that_search_have_the_box_and_the_page(office, send, sign_in):
    send("河湾小区电梯停运")
    for key, status in (("lin", 200), ("du", 200), ("wu", 200), ("fang", 403), ("auditor", 403), ("admin", 403)):
        client = sign_in(office, key)
        assert client.get(PAGE, {"q": "电梯"}).status_code == status
        frame = client.get(reverse("network:rights")).content.decode()
        assert ("head-search" in frame) == (status == 200)


def test_what_another_may_see_is_not_offered_as_a_filter(office, send, sign_in):
    send("河湾小区电梯停运", place="柳岸东里", key="jiang")
    send("河湾小区电梯停运", key="lin")
    content = sign_in(office, "lin").get(PAGE, {"q": "电梯"}).content.decode()

    assert "共找到 1 件" in content
    assert "柳岸东里" not in content and "医药卫生界" not in content


def test_the_address_keeps_the_state_and_pages(office, send, sign_in):
    for n in range(25):
        send(f"河湾小区电梯{n}号", place="东门")
    client = sign_in(office, "zhou")
    content = client.get(PAGE, {"q": "电梯 小区", "place": "东门", "order": "ranked"}).content.decode()

    assert "共找到 25 件" in content and "东门 (25)" in content
    assert "q=%E7%94%B5%E6%A2%AF+%E5%B0%8F%E5%8C%BA&amp;place=%E4%B8%9C%E9%97%A8&amp;order=ranked&amp;page=2" in content
    assert content.count('class="search-passage"') == 20


def test_the_number_of_queries_does_not_grow_with_the_results(office, send, sign_in):
    client = sign_in(office, "zhou")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(PAGE, {"q": "电梯", "order": "ranked"})
        return len(queries)

    send("河湾小区电梯停运")
    asked()
    few = asked()
    for n in range(8):
        send(f"电梯{n}", key="lin" if n % 2 else "jiang", place=f"{n}号院", withhold_name=n == 3)
    assert asked() == few
