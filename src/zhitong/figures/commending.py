"""分档 and 表彰 by a scheme's written rules over the office's own scores: who, by which rule, for which figures.

People stand here only with what they sent in under their names; a submission whose author asked not to be named is told by its title alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import translation

from zhitong.errors import Refused, Said
from zhitong.figures.models import SchemeVersion
from zhitong.figures.people_scoring import PersonScore, apart_of, reckon_people
from zhitong.figures.queries import scheme_of, schemes_in_force, titled
from zhitong.figures.schemes import Candidate, Chosen, Decisions, Scheme, choose, score, tiers
from zhitong.figures.schemes.model import Rule
from zhitong.figures.schemes.numbers import say
from zhitong.figures.scope import Scope
from zhitong.figures.scoring import Item, Matcher, UnitScore, Unmatched, items_earned, not_told, reckon
from zhitong.paper import Heading, Paper, Paragraph, Table
from zhitong.paper.description import Block

CHINESE = "zh-hans"
WIDTHS = (3.4, 11.0, 6.0, 3.4, 3.4, 11.0)  # of the printed table, in characters


@dataclass(frozen=True)
class Line:
    """One line of a list. ``code``: of the unit, person or submission, which opens into its rows; ``of`` says which it is."""

    of: str
    code: str
    name: str
    about: str  # the group, or the unit of a submission
    points: Decimal
    place: int | None
    reasons: tuple[Said, ...]


@dataclass(frozen=True)
class List:
    """What one rule gives. ``refusal`` where the text leaves open what it needs: then there is no list, not a shorter one."""

    rule: Rule
    lines: tuple[Line, ...]
    refusal: Refused | None = None


@dataclass(frozen=True)
class Commendation:
    """``not_told``: the scheme's rows that no record answers, in Chinese as papers are; ``unmatched``: outcomes of the period that
    belong to no row. The points behind every list are without both."""

    tiers: tuple[List, ...]
    awards: tuple[List, ...]
    not_told: tuple[str, ...] = ()
    unmatched: int = 0

    @property
    def besides(self) -> list[str]:
        """What a paper says under its lists; empty where the points hold everything."""
        said = []
        if self.not_told:
            said.append(f"下列各项没有记录可计，未计入分数，须另行核加：{'；'.join(self.not_told)}。")
        if self.unmatched:
            said.append(f"本期有{self.unmatched}次采用、批示或答复尚未归入计分办法的任何一行，未计分。")
        return said


def scheme_with_rules(office_id: int, on: date) -> SchemeVersion | None:
    """The version in force on a day that has rules for tiers or awards."""
    for version in schemes_in_force(office_id, on):
        scheme = scheme_of(version)
        if scheme.tiers or scheme.awards:
            return version
    return None


def commend(version: SchemeVersion, scope: Scope) -> Commendation:
    """Every rule of the version over one period, as known on the scope's day."""
    scheme = scheme_of(version)
    decisions = Decisions.of(version.decisions)
    candidates = _Candidates(scheme, version, scope)
    with translation.override(CHINESE):  # groups are named in the text, which is Chinese whoever reads the page
        return Commendation(
            tuple(_tiers(scheme, candidates, decisions)),
            tuple(_award(scheme, rule, candidates, decisions) for rule in scheme.awards),
            _not_told(scheme, version, scope),
            candidates.unmatched,
        )


def _not_told(scheme: Scheme, version: SchemeVersion, scope: Scope) -> tuple[str, ...]:
    """Of whomever the rules are about."""
    about = {rule.of for rule in (*scheme.tiers, *scheme.awards)}
    of_people = not_told(version, scope, people=True) if "person" in about else ()
    return tuple(dict.fromkeys([*not_told(version, scope), *of_people]))


def _tiers(scheme: Scheme, candidates: _Candidates, decisions: Decisions) -> list[List]:
    try:
        found = tiers(scheme, {rule.of: candidates.of(rule.of) for rule in scheme.tiers}, decisions)
    except Refused as problem:
        return [List(rule, (), problem) for rule in scheme.tiers]
    found.sort(key=lambda chosen: -chosen.score)  # a tier holds all groups together
    return [
        List(rule, tuple(candidates.line(chosen) for chosen in found if chosen.rule is rule)) for rule in scheme.tiers
    ]


def _award(scheme: Scheme, rule: Rule, candidates: _Candidates, decisions: Decisions) -> List:
    try:
        found = choose(scheme, rule, candidates.of(rule.of), decisions)
    except Refused as problem:
        return List(rule, (), problem)
    return List(rule, tuple(candidates.line(chosen) for chosen in found))


