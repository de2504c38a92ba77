"""What a paper is made of: its vocabulary, its surroundings, and the lists that are rows and not figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import translation

from zhitong.figures.commending import HEAD, commend, refusal_zh, row_of, scheme_with_rules
from zhitong.figures.measures import BY_CODE, CATALOGUE, Measure, Rate
from zhitong.figures.periods import Period
from zhitong.figures.scope import Scope
from zhitong.network.models import Office, Unit
from zhitong.network.queries import units_of
from zhitong.outcomes.models import Adoption, Instruction
from zhitong.outcomes.queries import holding, with_replied
from zhitong.reports import cutoff
from zhitong.reports.content import Run
from zhitong.reports.counting import Carried, Counts
from zhitong.reports.filling import Surroundings, UnitShown
from zhitong.reports.language import Vocabulary
from zhitong.reports.models import ClosedPeriod, Kind, Report
from zhitong.reports.queries.papers import period_of

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
    head = ["序号", "期号", "标题", "批示领导", "批示日期", "办理情况"]
    return head if rows else [], rows, []


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
    head = ["序号", "标题", "采用单位", "刊物及期号", "采用日期", "采用形式"]
    return head if rows else [], rows, []


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
