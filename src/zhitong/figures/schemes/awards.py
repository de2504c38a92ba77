"""分档 and 表彰: who stands in which tier and who is commended, by rules written beside the points, each with its reasons.

    tiers:  - {id: first, name: 第一档, points: ">=100"}            points reached
            - {id: second, name: 第二档, share: 30%}                the first 30 % of those ranked in the group
    awards: - {id: units, name: 先进单位, of: unit, places: 3}      the first three places of each group
            - {id: people, name: 先进个人, of: person, apart: member, points: "50分以上", places: 10}
            - {id: briefs, name: 优秀信息, of: item, rows: [nation], instructions: [city_leader]}

All that a rule says must hold; of ``rows`` and ``instructions`` one is enough. Of tiers the first that holds is the one. By place or share
nobody is taken who has no points. What the words leave open exactly on a line is decided before publishing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from zhitong.errors import Said

from .aloud import band_said
from .decisions import Decisions, decisions_for
from .keys import entries, mapping, one_of, text, texts
from .model import Rule, Scheme
from .naming import figure
from .numbers import ratio, say, shown, whole
from .ranking import Place, Standing, rank
from .refusals import SchemeWrong
from .sentences import sentence
from .standings import falls_short, read_minimum
from .vocabulary import Band, Threshold, band_of

OF = ("unit", "person", "item")
APART = ("kind", "unit", "member", "all")
_KEYS = (
    "id",
    "name",
    "of",
    "apart",
    "groups",
    "points",
    "places",
    "share",
    "rates",
    "rows",
    "instructions",
    "minimum",
    "note",
)
_CONDITIONS = ("points", "places", "share", "rates", "rows", "instructions", "minimum")


@dataclass(frozen=True)
class Candidate:
    """``groups``: what it belongs to, by the way of ranking apart. ``rows``: of the scheme, that an item earned."""

    code: str
    groups: Mapping[str, str]
    score: Decimal
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    measures: Mapping[str, Fraction | Decimal | int] = field(default_factory=dict)
    heads: int | None = None


@dataclass(frozen=True)
class Chosen:
    rule: Rule
    code: str
    group: str
    score: Decimal
    place: int | None
    reasons: tuple[Said, ...]


def read_rules(data: Mapping, key: str, subject: str, rows: Iterable[str]) -> tuple[Rule, ...]:
    """The rules under ``tiers`` or ``awards``; SchemeWrong names the one that cannot be taken."""
    known, rules = frozenset(rows), []
    for n, row in enumerate(entries(data, key)):
        rule = _rule(row, f"{key}[{n}]", subject, known)
        if rule.id in {other.id for other in rules}:
            raise SchemeWrong(
                "key_twice", f"{key}[{n}].id", sentence("the key is written twice."), sentence("Keep one of the two.")
            )
        rules.append(rule)
    return tuple(rules)


def _rule(row: Mapping, key: str, subject: str, known: frozenset[str]) -> Rule:
    for name in row:
        one_of(name, key, _KEYS)
    if not any(row.get(name) is not None for name in _CONDITIONS):
        raise SchemeWrong(
            "rule_empty",
            key,
            sentence("the rule says nothing that must hold."),
            sentence("Write one of %(names)s.", names=", ".join(_CONDITIONS)),
        )
    of = one_of(row.get("of", "person" if subject == "person" else "unit"), f"{key}.of", OF)
    if of != "item" and subject not in (of, "both"):
        raise SchemeWrong(
            "rule_of",
            f"{key}.of",
            sentence("the scheme does not score %(of)s.", of=of),
            sentence("Change the subject of the scheme."),
        )
    named = tuple(name for part in ("rows", "instructions") for name in texts(row.get(part), f"{key}.{part}"))
    for name in named:
        if name not in known:
            raise SchemeWrong(
                "no_such_row",
                key,
                sentence("the scheme has no row %(name)s.", name=name),
                sentence("Known rows: %(known)s.", known=", ".join(sorted(known))),
            )
    if named and of != "item":
        raise SchemeWrong(
            "rule_rows", key, sentence("rows are a rule for items."), sentence("Write of: item, or take points.")
        )
    share = row.get("share")
    if share is not None and (not 0 < ratio(share, f"{key}.share") <= 1 or of == "item"):
        raise SchemeWrong(
            "rule_share", f"{key}.share", sentence("a share is above 0 and at most 100 %%."), sentence('Write "30%%".')
        )
    name = text(row.get("name"), f"{key}.name", longest=80)
    return Rule(
        id=text(row.get("id", name), f"{key}.id", longest=80),
        name=name,
        key=key,
        of=of,
        apart=one_of(row.get("apart", "kind"), f"{key}.apart", APART),
        groups=texts(row.get("groups"), f"{key}.groups"),
        points=None if row.get("points") is None else _line(row["points"], f"{key}.points"),
        points_said=str(row.get("points") if row.get("points") is not None else ""),
        places=None if row.get("places") is None else whole(row["places"], f"{key}.places", least=1),
        share=None if share is None else ratio(share, f"{key}.share"),
        rates={
            rate: (_line(value, f"{key}.rates.{rate}"), str(value))
            for rate, value in mapping(row, "rates", f"{key}.rates").items()
        },
        rows=frozenset(named),
        minimum=read_minimum(row, f"{key}.minimum"),
    )


def _line(value: object, field: str) -> Band:
    """From a number (at least that; exactly on it open), or words as in bands: ">=85", "50分以上", 60-84."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Band("", Threshold(ratio(value, field), False, None), None)
    band = band_of("", value, field)
    if band is None:
        raise SchemeWrong(
            "rule_points",
            field,
            sentence("%(value)s is no line across the points.", value=shown(value)),
            sentence('Write ">=85" or "60-84".'),
        )
    return band


