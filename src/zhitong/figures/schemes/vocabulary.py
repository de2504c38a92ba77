"""The words the engine reads in a scheme file, all of them, in one place; docs/manual/schemes.md lists the same.

A rule should be written as a number under a key. The real texts are often kept as they were printed ("每次 2",
"低于 30%"), so a few fixed forms are read from words as well. Words outside these lists are never interpreted:
what depends on them blocks until somebody decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .numbers import exact, ratio
from .refusals import SchemeWrong
from .sentences import sentence

# --- what a count is about -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Concept:
    """A thing counted: how an example's key names it, and which words a row about it must (and must not) hold."""

    key: re.Pattern
    words: re.Pattern
    without: re.Pattern | None = None


def _concept(key: str, words: str, without: str | None = None) -> Concept:
    return Concept(re.compile(key), re.compile(words), re.compile(without) if without else None)


# Order matters: the first concept whose key fits is the one meant, so the narrower stand first.
CONCEPTS = (
    _concept(r"commissions?_(missed|late)|missed_commissions?", r"约稿.*(不报|未报|未完成|迟|缺)"),
    _concept(r"(absent|absences?)_without_leave(_\w+)?", r"无故缺|无故不|未经准假|旷会", None),
    _concept(r"absent_with_leave(_\w+)?|leave_taken|leaves?", r"请假", r"未请假|无故"),
    _concept(r"absen(t|ces?)(_\w+)?", r"缺席|缺勤"),
    _concept(r"late_or_early|left_early|early_leave", r"早退"),
    _concept(r"late_(meeting|arrival)", r"迟到"),
    _concept(r"(months?_missed|missed_months?)", r"(每|月).*(未完成|未达|没有|空白|零报)|未完成.*月|未达.*月"),
    _concept(r"(quarters?_missed|missed_quarters?)", r"季.*(未完成|未达|没有|空白|零报)|未完成.*季|未达.*季"),
    _concept(r"(quota_)?short(_by)?|quota_missed", r"每少|每缺|每欠|少报|未完成.*(任务|数量|指标)|未达到.*(数量|指标)"),
    _concept(r"late(_reports?|_items?)?|reported_late|delayed", r"不及时|迟报|逾期|超时|晚报|延误"),
    _concept(r"concealed", r"瞒报"),
    _concept(r"omitted|missed_reports?|unreported|not_reported|not_sent", r"漏报|不报|未报|瞒报"),
    _concept(r"plagiari\w*|copied", r"抄袭|剽窃"),
    _concept(r"unverified", r"未经核实|未核实|不核实"),
    _concept(r"untrue|false|inaccurate|falsified", r"失实|虚假|不实|弄虚作假"),
    _concept(r"leak(s|ed)?|secrecy\w*", r"泄密|失密|泄露"),
    _concept(r"duplicates?|repeated|multiple_sub\w*", r"重复|一稿多投|多头报送"),
    _concept(r"(serious_)?(errors?|mistakes?)", r"错误|差错|不规范"),
    _concept(r"criticised|criticized|notified(_\w+)?|named", r"通报"),
    _concept(r"(charity|public_good|volunteering)(_\w+)?", r"公益"),
    _concept(r"activit(y|ies)", r"活动", r"公益"),
    _concept(r"speech(es)?|written_speech(es)?", r"发言"),
    _concept(r"meetings?(_attended)?", r"会议"),
    _concept(r"stud(y|ies)|training", r"学习|培训"),
    _concept(r"key_proposals?", r"重点提案"),
    _concept(r"proposals?(_filed|_sent)?|filed_proposals?", r"提案", r"重点提案"),
    _concept(r"awards?|honours?|commend\w*", r"表彰|获奖"),
)

# Words at the end of a key that tell two rows of one kind apart (absent_without_leave_plenary).
QUALIFIERS = {
    "plenary": re.compile(r"全会|全体会议"),
    "standing": re.compile(r"常委会"),
    "chair": re.compile(r"主席会议"),
    "group": re.compile(r"小组|讨论"),
    "activity": re.compile(r"活动"),
    "study": re.compile(r"学习|培训"),
}

