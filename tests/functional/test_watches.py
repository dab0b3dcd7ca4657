"""``@watches`` over HTTP: digests only, signed calls that are tried again, a pull way, nothing twice."""

from contextlib import contextmanager
from contextlib import suppress
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from tests.support.example_clients import example_client
from tests.support.organisations import bearer
from tests.support.organisations import enter_organisation
from thads_portal.actions.watching import look
from thads_portal.actions.watching import NETWORKS
from thads_portal.actions.watching import send
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.sharing import digest_of
from thads_portal.domain.sharing import parts_of_key
from thads_portal.domain.watching import id_digest
from thads_portal.domain.watching import signed_headers
from thads_portal.jobs.webhooks import call
from thads_portal.jobs.webhooks import CallFailed
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import json
import pytest
import socket
import threading
import time
import transaction


hook = example_client("hook")
WATCHES = "/++api++/@watches"
NUMBER = "004079555777"


@pytest.fixture(scope="module")
def visitor(portal, server):
    return Visitor(server)


@pytest.fixture(scope="module")
def key(portal):
    return enter_organisation(portal, "ngan-hang-theo", purposes=["credit"])


@contextmanager
def receiver(*statuses):
    """A server that answers with these statuses in turn, then 200: (its address, what it got)."""
    got, left = [], list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            status = left.pop(0) if left else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", got
    finally:
        server.shutdown()
        server.server_close()


def digest(key: str) -> bytes:
    return digest_of(parts_of_key(key)[1])


def body_of(subjects, **more):
    until = f"{datetime.now(UTC).date() + timedelta(days=30)}"
    return {"purpose": "credit", "case_reference": "TD-1", "subjects": subjects, "expires": until, **more}  # fmt: skip


def begin(visitor, key, subjects, **more):
    return visitor.ask("POST", WATCHES, body=body_of(subjects, **more), headers=bearer(key))


def publish(portal, **fields) -> str:
    with portal.site() as site:
        listing = make_listing(portal, site, **fields)
        transaction.commit()
        return listing.getId()


def looked(portal) -> int:
    with portal.site() as site:
        return look(site, portal.dsn)


def pulled(visitor, key, watch, query=""):
    return visitor.ask("GET", f"{WATCHES}/{watch}/deliveries{query}", headers=bearer(key)).json()


def end(portal, number):
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][number]
        listing.end_reason = "discharged"
        from thads_portal.actions import apply
        from thads_portal.domain.codes import State

        apply.enter_state(listing, State.ENDED, action="feed", actor="feed", when=datetime.now(UTC))
        apply.changed(listing, datetime.now(UTC))
        transaction.commit()


def test_acts_are_told_once_by_pull_with_nothing_of_a_person(portal, visitor, key):
    before = publish(portal, debtor_name="Nông Văn Canh", personal_id=NUMBER)
    made = begin(visitor, key, [
        {"ref": "k1", "name": "nong van CANH", "id_hmac": id_digest(NUMBER, key=digest(key)).hex()},
        {"ref": "k2", "name": "Nông Văn Canh", "birth_date": "1979"},
        {"ref": "k3", "name": "Lê Thị Khác"},
    ])  # fmt: skip
    assert made.status == 201, made.text
    watch = made.json()["id"]
    number = publish(portal, debtor_name="Nông Văn Canh", personal_id=NUMBER, date_of_birth=date(1979, 4, 2))  # fmt: skip
    other = publish(portal, debtor_name="Nông Văn Canh", personal_id="004079555778", date_of_birth=date(1980, 1, 1))  # fmt: skip
    end(portal, number)
    looked(portal)
    assert looked(portal) == 0
    told = pulled(visitor, key, watch)
    items = [(each["ref"], each["type"], each["number"], each["decision"]) for each in told["items"]]  # fmt: skip
    assert sorted(items) == sorted([
        ("k1", "published", number, "same_id"),
        ("k2", "published", number, "probable"),
        ("k1", "ended", number, "same_id"),
        ("k2", "ended", number, "probable"),
    ])  # fmt: skip
    assert before not in str(items) and other not in str(items)
    text = json.dumps(told, ensure_ascii=False)
    assert "Canh" not in text and NUMBER not in text
    assert pulled(visitor, key, watch, f"?since={told['since']}")["items"] == []
    stored = str(portal.query("SELECT * FROM thads_watch")) + str(portal.query("SELECT * FROM thads_watch_subject"))  # fmt: skip
    assert "anh" not in stored.casefold().replace("ngan-hang", "") and NUMBER not in stored
    logged = portal.query("SELECT service, subjects FROM thads_inquiry WHERE id = %s::uuid", watch)
    assert logged == [("watches", 3)]
    # Ended: nobody of it is watched any more.
    assert visitor.ask("DELETE", f"{WATCHES}/{watch}", headers=bearer(key)).status == 200
    assert portal.query("SELECT count(*) FROM thads_watch_subject WHERE watch = %s", watch) == [(0,)]  # fmt: skip
    publish(portal, debtor_name="Nông Văn Canh", personal_id=NUMBER)
    looked(portal)
    assert pulled(visitor, key, watch, f"?since={told['since']}")["items"] == []