def takes_places(scheme: Scheme) -> bool:
    return any(rule.places or rule.share for rule in (*scheme.tiers, *scheme.awards))


def open_lines(scheme: Scheme) -> Iterator[tuple[str, Said]]:
    """(key of the decision, question) for everything in the rules that the words leave open."""
    rules = (*scheme.tiers, *scheme.awards)
    for rule in rules:
        for band in (rule.points, *(band for band, _said in rule.rates.values())):
            if band and any(side is not None and side.strict is None for side in (band.low, band.high)):
                yield (
                    f"threshold.{rule.id}",
                    sentence(
                        "Does exactly the line of %(name)s belong to it (inclusive) or not (strict)?", name=rule.name
                    ),
                )
                break
    if takes_places(scheme):
        yield (
            "tie_at_limit",
            sentence(
                "Where several share the last place that a rule takes, are all taken (all) or none of them (none)?"
            ),
        )
    if any(rule.share for rule in rules):
        yield (
            "share_rounding",
            sentence("A share of a group that is no whole number: rounded up, down, or half up?"),
        )


def tiers(
    scheme: Scheme, candidates: Mapping[str, list[Candidate]], decisions: Decisions | None = None
) -> list[Chosen]:
    """Each candidate (by what rules are ``of``) in the first tier whose rule holds; who is in none is left out."""
    placed: set[tuple[str, str]] = set()
    found = []
    for rule in scheme.tiers:
        for chosen in choose(scheme, rule, candidates.get(rule.of, []), decisions):
            if (rule.of, chosen.code) not in placed:
                placed.add((rule.of, chosen.code))
                found.append(chosen)
    return found


def choose(scheme: Scheme, rule: Rule, candidates: list[Candidate], decisions: Decisions | None = None) -> list[Chosen]:
    """Whom one rule takes, group by group, the highest first, with the reasons. Blocked where a line is still open."""
    decisions = decisions_for(scheme, decisions)
    if rule.of == "item":
        return [
            Chosen(rule, each.code, "", each.score, None, reasons)
            for each in candidates
            if (reasons := _of_item(scheme, rule, each, decisions)) is not None
        ]
    groups: dict[str, list[Candidate]] = {}
    for each in candidates:
        group = each.groups.get(rule.apart, "")
        if not rule.groups or group in rule.groups:
            groups.setdefault(group, []).append(each)
    return [
        chosen for group, members in groups.items() for chosen in _of_group(scheme, rule, group, members, decisions)
    ]


def _of_item(scheme: Scheme, rule: Rule, item: Candidate, decisions: Decisions) -> tuple[Said, ...] | None:
    reasons: list[Said] = []
    if rule.rows:
        found = rule.rows & item.rows
        if not found:
            return None
        earned = [row.words or row.id for row in scheme.item_rows if row.id in found]
        reasons.append(sentence("it earned the row %(names)s", names="、".join(earned)))
    return _lines_hold(rule, item, decisions, reasons)


