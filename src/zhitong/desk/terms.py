"""A submission is worked on as long as a brief that draws on it is being written or reviewed: what belongs to it is held."""

from zhitong.desk.models import BriefSource
from zhitong.desk.queries import OPEN
from zhitong.keeping.terms import while_open

while_open(lambda: BriefSource.objects.filter(brief__state__in=OPEN).values("submission"))
