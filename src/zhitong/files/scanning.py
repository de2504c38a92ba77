"""Asking ClamAV, where the installation names one (ZHITONG_CLAMAV). Found: refused. No answer: the file is held, never passed."""

from __future__ import annotations

import socket
import struct
from enum import Enum
from typing import BinaryIO

from django.conf import settings

CHUNK = 64 * 1024
PATIENCE = 20  # seconds for one answer


class Verdict(Enum):
    CLEAN = "clean"
    FOUND = "found"
    UNKNOWN = "unknown"  # the scanner is down, or said something else


def scan(stream: BinaryIO) -> Verdict:
    """What the scanner says of the bytes; CLEAN where no scanner is named. The stream is read from its beginning and left there."""
    if not settings.CLAMAV:
        return Verdict.CLEAN
    try:
        answer = _ask(stream)
    except OSError:
        return Verdict.UNKNOWN
    finally:
        stream.seek(0)
    if answer.endswith(b"FOUND"):
        return Verdict.FOUND
    return Verdict.CLEAN if answer.endswith(b": OK") else Verdict.UNKNOWN


def _ask(stream: BinaryIO) -> bytes:
    """clamd's INSTREAM: chunks with their lengths, a length of nought at the end, one line back."""
    stream.seek(0)
    with _connected() as wire:
        wire.sendall(b"zINSTREAM\0")
        while chunk := stream.read(CHUNK):
            wire.sendall(struct.pack("!L", len(chunk)) + chunk)
        wire.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096 and (more := wire.recv(4096)):
            answer += more
    return answer.rstrip(b"\0\n ")


def _connected() -> socket.socket:
    """To a path (a socket of this machine) or to host:port."""
    where = settings.CLAMAV
    if where.startswith("/"):
        wire = socket.socket(socket.AF_UNIX)
        wire.settimeout(PATIENCE)
        wire.connect(where)
        return wire
    host, _colon, port = where.rpartition(":")
    if not port.isdecimal():
        raise OSError("ZHITONG_CLAMAV is neither a path nor host:port")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
