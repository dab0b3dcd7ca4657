"""The agency's side of a request over HTTP: its page, its buttons."""

from tests.support.citizen import errors_of

import re


INBOX = "/cao-bang/hop-yeu-cau"
FILE = "/cao-bang/xu-ly-yeu-cau"
SETTINGS = "/cao-bang/cach-nhan-yeu-cau"


def file_of(portal, number, *, place=FILE):
    ((id,),) = portal.query("SELECT id FROM thads_request WHERE number = %s", number)
    return f"{place}?id={id}"


def act(staff, path, action, **fields):
    """Press a button of a request's page; the answer."""
    page = staff.get(path)
    assert page.status == 200, (path, page.status, page.text[:1500])
    revision = re.search(r'name="revision" type="hidden" value="(\d+)"', page.text)
    sent = [("revision", revision[1] if revision else ""), ("action", action)]
    token = re.search(r'name="_authenticator"[^>]*value="([^"]+)"', page.text)[1]
    for name, value in fields.items():
        many = value if isinstance(value, list) else [value]
        sent += [(name, each) for each in many]
    return staff.post(path, sent, token)


def acted(staff, path, action, **fields):
    answer = act(staff, path, action, **fields)
    assert answer.status == 303, (action, answer.status, errors_of(answer), answer.text[:3000])


def take_as(head, procedure: str, mode: str) -> None:
    """The head says how the agency takes a procedure."""
    answer = head.post(SETTINGS, [("action", "cach"), (f"cach.{procedure}", mode)])
    assert answer.status == 303, (answer.status, errors_of(answer))
