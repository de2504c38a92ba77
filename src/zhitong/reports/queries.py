"""The readers: papers one may see, what a paper is made of, what a figure counts, how a closed paper differs from today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone, translation

from zhitong.assessment.models import Assessment
from zhitong.assessment.queries import standing
from zhitong.desk.models import Brief, BriefSource
from zhitong.desk.queries import restricted_briefs
from zhitong.dispatch.models import Dispatch
from zhitong.figures.commending import HEAD, commend, refusal_zh, row_of, scheme_with_rules
from zhitong.figures.measures import BY_CODE, CATALOGUE, Measure, Rate
from zhitong.figures.periods import Period, read_period
from zhitong.figures.scope import Scope
from zhitong.intake.models import Commission, CommissionAddressee, Submission, SubmissionAuthor
from zhitong.intake.queries import addressees_of, desk_people, visible_submissions
from zhitong.intake.restricted.queries import TITLE_ON_PAPER, restricted, without_hidden
from zhitong.network.actors import Actor
from zhitong.network.models import Office, Person, Unit
from zhitong.network.queries import people_of, units_of, visible_units
from zhitong.outcomes.models import Adoption, Instruction
from zhitong.outcomes.queries import end_of, holding, with_replied
from zhitong.reports import cutoff
from zhitong.reports.content import Run
from zhitong.reports.counting import Carried, Counts, Row, Tally, difference
from zhitong.reports.filling import Surroundings, UnitShown
from zhitong.reports.language import Vocabulary
from zhitong.reports.models import ClosedPeriod, Kind, Push, PushEntry, PushLine, Report, ReportText, TemplateText

CHINESE = "zh-hans"  # the language of papers
ALSO_CALLED = {  # short names that offices write; any measure may be asked for by its own name or code as well
    "来稿": "received",
    "采用": "adopted",
    "采用件次": "adoptions",
    "批示": "instructions",
    "批示件次": "instructions",
}
Listed = Callable[[Office, Counts], tuple[list[str], list[list[Run]], list[str]]]  # head, rows, notes below
NO_UNIT = UnitShown(None, "none", "未归单位", "")


# Papers


def visible_reports(viewer: Actor) -> QuerySet[Report]:
    """The desk sees every paper of its office; leaders and auditors those that are closed."""
    reports = Report.objects.filter(office_id=viewer.office_id).select_related(
        "office", "corrects", "made_by", "closed_by"
    )
    if viewer.may("reports.write") or viewer.may("reports.close"):
        return reports
    return reports.filter(state=Report.State.CLOSED) if viewer.may("reports.read") else reports.none()


def report_or_404(viewer: Actor, code: str) -> Report:
    return one_or_404(visible_reports(viewer), code)


def one_or_404(rows: QuerySet, code: str):
    # A code from an address may hold anything; PostgreSQL refuses NUL with an error instead of finding nothing.
    found = None if "\x00" in code else rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def newest_text(report: Report) -> ReportText:
    return report.texts.order_by("-ordinal").first()


def template_texts(office_id: int, kind: str) -> QuerySet[TemplateText]:
    """Every version of the office's own template, newest first; none while the office uses the one that comes with Zhitong."""
    return TemplateText.objects.filter(office_id=office_id, kind=kind).select_related("by").order_by("-ordinal")


def last_number(office_id: int, year: int) -> int:
    """The highest number given in a year. Only true while the numbering is held."""
    numbers = Report.objects.filter(office_id=office_id, year=year).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


def another_of_period(office_id: int, kind: str, period: str) -> Report | None:
    """The paper that stands for this kind and period already; bulletins may be several."""
    if kind == Kind.BULLETIN:
        return None
    found = Report.objects.filter(office_id=office_id, kind=kind, period=period, corrects=None)
    return found.exclude(state=Report.State.DROPPED).first()


def period_of(report: Report) -> Period:
    return Period(report.period, report.first, report.last)


def period_label(period: Period) -> str:
    """As papers say it, in Chinese: 2026年第三季度."""
    year, rest = period.code[:4], period.code[4:]
    if rest.startswith("Q"):
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    if rest.startswith("H"):
        return f"{year}年{'上' if rest == 'H1' else '下'}半年"
    if not rest:
        return f"{year}年"
    if ".." not in rest:
        return f"{year}年{int(rest[1:])}月"
    first, last = period.first, period.last
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"


