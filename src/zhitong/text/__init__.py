"""Chinese text without Django: keys, words, differences, checks, de-identification, similar texts, themes, subject areas.

What is used everywhere is named here. What needs scikit-learn or numpy is imported from its own file
(``zhitong.text.area``, ``zhitong.text.themes``), so that a page that only folds a name does not wait for them.
"""

from zhitong.text.diff import Piece, word_diff
from zhitong.text.names import matches_name, name_keys
from zhitong.text.normalise import Folded, dedupe_key, fold, fold_with_positions, unstorable
from zhitong.text.tokens import Query, Term, parse_query, search_tokens
from zhitong.text.words import words

__all__ = [
    "Folded",
    "Piece",
    "Query",
    "Term",
    "dedupe_key",
    "fold",
    "fold_with_positions",
    "matches_name",
    "name_keys",
    "parse_query",
    "search_tokens",
    "unstorable",
    "word_diff",
    "words",
]