# Stages of an item's way, for the two sides of a rate; a side is named by the furthest stage its text mentions.
STAGES = (
    (
        "sent",
        re.compile(r"^(sent|submitted|reported|received|total)"),
        re.compile(r"报送|上报|来稿|提交|报来|sent|submitted"),
    ),
    (
        "adopted",
        re.compile(r"^(adopt|used|taken|printed)"),
        re.compile(r"采用|录用|采纳|采编|刊用|编发|adopted|used"),
    ),
    ("instructed", re.compile(r"^(instruct|endorsed)"), re.compile(r"批示|签批|圈阅|instruct")),
    ("replied", re.compile(r"^(repl|answered|closed|handled)"), re.compile(r"办复|答复|回复|办结|办理|repl|answered")),
)


def concept_of(key: str) -> Concept | None:
    return next((concept for concept in CONCEPTS if concept.key.fullmatch(key)), None)


def qualifier_of(key: str) -> re.Pattern | None:
    return QUALIFIERS.get(key.rsplit("_", 1)[-1])


def is_about(concept: Concept, words: str) -> bool:
    if not concept.words.search(words):
        return False
    return concept.without is None or not concept.without.search(words)


def stage_of_key(key: str) -> str | None:
    """The stage a figure's key names: by its English beginning, or by the Chinese words in it."""
    named = next((stage for stage, beginning, _ in STAGES if beginning.match(key)), None)
    return named or (stage_of_text(key) if is_chinese(key) else None)