# What a paper is made of


def vocabulary(office_id: int) -> Vocabulary:
    """What this office can ask for, in Chinese: the catalogue's measures as they are today, its units and their kinds."""
    known: list[Measure | Rate] = [*CATALOGUE, *(measure for measure in BY_CODE.values() if measure not in CATALOGUE)]
    with translation.override(CHINESE):
        own = {str(measure.name): measure.code for measure in known}
        kinds = {str(label): value for value, label in Unit.Kind.choices}
    codes = {measure.code for measure in known}
    short = {name: code for name, code in ALSO_CALLED.items() if code in codes}
    units: dict[str, str] = {}
    for unit in units_of(office_id):
        units |= {"".join(name.split()): unit.code for name in (unit.name, unit.short_name) if name}
    rates = frozenset(measure.code for measure in known if isinstance(measure, Rate))
    return Vocabulary({**short, **own, **{code: code for code in codes}}, rates, kinds, units)


def surroundings(office: Office, counts: Counts, today: date) -> Surroundings:
    units = list(units_of(office.pk))
    there = frozenset(units_of(office.pk, on=counts.period.last).values_list("pk", flat=True))
    with translation.override(CHINESE):
        return Surroundings(
            office=office.name,
            today=today,
            units=(*(UnitShown(unit.pk, unit.code, unit.name, unit.kind) for unit in units), NO_UNIT),
            standing=there,
            kinds={value: str(label) for value, label in Unit.Kind.choices},
            names={measure.code: str(measure.name) for measure in [*BY_CODE.values(), *CATALOGUE]},
            measures={measure.code: str(measure.unit) for measure in BY_CODE.values()},
            lists=lambda which: LISTED[which](office, counts),
        )


def counts_of(report: Report, today: date) -> Counts:
    """The open paper's counts as of today, with what the cut-off rule carries over from earlier closed periods."""
    known_by = cutoff.known_by(report.office_id, report.last, today)
    return Counts(report.office_id, period_of(report), known_by, carried_to(report))


def carried_to(report: Report) -> tuple[Carried, ...]:
    """The earlier closed periods whose late facts this paper counts, each with the day until which they were counted before."""
    if report.kind == Kind.BULLETIN:
        return ()
    earlier = list(
        ClosedPeriod.objects.filter(
            office_id=report.office_id, kind=report.kind, last__lt=report.first, report__corrects=None
        ).order_by("first")
    )
    if not earlier:
        return ()
    since = max(closed.known_by for closed in earlier)
    return tuple(
        Carried(Period(closed.period, closed.first, closed.last), since)
        for closed in earlier
        if closed.late == ClosedPeriod.Late.NEXT
    )


def _instructions(office: Office, counts: Counts) -> tuple[list[str], list[list[str]], list[str]]:
    """批示办理情况. Who reflected the matter is not printed: some of them asked not to be named."""
    known = counts.known_by
    found = (
        holding(Instruction, known_by=known)
        .filter(
            office_id=office.pk, happened_on__gte=counts.period.first, happened_on__lte=min(counts.period.last, known)
        )
        .select_related("brief__series")
    )
    found = with_replied(found, known_by=known).order_by("happened_on", "pk")
    rows = [
        [
            str(place),
            f"{row.brief.series.name}{row.brief.issue}",
            row.brief.title,
            row.leader,
            f"{row.happened_on.month}月{row.happened_on.day}日",
            "已回函" if row.is_replied else "未回函",
        ]
        for place, row in enumerate(found, 1)
    ]
    return ["序号", "期号", "标题", "批示领导", "批示日期", "办理情况"], rows, []


def _adoptions(office: Office, counts: Counts) -> tuple[list[str], list[list[str]], list[str]]:
    """采用明细: what other bodies took up; the office's own issues are not listed."""
    found = (
        holding(Adoption, known_by=counts.known_by)
        .filter(
            office_id=office.pk,
            happened_on__gte=counts.period.first,
            happened_on__lte=min(counts.period.last, counts.known_by),
        )
        .exclude(rank=office.rank, entered_by=None, came_from=None)
        .select_related("brief")
        .order_by("rank", "happened_on", "pk")
    )
    with translation.override(CHINESE):
        rows = [
            [
                str(place),
                row.brief.title,
                row.body,
                " ".join(part for part in (row.periodical, row.issue) if part),
                f"{row.happened_on.month}月{row.happened_on.day}日",
                str(row.get_kind_display()),
            ]
            for place, row in enumerate(found, 1)
        ]
    return ["序号", "标题", "采用单位", "刊物及期号", "采用日期", "采用形式"], rows, []


