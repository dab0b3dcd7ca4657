"""A file in pieces over HTTP: cut in the middle and gone on with; limits hold; the plain form stands beside it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from tests.support.citizen import Citizen
from tests.support.citizen import FORM
from thads_portal.actions.requests import retention
from thads_portal.actions.requests import uploading
from thads_portal.jobs import sealed_files
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import drafts
from thads_portal.register.requests import files
from urllib.parse import urlencode
from urllib.parse import urlsplit

import os
import pytest
import socket


PAGE = "/yeu-cau/kien-nghi-phan-anh/giay-to"
WAY = "/yeu-cau/kien-nghi-phan-anh/tai-len"
PIECE = uploading.LARGEST
LARGE = b"%PDF-1.7\n1 0 obj<<>>endobj\n" + os.urandom(5_000_000) + b"\ntrailer<<>>\n%%EOF\n"
SIZE = len(LARGE)


@pytest.fixture
def citizen(server, portal):
    found = Citizen(server)
    found.fill("kien-nghi-phan-anh")
    return found


def begin(citizen, name="anh.pdf", size=SIZE, **more):
    fields = {"viec": "bat-dau", "ten": name, "co": size, "loai": "proof", **more}
    return citizen.ask("POST", WAY, body=urlencode(fields), headers=FORM)


def piece(citizen, id, offset, data):
    return citizen.upload(WAY, "phan", data, {"viec": "phan", "ma": id, "tu": str(offset)})


def rest(citizen, id, offset, data=LARGE):
    """Send from `offset` to the end; the last answer."""
    while True:
        answer = piece(citizen, id, offset, data[offset : offset + PIECE])
        if answer.status != 200 or "offset" not in answer.json():
            return answer
        offset = answer.json()["offset"]


def there(portal, citizen):
    with own_transaction(portal.dsn) as cursor:
        return files.of_draft(cursor, drafts.id_of(citizen.jar["thads-yeu-cau"]))


def test_who_was_cut_off_goes_on_where_they_were(portal, server, citizen):
    begun = begin(citizen).json()
    assert begun["offset"] == 0
    assert piece(citizen, begun["id"], 0, LARGE[:PIECE]).json() == {"offset": PIECE}
    # The line breaks in the middle of a piece.
    edge = "x" * 20
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="viec"\r\n\r\nphan\r\n--{edge}\r\n'
        f'Content-Disposition: form-data; name="ma"\r\n\r\n{begun["id"]}\r\n--{edge}\r\n'
        f'Content-Disposition: form-data; name="tu"\r\n\r\n{PIECE}\r\n--{edge}\r\n'
        'Content-Disposition: form-data; name="tep"; filename="p"\r\n\r\n'
    ).encode()
    place = urlsplit(server)
    with socket.create_connection((place.hostname, place.port)) as line:
        cookies = "; ".join(f"{name}={value}" for name, value in citizen.jar.items())
        line.sendall(
            f"POST {WAY} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookies}\r\nContent-Type:"
            f" multipart/form-data; boundary={edge}\r\nContent-Length: {len(head) + PIECE + 30}\r\n\r\n".encode()
            + head
            + LARGE[PIECE : PIECE + 300_000]
        )
    # The page was loaded again: it tells what has come, and asks for the same file.
    again = Citizen(server)
    again.jar = dict(citizen.jar)
    page = again.get(PAGE).text
    assert "Tệp gửi dở" in page
    assert "anh.pdf" in page
    assert there(portal, citizen) == []
    begun = begin(again).json()
    assert begun["offset"] == PIECE
    assert rest(again, begun["id"], PIECE).json() == {"done": True}
    (kept,) = there(portal, citizen)
    assert (kept.name, kept.paper, kept.size) == ("anh.pdf", "proof", len(LARGE))
    assert b"".join(sealed_files.read(portal.dsn, kept.id)) == LARGE
    assert "Tệp gửi dở" not in again.get(PAGE).text
    assert portal.query("SELECT count(*) FROM thads_request_upload_piece") == [(0,)]


def test_nothing_is_kept_twice_or_out_of_order(citizen):
    id = begin(citizen).json()["id"]
    late = piece(citizen, id, PIECE, LARGE[PIECE : 2 * PIECE])
    assert (late.status, late.json()) == (409, {"offset": 0})
    assert piece(citizen, id, 0, LARGE[:PIECE]).status == 200
    twice = piece(citizen, id, 0, LARGE[:PIECE])
    # The answer got lost: sent again it is told where to go on.
    assert twice.json() == {"offset": PIECE}
    assert rest(citizen, id, PIECE).json() == {"done": True}
    assert piece(citizen, id, PIECE, b"").status == 404


def test_two_who_send_the_last_piece_make_one_file(portal, citizen):
    id = begin(citizen).json()["id"]
    for offset in range(0, len(LARGE) - PIECE, PIECE):
        piece(citizen, id, offset, LARGE[offset : offset + PIECE])
    last = len(LARGE) // PIECE * PIECE
    with ThreadPoolExecutor(3) as several:
        answers = list(several.map(lambda _n: piece(citizen, id, last, LARGE[last:]), range(3)))
    assert {each.status for each in answers} <= {200, 404}
    assert len(there(portal, citizen)) == 1


def test_what_lies_on_the_way_is_sealed(portal, citizen):
    marked = b"%PDF-1.7 " + b"LO THI KIN " * 200_000
    id = begin(citizen, name="kin.pdf", size=len(marked)).json()["id"]
    assert piece(citizen, id, 0, marked[:PIECE]).status == 200
    for table in ("thads_request_upload", "thads_request_upload_piece"):
        for (row,) in portal.query(
            f"SELECT row_to_json(t)::text FROM {table} AS t"  # noqa: S608 - names of the schema
        ):
            assert "kin.pdf" not in row
            assert b"LO THI KIN".hex() not in row
    assert "kin.pdf" not in str(citizen.read[-1].headers)


def test_limits_hold(portal, citizen):
    for size in (0, -1, 51 * 1024 * 1024):
        assert begin(citizen, size=size).status == 422
    id = begin(citizen).json()["id"]
    for data in (LARGE[: PIECE + 1], LARGE[: uploading.SMALLEST - 1]):
        assert piece(citizen, id, 0, data).status == 422
    # What is on its way counts as there.
    assert begin(citizen, "b.pdf", 50 * 1024 * 1024).status == 200
    refused = begin(citizen, "c.pdf", 50 * 1024 * 1024)
    assert refused.status == 422
    assert "100 MB" in refused.json()["error"]
    assert citizen.upload(PAGE, "nho.pdf", LARGE, {}).status == 303
    # It can be taken off the list.
    assert citizen.send(PAGE, {"bo": id}).status == 303
    assert piece(citizen, id, 0, LARGE[:PIECE]).status == 404


def test_what_is_no_file_that_is_taken_is_refused_at_the_end(portal, citizen):
    page = b"<html><script>1</script>" + b" " * 100
    id = begin(citizen, "trang.pdf", len(page)).json()["id"]
    refused = piece(citizen, id, 0, page)
    assert refused.status == 422
    assert "trang.pdf" in refused.json()["error"] or refused.json()["error"]
    assert there(portal, citizen) == []
    assert "Tệp gửi dở" not in citizen.get(PAGE).text


def test_nobody_sends_to_the_draft_of_another(server, portal, citizen):
    id = begin(citizen).json()["id"]
    other = Citizen(server)
    assert begin(other).status == 404
    other.fill("kien-nghi-phan-anh")
    assert piece(other, id, 0, LARGE[:PIECE]).status == 404
    with suppress(KeyError):
        del other.jar["thads-yeu-cau"]
    assert piece(other, id, 0, LARGE[:PIECE]).status == 404


def test_what_nobody_goes_on_with_goes(portal, citizen):
    begin(citizen)
    portal.query("UPDATE thads_request_upload SET changed = now() - interval '25 hours'")
    retention.forget_drafts(portal.dsn)
    assert portal.query("SELECT count(*) FROM thads_request_upload") == [(0,)]
    begin(citizen)
    citizen.finish("kien-nghi-phan-anh")
    assert portal.query("SELECT count(*) FROM thads_request_upload") == [(0,)]
