"""Enters the chosen rows of a list: each by the same action as a row that is typed in, through the channel "import"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from zhitong.errors import BadInput, Refused
from zhitong.files.models import StoredFile
from zhitong.journal.door import permit
from zhitong.network.actors import Actor
from zhitong.outcomes import queries
from zhitong.outcomes.actions import Facts, enter_adoption
from zhitong.outcomes.adoption_list.matching import Issues, Match
from zhitong.outcomes.adoption_list.reading import AdoptionList, ListRow


@dataclass
class TakenIn:
    """How many rows went in, how many stood in the ledger already, and which were refused with which sentence."""

    entered: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def matched(read: AdoptionList, viewer: Actor) -> list[Match]:
    """Every row with the issue it may mean."""
    issues = Issues(queries.issues_to_match(viewer), queries.known_adoptions(viewer.office_id))
    return [issues.match(row) for row in read.rows]


@transaction.atomic
def take_in(read: AdoptionList, chosen: Mapping[int, str], *, file: StoredFile, by: Actor) -> TakenIn:
    """Enter the rows chosen: number of the row to the code of the issue it means. One refused row does not stop the others."""
    permit(by, "outcomes.enter", by.office_id)
    by = by.through("import")
    rows = {row.number: row for row in read.rows if not row.faults}
    briefs = {brief.code: brief for brief in queries.issues_to_match(by) if brief.code in set(chosen.values())}
    done = TakenIn()
    for number, code in sorted(chosen.items()):
        try:
            _enter(rows.get(number), briefs.get(code), file, by)
        except Refused as refusal:
            if refusal.code == "outcomes.enter.twice":
                done.known += 1
            else:
                done.refused.append((number, str(refusal)))
        else:
            done.entered += 1
    return done


def _enter(row: ListRow | None, brief, file: StoredFile, by: Actor) -> None:
    if row is None or brief is None:
        raise BadInput(
            "outcomes.list.gone", _("This row or this issue is no longer there."), _("Compare the list anew.")
        )
    with transaction.atomic():
        enter_adoption(
            brief,
            Facts(row.day, evidence=file),
            by=by,
            body=row.body,
            rank=row.rank,
            ladder=by.office.ladder,
            kind=row.kind,
            periodical=row.periodical,
            issue=row.issue,
        )