class _Candidates:
    """Units, people and submissions with their scores, each counted once and only when a rule is about them."""

    def __init__(self, scheme: Scheme, version: SchemeVersion, scope: Scope):
        self._scheme, self._version, self._scope = scheme, version, scope
        self._found: dict[str, list[Candidate]] = {}
        self._names: dict[str, dict[str, tuple[str, str]]] = {}  # of → code → name, and unit of a submission
        self.unmatched = 0  # outcomes that earn nothing until somebody says which row they mean

    def of(self, what: str) -> list[Candidate]:
        """Raises the refusal of the first whose sum cannot be told: places and lists without it would be wrong."""
        if what not in self._found:
            self._found[what] = {"unit": self._units, "person": self._people, "item": self._items}[what]()
        return self._found[what]

    def line(self, chosen: Chosen) -> Line:
        what = chosen.rule.of
        name, unit = self._names[what][chosen.code]
        return Line(what, chosen.code, name, unit or chosen.group, chosen.score, chosen.place, chosen.reasons)

    def _units(self) -> list[Candidate]:
        sheet = reckon(self._version, self._scope)
        self._note(sheet.unmatched)
        scored = sheet.units
        self._names["unit"] = {each.unit.code: (each.unit.name, "") for each in scored}

        def groups(each: UnitScore) -> dict[str, str]:
            return apart_of(each.unit, None)

        return [
            Candidate(
                each.unit.code, groups(each), *_sum_of(each), measures=each.figures.measures, heads=each.figures.heads
            )
            for each in scored
        ]

    def _people(self) -> list[Candidate]:
        sheet = reckon_people(self._version, self._scope)
        self._note(sheet.unmatched)
        scored = sheet.people
        self._names["person"] = {each.person.code: (each.person.name, "") for each in scored}

        def groups(each: PersonScore) -> dict[str, str]:
            return apart_of(each.unit, each.person)

        return [
            Candidate(each.person.code, groups(each), *_sum_of(each), measures=each.figures.measures, heads=1)
            for each in scored
        ]

    def _items(self) -> list[Candidate]:
        matcher = Matcher(self._scheme, self._version, self._scope.office_id)
        items = items_earned(self._scope, matcher, lambda _path: Q())
        self._note(matcher.unmatched)
        earned = {pk: item for pk, item in items.items() if item.rows or item.instructions}
        named = titled(earned)
        self._names["item"] = {each.code: (f"{each.number} {each.title}", each.unit) for each in named.values()}
        return [Candidate(named[pk].code, {}, self._worth(earned[pk]), {}, _rows(earned[pk])) for pk in sorted(earned)]

    def _note(self, unmatched: tuple[Unmatched, ...]) -> None:
        """Units, people and items draw on the same outcomes, so that the most of them is how many there are."""
        self.unmatched = max(self.unmatched, sum(each.count for each in unmatched))

    def _worth(self, item: Item) -> Decimal:
        """What the submission earns by itself, undivided and without a unit's base and rates."""
        alone = Decisions.of({**self._version.decisions, "items_alone": True})
        entry = {key: value for key, value in item.entry().items() if key != "authors"}
        return score(self._scheme, [entry], None, alone).total


def _rows(item: Item) -> frozenset[str]:
    return frozenset([*(row["row"] for row in item.rows), *item.instructions])


def _sum_of(each: UnitScore | PersonScore) -> tuple[Decimal, dict]:
    if each.score is None:
        raise each.blocked
    return each.score.total, dict(each.score.rates or {})


HEAD = ("序号", "规则", "名称", "组别或单位", "分数", "名次", "依据")


def printed(commended: Commendation) -> list[tuple[str, list[List]]]:
    """The two parts of the paper with their headings, in Chinese as papers are."""
    return [(name, list(lists)) for name, lists in (("分档", commended.tiers), ("表彰名单", commended.awards)) if lists]


def row_of(number: int, rule: Rule, line: Line) -> list[str]:
    """As a table of the paper, with HEAD."""
    place = str(line.place) if line.place else "—"
    because = "；".join(reason.zh for reason in line.reasons)
    return [str(number), rule.name, line.name, line.about or "—", say(line.points), place, because]


def paper_of(version: SchemeVersion, scope: Scope, period: str, known_by: str) -> Paper:
    """表彰名单 as a printed paper: every line with the rule and the figures that put it there."""
    blocks: list[Block] = [
        Paragraph(f"{period}　　数据截至{known_by}", no_indent=True),
        Paragraph(f"依据《{version.name}》第{version.version}版（SHA-256 {version.digest[:12]}）。"),
    ]
    commended = commend(version, scope)
    blocks += [Paragraph(words) for words in commended.besides]
    for heading, lists in printed(commended):
        blocks.append(Heading(1, heading))
        for each in lists:
            blocks.append(Heading(2, each.rule.name))
            if each.refusal:
                blocks.append(Paragraph(f"尚不能评定：{refusal_zh(each.refusal)}"))
            elif not each.lines:
                blocks.append(Paragraph("没有符合的。"))
            else:
                rows = [
                    [row[0], *row[2:]] for row in (row_of(n, each.rule, line) for n, line in enumerate(each.lines, 1))
                ]
                blocks.append(Table(head=[HEAD[0], *HEAD[2:]], rows=rows, numeric=frozenset({3, 4}), widths=WIDTHS))
    return Paper(title=f"{version.office.short_name}分档和表彰名单", blocks=tuple(blocks))


def refusal_zh(refusal: Refused) -> str:
    message = refusal.message
    return message.zh if isinstance(message, Said) else str(message)
