"""The follow-up in a real browser: a verification with a photograph on a phone, a payment that ends a case, a counter-entry."""

from io import BytesIO
from PIL import Image
from tests.support.sitting import Person
from thads_portal.content.register import REGISTER_ID
from thads_portal.testing import make_listing
from thads_portal.testing import today

import datetime
import pytest
import transaction


pytestmark = pytest.mark.browser

REGISTER = f"/cao-bang/{REGISTER_ID}"
CAMERA = "SM-A125F"


def made(portal, name, number, **fields):
    with portal.site() as site:
        listing = make_listing(
            portal,
            site,
            debtor_name=name,
            obligation="Trả nợ 2.000.000 đồng",
            obligation_amount=2_000_000,
            obligation_kinds=("debt",),
            enforcement_decision_number=f"{number}/QĐ-CTHADS",
            enforcement_decision_date=datetime.date(2026, 1, 5),
            no_conditions_decision_date=datetime.date(2026, 7, 14),
            **fields,
        )
        transaction.commit()
        return listing.id


@pytest.fixture
def person(chromium, portal, server):
    return Person(chromium, portal, server)


def phone(person):
    """A small telephone."""
    person.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True},
    )


def fits(person) -> bool:
    """Nothing stands out of the page sideways."""
    return person.browser.execute_script(
        "return document.documentElement.scrollWidth <= window.innerWidth"
    )


@pytest.fixture
def photograph(tmp_path):
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    path = tmp_path / "bien-ban.jpg"
    out = BytesIO()
    Image.effect_noise((1200, 900), 40).convert("RGB").save(out, "JPEG", exif=exif)
    path.write_bytes(out.getvalue())
    return path


def test_a_verification_with_a_photograph_on_a_phone(person, portal, photograph):
    number = made(portal, "Lục Văn Xác", 8101)
    phone(person)
    person.sit("provincial_editor")
    person.open(f"{REGISTER}/{number}/theo-doi-viec")
    assert fits(person)
    person.leave(person.find('a[href$="/ghi-xac-minh"]'))
    assert fits(person)
    # Day and channel are there already: a conclusion, a photograph, and done.
    person.find('input[name="details.conclusion"][value="none"]').click()
    person.find('input[type="file"]').send_keys(str(photograph))
    person.press("take")
    assert fits(person)
    assert "Chưa có điều kiện thi hành" in person.text and "bien-ban.jpg" in person.text
    person.work()
    # The small picture is there, and only for who may see the case.
    preview = person.find('a[href*="nho=1"]').get_attribute("href")
    rows = portal.query(
        "SELECT preview IS NOT NULL FROM thads_case_file WHERE listing = %s", number
    )
    assert rows == [(True,)]
    person.leave_the_desk()
    person.browser.get(preview)
    assert "/login" in person.browser.current_url


def test_a_payment_that_ends_a_case(person, portal):
    number = made(portal, "Lục Văn Trả", 8102)
    phone(person)
    person.sit("provincial_editor")
    person.open(f"{REGISTER}/{number}/ghi-thu-tien")
    person.fill("amount", "2.000.000")
    person.press("take")
    assert "Cần chấm dứt công khai: Thi hành xong" in person.text
    # Nothing public has changed.
    assert _state(portal, number) == "published"
    person.leave(person.find('a[href$="/cap-nhat-cong-khai"]'))
    assert "Thi hành xong" in person.text
    person.fill("document.number", "12/GXN")
    person.fill("document.date", day())
    person.press("take")
    assert _state(portal, number) == "published"
    person.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    person.sit("editorial_board")
    person.open(f"{REGISTER}/{number}/ho-so")
    person.press("end")
    person.press("end")
    assert _state(portal, number) == "ended"
    person.leave_the_desk()
    person.open(f"{REGISTER}/{number}")
    assert "Lục Văn Trả" not in person.text


def test_a_counter_entry(person, portal):
    number = made(portal, "Lục Văn Nhầm", 8103)
    phone(person)
    person.sit("provincial_editor")
    person.open(f"{REGISTER}/{number}/ghi-thu-tien")
    person.fill("amount", "500.000")
    person.press("take")
    assert "1.500.000" in person.text
    person.leave(person.find('a[href*="/dao-but-toan?muc="]'))
    assert fits(person)
    person.fill("details.note", "Ghi nhầm người nộp")
    person.press("take")
    assert "Đã đảo" in person.text and "Ghi nhầm người nộp" in person.text
    left = portal.query(
        "SELECT left_over FROM thads_case_line JOIN thads_case_listing USING (case_id)"
        " WHERE number = %s",
        number,
    )
    assert left == [(2_000_000,)]


def day() -> str:
    """Today, as it is typed."""
    return f"{today():%d/%m/%Y}"


def _state(portal, number) -> str:
    ((state,),) = portal.query("SELECT state FROM thads_listing WHERE number = %s", number)
    return state
