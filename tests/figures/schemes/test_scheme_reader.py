"""Scheme files nobody should trust: refused with a sentence that names the key, never with a traceback."""

import copy
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scheme_writing import written

from zhitong.errors import Refused
from zhitong.figures.schemes import EXAMPLES, SchemeWrong, build_scheme, read_scheme
from zhitong.figures.schemes.check import check_examples

REAL = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.yaml"))]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: &x [1]\nb: *x\n", "alias"),
        ("id: !!python/object/apply:os.system [ls]\n", "broken_yaml"),
        ("id: a\nid: b\n", "key_twice"),
        ("[1, 2]\n# a list\n", "not_a_mapping"),
        ("\n", "not_a_mapping"),
        ("a: [\n", "broken_yaml"),
        ("a: '\0'\n", "broken_yaml"),
        ("a: '\ud800'\n", "broken_yaml"),
        ("? [a]\n: 1\n", "key_not_text"),
        ("a: 1\n---\nb: 2\n", "broken_yaml"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "too_deep"),
        ("a:\n" + "- 1\n" * 30_000, "too_deep"),
        ("# " + "长" * 100_000 + "\na: 1\n", "too_large"),
        ("a: 2026-13-45\n", "broken_yaml"),
    ],
)
def test_text_that_is_no_scheme(text, reason):
    with pytest.raises(SchemeWrong) as wrong:
        read_scheme(text)
    assert wrong.value.code == f"figures.scheme.{reason}"


def test_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "gbk.yaml").write_bytes("id: 计分\n".encode("gbk"))
    (tmp_path / "big.yaml").write_bytes(b"#" * (256 * 1024 + 1))
    reasons = []
    for name in ("gbk.yaml", "big.yaml", "missing.yaml", "."):
        with pytest.raises(SchemeWrong) as wrong:
            read_scheme(tmp_path / name)
        reasons.append(wrong.value.code.rpartition(".")[2])
    assert reasons == ["not_utf8", "too_large", "unreadable", "unreadable"]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + yaml.safe_dump(written(), allow_unicode=True).encode())
    assert read_scheme(str(path)).id == "trial"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"family": "club"}, "family"),
        ({"subject": None}, "subject"),
        ({"accumulate": "most"}, "accumulate"),
        ({"repeat_same_level": "always"}, "repeat_same_level"),
        ({"year": "2014"}, "year"),
        ({"year": True}, "year"),
        ({"levels": {"id": "a"}}, "levels"),
        ({"levels": [{"id": "a"}]}, "levels[0].points"),
        ({"levels": [{"points": 1}]}, "levels[0].id"),
        ({"levels": [{"id": "a", "points": "5"}]}, "levels[0].points"),
        ({"levels": [{"id": "a", "points": True}]}, "levels[0].points"),
        ({"levels": [{"id": "a", "points": float("nan")}]}, "levels[0].points"),
        ({"levels": [{"id": "a", "points": 10**400}]}, "levels[0].points"),
        ({"levels": [{"id": "a", "points": 0.1234567}]}, "levels[0].points"),
        ({"levels": [{"id": "a", "points": 1}, {"id": "a", "points": 2}]}, "levels[1]"),
        ({"levels": [{"id": "a", "points": 1, "repaet": "each"}]}, "levels[0].repaet"),
        ({"instructions": [{"rank": "a"}]}, "instructions[0].points"),
        ({"caps": [{"max": 3}]}, "caps[0].of"),
        ({"caps": [{"of": "信息", "max": 3, "per": "life"}]}, "caps[0].per"),
        ({"caps": [{"of": "信息", "max": 3, "unit": "元"}]}, "caps[0].unit"),
        ({"rates": {"采用率": 3}}, "rates.采用率"),
        ({"period": {"counting": "week"}}, "period.counting"),
        ({"submission": {"base": {"week": 1}}}, "submission.base"),
        ({"multipliers": [{"id": "a", "factor": "many"}]}, "multipliers[0].factor"),
        ({"penaltys": []}, "penaltys"),
        ({"name": "\ud800"}, "name"),
        ({"name": ""}, "name"),
        ({"replies": [{"id": "r", "points": 1, "same_row_as": "moon"}]}, "replies[0].same_row_as"),
    ],
)
def test_a_value_that_cannot_be_taken_is_named(parts, field):
    with pytest.raises(SchemeWrong) as wrong:
        build_scheme(written(**parts))
    assert wrong.value.field == field
    assert wrong.value.message.en.startswith(f"{field}: ")


@pytest.mark.parametrize("key", ["id", "name", "levels", "accumulate", "repeat_same_level"])
def test_a_key_left_out_is_missed(key):
    mapping = written()
    del mapping[key]
    with pytest.raises(SchemeWrong) as wrong:
        build_scheme(mapping)
    assert wrong.value.field == key


def test_a_key_of_the_files_own_is_kept_and_said_aloud():
    assert build_scheme(written(related_rows=[])).notices[0].data == {"key": "related_rows"}


def test_an_unquoted_comma_does_not_lose_half_a_note():
    text = """
id: trial
name: 办法
family: member
subject: person
levels: []
accumulate: null
repeat_same_level: null
penalties: [{when: 迟报, 漏报, points: -1}]
caps: [{of: 提交提案, max: 25, note: 1 件 10 分, 立案再加 15}]
"""
    scheme = read_scheme(text)
    assert scheme.penalties[0].words == "迟报, 漏报"
    assert scheme.proposals == {"each": 10, "filed": 15}


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    try:
        read_scheme("\n" + text)
    except SchemeWrong as wrong:
        assert wrong.message and wrong.code.startswith("figures.scheme.")


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({}), st.just([[]]),
    st.just([{"": None}]), st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=2), st.just("低于 % 分"),
)  # fmt: skip


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_real_file_with_one_value_spoilt_is_refused_or_checked_but_never_breaks(data):
    mapping = copy.deepcopy(data.draw(st.sampled_from(REAL)))
    here = mapping
    while True:
        key = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else list(range(len(here)))))
        if isinstance(here[key], (dict, list)) and here[key] and data.draw(st.integers(0, 3)):
            here = here[key]
        else:
            break
    here[key] = data.draw(JUNK)
    try:
        scheme = build_scheme(mapping)
    except Refused as refusal:
        assert refusal.message
        return
    for outcome in check_examples(scheme):
        assert outcome.passed or outcome.problems


def test_the_shipped_files_name_no_place_of_this_machine():
    for path in Path(EXAMPLES).glob("*.yaml"):
        assert "/tmp" not in path.read_text("utf-8")
