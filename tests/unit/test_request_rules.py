"""Procedures, clocks, courts, checks and seals of citizens' requests, without a database."""

from datetime import date
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from thads_portal import secret_keys
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.requests import checking
from thads_portal.domain.requests import clocks
from thads_portal.domain.requests.checking import check_page
from thads_portal.domain.requests.clocks import Step
from thads_portal.domain.requests.common import GROUP
from thads_portal.domain.requests.courts import province_of
from thads_portal.domain.requests.mandates import Standing
from thads_portal.domain.requests.mandates import standing
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.routing import CENTRE
from thads_portal.domain.requests.routing import route
from thads_portal.domain.requests.shapes import Shape
from thads_portal.domain.working_days import default_calendar
from thads_portal.errors import CannotUnseal
from thads_portal.errors import Code
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_pieces
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal_pieces
from thads_portal.sealing import unseal_texts

import pytest
import unicodedata


TODAY = date(2026, 11, 27)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.id)
def test_a_procedure_is_whole(procedure):
    assert len({each.id for each in procedure.questions}) == len(procedure.questions)
    names = [field.name for each in procedure.questions for field in each.fields]
    assert len(set(names)) == len(names)
    for question in procedure.questions:
        assert len(question.fields) <= 4
        assert not question.when or question.when in names
    for text in (procedure.title, procedure.lead, procedure.who):
        assert all(text)
        assert unicodedata.is_normalized("NFC", text[0])
    assert procedure.article
    assert procedure.outcomes
    assert procedure.refusals_on(TODAY)
    assert all(each.article for each in (*procedure.refusals, *procedure.outcomes))
    # Nobody is ever asked for a picture of an identity card.
    assert not any(
        "căn cước" in each.label[0] and "không" not in each.label[0] for each in procedure.papers
    )
    assert not {"giay-to", "kiem-tra", "luu", "bien-nhan"} & {
        each.id for each in procedure.questions
    }


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.id)
def test_every_procedure_has_a_deadline_under_both_laws(procedure):
    calendar = default_calendar()
    for day in (date(2026, 6, 15), date(2026, 7, 15)):
        for variant in (
            "",
            "before",
            "secure",
            "coercion",
            "second-before",
            "view",
            "delete",
            "money",
            "things",
        ):
            found = clocks.first_deadline(procedure.id, day, calendar, law=day, variant=variant)
            if found is None:
                assert procedure.id == "khieu-nai"
                assert variant in ("", "view", "delete", "money", "things")


@pytest.mark.parametrize(
    ("procedure", "step", "day", "variant", "words"),
    [
        ("yeu-cau-thi-hanh-an", Step.SUPPLEMENT, date(2026, 7, 1), "", "1 ngày làm việc"),
        ("yeu-cau-thi-hanh-an", Step.DECIDE, date(2026, 7, 1), "", "5 ngày làm việc"),
        ("xac-nhan-ket-qua", Step.DECIDE, date(2026, 6, 30), "", "5 ngày làm việc"),
        ("xac-nhan-ket-qua", Step.DECIDE, date(2026, 7, 1), "", "3 ngày làm việc"),
        ("thay-doi-chap-hanh-vien", Step.DECIDE, date(2026, 6, 30), "", "5 ngày làm việc"),
        ("thay-doi-chap-hanh-vien", Step.DECIDE, date(2026, 7, 1), "", "3 ngày làm việc"),
        ("chua-dung", Step.REPLY, TODAY, "", "2 ngày làm việc"),
        ("du-lieu-ca-nhan", Step.DECIDE, TODAY, "delete", "20 ngày"),
        ("khieu-nai", Step.ACCEPT, TODAY, "before", "5 ngày làm việc"),
        ("khieu-nai", Step.ACCEPT, TODAY, "second-before", "10 ngày"),
        ("khieu-nai", Step.DECIDE, TODAY, "secure", "5 ngày làm việc"),
        ("khieu-nai", Step.DECIDE, TODAY, "second-coercion", "45 ngày"),
        ("khieu-nai", Step.DECIDE, date(2026, 6, 30), "second-secure", "15 ngày"),
        ("to-cao", Step.ACCEPT, TODAY, "", "7 ngày làm việc"),
        ("to-cao", Step.DECIDE, TODAY, "", "30 ngày"),
        ("kien-nghi-phan-anh", Step.DECIDE, TODAY, "", "5 ngày làm việc"),
        ("thong-tin-moi", Step.DECIDE, TODAY, "", "10 ngày"),
        ("nhan-lai-tien-tai-san", Step.DECIDE, TODAY, "things", "30 ngày"),
        ("giam-chi-phi-cuong-che", Step.DECIDE, TODAY, "", "3 ngày làm việc"),
    ],
)
def test_terms_by_the_law_of_their_day(procedure, step, day, variant, words):
    assert clocks.term(procedure, step, day, variant).words[0] == words