def _commended(which: str) -> Listed:
    """分档 or 表彰名单 by the scheme in force at the period's end. Without rows the head is what the paper says instead. What the points
    are without stands under the list, and is frozen with it."""

    def rows(office: Office, counts: Counts) -> tuple[list[str], list[list[Run]], list[str]]:
        version = scheme_with_rules(office.pk, min(counts.period.last, counts.known_by))
        if version is None:
            return ["本期没有生效的分档、表彰规则。"], [], []
        scope = Scope(office.pk, counts.period, counts.known_by)
        commended = commend(version, scope)
        lists = getattr(commended, which)
        refused = [f"{each.rule.name}尚不能评定：{refusal_zh(each.refusal)}" for each in lists if each.refusal]
        if refused:
            return ["；".join(refused)], [], commended.besides
        found: list[list[Run]] = []
        for each in lists:
            for line in each.lines:
                row: list[Run] = [*row_of(len(found) + 1, each.rule, line)]
                row[4] = {"t": row[4], "scheme": version.code, "of": line.code, "as": line.of}
                found.append(row)
        return [*HEAD] if found else [], found, commended.besides if lists else []

    return rows


LISTED: dict[str, Listed] = {
    "instructions": _instructions,
    "adoptions": _adoptions,
    "tiers": _commended("tiers"),
    "awards": _commended("awards"),
}


# What a figure counts


def rows_asked(report: Report, code: str, key: str, way: str, today: date) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """(rows, rows taken off) behind a figure of the paper: ``own`` live while open and frozen once closed, ``today`` as known
    now, ``came`` and ``went`` since it was frozen."""
    units = list(units_of(report.office_id).values_list("pk", "code", "kind"))
    members = _members(key, units)
    if report.state != Report.State.CLOSED:
        tally = counts_of(report, today).tally(code).of(members)
        return tally.rows, tally.minus
    frozen = frozen_tally(report, code, units).of(members)
    if way == "own":
        return frozen.rows, frozen.minus
    live = counts_as_of(report, today).tally(code).of(members)
    if way == "today":
        return live.rows, live.minus
    came, went = difference(frozen.rows, live.rows)
    minus_came, minus_went = difference(frozen.minus, live.minus)
    return (came + minus_went if way == "came" else went + minus_came), ()


def _members(key: str, units: list[tuple[int, str, str]]) -> frozenset[int | None] | None:
    if not key:
        return None
    if key == NO_UNIT.key:
        return frozenset({None})
    return frozenset(pk for pk, code, kind in units if key in (code, kind))


def frozen_tally(report: Report, code: str, units: list[tuple[int, str, str]]) -> Tally:
    closed: ClosedPeriod | None = getattr(report, "frozen", None)
    if closed is None:
        return Tally(())
    ids = {unit_code: pk for pk, unit_code, _kind in units}

    def rows(kept: list) -> tuple[Row, ...]:
        return tuple(Row(pk, submission, ids.get(unit)) for pk, submission, unit in kept)

    return Tally(rows(closed.rows.get(code, [])), rows(closed.minus.get(code, [])))


def freeze(report: Report, counts: Counts) -> tuple[dict, dict]:
    """(rows, minus) of every measure, as ``ClosedPeriod`` keeps them."""
    codes = dict(units_of(report.office_id).values_list("pk", "code"))

    def kept(rows: tuple[Row, ...]) -> list:
        return [[row.pk, row.submission, codes.get(row.unit, "")] for row in rows]

    tallies = {code: counts.tally(code) for code in BY_CODE}
    return (
        {code: kept(tally.rows) for code, tally in tallies.items()},
        {code: kept(tally.minus) for code, tally in tallies.items() if tally.minus},
    )


