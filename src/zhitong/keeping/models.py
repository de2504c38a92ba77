"""What is remembered of what is no longer kept: kind, number and day."""

from django.db import models

from zhitong.network.codes import new_code
from zhitong.network.models import Office


class Emptying(models.Model):
    """One step of one turn: so many things of one kind were past their term and are gone."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    count = models.IntegerField()
    before = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "at"], name="keeping_by_day")]
