"""From where an account may sign in."""

from thads_portal.domain.account_places import rules

import pytest


DIGEST = "ab" * 32


@pytest.mark.parametrize(
    ("line", "address", "certificate", "admits"),
    [
        ("a 203.0.113.0/24", "203.0.113.7", None, True),
        ("a 203.0.113.0/24", "203.0.114.7", None, False),
        ("a 203.0.113.7", "203.0.113.7", None, True),
        ("a 203.0.113.0/24", "::ffff:203.0.113.7", None, True),
        ("a 2001:db8::/32", "2001:db8::1", None, True),
        ("a 2001:db8::/32", "203.0.113.7", None, False),
        ("a 203.0.113.0/24", "", None, False),
        ("a 203.0.113.0/24", "không phải", None, False),
        (f"a certificate:{DIGEST}", "198.51.100.1", DIGEST, True),
        (f"a certificate:{'AB:' * 31}AB", "198.51.100.1", DIGEST, True),
        (f"a certificate:{DIGEST}", "198.51.100.1", None, False),
        (f"a certificate:{DIGEST}", "198.51.100.1", "cd" * 32, False),
        (f"a 203.0.113.0/24 certificate:{DIGEST}", "203.0.113.7", DIGEST, True),
        (f"a 203.0.113.0/24 certificate:{DIGEST}", "203.0.114.7", DIGEST, False),
        (f"a 203.0.113.0/24 certificate:{DIGEST}", "203.0.113.7", None, False),
    ],
)
def test_who_is_admitted(line, address, certificate, admits):
    assert rules([line])["a"].admits(address, certificate) is admits


@pytest.mark.parametrize(
    "line", ["a", "a 203.0.113.1/24", "a mạng", "a certificate:12", "a 203.0.113.0/24 certificate:"]
)
def test_a_rule_that_cannot_be_read_admits_nobody(line):
    assert rules([line]) == {"a": None}
