"""A short way to write a scheme in a test: only what the test is about."""

from __future__ import annotations

from zhitong.figures.schemes import Scheme, build_scheme

LEVELS = [
    {"id": "own", "who": "区政协", "points": 1},
    {"id": "city", "who": ["市政协", "市委办"], "points": 5},
    {"id": "nation", "who": "全国政协", "points": 20},
]


def written(**parts: object) -> dict:
    return {
        "id": "trial",
        "name": "某区政协信息工作计分办法",
        "family": "cppcc",
        "subject": "unit",
        "levels": LEVELS,
        "accumulate": None,
        "repeat_same_level": None,
        **parts,
    }


def scheme(**parts: object) -> Scheme:
    return build_scheme(written(**parts))
