"""The rows of the form in which joint authors are named: read, bound to known people, and shown again as typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zhitong.errors import BadInput
from zhitong.intake import queries
from zhitong.intake.actions import AuthorGiven
from zhitong.intake.rules import AUTHORS_LIMIT
from zhitong.intake.words import refuse_broken
from zhitong.web.forms import is_blank

if TYPE_CHECKING:
    from zhitong.network.actors import Actor

FIGURES = re.compile(r"[0-9]{1,6}")
NARROW = str.maketrans("０１２３４５６７８９％", "0123456789%")


@dataclass
class AuthorRow:
    """One line as typed. ``candidates`` are the people of this name when there are several: the writer says who is meant."""

    name: str = ""
    person: str = ""  # a person's code
    share: str = ""
    error: str = ""
    candidates: list[tuple[str, str]] = field(default_factory=list)


def rows_of(data: Mapping[str, Sequence[str]]) -> list[AuthorRow]:
    """The rows that hold something, in their order. ``data`` maps the three field names to their lists."""
    lists = [list(data.get(name, ()))[: AUTHORS_LIMIT + 1] for name in ("author_name", "author_person", "author_share")]
    rows = [AuthorRow(*(text.strip() for text in values)) for values in zip_longest(*lists, fillvalue="")]
    return [row for row in rows if not is_blank(row.name) or row.share]


def bind(rows: list[AuthorRow], by: Actor) -> list[AuthorGiven] | None:
    """The authors meant, or None with each row's error set. A name that two people bear is asked about, never guessed."""
    given = []
    for row in rows:
        try:
            refuse_broken(row.name + row.share, field="authors")
        except BadInput as refusal:
            row.error, row.name, row.share = str(refusal), "", ""
            continue
        if is_blank(row.name):
            row.error = _("Write the author's name, or empty the line.")
            continue
        share = row.share.translate(NARROW).removesuffix("%").strip()
        if share and not FIGURES.fullmatch(share):
            row.error = _("Write the share in figures, such as 60; leave all shares empty when they are equal.")
            continue
        people = queries.people_named(by.office_id, row.name, on=by.at)
        if len(people) > 1:
            row.candidates = [
                (person.code, f"{person.name}（{unit}）" if unit else person.name) for person, unit in people
            ]
            people = [(person, unit) for person, unit in people if person.code == row.person]
            if not people:
                row.error = _("Several people are called %(name)s. Choose who is meant.") % {"name": row.name}
                continue
        person = people[0][0] if people else None
        given.append(AuthorGiven(row.name, person, int(share) if share else None))
    return None if any(row.error for row in rows) else given
