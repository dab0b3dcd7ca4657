"""What those on call read: alive, ready, numbers, logs; with nobody's data in any of it."""

from pathlib import Path
from tests.support.certificates import signing_certificate
from thads_portal.database.slow import shape
from thads_portal.testing_http import Visitor
from thads_portal.watching import gauges
from thads_portal.watching.json_lines import JsonLines
from thads_portal.watching.json_lines import requests
from thads_portal.watching.readiness import NO_ANSWER
from thads_portal.watching.readiness import NO_REGISTER
from thads_portal.watching.readiness import Readiness
from thads_portal.watching.routes import route_of
from thads_portal.watching.routes import ROUTES

import json
import logging
import pytest
import re
import threading
import time
import yaml


ROOT = Path(__file__).resolve().parents[2]
#: What the tests ask for below, so that every counter has a sample.
SECRET = "Nguyen-Thi-Bi-Mat"


@pytest.fixture(scope="module")
def visitor(server):
    return Visitor(server)


@pytest.fixture(scope="module")
def metrics(visitor):
    visitor.get(f"/tra-cuu?q={SECRET}")
    visitor.get(f"/{SECRET}")
    answer = visitor.get("/-/metrics")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    return answer.body.decode()


def _samples(text: str) -> dict[str, float]:
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if not line.startswith("#")
    }


def test_live_touches_nothing(visitor):
    answer = visitor.get("/-/live")
    assert answer.status == 200 and answer.json() == {"live": True}
    assert answer.headers["Cache-Control"] == "no-store"


def test_ready(visitor):
    answer = visitor.get("/-/ready")
    assert (answer.status, answer.json()) == (200, {"ready": True, "wrong": []})


@pytest.mark.parametrize("path", ["/-/", "/-/other", "/-/live/", "/-/ready/x"])
def test_nothing_else_is_there(visitor, path):
    assert visitor.get(path).status == 404


@pytest.mark.parametrize("path", ["/-/live", "/-/ready", "/-/metrics"])
def test_they_are_only_read(visitor, path):
    answer = visitor.ask("POST", path, body=b"")
    assert answer.status == 405 and answer.headers["Allow"] == "GET, HEAD"
    assert visitor.ask("HEAD", path).body == b""


def test_not_ready_without_a_register(portal):
    from psycopg2.extensions import make_dsn

    empty = Readiness(make_dsn(portal.dsn, dbname="postgres"))
    assert empty.faults() == [NO_REGISTER]


def test_not_ready_without_a_database():
    assert Readiness("host=/nowhere dbname=x").faults() == [NO_ANSWER]


def test_a_database_that_hangs_is_waited_for_a_second():
    hanging = threading.Event()

    def ask(dsn: str):
        hanging.wait(120)
        return []

    asked = Readiness("", ask)
    assert asked.faults() == [NO_ANSWER]
    # The second one does not ask again, and waits no longer: the answer itself would be [].
    assert asked.faults() == [NO_ANSWER]
    assert sum(each.name == "readiness" for each in threading.enumerate()) == 1
    hanging.set()
    deadline = time.monotonic() + 20
    while asked.faults() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert asked.faults() == []


def test_requests_are_counted(visitor, metrics):
    before = _samples(metrics)['thads_requests_total{method="GET",route="search",status="200"}']
    assert before >= 1
    visitor.get("/tra-cuu?q=an")
    after = _samples(visitor.get("/-/metrics").body.decode())
    assert after['thads_requests_total{method="GET",route="search",status="200"}'] == before + 1


def test_nothing_of_a_visitor_is_in_them(metrics):
    assert SECRET.lower() not in metrics.lower()
    assert set(re.findall(r'route="([^"]*)"', metrics)) <= ROUTES


def test_from_elsewhere_only_with_the_token(visitor, monkeypatch):
    elsewhere = {"X-Forwarded-For": "203.0.113.9"}
    assert visitor.ask("GET", "/-/metrics", headers=elsewhere).status == 403
    monkeypatch.setenv("THADS_METRICS_TOKEN", "x1y2z3")
    wrong = elsewhere | {"Authorization": "Bearer x1y2z"}
    assert visitor.ask("GET", "/-/metrics", headers=wrong).status == 403
    right = elsewhere | {"Authorization": "Bearer x1y2z3"}
    assert visitor.ask("GET", "/-/metrics", headers=right).status == 200


def _named(text: str) -> set[str]:
    return {re.sub(r"_bucket$", "", name) for name in re.findall(r"\bthads_[a-z_]+", text)}