def test_calls_are_signed_tried_again_and_given_up_after_a_day(portal, visitor, key, monkeypatch):
    monkeypatch.setenv(NETWORKS, "127.0.0.0/8")
    with receiver(500, 302) as (url, got):
        watch = begin(visitor, key, [{"ref": "a", "name": "Triệu Thị Gọi"}], url=url).json()["id"]
        number = publish(
            portal, debtor_name="Triệu Thị Gọi", personal_id=NUMBER, creditor="Dấuhiệu"
        )
        looked(portal)

        def again() -> int:
            portal.query("UPDATE thads_watch_delivery SET next_attempt = now() WHERE delivered IS NULL AND next_attempt IS NOT NULL")  # fmt: skip
            with portal.site():
                return send(portal.dsn, seconds=20)

        assert [again(), again(), again(), again()] == [0, 0, 1, 0]
    assert len(got) == 3
    _, body = got[-1]
    message = json.loads(body)
    assert message == {"delivery": message["delivery"], "seq": message["seq"], "ref": "a", "type": "published", "number": number, "decision": "same_name"}  # fmt: skip
    for sent, sent_body in got:
        created = int(sent["Signature-Input"].partition("created=")[2].partition(";")[0])
        right = signed_headers(url, sent_body, key_id=key.split("_")[1], key=digest(key), created=created)  # fmt: skip
        assert {name: sent[name] for name in right} == right
        assert hook.check(sent.items(), sent_body, url=url, keys=hook.digests(key), now=created)
        text = sent_body.decode() + str(sent)
        assert "Gọi" not in text and NUMBER not in text and "Dấuhiệu" not in text
    (item,) = pulled(visitor, key, watch)["items"]
    assert (item["attempts"], item["dead"]) == (3, None) and item["delivered"]
    # Nobody answers: after a day it is given up, and can still be got.
    number = publish(portal, debtor_name="Triệu Thị Gọi")
    looked(portal)
    portal.query("UPDATE thads_watch_delivery SET made = now() - interval '24 hours' WHERE number = %s", number)  # fmt: skip
    assert again() == 0
    (dead,) = pulled(visitor, key, watch, "?dead=1")["items"]
    assert dead["number"] == number and dead["dead"]


def test_nothing_within_is_called(portal, visitor, key, monkeypatch):
    monkeypatch.setenv(NETWORKS, "127.0.0.0/8")
    with receiver() as (url, got):
        begin(visitor, key, [{"ref": "a", "name": "Hoàng Văn Trong"}], url=url)
        publish(portal, debtor_name="Hoàng Văn Trong")
        looked(portal)
        monkeypatch.delenv(NETWORKS)
        with portal.site():
            assert send(portal.dsn, seconds=20) == 0
        assert got == []
        refused = begin(visitor, key, [{"ref": "a", "name": "Hoàng Văn Trong"}], url=url)
        assert refused.status == 400
    portal.query("UPDATE thads_watch_delivery SET dead = now() WHERE delivered IS NULL")


