"""A list from Excel sent to the portal and read by it."""

from tests.support.staff import FORM
from tests.support.staff import token_of
from urllib.parse import urlencode


PLACE = "/cao-bang/nhap-excel"


def post(visitor, page, **fields):
    """Send a form with the token of `page`; lists are sent several times."""
    body = urlencode({"_authenticator": token_of(page), **fields}, doseq=True)
    return visitor.ask("POST", PLACE, body=body, headers=FORM)


def send(visitor, data: bytes, name: str, *, place: str = PLACE, **fields):
    page = visitor.get(place).text
    mark = "----thads"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in {
            "_authenticator": token_of(page),
            "action": "upload",
            "agency": "cao-bang/cuc",
            **fields,
        }.items()
    ]
    parts.append(
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
    )
    parts += [data, f"\r\n--{mark}--\r\n".encode()]
    return visitor.ask(
        "POST",
        place,
        body=b"".join(parts),
        headers={"Content-Type": f"multipart/form-data; boundary={mark}"},
    )


def uploaded(portal, editor, data, name="danh sách.xlsx"):
    """The path of the upload, read."""
    answer = send(editor, data, name)
    assert answer.status == 303, answer.text
    portal.run_jobs()
    return answer.headers["Location"].partition("/cao-bang")[2].join(("/cao-bang", ""))