def is_chinese(key: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", key) is not None


def stage_of_text(text: str) -> str | None:
    found = None
    for stage, _, words in STAGES:
        if words.search(text.casefold()):
            found = stage
    return found


# --- thresholds and bands --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Threshold:
    """A line across a rate or a score. ``strict`` is ``None`` where the words do not say what exactly on the line is."""

    bound: Fraction
    below: bool  # the consequence falls on those below the line (else on those above)
    strict: bool | None
    points: Decimal | None = None

    def holds(self, value: Fraction) -> bool | None:
        """Does the consequence fall on ``value``? ``None`` exactly on the line when the words leave it open."""
        if value == self.bound:
            return None if self.strict is None else not self.strict
        return value < self.bound if self.below else value > self.bound


# 以下/以上 include the number in Chinese law but not in every office: exactly on the line they stay open.
_SIDES = {
    "低于": (True, True), "不足": (True, True), "不到": (True, True), "不满": (True, True), "小于": (True, True),
    "未达到": (True, True), "未达": (True, True), "达不到": (True, True), "没有达到": (True, True),
    "below": (True, True), "under": (True, True), "less than": (True, True), "<": (True, True),
    "不高于": (True, False), "不超过": (True, False), "at most": (True, False), "<=": (True, False), "≤": (True, False),
    "高于": (False, True), "超过": (False, True), "大于": (False, True), "above": (False, True), "over": (False, True),
    "more than": (False, True), ">": (False, True),
    "不低于": (False, False), "达到": (False, False), "不少于": (False, False), "at least": (False, False),
    "from": (False, False), ">=": (False, False), "≥": (False, False),
    "及以下": (True, False), "及以上": (False, False), "以下": (True, None), "以上": (False, None),
}  # fmt: skip
_SIDE = "|".join(sorted(map(re.escape, _SIDES), key=len, reverse=True))
_FIGURE = r"(\d+(?:\.\d+)?)(?![\d.])\s*(%|％)?\s*分?"
_BEFORE = re.compile(rf"({_SIDE})\s*{_FIGURE}(?!\s*(?:条|篇|件|次|个|天|日))")
_AFTER = re.compile(rf"{_FIGURE}\s*({_SIDE})")
_WITH_POINTS = re.compile(rf"^\s*{_FIGURE}\s*[(（]\s*({_SIDE})\s*[:：]\s*([+-]?\d+(?:\.\d+)?)\s*[)）]\s*$")
_THEN = re.compile(r"^\s*(?:的|者|时)?\s*[,，:：]?\s*(扣|减|加|奖|[+\-−－])\s*(\d+(?:\.\d+)?)\s*分?")
_BETWEEN = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*分?\s*(?:-|–|—|~|～|至|到)\s*(\d+(?:\.\d+)?)\s*分?\s*$")


_SAID_OF_THE_FIGURE = re.compile(r"\s*[(（]\s*(不)?(?:包)?含[^)）]*[)）]\s*")


def _with_its_figure(value: str) -> str:
    """90分以上(含90分) as >=90, 60分以下（不含60分） as <60: what stands in brackets settles what 以上 and 以下 leave open."""
    match = _SAID_OF_THE_FIGURE.search(value)
    if match is None:
        return value
    equal = "" if match.group(1) else "="
    value = _SAID_OF_THE_FIGURE.sub("", value)
    value = re.sub(rf"{_FIGURE}\s*(?:及)?以上", lambda found: f">{equal}{found[1]}{found[2] or ''}", value)
    return re.sub(rf"{_FIGURE}\s*(?:及)?以下", lambda found: f"<{equal}{found[1]}{found[2] or ''}", value)


def threshold_of(value: object, field: str) -> Threshold | None:
    """A threshold from ``{below: 0.3, points: -1}``, from "0.30 (below: -1)", or from words such as "低于 30%".

    ``None`` when nothing of the kind is said. A bare number is a line without a side: below it, open exactly on it.
    """
    if value is None:
        return None
    if isinstance(value, dict):
        sides = [key for key in value if str(key).replace("_", " ") in _SIDES]
        if len(sides) != 1:
            raise SchemeWrong(
                "threshold",
                field,
                sentence("one of below, at_most, above, at_least is needed."),
                sentence("Name one side."),
            )
        below, strict = _SIDES[sides[0].replace("_", " ")]
        return Threshold(ratio(value[sides[0]], field), below, strict, exact(value.get("points"), f"{field}.points"))
    if not isinstance(value, str):
        return Threshold(ratio(value, field), True, None)
    value = _with_its_figure(value)
    if match := _WITH_POINTS.match(value):
        figure, percent, side, points = match.groups()
        return Threshold(_bound(figure, percent), *_SIDES[side], exact(Decimal(points), field))
    if match := _BEFORE.search(value):
        side, figure, percent = match.groups()
        return Threshold(_bound(figure, percent), *_SIDES[side], _then(value[match.end() :]))
    if match := _AFTER.search(value):
        figure, percent, side = match.groups()
        return Threshold(_bound(figure, percent), *_SIDES[side], _then(value[match.end() :]))
    if re.fullmatch(rf"\s*{_FIGURE}\s*", value):
        figure, percent = re.match(rf"\s*{_FIGURE}", value).groups()
        return Threshold(_bound(figure, percent), True, None)
    return None


def _then(words: str) -> Decimal | None:
    """What crossing the line costs or brings, told right after it: 低于 30% 扣 2 分, "below 20%: -2"."""
    match = _THEN.match(words)
    if match is None:
        return None
    sign, points = match.groups()
    return Decimal(points) if sign in "加奖+" else -Decimal(points)


def _bound(figure: str, percent: str | None) -> Fraction:
    return Fraction(figure) / (100 if percent else 1)


@dataclass(frozen=True)
class Band:
    """称职 60-84 and the like; ``None`` is no bound on that side."""

    name: str
    low: Threshold | None
    high: Threshold | None
    loose: bool = False  # written "60-84", with no word on its ends: another band that names the end goes first

    def holds(self, value: Fraction) -> bool | None:
        sides = [side.holds(value) for side in (self.low, self.high) if side is not None]
        if False in sides:
            return False
        return None if None in sides else True


def band_of(name: str, value: object, field: str) -> Band | None:
    """A band from ">=85", "60-84", "<60", "85分以上", or ``{from: 60, below: 85}``; ``None`` for anything else."""
    value = _with_its_figure(value) if isinstance(value, str) else value
    loose = isinstance(value, str) and _BETWEEN.match(value) is not None
    if isinstance(value, dict):
        sides = [threshold_of({key: bound}, field) for key, bound in value.items()]
    elif loose:
        low, high = (Fraction(figure) for figure in _BETWEEN.match(value).groups())
        sides = [Threshold(low, False, False), Threshold(high, True, False)]
    elif isinstance(value, str) and threshold_of(value, field) is not None and re.search(_SIDE, value):
        found = [*_BEFORE.findall(value), *((c, a, b) for a, b, c in _AFTER.findall(_BEFORE.sub("", value)))]
        sides = [Threshold(_bound(figure, percent), *_SIDES[side]) for side, figure, percent in found]
    else:
        return None
    low = next((side for side in sides if not side.below), None)
    high = next((side for side in sides if side.below), None)
    return Band(name, low, high, loose)


# --- figures in notes ------------------------------------------------------------------------------------------------

_EACH = re.compile(
    r"(?:每\s*(?:件|次|条|篇|个|场|人次|天)|1\s*(?:件|次|条|篇|个|场))\s*(?:计|得|加)?\s*(\d+(?:\.\d+)?)"
)
_FILED = re.compile(r"立案(?:的|后)?\s*(?:再加|加计|另加|加)\s*(\d+(?:\.\d+)?)")
_EACH_BEYOND = re.compile(r"([+-]\d+(?:\.\d+)?) for each\b")


def each_in(note: str) -> Decimal | None:
    """Points for one, from "每次 2", "每件 5 分", "1 件 10 分"."""
    match = _EACH.search(note)
    return Decimal(match.group(1)) if match else None


def filed_in(note: str) -> Decimal | None:
    """What filing adds, from "立案再加 15"."""
    match = _FILED.search(note)
    return Decimal(match.group(1)) if match else None


def each_beyond_in(text: str) -> Decimal | None:
    """Points for one more, from "the +5 for each filed proposal beyond the first"."""
    match = _EACH_BEYOND.search(text)
    return Decimal(match.group(1)) if match else None


_FACTORS = (
    (re.compile(r"减半|折半|\bhalf\b"), Decimal("0.5")),
    (re.compile(r"不计|不予计|\bnot counted\b"), Decimal(0)),
    (re.compile(r"同等|全额|\bsame\b|\bin full\b"), Decimal(1)),
)


def factor_in(text: str) -> Decimal | None:
    """A part of the points told in words: 减半, 不计, 同等. ``None`` when the words say none, or more than one."""
    found = {factor for words, factor in _FACTORS if words.search(text)}
    if match := re.search(r"(\d+(?:\.\d+)?)\s*(?:%|％)", text):
        found.add(Decimal(match.group(1)) / 100)
    return found.pop() if len(found) == 1 else None


def has_no_limit(note: str) -> bool:
    return re.search(r"无上限|不封顶|不设上限|上不封顶|no limit|unlimited", note) is not None


def is_only_a_consequence(effect: str) -> bool:
    """A penalty that takes away a right instead of points, such as 取消评优资格."""
    return re.search(r"取消|一票否决|不得(参评|评|参加)|不予评|disqualif", effect) is not None


def row_shared_in(note: str, identifiers: set[str]) -> str | None:
    """The row that "same row as provincial adoption" means: the identifier whose words begin what follows."""
    match = re.match(r"same row as\s+(.+)", note.strip())
    if not match:
        return None
    words = re.sub(r"[’']s\b", "", match.group(1)).replace(" ", "_")
    fitting = [name for name in identifiers if words == name or re.match(rf"{re.escape(name)}(?![0-9A-Za-z])", words)]
    return max(fitting, key=len, default=None)