def test_working_days_do_not_run_across_tet():
    calendar = default_calendar()
    before = date(2027, 2, 4)  # Tết is on 06/02/2027.
    found = clocks.first_deadline("xac-nhan-ket-qua", before, calendar, law=before, variant="")
    assert found.due_on > date(2027, 2, 10)
    assert calendar.working_days_between(before, found.due_on) == 3
    # Ten calendar days that end on a rest day end on the next working day.
    assert clocks.term("thong-tin-moi", Step.DECIDE, TODAY).ends(
        date(2026, 11, 25), calendar
    ) == date(2026, 12, 7)


def test_a_complaint_follows_the_law_of_its_case():
    assert clocks.law_day("khieu-nai", {"case_ended": "yes"}, TODAY) == date(2026, 6, 30)
    assert clocks.law_day("khieu-nai", {"case_ended": "no"}, TODAY) == TODAY


def test_limitation_is_told_and_refuses_nothing():
    answers = {"effective_date": "2021-11-26"}
    assert clocks.warnings("yeu-cau-thi-hanh-an", answers, TODAY) == [
        ("limitation", date(2026, 11, 26))
    ]
    assert clocks.warnings("yeu-cau-thi-hanh-an", {"effective_date": "2021-11-27"}, TODAY) == []
    assert clocks.limitation_ends(date(2024, 2, 29)) == date(2029, 2, 28)
    late = {"known_on": "2026-11-01", "stage": "before", "instance": "first"}
    assert clocks.warnings("khieu-nai", late, TODAY) == [("complaint_late", date(2026, 11, 16))]


@pytest.mark.parametrize(
    ("court", "chosen", "province"),
    [
        ("Tòa án nhân dân khu vực 1 - Cao Bằng", "", "cao-bang"),
        ("TAND huyện Hòa An, tỉnh Cao Bằng", "", "cao-bang"),
        ("TAND Q.1 TP.HCM", "", "tp-ho-chi-minh"),
        ("TAND quận Ba Đình", "", "ha-noi"),
        ("TAND tỉnh Hà Giang", "", "ha-giang"),
        ("Tòa án nhân dân khu vực 3 – Thừa Thiên Huế", "", "thua-thien-hue"),
        ("Tòa án nhân dân huyện Châu Thành", "", None),
        ("Tòa án nhân dân huyện Châu Thành", "tien-giang", "tien-giang"),
        ("Trung tâm trọng tài", "da-nang", "da-nang"),
        ("abc", "", None),
    ],
)
def test_the_court_says_which_province(court, chosen, province):
    assert province_of(court, chosen) == province


def test_the_courts_of_all_provinces_are_known():
    for each in all_provinces():
        assert province_of(f"Tòa án nhân dân {each.name_inside}") == each.slug


def test_who_must_not_get_it_does_not():
    assert route("to-cao", {"province": "cao-bang", "against_kind": "head"}) == CENTRE
    assert route("to-cao", {"province": "cao-bang", "against_kind": "staff"}) == "cao-bang"
    assert route("khieu-nai", {"province": "cao-bang", "instance": "second"}) == CENTRE


@given(
    st.text(max_size=400),
    st.sampled_from([f for p in PROCEDURES for q in p.questions for f in q.fields]),
)
def test_whatever_is_typed_is_kept_well_or_refused(text, field):
    value, code = checking.check(field, text, today=TODAY)
    assert code is not None or "\x00" not in value
    if code is None and field.shape is Shape.DAY and value:
        assert date.fromisoformat(value)
    assert code is None or isinstance(code, Code)


def test_answers_to_pages_that_fell_away_are_not_kept():
    procedure = BY_ID["chua-dung"]
    answers = {"matter": "not_me", "right": "x", "difference": "y", "_seen": "muc"}
    assert checking.kept(procedure, answers) == {"matter": "not_me", "difference": "y"}


