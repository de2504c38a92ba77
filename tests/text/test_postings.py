"""What is held in memory is what a plain dictionary would hold, whether it stands in runs or among the newest."""

from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zhitong.text import postings
from zhitong.text.postings import Postings

MARKS = st.one_of(st.integers(0, 40), st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2**31, 2**32 - 2, 2**32 - 1]))


@settings(max_examples=60)
@given(st.lists(st.sets(MARKS, max_size=6), max_size=40), st.sets(MARKS, min_size=1, max_size=8), st.integers(1, 9))
def test_each_mark_gives_its_texts(texts, others, newest):
    held, known = Postings(), defaultdict(list)
    kept, postings._NEWEST, postings._MANY = (postings._NEWEST, postings._MANY), newest, 2
    try:
        for number, marks in enumerate(texts):
            held.add(np.array(sorted(marks), dtype=np.uint32))
            for mark in marks:
                known[mark].append(number)
            if number % 3 == 0:
                _is_known(held, sorted(others), known)
        _is_known(held, sorted({*others, *known}), known)
    finally:
        postings._NEWEST, postings._MANY = kept


def _is_known(held, asked, known):
    found = held.find(np.array(asked, dtype=np.uint32))
    assert found.counts.tolist() == [len(known.get(mark, ())) for mark in asked]
    everywhere = [number for mark in asked for number in known.get(mark, ())]
    assert sorted(found.texts(np.arange(len(asked))).tolist()) == sorted(everywhere)
    assert sorted(found.texts(np.array([0])).tolist()) == known.get(asked[0], [])
