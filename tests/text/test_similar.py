"""Similar texts: every kind of copy is found with its place, others are not, and stored fingerprints stay what they are."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.text.fingerprints import SHINGLE, WINDOW, fingerprints, key_fingerprints, shingle_hashes, winnow
from zhitong.text.normalise import dedupe_key
from zhitong.text.similar import SimilarIndex, shared_passages, shared_runs

FIRST = "河湾小区二号楼的电梯从三月起就停了，"
BODY = (
    FIRST + "住在高层的老人已经三个月没有下过楼。物业说维修资金没有批下来，街道说要业主大会表决，"
    "业主大会却一直没有人召集。上周有位老人急病，救护人员抬着担架走了十九层楼梯，用了二十多分钟。"
)
OTHER = "青年路农贸市场每天凌晨四点开始卸货，叫卖声和三轮车的声音吵得两边居民睡不好觉，希望把卸货时间推后到早上六点半。"


def index_of(*bodies):
    index = SimilarIndex()
    for number, body in enumerate(bodies):
        index.add(number, "标题", body, {"n": number})
    return index


@pytest.mark.parametrize(
    ("copy", "kind"),
    [
        (BODY, "exact"),
        (BODY.replace("，", ",").replace("。", " . "), "same_signs"),
        ("\u200b".join(BODY), "same_signs"),
        (BODY.replace("电梯", "電梯").replace("业主", "業主"), "same_signs"),
        (BODY[: len(BODY) // 2], "part"),
        (BODY + "这件事已经反映过很多次，至今没有一个部门给过准话，盼早日解决，大家轮流去问也没有用。", "whole"),
        ("我是小区里的一名老住户，想说说我们这里的烦心事，" + BODY[len(FIRST) :], "reworded"),
    ],
)
def test_every_kind_of_copy_is_found_and_named(copy, kind):
    (match,) = index_of(OTHER, BODY).similar("别的标题", copy)
    assert (match.id, match.kind, match.meta) == (1, kind, {"n": 1})
    assert match.score > 0.8


def test_the_reason_shows_the_shared_words_in_both_texts():
    (match,) = index_of(BODY).similar("", "开头。" + BODY[40:90] + OTHER)
    (passage,) = match.why
    new = "开头。" + BODY[40:90] + OTHER
    assert dedupe_key(new[passage.start : passage.end]) == dedupe_key(BODY[passage.old_start : passage.old_end])
    assert passage.text == new[passage.start : passage.end]
    assert len(passage.text) >= 45


def test_another_matter_is_not_similar():
    assert index_of(BODY).similar("", OTHER) == []
    assert SimilarIndex().similar("", BODY) == []
    assert index_of(BODY).similar("", "，。！") == []


def test_an_equal_title_is_a_reason_by_itself():
    index = SimilarIndex()
    index.add("a", "河湾小区二号楼电梯停运三个月", BODY)
    (match,) = index.similar("河湾小区二号楼電梯停运三个月！", OTHER)
    assert (match.id, match.kind) == ("a", "title")
    assert index.similar("河湾小区电梯", OTHER) == []


def test_an_equal_title_keeps_a_place_among_many_that_share_sentences():
    index = SimilarIndex()
    index.add("titled", "河湾小区二号楼电梯停运三个月", OTHER)
    for number in range(30):
        index.add(number, "", BODY + f"第{number}户住户来信。")
    found = [match.id for match in index.similar("河湾小区二号楼电梯停运三个月", BODY, limit=5)]
    assert found == [29, 28, 27, 26, "titled"]
    assert index.similar("河湾小区二号楼电梯停运三个月", BODY, limit=1)[0].id == 29


def test_a_text_without_body_is_compared_by_its_title():
    index = SimilarIndex()
    index.add("a", "河湾小区二号楼电梯停运三个月老人下不了楼", "")
    (match,) = index.similar("河湾小区二号楼电梯停运三个月老人下不了楼", "")
    assert match.kind == "exact"


def test_what_was_added_before_and_after_the_arrays_grew_is_found():
    rng = random.Random(5)
    signs = [chr(0x4E00 + n) for n in range(3000)]
    bodies = ["".join(rng.choices(signs, k=60)) for _ in range(9000)]
    index = index_of(*bodies)
    assert len(index) == 9000
    for number in (0, 4095, 4096, 8191, 8999):
        assert index.similar("", bodies[number])[0].id == number


def test_the_newest_of_equal_copies_comes_first():
    assert [match.id for match in index_of(BODY, BODY, BODY).similar("", BODY, limit=2)] == [2, 1]


def test_fingerprints_are_the_same_for_ever():
    assert fingerprints("河湾小区电梯停运半年老人下楼难") == [379707483511693989]
    assert fingerprints("") == []
    assert fingerprints("，。") == []
    assert len(fingerprints("梯")) == 1


@given(st.text(alphabet="电梯坏了三天没人修", max_size=80), st.text(max_size=20), st.text(max_size=20))
def test_a_shared_passage_gives_a_shared_fingerprint(passage, before, after):
    if len(passage) >= SHINGLE + WINDOW - 1:
        assert set(fingerprints(passage)) & set(fingerprints(before + passage + after))


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=100))
def test_any_text_has_storable_fingerprints(text):
    found = fingerprints(text)
    assert found == sorted(set(found))
    assert all(0 <= mark < 2**63 for mark in found)


@given(st.text(alphabet="ab一二", max_size=60), st.text(alphabet="ab一二", max_size=60))
def test_shared_runs_are_in_both(key, other):
    end = 0
    for at, old_at, length in shared_runs(key, other, least=3):
        assert key[at : at + length] == other[old_at : old_at + length]
        assert at >= end
        end = at + length


@given(st.text(alphabet="ab一二，", max_size=60), st.text(alphabet="ab一二 ", max_size=60))
def test_shared_passages_read_alike(new, old):
    for passage in shared_passages(new, old):
        assert dedupe_key(passage.text) == dedupe_key(old[passage.old_start : passage.old_end]) != ""


def test_winnowing_keeps_the_least_of_each_window():
    hashes = np.array([9, 3, 7, 5, 8, 6, 4, 2, 1, 9], dtype=np.int64)
    assert winnow(hashes).tolist() == [2, 1, 1]
    assert winnow(hashes[:3]).tolist() == [3]


@pytest.mark.parametrize("text", ["的" * 100_000, "1" * 100_000, "电\0梯\ud800", "\ue000" * 50])
def test_strange_texts_are_indexed_and_found(text):
    assert index_of(OTHER, text).similar("", text)[0].kind == "exact"
    assert len(key_fingerprints(dedupe_key(text))) == 1
    assert len(shingle_hashes("")) == 0