@dataclass(frozen=True)
class Difference:
    """One figure of a closed paper beside the same figure as known today."""

    measure: Measure
    key: str
    name: str
    frozen: int
    today: int
    came: tuple[Row, ...]
    went: tuple[Row, ...]

    @property
    def change(self) -> str:
        return f"{self.today - self.frozen:+d}"


def standing_paper(report: Report) -> Report:
    """The closed paper, or the last of its correction sheets that carries figures: what holds for the period now."""
    sheets = Report.objects.filter(corrects=report.corrects or report, frozen__isnull=False).order_by("number", "pk")
    return sheets.last() or report.corrects or report


def counts_as_of(report: Report, today: date) -> Counts:
    """The closed paper's period as known today, with the same carried periods as it had."""
    original = report.corrects or report
    return Counts(report.office_id, period_of(original), today, carried_to(original))


def differences(report: Report, today: date) -> list[Difference]:
    """Where the figures that stand (the paper's, or those of its last correction sheet) are not what is known today.

    The whole office first, then each unit, measure by measure. Rows that changed places without changing a number are shown too.
    """
    stands = standing_paper(report)
    units = list(units_of(report.office_id))
    triples = [(unit.pk, unit.code, unit.kind) for unit in units]
    lines = [(unit.code, unit.name, unit.pk) for unit in units] + [(NO_UNIT.key, NO_UNIT.name, None)]
    now = counts_as_of(report, today)
    found: list[Difference] = []
    for code, measure in BY_CODE.items():
        frozen, live = frozen_tally(stands, code, triples), now.tally(code)
        whole = _difference(measure, "", "全办", frozen, live)
        if whole is None:
            continue
        found.append(whole)
        touched = {row.unit for row in whole.came + whole.went}
        for key, name, unit in lines:
            if unit in touched:
                members = frozenset({unit})
                line = _difference(measure, key, name, frozen.of(members), live.of(members))
                found += [line] if line else []
    return found


def _difference(measure: Measure, key: str, name: str, old: Tally, new: Tally) -> Difference | None:
    came, went = difference(old.rows, new.rows)
    minus_came, minus_went = difference(old.minus, new.minus)
    came, went = came + minus_went, went + minus_came
    return Difference(measure, key, name, old.number, new.number, came, went) if came or went else None


def shown_rows(rows: tuple[Row, ...]) -> list[str]:
    """The submissions' codes behind the rows, newest first, each as often as it counts."""
    return [row.submission for row in sorted(rows, key=lambda row: (-row.pk, row.submission))]


def submissions_named(codes: list[str], viewer: Actor) -> dict[str, Submission]:
    """Restricted ones that are kept from the viewer are missing: they count and are not shown."""
    authors = Prefetch("authors", SubmissionAuthor.objects.order_by("position"))
    return {
        s.code: s
        for s in without_hidden(Submission.objects.filter(code__in=codes), viewer)
        .select_related("unit")
        .prefetch_related(authors)
    }


# What is restricted stands in no paper for many readers, whoever makes it


def unrestricted(rows: QuerySet, column: str) -> QuerySet:
    """These rows but for those whose ``column`` names a restricted submission, or a brief, dispatch or instruction that comes of one."""
    for codes in _restricted_codes():
        rows = rows.exclude(**{f"{column}__in": codes})
    return rows


def restricted_among(codes: set[str]) -> set[str]:
    """Those of these codes that name something restricted."""
    found: set[str] = set()
    for rows in _restricted_codes():
        found |= set(rows.filter(code__in=codes).values_list("code", flat=True))
    return found


def _restricted_codes() -> tuple[QuerySet, ...]:
    briefs = restricted_briefs()
    return (
        Submission.objects.filter(pk__in=restricted()).values("code"),
        Brief.objects.filter(pk__in=briefs).values("code"),
        Dispatch.objects.filter(brief_id__in=briefs).values("code"),
        Instruction.objects.filter(brief_id__in=briefs).values("code"),
    )


def restricted_titles(office_id: int) -> set[str]:
    """The titles that may stand in no paper: of restricted submissions, and of the briefs that draw on them in every wording."""
    briefs = Brief.objects.filter(office_id=office_id, pk__in=restricted_briefs())
    titles = set(Submission.objects.filter(office_id=office_id, pk__in=restricted()).values_list("title", flat=True))
    titles |= set(briefs.values_list("title", flat=True)) | set(briefs.values_list("revisions__title", flat=True))
    return titles - {"", None}


