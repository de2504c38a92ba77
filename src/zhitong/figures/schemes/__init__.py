"""计分办法: scoring schemes as data, and the engine that adds them up exactly.

    scheme = read_scheme(path)                      a file of the shape in docs/manual/schemes.md
    open_questions(scheme, decisions)               what must be decided before it may be published
    score(scheme, items, counts, decisions)         lines, total, explain(); Blocked where the text leaves it open
    rank(scheme, standings, decisions)              places within groups

Plain Python: no Django, no database, nothing rounded, no float inside a sum.
"""

from __future__ import annotations

from pathlib import Path

from .awards import Candidate, Chosen, choose, tiers
from .build import build_scheme, read_scheme
from .decisions import Decision, Decisions
from .lines import Line
from .model import Scheme
from .questions import Question, all_questions, open_questions
from .ranking import Place, Standing, rank
from .refusals import Blocked, SchemeWrong
from .score import Score, money, score

EXAMPLES = Path(__file__).with_name("examples")

__all__ = [
    "EXAMPLES",
    "Blocked",
    "Candidate",
    "Chosen",
    "Decision",
    "Decisions",
    "Line",
    "Place",
    "Question",
    "Scheme",
    "SchemeWrong",
    "Score",
    "Standing",
    "all_questions",
    "build_scheme",
    "choose",
    "money",
    "open_questions",
    "rank",
    "read_scheme",
    "score",
    "tiers",
]
