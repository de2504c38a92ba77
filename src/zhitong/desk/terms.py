"""A submission is worked on as long as a brief that draws on it is being written or reviewed: what belongs to it is held."""

from zhitong.desk.models import Brief, BriefSource
from zhitong.keeping.terms import while_open

IN_WORK = (Brief.State.DRAFTING, Brief.State.IN_REVIEW)

while_open(lambda: BriefSource.objects.filter(brief__state__in=IN_WORK).values("submission"))
