"""From the mapping in a file to a ``Scheme``: every key checked, every refusal naming its key, nothing guessed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from zhitong.errors import Said

from .awards import read_rules
from .keys import FAMILIES, KNOWN, REQUIRED, ROW_KEYS, SUBJECTS, check_row_keys, entries, mapping, one_of, text, texts
from .measured import read_measured
from .model import IN_PERIOD, Base, Cap, Rate, Rounding, Scheme, Submission
from .numbers import ZERO, exact, shown, whole
from .reader import read_mapping
from .refusals import SchemeWrong
from .rows import check_identifiers, link_shared_rows, name_decisions, read_later, read_rows
from .sentences import sentence
from .standings import read_convert, read_minimum
from .vocabulary import Band, band_of, each_in, filed_in, has_no_limit, threshold_of

PIECES = ("篇", "条", "件", "items", "item")
ROUNDING = ("half_up", "half_even", "up", "down")
ACCUMULATE = ("sum", "increment", "highest")
_PER_BASE = {"month": "month", "per_month": "month", "quarter": "quarter", "per_quarter": "quarter", "year": "period"}
_PER_CAP = {
    "period": "period", "year": "period", "item": "item", "篇": "item", "条": "item", "件": "item",
    "month": "month", "月": "month", "quarter": "quarter", "季": "quarter", "季度": "quarter",
    "年": "period", "年度": "period", "unit": "period", "person": "period", "单位": "period", "人": "period",
}  # fmt: skip


def read_scheme(source: Path | str) -> Scheme:
    """The scheme in a file or in YAML text; ``SchemeWrong`` names the key that cannot be taken."""
    return build_scheme(read_mapping(source))


def build_scheme(data: dict) -> Scheme:
    """The same from a mapping already read (a form's, or JSON from the database)."""
    _check_keys(data)
    ranking = mapping(data, "ranking")
    lists = {name: read_rows(data, name) for name in ("levels", "instructions", "replies", "commissioned", "penalties")}
    lists |= {name: read_rows(data, name) for name in ("multipliers", "counted")}
    check_identifiers(lists)
    lists = name_decisions(link_shared_rows(lists))
    accumulate, for_instructions, of_all = _accumulate(data.get("accumulate"))
    caps = (*_caps(data), *_once(data, lists))
    bands, unread = _bands(ranking)
    earning = [row.id for name in ("levels", "instructions", "replies") for row in lists[name]]
    year = data.get("year")
    if year is not None and (isinstance(year, bool) or not isinstance(year, int) or not 1949 <= year <= 2200):
        raise SchemeWrong(
            "year",
            "year",
            sentence("%(value)s is not a year.", value=shown(year)),
            sentence("Write such as 2014, or null."),
        )
    return Scheme(
        id=text(data["id"], "id", longest=80),
        name=text(data["name"], "name"),
        family=one_of(data["family"], "family", FAMILIES),
        subject=one_of(data["subject"], "subject", SUBJECTS),
        issuer=_optional_text(data, "issuer"),
        place=_optional_text(data, "place"),
        year=year,
        source=data["source"] if isinstance(data.get("source"), dict) else {"title": data.get("source")},
        counting=_counting(data),
        accumulate=accumulate,
        highest_of_all=of_all,
        measured=read_measured(data),
        minimum=read_minimum(ranking, "ranking.minimum"),
        per_head=_per_head(ranking),
        convert=read_convert(ranking),
        money_per_point=exact(data.get("money_per_point"), "money_per_point"),
        accumulate_instructions=for_instructions,
        later=read_later(data.get("repeat_same_level"), "repeat_same_level"),
        submission=_submission(data),
        proposals=_proposals(data, caps),
        authors=_authors(data),
        meeting_outputs=data.get("meeting_outputs"),
        rates=_rates(data),
        caps=caps,
        groups=texts(_names(ranking.get("groups")), "ranking.groups"),
        ranked_by=texts(ranking.get("by"), "ranking.by"),
        ties="；".join(texts(ranking.get("ties"), "ranking.ties")) or None,
        bands=bands,
        unread_bands=unread,
        tiers=read_rules(data, "tiers", data["subject"], earning),
        awards=read_rules(data, "awards", data["subject"], earning),
        rounding=_rounding(data),
        pass_mark=_pass_mark(ranking.get("pass")),
        unclear=_unclear(data),
        examples=tuple(entries(data, "examples")),
        decided=mapping(data, "decisions"),
        notices=_notices(data),
        **lists,
    )


def _check_keys(data: dict) -> None:
    for key in data:
        name = text(key, shown(key)[:80], longest=80)
        if name not in KNOWN and (near := difflib.get_close_matches(name, KNOWN, 1, 0.8)):
            # A misspelt key would drop a rule without a word.
            raise SchemeWrong(
                "unknown_key",
                name,
                sentence("this key is not known."),
                sentence("Perhaps %(near)s is meant.", near=near[0]),
            )
    for key in REQUIRED:
        if key not in data:
            raise SchemeWrong(
                "missing_key",
                key,
                sentence("this key is missing."),
                sentence("Write it, with null if the text does not say."),
            )


_RANKING = (
    "groups", "by", "ties", "bands", "pass", "minimum", "per_head", "convert", "base_total", "folded_into", "note",
)  # fmt: skip
_SUBMISSION = ("points_each", "base", "target", "cap", "miss", "minimum", "note")
_PARTS = {"ranking": _RANKING, "submission": _SUBMISSION, "period": ("counting", "ranked", "cutoff", "note")}
_RATE = ("numerator", "denominator", "period", "threshold", "note")
_LISTS = ("levels", "instructions", "replies", "commissioned", "multipliers", "penalties", "counted", "caps")


def _notices(data: dict) -> tuple[Said, ...]:
    """Keys that the engine does not know, each by its place: a rule under one of them would count nothing."""
    unknown = [str(key) for key in data if key not in KNOWN]
    for part, known in _PARTS.items():
        value = data.get(part)
        unknown += [f"{part}.{key}" for key in (value if isinstance(value, dict) else ()) if key not in known]
    rates = data.get("rates")
    for name, rule in (rates if isinstance(rates, dict) else {}).items():
        unknown += [f"rates.{name}.{key}" for key in (rule if isinstance(rule, dict) else ()) if key not in _RATE]
    for name in _LISTS:
        for n, row in enumerate(entries(data, name)):
            unknown += [f"{name}[{n}].{key}" for key in row if key not in ROW_KEYS]
    return tuple(
        sentence("%(key)s: not a key of a scheme; kept, but nothing in it is counted", key=key) for key in unknown
    )


def _unclear(data: dict) -> tuple[Said | str, ...]:
    """What the text leaves open, in words; ``{zh: ..., en: ...}`` where it is said in both languages."""
    value = data.get("unclear")
    found: list[Said | str] = []
    for n, entry in enumerate(value if isinstance(value, (list, tuple)) else texts(value, "unclear")):
        if isinstance(entry, dict) and set(entry) == {"zh", "en"}:
            words = {language: text(entry[language], f"unclear[{n}].{language}") for language in ("zh", "en")}
            found.append(Said("%(en)s", "%(zh)s", words))
        else:
            found += texts([entry], "unclear")
    return tuple(found)


def _optional_text(data: dict, key: str, field: str | None = None) -> str | None:
    value = data.get(key)
    return None if value is None else text(value, field or key)


def _authors(data: dict) -> dict:
    """The sharing rules as they stand; they are read when a case needs them, because most texts tell them in words."""
    if isinstance(data.get("authors"), str):
        return {"rule": text(data["authors"], "authors")}
    authors = mapping(data, "authors")
    bonus = authors.get("bonus_by_kind")
    rules = [bonus] if isinstance(bonus, dict) else bonus or []
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise SchemeWrong(
            "not_rows",
            "authors.bonus_by_kind",
            sentence("this is not a list of rows."),
            sentence("Write {row: own, member: 2}."),
        )
    for n, rule in enumerate(rules):
        for kind, points in rule.items():
            if text(kind, f"authors.bonus_by_kind[{n}]") != "row":
                exact(points, f"authors.bonus_by_kind[{n}].{kind}")
    return {**authors, "bonus_by_kind": [{"row": "*", **rule} for rule in rules]}


def _names(value: object) -> object:
    """Groups may be written with what they hold; their names are what counts here."""
    return list(value) if isinstance(value, dict) else value


def _bands(ranking: dict) -> tuple[tuple[Band, ...], tuple[str, ...]]:
    """Bands by points, and the names of those that are told otherwise (前 30%), which no score alone can decide."""
    bands, unread = [], []
    for name, value in mapping(ranking, "bands", "ranking.bands").items():
        band = band_of(text(name, "ranking.bands"), value, f"ranking.bands.{name}")
        if band is None:
            unread.append(name)
        else:
            bands.append(band)
    return tuple(bands), tuple(unread)


def _rounding(data: dict) -> Rounding | None:
    """``{places: 1, way: half_up}``, or the number of decimals alone, which is rounded as every office does."""
    rule = data.get("rounding")
    if rule is None:
        return None
    rule = mapping(data, "rounding") if isinstance(rule, dict) else {"places": rule}
    for key in rule:
        one_of(key, "rounding", ("places", "way"))
    return Rounding(
        whole(rule.get("places", 0), "rounding.places"), one_of(rule.get("way", "half_up"), "rounding.way", ROUNDING)
    )


def _pass_mark(value: object) -> Decimal | None:
    """60, or "60分", ">=60", "60分以上": at or above it one has passed."""
    if isinstance(value, str):
        figures = re.findall(r"\d+(?:\.\d+)?", value)
        value = Decimal(figures[0]) if len(figures) == 1 else None
    return exact(value, "ranking.pass")


def _per_head(ranking: dict) -> bool:
    value = ranking.get("per_head")
    if value not in (None, True, False):
        raise SchemeWrong(
            "per_head",
            "ranking.per_head",
            sentence("%(value)s is not one of %(choices)s.", value=shown(value), choices="true, false"),
            sentence("Write one of them."),
        )
    return value is True


def _once(data: dict, lists: dict) -> Iterator[Cap]:
    """``once: quarter`` in a row: however often it comes, it gives its points once in each quarter."""
    for name, rows in lists.items():
        for row, told in zip(rows, entries(data, name), strict=True):
            if told.get("once") is None:
                continue
            per = one_of(told["once"], f"{row.key}.once", ("year", "quarter", "month"))
            if row.points is None or row.points <= 0:
                raise SchemeWrong(
                    "once",
                    f"{row.key}.once",
                    sentence("what counts once needs its points, above 0."),
                    sentence("Write points: and a number."),
                )
            yield Cap(row.words or row.id, f"{row.key}.once", row.points, None, _PER_CAP[per], (row.id,), True)


def _accumulate(value: object) -> tuple[str | None, str | None, bool]:
    """One rule for all, ``{levels: highest, instructions: sum}``, or ``{all: highest}`` for both lists together."""
    if not isinstance(value, dict):
        return one_of(value, "accumulate", ACCUMULATE, optional=True), None, False
    for key in value:
        one_of(key, "accumulate", ("levels", "instructions", "all"))
    if "all" in value:
        one_of(value["all"], "accumulate.all", ("highest",))
        return "highest", "highest", True
    levels, instructions = value.get("levels"), value.get("instructions")
    return (
        one_of(levels, "accumulate.levels", ACCUMULATE, optional=True),
        one_of(instructions, "accumulate.instructions", ACCUMULATE, optional=True),
        False,
    )


def _counting(data: dict) -> str | None:
    period = {"counting": data["period"]} if isinstance(data.get("period"), str) else mapping(data, "period")
    return one_of(period.get("counting"), "period.counting", ("year", "half_year", "quarter", "month"), optional=True)


def _submission(data: dict) -> Submission:
    rule = mapping(data, "submission")
    target, miss = rule.get("target"), rule.get("miss")
    miss = miss.get("points") if isinstance(miss, dict) else miss
    return Submission(
        stated=any(rule.get(key) is not None for key in ("points_each", "base", "target", "miss", "minimum")),
        points_each=exact(rule.get("points_each"), "submission.points_each"),
        base=_base(rule.get("base")),
        target=_target(target, _counting(data)),
        target_per=_target_per(target),
        miss=None if isinstance(miss, str) else exact(miss, "submission.miss"),
        miss_words=miss if isinstance(miss, str) else "",
    )


def _target(value: object, counting: str | None) -> int | None:
    """Items to be sent in one counting period: a figure, or one figure per month, quarter or year."""
    if isinstance(value, dict) and len(value) == 1:
        step, figure = next(iter(value.items()))
        times = IN_PERIOD.get(str(step).removeprefix("per_"), {}).get(counting or "year")
        value = figure * times if times and isinstance(figure, int) and not isinstance(figure, bool) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _target_per(value: object) -> dict[str, int]:
    """The figure for a month, a quarter or a year, as the text tells it; empty where it tells one for the whole period."""
    if not isinstance(value, dict) or len(value) != 1:
        return {}
    step, figure = next(iter(value.items()))
    step = str(step).removeprefix("per_")
    return {step: figure} if step in IN_PERIOD and isinstance(figure, int) and not isinstance(figure, bool) else {}


def _base(value: object) -> Base | None:
    """A figure for the whole period, or ``{month: 10, year_cap: 120}``."""
    if not isinstance(value, dict):
        points = exact(value, "submission.base")
        return None if points is None else Base(points)
    steps = [key for key in value if key in _PER_BASE]
    if len(steps) != 1:
        raise SchemeWrong(
            "base", "submission.base", sentence("one of month, quarter, year is needed."), sentence("Name one.")
        )
    for key in value:
        one_of(key, "submission.base", (*_PER_BASE, "year_cap", "cap"))
    cap = exact(value.get("year_cap", value.get("cap")), "submission.base.year_cap")
    return Base(exact(value[steps[0]], f"submission.base.{steps[0]}") or ZERO, _PER_BASE[steps[0]], cap)


def _caps(data: dict) -> tuple[Cap, ...]:
    caps = [_cap(row, f"caps[{n}]") for n, row in enumerate(entries(data, "caps"))]
    cap = mapping(data, "submission").get("cap")
    parts = cap if isinstance(cap, dict) else {"submission": cap}
    for of, most in parts.items():
        if most is None:
            continue
        key = f"submission.cap.{of}" if isinstance(cap, dict) else "submission.cap"
        of = text(of, "submission.cap")
        per = _PER_CAP.get(of.removeprefix("per_"), "period")
        of = "submission" if of.removeprefix("per_") in _PER_CAP else of
        caps.append(Cap(of=of, key=key, most=exact(most, key), per=per))
    return tuple(caps)


def _cap(row: dict, key: str) -> Cap:
    check_row_keys(row, key)
    if "of" not in row:
        raise SchemeWrong(
            "missing_key", f"{key}.of", sentence("a cap says what it holds."), sentence("Write of: and what is capped.")
        )
    note = str(row.get("note") or "")
    pieces = row.get("unit") in PIECES
    if not pieces and row.get("unit") not in (None, "分", "points", "point"):
        raise SchemeWrong(
            "cap_unit",
            f"{key}.unit",
            sentence("a cap is a number of points or of items."),
            sentence("Write unit: 分 or unit: 篇."),
        )
    most, least = row.get("max"), exact(row.get("min"), f"{key}.min")
    most = None if isinstance(most, str) else exact(most, f"{key}.max")  # "30% of the total" is no figure: open
    per = one_of(str(row.get("per") or "period").removeprefix("每"), f"{key}.per", tuple(_PER_CAP))
    of = text(row["of"], f"{key}.of")
    known = most is not None or least is not None or has_no_limit(note)
    return Cap(of, key, most, least, _PER_CAP[per], texts(row.get("rows"), f"{key}.rows"), known, note, pieces)


def _proposals(data: dict, caps: tuple[Cap, ...]) -> dict[str, Decimal | None]:
    """What a proposal earns: ``each``, and on top for each named outcome (``filed``, ...).

    Where the file has no ``proposals`` but a cap on 提案 says it in its note ("1 件 10 分, 立案再加 15"), that is read.
    """
    rule = mapping(data, "proposals")
    if rule:
        return {text(key, "proposals"): exact(value, f"proposals.{key}") for key, value in rule.items()}
    for cap in caps:
        each = each_in(cap.note) if "提案" in cap.of else None
        if each is not None:
            filed = filed_in(cap.note)
            return {"each": each} | ({} if filed is None else {"filed": filed})
    return {}


def _rates(data: dict) -> tuple[Rate, ...]:
    rates = []
    for name, rule in mapping(data, "rates").items():
        key = f"rates.{name}"
        rule = {} if rule is None else rule
        if not isinstance(rule, dict):
            raise SchemeWrong(
                "rate", key, sentence("a rate has a numerator and a denominator."), sentence("Write both.")
            )
        sides = (_optional_text(rule, side, f"{key}.{side}") or "" for side in ("numerator", "denominator"))
        rates.append(Rate(text(name, key), *sides, threshold_of(rule.get("threshold"), f"{key}.threshold")))
    return tuple(rates)
