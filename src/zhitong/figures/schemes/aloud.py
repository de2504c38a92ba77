"""A scheme read aloud: every rule that counts, as sentences, so that whoever decides need not read the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from zhitong.errors import Said

from .measured import Measured
from .model import Cap, Row, Rule, Scheme
from .naming import figure, kind_of
from .numbers import say
from .sentences import sentence
from .vocabulary import Band, Threshold

Part = tuple[Said, list[Said]]
_ACCUMULATE = {
    "sum": sentence("The rows of one item add up."),
    "increment": sentence("Each row comes on top of the lower ones."),
    "highest": sentence("Of several rows only the highest counts."),
}
_PER = {
    "period": sentence("in the whole period"), "item": sentence("for each item"), "month": sentence("in each month"),
    "quarter": sentence("in each quarter"),
}  # fmt: skip


def aloud(scheme: Scheme) -> list[Part]:
    """Headings with their sentences, in the order of a printed rule; parts without a rule are left out."""
    parts = [
        (sentence("Sending in"), list(_sending(scheme))),
        (sentence("Adoption"), [*map(_row, scheme.levels), *_together(scheme)]),
        (sentence("Instructions"), list(map(_row, scheme.instructions))),
        (sentence("Replies"), list(map(_row, scheme.replies))),
        (sentence("Calls"), list(map(_row, scheme.commissioned))),
        (sentence("Authors"), list(_authors(scheme))),
        (sentence("Factors"), [_factor(row) for row in scheme.multipliers]),
        (sentence("Figures as a whole"), [words for row in scheme.measured for words in _measured(row)]),
        (sentence("Other events"), list(map(_row, scheme.counted))),
        (sentence("Deductions"), list(map(_penalty, scheme.penalties))),
        (sentence("Rates"), list(_rates(scheme))),
        (sentence("Caps"), list(map(_cap, scheme.caps))),
        (sentence("Ranking"), list(_ranking(scheme))),
        (sentence("Tiers and awards"), [_rule(rule) for rule in (*scheme.tiers, *scheme.awards)]),
    ]
    return [(heading, sentences) for heading, sentences in parts if sentences]


def _points(points: Decimal | None) -> Said:
    return sentence("points not in the text") if points is None else sentence("%(points)s points", points=say(points))


def _named(row: Row) -> Said:
    return Said("%(id)s %(words)s", "%(words)s", {"id": row.id, "words": row.words or row.id})


def _row(row: Row) -> Said:
    return sentence("%(row)s%(kind)s: %(points)s", row=_named(row), kind=kind_of(row), points=_points(row.points))


def _sending(scheme: Scheme) -> Iterator[Said]:
    rule = scheme.submission
    if rule.base is not None:
        per = {"period": sentence("in the whole period")}.get(rule.base.per, _PER.get(rule.base.per, ""))
        yield sentence("Base: %(points)s points %(per)s", points=say(rule.base.points), per=per)
    if rule.points_each:
        yield sentence("Each item sent in: %(points)s points", points=say(rule.points_each))
    if rule.target is not None:
        yield sentence("To be sent in: %(target)s items in the counting period", target=rule.target)
    if rule.miss is not None:
        yield sentence("Each one too few: %(points)s points", points=say(rule.miss))


def _together(scheme: Scheme) -> Iterator[Said]:
    if scheme.highest_of_all:
        yield sentence("Of adoptions and instructions of one item together only the highest counts.")
    elif len(scheme.levels) > 1 and scheme.accumulate:
        yield _ACCUMULATE[scheme.accumulate]
    later = scheme.later
    if isinstance(later, Decimal):
        part = sentence("A second body of one row gives %(part)s of its points.", part=say(later * 100) + "%")
        yield {
            1: sentence("A second body of one row counts again."),
            0: sentence("A second body of one row counts no more."),
        }.get(later, part)
    elif later:
        parts = " / ".join(f"{say(each * 100)}%" for each in (Decimal(1), *later))
        yield sentence("The first, second and further bodies of one row give %(parts)s of its points.", parts=parts)


_AUTHORS = {
    "first": "第一作者", "first_author": "第一作者", "lead": "第一作者", "others": "其他作者", "joint": "联名的其他人", "other": "其他作者",
    "information": "联名信息", "composite": "综合稿", "proposals_rule": "联名提案", "proposals": "联名提案", "rule": "计分归属",
}  # fmt: skip


def _authors(scheme: Scheme) -> Iterator[Said]:
    """As the file says it: what is told in words stays in its words."""
    for name, value in scheme.authors.items():
        if name != "bonus_by_kind":
            yield sentence("%(row)s: %(effect)s", row=Said("%(key)s", "%(name)s", {"key": name, "name": _AUTHORS.get(name, name)}), effect=_plain(value))  # fmt: skip
    for rule in scheme.authors.get("bonus_by_kind") or ():
        kinds = "、".join(
            f"{kind} {say(Decimal(str(points)))}"
            for kind, points in rule.items()
            if kind != "row" and points is not None
        )
        yield sentence(
            "More points by kind of author, on %(row)s: %(kinds)s", row=str(rule.get("row", "*")), kinds=kinds
        )


def _plain(value: object) -> Said | str:
    if isinstance(value, Mapping):
        parts = [(str(key), _AUTHORS.get(key, str(key)), _plain(each)) for key, each in value.items()]
        return Said(
            "%(en)s", "%(zh)s",
            {"en": ", ".join(f"{key} {each}" for key, _name, each in parts), "zh": "、".join(f"{name} {each}" for _key, name, each in parts)},
        )  # fmt: skip
    return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _rates(scheme: Scheme) -> Iterator[Said]:
    for rate in scheme.rates:
        yield sentence("%(name)s = %(top)s ÷ %(bottom)s", name=rate.name, top=rate.numerator, bottom=rate.denominator)
        if rate.threshold is not None and rate.threshold.points is not None:
            yield sentence("%(name)s %(line)s: %(points)s points", name=rate.name, line=_side(rate.threshold), points=say(rate.threshold.points))  # fmt: skip


def _factor(row: Row) -> Said:
    factor = (
        sentence("a factor not in the text")
        if row.factor is None
        else sentence("times %(factor)s", factor=say(row.factor))
    )
    return sentence("%(row)s%(kind)s: %(points)s", row=_named(row), kind="", points=factor)


def _penalty(row: Row) -> Said:
    voids = {
        "item": sentence("; nothing of the item counts"),
        "period": sentence("; nothing of the period counts"),
    }.get(row.voids, "")
    if row.points is None and row.effect:
        return sentence("%(row)s: %(effect)s", row=_named(row), effect=row.effect)
    return sentence("%(row)s: %(points)s%(voids)s", row=_named(row), points=_points(row.points), voids=voids)


def _cap(cap: Cap) -> Said:
    per = _PER[cap.per]
    if cap.pieces and cap.most is not None:
        return sentence("%(of)s: at most %(most)s items %(per)s", of=figure(cap.of), most=say(cap.most), per=per)
    if cap.most is not None and cap.least is not None:
        return sentence(
            "%(of)s: from %(least)s to %(most)s points %(per)s",
            of=figure(cap.of),
            least=say(cap.least),
            most=say(cap.most),
            per=per,
        )
    if cap.most is not None:
        return sentence("%(of)s: at most %(most)s points %(per)s", of=figure(cap.of), most=say(cap.most), per=per)
    if cap.least is not None:
        return sentence("%(of)s: at least %(least)s points %(per)s", of=figure(cap.of), least=say(cap.least), per=per)
    if cap.known:
        return sentence("%(of)s: no cap", of=figure(cap.of))
    return sentence("%(of)s: a cap not in the text", of=figure(cap.of))


def _side(side: Threshold) -> Said:
    value = say(side.bound)
    match (side.below, side.strict):
        case (True, True):
            return sentence("below %(value)s", value=value)
        case (True, False):
            return sentence("at most %(value)s", value=value)
        case (False, True):
            return sentence("above %(value)s", value=value)
        case (False, False):
            return sentence("at least %(value)s", value=value)
    return (
        sentence("up to %(value)s (itself open)", value=value)
        if side.below
        else sentence("from %(value)s (itself open)", value=value)
    )


def band_said(band: Band) -> Said:
    sides = [_side(side) for side in (band.low, band.high) if side is not None]
    return (
        sides[0]
        if len(sides) == 1
        else Said("%(low)s, %(high)s", "%(low)s、%(high)s", {"low": sides[0], "high": sides[1]})
    )


def _measured(row: Measured) -> Iterator[Said]:
    for band, points in row.steps:
        yield sentence("%(row)s: %(figure)s %(band)s gives %(points)s points", row=row.words, figure=figure(row.of), band=band_said(band), points=say(points))  # fmt: skip
    if row.full is None:
        return
    target = sentence("the unit's own number") if row.target is None else Said("%(n)s", "%(n)s", {"n": row.target})
    way = sentence("%(row)s: %(figure)s that reach %(target)s give %(points)s points", row=row.words, figure=figure(row.of), target=target, points=say(row.full))  # fmt: skip
    yield way
    if row.short is None:
        yield sentence("%(row)s: fewer give points in proportion", row=row.words)
    else:
        yield sentence("%(row)s: each one too few %(points)s points", row=row.words, points=say(row.short))
    if row.beyond:
        yield sentence("%(row)s: each one above %(points)s points", row=row.words, points=say(row.beyond))
    if row.most is not None:
        yield sentence("%(row)s: at most %(points)s points", row=row.words, points=say(row.most))
    if row.least is not None:
        yield sentence("%(row)s: at least %(points)s points", row=row.words, points=say(row.least))


def _ranking(scheme: Scheme) -> Iterator[Said]:
    if scheme.groups:
        yield sentence("Ranked apart: %(groups)s", groups="、".join(scheme.groups))
    if scheme.per_head:
        yield sentence("Ranked by points per head.")
    for name, least in scheme.minimum.items():
        yield sentence("Ranked only from %(least)s of %(figure)s on.", least=say(least), figure=figure(name))
    if (rule := scheme.convert) is not None:
        if rule.of is None:
            yield sentence("Converted: the best of a group is %(to)s, the others in proportion.", to=say(rule.to))
        else:
            yield sentence("Converted: %(of)s points are %(to)s.", of=say(rule.of), to=say(rule.to))
        if rule.most is not None:
            yield sentence("Converted to at most %(most)s.", most=say(rule.most))
    if scheme.ties:
        words = {
            "shared": sentence("equal place, the next ones move down"),
            "dense": sentence("equal place, the next one follows"),
        }
        yield sentence("Equal scores: %(ties)s", ties=words.get(scheme.ties, scheme.ties))
    for band in scheme.bands:
        yield sentence("%(name)s: %(band)s", name=band.name, band=band_said(band))
    if scheme.pass_mark is not None:
        yield sentence("Passed from %(points)s points on.", points=say(scheme.pass_mark))
    if scheme.money_per_point is not None:
        yield sentence("%(money)s yuan for each point.", money=say(scheme.money_per_point))
    if scheme.rounding is not None:
        yield sentence("The total is rounded to %(places)s decimals.", places=scheme.rounding.places)


def _rule(rule: Rule) -> Said:
    said: list[Said | str] = []
    if rule.points:
        said.append(sentence("%(points)s points", points=rule.points_said))
    if rule.places:
        said.append(sentence("the first %(places)s of each group", places=rule.places))
    if rule.share:
        said.append(sentence("the first %(share)s of each group", share=_percent(rule.share)))
    said += [
        Said("%(name)s %(said)s", "%(name)s %(said)s", {"name": name, "said": wanted})
        for name, (_band, wanted) in rule.rates.items()
    ]
    said += [
        sentence("at least %(least)s of %(figure)s", least=say(least), figure=figure(name))
        for name, least in rule.minimum.items()
    ]
    if rule.rows:
        said.append(sentence("earned one of the rows %(rows)s", rows="、".join(sorted(rule.rows))))
    wanted = Said(
        "%(words)s", "%(said)s",
        {"words": "; ".join(each.en if isinstance(each, Said) else each for each in said), "said": "；".join(map(str, said))},
    )  # fmt: skip
    return sentence("%(name)s: %(wanted)s", name=rule.name, wanted=wanted)


def _percent(share: Fraction) -> str:
    return f"{say(share * 100)}%"