@pytest.mark.parametrize("file", ["prometheus/alerts.yml", "grafana/portal.json"])
def test_alerts_and_boards_name_what_there_is(file, portal, server, visitor, monkeypatch, tmp_path):
    from thads_portal.database import marks

    _certificate(tmp_path, monkeypatch)
    # As far as numbers go the database is as good as a replica of it.
    monkeypatch.setenv("THADS_READ_DSN", portal.dsn)
    for mark in ("backup", "restore-test"):
        marks.write(portal.dsn, mark, "1790000000")
    with portal.site():
        pass
    _finished_feed(portal.dsn)
    visitor.get("/tra-cuu?q=an")
    monkeypatch.setattr(gauges, "KEPT", -1)
    told = visitor.get("/-/metrics").body.decode()
    there = {line.split()[2] for line in told.splitlines() if line.startswith("# TYPE")}
    # A counter's samples end so.
    there |= {f"{name}_total" for name in there}
    text = (ROOT / "deploy" / file).read_text(encoding="utf-8")
    assert _named(text) - there == set()


def _certificate(folder, monkeypatch) -> None:
    _made, store, passphrase = signing_certificate(folder)
    monkeypatch.setenv("THADS_PDF_CERTIFICATE", str(store))
    monkeypatch.setenv("THADS_PDF_PASSPHRASE_FILE", str(passphrase))


def _finished_feed(dsn: str) -> None:
    from contextlib import closing

    import psycopg2

    with closing(psycopg2.connect(dsn)) as opened, opened, opened.cursor() as cursor:
        cursor.execute(
            "INSERT INTO thads_feed_run (actor, atomic, finished) VALUES ('x', false, now())"
        )


def test_every_alert_has_its_paragraph():
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
    runbook = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len(alerts) > 10
    for alert in alerts:
        assert f"\n## {alert['alert']}\n" in runbook
        assert alert["annotations"]["runbook"] == f"docs/runbook.md#{alert['alert'].lower()}"
    assert len(re.findall(r"^## ", runbook, re.MULTILINE)) == len(alerts)


def test_the_board_is_json():
    board = json.loads((ROOT / "deploy/grafana/portal.json").read_text(encoding="utf-8"))
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"]) > 8


def test_requests_have_names(visitor):
    first, second = (visitor.get("/-/live"), visitor.get("/tra-cuu"))
    assert "X-Request-Id" not in first.headers
    name = second.headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{32}", name)
    given = visitor.ask("GET", "/tra-cuu", headers={"X-Request-ID": "proxy-0001"})
    assert given.headers["X-Request-Id"] == "proxy-0001"
    forged = visitor.ask("GET", "/tra-cuu", headers={"X-Request-ID": "a b\tc"})
    assert re.fullmatch(r"[0-9a-f]{32}", forged.headers["X-Request-Id"])


def test_lines_of_json(visitor, monkeypatch):
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    kept = Kept()
    kept.setFormatter(JsonLines())
    requests.addHandler(kept)
    monkeypatch.setattr(requests, "level", logging.INFO)
    requests.manager._clear_cache()
    try:
        visitor.ask("GET", f"/tra-cuu?q={SECRET}", headers={"X-Request-ID": "proxy-0002"})
        deadline = time.monotonic() + 60
        while not lines and time.monotonic() < deadline:
            time.sleep(0.01)
    finally:
        requests.removeHandler(kept)
        requests.manager._clear_cache()
    line = json.loads(lines[0])
    assert (line["request"], line["route"], line["status"]) == ("proxy-0002", "search", 200)
    assert SECRET not in lines[0]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "home"),
        ("/en", "home"),
        ("/en/tra-cuu", "search"),
        ("/cao-bang", "page"),
        ("/cao-bang/nguoi-phai-thi-hanh-an", "list"),
        ("/cao-bang/nguoi-phai-thi-hanh-an/2026-0000001", "listing"),
        ("/++api++/@register-search", "@register-search"),
        ("/++api++/@no-such-thing", "api"),
        ("/++theme++thads/x.css", "asset"),
        (f"/{SECRET}", "page"),
    ],
)
def test_kinds_of_addresses(path, route):
    assert route_of(path) == route
    assert route in ROUTES


def test_a_slow_statement_is_told_without_values(portal, monkeypatch, caplog):
    from thads_portal.register.pool import Pool

    monkeypatch.setenv("THADS_SLOW_STATEMENT", "1")
    reader = Pool(portal.dsn, size=1)
    with caplog.at_level(logging.WARNING, "thads.slow"), reader.reading(5.0) as cursor:
        cursor.execute("SELECT pg_sleep(0.02), 'Nguyễn', %s", (SECRET,))
    reader.close()
    assert "SELECT pg_sleep(?), ?, %s" in caplog.text
    assert "Nguyễn" not in caplog.text and SECRET not in caplog.text
    assert shape("SELECT 'it''s' WHERE a = 12.5") == "SELECT ? WHERE a = ?"
