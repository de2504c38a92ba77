"""What is different between two texts of a scheme, in plain sentences, rule by rule. Nothing is left out: what has no
sentence of its own is told by its key, so that two texts without a difference here count alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhitong.errors import Said

from . import naming
from .numbers import say
from .sentences import sentence

# Lists of rows, by what names a row in them.
ROWS = {
    "levels": "id", "instructions": "rank", "replies": "id", "commissioned": "id", "multipliers": "id", "penalties": "id",
    "counted": "id", "measured": "id", "caps": "of", "tiers": "id", "awards": "id",
}  # fmt: skip
LISTS = {
    "levels": ("adoption", "采用"), "instructions": ("instruction", "批示"), "replies": ("reply", "答复"),
    "commissioned": ("commissioned work", "约稿"), "multipliers": ("factor", "倍数"), "penalties": ("deduction", "扣分"),
    "counted": ("counted event", "计次事项"), "measured": ("figure as a whole", "按数计分"), "caps": ("cap", "封顶"), "tiers": ("tier", "分档"), "awards": ("award", "表彰"),
}  # fmt: skip
LABELS = {
    "points": ("points", "分数"), "money_yuan": ("money (yuan)", "奖金（元）"), "who": ("bodies", "单位"), "when": ("case", "情形"),
    "kind": ("kind", "形式"), "genre": ("kind of writing", "文稿类别"), "repeat": ("a second time", "再次"), "factor": ("factor", "倍数"),
    "note": ("note", "说明"), "effect": ("effect", "后果"), "max": ("most", "最多"), "min": ("least", "最少"), "per": ("counted per", "按"),
    "rows": ("rows", "所含各行"), "area": ("area", "归类"), "name": ("name", "名称"), "places": ("places", "名次"), "share": ("share", "比例"),
    "apart": ("ranked apart by", "分组"), "of": ("for whom", "对象"), "accumulate": ("several rows on one item", "一条被几级采用"),
    "repeat_same_level": ("a second body of one row", "同一行第二个单位"), "subject": ("who collects points", "计分对象"),
    "submission": ("sending in", "报送"), "authors": ("joint authors", "联名"), "rates": ("rates", "比率"), "ranking": ("ranking", "排名"),
    "ties": ("equal scores", "同分"), "groups": ("groups", "分组"), "by": ("by", "依据"), "bands": ("bands", "等次"), "pass": ("pass mark", "达标线"),
    "base": ("base", "基础分"), "target": ("target", "任务数"), "cap": ("cap", "封顶"), "miss": ("each one too few", "每少一件"),
    "points_each": ("points for each", "每件分数"), "threshold": ("threshold", "界线"), "numerator": ("numerator", "分子"),
    "denominator": ("denominator", "分母"), "period": ("period", "周期"), "counting": ("counting", "计分周期"), "issuer": ("issuer", "制定机关"),
    "place": ("place", "地区"), "year": ("year", "年份"), "family": ("family", "类别"), "meeting_outputs": ("from meetings", "会议成果"),
    "proposals": ("proposals", "提案"), "unclear": ("what is open", "未写明的"), "commendation": ("commendation", "表彰说明"),
    "minimum": ("least figure", "最低数量"), "per_head": ("per head", "人均"), "convert": ("converted", "折算"), "to": ("to", "折成"),
    "money_per_point": ("yuan for each point", "每分金额（元）"), "once": ("counts once in", "只计一次的期限"), "voids": ("leaves nothing of", "不计分的范围"),
    "record": ("filled from", "依据的记录"), "bonus_by_kind": ("bonus by kind of author", "作者身份加分"), "steps": ("steps", "分段"), "full": ("full points", "满分"),
    "beyond": ("each one above", "每超一件"), "short": ("each one missing", "每缺一件"), "most": ("most", "最多"), "least": ("least", "最少"),
    "same_row_as": ("one row with", "同行"), "instructions": ("instructions", "批示"), "examples": ("worked examples", "算例"), "source": ("source", "来源"),
    "others": ("others", "其他作者"), "levels": ("levels", "采用各行"), "all": ("all together", "合在一起"), "rounding": ("rounding", "取整"),
    "first": ("first", "第一作者"), "joint": ("joint", "联名"), "information": ("information", "信息"), "decisions": ("decisions", "决定"),
}  # fmt: skip
_NOT_COUNTED = ("examples", "source")
_SILENT = ("id",)


def differences(old: Mapping, new: Mapping) -> list[Said]:
    """From the older text to the newer one, both as read from YAML; empty where both say the same."""
    return [*_rows(old, new), *_others(old, new)]


def decided_differences(old: Mapping, new: Mapping) -> list[Said]:
    """The same of what was decided: key → {value, reason, by}."""
    return [
        sentence(
            "Decision %(key)s: was %(old)s, is %(new)s.",
            key=naming.named(key),
            old=naming.choice(key, _decided(old, key)),
            new=naming.choice(key, _decided(new, key)),
        )
        for key in dict.fromkeys([*old, *new])
        if _decided(old, key) != _decided(new, key)
    ]


def _decided(decisions: Mapping, key: str) -> str:
    kept = decisions.get(key)
    return _said(kept.get("value") if isinstance(kept, Mapping) else kept)


def _rows(old: Mapping, new: Mapping) -> Iterator[Said]:
    for name, named_by in ROWS.items():
        before, after = _named(old.get(name), named_by), _named(new.get(name), named_by)
        for key in dict.fromkeys([*before, *after]):
            if key not in before:
                yield _of_list(
                    "New %(list)s: %(row)s.", "新增%(list)s：%(row)s。", name, row=_described(after[key], key)
                )
            elif key not in after:
                yield _of_list(
                    "Gone %(list)s: %(row)s.", "取消%(list)s：%(row)s。", name, row=_described(before[key], key)
                )
            else:
                for path, was, is_now in _leaves(before[key], after[key], ()):
                    yield _changed(path, was, is_now, _words(after[key], key), list_name=name)
        if [key for key in before if key in after] != [key for key in after if key in before]:
            yield _of_list(
                "The order of %(list)s changed.", "%(list)s的先后变了。", name
            )  # of tiers the first that holds is the one, 再加 rows stand on the lower ones


def _others(old: Mapping, new: Mapping) -> Iterator[Said]:
    for key in dict.fromkeys([*old, *new]):
        if key in ROWS or key in _SILENT:
            continue
        if key in _NOT_COUNTED:
            if old.get(key) != new.get(key):
                yield sentence(
                    "%(key)s changed; nothing is counted from it.",
                    key=Said(
                        "%(en)s", "%(zh)s", dict(zip(("en", "zh"), LABELS.get(key, (str(key), str(key))), strict=True))
                    ),
                )
            continue
        for path, was, is_now in _leaves(old.get(key), new.get(key), (str(key),)):
            yield _changed(path, was, is_now)


def _named(rows: object, naming: str) -> dict[str, Mapping]:
    """Rows by their name; one without is known by its words, and of two with one name the second by its place too."""
    found: dict[str, Mapping] = {}
    for n, row in enumerate(rows if isinstance(rows, list) else []):
        row = row if isinstance(row, Mapping) else {"note": row}
        key = str(row.get(naming, row.get("id", row.get("name", row.get("who", row.get("when", n))))))
        found[key if key not in found else f"{key} #{n + 1}"] = row
    return found


def _leaves(old: object, new: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object, object]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _leaves(old.get(key), new.get(key), (*path, str(key)))
    elif isinstance(old, Mapping) != isinstance(new, Mapping) and (old is None or new is None):
        for key in old if isinstance(old, Mapping) else new:
            yield from _leaves((old or {}).get(key), (new or {}).get(key), (*path, str(key)))
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield path, old, new


def _changed(path: tuple[str, ...], was: object, is_now: object, row: str = "", list_name: str = "") -> Said:
    lists = LISTS.get(list_name, ("", ""))
    labels = [LABELS.get(part, (part, naming.figure(part).zh)) for part in path]
    said = _ties if path[-1] == "ties" else _rule if {*path} & {"accumulate", "repeat_same_level", "repeat"} else _said
    data = {
        "row": row, "old": said(was), "new": said(is_now), "list": lists[0], "list_zh": lists[1],
        "what": " · ".join(label[0] for label in labels), "what_zh": "·".join(label[1] for label in labels),
    }  # fmt: skip
    whose = ("%(list)s %(row)s: ", "%(list_zh)s“%(row)s”：") if row else ("", "")
    return Said(f"{whose[0]}%(what)s was %(old)s, is %(new)s.", f"{whose[1]}%(what_zh)s由 %(old)s 改为 %(new)s。", data)


def _of_list(english: str, chinese: str, name: str, **data: object) -> Said:
    return Said(
        english, chinese.replace("%(list)s", "%(list_zh)s"), {"list": LISTS[name][0], "list_zh": LISTS[name][1], **data}
    )


def _words(row: Mapping, key: str) -> str:
    words = row.get("who", row.get("when", row.get("name")))
    said = "、".join(map(str, words)) if isinstance(words, list) else str(words or "")
    return f"{said} ({key})" if said and said != key else key


def _described(row: Mapping, key: str) -> str:
    """Its words, and the figures it holds."""
    figures = [
        _said(row[name]) for name in ("points", "factor", "max", "min", "places", "share") if row.get(name) is not None
    ]
    return f"{_words(row, key)} {' '.join(figures)}".strip()


def _ties(value: object) -> Said:
    """Figures and rules for equal scores, by their names."""
    words = value if isinstance(value, list) else [] if value is None else [str(value)]
    told = [naming.choice("ties", word).zh if word in ("shared", "dense") else naming.figure(word).zh for word in words]
    return Said("%(en)s", "%(zh)s", {"en": _said(value), "zh": "、".join(told) or "—"})


def _rule(value: object) -> Said | str:
    return naming.choice("accumulate", value) if isinstance(value, str) else _said(value)


def _said(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return say(value) if isinstance(value, int) else str(value)
    if isinstance(value, list):
        return "、".join(map(_said, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_said(entry)}" for key, entry in value.items())
    return str(value)
