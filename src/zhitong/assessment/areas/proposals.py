"""What the machine proposes on one submission, each with the words it rests on. Nothing here changes a submission or puts a list in order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhitong.assessment.areas.queries import current
from zhitong.assessment.models import AreaTraining
from zhitong.intake.models import Submission
from zhitong.intake.queries import text_of
from zhitong.network import queries as network
from zhitong.network.actors import Actor
from zhitong.text.gazetteer import Found
from zhitong.text.normalise import fold
from zhitong.text.places import names_in
from zhitong.text.urgency import Urgency, urgency_of

LOOK_TWICE = 0.3  # a lead over the second area under which a person should look twice (docs/manual/text.md)
LEVELS = {"now": _("at once"), "soon": _("soon"), "ordinary": _("in its turn")}
GROUNDS = {
    "danger": _("danger to life or health"),
    "day": _("a day or season that will not wait"),
    "going_on": _("goes on now"),
    "many": _("many people at once"),
    "weak": _("people who cannot help themselves"),
}


@dataclass(frozen=True)
class AreaProposed:
    name: str
    second: str
    why: tuple[str, ...]
    is_close: bool  # the second is nearly as likely
    agrees: bool  # with what the submission says
    own: AreaTraining | None  # the training it comes from; None: the built-in model


@dataclass(frozen=True)
class Proposals:
    area: AreaProposed | None
    places: list[Found]
    unlisted: list[str]  # read as names of places, but not in the office's list
    urgency: Urgency
    level: object
    grounds: list[tuple[object, tuple[str, ...]]]


def propose(viewer: Actor, submission: Submission) -> Proposals:
    """For a submission that the viewer may see and whose words are still here."""
    text = f"{submission.title}\n{text_of(submission)}"
    today = timezone.localdate(viewer.at)
    places = network.gazetteer_of(submission.office_id, on=today).find(f"{submission.place}\n{text}")
    known = "\n".join(fold(found.text) for found in places)
    unlisted = [name.text for name in names_in(fold(text)) if name.text not in known]
    urgency = urgency_of(text)
    grounds = [(GROUNDS[ground.kind], ground.words) for ground in urgency.grounds]
    return Proposals(_area(submission, text), places, unlisted, urgency, LEVELS[urgency.level], grounds)


def _area(submission: Submission, text: str) -> AreaProposed | None:
    from zhitong.assessment.areas.training import BUILT_IN_CODES  # noqa: PLC0415  a second of scikit-learn, when first asked
    from zhitong.text.area import built_in  # noqa: PLC0415  the same

    own = current(submission.office_id)
    model = _loaded(own.pk, own.digest) if own else built_in()
    proposal = model.propose([text])[0]
    if not proposal.why:
        return None
    names = network.choice_names("area", submission.office_id)
    codes = [area if own else BUILT_IN_CODES.get(area, area) for area in (proposal.area, proposal.second)]
    first, second = (names.get(code, area) for code, area in zip(codes, (proposal.area, proposal.second), strict=True))
    close = proposal.margin < LOOK_TWICE
    return AreaProposed(first, second, proposal.why, close, submission.area == codes[0], own)


@lru_cache(maxsize=8)
def _loaded(pk: int, _digest: str):
    """An office's model, read once for each process and training."""
    from zhitong.text.area import AreaModel  # noqa: PLC0415  a second of scikit-learn, when first asked

    return AreaModel.load(bytes(AreaTraining.objects.values_list("content", flat=True).get(pk=pk)))
