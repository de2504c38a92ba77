"""What keys, choices, figures and rows are called where people read them: in Chinese by words, in English as they stand in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhitong.errors import Said

if TYPE_CHECKING:
    from .model import Row

KEYS = {
    "accumulate": "一条被几级采用怎样计", "accumulate_instructions": "一条得到几级批示怎样计",
    "repeat_same_level": "同一行第二个单位采用怎样计", "repeat_instructions": "同级第二次批示怎样计", "repeat_commissioned": "约稿再次采用怎样计",
    "repeat_replies": "第二次答复怎样计", "same_body": "同一单位两次采用怎样计", "same_row": "写在同一行的两种结果怎样计",
    "author_bonus": "作者加分计几次", "joint_author_bonus": "联名的按谁的身份加分", "missing_lower": "下级未采用的怎样计", "multipliers": "几个倍数怎样合用",
    "threshold": "正好在界线上怎样算", "band_gap": "落在两档之间归哪一档", "ties": "同分怎样排名", "tie_at_limit": "末位并列怎样取",
    "share_rounding": "名额不是整数怎样取整", "beyond_pieces": "超过篇数计哪几篇", "joint": "几人联名怎样分", "share_unit": "分到多细",
    "rate_without_items": "没有来稿的比率按多少算", "missed_month": "缺一个月扣多少", "missed_quarter": "缺一个季度扣多少",
    "ranking.bands": "等次",
}  # fmt: skip
_PREFIXES = {
    "points.": "“%s”一行的分数", "counts.": "“%s”的数", "caps.": "“%s”的封顶数", "threshold.": "正好在“%s”的界线上怎样算", "items.": "每条的%s",
    "unclear.": "原文未写明的第 %s 项", "money.": "“%s”一行的奖金",
}  # fmt: skip
FIGURES = {
    "sent": "报送", "adopted": "采用", "late": "迟报", "quota_short_by": "报送不足", "short_by": "报送不足", "months_met": "达到每月任务的月数", "quarters_met": "达到每季任务的季数",
    "months_missed": "未达到每月任务的月数", "quarters_missed": "未达到每季任务的季数", "month": "月份", "quarter": "季度", "rate": "比率", "base": "基础分",
    "miss": "每少报一件", "meeting_outputs": "会议、调研转化", "omitted": "漏报", "missed_commissions": "约稿未报", "each": "每件提案", "filed": "提案立案",
    "authors": "作者", "authors.information": "联名信息", "authors.composite": "综合稿", "authors.proposals": "联名提案", "authors.proposal": "联名提案", "heads": "人数", "submission": "报送", "target": "任务数", "points": "得分", "instructions": "批示", "items": "篇数", "occurrences": "篇次", "replied": "办复", "adoptions": "采用篇次",
}  # fmt: skip
_CHOICES = {
    "sum": ("add all rows up", "各行累计"),
    "increment": ("each row on top of the lower ones", "在下一级之上加计"),
    "highest": ("the highest only", "只计最高的"),
    "each": ("each time", "每次都计"),
    "once": ("once only", "只计一次"),
    "half": ("half from the second time on", "第二次起减半"),
    "row_only": ("the row alone", "只计本行"),
    "with_lower": ("with the lower rows", "连下级各行一并计"),
    "product": ("multiplied", "相乘"),
    "strict": ("does not fall under it", "不算在内"),
    "inclusive": ("falls under it", "算在内"),
    "lower": ("the lower band", "归下一档"),
    "upper": ("the upper band", "归上一档"),
    "equal": ("divided equally", "平均分"),
    "first_only": ("all to the first", "全归第一作者"),
    "half_first": ("half to the first, the rest divided equally", "第一作者一半，其余平分"),
    "registered": ("in the shares registered with the submission", "按来稿登记的份额"),
    "best": ("the best", "计得分高的"),
    "first": ("the first in time", "计在先的"),
    "joint_author_bonus.first": ("the first author's kind", "按第一作者的身份"),
    "joint_author_bonus.any": ("anybody's who is of that kind", "有人符合就加"),
    "any": ("any of them", "任何一个"),
    "all": ("all who share it", "并列的都列入"),
    "none": ("none of them", "并列的都不列入"),
    "up": ("rounded up", "进位"),
    "down": ("rounded down", "舍去"),
    "half_up": ("rounded half up", "四舍五入"),
    "shared": ("equal place, the next ones move down (1, 1, 3)", "名次并列，其后顺延（1、1、3）"),
    "dense": ("equal place, the next one follows (1, 1, 2)", "名次并列，其后紧接（1、1、2）"),
}


def named(key: str) -> Said:
    """A decision or a fact that is asked for, such as ``ties`` or ``points.city``."""
    if key in KEYS:
        return Said("%(key)s", KEYS[key], {"key": key})
    for prefix, words in _PREFIXES.items():
        if key.startswith(prefix):
            rest = key.removeprefix(prefix)
            return Said("%(key)s", words.replace("%s", "%(rest)s"), {"key": key, "rest": FIGURES.get(rest, rest)})
    return Said("%(key)s", "%(name)s", {"key": key, "name": FIGURES.get(key, key)})


def figure(key: str) -> Said:
    """A figure of a unit: late, months_met."""
    return Said("%(key)s", "%(name)s", {"key": key, "name": FIGURES.get(key, key)})


def choice(key: str, word: str) -> Said:
    """One of the words by which ``key`` may be decided, as a sentence for people; a word of one's own (a measure) stays itself."""
    told = _CHOICES.get(f"{key}.{word}") or _CHOICES.get(word)
    return Said(*told) if told else Said("%(word)s", "%(word)s", {"word": word})


def choices(key: str, words: Iterable[str]) -> Said:
    """All of them in one line."""
    words = tuple(words)
    return Said(
        "%(words)s", "%(said)s", {"words": " / ".join(words), "said": "、".join(choice(key, word).zh for word in words)}
    )


def called(*rows: Row) -> Said:
    """Rows by their words; in English by their identifiers."""
    rows = tuple(dict.fromkeys(rows))
    return Said(
        "%(ids)s",
        "%(words)s",
        {"ids": ", ".join(row.id for row in rows), "words": "、".join(f"“{row.words or row.id}”" for row in rows)},
    )


_KINDS = {
    "single": ("single", "单篇"), "composite": ("composite", "综合"), "forwarded": ("forwarded", "原稿转送"),
    "special_report": ("special report", "专报"), "report_up": ("sent up", "上报"),
    "yes": ("solved", "已解决"), "partly": ("partly solved", "部分解决"), "planned": ("planned", "列入计划"), "no": ("not solved", "未解决"),
}  # fmt: skip


def kind_of(row: Row) -> Said | str:
    """（单篇）, （政务类、党建类）: what tells two rows of one body apart; empty where nothing does."""
    parts = [part for part in (row.kind, *row.genres) if part and part != "any"]
    if not parts:
        return ""
    told = [_KINDS.get(part, (part, part)) for part in parts]
    return Said(
        " (%(en)s)", "（%(zh)s）", {"en": ", ".join(en for en, _zh in told), "zh": "、".join(zh for _en, zh in told)}
    )