# Pushes


def visible_pushes(viewer: Actor) -> QuerySet[Push]:
    pushes = Push.objects.filter(office_id=viewer.office_id).select_related("office", "made_by")
    return pushes if viewer.may("reports.push_read") else pushes.none()


def lines_of(viewer: Actor) -> QuerySet[PushLine]:
    lines = unrestricted(PushLine.objects.filter(office_id=viewer.office_id), "about_code").select_related("owner")
    return lines if viewer.may("reports.push_read") else lines.none()


# Units and members


def unit_or_404(viewer: Actor, code: str) -> Unit:
    """A unit's page: the desk sees each, a liaison their own."""
    return one_or_404(visible_units(viewer), code)


def member_or_404(viewer: Actor, code: str) -> Person:
    people = people_of(viewer.office_id)
    return one_or_404(people if viewer.may("reports.member_record") else people.none(), code)


def offices() -> QuerySet[Office]:
    return Office.objects.order_by("pk")


def today_of(viewer: Actor) -> date:
    return timezone.localdate(viewer.at)


def suggested_periods(kind: str, today: date) -> list[Period]:
    """The periods a paper of this kind is usually made of: ended ones first, the newest first."""
    codes: dict[str, list[str]] = {
        Kind.QUARTER: [f"{year}Q{q}" for year in (today.year, today.year - 1) for q in (4, 3, 2, 1)],
        Kind.HALF: [f"{year}H{h}" for year in (today.year, today.year - 1) for h in (2, 1)],
        Kind.YEAR: [str(today.year - back) for back in range(3)],
        Kind.BULLETIN: [f"{today.year}-{month:02d}" for month in range(today.month, 0, -1)],
    }
    periods = [read_period(code, today) for code in codes[kind]]
    return [period for period in periods if period.first <= today]


# What the biweekly push looks at, where no room offers it yet


def instructions_without_reply(office_id: int) -> QuerySet[Instruction]:
    """Instructions that hold and that no reply carries out yet, oldest first."""
    rows = with_replied(holding(Instruction).filter(office_id=office_id)).filter(is_replied=False)
    return rows.select_related("brief__editor").order_by("happened_on", "pk")


def taken_up_without_brief(office_id: int, *, due_until: date) -> QuerySet[Assessment]:
    """Decisions to take up, with a day by which it should be written, from which no brief was begun that stands."""
    written = BriefSource.objects.filter(submission=OuterRef("submission")).exclude(brief__state="dropped")
    rows = standing().filter(
        ~Exists(written),
        submission__office_id=office_id,
        submission__withdrawn_at=None,
        submission__paper_at=None,
        verdict=Assessment.Verdict.TAKE_UP,
        due_on__isnull=False,
        due_on__lte=due_until,
    )
    return rows.select_related("submission", "taker", "by").order_by("due_on", "pk")


def calls_with_addressees(
    office_id: int, *, due_from: date, due_until: date, as_of: date
) -> list[tuple[Commission, list[CommissionAddressee]]]:
    """The calls still open and due in these days, each with whom it asked and whether they answered."""
    calls = Commission.objects.filter(
        office_id=office_id, state=Commission.State.OPEN, due_on__gte=due_from, due_on__lte=due_until
    ).select_related("issued_by")
    found = {call.pk: (call, []) for call in calls.order_by("due_on", "pk")}
    for row in addressees_of(list(calls), as_of=as_of):
        found[row.commission_id][1].append(row)
    return list(found.values())


def entries_of(push: Push) -> QuerySet[PushEntry]:
    return unrestricted(push.entries, "line__about_code").select_related("line__owner").order_by("position")


def last_push(office_id: int, *, planned: bool = False) -> Push | None:
    pushes = Push.objects.filter(office_id=office_id)
    return (pushes.filter(planned_on__isnull=False) if planned else pushes).order_by("-year", "-number").first()


def entries_by_line(push: Push | None) -> dict[int, PushEntry]:
    """How each line stood in this list; lines that were over by then left it."""
    if push is None:
        return {}
    return {entry.line_id: entry for entry in push.entries.exclude(moved=PushEntry.Moved.CLOSED)}


