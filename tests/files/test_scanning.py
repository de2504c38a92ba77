"""ClamAV's word over its socket: found is refused, silence holds the file back, and held files are asked about again."""

from __future__ import annotations

import io
import socket
import struct
import threading
from contextlib import contextmanager

import pytest
from PIL import Image

from zhitong.errors import BadInput
from zhitong.files import actions, cleaning, scanning
from zhitong.files.models import StoredFile
from zhitong.journal.models import Entry

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def clamd(path, silent=False):
    """A scanner that speaks clamd's INSTREAM and knows one virus."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()

    def serve():
        while True:
            try:
                wire, _who = listener.accept()
            except OSError:
                return
            with wire, wire.makefile("rb") as incoming:
                assert incoming.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack("!L", incoming.read(4))[0]:
                    content += incoming.read(length)
                if not silent:
                    wire.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)
        path.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def scanner_named(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.CLAMAV = str(tmp_path / "clamd.sock")
    return tmp_path / "clamd.sock"


@pytest.mark.django_db
def test_what_the_scanner_finds_is_refused_and_what_it_passes_is_ready(office, scanner_named):
    with clamd(scanner_named):
        with pytest.raises(BadInput) as refusal:
            actions.keep_file(io.BytesIO(EICAR), "a.txt", by=office.by("lin"))
        assert refusal.value.code == "files.infected" and not StoredFile.objects.exists()
        large = io.BytesIO(b"a" * (3 * scanning.CHUNK + 5))
        assert actions.keep_file(large, "b.txt", by=office.by("lin")).state == StoredFile.State.READY


@pytest.mark.django_db
def test_a_scanner_that_is_down_or_silent_holds_the_file_until_it_speaks(office, scanner_named):
    held = actions.keep_file(io.BytesIO(b"clean"), "a.txt", by=office.by("lin"))
    with clamd(scanner_named, silent=True):
        infected = actions.keep_file(io.BytesIO(EICAR), "b.txt", by=office.by("lin"))
    assert {held.state, infected.state} == {StoredFile.State.HELD}
    assert actions.scan_held() == 0
    with clamd(scanner_named):
        assert actions.scan_held() == 1
    held.refresh_from_db()
    infected.refresh_from_db()
    assert (held.state, infected.state) == (StoredFile.State.READY, StoredFile.State.HELD)
    assert Entry.objects.filter(action="files.passed").count() == 1


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMAV = ""
    assert scanning.scan(io.BytesIO(EICAR)) is scanning.Verdict.CLEAN


@pytest.mark.parametrize("where", ["nonsense", "127.0.0.1:1", "host:port"])
def test_a_wrong_address_is_a_scanner_that_is_down(settings, where):
    settings.CLAMAV = where
    assert scanning.scan(io.BytesIO(b"x")) is scanning.Verdict.UNKNOWN


def test_a_picture_that_is_see_through_stays_so_and_a_moving_one_keeps_its_first_frame():
    for mode, form, kept in (
        ("RGBA", "PNG", "PNG"),
        ("P", "GIF", "JPEG"),
        ("L", "JPEG", "JPEG"),
        ("RGB", "WEBP", "JPEG"),
    ):
        out = io.BytesIO()
        Image.new(mode, (3_000, 20)).save(out, form)
        clean = cleaning.drawn_anew(
            out, {"PNG": "image/png", "GIF": "image/gif", "JPEG": "image/jpeg", "WEBP": "image/webp"}[form]
        )
        picture = Image.open(clean)
        assert (picture.format, picture.width) == (kept, cleaning.LONGEST_SIDE)