def _lines_hold(rule: Rule, each: Candidate, decisions: Decisions, reasons: list[Said]) -> tuple[Said, ...] | None:
    """The reasons and those of the points and rates, or None where one does not hold."""
    if rule.points:
        if not _holds(rule, rule.points, Fraction(each.score), decisions):
            return None
        reasons.append(
            sentence(
                "%(points)s points, the rule wants %(wanted)s",
                points=say(each.score),
                wanted=_wanted(rule.points, rule.points_said),
            )
        )
    for name, (band, said) in rule.rates.items():
        rate = each.rates.get(name)
        if rate is None or not _holds(rule, band, rate, decisions):
            return None
        reasons.append(
            sentence(
                "%(name)s is %(value)s, the rule wants %(wanted)s",
                name=name,
                value=_percent(rate),
                wanted=_wanted(band, said),
            )
        )
    if falls_short(rule.minimum, each.score, {**each.measures, **each.rates}, decisions) is not None:
        return None
    for name, least in rule.minimum.items():
        value = each.score if name == "points" else {**each.measures, **each.rates}.get(name, Fraction(0))
        wanted = sentence("at least %(least)s", least=say(least))
        reasons.append(
            sentence(
                "%(name)s is %(value)s, the rule wants %(wanted)s", name=figure(name), value=say(value), wanted=wanted
            )
        )
    return tuple(reasons)


def _of_group(scheme: Scheme, rule: Rule, group: str, members: list[Candidate], decisions: Decisions) -> list[Chosen]:
    limits = [*([rule.places] if rule.places else []), *_share_limit(rule, len(members), decisions)]
    if not limits:
        ordered = sorted(members, key=lambda each: -each.score)
        held = [(each, _lines_hold(rule, each, decisions, [])) for each in ordered]
        return [Chosen(rule, each.code, group, each.score, None, why) for each, why in held if why is not None]
    by_code = {each.code: each for each in members}
    standings = [
        Standing(each.code, group, each.score, {**each.measures, **each.rates}, each.heads) for each in members
    ]
    places = rank(replace(scheme, groups=()), standings, decisions)
    taken = places
    for limit in limits:
        taken = _first(rule, taken, limit, decisions)
    found = []
    for place in taken:
        reasons = [
            sentence(
                "place %(place)s of %(among)s in %(group)s, the rule takes the first %(limit)s",
                place=place.place,
                among=len(members),
                group=group,
                limit=limit,
            )
            for limit in limits
        ]
        held = _lines_hold(rule, by_code[place.unit], decisions, reasons)
        if held is not None:
            found.append(Chosen(rule, place.unit, group, place.score, place.place, held))
    return found


def _first(rule: Rule, places: list[Place], limit: int, decisions: Decisions) -> list[Place]:
    """Those with points whose place is within the limit; whether an equal last place goes beyond it is decided."""
    first = [place for place in places if place.place <= limit and place.score > 0]
    if len(first) > limit:
        message = sentence("Several share the last place that %(name)s takes.", name=rule.name)
        if decisions.choice("tie_at_limit", message) == "none":
            return [place for place in first if place.place < first[-1].place]
    return first


def _share_limit(rule: Rule, members: int, decisions: Decisions) -> list[int]:
    if rule.share is None:
        return []
    exact = rule.share * members
    if exact.denominator == 1:
        return [int(exact)]
    message = sentence("%(share)s of %(members)s is no whole number.", share=_percent(rule.share), members=members)
    way = decisions.choice("share_rounding", message)
    return [{"up": ceil(exact), "down": floor(exact), "half_up": floor(exact + Fraction(1, 2))}[way]]


def _holds(rule: Rule, band: Band, value: Fraction, decisions: Decisions) -> bool:
    held = band.holds(value)
    if held is not None:
        return held
    message = sentence(
        "%(value)s is exactly on the line of %(name)s, and the text does not say whether that belongs to it.",
        value=say(value),
        name=rule.name,
    )
    return decisions.choice(f"threshold.{rule.id}", message, of="threshold") == "inclusive"


def _wanted(band: Band, said: str) -> Said | str:
    """The text's own words, or a sentence for its signs: >=60 is 不少于 60."""
    return said if not re.search(r"[<>≤≥=]", said) or "%" in said else band_said(band)


def _percent(rate: Fraction) -> str:
    return f"{say((rate * 1000).__round__() / Fraction(10))}%"
