"""The only writers of figures: yearly targets, scoring schemes from draft to published version, points entered by hand."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhitong.errors import BadInput, Conflict
from zhitong.figures import events
from zhitong.figures.by_hand import enterable
from zhitong.figures.measures import MEASURES
from zhitong.figures.models import PointsEntry, SchemeVersion, Target
from zhitong.figures.periods import EARLIEST, LATEST
from zhitong.figures.queries import scheme_of
from zhitong.figures.recorded import key_of, possible_facts, rows_to_bind
from zhitong.figures.schemes import Decisions, build_scheme, open_questions
from zhitong.figures.schemes.reader import read_mapping
from zhitong.intake.words import refuse_broken
from zhitong.journal.chain import canonical
from zhitong.journal.door import forbid, lock, permit, record, require
from zhitong.network.actors import Actor
from zhitong.network.codes import new_code
from zhitong.network.models import Person, Unit

if TYPE_CHECKING:
    from zhitong.files.models import StoredFile

TARGET_MEASURES = tuple(
    code for code, measure in MEASURES.items() if measure.opens == "submissions" and not measure.adds
)  # what can be aimed at: what adds up over a year
MOST_TARGET = 1_000_000
MOST_ENTERED = 1_000  # in one entry: nobody attends more meetings in a day


@transaction.atomic
def set_target(
    *, by: Actor, year: int, measure: str, number: int | None, reason: str, unit: Unit | None = None, kind: str = ""
) -> Target:
    """A year's target for one unit, for each unit of a kind, or for the whole office; None lifts the one that stood.

    Raises BadInput for a measure that does not add up, a foreign unit, a year or number out of bounds, a missing reason.
    """
    permit(by, "figures.targets", by.office_id)
    if measure not in TARGET_MEASURES:
        raise BadInput(
            "figures.target.measure", _("This measure takes no target."), _("Choose one that counts."), field="measure"
        )
    if unit is not None and unit.office_id != by.office_id:
        raise BadInput(
            "figures.target.unit",
            _("This unit does not belong to your office."),
            _("Choose one from the list."),
            field="whom",
        )
    if unit is not None and kind:
        raise TypeError("a target is for a unit or for a kind, not for both")
    if not EARLIEST <= year <= LATEST or (number is not None and not 1 <= number <= MOST_TARGET):
        raise BadInput(
            "figures.target.bounds",
            _("A target is a whole number above 0, in a year such as 2026."),
            _("Leave the number empty to lift the target."),
            field="number",
        )
    if not reason.strip():
        raise BadInput(
            "figures.target.reason",
            _("A target needs its reason."),
            _("Name the document or meeting that set it."),
            field="reason",
        )
    target = Target.objects.create(
        office_id=by.office_id,
        year=year,
        unit=unit,
        kind=kind,
        measure=measure,
        number=number,
        reason=reason.strip(),
        set_by_id=by.person_id,
        set_at=by.at,
    )
    whom = {"year": year, "measure": measure, "unit": unit.code if unit else "", "kind": kind}
    happened = events.TargetLifted(**whom) if number is None else events.TargetSet(**whom, number=number)
    record(happened, on=target, by=by)
    return target


# Scoring schemes


@transaction.atomic
def write_scheme(text: str, *, by: Actor, seen: str | None = None) -> SchemeVersion:
    """Keep a scheme's text as the draft of its next version. Decisions and matchings taken for the last version are carried over.

    ``seen`` is the digest of the text that the writer began from (empty: none was kept); None asks for no check.
    Raises SchemeWrong (a BadInput) naming the key that cannot be read, Conflict where another draft was kept meanwhile; nothing is
    kept then.
    """
    permit(by, "figures.schemes", by.office_id)
    lock(by.office)  # two who write the same scheme at once meet here
    scheme = build_scheme(read_mapping(text))
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", scheme.id):
        raise BadInput(
            "figures.scheme.id",
            _("The scheme's id must be small letters, figures and underscores."),
            _("Write such as: id: linxi_units_2026"),
            field="text",
        )
    known = SchemeVersion.objects.filter(office_id=by.office_id, scheme=scheme.id)
    draft = known.filter(state=SchemeVersion.State.DRAFT).first()
    last = known.order_by("-version").first()
    if draft is not None and seen is not None and draft.digest not in (seen, _digest(text)):
        raise Conflict(
            "figures.scheme.other_draft",
            _("%(name)s kept another draft of this scheme meanwhile.") % {"name": draft.written_by.name},
            _(
                "Open that draft in another window, compare, and write your change there; or give this scheme another short name."
            ),
        )
    if draft is None:
        draft = SchemeVersion(
            office_id=by.office_id,
            scheme=scheme.id,
            version=(known.aggregate(last=Max("version"))["last"] or 0) + 1,
            decisions=last.decisions if last else {},
            matching=last.matching if last else {},
        )
    draft.name, draft.text, draft.digest = scheme.name[:200], text, _digest(text)
    draft.written_by_id, draft.written_at = by.person_id, by.at
    draft.save()
    record(events.SchemeWritten(scheme=scheme.id, version=draft.version, digest=draft.digest), on=draft, by=by)
    return draft


@transaction.atomic
def decide(version: SchemeVersion, key: str, value: object, *, reason: str, by: Actor) -> SchemeVersion:
    """Answer one thing that the text leaves open, with a reason; only while the version is a draft."""
    version = lock(version)
    permit(by, "figures.schemes", version.office_id)
    _require_draft(version)
    for field, text in (("key", key), ("value", str(value)), ("reason", reason)):
        refuse_broken(text, field=field)
    value = number_where_asked(key, value)
    checked = Decisions.of(version.decisions).record(key, value, reason=reason, by=str(by.person or ""))
    kept = {"value": checked.get(key), "reason": reason.strip(), "by": by.person.name if by.person else ""}
    version.decisions = {**version.decisions, key: kept}
    version.save(update_fields=["decisions"])
    happened = events.SchemeDecided(
        scheme=version.scheme, version=version.version, key=key[:80], digest=_digest(canonical([str(value), reason]))
    )
    record(happened, on=version, by=by)
    return version


@transaction.atomic
def match(version: SchemeVersion, said: str, row: str, *, by: Actor) -> SchemeVersion:
    """Say which row of the scheme an adopting body, a leader's rank or a department means; an empty row: none, it earns nothing.
    For ``record:FAMILY:ROW``, which fact of the office's records answers that row; empty: people enter it."""
    version = lock(version)
    permit(by, "figures.schemes", version.office_id)
    _require_draft(version)
    refuse_broken(said, field="said")
    scheme = scheme_of(version)
    if said.startswith("record:"):
        known = next((possible_facts(each) for each in rows_to_bind(scheme) if key_of(each) == said), ())
    else:
        known = [each.id for each in (*scheme.levels, *scheme.instructions, *scheme.replies)]
    if row and row not in known:
        raise BadInput(
            "figures.scheme.row", _("The scheme has no such row."), _("Choose one from the list."), field="row"
        )
    version.matching = {**version.matching, said: row}
    version.save(update_fields=["matching"])
    record(events.SchemeMatched(scheme=version.scheme, version=version.version, row=row), on=version, by=by)
    return version


