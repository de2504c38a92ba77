"""Search tokens and queries: the index answers as a plain scan does, and no typed word disappears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhitong.text.normalise import fold
from zhitong.text.tokens import MOST_SIGNS, MOST_WORDS, parse_query, search_tokens, term_tokens

SIGNS = st.text(alphabet="电梯坏了a2 ，電", max_size=12)


def index_finds(term, text):
    """What a positional index with prefix search answers."""
    tokens = search_tokens(text)
    wanted = term.tokens
    for at in range(len(tokens) - len(wanted) + 1):
        window = tokens[at : at + len(wanted)]
        if window[:-1] == list(wanted[:-1]) and (
            window[-1].startswith(wanted[-1]) if term.prefix else window[-1] == wanted[-1]
        ):
            return True
    return False


def test_a_run_gives_its_pairs_and_its_last_sign():
    assert search_tokens("电梯坏了，A2区") == ["电梯", "梯坏", "坏了", "了", "a2", "2区", "区"]


@given(SIGNS, SIGNS)
def test_the_index_agrees_with_a_plain_scan(typed, text):
    for term in parse_query(typed).terms:
        if " " not in term.key:
            assert index_finds(term, text) == term.found_in(fold(text))


@given(SIGNS, SIGNS)
def test_the_index_finds_every_phrase_that_a_scan_finds(typed, text):
    for term in parse_query(f'"{typed}"').terms:
        if term.found_in(fold(text)):
            assert index_finds(term, text)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("电梯", [("电梯", False)]),
        ("梯", [("梯", False)]),
        ("电梯 噪音", [("电梯", False), ("噪音", False)]),
        ("电梯，噪音", [("电梯", False), ("噪音", False)]),
        ("電梯", [("电梯", False)]),
        ("“加装 电梯” 补贴", [("加装 电梯", False), ("补贴", False)]),
        ("电梯 -物业", [("电梯", False), ("物业", True)]),
        ("电梯 －“物业 公司”", [("电梯", False), ("物业 公司", True)]),
        ('电梯"夜里停运"', [("电梯", False), ("夜里停运", False)]),
        ('电梯 "夜里', [("电梯", False), ("夜里", False)]),
        ("长-株-潭", [("长", False), ("株", False), ("潭", False)]),
        ("AND OR NOT", [("and", False), ("or", False), ("not", False)]),
    ],
)
def test_how_a_query_is_read(typed, terms):
    assert [(term.key, term.excluded) for term in parse_query(typed).terms] == terms


@pytest.mark.parametrize("typed", ["", "   ", '"', '""', "-", "- -", "*", "()", '"" ""', "%_%", "“”", "--"])
def test_a_query_of_operators_only_is_empty_and_no_error(typed):
    assert parse_query(typed).is_empty


def test_only_exclusions_find_nothing_and_say_so():
    query = parse_query("-物业")
    assert query.is_empty
    assert [term.key for term in query.excluded] == ["物业"]
    assert not query.matches("电梯")


def test_marks_alone_are_named_as_unsearchable():
    assert parse_query("电梯 *** ？").unsearchable == ("***", "？")


def test_a_query_of_10_000_signs_is_bounded_and_says_what_was_left_out():
    query = parse_query(" ".join(f"词{n}" for n in range(3000)))
    assert len(query.terms) == MOST_WORDS
    assert len(query.beyond_limit) == 3000 - MOST_WORDS
    long = parse_query("电" * 10_000)
    assert len(long.terms[0].key) == MOST_SIGNS
    assert len(long.beyond_limit[0]) == 10_000 - MOST_SIGNS


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=200))
def test_no_typed_word_disappears(typed):
    query = parse_query(typed)
    kept = "".join([*(term.key for term in query.terms), *query.beyond_limit])
    for word in fold(typed).split():
        assert word in kept


@given(st.text(alphabet='"“”「- 电梯', max_size=40))
def test_every_mixture_of_quotes_and_minus_is_read(typed):
    query = parse_query(typed)
    assert all(term.tokens for term in query.terms)


def test_matching_takes_all_words_and_no_excluded_one():
    query = parse_query("电梯 停运 -消防")
    assert query.matches("3号楼電梯停运两天")
    assert not query.matches("电梯停运，消防通道也堵")
    assert not query.matches("电梯异响")


def test_a_phrase_across_a_blank_keeps_the_end_of_its_first_run():
    assert term_tokens("电梯 坏") == (("电梯", "梯", "坏"), True)
