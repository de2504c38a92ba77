"""Names by pinyin; words that join to the text again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.text.names import matches_name, name_keys
from zhitong.text.words import words


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zhoumin", "周敏"),
        ("zm", "周敏"),
        ("Zhou Min", "周敏"),
        ("zhou", "周敏"),
        ("敏", "周敏"),
        ("方嵐", "方岚"),
        ("shan", "单岚"),
        ("zengli", "曾立"),
        ("lvyue", "吕越"),
        ("fanglan", "方嵐"),
        ("gulinaer", "古丽娜·尔"),
    ],
)
def test_a_name_is_found_by_what_people_type(typed, name):
    assert matches_name(typed, name)


@pytest.mark.parametrize(("typed", "name"), [("", "周敏"), ("·", "周敏"), ("min", "周敏"), ("wuyue", "方岚")])
def test_and_not_by_anything_else(typed, name):
    assert not matches_name(typed, name)


def test_a_long_name_of_many_readings_is_bounded():
    assert len(name_keys("和" * 500)) <= 33


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60))
def test_every_string_has_keys_and_words(text):
    assert all(key for key in name_keys(text))
    assert "".join(words(text)) == text


@pytest.mark.parametrize("text", ["", "的" * 100_000, "1" * 100_000, "电\0梯\ud800坏", "\ue000䶮𠮷"])
def test_words_of_strange_texts_join_again(text):
    assert "".join(words(text)) == text
