"""A citizen with a phone and no scripts: pages of a request read, filled in, sent."""

from thads_portal.testing_http import Answer
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode
from urllib.parse import urlsplit

import re


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
#: What fits the fields of every procedure.
ANSWERS = {
    "name": "Nông Thị Hỏi",
    "born": "02/04/1979",
    "personal_number": "004179000126",
    "address": "Thôn Nà Rì, xã Hòa An, tỉnh Cao Bằng",
    "behalf": "self",
    "phone": "",
    "email": "",
    "matter": "address",
    "right": "Địa chỉ đúng là thôn Bản Sáy",
    "province": "cao-bang",
    "decision_number": "12/QĐ-THADS",
    "decision_date": "05/01/2026",
    "court": "Tòa án nhân dân khu vực 1 - Cao Bằng",
    "judgment_number": "15/2026/DS-ST",
    "judgment_date": "05/03/2026",
    "effective_date": "05/04/2026",
    "debtor_name": "Lý Văn Nợ",
    "debtor_address": "Xã Hòa An, tỉnh Cao Bằng",
    "items": "Trả 12.500.000 đồng",
    "returned": "no",
    "relation": "creditor",
    "data_right": "view",
    "data_what": "Xem dữ liệu của tôi",
    "extent": "whole",
    "officer": "Hoàng Văn Chấp",
    "ground": "a",
    "reasons": "Lý do cụ thể của đề nghị",
    "what": "money",
    "hardship": "a",
    "confirmed_by": "Ủy ban nhân dân xã Hòa An",
    "instance": "first",
    "stage": "before",
    "known_on": "20/11/2026",
    "case_ended": "no",
    "against": "Hoàng Văn Chấp, chấp hành viên",
    "against_kind": "staff",
    "content": "Nội dung việc đã xảy ra",
    "demand": "Đề nghị xem xét lại",
    "information": "Có thửa đất tại xã Hòa An",
}


class Citizen(Visitor):
    """Keeps cookies, as a browser does."""

    def __init__(self, address: str):
        super().__init__(address)
        self.address = address
        self.jar: dict[str, str] = {}
        self.read: list[Answer] = []

    def ask(self, method, path, *, body=None, headers=None) -> Answer:
        sent = dict(headers or {})
        if self.jar:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        answer = super().ask(method, path, body=body, headers=sent)
        for cookie in answer.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.jar[name] = value.strip('"')
            if "Max-Age=0" in cookie or value in ("deleted", '"deleted"'):
                del self.jar[name]
        self.read.append(answer)
        return answer

    def send(self, path: str, fields: dict[str, object]) -> Answer:
        return self.ask("POST", path, body=urlencode(fields, doseq=True), headers=FORM)

    def upload(self, path: str, name: str, data: bytes, fields: dict[str, str]) -> Answer:
        edge = b"------------------------7d9c"
        parts = [
            b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
            % (edge, field.encode(), value.encode())
            for field, value in fields.items()
        ]
        parts.append(
            b'--%s\r\nContent-Disposition: form-data; name="tep"; filename="%s"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n%s\r\n--%s--\r\n"
            % (edge, name.encode(), data, edge)
        )
        kind = f"multipart/form-data; boundary={edge.decode()}"
        return self.ask("POST", path, body=b"".join(parts), headers={"Content-Type": kind})

    def fill(self, procedure: str, **answers: str) -> str:
        """Answer page after page without a script up to the last one; returns its path."""
        known = {**ANSWERS, **answers}
        start = self.get(f"/yeu-cau/{procedure}")
        assert start.status == 200, start.text[:2000]
        path = re.search(rf'href="(/yeu-cau/{procedure}/[a-z-]+)', start.text)[1]
        for _page in range(20):
            if path.endswith(("giay-to", "kiem-tra")):
                break
            page = self.get(path)
            assert page.status == 200, (path, page.status, page.text[:500])
            names = set(re.findall(r'name="([a-z_]+)"', page.text))
            sent = {name: known.get(name, "") for name in names if name != "sua"}
            answer = self.send(path, sent)
            assert answer.status == 303, (path, sent, answer.status, errors_of(answer))
            path = urlsplit(answer.headers["Location"]).path
        return path

    def finish(self, procedure: str) -> tuple[str, str]:
        """Send what was filled in; returns number and secret code as they are shown."""
        answer = self.send(f"/yeu-cau/{procedure}/kiem-tra", {"cam-doan": "1"})
        assert answer.status == 303, (answer.status, errors_of(answer))
        receipt = self.get(urlsplit(answer.headers["Location"]).path)
        assert receipt.status == 200, receipt.text[:2000]
        number, code = re.findall(r'class="secret-code number">([^<]+)<', receipt.text)
        return number, code

    def open(self, number: str, code: str) -> Answer:
        """Follow by number and code."""
        answer = self.send("/yeu-cau/theo-doi", {"so": number, "ma": code})
        return self.get("/yeu-cau/theo-doi") if answer.status == 303 else answer


def errors_of(answer: Answer) -> list[str]:
    return re.findall(r'class="error"[^>]*>([^<]+)<|role="alert"[^>]*>(.{0,300})', answer.text)
