"""The usual words of a leader's instruction, to be given with one tap: the office's list "instruction_words", else these."""

from __future__ import annotations

from django.utils import timezone

from zhitong.network.actors import Actor
from zhitong.network.queries import choices

USUAL = ("请有关部门研究办理，并将结果反馈政协。", "请分管同志阅处。", "此件所提建议很有针对性，请相关单位吸收采纳。")


def of(actor: Actor) -> list[str]:
    own = choices("instruction_words", actor.office_id, on=timezone.localdate(actor.at)).values_list("name", flat=True)
    return list(own) or list(USUAL)
