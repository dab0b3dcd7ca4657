"""What is pasted to name listings is read, or told back."""

from datetime import date
from tests.support.pace import assert_within
from thads_portal.browser.staff.casework.pasted import Decision
from thads_portal.browser.staff.casework.pasted import read_pasted

import pytest


def test_numbers_decisions_and_the_rest():
    found = read_pasted(
        "STT\tSố\n1\t2026-0000012\n2; 12/QĐ-CCTHADS ngày 23/11/2026; 13/2025/QĐ-THADS\n\n ; \nhết"
    )
    assert found.numbers == ("2026-0000012",)
    assert found.decisions == (
        Decision("12/QĐ-CCTHADS", date(2026, 11, 23)),
        Decision("13/2025/QĐ-THADS", None),
    )
    assert found.ignored == ("STT Số", "hết")


@pytest.mark.parametrize("text", ["12/qđ-ccthads", "12 / QĐ-CCTHADS", "số 12/QĐ-CCTHADS."])
def test_decisions_as_they_are_written(text):
    assert len(read_pasted(text).decisions) == 1


@pytest.mark.parametrize("text", ["15/2024/DS-ST", "12/11/2026", "1/2", "QĐ"])
def test_what_is_no_decision(text):
    assert read_pasted(text).decisions == ()
    assert read_pasted(text).ignored == (text,)


@pytest.mark.parametrize("piece", ["1", "1/", "1/Q", "12/QĐ-", "1.1/", " / "])
def test_reading_grows_with_the_text_and_not_faster(piece):
    def read():
        read_pasted(piece * 20_000)
        read_pasted((piece * 400 + "\n") * 200)

    assert_within(2, read, piece)
