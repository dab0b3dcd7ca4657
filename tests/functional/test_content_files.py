"""Attachments: any number, large ones as a stream in and out, parts of them by Range."""

from plone import api
from tests.support.staff import token_of
from thads_portal.testing_http import Visitor
from urllib.parse import urlsplit

import base64
import hashlib
import http.client
import pytest
import re
import resource
import transaction


MB = 1024 * 1024
SIZE = 60 * MB
ITEM = "/cao-bang/thong-bao/kem-tep"
PAGE = f"{ITEM}/tep-dinh-kem"


@pytest.fixture(scope="module")
def editor(portal, server):
    with portal.site(role="provincial_editor") as site:
        api.content.create(
            site["cao-bang"]["thong-bao"],
            "PublicNotice",
            id="kem-tep",
            title="Thông báo kèm tệp",
            kind="auction",
        )
        transaction.commit()
    return Visitor(server, portal.accounts["provincial_editor"])


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def token(editor) -> str:
    return token_of(editor.get(PAGE).text)


def multipart(tmp_path, authenticator, files):
    """A form with files, as a file: name -> (size, first byte)."""
    path = tmp_path / "body"
    with path.open("wb") as body:
        body.write(
            b'--limit\r\nContent-Disposition: form-data; name="_authenticator"\r\n\r\n'
            + authenticator.encode()
            + b"\r\n"
        )
        for name, (size, first) in files.items():
            body.write(
                f'--limit\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n".encode()
            )
            block = bytes([first]) + bytes(MB - 1)
            for _ in range(max(1, size // MB)):
                body.write(block[: min(size, MB)])
            body.write(b"\r\n")
        body.write(b"--limit--\r\n")
    return path


def send(server, account, path):
    pair = f"{account['username']}:{account['password']}"
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=120)
    with path.open("rb") as body:
        connection.request(
            "POST",
            PAGE,
            body=body,
            headers={
                "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
                "Content-Type": "multipart/form-data; boundary=limit",
                "Content-Length": str(path.stat().st_size),
            },
        )
        response = connection.getresponse()
        answer = response.status, response.read()
    connection.close()
    return answer


def test_sixty_megabytes_in_and_out_with_flat_memory(portal, server, editor, tmp_path):
    # Once first: what the server loads at its first upload is not of the file.
    small = multipart(tmp_path, token(editor), {"nhỏ.pdf": (1000, 1)})
    assert send(server, portal.accounts["provincial_editor"], small)[0] == 303
    body = multipart(tmp_path, token(editor), {"Hồ sơ lớn.zip": (SIZE, 7)})
    before = peak_mb()
    status, _ = send(server, portal.accounts["provincial_editor"], body)
    assert status == 303
    page = editor.get(PAGE).text
    assert "Hồ sơ lớn.zip" in page
    assert "60,0 MB" in page
    address = re.search(r'href="([^"]*ho-so-lon[^"]*)"', page)[1]
    pair = portal.accounts["provincial_editor"]
    credentials = base64.b64encode(f"{pair['username']}:{pair['password']}".encode()).decode()
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=120)
    connection.request("GET", address, headers={"Authorization": f"Basic {credentials}"})
    response = connection.getresponse()
    digest, expected, length = hashlib.sha256(), hashlib.sha256(), 0
    while block := response.read(MB):
        digest.update(block)
        length += len(block)
    connection.close()
    for _ in range(SIZE // MB):
        expected.update(b"\x07" + bytes(MB - 1))
    assert length == SIZE
    assert digest.hexdigest() == expected.hexdigest()
    grown = peak_mb() - before
    print(f"peak memory grew by {grown:.0f} MB")
    assert grown < 40


def test_a_part_of_a_file(editor):
    page = editor.get(PAGE).text
    address = re.search(r'href="([^"]*ho-so-lon[^"]*)"', page)[1]
    answer = editor.ask("GET", address, headers={"Range": f"bytes={MB}-{MB + 9}"})
    assert answer.status == 206
    assert answer.headers["Content-Range"] == f"bytes {MB}-{MB + 9}/{SIZE}"
    assert answer.body == b"\x07" + bytes(9)


def test_several_at_once_and_taken_away(portal, server, editor, tmp_path):
    files = {f"Phụ lục {number}.pdf": (100, number) for number in range(12)}
    body = multipart(tmp_path, token(editor), files)
    assert send(server, portal.accounts["provincial_editor"], body)[0] == 303
    page = editor.get(PAGE).text
    assert all(name in page for name in files)
    gone = re.search(r'name="xoa" value="(phu-luc-3[^"]*)"', page)[1]
    form = f"_authenticator={token(editor)}&xoa={gone}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert editor.ask("POST", PAGE, body=form, headers=headers).status == 303
    page = editor.get(PAGE).text
    assert "Phụ lục 3.pdf" not in page
    assert "Phụ lục 4.pdf" in page


def test_what_would_harm_is_refused_and_nothing_is_written(portal, server, editor, tmp_path):
    body = multipart(tmp_path, token(editor), {"được.pdf": (10, 1), "chạy.exe": (10, 1)})
    status, page = send(server, portal.accounts["provincial_editor"], body)
    assert status == 422
    assert "Không nhận tệp “chạy.exe”" in page.decode()
    assert "được.pdf" not in editor.get(PAGE).text


def test_without_the_token_nothing_is_written(portal, server, editor, tmp_path):
    body = multipart(tmp_path, "0" * 40, {"lạ.pdf": (10, 1)})
    assert send(server, portal.accounts["provincial_editor"], body)[0] == 403
    assert "lạ.pdf" not in editor.get(PAGE).text


def test_a_drafts_files_are_as_hidden_as_the_draft(editor, server, portal):
    visitor = Visitor(server)
    address = re.search(r'href="([^"]*phu-luc-4[^"]*)"', editor.get(PAGE).text)[1]
    assert visitor.get(address).status in (302, 401, 404)
    assert visitor.get(PAGE).status in (302, 401, 404)
    inspector = Visitor(server, portal.accounts["agency_head"])
    assert inspector.get(PAGE).status in (302, 401, 403, 404)
