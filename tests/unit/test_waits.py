"""Each connection that the portal makes has an end to its waits, and the operator's own word counts."""

from psycopg2.extensions import parse_dsn
from thads_portal.cli.zope import _patient

import pytest


WAITS = ("connect_timeout", "keepalives_idle", "keepalives_interval", "tcp_user_timeout")


@pytest.mark.parametrize("dsn", ["dbname=x", "host=a,b port=1,2 dbname=x", "postgresql://u@a,b/x"])
def test_each_wait_ends_within_ten_seconds(dsn):
    made = parse_dsn(_patient(dsn))
    assert parse_dsn(dsn).items() <= made.items()
    assert int(made["connect_timeout"]) <= 10
    assert int(made["tcp_user_timeout"]) <= 10_000
    silence = int(made["keepalives_interval"]) * int(made["keepalives_count"])
    assert silence <= 10


@pytest.mark.parametrize("name", WAITS)
def test_what_the_operator_has_set_stays(name):
    assert parse_dsn(_patient(f"dbname=x {name}=77"))[name] == "77"