def open_lines(office_id: int) -> QuerySet[PushLine]:
    """What is still to be moved, the longest open first."""
    rows = unrestricted(PushLine.objects.filter(office_id=office_id, closed_at=None), "about_code")
    return rows.select_related("owner").order_by("opened_at", "pk")


def keepers(viewer: Actor) -> QuerySet[Person]:
    """Who may own a line: the people of the desk."""
    return desk_people(viewer.office_id, "reports.push", on=viewer.at)


# What a member is credited with


@dataclass(frozen=True)
class Credit:
    """One submission as one of its authors is credited with it."""

    code: str
    number: str
    title: str
    received_on: date
    part: str  # 独立, or 联名第1位 60 %
    is_protected: bool
    adopted_by: tuple[str, ...]  # adopting bodies, once for each adoption
    instructions: int
    is_withdrawn: bool

    @property
    def result(self) -> str:
        """As printed."""
        said = [f"{body}采用" for body in dict.fromkeys(self.adopted_by)]
        said += [f"批示{self.instructions}件次"] if self.instructions else []
        return "；".join(said) or ("本人撤回" if self.is_withdrawn else "—")


def credits_of(person: Person, first: date, last: date, known_by: date) -> list[Credit]:
    """What this person, alone or jointly, sent to their office in these days; outcomes as known by a day. Five queries."""
    rows = (
        SubmissionAuthor.objects.filter(
            person=person,
            submission__office_id=person.office_id,
            submission__received_at__gte=end_of(date.fromordinal(first.toordinal() - 1)),
            submission__received_at__lte=end_of(last),
        )
        .select_related("submission")
        .annotate(authors=Count("submission__authors"), is_restricted=Q(submission_id__in=restricted()))
        .order_by("submission__received_at", "submission_id")
    )
    found = list(rows)
    submissions = [row.submission_id for row in found]

    def by_submission(model, column: str) -> dict[int, list[str]]:
        outcomes = holding(model, known_by=known_by).filter(brief__sources__submission__in=submissions)
        grouped: dict[int, list[str]] = {}
        for submission, value in outcomes.order_by("happened_on", "pk").values_list(
            "brief__sources__submission", column
        ):
            grouped.setdefault(submission, []).append(value)
        return grouped

    adopted, instructed = by_submission(Adoption, "body"), by_submission(Instruction, "code")
    return [
        Credit(
            code=row.submission.code,
            number=row.submission.number,
            title=TITLE_ON_PAPER if row.is_restricted else row.submission.title,
            received_on=timezone.localdate(row.submission.received_at),
            part="独立" if row.authors == 1 else f"联名第{row.position}位 {row.percent}",
            is_protected=row.submission.withhold_name,
            adopted_by=tuple(adopted.get(row.submission_id, ())),
            instructions=len(instructed.get(row.submission_id, ())),
            is_withdrawn=row.submission.withdrawn_at is not None,
        )
        for row in found
    ]


def years_of_credits(person: Person) -> list[int]:
    """The years in which the person sent something in, newest first."""
    years = Submission.objects.filter(authors__person=person, office_id=person.office_id).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def members(viewer: Actor) -> QuerySet[Person]:
    """Whose records the desk may open: the office's people who ever sent something in under their name, and its members."""
    if not viewer.may("reports.member_record"):
        return Person.objects.none()
    written = SubmissionAuthor.objects.filter(person=OuterRef("pk"))
    return people_of(viewer.office_id).filter(Q(is_member=True) | Exists(written)).order_by("pk")


def unit_submissions(viewer: Actor, unit: Unit) -> QuerySet[Submission]:
    """What the unit sent in, newest first, as far as the viewer may see it."""
    return visible_submissions(viewer).filter(unit=unit).order_by("-received_at", "-pk")


def unit_calls(unit: Unit, today: date) -> list[CommissionAddressee]:
    """The calls of this year and the last that asked the unit, newest first, with whether it answered."""
    calls = Commission.objects.filter(
        office_id=unit.office_id, addressees__unit=unit, due_on__gte=date(today.year - 1, 1, 1)
    ).exclude(state=Commission.State.CANCELLED)
    rows = addressees_of(list(calls), as_of=today).filter(unit=unit).order_by("-commission__due_on", "-pk")
    return list(rows[:30])
