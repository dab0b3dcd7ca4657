"""Waiting after failed sign-ins, and the policy for passwords; the time is passed in."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.domain.passwords import weakness
from thads_portal.domain.sign_in import counted
from thads_portal.domain.sign_in import Counter
from thads_portal.domain.sign_in import network_of
from thads_portal.domain.sign_in import to_note
from thads_portal.domain.sign_in import Tries
from thads_portal.domain.sign_in import wait_of
from thads_portal.errors import Code

import pytest


NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 5), (6, 10), (7, 20), (12, 640), (13, 900), (10_000, 900)],
)
def test_the_wait_doubles_and_has_an_end(failures, seconds):
    tries = {Counter.ACCOUNT: Tries(failures, NOW)}
    assert wait_of(tries, NOW) == timedelta(seconds=seconds)
    assert wait_of(tries, NOW + timedelta(seconds=seconds)) == timedelta()
    assert wait_of(tries, NOW + timedelta(hours=1)) == timedelta()


def test_an_office_behind_one_address_may_err_more_often():
    assert not wait_of({Counter.ADDRESS: Tries(29, NOW)}, NOW)
    assert wait_of({Counter.ADDRESS: Tries(30, NOW)}, NOW)


def test_strangers_do_not_lock_out_who_signs_in_from_a_known_address():
    tries = {
        Counter.ACCOUNT: Tries(50, NOW),
        Counter.ADDRESS: Tries(500, NOW),
        Counter.PAIR: Tries(0, None, NOW - timedelta(days=2)),
    }
    assert not wait_of(tries, NOW)
    assert counted(tries, NOW) == (Counter.PAIR,)
    assert to_note(tries, NOW)
    later = NOW + timedelta(days=40)
    assert counted(tries, later) == (Counter.ACCOUNT, Counter.ADDRESS)
    guessed = {**tries, Counter.PAIR: Tries(5, NOW, NOW)}
    assert wait_of(guessed, NOW) == timedelta(seconds=5)


def test_most_successes_are_not_written_down():
    assert not to_note({Counter.PAIR: Tries(0, None, NOW)}, NOW + timedelta(hours=23))
    assert to_note({}, NOW)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("somewhere", ""),
    ],
)
def test_network_of(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ngắn quá", Code.PASSWORD_TOO_SHORT),
        ("x" * 201, Code.PASSWORD_TOO_LONG),
        ("MatKhau@123456", Code.PASSWORD_COMMON),
        ("Mật khẩu 2026!!", Code.PASSWORD_COMMON),
        ("P@ssw0rd12345", Code.PASSWORD_COMMON),
        ("123456789012", Code.PASSWORD_COMMON),
        ("qwertyuiop[]123", Code.PASSWORD_COMMON),
        ("aaaaaaaaaaaaab", Code.PASSWORD_COMMON),
        ("ThiHanhAn@2026", Code.PASSWORD_COMMON),
        ("bien-tap-cao-bang-1", Code.PASSWORD_HAS_NAME),
        ("Nguyễn mua rau sáng", Code.PASSWORD_HAS_NAME),
        ("Vũng Tàu chín cái chổi", None),
        ("rau muống xanh thuyền", None),
        ("synthetic only", None),
        ("kX3-uT9_qLw8RzPb", None),
    ],
)
def test_passwords(password, code):
    names = ("bien-tap-cao-bang", "Nguyễn Thị Bưởi", "buoi@thads.example")
    assert weakness(password, names=names) == code
