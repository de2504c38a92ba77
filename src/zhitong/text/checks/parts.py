"""The parts of a brief: situation 情况, cause 原因, advice 建议, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["situation", "cause", "advice"]

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*[”’」』）)]*")
_MARK = r"^\s*(?:[(（]?[一二三四五六七八九十0-9]{1,3}[)）、.．]\s*)?[【\[]?"
_HEADS: tuple[tuple[Kind, re.Pattern], ...] = (
    (
        "advice",
        re.compile(
            _MARK
            + r"(?:为此|对此|因此|鉴于此|综上)?[，,]?(?:特|我们|现|提出(?:如下|以下)?|有关|对策|相关|意见|工作|几点)?(?:建议|对策)"
        ),
    ),
    (
        "cause",
        re.compile(
            _MARK
            + r"(?:问题|主要|存在|产生|造成|分析|出现)?(?:的)?(?:原因|成因|根源|症结)(?:分析|在于|主要|有|是|如下|[:：\n]|$)"
        ),
    ),
    (
        "situation",
        re.compile(
            _MARK + r"(?:基本|反映|具体|主要|存在|有关|事件)?的?(?:情况|问题|现状|表现|困难)(?:[:：\n]|$|如下|及)"
        ),
    ),
)
_ADVICE = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十0-9]{1,3}[)）、.．]|[一二三四五六七]是|其[一二三四])?\s*(?:为此|对此|因此)?[，,]?"
    r"(?:特|现)?(?:建议|呼吁|恳请|希望|盼|请求|应尽快|应当|应该|亟需|亟待)|建议(?:由|市|区|县|有关|相关|尽快|对|在|加)"
)
_CAUSE = re.compile(
    r"原因|由于|因为|究其|根源|症结|缘于|源于|归因|成因|之所以|是因|在于|因[\u4e00-\u9fff]{2,20}(?:，|,)?(?:导致|造成|致使|引发|未能|无法|不能)"
    r"|(?:导致|造成|致使|引发)了?"
)
_LIST_ITEM = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十0-9]{1,3}[)）、.．]|[一二三四五六七]是|其[一二三四])")


@dataclass(frozen=True)
class Sentence:
    """``body[start:end]`` and the part it belongs to."""

    kind: Kind
    start: int
    end: int
    text: str


def sentences(body: str) -> list[Sentence]:
    """A headline opens a part that lasts until the next; outside of one a sentence is judged by its own words."""
    found: list[Sentence] = []
    part: Kind | None = None
    for match in _SENTENCE.finditer(body):
        text = match.group()
        if not text.strip():
            continue
        headed = next((kind for kind, head in _HEADS if head.search(text)), None)
        if headed:
            part = headed
        if part == "advice" or _ADVICE.search(text):
            kind: Kind = "advice"
            # Several pieces of advice follow one another; a list mark keeps the part open.
            part = part or ("advice" if _LIST_ITEM.match(text) else None)
        elif part == "cause" or (part is None and _CAUSE.search(text)):
            kind = "cause"
        else:
            kind = "situation"
        lead = len(text) - len(text.lstrip())
        found.append(Sentence(kind, match.start() + lead, match.end(), text[lead:]))
    return found


def has_cause(body: str) -> bool:
    """Whether anything in the text says why; also inside a sentence about the situation."""
    return bool(_CAUSE.search(body))
