"""A visitor who signs in with a session's cookie, step by step."""

from contextlib import contextmanager
from http.cookies import SimpleCookie
from plone import api
from tests.support.staff import FORM
from thads_portal.security.public_address import RECORD
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import transaction


PASSWORD = "rau muống xanh thuyền"
STEP, OWN = "/xac-nhan-dang-nhap", "/bao-ve-tai-khoan"


@contextmanager
def reached_at(portal, addresses):
    """The portal at these public addresses for a while; what is given sets others. Nobody waits for failures of before."""

    def keep(value):
        with portal.site():
            api.portal.set_registry_record(RECORD, value)
            transaction.commit()

    keep(addresses)
    portal.query("DELETE FROM thads_sign_in")
    yield keep
    keep("")


def session_in(answer):
    """The session's cookie that an answer sets, as it is sent back; by https it has another name."""
    jar = SimpleCookie()
    for each in answer.cookies:
        jar.load(each)
    for name in ("__Host-__ac", "__ac"):
        if name in jar:
            return f'{name}="{jar[name].value}"'
    return None


class Browser:
    """A visitor with the session's cookie."""

    def __init__(self, server):
        self.visitor, self.cookie = Visitor(server), None

    def ask(self, method, path, **fields):
        headers = dict(FORM) if fields else {}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = urlencode(fields) if fields else None
        answer = self.visitor.ask(method, path, body=body, headers=headers)
        self.cookie = session_in(answer) or self.cookie
        return answer

    def log_in(self, account, **more):
        return self.ask(
            "POST",
            "/login",
            __ac_name=account["username"],
            __ac_password=account["password"],
            **{"buttons.login": "Log in", **more},
        )

    @property
    def is_in(self):
        return self.ask("GET", OWN).status == 200
