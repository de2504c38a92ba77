"""The words of a paper, read back out of its three forms."""

from __future__ import annotations

import subprocess
from html.parser import HTMLParser
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn


class _Words(HTMLParser):
    """The text of a page, without that of drawings: those are pictures in Word."""

    def __init__(self):
        super().__init__()
        self.words, self.drawing = [], 0

    def handle_starttag(self, tag, attrs):
        self.drawing += tag == "svg"

    def handle_endtag(self, tag):
        self.drawing -= tag == "svg"

    def handle_data(self, data):
        if not self.drawing:
            self.words.append(data)


def words_of_html(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.words)


def words_of_docx(content: bytes) -> str:
    body = Document(BytesIO(content)).element.body
    return "".join(node.text or "" for node in body.iter(qn("w:t")))


def words_of_pdf(content: bytes, *options: str) -> str:
    return subprocess.run(
        ["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
