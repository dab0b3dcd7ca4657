"""What is published of a request names nobody, however it is written."""

from thads_portal.domain.requests.masking import masked
from thads_portal.domain.requests.masking import still_there
from unicodedata import normalize

import pytest


ANSWERS = {
    "name": "Đặng Thị Giấu",
    "representatives": "Lò Văn Thử\nVàng A",
    "phone": "0912 000 111",
    "address": "Số 9 phố Khuất",
}


@pytest.mark.parametrize(
    "text",
    [
        "Của bà Đặng Thị Giấu.",
        "Của bà ĐẶNG  THỊ GIẤU.",
        "Của ba Dang Thi Giau.",
        normalize("NFD", "Của bà Đặng Thị Giấu."),
        "Của ông Lo Van Thu, bà khác",
        "Gọi 0912 000 111",
        "Ở số 9 phố khuất",
        "Số 004079000126",
    ],
)
def test_what_tells_somebody_is_found(text):
    assert still_there(text, ANSWERS)


@pytest.mark.parametrize(
    "text",
    ["Tố cáo đúng một phần.", "Của bà Đ.T.G., ông L.V.T.", "Đặng Thị Giấucha", "Dấu hiệu rõ", ""],
)
def test_what_tells_nobody_is_let_through(text):
    assert not still_there(text, ANSWERS)


def test_names_become_initials_in_any_normal_form():
    for form in ("NFC", "NFD"):
        answers = {field: normalize(form, value) for field, value in ANSWERS.items()}
        assert masked(normalize("NFD", "Bà Đặng Thị Giấu, ông Lò Văn Thử"), answers) == (
            "Bà Đ.T.G., ông L.V.T."
        )
