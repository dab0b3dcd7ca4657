"""kill -9 of the worker that writes an uploaded list: nothing of it or all of it, and once."""

from tests.support.exhaustive import part
from tests.support.killing import assert_agreement
from tests.support.killing import zygote
from thads_portal.generator.lists import ListOptions
from thads_portal.generator.lists import messy_workbook
from thads_portal.importing.spreadsheet import desk
from thads_portal.register import uploads
from thads_portal.register.pool import reading
from thads_portal.register.uploads import UploadState

import pytest
import signal
import transaction


ROWS = 300


@pytest.mark.parametrize("where", part(["begin", "voted", "finish", "finished"], 0, 2))
def test_killed_while_writing(portal, where):
    serial = 1 + ROWS * ["begin", "voted", "finish", "finished"].index(where)
    held = portal.query("SELECT count(*) FROM thads_listing")[0][0]
    data = messy_workbook(ListOptions(rows=ROWS, serial=serial, seed=serial))
    with portal.site(role="provincial_editor") as site:
        upload_id = desk.receive(site["cao-bang"], data, "x.xlsx", {})
        transaction.commit()
    portal.run_jobs()
    with portal.site(role="provincial_editor") as site:
        desk.start_writing(site["cao-bang"], upload_id)
        transaction.commit()
    killed = zygote().start("jobs", portal.dsn, fault={"where": where, "commit": 1})
    assert killed.wait() == -signal.SIGKILL
    found = portal.query("SELECT count(*) FROM thads_listing")[0][0] - held
    assert found == (ROWS if where == "finished" else 0)
    portal.query("UPDATE thads_job SET lost = 0")
    zygote().start("jobs", portal.dsn).until("end")
    assert portal.query("SELECT count(*) FROM thads_listing")[0][0] == held + ROWS
    with reading(portal.dsn) as cursor:
        upload = uploads.by_id(cursor, upload_id, "cao-bang")
    assert upload.state == UploadState.WRITTEN
    assert len(upload.result["created"]) == ROWS
    assert_agreement(portal.dsn)