@transaction.atomic
def publish_scheme(version: SchemeVersion, *, by: Actor, valid_from: date | None = None) -> SchemeVersion:
    """Make a draft the version in force from a day on. Refused while anything in its text is still open."""
    version = lock(version)
    permit(by, "figures.publish_scheme", version.office_id)
    _require_draft(version)
    left = open_questions(scheme_of(version), Decisions.of(version.decisions))
    require(
        not left,
        "figures.scheme.open",
        _("%(count)s questions that the text leaves open are not decided yet.") % {"count": len(left)},
        _("Decide each of them below, with its reason, and publish then."),
    )
    version.state = SchemeVersion.State.PUBLISHED
    version.published_by_id, version.published_at = by.person_id, by.at
    version.valid_from = valid_from or timezone.localdate(by.at)
    version.save()
    happened = events.SchemePublished(
        scheme=version.scheme, version=version.version, digest=version.digest, valid_from=version.valid_from
    )
    record(happened, on=version, by=by)
    return version


@transaction.atomic
def end_scheme(version: SchemeVersion, *, by: Actor, reason: str) -> SchemeVersion:
    """Take a published version out of use; what it scored can still be reckoned."""
    version = lock(version)
    permit(by, "figures.publish_scheme", version.office_id)
    require(
        version.state == SchemeVersion.State.PUBLISHED,
        "figures.scheme.not_published",
        _("Only a published scheme can be ended."),
        _("Look at the list of schemes."),
    )
    if not reason.strip():
        raise BadInput(
            "figures.scheme.why", _("Ending a scheme needs a reason."), _("Write one sentence."), field="reason"
        )
    version.state = SchemeVersion.State.ENDED
    version.save(update_fields=["state"])
    record(events.SchemeEnded(scheme=version.scheme, version=version.version), on=version, by=by, reason=reason.strip())
    return version


