"""The paper as HTML: one ``article`` that reads well on a screen or a phone and prints on A4.

No script, no style attribute, nothing from elsewhere: it stands under a strict Content-Security-Policy. The look is
``static/paper/paper.css``. Every text is escaped; drawings were checked before (``drawings.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from zhitong.paper import measures
from zhitong.paper.description import Paper
from zhitong.paper.parts import Head, Parts, Piece, parts

STYLESHEET = "paper/paper.css"  # its name under the static files


def to_html(paper: Paper, *, stylesheet: str = "", title_level: int = 1) -> str:
    """The paper as an ``article``; with the address of the ``stylesheet``, as a whole document.

    ``title_level`` is the level of the title's heading, for a page that has a heading of its own above it. The imprint
    follows the text: HTML cannot place it at the foot of the last sheet, Word and PDF do.
    """
    if not 1 <= title_level <= 6:
        raise ValueError(f"a heading has level 1 to 6, not {title_level}")
    whole = parts(paper)
    article = "\n".join(_article(whole, title_level))
    if not stylesheet:
        return article
    title = escape(" ".join(whole.title.split("\n")))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(whole.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f'<link rel="stylesheet" href="{escape(stylesheet)}">\n</head>\n<body class="paper-sheet">\n<main>\n{article}\n</main>\n</body>\n</html>\n'
    )


def _said(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _line(tag: str, name: str, text: str) -> Iterator[str]:
    if text:
        yield f'<{tag} class="{name}">{_said(text)}</{tag}>'


def _article(whole: Parts, title_level: int) -> Iterator[str]:
    names = "paper" if whole.head else "paper paper--plain"
    yield f'<article class="{names}" lang="{escape(whole.language)}">'
    yield from _line("p", "paper-warning", whole.warning)
    if whole.head:
        yield from _head(whole.head)
    yield from _line(f"h{title_level}", "paper-title", whole.title)
    yield from _line("p", "paper-addressee", whole.addressee)
    for piece in whole.pieces:
        yield from _piece(piece, title_level)
    if whole.foot:
        yield '<footer class="paper-foot">'
        for row in whole.foot:
            names = "paper-foot-row paper-foot-row--ruled" if row.rule else "paper-foot-row"
            yield f'<div class="{names}">'
            yield from _line("span", "paper-foot-left", row.left)
            yield from _line("span", "paper-foot-right", row.right)
            yield "</div>"
        yield "</footer>"
    yield "</article>"


def _head(head: Head) -> Iterator[str]:
    yield '<header class="paper-head">'
    yield '<div class="paper-marks">'
    yield from _line("p", "paper-copy", head.copy_number)
    for mark in head.marks:
        yield from _line("p", "paper-mark", mark)
    yield "</div>"
    yield from _line("p", f"paper-name paper-name--{_name_class(head.name)}", head.name)
    if head.number or head.signer:
        names = ["paper-number"]
        names += ["paper-number--document"] if head.is_document_number else []
        names += ["paper-sides"] if head.signer else []
        yield f'<div class="{" ".join(names)}">'
        yield from _line("span", "paper-number-text", head.number)
        if head.signer:
            signer = f'<span class="paper-signer">{_said(head.signer)}</span>'
            yield f'<span class="paper-number-signer">{_said(head.signer_label)}{signer}</span>'
        yield "</div>"
    if head.office or head.date:
        yield '<div class="paper-issuer paper-sides">'
        yield from _line("span", "paper-office", head.office)
        yield from _line("span", "paper-date", head.date)
        yield "</div>"
    yield '<hr class="paper-red-line">'
    yield "</header>"


def _name_class(name: str) -> str:
    """The red name's size comes as one of four classes, since a size of its own would need a style attribute."""
    size = measures.name_size_pt(name)
    return "large" if size >= 50 else "wide" if size >= 36 else "long" if size >= 28 else "longest"


def _piece(piece: Piece, title_level: int) -> Iterator[str]:
    if piece.kind == "heading":
        level = min(6, title_level + piece.level)
        yield from _line(f"h{level}", f"paper-heading paper-heading--{piece.level}", piece.text)
    elif piece.kind == "table":
        yield from _table(piece)
    elif piece.kind == "figure" and piece.drawing:
        yield '<figure class="paper-figure">'
        # The words of ``alt`` take the place of the drawing's own for a screen reader.
        described = f' role="img" aria-label="{escape(piece.alt)}"' if piece.alt else ""
        yield f'<div class="paper-drawing"{described}>{piece.drawing.svg}</div>'
        yield from _line("figcaption", "paper-caption", piece.text)
        yield "</figure>"
    else:
        yield from _line("p", f"paper-{piece.kind}", piece.text)


def _table(piece: Piece) -> Iterator[str]:
    # A wide table scrolls inside its own frame, also by keyboard, so that the page itself never does.
    label = f' role="region" aria-label="{escape(piece.text)}"' if piece.text else ""
    yield f'<div class="paper-table-frame" tabindex="0"{label}>'
    names = "paper-table paper-table--dense" if len(piece.head) > 8 else "paper-table"
    yield f'<table class="{names}">'
    yield from _line("caption", "paper-table-caption", piece.text)
    yield "<colgroup>"
    for share in piece.shares:
        yield f'<col width="{share:.2%}">'  # not a style attribute, which the policy would refuse
    yield "</colgroup>"
    yield "<thead><tr>" + "".join(f'<th scope="col">{_said(cell)}</th>' for cell in piece.head) + "</tr></thead>"
    yield "<tbody>"
    for row in piece.rows:
        yield "<tr>" + "".join(_cell(cell, column in piece.numeric) for column, cell in enumerate(row)) + "</tr>"
    yield "</tbody></table></div>"


def _cell(text: str, numeric: bool) -> str:
    opening = '<td class="paper-figures">' if numeric else "<td>"
    return f"{opening}{_said(text)}</td>"
