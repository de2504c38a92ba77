"""The only writer of area models: a training is kept as a dated row; the newest proposes from then on, the older stay."""

from __future__ import annotations

import hashlib

from django.db import transaction

from zhitong.assessment import events
from zhitong.assessment.areas.queries import decided_items
from zhitong.assessment.models import AreaTraining
from zhitong.journal.door import permit, record
from zhitong.network.actors import Actor

RIGHT = "assessment.train"


def train_on_own_items(*, by: Actor) -> AreaTraining:
    """Learn from the office's decided items, measure, keep. BadInput when they are too few."""
    from zhitong.assessment.areas import training  # noqa: PLC0415  a second of scikit-learn, only where it is trained

    permit(by, RIGHT, by.office_id)
    texts, areas = decided_items(by.office_id)
    return keep(training.train(texts, areas), by=by)


@transaction.atomic
def keep(trained, *, by: Actor) -> AreaTraining:
    permit(by, RIGHT, by.office_id)
    figures = {"areas": trained.areas, "left_out": trained.left_out}
    row = AreaTraining.objects.create(
        office_id=by.office_id,
        at=by.at,
        by=by.person,
        items=trained.items,
        f1=trained.f1,
        built_in_f1=trained.built_in_f1,
        figures=figures,
        content=trained.content,
        digest=hashlib.sha256(trained.content).hexdigest(),
    )
    happened = events.AreaModelTrained(items=row.items, f1=str(row.f1), model=row.digest)
    record(happened, on=row, by=by)
    return row
