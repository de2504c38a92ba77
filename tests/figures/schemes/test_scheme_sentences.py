"""Every sentence of the room has its Chinese, with the same places to fill."""

import ast
import re
from decimal import Decimal
from pathlib import Path

import pytest
from scheme_writing import scheme

from zhitong.figures import schemes
from zhitong.figures.schemes import (
    EXAMPLES,
    Blocked,
    SchemeWrong,
    Standing,
    naming,
    open_questions,
    rank,
    read_scheme,
    score,
)
from zhitong.figures.schemes.decisions import KEYS
from zhitong.figures.schemes.sentences import CHINESE

PLACES = re.compile(r"%\((\w+)\)s")


def spoken():
    for path in Path(schemes.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "sentence":
                yield path.name, node


def test_each_sentence_is_written_in_chinese_and_filled_with_what_it_names():
    wrong = []
    calls = list(spoken())
    for name, call in calls:
        english = call.args[0].value
        given = {keyword.arg for keyword in call.keywords}
        if (
            english not in CHINESE
            or given != set(PLACES.findall(english))
            or not given >= set(PLACES.findall(CHINESE[english]))
        ):
            wrong.append((name, english))
    assert len(calls) > 100
    assert wrong == []


def test_no_chinese_is_left_without_its_english():
    used = {call.args[0].value for _, call in spoken()} | {"%(field)s: "}
    assert set(CHINESE) - used == set()


def test_every_sentence_can_be_filled_in_both_languages():
    for english, chinese in CHINESE.items():
        data = dict.fromkeys(PLACES.findall(english), "x")
        assert english % data and re.search(r"[\u4e00-\u9fff：]", chinese % data)


def test_a_refusal_speaks_chinese_and_keeps_its_english():
    with pytest.raises(Blocked) as blocked:
        score(scheme(), [{"rows": ["own", "city"]}])
    with pytest.raises(SchemeWrong) as wrong:
        score(scheme(), [{"rows": ["moon"]}])

    assert str(blocked.value) == (
        "原文没有写同一条的“区政协”、“市政协、市委办”是累计还是只计最高。 请决定：一条被几级采用怎样计（各行累计、在下一级之上加计、只计最高的），并写明理由。"
    )
    assert wrong.value.message.en == "items[0].rows[0]: the scheme has no row moon."
    assert wrong.value.message.zh == "items[0].rows[0]：计分办法里没有 moon 这一行。"
    assert open_questions(scheme())[0].asks.zh == "一条被几级采用，是累计还是只计最高？"


def test_every_decision_and_choice_has_chinese_words_of_its_own():
    for key, choices in KEYS.items():
        assert re.search(r"[\u4e00-\u9fff]", naming.named(key).zh), key
        for word in choices:
            assert re.search(r"[\u4e00-\u9fff]", naming.choice(key, word).zh), (key, word)
    for key in ("points.city", "counts.late", "caps.信息", "threshold.first", "items.month", "ranking.bands"):
        assert re.search(r"[\u4e00-\u9fff]", naming.named(key).zh) and naming.named(key).en == key


def test_no_question_and_no_notice_on_a_chinese_page_shows_a_key():
    """The shipped schemes leave much open: whatever is asked or refused names rows and figures by words."""
    for path in EXAMPLES.glob("*.yaml"):
        shipped = read_scheme(path)
        for question in open_questions(shipped):
            words = re.sub(r"《.*?》|[a-z_]+(?=\s[\u4e00-\u9fff])", "", question.asks.zh)
            assert not re.search(r"[a-z]+_[a-z_]+|whether|accumulate", words), question.asks.zh
    tie = [Standing("甲", "", Decimal(5)), Standing("乙", "", Decimal(5))]
    with pytest.raises(Blocked) as blocked:
        rank(scheme(ranking={}), tie)
    assert str(blocked.value).endswith(
        "请决定：同分怎样排名（名次并列，其后顺延（1、1、3）、名次并列，其后紧接（1、1、2）），并写明理由。"
    )


def test_a_line_gives_its_reason_in_both_languages():
    (cut,) = [
        line
        for line in score(scheme(caps=[{"of": "信息", "max": 3}]), [{"rows": ["city"]}]).lines
        if line.family == "cap"
    ]
    assert (cut.reason.en, cut.reason.zh) == ("at most 3", "封顶 3")
