"""Submissions for the tests of this room: sent in by 林小河 of the street group, by the action that everybody uses."""

from __future__ import annotations

from zhitong.intake.actions import submit
from zhitong.intake.models import Submission
from zhitong.intake.words import Words

TITLE = "关于柳岸街道老旧小区加装电梯后维保资金无着的情况反映"
FACTS = "柳岸街道三个小区加装的十一部电梯，去年有四部因维保合同到期停运，六十岁以上住户上下楼靠人背。"


def send_in(office, title: str = TITLE, *, by: str = "lin", at=None, body: str = "", **details) -> Submission:
    words = (
        Words(title=title, body=body)
        if body
        else Words(title=title, facts=FACTS, causes="合同到期无人续签。", advice="由街道牵头建立维保资金池。")
    )
    return submit(by=office.by(by, at=at), words=words, **details)
