"""Train an office's own model of subject areas, and measure it against the built-in one on the same items.

Figures come from folds: each item is proposed by a model that never saw it. F1 is the harmonic mean of precision and recall of one area;
macro-F1 their mean over the areas, so that a small area counts as much as a large one. Needs scikit-learn: the worker's and the command's.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.metrics import f1_score, precision_recall_fscore_support
from sklearn.model_selection import StratifiedKFold

from zhitong.errors import BadInput, Said
from zhitong.text.area import AreaModel, built_in

FOLDS = 3
LEAST_OF_AN_AREA = 9  # fewer examples teach nothing, and cannot be parted into folds
LEAST_ITEMS = 40
MOST_PIECES = 14_000  # of the stored model: about 240 kB
# What the built-in model's areas are called in the list an office begins with (network/defaults.py).
BUILT_IN_CODES = {
    "城乡建设": "construction",
    "环境保护": "environment",
    "交通运输": "traffic",
    "教育文体": "education",
    "劳动和社会保障": "welfare",
    "商贸旅游": "economy",
    "卫生计生": "health",
}


@dataclass(frozen=True)
class Trained:
    """``areas``: one line for each, with code, items, precision, recall, f1. ``left_out``: code to number, of areas with too few items."""

    content: bytes
    items: int
    f1: float
    built_in_f1: float
    areas: list[dict]
    left_out: dict[str, int]


def train(texts: Sequence[str], areas: Sequence[str]) -> Trained:
    """BadInput when there is too little to learn from."""
    counts = Counter(areas)
    kept = [at for at, area in enumerate(areas) if counts[area] >= LEAST_OF_AN_AREA]
    texts, areas = [texts[at] for at in kept], [areas[at] for at in kept]
    if len(set(areas)) < 2 or len(areas) < LEAST_ITEMS:
        raise BadInput(
            "assessment.areas.too_few",
            Said(
                "There are too few decided items to learn from: at least %(items)s in two areas, %(each)s in each.",
                "已研判的来稿太少，学不出来：至少两个领域共 %(items)s 件，每个领域 %(each)s 件。",
                {"items": LEAST_ITEMS, "each": LEAST_OF_AN_AREA},
            ),
            Said("Until then the built-in model proposes.", "在此之前用自带的模型提议。"),
        )
    proposed, by_built_in = [""] * len(areas), [""] * len(areas)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for learned, asked in folds.split(texts, areas):
        model = AreaModel.train([texts[at] for at in learned], [areas[at] for at in learned])
        for at, proposal in zip(asked, model.propose([texts[at] for at in asked]), strict=True):
            proposed[at] = proposal.area
    for at, proposal in enumerate(built_in().propose(texts)):
        by_built_in[at] = BUILT_IN_CODES.get(proposal.area, proposal.area)
    names = sorted(set(areas))
    precision, recall, f1, support = precision_recall_fscore_support(areas, proposed, labels=names, zero_division=0)
    lines = [
        {"code": name, "items": int(number), "precision": round(float(p), 3), "recall": round(float(r), 3), "f1": round(float(f), 3)}
        for name, p, r, f, number in zip(names, precision, recall, f1, support, strict=True)
    ]  # fmt: skip
    return Trained(
        _stored(AreaModel.train(texts, areas).smaller(MOST_PIECES)),
        len(areas),
        round(float(sum(f1) / len(f1)), 3),
        round(float(f1_score(areas, by_built_in, labels=names, average="macro", zero_division=0)), 3),
        lines,
        {area: number for area, number in sorted(counts.items()) if number < LEAST_OF_AN_AREA},
    )


def _stored(model: AreaModel) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "area.npz"
        model.save(path, half=True)
        return path.read_bytes()
