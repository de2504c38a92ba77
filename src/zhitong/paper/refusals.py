"""What this room refuses, in English and in Chinese; which of the two is read depends on the reader."""

from __future__ import annotations

from zhitong.errors import BadInput, Refused, Said
from zhitong.paper import measures

_PLAIN_SHAPES = Said(
    "Use plain shapes and words, with colours and sizes as attributes.",
    "请只用图形和文字，颜色和大小写成属性。",
)
# why: (English, Chinese); the place %(what)s is filled with a name as it stands in the SVG.
_FIGURE_FAULTS: dict[str, tuple[str, str]] = {
    "too_large": ("it is too large", "图过大"),
    "not_well_formed": ("it is not well-formed SVG", "不是完整的 SVG"),
    "not_svg": ("its outermost element is not svg", "最外层元素不是 svg"),
    "nested": ("its elements are nested too deeply", "元素嵌套过深"),
    "element": ("it holds the element %(what)s", "含有不允许的元素 %(what)s"),
    "attribute": ("it holds the attribute %(what)s", "含有不允许的属性 %(what)s"),
    "points_outside": ("it points to something outside itself", "引用了图以外的内容"),
    "no_size": ("it has no viewBox, width or height that could be printed", "没有可用的 viewBox 或宽高"),
}


def too_long(characters: int) -> BadInput:
    data = {"characters": characters, "most": measures.MOST_CHARACTERS}
    return BadInput(
        "paper.too_long",
        Said(
            "This paper has %(characters)s characters; at most %(most)s can be printed as one.",
            "这份文稿共 %(characters)s 字，一份最多可印 %(most)s 字。",
            data,
        ),
        Said("Divide it into several papers.", "请分成几份。"),
        **data,
    )


def figure_refused(why: str, what: str = "") -> BadInput:
    english, chinese = _FIGURE_FAULTS[why]
    return BadInput(
        "paper.figure_refused",
        Said(f"A figure cannot be printed: {english}.", f"有一幅图不能印：{chinese}。", {"what": what}),
        _PLAIN_SHAPES,
        field="svg",
        why=why,
    )


def not_set() -> Refused:
    return Refused(
        "paper.not_set",
        Said("This paper could not be set as PDF.", "这份文稿未能排成 PDF。"),
        Said(
            "Make the Word file instead, and look there for a text or figure of an unusual kind.",
            "请先导出 Word，在其中查找不寻常的文字或图。",
        ),
    )
