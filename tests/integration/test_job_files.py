"""Files in the database: whole, in pieces, and gone when their time is over."""

from datetime import timedelta
from thads_portal.errors import FileGone
from thads_portal.jobs import files
from thads_portal.jobs.upkeep import Upkeep
from types import SimpleNamespace

import hashlib
import pytest


@pytest.mark.parametrize("size", [0, 1, files.CHUNK - 1, files.CHUNK, 2 * files.CHUNK + 5])
def test_written_and_read_in_pieces(portal, size):
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    parts = [content[start : start + 300_000] for start in range(0, size, 300_000)]
    stored = files.write(
        portal.dsn, parts, name="danh sách.xlsx", content_type="text/x", owner="ai-do"
    )
    assert files.info(portal.dsn, stored.id) == stored
    assert (stored.size, stored.name) == (size, "danh sách.xlsx")
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    pieces = list(files.read(portal.dsn, stored.id))
    assert b"".join(pieces) == content
    assert all(len(piece) <= files.CHUNK for piece in pieces)


def test_a_source_that_breaks_leaves_nothing(portal):
    def broken():
        yield b"x" * (files.CHUNK + 1)
        raise OSError

    before = portal.query("SELECT count(*) FROM thads_file_chunk")
    with pytest.raises(OSError):
        files.write(portal.dsn, broken(), name="a", content_type="b", owner="c")
    assert portal.query("SELECT count(*) FROM thads_file_chunk") == before


def test_gone_when_its_time_is_over(portal):
    options = {"content_type": "text/x", "owner": "ai-do"}
    old = files.write(portal.dsn, [b"a"], name="cũ", kept=timedelta(seconds=-1), **options)
    stays = files.write(portal.dsn, [b"b"], name="mãi", kept=None, **options)
    with pytest.raises(FileGone):
        files.info(portal.dsn, old.id)
    with portal.site() as site:
        done = Upkeep().run(site, SimpleNamespace(dsn=portal.dsn))
    assert done["files"] == 1
    with pytest.raises(FileGone):
        list(files.read(portal.dsn, old.id))
    assert files.read_whole(portal.dsn, stays.id) == b"b"
    files.remove(portal.dsn, stays.id)
    with pytest.raises(FileGone):
        files.read_whole(portal.dsn, stays.id)
    left = portal.query(
        "SELECT count(*) FROM thads_file_chunk WHERE file IN (%s, %s)", old.id, stays.id
    )
    assert left == [(0,)]
