"""Numbers, money and texts as a reader sees them."""

from thads_portal.domain.words import shortened

import pytest


def test_a_short_text_stays_as_it_is():
    assert shortened("Trả nợ 12.500.000 đồng.", 160) == "Trả nợ 12.500.000 đồng."


@pytest.mark.parametrize("most", range(20, 70))
def test_no_amount_is_ever_cut(most):
    text = (
        "Bồi thường 12.500.000 đồng, trả nợ 1 tỷ 250 triệu đồng và 3.000 USD cho nguyên đơn theo"
        " bản án; nộp án phí 200.000đ và lãi chậm trả theo quy định của pháp luật cho đến khi xong"
    )
    told = shortened(text, most)
    for amount in ("12.500.000 đồng", "1 tỷ 250 triệu đồng", "3.000 USD", "200.000đ"):
        assert amount in told, told
    assert len(told) < len(text)


def test_a_text_without_a_blank_ends_somewhere():
    assert shortened("x" * 900, 100) == "x" * 100 + "…"