# Points entered by hand


@dataclass(frozen=True)
class Given:
    """What one entry of the register says. ``row`` is a key of ``by_hand.enterable``; a unit or a person, never both."""

    row: str
    happened_on: date
    number: int
    reason: str
    unit: Unit | None = None
    person: Person | None = None
    evidence: StoredFile | None = None


@transaction.atomic
def enter_points(version: SchemeVersion, given: Given, *, by: Actor) -> PointsEntry:
    """Enter a fact that a row of the scheme counts and no record says. It counts once another person has confirmed it.

    Raises BadInput for a row that people do not enter, nobody or two named, a day ahead, a number out of bounds, no reason, or the same
    fact once more.
    """
    permit(by, "figures.enter_points", by.office_id)
    permit(by, "figures.enter_points", version.office_id)
    lock(by.office)  # two who enter the same at once meet here
    return _enter_points(version, given, by)


@transaction.atomic
def correct_points(entry: PointsEntry, version: SchemeVersion, given: Given, *, why: str, by: Actor) -> PointsEntry:
    """A new row in the place of a wrong one, which counts on until the new one is confirmed and stays readable."""
    entry = _replaceable(entry, by, why)
    return _enter_points(version, given, by, corrects=entry, why=why.strip())


@transaction.atomic
def take_back_points(entry: PointsEntry, *, why: str, by: Actor) -> PointsEntry:
    """It never happened: a row that only says so, and that another person confirms where the old one counted."""
    entry = _replaceable(entry, by, why)
    kept = ("office_id", "scheme", "row", "said", "unit", "person", "happened_on", "number", "evidence", "chain")
    row = PointsEntry.objects.create(
        **{name: getattr(entry, name) for name in kept},
        reason=why.strip(),
        entered_by_id=by.person_id,
        entered_at=by.at,
        corrects=entry,
        void=True,
    )
    record(events.PointsTakenBack(entry=row.code, corrects=entry.code), on=row, by=by, reason=why.strip())
    return row


@transaction.atomic
def confirm_points(entry: PointsEntry, *, by: Actor) -> PointsEntry:
    """A second person has looked at it. Whoever entered it does not confirm it."""
    entry = lock(entry)
    permit(by, "figures.confirm_points", entry.office_id)
    forbid(
        by.person_id == entry.entered_by_id,
        "figures.points.own",
        _("Who entered points does not confirm them."),
        by.who_may("figures.confirm_points"),
    )
    require(entry.confirmed_at is None, "figures.points.done", _("This entry is confirmed already."))
    _require_newest(entry)
    entry.confirmed_by, entry.confirmed_at = by.person, by.at
    entry.save(update_fields=["confirmed_by", "confirmed_at"])
    record(events.PointsConfirmed(entry=entry.code), on=entry, by=by)
    return entry


