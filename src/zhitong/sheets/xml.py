"""Reads one XML part of a package piece by piece, with everything an XML file could do to us switched off."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from zhitong.sheets.messages import refusal

CHUNK = 64 * 1024


class PartHandler(ContentHandler):
    """A handler that sees names without their prefix (``x:row`` is ``row``) and attributes as a plain dict.

    Namespaces themselves are not checked, so that the strict and the transitional form of the format both read.
    """

    def startElement(self, name, attrs):
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name):
        self.end(name.rpartition(":")[2])

    def begin(self, name, attrs):
        """An element opens."""

    def end(self, name):
        """An element closes."""


def feed_part(archive: zipfile.ZipFile, name: str, handler: ContentHandler) -> Iterator[None]:
    """Feed the part to ``handler``, pausing after each piece so that what was read so far can be passed on."""
    parser = make_parser()
    parser.forbid_dtd = True  # an .xlsx never has one; entity bombs and outside entities need one
    parser.setContentHandler(handler)
    # Straight to the handler, past the step that wraps each element's attributes: a third of the time.
    parser.start_element = handler.startElement
    parser.end_element = handler.endElement
    try:
        with archive.open(name) as part:
            while piece := part.read(CHUNK):
                parser.feed(piece)
                yield
        parser.close()
        yield
    except DefusedXmlException:
        raise refusal("file.entities") from None
    except (SAXException, zipfile.BadZipFile, zlib.error, EOFError, KeyError, UnicodeError, NotImplementedError):
        raise refusal("file.damaged") from None


def read_part(archive: zipfile.ZipFile, name: str, handler: ContentHandler) -> None:
    """Feed the whole part."""
    for _ in feed_part(archive, name, handler):
        pass
