"""``@match`` over HTTP: who may compare what, each subject on its own, all of it in the log."""

from datetime import date
from datetime import datetime
from datetime import UTC
from tests.support.organisations import bearer
from tests.support.organisations import enter_organisation
from thads_portal.domain.identifiers import personal_hmac
from thads_portal.domain.sharing import number_digest
from thads_portal.secret_keys import personal_number_key
from thads_portal.services.fairness import limiter
from thads_portal.services.fairness import READS
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import json
import pytest
import transaction


MATCH = "/++api++/@match"
NUMBER, OTHER, CODE = "004079555777", "004079555778", "0101234567"


@pytest.fixture(scope="module")
def numbers(portal):
    with portal.site() as site:
        made = {
            "full": make_listing(
                portal, site, debtor_name="Nông Văn Thử", debtor_address="Xã Phúc Sen, huyện Quảng Hòa",
                personal_id=NUMBER, date_of_birth=date(1979, 4, 2), creditor="Dấuhiệu Ngân hàng",
            ),
            "bare": make_listing(portal, site, debtor_name="Nông Văn Thử"),
            "company": make_listing(
                portal, site, debtor_name="Công ty TNHH Hoa Sen", debtor_kind="organisation", personal_id=CODE
            ),
            "draft": make_listing(portal, site, debtor_name="Lục Thị Nháp", state="draft", personal_id=OTHER),
            "ended": make_listing(portal, site, debtor_name="Lục Thị Hết", state="ended", personal_id=OTHER),
        }  # fmt: skip
        transaction.commit()
        return {name: listing.getId() for name, listing in made.items()}


@pytest.fixture(scope="module")
def visitor(server, numbers):
    return Visitor(server)


@pytest.fixture(scope="module")
def key(portal, numbers):
    return enter_organisation(portal, "ngan-hang-a", purposes=["credit"], kinds=["id", "birth"])


def ask(visitor, queries, key=None, **more):
    body = {"queries": queries, **more}
    if key is not None:
        body = {"purpose": "credit", "case_reference": "HS-2026-88", **body}
    return visitor.ask("POST", MATCH, body=body, headers=bearer(key) if key else {})


def one(visitor, query, key=None, **more):
    answer = ask(visitor, {"c1": query}, key, **more)
    assert answer.status == 200, answer.text
    return answer.json()["responses"]["c1"]


def test_a_number_and_a_birth_are_compared_and_never_told(visitor, key, numbers):
    found = one(visitor, {"name": "Nông Văn Thử", "personal_id": "004 079 555 777", "birth_date": "1979-04"}, key)  # fmt: skip
    assert found["status"] == 200 and found["decision"] == "same_id" and found["total"] == 2
    assert found["results"] == [
        {"number": numbers["full"], "score": 1.0, "features": {"name": "exact_full", "birth": "equal", "id": "equal"}},
        {"number": numbers["bare"], "score": 1.0, "features": {"name": "exact_full", "birth": "not_held", "id": "not_held"}},
    ]  # fmt: skip
    different = one(visitor, {"name": "nong van thu", "personal_id": OTHER}, key)
    by_number = {each["number"]: each for each in different["results"]}
    assert by_number[numbers["full"]]["features"] == {"name": "marks", "id": "different"}
    assert by_number[numbers["full"]]["score"] == 0.3
    # Somebody who holds no number may still be meant.
    assert different["decision"] == "same_name"
    assert different["results"][0]["number"] == numbers["bare"]


@pytest.mark.parametrize(
    ("birth", "said"),
    [("1979", "equal"), ("1979-04-02", "equal"), ("1979-05", "different"), ("1980", "different"), ("1979-04-03", "different")],
)  # fmt: skip
def test_each_precision_of_a_birth(visitor, key, numbers, birth, said):
    found = one(visitor, {"name": "Nông Văn Thử", "birth_date": birth}, key)
    told = {each["number"]: each["features"]["birth"] for each in found["results"]}
    assert told == {numbers["full"]: said, numbers["bare"]: "not_held"}
    assert found["decision"] == ("probable" if said == "equal" else "same_name")


def test_only_another_number_and_another_name_with_the_number(visitor, key, numbers):
    company = {"kind": "organisation", "name": "C.ty TNHH Hoa Sen", "enterprise_code": "0109999999"}
    assert one(visitor, company, key)["decision"] == "different_id_only"
    found = one(visitor, {**company, "enterprise_code": CODE}, key)
    assert (found["decision"], found["results"][0]["number"]) == ("same_id", numbers["company"])
    renamed = one(visitor, {"name": "Triệu Thị Khác", "personal_id": NUMBER}, key)
    assert renamed["decision"] == "same_id"
    assert renamed["results"][0]["features"] == {"name": "other", "id": "equal"}
    # What is not public is not there, whatever its number.
    for name in ("Lục Thị Nháp", "Lục Thị Hết"):
        assert one(visitor, {"name": name, "personal_id": OTHER}, key)["decision"] == "none"