def test_an_informant_is_parted_from_what_is_read():
    read, apart = checking.split_identity(
        BY_ID["to-cao"], {"name": "A", "address": "B", "email": "c@d.vn", "content": "E"}
    )
    assert read == {"content": "E"}
    assert set(apart) == {"name", "address", "email"}


@pytest.fixture
def keys(tmp_path, monkeypatch):
    monkeypatch.setenv("THADS_VAR", str(tmp_path))
    secret_keys.ring_of.cache_clear()
    yield tmp_path / "keys"
    secret_keys.ring_of.cache_clear()


def test_a_seal_opens_for_its_own_row_only_and_after_a_rotation(keys):
    sealed = seal_texts(Ring.REQUESTS, {"name": "Nông Thị Hỏi"}, "request:1:answers")
    assert "Nông".encode() not in sealed
    with pytest.raises(CannotUnseal):
        unseal_texts(Ring.REQUESTS, sealed, "request:2:answers")
    with pytest.raises(CannotUnseal):
        unseal_texts(Ring.INFORMANTS, sealed, "request:1:answers")
    secret_keys.add_to_ring("requests")
    assert len(secret_keys.ring_of("requests")) == 2
    assert unseal_texts(Ring.REQUESTS, sealed, "request:1:answers") == {"name": "Nông Thị Hỏi"}
    assert (keys / "requests.keys").stat().st_mode & 0o777 == 0o600
    # The old key is lost: nobody opens it, and it says so.
    first = (keys / "requests.keys").read_text().splitlines()[0]
    (keys / "requests.keys").write_text(first)
    secret_keys.ring_of.cache_clear()
    with pytest.raises(CannotUnseal):
        unseal_texts(Ring.REQUESTS, sealed, "request:1:answers")


@given(st.integers(0, 1_500_000), st.integers(100_000, 900_000))
@settings(deadline=None, max_examples=20)
def test_a_sealed_file_comes_back_and_is_not_cut(size, piece):
    from thads_portal import sealing

    key = b"k" * 32
    kept, sealing.ring_of = sealing.ring_of, lambda _name: (key,)
    try:
        data = bytes(size)
        parts = [data[at : at + piece] for at in range(0, size, piece)]
        sealed = b"".join(seal_pieces(Ring.REQUESTS, parts, "f"))
        assert b"".join(unseal_pieces(Ring.REQUESTS, [sealed], "f")) == data
        with pytest.raises(CannotUnseal):
            list(unseal_pieces(Ring.REQUESTS, [sealed[:-1]], "f"))
    finally:
        sealing.ring_of = kept


@pytest.mark.parametrize(
    ("people", "speaking", "right"),
    [(4, 4, True), (4, 5, False), (5, 2, True), (10, 2, True), (10, 3, False), (11, 5, True), (11, 6, False),
     (400, 5, True), (400, 6, False)],
)  # fmt: skip
def test_how_many_speak_for_a_group(people, speaking, right):
    sent = {
        "group_who": "Dân thôn Nà Rì",
        "group_size": str(people),
        "representatives": "\r\n".join(f"Người {n}" for n in range(speaking)) + "\r\n\r\n",
    }
    values, wrong = check_page(GROUP, sent, today=date(2026, 11, 28))
    assert wrong == ({} if right else {"representatives": Code.TOO_MANY_REPRESENTATIVES})
    assert values["group_size"] == str(people)


@pytest.mark.parametrize("size", ["0", "-1", "1.5x", "một", "100000", "٣"])
def test_a_number_of_people_is_a_number(size):
    sent = {"group_who": "A", "group_size": size, "representatives": "B"}
    assert "group_size" in check_page(GROUP, sent, today=date(2026, 11, 28))[1]


def test_a_mandate_holds_on_its_last_day():
    last = date(2026, 12, 31)
    for day, accepted, ended, found in (
        (last, True, None, Standing.VALID),
        (date(2027, 1, 1), True, None, Standing.LAPSED),
        (last, False, None, Standing.REFUSED),
        (last, None, None, Standing.UNCHECKED),
        (last, True, last, Standing.ENDED),
    ):
        assert standing(day, until=last, accepted=accepted, ended=ended) is found
