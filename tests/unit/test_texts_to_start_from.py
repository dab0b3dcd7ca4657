"""Texts to start from, and the communes of today that are suggested."""

from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import ObligationKind
from thads_portal.domain.communes_of_today import communes_2025
from thads_portal.domain.communes_of_today import suggest
from thads_portal.domain.fields import MAX_LENGTH
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.text_templates import fill
from thads_portal.domain.text_templates import gap_in
from thads_portal.domain.text_templates import GAPS
from thads_portal.domain.text_templates import shipped
from thads_portal.domain.text_templates import Use

import pytest
import re


CASE = {
    "obligation_amount": "12.500.000 đồng",
    "judgment_number": "15/2024/DS-ST",
    "judgment_date": "20/05/2024",
    "judgment_body": "Tòa án nhân dân huyện Hòa An",
    "enforcement_decision_number": "9/QĐ-CCTHADS",
}


@pytest.mark.parametrize("template", shipped(), ids=lambda each: each.key)
def test_a_text_that_comes_with_the_portal_is_sound(template):
    assert set(template.judgment_kinds) <= set(JudgmentKind)
    assert set(template.kinds) <= set(ObligationKind)
    assert set(re.findall(r"\[([^]]*)\]", template.text)) <= set(GAPS)
    assert len(fill(template.text, CASE)) <= MAX_LENGTH.get(template.use, 1000)


def test_every_kind_of_judgment_has_an_obligation_to_start_from():
    for kind in JudgmentKind:
        if kind is not JudgmentKind.OTHER:
            assert any(
                kind in each.judgment_kinds for each in shipped() if each.use is Use.OBLIGATION
            ), kind


def test_the_figures_of_the_case_go_into_the_gaps():
    filled = fill("Nộp [số tiền] đồng theo [bản án].", CASE)
    assert filled == (
        "Nộp 12.500.000 đồng theo Bản án, quyết định số 15/2024/DS-ST ngày 20/05/2024"
        " của Tòa án nhân dân huyện Hòa An."
    )
    assert gap_in(filled) == ""


def test_what_is_not_known_stays_a_gap():
    filled = fill("Nộp [số tiền] đồng theo [bản án].", {"obligation_amount": ""})
    assert gap_in(filled) == "[số tiền]"
    assert "[bản án]" in filled
    assert gap_in("Thu [3] lần, xem [phụ lục]") == ""


def test_the_communes_of_today_are_whole():
    names = {
        (each.successor_slug, name) for each in all_provinces() for name in communes_2025(each.slug)
    }
    assert len(names) == 3321
    assert all(communes_2025(each.slug) for each in all_provinces())
    assert all(name.startswith(("Xã ", "Phường ", "Đặc khu ")) for _province, name in names)


def test_a_commune_is_found_however_it_is_typed():
    assert suggest("cao-bang", "hoa an")[0] == ("Xã Hòa An", True)
    assert suggest("cao-bang", "Xã Hoà An")[0] == ("Xã Hòa An", True)
    assert ("Xã Bạch Đằng, Huyện Hòa An", False) in suggest("cao-bang", "bach dang")
    assert suggest("cao-bang", "") == []
    assert suggest("khong-co", "hoa an") == []
