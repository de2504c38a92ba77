"""Which record answers a row: every fact that the language knows, in one table.

Levels and instructions are answered by adoptions and instructions, by the bodies and ranks that a row names. All other rows are answered
by one fact of this table: the one a row names (``record: call_missed``), else the only one that its words mean. A row without a fact, and
one of a fact that ``NO_RECORD`` names, stays open: whoever shows points names it, and nobody counts it as 0.

What fills each fact from an office's own records stands in ``figures.recorded``, under the same names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhitong.errors import Said

from .model import Row
from .sentences import sentence

BY_HAND = "none"  # record: none says that people enter it


@dataclass(frozen=True)
class Fact:
    """``families``: of the rows it can answer. ``words``: what a row must say to mean it, ``without``: what it must not say."""

    name: str
    families: frozenset[str]
    says: Said
    words: re.Pattern | None = None
    without: re.Pattern | None = None


def _fact(name: str, families: str, says: Said, words: str = "", without: str = "") -> Fact:
    return Fact(
        name,
        frozenset(families.split()),
        says,
        re.compile(words) if words else None,
        re.compile(without) if without else None,
    )


_CALLS = "commissioned penalty counted"
_MORE = r"批示|反馈|通报|会议|抄袭|失实|错误|提案"  # beside the call the row speaks of something else
_MISSED, _LATE = (
    r"不报|未报|未完成|不完成|未按要求|没有完成|缺报|漏报",
    r"迟报|逾期|超时|不及时|未按时|未及时|延误|晚报",
)

# Order matters: of the facts whose words fit, the first is meant, so the narrower stand first.
FACTS: tuple[Fact, ...] = (
    # 约稿: each call with its addressees, its due day, and the submissions that name it
    _fact("call_missed", _CALLS, sentence("calls due in the period that were not answered by the end of the due day"),
          rf"约稿.*(({_MISSED}).*({_LATE})|({_LATE}).*({_MISSED}))", _MORE),
    _fact("call_late", _CALLS, sentence("calls due in the period that were answered after the due day"), rf"约稿.*({_LATE})", _MORE),
    _fact("call_unanswered", _CALLS, sentence("calls due in the period that had no answer at all"), rf"约稿.*({_MISSED})", _MORE),
    _fact("call_instructed", "commissioned counted", sentence("instructions on what answered a call"), r"约稿.*(批示|签批)"),
    _fact("call_adopted_above", "commissioned counted", sentence("adoptions, by a body above, of what answered a call"),
          r"约稿.*(上级|以上).*(采用|录用|采纳|刊用)", r"批示|反馈|通报"),
    _fact("call_adopted", "commissioned counted", sentence("adoptions of what answered a call"),
          r"约稿.*(采用|录用|采纳|刊用)|(采用|录用).*约稿", rf"批示|反馈|通报|{_MISSED}"),
    _fact("call_answered_in_time", "commissioned counted", sentence("submissions that answered a call by its due day"),
          r"(按时|及时|按期|限时).*约稿|约稿.*(按时|及时|按期|限时)", rf"{_MORE}|{_MISSED}|{_LATE}"),
    _fact("call_answered", "commissioned counted", sentence("submissions that answered a call"),
          r"(完成|报送|提供|承担|上报).*约稿|约稿.*(完成|报送|提供|上报)(?!情况)", rf"{_MORE}|{_MISSED}|{_LATE}|情况"),
    # 办复: what departments wrote back, by department or result
    _fact("reply", "reply", sentence("replies of departments on issues that draw on the submission"), r"."),
    # what the office decided on the submission
    _fact("copied", "penalty", sentence("submissions declined for words copied from others, by the decision's reason"),
          r"抄袭|剽窃|照搬", r"通报|会议"),
    _fact("unverified", "penalty", sentence("submissions declined or returned as not verified, by the decision's reason"),
          r"未经核实|未核实|不核实", r"通报|抄袭"),
    _fact("returned", "penalty", sentence("submissions returned to the source in the period"), r"(被)?(退回|退稿|退修)", r"通报"),
    _fact("withdrawn", "penalty", sentence("submissions withdrawn by the source in the period"), r"(自行)?(撤回|撤稿)", r"通报"),
    # factors: what kind of submission it is
    _fact("express", "multiplier counted", sentence("submissions that were issued in the express lane"),
          r"紧急|加急|特急|急件|急报|快报类", r"未|不|漏|瞒"),
    _fact("answers_call", "multiplier", sentence("submissions that answer a call"), r"约稿", rf"{_MISSED}|{_LATE}"),
    _fact("several_units", "multiplier", sentence("submissions whose authors come from several units"), r"联合(报送|调研|撰写)|跨界别|多(个)?单位"),
    _fact("joint", "multiplier", sentence("submissions under more than one name"), r"联名|合作撰写|合写"),
    _fact("composite", "multiplier", sentence("submissions that went into an issue drawn from several"), r"综合(采用|编发|稿|信息)"),
    _fact("from_research", "multiplier", sentence("submissions that came from research"), r"调研"),
    _fact("from_inspection", "multiplier", sentence("submissions that came from an inspection"), r"视察|考察"),
    _fact("from_meeting", "multiplier", sentence("submissions that came from a meeting"), r"会议|发言"),
    _fact("from_proposal", "multiplier", sentence("submissions that came from a proposal"), r"提案"),
    # figures of the whole unit or person
    _fact("quota_short", "penalty", sentence("items received, against the number that the text or the office's target asks for"),
          r"每少|每缺|每欠|少报.*(篇|条|件)", rf"约稿|会议|提案|{_LATE}"),
    _fact("months_missed", "penalty", sentence("months in which fewer items were received than the text asks for"),
          r"(每月|月度|当月).*(未完成|未达|没有|空白|零报)|未完成.*(每月|月度)|未达.*(每月|月度)", r"会议|提案|约稿"),
    _fact("quarters_missed", "penalty", sentence("quarters in which fewer items were received than the text asks for"),
          r"季.*(未完成|未达|没有|空白|零报)|未完成.*季|未达.*季", r"会议|提案|约稿|率"),
    _fact("sent", "counted", sentence("items received in the period"), r"^(每)?(报送|上报|提交).{0,8}(信息|社情民意).{0,6}$", r"提案|采用|未|不"),
    _fact("adopted", "counted", sentence("items first adopted in the period"), r"^$"),
    _fact("rate", "penalty", sentence("the rate of what was received and what became of it"),
          r"(采用|录用|采纳|刊用|批示|答复|办复|回复|办结)率"),
)  # fmt: skip
BY_NAME = {fact.name: fact for fact in FACTS}

# What rows are often about and no record of an office says; with why. A row of these is always named, never filled.
NO_RECORD: dict[str, tuple[re.Pattern, Said]] = {
    name: (re.compile(words), why)
    for name, words, why in (
        ("attendance", r"会议|缺席|缺勤|请假|迟到|早退|出席", sentence("attendance at meetings is kept elsewhere")),
        ("activities", r"活动|公益|学习|培训|视察|调研|服务|走访|结对", sentence("activities, study and public service are kept elsewhere")),
        ("proposals", r"提案", sentence("proposals are kept by the proposals committee")),
        ("speeches", r"发言", sentence("speeches are kept with their meeting")),
        ("honours", r"表彰|获奖|荣誉", sentence("honours are given elsewhere")),
        ("fault", r"失实|虚假|不实|错误|差错|不规范|通报|泄密|失密", sentence("a fault is found by a person and written in no record here")),
        ("omitted", r"漏报|瞒报|不报|未报", sentence("what nobody sent in leaves no record")),
        ("late", r"不及时|迟报|逾期|晚报|延误", sentence("only calls have a due day; other items have none to be late by")),
        ("repeated", r"重复|一稿多投|多头", sentence("what was also sent elsewhere leaves no record here")),
    )
}  # fmt: skip


def fact_of(row: Row) -> Fact | None:
    """The fact that answers a row by its own word or by its words; ``None`` where people must enter it."""
    if row.record:
        return BY_NAME.get(row.record)
    for fact in FACTS:
        if row.family not in fact.families or fact.words is None:
            continue
        said = row.words or row.id
        if fact.words.search(said) and not (fact.without and fact.without.search(said)):
            return fact
    return None


def why_open(row: Row) -> Said | None:
    """Why no record can answer a row that no fact answers, where the language knows it."""
    return next((why for words, why in NO_RECORD.values() if words.search(row.words)), None)