def test_addresses_are_scored_and_kinds_keep_apart(visitor, key, numbers):
    found = one(visitor, {"name": "Nông Văn Thử", "address": "xã Phúc Sen, Quảng Hòa"}, key)
    scores = {each["number"]: each["features"]["address"] for each in found["results"]}
    assert scores[numbers["full"]] > 0.7 > scores[numbers["bare"]]
    assert found["results"][0]["number"] == numbers["full"]
    assert one(visitor, {"name": "Nông Văn Thử", "kind": "organisation"}, key)["decision"] == "none"


def test_a_bad_query_fails_alone(visitor, key, numbers):
    answer = ask(
        visitor,
        {
            "good": {"name": "Nông Văn Thử", "aliases": ["Thử Tày"]},
            "none": {},
            "signs": {"name": "?!"},
            "number": {"name": f"Nông Văn Thử {NUMBER}"},
            "list": ["Nông Văn Thử"],
            "unknown": {"name": "Nông Văn Thử", NUMBER: 1},
            "birth": {"name": "Nông Văn Thử", "birth_date": "1979-02-30"},
            "digits": {"name": "Nông Văn Thử", "personal_id": "12"},
            "kind": {"name": "Nông Văn Thử", "kind": "person"},
        },
        key,
    )
    assert answer.status == 200
    told = {name: (each["status"], each.get("code")) for name, each in answer.json()["responses"].items()}  # fmt: skip
    assert told == {
        "good": (200, None),
        "none": (422, "not_a_name"),
        "signs": (422, "not_a_name"),
        "number": (400, "personal_number_typed"),
        "list": (400, "bad_request"),
        "unknown": (400, "bad_request"),
        "birth": (400, "bad_request"),
        "digits": (400, "bad_request"),
        "kind": (400, "bad_request"),
    }
    # Not even in the name of a member.
    assert NUMBER not in answer.text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"queries": {"a": {"name": "A B"}}}, 400, "bad_request"),
        ({"purpose": "credit", "queries": {"a": {"name": "A B"}}}, 400, "bad_request"),
        ({"purpose": "gossip", "case_reference": "1", "queries": {"a": {"name": "A B"}}}, 403, "purpose_not_agreed"),
        ({"purpose": "credit", "case_reference": "1", "queries": {}}, 400, "bad_request"),
        ({"purpose": "credit", "case_reference": "1", "queries": {"a": {"name": "A B"}}, "limits": 3}, 400, "bad_request"),
        ({"purpose": "credit", "case_reference": "1", "queries": {"a": {"name": "A B"}}, "limit": 0}, 400, "bad_request"),
        ({"purpose": "credit", "case_reference": "1", "queries": {"a": {"name": "A B"}}, "threshold": "1"}, 400, "bad_request"),
        ({"purpose": "credit", "case_reference": "1", "queries": {str(n): {"name": "A B"} for n in range(1001)}}, 413, "too_many_subjects"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_all_of_it(portal, visitor, key, body, status, code):
    before = portal.query("SELECT count(*) FROM thads_inquiry")
    answer = visitor.ask("POST", MATCH, body=body, headers=bearer(key))
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert portal.query("SELECT count(*) FROM thads_inquiry") == before


def test_keys_scopes_and_terms(portal, visitor, numbers):
    body = {"purpose": "credit", "case_reference": "1", "queries": {"a": {"name": "Nông Văn Thử"}}}

    def told(key, **more):
        answer = visitor.ask("POST", MATCH, body={**body, **more}, headers=bearer(key))
        return answer.status, answer.json().get("code"), answer.headers.get("Www-Authenticate", "")

    assert told("thads_nonsense")[:2] == (401, "key_refused")
    good = enter_organisation(portal, "khoa")
    assert told(good) == (200, None, "")
    status, code, challenge = told(good[:-1] + ("A" if good[-1] != "A" else "B"))
    assert (status, code) == (401, "key_refused") and challenge.startswith("Bearer")
    over = enter_organisation(portal, "khoa", expires=datetime(2026, 1, 1, tzinfo=UTC))
    assert told(over)[:2] == (401, "key_refused")
    narrow = enter_organisation(portal, "khoa", scopes=["watches"])
    assert told(narrow)[:2] == (403, "scope_missing")
    portal.query("UPDATE thads_organisation_key SET revoked = now() WHERE id = %s", good.split("_")[1])  # fmt: skip
    assert told(good)[:2] == (401, "key_refused")
    late = enter_organisation(portal, "het-han", valid_until=date(2021, 1, 1))
    assert told(late)[:2] == (403, "purpose_not_agreed")
    portal.query("UPDATE thads_organisation SET active = false WHERE id = 'het-han'")
    assert told(late)[:2] == (401, "key_refused")


def test_kinds_of_data_are_those_of_the_agreement(portal, visitor, numbers):
    names = enter_organisation(portal, "chi-ten", kinds=[])
    births = enter_organisation(portal, "chi-sinh", kinds=["birth"])
    number = {"name": "Nông Văn Thử", "personal_id": NUMBER}
    birth = {"name": "Nông Văn Thử", "birth_date": "1979"}
    for key, query, status in (
        (names, number, 403),
        (names, birth, 403),
        (births, number, 403),
        (births, birth, 200),
        (None, number, 403),
        (None, birth, 403),
        (None, {"name": "Nông Văn Thử"}, 200),
    ):
        told = one(visitor, query, key)
        assert told["status"] == status, (key, query)
        assert status == 200 or told["code"] == "kind_not_agreed"


def test_shares_of_a_minute_and_of_a_day(portal, visitor, numbers):
    few = enter_organisation(portal, "it-nguoi", subjects_per_day=3)
    queries = {str(n): {"name": "Nông Văn Thử"} for n in range(2)}
    assert ask(visitor, queries, few).status == 200
    refused = ask(visitor, queries, few)
    assert (refused.status, refused.json()["code"]) == (429, "quota_used_up")
    assert ask(visitor, {"a": {"name": "Nông Văn Thử"}}, few).status == 200
    slow = enter_organisation(portal, "it-lan", per_minute=2)
    answers = [ask(visitor, {"a": {"name": "Nông Văn Thử"}}, slow) for _ in range(3)]
    assert [each.status for each in answers] == [200, 200, 429]
    assert [each.headers["Ratelimit-Remaining"] for each in answers] == ["1", "0", "0"]
    assert answers[0].headers["Ratelimit-Policy"] == '"minute";q=2;w=60'
    assert int(answers[2].headers["Retry-After"]) > 0


def test_the_public_asks_at_its_share(portal, visitor, numbers):
    away = {"X-Forwarded-For": "203.0.113.9"}
    limiter.forget()
    with portal.site():
        from plone import api

        share = int(api.portal.get_registry_record(READS))
    queries = {str(n): {"name": "Nông Văn Thử"} for n in range(share - 1)}
    first = visitor.ask("POST", MATCH, body={"queries": queries}, headers=away)
    assert first.status == 200 and first.headers["Ratelimit-Remaining"] == "1"
    assert visitor.ask("POST", MATCH, body={"queries": queries}, headers=away).status == 429
    limiter.forget()


def test_every_inquiry_is_in_the_log(portal, visitor, key, numbers):
    answer = ask(visitor, {"a": {"name": "Nông Văn Thử", "personal_id": NUMBER}, "b": {"name": "Không Ai Cả"}, "c": {}}, key).json()  # fmt: skip
    (logged,) = portal.query(
        "SELECT organisation, key, service, purpose, case_reference, subjects, found"
        " FROM thads_inquiry WHERE id = %s::uuid", answer["inquiry"]
    )  # fmt: skip
    assert logged == ("ngan-hang-a", key.split("_")[1], "match", "credit", "HS-2026-88", 2, 1)
    subjects = portal.query(
        "SELECT number_digest, decision, numbers FROM thads_inquiry_subject"
        " WHERE inquiry = %s::uuid ORDER BY decision", answer["inquiry"]
    )  # fmt: skip
    assert [(each[1], sorted(each[2])) for each in subjects] == [
        ("none", []), ("same_id", sorted([numbers["full"], numbers["bare"]]))
    ]  # fmt: skip
    expected = number_digest(personal_hmac(NUMBER, key=personal_number_key()))
    assert bytes(subjects[1][0]) == expected
    assert set(answer["register"]) == {"as_of", "cursor"}
    changes = visitor.get(f"/++api++/@changes?since={answer['register']['cursor']}").json()
    assert changes["items"] == []
    dump = str(portal.query("SELECT * FROM thads_inquiry")) + str(portal.query("SELECT * FROM thads_inquiry_subject"))  # fmt: skip
    assert "Thử" not in dump and NUMBER not in dump


def test_nothing_restricted_leaves(portal, visitor, key, numbers):
    text = json.dumps(
        [
            ask(visitor, {"a": {"name": "Nông Văn Thử", "birth_date": "1979"}}, key).json(),
            ask(visitor, {"a": {"name": "Nông Văn Thử"}}).json(),
            ask(visitor, {"a": {"name": "Nông Văn Thử", "personal_id": NUMBER}}, key).json(),
        ],
        ensure_ascii=False,
    ).casefold()
    for marker in ("dấuhiệu", NUMBER, "1979", "xã phúc sen"):
        assert marker not in text
    assert visitor.ask("POST", MATCH, body="name=x", headers={"Content-Type": "text/plain"}).status == 415  # fmt: skip
    assert visitor.ask("POST", MATCH, body="{", headers={"Content-Type": "application/json"}).status == 400  # fmt: skip
