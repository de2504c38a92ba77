"""Keys: equal for what a reader takes as equal, positions lead back, and nothing breaks on strange signs."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhitong.text.normalise import dedupe_key, dedupe_with_positions, fold, fold_with_positions, unstorable

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("電梯", "电梯"),
        ("臺灣裡面", "台湾里面"),
        ("看著", "看着"),
        ("ＡＢＣ１２３", "abc123"),
        ("维\u200b权", "维权"),
        ("维\0权", "维权"),
        ("维\ud800权", "维权"),
        ("葛\U000e0100", "葛"),
        ("e\u0301", "é"),
        ("电梯，坏了！", "电梯,坏了!"),
        ("电梯　坏了", "电梯 \n坏了"),
        ("\uf900", "豈"),
    ],
)
def test_what_reads_alike_has_one_search_key(one, other):
    assert fold(one) == fold(other) != ""


def test_marks_part_words_in_the_search_key_and_vanish_from_the_dedupe_key():
    assert fold("《条例》第3条：电梯。") == "条例 第3条 电梯"
    assert dedupe_key("《条例》第3条：电梯。") == "条例第3条电梯"


def test_rare_and_private_signs_stay():
    text = "䶮𠮷𰻝\ue000"
    assert fold(text) == text
    assert dedupe_key(text) == text


def test_emoji_can_be_searched_and_does_not_hide_a_copy():
    assert fold("停电😀") == "停电😀"
    assert dedupe_key("停电😀") == "停电"


def test_a_text_of_100_000_signs_is_folded():
    assert len(fold("電" * 100_000)) == 100_000


@given(ANY_TEXT)
@example("İ\u200b ß ﷺ")
def test_positions_lead_back_to_the_text(text):
    for plain, placed in ((fold, fold_with_positions), (dedupe_key, dedupe_with_positions)):
        folded = placed(text)
        assert folded.key == plain(text)
        assert list(folded.positions) == sorted(folded.positions)
        assert all(0 <= at < len(text) for at in folded.positions)


@given(ANY_TEXT, st.text(max_size=5))
def test_a_long_text_folds_as_its_signs_do(text, part):
    long = (text + part) * 12
    assert dedupe_key(long) == "".join(dedupe_key(sign) for sign in long)


@given(ANY_TEXT)
def test_folding_twice_is_folding_once_and_the_key_can_be_stored(text):
    assert fold(fold(text)) == fold(text)
    assert dedupe_key(fold(text)) == dedupe_key(text)
    assert unstorable(fold(text)) == -1


@given(ANY_TEXT, st.integers(0, 20), st.integers(1, 8))
def test_a_part_folds_as_it_does_inside_the_text(text, start, length):
    assert dedupe_key(text[start : start + length]) in dedupe_key(text)


def test_a_span_of_the_key_shows_the_words_of_the_text():
    text = "请修\u200b電　　梯！"
    folded = fold_with_positions(text)
    start, end = folded.span(folded.key.index("修电"), folded.key.index("修电") + 2)
    assert text[start:end] == "修\u200b電"
    assert folded.span(2, 2) == (3, 3)


@pytest.mark.parametrize(("text", "at"), [("好", -1), ("好\0", 1), ("\ud800", 0), ("好\udfff坏", 1), ("", -1)])
def test_the_first_unstorable_sign_is_named(text, at):
    assert unstorable(text) == at
