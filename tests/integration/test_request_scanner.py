"""What citizens send is looked at by ClamAV: by a real one where it is installed, and by one that speaks as it does.

The real one has a database written here, which knows EICAR's harmless text alone: no signatures come from
outside.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from io import BytesIO
from tests.support.made_requests import draft
from thads_portal.actions.requests.attach import attach
from thads_portal.actions.requests.attach import To
from thads_portal.errors import Code
from thads_portal.errors import RegisterUnavailable
from thads_portal.errors import Rejected
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import drafts
from thads_portal.register.requests import files

import os
import pytest
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time


#: In two parts, so that scanners of other people do not find it in this file.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + r"ANTIVIRUS-TEST-FILE!$H+H*").encode()
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def real(*settings: str) -> Iterator[str]:
    """A ClamAV of the test's own; the path of its socket."""
    with ExitStack() as life:
        # Short: the path of a socket has 107 characters at most.
        folder = tempfile.mkdtemp(prefix="thads-clamd-")
        life.callback(shutil.rmtree, folder)
        os.mkdir(f"{folder}/db")
        path = f"{folder}/clamd.sock"
        lines = (
            "Foreground yes",
            f"LocalSocket {path}",
            f"DatabaseDirectory {folder}/db",
            *settings,
        )
        for name, text in (
            ("db/thads.ndb", f"Thads.Eicar-Test:0:*:{EICAR.hex()}"),
            ("clamd.conf", "\n".join(lines)),
        ):
            with open(f"{folder}/{name}", "w", encoding="ascii") as file:
                file.write(f"{text}\n")
        process = subprocess.Popen(
            [CLAMD, "-c", f"{folder}/clamd.conf"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        life.callback(process.wait, 60)
        life.callback(process.terminate)
        while not answers(path):
            assert process.poll() is None, "clamd did not start"
            time.sleep(0.1)
        yield path


def answers(path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(path)
            line.sendall(b"zPING\0")
            return line.recv(10) == b"PONG\0"
    except OSError:
        return False


@contextmanager
def stand_in(*_settings: str) -> Iterator[str]:
    """Speaks ``INSTREAM`` and looks for the same text."""
    server = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                seen = bytearray()
                while size := struct.unpack(">I", stream.read(4))[0]:
                    seen += stream.read(size)
                found = EICAR in seen
                connection.sendall(
                    b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"
                )

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(10)


SCANNERS = [stand_in, *([real] if CLAMD else [])]


def kept(portal, token):
    with own_transaction(portal.dsn) as cursor:
        return [(each.name, each.scanned) for each in files.of_draft(cursor, drafts.id_of(token))]


@pytest.mark.parametrize("scanner", SCANNERS)
def test_what_is_harmful_is_refused_and_what_is_not_is_kept(portal, monkeypatch, scanner):
    token = draft(portal.dsn, "kien-nghi-phan-anh")
    to = To(draft=token)
    harmful = PDF.replace(b"<<>>endobj", EICAR + b"endobj")
    large = PDF + os.urandom(6_000_000)
    with scanner("StreamMaxLength 60M") as place:
        monkeypatch.setenv("THADS_CLAMD", place)
        attach(portal.dsn, to, name="sach.pdf", stream=BytesIO(PDF))
        attach(portal.dsn, to, name="lon.pdf", stream=BytesIO(large))
        for bad in (harmful, large + EICAR):
            with pytest.raises(Rejected) as refused:
                attach(portal.dsn, to, name="doc.pdf", stream=BytesIO(bad))
            assert refused.value.problems[0].code is Code.FILE_REFUSED
    # It went away: nothing passes unseen.
    with pytest.raises(RegisterUnavailable):
        attach(portal.dsn, to, name="khac.pdf", stream=BytesIO(PDF))
    assert kept(portal, token) == [("sach.pdf", "clean"), ("lon.pdf", "clean")]


@pytest.mark.parametrize("scanner", [each for each in SCANNERS if each is real] or [stand_in])
def test_one_that_takes_less_than_we_do_lets_nothing_pass(portal, monkeypatch, scanner):
    """A ClamAV whose ``StreamMaxLength`` is too small refuses to look: so the file is not kept."""
    token = draft(portal.dsn, "kien-nghi-phan-anh")
    with scanner("StreamMaxLength 1M") as place:
        monkeypatch.setenv("THADS_CLAMD", place)
        if scanner is real:
            with pytest.raises(RegisterUnavailable):
                attach(
                    portal.dsn,
                    To(draft=token),
                    name="a.pdf",
                    stream=BytesIO(PDF + bytes(5_000_000)),
                )
        attach(portal.dsn, To(draft=token), name="b.pdf", stream=BytesIO(PDF))
    assert kept(portal, token) == [("b.pdf", "clean")]
