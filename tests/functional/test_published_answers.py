"""A conclusion on a denunciation, from the letter to the public page, which tells nothing of who sent it."""

from tests.support.citizen import Citizen
from tests.support.request_desk import act
from tests.support.request_desk import acted
from tests.support.request_desk import file_of
from tests.support.staff import Staff
from thads_portal.testing_http import Visitor

import pytest


PAGE = "/yeu-cau/ket-luan-to-cao"
CONCLUSION = "Tố cáo đúng một phần; đã kiểm điểm."


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


def test_from_the_letter_to_the_public(portal, server, people):
    citizen = Citizen(server)
    citizen.fill("to-cao", name="Hoàng Thị Giấu", address="Số 9 phố Khuất")
    number, _code = citizen.finish("to-cao")
    head, editor = people["agency_head"], people["provincial_editor"]
    path = file_of(portal, number)
    assert act(head, path, "cong-bo", masked=CONCLUSION, checked="1").status == 409
    acted(head, path, "giao", account=portal.accounts["provincial_editor"]["username"])
    acted(editor, path, "trinh", outcome="part", text=CONCLUSION)
    acted(head, path, "ky")
    # Who may not know the informant cannot find out by trying names.
    assert 'id="cong-bo"' not in head.get(path).text
    assert act(head, path, "cong-bo", masked=CONCLUSION, checked="1").status == 403
    acted(head, path, "nguoi-xem", readers=[portal.accounts["agency_head"]["username"]])
    page = head.get(path).text
    assert 'id="cong-bo"' in page and CONCLUSION in page
    for named in ("Bà Hoàng Thị Giấu.", "Ba HOANG THI GIAU."):
        refused = act(head, path, "cong-bo", masked=f"{CONCLUSION} {named}", checked="1")
        assert refused.status == 422
    assert 'id="cong-bo"' not in editor.get(path).text
    visitor = Visitor(server)
    assert CONCLUSION not in visitor.get(PAGE).text
    acted(head, path, "cong-bo", masked=CONCLUSION, checked="1")
    for address in (PAGE, f"/en{PAGE}", *(f"{PAGE}?tu={n}" for n in ("0", "x", "40", "9" * 20))):
        shown = visitor.get(address)
        assert shown.status == 200 and CONCLUSION in shown.text and "Cao Bằng" in shown.text
        assert number not in shown.text
        assert "Giấu" not in shown.text and "Khuất" not in shown.text
    assert CONCLUSION not in visitor.get("/yeu-cau/quyet-dinh-lan-hai").text
    # Once.
    assert act(head, path, "cong-bo", masked=CONCLUSION, checked="1").status == 409
    assert portal.query(
        "SELECT count(*) FROM thads_record WHERE action = 'informant_opened' AND about = %s", number
    ) == [(3,)]
