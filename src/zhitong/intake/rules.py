"""Facts that forbid, and what a submission must be before it is taken in. Nothing here writes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput, NotPermitted
from zhitong.intake import queries
from zhitong.intake.models import Commission, Submission
from zhitong.intake.words import refuse_broken
from zhitong.network import queries as network
from zhitong.web.forms import is_blank

if TYPE_CHECKING:
    from zhitong.network.actors import Actor

# What the other texts of a submission may hold, in characters.
LIMITS = {
    "place": 120,
    "provenance": 300,
    "voice": 120,
    "scope_evidence": 2_000,
    "express_reason": 1_000,
}
AUTHORS_LIMIT = 30
FILES_LIMIT = 20


def refuse_unfit_details(details: dict, office_id: int, at: datetime) -> None:
    """Raise BadInput for a detail that cannot be taken: too long, broken signs, unknown values, a claim without evidence."""
    for name, limit in LIMITS.items():
        value = details[name]
        refuse_broken(value, field=name)
        if len(value) > limit:
            raise BadInput(
                f"intake.submit.{name}_long",
                _("“%(label)s” has %(count)s characters, more than %(limit)s.")
                % {"label": Submission._meta.get_field(name).verbose_name, "count": len(value), "limit": limit},
                _("Shorten it."),
                field=name,
            )
    for name in ("scope", "matter_kind", "origin"):
        field = Submission._meta.get_field(name)
        if details[name] not in dict(field.choices):
            raise BadInput(
                f"intake.submit.{name}_unknown",
                _("“%(label)s” has no such value.") % {"label": field.verbose_name},
                _("Choose one from the list."),
                field=name,
            )
    if details["scope"] != Submission.Scope.ONE and is_blank(details["scope_evidence"]):
        raise BadInput(
            "intake.submit.scope_evidence",
            _("More than one case is claimed without evidence."),
            _("Write what shows it, such as how many cases, where and since when; or choose “one case”."),
            field="scope_evidence",
        )
    area = details["area"]
    if area and not network.choices("area", office_id, on=timezone.localdate(at)).filter(code=area).exists():
        raise BadInput(
            "intake.submit.area_unknown",
            _("The office's list does not hold this subject area."),
            _("Choose one from the list, or leave it empty."),
            field="area",
        )


def refuse_foreign_parts(by: Actor, unit, authors, files, commission, follows) -> None:
    """Raise BadInput when anything the submission points to belongs to another office, or a file to another person.

    Pages offer only what may be chosen; this catches what was put into the request by hand. One sentence for all, so that
    nobody learns what exists elsewhere.
    """
    office_id = by.office_id
    people = [author.person for author in authors if author.person]
    foreign = (
        (unit is not None and unit.office_id != office_id)
        or any(person.office_id != office_id for person in people)
        or any(file.office_id != office_id for file in files)
        or any(by.person_id and file.added_by_id != by.person_id for file in files)
        or (commission is not None and commission.office_id != office_id)
        or (follows is not None and follows.office_id != office_id)
    )
    if foreign:
        raise BadInput(
            "intake.submit.foreign_part",
            _("Something this submission points to is not in your office."),
            _("Choose unit, authors, files and call again."),
        )
    if len(files) > FILES_LIMIT:
        raise BadInput(
            "intake.submit.too_many_files",
            _("There are more than %(limit)s files.") % {"limit": FILES_LIMIT},
            _("Send the most telling ones, or put several pages into one file."),
            field="files",
        )
    if commission is not None and commission.state == Commission.State.CANCELLED:
        raise BadInput(
            "intake.submit.call_cancelled",
            _("This call was cancelled."),
            _("Send the text without the call, if it matters by itself."),
            field="commission",
        )


def refuse_ill_fitting(value: str, limit: int, *, field: str) -> None:
    """Raise BadInput for broken signs and for more characters than the field holds."""
    refuse_broken(value, field=field)
    if len(value) > limit:
        raise BadInput(
            "intake.text.long",
            _("This text has %(count)s characters, more than %(limit)s.") % {"count": len(value), "limit": limit},
            _("Shorten it."),
            field=field,
        )


def refuse_unfit_authors(authors, unit) -> None:
    if not authors and unit is None:
        raise BadInput(
            "intake.submit.nobody",
            _("The submission comes from nobody."),
            _("Name an author or a unit."),
            field="authors",
        )
    if len(authors) > AUTHORS_LIMIT:
        raise BadInput(
            "intake.submit.too_many_authors",
            _("There are more than %(limit)s authors.") % {"limit": AUTHORS_LIMIT},
            _("Name those who wrote it; others may be named in the text."),
            field="authors",
        )
    seen = set()
    for author in authors:
        refuse_broken(author.name, field="authors")
        if is_blank(author.name):
            raise BadInput(
                "intake.submit.author_name",
                _("An author has no name."),
                _("Write the name, or remove the line."),
                field="authors",
            )
        if len(author.name) > 60:
            raise BadInput(
                "intake.submit.author_name_long",
                _("An author's name has more than 60 characters."),
                _("Write one name in each line."),
                field="authors",
            )
        mark = ("person", author.person.pk) if author.person else ("name", author.name)
        if mark in seen:
            raise BadInput(
                "intake.submit.author_twice",
                _("%(name)s is named twice among the authors.") % {"name": author.name},
                _("Remove one of the lines."),
                field="authors",
            )
        seen.add(mark)


def speaks_for_others(by: Actor, unit, authors) -> bool:
    """Whether somebody enters this for another person or unit, which needs its own right."""
    if by.person_id is None:
        return False
    if not any(author.person and author.person.pk == by.person_id for author in authors):
        return True
    return unit is not None and unit.pk not in queries.units_of_actor(by)


def may_withdraw(by: Actor, submission: Submission) -> bool:
    """A source withdraws their own, a liaison the unit's, the desk any."""
    if not by.may("intake.withdraw"):
        return False
    return queries.visible_submissions(by).filter(pk=submission.pk).exists()


def refuse_withdrawal_by_others(by: Actor, submission: Submission) -> None:
    if not may_withdraw(by, submission):
        raise NotPermitted(
            "intake.withdraw.not_yours",
            _("Only the authors, whoever entered it, the unit's liaison or the desk withdraw a submission."),
            by.who_may("intake.withdraw"),
        )