def test_what_is_ended_or_under_a_revoked_key_is_not_sent(portal, visitor, key, monkeypatch):
    """Who stole a key named an address of their own; what is ended is ended. It can still be pulled."""
    monkeypatch.setenv(NETWORKS, "127.0.0.0/8")
    stolen = enter_organisation(portal, "mat-khoa", purposes=["credit"])
    with receiver() as (url, got):
        ended = begin(visitor, key, [{"ref": "a", "name": "Lý Thị Dừng"}], url=url).json()["id"]
        lost = begin(visitor, stolen, [{"ref": "a", "name": "Lý Thị Dừng"}], url=url).json()["id"]
        number = publish(portal, debtor_name="Lý Thị Dừng")
        looked(portal)
        assert visitor.ask("DELETE", f"{WATCHES}/{ended}", headers=bearer(key)).status == 200
        portal.query(
            "UPDATE thads_organisation_key SET revoked = now() WHERE organisation = 'mat-khoa'"
        )
        with portal.site():
            send(portal.dsn, seconds=20)
        assert got == []
        assert [each["number"] for each in pulled(visitor, key, ended)["items"]] == [number]
        new = enter_organisation(portal, "mat-khoa", purposes=["credit"])
        assert [each["number"] for each in pulled(visitor, new, lost)["items"]] == [number]
    portal.query("UPDATE thads_watch_delivery SET dead = now() WHERE delivered IS NULL")


def amend(portal, number, name):
    with portal.site() as site:
        from thads_portal.actions import apply

        listing = site["cao-bang"][REGISTER_ID][number]
        apply.write_fields(listing, {"debtor_name": name})
        listing.last_amended = datetime.now(UTC)
        apply.changed(listing, datetime.now(UTC))
        transaction.commit()


def test_who_was_told_of_somebody_is_told_that_it_is_another(portal, visitor, key):
    """A listing whose name was wrong: the one who was watched under it must not stay marked."""
    watch = begin(visitor, key, [{"ref": "w", "name": "Lương Văn Nhầm"}]).json()["id"]
    only = begin(visitor, key, [{"ref": "e", "name": "Lương Văn Nhầm"}], events=["published", "ended"]).json()["id"]  # fmt: skip
    number = publish(portal, debtor_name="Lương Văn Nhầm")
    looked(portal)
    amend(portal, number, "Lương Văn Đúng")
    looked(portal)
    end(portal, number)
    looked(portal)

    def told(watch):
        return [(each["type"], each["decision"]) for each in pulled(visitor, key, watch)["items"]]

    assert told(watch) == [("published", "same_name"), ("amended", "none")]
    assert told(only) == [("published", "same_name"), ("ended", "none")]


def test_another_name_of_the_listed_is_watched_too(portal, visitor, key):
    watch = begin(visitor, key, [{"ref": "t", "name": "Sầm Tư Đen"}, {"ref": "d", "name": "Đen"}]).json()["id"]  # fmt: skip
    number = publish(portal, debtor_name="Sầm Văn Tư (tức Sầm Tư Đen; Đen)")
    looked(portal)
    assert [(each["ref"], each["number"]) for each in pulled(visitor, key, watch)["items"]] == [("t", number)]  # fmt: skip


def test_nobody_is_told_whose_agreement_is_over(portal, visitor, monkeypatch):
    monkeypatch.setenv(NETWORKS, "127.0.0.0/8")
    name = "ngan-hang-het-han"
    key = enter_organisation(portal, name)
    with receiver() as (url, got):
        watch = begin(visitor, key, [{"ref": "a", "name": "Bế Thị Hạn"}], url=url).json()["id"]
        first = publish(portal, debtor_name="Bế Thị Hạn")
        looked(portal)
        for state in ("false", "true"):
            portal.query("UPDATE thads_organisation SET active = %s WHERE id = %s", state, name)
            portal.query("UPDATE thads_agreement SET ended = now() WHERE organisation = %s", name)
            with portal.site():
                assert send(portal.dsn, seconds=20) == 0
            publish(portal, debtor_name="Bế Thị Hạn")
            looked(portal)
        assert got == []
    made = portal.query("SELECT number FROM thads_watch_delivery WHERE watch = %s", watch)
    assert made == [(first,)]
    portal.query("UPDATE thads_watch_delivery SET dead = now() WHERE delivered IS NULL")


def test_an_address_that_is_down_keeps_nobody_waiting(portal, visitor, key, monkeypatch):
    monkeypatch.setenv(NETWORKS, "127.0.0.0/8")
    with receiver(*[500] * 50) as (down, refused), receiver() as (up, got):
        begin(visitor, key, [{"ref": f"d{n}", "name": "Đàm Thị Chậm"} for n in range(20)], url=down)
        begin(visitor, key, [{"ref": "u", "name": "Đàm Thị Chậm"}], url=up)
        publish(portal, debtor_name="Đàm Thị Chậm")
        looked(portal)
        with portal.site():
            assert send(portal.dsn, seconds=20) == 1
    assert (len(refused), len(got)) == (1, 1)
    portal.query("UPDATE thads_watch_delivery SET dead = now() WHERE delivered IS NULL")


