"""Merging subsites: over HTTP with a dry run first, and by the command beside the served portal."""

from datetime import datetime
from datetime import timedelta
from tests.support.staff import Staff
from thads_portal.content.register import REGISTER_ID
from thads_portal.database.connect import VARIABLE
from thads_portal.domain.codes import State
from thads_portal.domain.words import VIETNAM
from thads_portal.security.accounts import create_account
from thads_portal.testing import make_listing

import os
import pytest
import subprocess
import sys
import transaction


PAGE = "/sap-nhap"
OLD = f"{PAGE}?tinh=yen-bai"
DESK = "/yen-bai/ban-lam-viec"
TODAY = datetime.now(VIETNAM).date()
TOMORROW = TODAY + timedelta(days=1)
PASSWORD = "suoi da trau nuoc lanh 47"
RECORDED = "SELECT action FROM thads_record WHERE action LIKE 'subsite_%%' ORDER BY at, action"


def in_words(day):
    return f"{day:%d/%m/%Y}"


@pytest.fixture(scope="module")
def numbers(portal):
    """A draft and a published listing of Yên Bái; people of Lào Cai."""
    with portal.site() as site:
        for group in ("editors-lao-cai", "heads-lao-cai"):
            create_account(
                username=f"nguoi-{group}",
                password=PASSWORD,
                group=group,
                full_name=group,
                email=f"{group}@thads.example",
            )
        made = [
            make_listing(portal, site, state=state, province="yen-bai").getId()
            for state in (State.DRAFT, State.PUBLISHED)
        ]
        transaction.commit()
    return made


@pytest.fixture(scope="module")
def administrator(portal, server, numbers):
    return Staff(server, portal.accounts["administrator"])


@pytest.fixture(scope="module")
def editor(server, numbers):
    return Staff(server, {"username": "nguoi-editors-lao-cai", "password": PASSWORD})


def rows(portal):
    return portal.query(
        "SELECT number, province, agency, state, revision FROM thads_listing ORDER BY number"
    )


def recorded(portal):
    return [action for (action,) in portal.query(RECORDED)]


def test_the_dry_run_tells_what_goes_where_and_writes_nothing(portal, administrator):
    page = administrator.page(PAGE).answer.text
    assert page.count("?tinh=") == 29
    page = administrator.page(OLD).answer.text
    for told in (
        "Yên Bái → Lào Cai",
        "Chưa giao",
        "Bản nháp: 1",
        "Thời hạn đang chạy",
        "Người nhận thư báo của Lào Cai",
        "Biên tập viên Lào Cai",
        "Thi hành án dân sự tỉnh Lào Cai",
    ):
        assert told in page, told
    asked = administrator.press(
        administrator.page(OLD), OLD, "merge", first=in_words(TOMORROW)
    ).answer.text
    assert f"Giao trang Yên Bái cho Lào Cai từ ngày {in_words(TOMORROW)}?" in asked
    assert recorded(portal) == []


@pytest.mark.parametrize(
    ("first", "said"), [("x", "Hãy nhập ngày"), (in_words(TODAY - timedelta(days=1)), "đã qua")]
)
def test_a_day_that_cannot_be_is_refused(portal, administrator, first, said):
    page = administrator.page(OLD)
    fields = [*page.form("merge"), ("first", first), ("action", "merge"), ("confirmed", "1")]
    fields = dict(fields)
    answer = administrator.send(OLD, fields)
    assert answer.status in (409, 422)
    assert said in answer.text
    assert recorded(portal) == []


def test_it_is_confirmed_once_taken_back_and_on_the_day_nothing_is_rewritten(
    portal, administrator, editor, numbers
):
    before = rows(portal)
    assert editor.get(DESK).status == 403
    for _click in range(2):
        asked = administrator.press(administrator.page(OLD), OLD, "merge", first=in_words(TOMORROW))
        done = administrator.press(asked, OLD, "merge").answer.text
        assert f"Sẽ giao từ ngày {in_words(TOMORROW)}" in done
    assert recorded(portal) == ["subsite_merged"]
    assert editor.get(DESK).status == 403
    back = administrator.press(administrator.page(OLD), OLD, "take_back")
    done = administrator.press(back, OLD, "take_back").answer.text
    assert "Chưa giao" in done
    assert recorded(portal) == ["subsite_merged", "subsite_merge_taken_back"]
    asked = administrator.press(administrator.page(OLD), OLD, "merge", first=in_words(TODAY))
    done = administrator.press(asked, OLD, "merge").answer.text
    assert f"Đã giao từ ngày {in_words(TODAY)}" in done
    # The day has come: the inbox of the old province is the successor's, and nothing was written.
    page = editor.page(DESK).answer.text
    assert numbers[0] in page
    assert DESK in editor.page("/lao-cai/ban-lam-viec").answer.text
    assert rows(portal) == before
    assert editor.get(f"/yen-bai/{REGISTER_ID}/{numbers[1]}").status == 200


@pytest.fixture
def command(portal, tmp_path):
    def run(*words):
        done = subprocess.run(
            [sys.executable, "-m", "thads_portal.cli.main", "merge-subsite", *words],
            env=os.environ | {VARIABLE: portal.dsn, "THADS_INSTANCE": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_the_command_beside_the_served_portal(portal, administrator, command):
    names = ("ha-giang", "tuyen-quang")
    page = f"{PAGE}?tinh={names[0]}"
    code, said = command(*names, "--from", TODAY.isoformat(), "--dry-run")
    assert (code, "dry run, nothing was written" in said) == (0, True), said
    assert "people who get the mails" in said
    assert "Chưa giao" in administrator.page(page).answer.text
    code, said = command(*names, "--from", TODAY.isoformat())
    assert (code, f"from {TODAY}" in said) == (0, True), said
    assert f"Đã giao từ ngày {in_words(TODAY)}" in administrator.page(page).answer.text
    code, said = command(*names, "--take-back")
    assert (code != 0, "cannot be taken back any more" in said) == (True, True), said
