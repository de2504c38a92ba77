"""Every sentence of the room has its Chinese, with the same places to fill."""

import ast
import re
from pathlib import Path

import pytest
from scheme_writing import scheme

from zhitong.figures import schemes
from zhitong.figures.schemes import Blocked, SchemeWrong, open_questions, score
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
        "原文没有写同一条的 own, city 是累计还是只计最高。 请决定 accumulate（sum / increment / highest），并写明理由。"
    )
    assert wrong.value.message.en == "items[0].rows[0]: the scheme has no row moon."
    assert wrong.value.message.zh == "items[0].rows[0]：计分办法里没有 moon 这一行。"
    assert open_questions(scheme())[0].asks.zh == "一条被几级采用，是累计还是只计最高？"


def test_a_line_gives_its_reason_in_both_languages():
    (cut,) = [
        line
        for line in score(scheme(caps=[{"of": "信息", "max": 3}]), [{"rows": ["city"]}]).lines
        if line.family == "cap"
    ]
    assert (cut.reason.en, cut.reason.zh) == ("at most 3", "封顶 3")
