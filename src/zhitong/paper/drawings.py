"""Drawings (SVG) made safe for a page: only shapes and words, nothing that runs, loads, links or styles.

A drawing comes from our own charts, yet it holds words of people, and it is put into a web page as it is. So it is parsed (no
entities, no DTD), compared with a list of what may stand in it, and written anew. What is not on the list is refused, not
silently taken away: half a chart would be a lie.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from zhitong.paper import measures
from zhitong.paper.characters import as_printed
from zhitong.paper.refusals import figure_refused

SVG = "http://www.w3.org/2000/svg"
MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 60
MOST_MM = 10_000.0
_ELEMENTS = frozenset(
    "svg g title desc defs path rect circle ellipse line polyline polygon text tspan clipPath linearGradient radialGradient "
    "stop pattern marker".split()
)
_ATTRIBUTES = frozenset(
    "id class role aria-label aria-labelledby aria-describedby aria-hidden lang viewBox preserveAspectRatio version width "
    "height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points dx dy rotate transform offset fill fill-opacity fill-rule stroke "
    "stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity "
    "stop-color stop-opacity color font-family font-size font-weight font-style text-anchor dominant-baseline "
    "alignment-baseline letter-spacing textLength lengthAdjust clip-path clip-rule clipPathUnits gradientUnits "
    "gradientTransform spreadMethod patternUnits patternContentUnits patternTransform markerWidth markerHeight refX refY "
    "orient markerUnits marker-start marker-mid marker-end vector-effect shape-rendering text-rendering "
    "focusable display visibility".split()
)
_REFERENCES = frozenset("fill stroke clip-path marker-start marker-mid marker-end".split())
_LOCAL = re.compile(r"url\(\s*['\"]?#([\w.-]+)['\"]?\s*\)")
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(px|pt|mm|cm|in)?\s*\Z")
_MM = {None: 25.4 / 96, "px": 25.4 / 96, "pt": 25.4 / 72, "mm": 1.0, "cm": 10.0, "in": 25.4}

register_namespace("", SVG)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A checked drawing: its SVG, and the size it is printed in, in millimetres, never beyond the type area."""

    svg: str
    width_mm: float
    height_mm: float


def drawing(svg: str, *, prefix: str = "") -> Drawing:
    """Check and rewrite a drawing. ``prefix`` goes before each id, so that two drawings on a page do not share one."""
    if len(svg) > MOST_CHARACTERS:
        raise figure_refused("too_large")
    try:
        root = fromstring(svg, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise figure_refused("not_well_formed") from problem
    if root.tag != f"{{{SVG}}}svg":
        raise figure_refused("not_svg")
    for element in _walk(root):
        _check(element, prefix)
    width, height = _size(root)
    root.set("width", f"{width:.2f}mm")
    root.set("height", f"{height:.2f}mm")
    return Drawing(tostring(root, encoding="unicode"), width, height)


def _walk(root: Element) -> Iterator[Element]:
    """Each element once, without recursion; nesting is bounded because the writers of XML do recurse."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > MOST_DEPTH:
            raise figure_refused("nested")
        yield element
        waiting.extend((child, depth + 1) for child in element)


def _check(element: Element, prefix: str) -> None:
    name = element.tag.removeprefix(f"{{{SVG}}}") if isinstance(element.tag, str) else "comment"
    if name not in _ELEMENTS:
        raise figure_refused("element", name)
    for attribute, value in element.attrib.items():
        if attribute not in _ATTRIBUTES:
            raise figure_refused("attribute", attribute)
        if attribute == "id":
            value = prefix + value
        elif attribute.startswith("aria-") and attribute != "aria-label" and attribute != "aria-hidden":
            value = " ".join(prefix + target for target in value.split())
        elif attribute in _REFERENCES:
            value = _LOCAL.sub(lambda found: f"url(#{prefix}{found[1]})", value)
            if "url(" in _LOCAL.sub("", value).lower() or "\\" in value:
                raise figure_refused("points_outside")
        element.set(attribute, as_printed(value))
    element.text = as_printed(element.text) if element.text else None
    element.tail = as_printed(element.tail) if element.tail else None


def _size(root: Element) -> tuple[float, float]:
    width, height = (_length(root.get(side, "")) for side in ("width", "height"))
    box = [_plain(number) for number in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[3] / box[2]
        width = width or (height / ratio if height else box[2] * _MM[None])
        height = height or width * ratio
    if not 0 < width < MOST_MM or not 0 < height < MOST_MM:
        raise figure_refused("no_size")
    if len(box) != 4:  # otherwise a drawing set smaller would be cut off instead of shrunk
        root.set("viewBox", f"0 0 {width / _MM[None]:.2f} {height / _MM[None]:.2f}")
    fit = min(1.0, measures.TYPE_WIDTH_MM / width, measures.FIGURE_MOST_HEIGHT_MM / height)
    return width * fit, height * fit


def _length(said: str) -> float:
    found = _NUMBER.match(said)
    return float(found[1]) * _MM[found[2]] if found else 0.0


def _plain(said: str) -> float:
    try:
        number = float(said)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0