def test_who_answers_a_byte_at_a_time_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            connection, _ = server.accept()
            with suppress(OSError), connection:
                while True:
                    connection.sendall(b"H")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(CallFailed):
            call(url, b"{}", {}, allowed=("127.0.0.0/8",), whole=1.0)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"purpose": "gossip"}, 403, "purpose_not_agreed"),
        ({"case_reference": ""}, 400, "bad_request"),
        ({"expires": "2020-01-01"}, 400, "bad_request"),
        ({"expires": "2099-01-01"}, 400, "bad_request"),
        ({"events": ["born"]}, 400, "bad_request"),
        ({"url": "ftp://x"}, 400, "bad_request"),
        ({"subjects": []}, 400, "bad_request"),
        ({"subjects": [{"ref": "a", "name": NUMBER}]}, 400, "bad_request"),
        ({"subjects": [{"ref": "a", "name": "A B", "personal_id": NUMBER}]}, 400, "bad_request"),
        ({"subjects": [{"ref": "a", "name": "A B", "id_hmac": "00"}]}, 400, "bad_request"),
        ({"subjects": [{"ref": "a", "name": "A B"}] * 2}, 400, "bad_request"),
        ({"subjects": [{"ref": str(n), "name": "A B"} for n in range(1001)]}, 413, "too_many_subjects"),
        ({"more": 1}, 400, "bad_request"),
    ],
)  # fmt: skip
def test_what_cannot_be_watched(visitor, key, change, status, code):
    body = {**body_of([{"ref": "a", "name": "Nông Văn Canh"}]), **change}
    answer = visitor.ask("POST", WATCHES, body=body, headers=bearer(key))
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert NUMBER not in answer.text


def test_whose_it_is_and_how_many(portal, visitor, key):
    subjects = [{"ref": str(n), "name": "Nông Văn Canh"} for n in range(3)]
    few = enter_organisation(portal, "it-theo", watched_most=4)
    mine = begin(visitor, few, subjects).json()["id"]
    assert begin(visitor, few, subjects).json()["code"] == "quota_used_up"
    for method, path in (("GET", f"{WATCHES}/{mine}"), ("DELETE", f"{WATCHES}/{mine}"), ("GET", f"{WATCHES}/{mine}/deliveries"), ("GET", f"{WATCHES}/x")):  # fmt: skip
        assert visitor.ask(method, path, headers=bearer(key)).status == 404
        assert visitor.ask(method, path).status == 401
    narrow = enter_organisation(portal, "it-theo", scopes=["match"])
    assert visitor.ask("GET", WATCHES, headers=bearer(narrow)).json()["code"] == "scope_missing"
    (item,) = visitor.ask("GET", WATCHES, headers=bearer(few)).json()["items"]
    assert (item["id"], item["subjects"]) == (mine, 3)


def test_many_watches_are_listed_in_pages(visitor, portal, key, monkeypatch):
    """A list that ends at a thousand without a word reads as all there are."""
    monkeypatch.setattr("thads_portal.register.watches.PAGE", 2)
    many = enter_organisation(portal, "nhieu-theo")
    made = [begin(visitor, many, [{"ref": "a", "name": "Nông Văn Canh"}]).json()["id"] for _ in range(5)]  # fmt: skip
    path, seen, total = WATCHES, [], 5
    while path:
        answer = visitor.ask("GET", path, headers=bearer(many))
        told = answer.json()
        assert told["total"] == total and len(told["items"]) <= 2
        seen += [each["id"] for each in told["items"]]
        follow = told["batching"].get("next")
        assert ('rel="next"' in answer.headers["Link"]) == bool(follow)
        path = follow and follow[follow.index("/++api++") :]
        if len(seen) == 2:
            # What comes meanwhile neither shifts a page nor repeats one.
            begin(visitor, many, [{"ref": "a", "name": "Nông Văn Canh"}])
            total = 6
    assert seen == made[::-1]
    for wrong in ("x", made[0][:8], begin(visitor, key, [{"ref": "a", "name": "A B"}]).json()["id"]):  # fmt: skip
        refused = visitor.ask("GET", f"{WATCHES}?after={wrong}", headers=bearer(many))
        assert (refused.status, refused.json()["code"]) == (400, "bad_request")
