"""Differences: complete in both directions, in whole words and numbers, readable."""

from hypothesis import given
from hypothesis import strategies as st

from zhitong.text.diff import Change, Piece, beside_sources, changes, share_kept, word_diff

TEXT = st.text(alphabet="电梯停运三五天，。12 \n年月\ud800", max_size=40)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_the_pieces(old, new):
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.kind != "added") == old
    assert "".join(p.text for p in pieces if p.kind != "removed") == new
    assert all(p.text for p in pieces)
    assert all(a.kind != b.kind for a, b in zip(pieces, pieces[1:], strict=False))


@given(TEXT, TEXT)
def test_changes_name_their_places(old, new):
    for change in changes(old, new):
        assert old[change.old_at : change.old_at + len(change.old)] == change.old
        assert new[change.new_at : change.new_at + len(change.new)] == change.new
        assert change.old or change.new


def test_a_number_changes_as_a_whole():
    assert word_diff("共1,500户停水", "共1,800户停水") == [
        Piece("same", "共"),
        Piece("removed", "1,500"),
        Piece("added", "1,800"),
        Piece("same", "户停水"),
    ]


def test_a_word_changes_as_a_whole():
    assert changes("部分小区停水严重", "部分小区停电严重") == [Change("停水", "停电", 4, 4)]


def test_equal_texts_have_one_piece_and_empty_ones_none():
    assert word_diff("电梯", "电梯") == [Piece("same", "电梯")]
    assert word_diff("", "") == []
    assert word_diff("", "电梯") == [Piece("added", "电梯")]


def test_more_different_words_than_the_first_half_of_unicode():
    old = " ".join(str(n) for n in range(60_000))
    assert changes(old, old + " 完") == [Change("", " 完", len(old), len(old))]


def test_share_kept_counts_what_stood_before():
    assert share_kept("电梯停运", "电梯停运") == 1.0
    assert share_kept("", "电梯") == 0.0
    assert share_kept("电梯", "") == 1.0


def test_each_paragraph_stands_beside_its_source():
    brief = "小区电梯停运五天。\n建议尽快修复路灯。"
    shown = beside_sources(brief, ["河边路灯不亮，夜里看不见。", "我们小区电梯停运三天。\n无人管。"])
    assert [number for number, _ in shown] == [1, 0]
    assert [p for p in shown[0][1] if p.kind != "same"] == [
        Piece("removed", "我们"),
        Piece("removed", "三天"),
        Piece("added", "五天"),
    ]
    assert beside_sources("全新内容", []) == [(-1, [Piece("added", "全新内容")])]
