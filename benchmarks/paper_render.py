"""How long a three-page issue takes as Word, PDF and HTML, beside a bare document of the same paragraphs.

    python benchmarks/paper_render.py [--rounds 30]

Peers in the same run: python-docx with its default template and the same paragraphs, and ``typst.compile`` of the same plain
text on an A4 page with the same body font. Each round makes both, in turn; medians are compared, so a busy machine weighs on
both alike. Every round has a text of its own: an unchanged one would be answered from the typesetter's memory.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO

import typst
from docx import Document

from zhitong.paper import (
    Heading,
    Imprint,
    Masthead,
    Paper,
    Paragraph,
    SourceLine,
    available_fonts,
    to_docx,
    to_html,
    to_pdf,
)
from zhitong.paper.fonts import library
from zhitong.paper.parts import parts, texts

SENTENCE = (
    "近年来老旧小区加装电梯后，维护费用分摊办法不一，部分楼栋因低层住户不愿承担费用而停运，高龄老人出行受到影响。"
)


def issue(round_number: int) -> Paper:
    """About 750 characters: three pages with masthead and imprint."""
    blocks = []
    for title in ("一、基本情况", "二、存在问题", "三、有关建议"):
        blocks += [Heading(1, title), *(Paragraph(f"第{round_number}轮。" + SENTENCE * 2) for _ in range(2))]
    return Paper(
        title="关于规范老旧小区加装电梯后续维护管理费用分摊办法的建议",
        blocks=(*blocks, SourceLine("（反映人：方岚，系临溪区政协委员）")),
        masthead=Masthead("民声摘报", round_number, 345, "临溪区政协办公室", date(2026, 3, 8)),
        imprint=Imprint(
            up=("区委书记",), across=("区委办公室",), editor="周敏", signer="吴越", printed_on=date(2026, 3, 9)
        ),
    )


def bare_docx(paragraphs: list[str]) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def bare_pdf(paragraphs: list[str]) -> bytes:
    font = (*available_fonts()["body"], "Libertinus Serif")[0]
    head = f'#set page(paper: "a4")\n#set text(font: "{font}", size: 16pt, lang: "zh")\n'
    return typst.compile((head + "\n\n".join(paragraphs)).encode(), font_paths=library(), format="pdf", timestamp=0)


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=30)
    rounds = arguments.parse_args().rounds
    taken: dict[str, list[float]] = {name: [] for name in ("docx", "bare docx", "pdf", "bare pdf", "html")}
    # Round 0 reads fonts and dictionaries, which a worker does once in its life; it is not counted.
    for number in range(rounds + 1):
        paper = issue(number)
        paragraphs = [text for text in texts(parts(paper)) if text]
        times = {
            "docx": milliseconds(lambda paper=paper: to_docx(paper)),
            "bare docx": milliseconds(lambda paragraphs=paragraphs: bare_docx(paragraphs)),
            "pdf": milliseconds(lambda paper=paper: to_pdf(paper)),
            "bare pdf": milliseconds(lambda paragraphs=paragraphs: bare_pdf(paragraphs)),
            "html": milliseconds(lambda paper=paper: to_html(paper)),
        }
        if number:
            for name, took in times.items():
                taken[name].append(took)
    median = {name: statistics.median(values) for name, values in taken.items()}
    characters = sum(map(len, texts(parts(issue(1)))))
    print(f"three-page issue, {characters} characters, median of {rounds} rounds")
    for name in ("docx", "pdf"):
        ratio = median[name] / median[f"bare {name}"]
        print(
            f"{name}: {median[name]:.1f} ms; bare {name} of the same paragraphs: {median[f'bare {name}']:.1f} ms; ratio {ratio:.2f}"
        )
    print(f"html: {median['html']:.2f} ms; ratio to docx {median['html'] / median['docx']:.3f}")


if __name__ == "__main__":
    main()
