"""Asks ClamAV whether a file is harmful, by its own protocol (``INSTREAM``), where one is set up."""

from pathlib import Path
from thads_portal.errors import RegisterUnavailable
from typing import Any

import os
import socket
import struct


VARIABLE = "THADS_CLAMD"
_PIECE = 64 * 1024
_PATIENCE = 60.0
CLEAN, UNSCANNED = "clean", ""


class Infected(ValueError):
    """The scanner knows it as harmful."""


def scan(stream: Any) -> str:
    """CLEAN, or UNSCANNED where no scanner is set up; leaves `stream` at its start.

    ``THADS_CLAMD`` is the path of a socket, or ``host:port``. Raises Infected; RegisterUnavailable
    where the scanner does not answer: the file is not taken, and may be sent again.
    """
    place = os.environ.get(VARIABLE, "").strip()
    if not place:
        return UNSCANNED
    try:
        answer = _asked(place, stream)
    except OSError as error:
        raise RegisterUnavailable(detail=f"scanner: {type(error).__name__}") from error
    finally:
        stream.seek(0)
    if answer.endswith("FOUND"):
        raise Infected
    if not answer.endswith("OK"):
        raise RegisterUnavailable(detail="scanner")
    return CLEAN


def _asked(place: str, stream: Any) -> str:
    with _connected(place) as connection:
        connection.sendall(b"zINSTREAM\0")
        stream.seek(0)
        while piece := stream.read(_PIECE):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := connection.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected(place: str) -> socket.socket:
    if place.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_PATIENCE)
        try:
            connection.connect(str(Path(place)))
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_PATIENCE)
