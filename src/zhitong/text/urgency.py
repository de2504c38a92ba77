"""How soon a matter wants a person's eye, and the words that say so. A proposal only: no list is put in order by it without a person.

What counts, after the usual tests for 急件 of the field: danger to life or health; a day or season that will not wait; trouble that goes on while
one reads; many people at once; those who cannot help themselves. A denied word (没有人被困) counts for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zhitong.text.checks.case import is_denied
from zhitong.text.numbers import plain_figures

Level = Literal["now", "soon", "ordinary"]

_NUMBER = r"(?:[0-9]{3,6}|上百|数百|几百|近百|上千|数千|几千|上万)"
GROUNDS: dict[str, tuple[int, re.Pattern]] = {
    "danger": (
        4,
        re.compile(
            "坍塌|塌陷|塌方|垮塌|倒塌|泄漏|漏气|触电|漏电|坠落|坠楼|坠物|被困|中毒|溺水|爆炸|爆燃|起火|着火|失火|滑坡|决堤|决口|管涌|泥石流"
            "|伤亡|死亡|受伤|摔伤|砸伤|烧伤|窒息|疫情|危及生命|生命危险|轻生|自杀"
        ),
    ),
    "day": (
        2,
        re.compile(
            "汛期|主汛|台风|暴雨|强降雨|寒潮|冰冻|高温|入冬前|供暖前|开学前|春节前|节前|年底前|月底前|[0-9一二三四五六七八九十]{1,3}[天日]内|即将|马上就?要|迫在眉睫|刻不容缓|随时(?:可能|会)"
        ),
    ),
    "going_on": (
        1,
        re.compile(
            "至今|仍未|目前仍|正在|还在|持续|连续[0-9一二三四五六七八九十]{1,3}[天日夜晚周]|停水|停电|停气|断水|断电|断气|断路|停运|停课"
        ),
    ),
    "many": (
        1,
        re.compile(f"{_NUMBER}(?:余|多)?(?:户|人|名|位|家)|群体性|聚集|集体(?:上访|维权|讨薪)|全(?:小区|村|镇|校)"),
    ),
    "weak": (1, re.compile("老人|老年人|儿童|孩子|幼儿|学生|孕妇|残疾|病人|患者|独居")),
}
NOW, SOON = 4, 2


@dataclass(frozen=True)
class Ground:
    """Why: one of ``GROUNDS`` and the words of the text that stand for it, in order, each once."""

    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Urgency:
    level: Level
    grounds: tuple[Ground, ...]


def urgency_of(text: str) -> Urgency:
    """The proposal for a text. ``ordinary`` has grounds too, when some were found that alone do not weigh enough."""
    plain = plain_figures(text)
    grounds, weight = [], 0
    for kind, (counts, pattern) in GROUNDS.items():
        words = [hit.group() for hit in pattern.finditer(plain) if not _denied(plain, hit.start())]
        if words:
            weight += counts
            grounds.append(Ground(kind, tuple(dict.fromkeys(words))[:6]))
    level: Level = "now" if weight >= NOW else "soon" if weight >= SOON else "ordinary"
    return Urgency(level, tuple(grounds))


def _denied(text: str, at: int) -> bool:
    """Also across a person: 没有人被困, 未造成人员伤亡, 无人受伤."""
    return is_denied(text, at) or bool(
        re.search(r"(?:没有?|未|无|不会|避免|防止)(?:造成|发生|出现)?(?:人员?|任何人?)?$", text[max(0, at - 8) : at])
    )
