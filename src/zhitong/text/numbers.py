"""Numbers in a Chinese text with what they count: 1.2万元, 三百余户, 百分之三十, 三成, ２０２５年.

Left alone are figures that count nothing: list marks (一、 （二） 1.), 一是, 第一, 一些, 十分, names with letters (A2区).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

# Units that mean the same for a comparison, each group under its first member.
_SAME_UNIT = (
    ("人", "名", "位", "个人", "口", "口人"),
    ("户", "家", "户家庭"),
    ("天", "日", "号"),
    ("元", "块", "块钱", "元钱"),
    ("次", "回", "起", "例", "件", "宗", "遍"),
    ("个月", "月", "月份"),
    ("年", "周年"),
    ("小时", "个小时", "个钟头", "钟头"),
    ("分钟",),
    ("平方米", "平米", "㎡", "平方"),
    ("米", "m"),
    ("公里", "千米", "km"),
    ("亩",),
    ("吨",),
    ("公斤", "千克", "斤"),
    ("栋", "幢"),
    (
        "个",
        "处",
        "所",
        "座",
        "台",
        "部",
        "辆",
        "条",
        "间",
        "套",
        "棵",
        "层",
        "岁",
        "周",
        "个星期",
        "星期",
        "倍",
        "批",
        "趟",
        "份",
    ),
    ("分贝",),
    ("%",),
)
_UNIT_OF = {unit: group[0] if len(group) < 15 else unit for group in _SAME_UNIT for unit in group}
_UNITS = "|".join(
    re.escape(unit) + "(?![A-Za-z])" * unit.isascii() for unit in sorted(_UNIT_OF, key=len, reverse=True) if unit != "%"
)

_ARABIC = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<n>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)(?P<about>余|多|几)?"
    rf"(?P<large>万亿|亿|万|千|百)?(?P<about2>余|多)?(?:(?P<unit>%|{_UNITS})|(?![A-Za-z0-9.][A-Za-z0-9]|[A-Za-z0-9]))"
)
_CHINESE = re.compile(
    rf"(?<![零〇一二两三四五六七八九十百千万第其])(?P<n>[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*)"
    rf"(?P<about>余|多|几)?(?P<large>万|亿)?(?P<unit>{_UNITS})"
)
_SHARE = re.compile(r"百分之(?P<n>[零一二两三四五六七八九十百点]+|[0-9.]+)")
_TENTHS = re.compile(
    r"(?<![零一二三四五六七八九十收完组构建变分赞促])(?P<n>[一二两三四五六七八九])成(?![立为员果功绩效本都年交长就了套份因分])"
)
_LIST_MARK = re.compile(r"(?:^|(?<=[\n。；;：:]))\s*[(（]?[0-9]{1,2}\s*(?:[.)）、．](?![0-9]))", re.M)


@dataclass(frozen=True)
class Number:
    """A number where it stands. ``unit`` is the first of its group of equal units, or empty; ``about`` for 余, 多."""

    start: int
    end: int
    text: str
    value: Fraction
    unit: str
    about: bool = False

    def agrees_with(self, other: Number) -> bool:
        """Same value, and units that do not contradict each other."""
        return self.value == other.value and (self.unit == other.unit or not self.unit or not other.unit)


def plain_figures(text: str) -> str:
    """Full-width and other digits and letters as ASCII, sign by sign, so that positions stay."""
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    if sign.isascii() or not (sign.isdigit() or "\uff01" <= sign <= "\uff5e"):
        return sign
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.digit(sign))
    if "\uff01" <= sign <= "\uff5e" and sign not in "，。：；！？（）":
        return chr(ord(sign) - 0xFEE0)
    return sign


def find_numbers(text: str) -> list[Number]:
    """All numbers in the order of the text, none overlapping."""
    plain = plain_figures(text)
    marks = {at for mark in _LIST_MARK.finditer(plain) for at in range(*mark.span())}
    found: dict[int, Number] = {}
    taken: set[int] = set()
    for pattern, read in ((_SHARE, _share), (_TENTHS, _tenths), (_ARABIC, _arabic), (_CHINESE, _chinese)):
        for match in pattern.finditer(plain):
            span = range(*match.span())
            if match.start() in marks or not taken.isdisjoint(span):
                continue
            value, unit = read(match)
            if value is None:
                continue
            taken.update(span)
            parts = match.groupdict()
            about = bool(parts.get("about") or parts.get("about2"))
            found[match.start()] = Number(
                match.start(), match.end(), text[match.start() : match.end()], value, unit, about
            )
    return [found[at] for at in sorted(found)]


def chinese_value(numeral: str) -> int | None:
    """三百二十 → 320, 二〇二五 → 2025; None when the signs make no number. At most 20 signs are read."""
    if len(numeral) > 20:
        return None
    if all(sign in _DIGITS for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total = section = digit = 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _STEPS:
            section += (digit or 1) * _STEPS[sign]
            digit = 0
        elif sign in _LARGE:
            total = (total + section + digit) * _LARGE[sign]
            section = digit = 0
        else:
            return None
    return total + section + digit


def _arabic(match: re.Match) -> tuple[Fraction | None, str]:
    figure = match["n"].replace(",", "")
    if len(figure) > 18:  # no quantity but a number of some document or account
        return None, ""
    scale = {None: 1, "百": 100, "千": 1000, "万": 10_000, "亿": 10**8, "万亿": 10**12}[match["large"]]
    return Fraction(figure) * scale, _UNIT_OF.get(match["unit"] or "", "")


def _chinese(match: re.Match) -> tuple[Fraction | None, str]:
    if match["n"] == "一":  # 一次, 一户, 一年: mostly "a", not "one"
        return None, ""
    if re.fullmatch("一二|一两|二三|两三|三四|三五|四五|五六|六七|七八|八九", match["n"]):  # 三五天 is no 35
        return None, ""
    value = chinese_value(match["n"])
    if value is None:
        return None, ""
    return Fraction(value * _LARGE.get(match["large"], 1)), _UNIT_OF[match["unit"]]


def _share(match: re.Match) -> tuple[Fraction | None, str]:
    numeral = match["n"]
    if numeral[0].isascii():
        return (Fraction(numeral), "%") if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", numeral) else (None, "")
    whole, _, rest = numeral.partition("点")
    value = chinese_value(whole) if whole else None
    if value is None or any(sign not in _DIGITS for sign in rest):
        return None, ""
    decimals = "".join(str(_DIGITS[sign]) for sign in rest)
    return Fraction(f"{value}.{decimals}" if decimals else str(value)), "%"


def _tenths(match: re.Match) -> tuple[Fraction | None, str]:
    return Fraction(_DIGITS[match["n"]] * 10), "%"
