"""The examples of docs/api.md are recorded from the portal: what it answers is what is written.

With THADS_RECORD_EXAMPLES=1 they are recorded again, here and in the document; what
has changed then shows in the diff of the commit.
"""

from dataclasses import dataclass
from pathlib import Path
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing
from thads_portal.testing_http import Answer
from thads_portal.testing_http import Visitor
from urllib.parse import quote

import datetime
import json
import os
import pytest
import re
import transaction


EXAMPLES = Path(__file__).parent / "http_examples"
DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
RECORD = os.environ.get("THADS_RECORD_EXAMPLES") == "1"
HOST = "localhost:8080"
#: Headers that mean something to a client; the others are the server's business.
HEADERS = ("Content-Type", "X-Robots-Tag", "Cache-Control", "Retry-After")
REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
NOON = datetime.datetime(2026, 11, 20, 5, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Example:
    """`path` may name a listing: ``{published}``, ``{ended}``."""

    name: str
    path: str


EXAMPLE_LIST = [
    Example("search", f"/++api++/@register-search?q={quote('ly thi hoa')}&b_size=2"),
    Example("search_province", "/++api++/cao-bang/@register-search?ground=b&sort=name"),
    Example("search_number", "/++api++/@register-search?number=77/2023/KDTM-ST"),
    Example("search_bad_filter", "/++api++/@register-search?ground=z"),
    Example("suggest", f"/++api++/@register-suggest?q={quote('ly t')}"),
    Example("listing", f"/++api++{REGISTER}/{{published}}"),
    Example("listing_ended", f"/++api++{REGISTER}/{{ended}}"),
    Example("listing_not_found", f"/++api++{REGISTER}/2026-9999999"),
    Example("register", f"/++api++{REGISTER}?b_size=1"),
]


@pytest.fixture(scope="module")
def numbers(portal):
    """Synthetic listings whose times do not depend on today."""
    with portal.site() as site:
        made = {
            "published": make_listing(
                portal,
                site,
                debtor_name="Lý Thị Hòa",
                ground_text="Không có thu nhập, không có tài sản để kê biên.",
                history=(
                    {
                        "kind": "amended",
                        "occurred_on": NOON.date(),
                        "note": "Sửa địa chỉ theo xác minh của cơ quan thi hành án.",
                        "public": True,
                    },
                ),
                last_amended=NOON + datetime.timedelta(hours=6),
            ),
            "marks": make_listing(
                portal, site, debtor_name="Lý Thị Hoa", agency="cao-bang/chi-cuc-thanh-pho"
            ),
            "elsewhere": make_listing(
                portal,
                site,
                debtor_name="Lý Thị Hoà",
                province="ha-noi",
                debtor_address="Số 1 đường Thử, quận Ba Đình, thành phố Hà Nội",
                judgment_body="Tòa án nhân dân quận Ba Đình",
            ),
            "company": make_listing(
                portal,
                site,
                debtor_name="Công ty TNHH Thử Nghiệm",
                debtor_kind="organisation",
                judgment_number="77/2023/KDTM-ST",
                judgment_kind="business_commercial",
                obligation="Trả 01 máy xúc theo bản án",
                obligation_kinds=("return_thing",),
                obligation_amount=None,
                ground="b",
            ),
            "ended": make_listing(portal, site, debtor_name="Bế Văn Xong", state=State.ENDED),
        }
        for minutes, listing in enumerate(made.values()):
            listing.first_published = NOON + datetime.timedelta(minutes=minutes)
        made["ended"].ended_at = NOON + datetime.timedelta(days=2)
        numbers = {name: listing.id for name, listing in made.items()}
        transaction.commit()
    return numbers


def request_of(path: str) -> str:
    return f"GET {path} HTTP/1.1\nHost: {HOST}\nAccept: application/json\n"


def response_of(answer: Answer) -> str:
    head = [f"HTTP/1.1 {answer.status}"]
    head += [f"{name}: {answer.headers[name]}" for name in HEADERS if name in answer.headers]
    body = json.dumps(answer.json(), ensure_ascii=False, indent=2)
    return "\n".join([*head, "", body, ""])


def normal(text: str) -> str:
    """Without what differs from one recording to the next: the year of the numbers, and the
    place in an order that is made from it."""
    text = re.sub(r"\b20\d\d-(?=\d{7}\b)", "2026-", text)
    return re.sub(r"(?<=[?&]after=)[\w%-]+", "WyItcHVibGlzaGVkIiwwLDAsIi4uLiJd", text)


def recorded(example: Example, server, numbers) -> tuple[str, str]:
    path = example.path.format(**numbers)
    answer = Visitor(server).get(path, accept="application/json", host=HOST)
    return normal(request_of(path)), normal(response_of(answer))


@pytest.mark.parametrize("example", EXAMPLE_LIST, ids=lambda example: example.name)
def test_example(server, numbers, example):
    request, response = recorded(example, server, numbers)
    files = {EXAMPLES / f"{example.name}.req": request, EXAMPLES / f"{example.name}.resp": response}
    if RECORD:
        EXAMPLES.mkdir(exist_ok=True)
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
    assert {path: path.read_text(encoding="utf-8") for path in files} == files


def block_of(name: str) -> str:
    """The example as it stands in the document."""
    request, response = (
        (EXAMPLES / f"{name}.{suffix}").read_text(encoding="utf-8") for suffix in ("req", "resp")
    )
    return f"<!-- example: {name} -->\n```http\n{request}\n{response}```\n"


def test_the_document_shows_the_recorded_examples():
    text = DOCUMENT.read_text(encoding="utf-8")
    pattern = re.compile(r"<!-- example: (\w+) -->\n```http\n.*?```\n", re.DOTALL)
    shown = pattern.findall(text)
    written = pattern.sub(lambda found: block_of(found[1]), text)
    if RECORD:
        DOCUMENT.write_text(written, encoding="utf-8")
        text = written
    assert text == written
    assert {example.name for example in EXAMPLE_LIST} <= set(shown)


def test_no_example_is_left_over():
    stems = {path.stem for path in EXAMPLES.iterdir() if not path.stem.startswith("feed")}
    assert stems == {example.name for example in EXAMPLE_LIST}
