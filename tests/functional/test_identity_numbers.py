"""An identity number typed where names are asked for: refused by every door, kept by none."""

from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode
from urllib.parse import urlsplit

import logging
import pytest
import transaction


NUMBERS = ("079085001234", "079 085 001 234", "0790\u200b85001234", "012345678", "CCCD079085001234")
PAGES = ("/tra-cuu", "/cao-bang/nguoi-phai-thi-hanh-an")
DATA = (
    *(f"/tra-cuu.{suffix}" for suffix in ("csv", "xlsx", "pdf", "ndjson", "json", "atom")),
    "/cao-bang/nguoi-phai-thi-hanh-an.csv",
    "/goi-y",
    "/++api++/@register-search",
    "/++api++/@register-suggest",
    "/++api++/cao-bang/@register-search",
    "/++api++/cao-bang/@register-suggest",
)


@pytest.fixture(scope="module")
def visitor(portal, server):
    with portal.site() as site:
        make_listing(portal, site, debtor_name="Lý Thị Hòa")
        transaction.commit()
    return Visitor(server)


def holds(answer, digits):
    head = " ".join(map(str, answer.headers.items()))
    return any(digits[-8:] in text.replace(" ", "") for text in (answer.text, head))


@pytest.mark.parametrize(
    ("path", "number"), [*((PAGES[0], each) for each in NUMBERS), (PAGES[1], NUMBERS[0])]
)
def test_a_page_leads_to_an_address_without_it(visitor, caplog, path, number):
    caplog.set_level(logging.DEBUG)
    digits = "".join(filter(str.isdigit, number))
    for asked in ({"q": f"Lý Thị Hòa {number}", "sort": "name"}, {"number": number}):
        answer = visitor.get(f"{path}?{urlencode(asked)}")
        assert answer.status == 303
        assert answer.headers["Cache-Control"] == "no-store"
        assert not holds(answer, digits)
        told = visitor.get(
            urlsplit(answer.headers["Location"])._replace(scheme="", netloc="").geturl()
        )
        assert told.status == 200
        assert "Chưa tra cứu gì" in told.text
        assert "Không có kết quả" not in told.text
    assert digits[-8:] not in caplog.text.replace(" ", "")


@pytest.mark.parametrize("path", DATA)
def test_data_is_refused_and_the_number_not_repeated(visitor, caplog, path):
    caplog.set_level(logging.DEBUG)
    for number in NUMBERS[1:3]:
        digits = "".join(filter(str.isdigit, number))
        answer = visitor.get(f"{path}?{urlencode({'q': f'Lý Thị Hòa {number}'})}")
        assert answer.status == 400
        assert "no-store" in answer.headers["Cache-Control"]
        assert "personal_number_typed" in answer.text or "chưa tra cứu" in answer.text
        assert not holds(answer, digits)
        assert digits[-8:] not in caplog.text.replace(" ", "")


def test_nothing_of_it_is_in_the_error_log(portal, visitor):
    with portal.site() as site:
        assert not any(number in str(site.error_log._getLog()) for number in NUMBERS)