def _enter_points(
    version: SchemeVersion, given: Given, by: Actor, *, corrects: PointsEntry | None = None, why: str = ""
) -> PointsEntry:
    row = enterable(version).get(given.row)
    _refuse_unfit(version, row, given, by, corrects)
    code = new_code()
    entry = PointsEntry.objects.create(
        code=code,
        office_id=by.office_id,
        scheme=version.scheme,
        row=given.row,
        said=(row.words or row.id)[:300],
        unit=given.unit,
        person=given.person,
        happened_on=given.happened_on,
        number=given.number,
        reason=given.reason.strip(),
        evidence=given.evidence,
        entered_by_id=by.person_id,
        entered_at=by.at,
        chain=corrects.chain if corrects else code,
        corrects=corrects,
    )
    happened = events.PointsEntered(
        entry=entry.code,
        corrects=corrects.code if corrects else "",
        number=entry.number,
        happened_on=entry.happened_on,
    )
    record(happened, on=entry, by=by, reason=why)
    return entry


def _refuse_unfit(version: SchemeVersion, row: object, given: Given, by: Actor, corrects: PointsEntry | None) -> None:
    def refuse(reason: str, message: str, remedy: str, field: str) -> None:
        raise BadInput(f"figures.points.{reason}", message, remedy, field=field)

    if row is None:
        refuse("row", _("People do not enter this row."), _("Choose one from the list."), "row")
    if (given.unit is None) == (given.person is None):
        refuse("whom", _("Points go to one unit or to one person."), _("Choose one of the two."), "unit")
    whom, field = (given.unit, "unit") if given.unit else (given.person, "person")
    if whom.office_id != by.office_id:
        refuse("foreign", _("This is nobody of your office."), _("Choose one from the list."), field)
    if scheme_of(version).subject == {"unit": "person", "person": "unit"}[field]:
        refuse("subject", _("By this text points do not go there."), _("Choose the other one."), field)
    if given.happened_on > timezone.localdate(by.at) or given.happened_on.year < EARLIEST:
        refuse(
            "day",
            _("The day lies in the future, or too far back."),
            _("Write the day on which it happened."),
            "happened_on",
        )
    if not 1 <= given.number <= MOST_ENTERED:
        refuse(
            "number",
            _("The number says how often: 1 or more."),
            _("A deduction is entered by the row that takes points."),
            "number",
        )
    if not given.reason.strip():
        refuse("reason", _("An entry needs its reason."), _("Write what happened, or name the document."), "reason")
    if len(given.reason.strip()) > 300:
        refuse("long", _("The reason is longer than 300 characters."), _("Shorten it."), "reason")
    same = PointsEntry.objects.filter(
        office_id=by.office_id, scheme=version.scheme, row=given.row, unit=given.unit, person=given.person,
        happened_on=given.happened_on, reason=given.reason.strip(), void=False, corrected_by=None,
    ).exclude(pk=corrects.pk if corrects else None)  # fmt: skip
    if same.exists():
        refuse(
            "same",
            _("The same is entered already, for the same day and with the same reason."),
            _("Correct its number, or say in the reason what is different."),
            "reason",
        )


def _replaceable(entry: PointsEntry, by: Actor, why: str) -> PointsEntry:
    entry = lock(entry)
    permit(by, "figures.enter_points", entry.office_id)
    _require_newest(entry)
    require(not entry.void, "figures.points.void", _("This row only takes back another one."), _("Enter it anew."))
    if not why.strip():
        raise BadInput("figures.points.why", _("Write what was wrong."), field="why")
    return entry


def _require_newest(entry: PointsEntry) -> None:
    require(
        not PointsEntry.objects.filter(corrects=entry).exists(),
        "figures.points.replaced",
        _("This row was replaced by a later one."),
        _("Look at the later one."),
    )


def number_where_asked(key: str, value: object) -> object:
    """What a form's text says for a key that wants a number; raises BadInput where it says none."""
    if not isinstance(value, str) or not key.startswith(("points.", "caps.", "money.")):
        return value
    typed = unicodedata.normalize("NFKC", value).strip()  # full-width figures too
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", typed):
        raise BadInput(
            "figures.scheme.number", _("A number is asked for here."), _("Write such as 5 or 0.5."), field="number"
        )
    return float(typed) if "." in typed else int(typed)


def _require_draft(version: SchemeVersion) -> None:
    require(
        version.state == SchemeVersion.State.DRAFT,
        "figures.scheme.published",
        _("A published version never changes."),
        _("Write the next version: save its text again."),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
