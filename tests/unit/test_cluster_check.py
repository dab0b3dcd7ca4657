"""What ``make cluster-check`` calls wrong, lost and silent: a check that overlooks is worse than none."""

from tests.cluster import __main__ as cluster
from tests.cluster import programs
from tests.cluster.in_front import _rules
from tests.cluster.judging import Failover
from tests.cluster.judging import summary
from tests.cluster.judging import table
from tests.cluster.known import Known
from tests.cluster.known import Listing
from tests.cluster.known import Times
from tests.cluster.servers import GIVEN
from tests.cluster.traffic import _contradiction
from thads_portal.testing_http import Answer

import json
import pytest
import yaml


def found(*numbers: str, status: int = 200) -> Answer:
    items = [{"number": number} for number in numbers]
    return Answer(status, {}, json.dumps({"items": items}).encode())


@pytest.mark.parametrize(
    ("state", "answer", "by_name", "wrong"),
    [
        ("published", found("2026-1"), True, False),
        ("published", found("2026-2"), True, True),
        ("published", found(), True, True),
        ("ended", found("2026-2"), True, False),
        ("ended", found("2026-1"), True, True),
        ("published", found(status=500), True, True),
        ("published", Answer(200, {}, b""), False, False),
        ("published", Answer(410, {}, b""), False, True),
        ("published", Answer(404, {}, b""), False, True),
        ("ended", Answer(410, {}, b""), False, False),
        ("ended", Answer(200, {}, b""), False, True),
    ],
)
def test_contradictions(state, answer, by_name, wrong):
    each = Listing("x", "cao-bang", "Nông Văn Thử", "2026-1", state)
    assert bool(_contradiction(answer, each, by_name=by_name)) is wrong


def test_silence_counts_from_the_death_and_to_the_end():
    times = Times([1.0, 2.0, 9.0, 10.0])
    assert times.longest_silence(0, 10) == 7
    assert times.longest_silence(2.5, 10) == 6.5
    assert times.longest_silence(9.5, 30) == 20


def test_what_is_uncertain_is_not_asked_for():
    known = Known()
    known.add([Listing("a", "x", "n", "1", uncertain=True), Listing("b", "x", "n", "")])
    assert known.pick("published") is None
    known.add([Listing("c", "x", "n", "2")])
    assert known.pick("published").external_id == "c"
    assert known.pick("ended") is None


def row(**more) -> Failover:
    told = {"what": "the machine", "without_writes": 9.0, "without_reads": 1.0}
    return Failover(number=1, refused=3, wrong=0, **{**told, **more})


@pytest.mark.parametrize(
    ("rows", "wrong", "gone", "checked", "reached"),
    [
        ([row()], [], [], 0, True),
        ([row(without_writes=30.5)], [], [], 0, False),
        ([row(), row(without_reads=5.2)], [], [], 0, False),
        ([row()], ["search"], [], 0, False),
        ([row()], [], ["x: None instead of published"], 0, False),
        ([row()], [], [], 1, False),
    ],
)
def test_all_must_be_reached(rows, wrong, gone, checked, reached):
    known = Known()
    known.wrong = wrong
    told, good = summary(rows, known, gone, checked)
    assert good is reached
    assert ("NOT REACHED" in told) is not reached
    assert "the machine" in table(rows)


def test_missing_packages_are_named_and_nothing_is_done(monkeypatch, capsys):
    monkeypatch.setattr(cluster, "missing", lambda: ["patroni", "varnish"])
    monkeypatch.setattr("sys.argv", ["cluster-check"])
    assert cluster.main() == 2
    assert capsys.readouterr().err.strip().endswith("apt-get install patroni varnish")
    assert set(programs.PACKAGES.values()) >= {"patroni", "etcd-server", "pgbouncer", "haproxy"}


def test_the_rules_of_the_documentation_are_what_is_tried():
    rules = _rules([8081, 8082])
    assert rules.count(".probe = ready") == 2
    assert "ban(" in rules and "beresp.grace = 0s" in rules
    assert rules.count("vcl 4.1;") == 1 and "backend default" not in rules


def test_operators_are_given_what_is_tried():
    cluster_of_two = yaml.safe_load((GIVEN / "patroni.yml").read_text(encoding="utf-8"))
    policy = cluster_of_two["bootstrap"]["dcs"]
    assert policy["synchronous_mode"] is True and policy["primary_start_timeout"] == 0
    # Patroni's own rule; with less the primary gives up while it is well.
    assert policy["loop_wait"] + 2 * policy["retry_timeout"] <= policy["ttl"]
    balancer = (GIVEN / "haproxy.cfg").read_text(encoding="utf-8")
    for asked in ("/primary", "/sync", "/replica"):
        assert balancer.count(f"OPTIONS {asked}\n") == 1
    # No session outlives the place that it was led to, in any of the three.
    assert balancer.count("default-server on-marked-down shutdown-sessions\n") == 3
    pooler = (GIVEN / "pgbouncer.ini").read_text(encoding="utf-8")
    for setting in ("pool_mode = session", "query_wait_timeout = 8", "server_idle_timeout = 5"):
        assert f"\n{setting}\n" in pooler
