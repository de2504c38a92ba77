"""Names by pinyin and by initials: 张伟 is found by zhangwei, zhang wei, zw; 单霞 by shanxia and, as strangers read it, danxia."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from zhitong.text.normalise import dedupe_key

# Readings that a family name has and the same character elsewhere mostly has not.
_FAMILY_READINGS = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "曾": "zeng", "查": "zha", "任": "ren", "华": "hua", "盖": "ge",
    "朴": "piao", "乐": "yue", "缪": "miao", "翟": "zhai", "尉": "yu", "冼": "xian", "覃": "qin", "宓": "mi", "逄": "pang",
    "员": "yun", "召": "shao", "折": "she", "黑": "he", "洗": "xian", "万": "wan", "燕": "yan", "宁": "ning", "晟": "cheng",
    "繁": "po", "种": "chong", "秘": "bi", "冯": "feng", "石": "shi", "葛": "ge", "阚": "kan", "隗": "wei", "郇": "xun",
}  # fmt: skip

_MOST_READINGS = 16
_MOST_SIGNS = 30


def name_keys(name: str) -> frozenset[str]:
    """All keys under which a name is found: its folded self, each full reading and each row of initials (ü is v).

    A name with many characters of several readings gives at most ``_MOST_READINGS`` of them, the usual ones first.
    """
    key = dedupe_key(name)[:_MOST_SIGNS]
    if not key:
        return frozenset()
    readings = [_readings(sign) for sign in key]
    family = _FAMILY_READINGS.get(key[0])
    if family:
        readings[0] = (family, *(other for other in readings[0] if other != family))
    found = {key}
    for way in islice(product(*readings), _MOST_READINGS):
        found.add("".join(way))
        found.add("".join(syllable[0] for syllable in way))
    return frozenset(found)


def matches_name(typed: str, name: str) -> bool:
    """Whether what was typed begins a key of the name, or stands in the name as written."""
    wanted = dedupe_key(typed)
    return bool(wanted) and (wanted in dedupe_key(name) or any(key.startswith(wanted) for key in name_keys(name)))


@lru_cache(maxsize=8192)
def _readings(sign: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # noqa: PLC0415  a third of a second that no start should wait for

    found = pinyin(sign, style=Style.NORMAL, heteronym=True, v_to_u=False, errors="default")
    return tuple(dict.fromkeys(found[0])) if found else (sign,)
