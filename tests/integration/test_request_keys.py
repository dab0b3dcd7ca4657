"""Keys of requests: a rotation reaches every text and every file, goes on after a stop, while others work."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from datetime import UTC
from io import BytesIO
from tests.support.made_requests import draft
from tests.support.made_requests import sent
from thads_portal import secret_keys
from thads_portal.actions.requests import resealing
from thads_portal.actions.requests.attach import attach
from thads_portal.actions.requests.attach import To
from thads_portal.actions.requests.submit import submit
from thads_portal.domain.working_days import default_calendar
from thads_portal.errors import CannotUnseal
from thads_portal.jobs import files as stored_files
from thads_portal.jobs import sealed_files
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import drafts
from thads_portal.register.requests import files
from thads_portal.register.requests import rows
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_pieces

import os
import pytest
import signal
import threading
import time


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
LARGE = PDF + os.urandom(3_000_000)


@contextmanager
def rotated():
    """New keys on top; afterwards all keys are as they were and those from in between stay known."""
    before = {ring: secret_keys.ring_file(ring.value).read_text() for ring in Ring}
    for ring in Ring:
        secret_keys.add_to_ring(ring.value)
    try:
        yield
    finally:
        for ring, text in before.items():
            path = secret_keys.ring_file(ring.value)
            known = path.read_text().split()
            # Later tests of the module seal under the newest and open all.
            path.write_text("\n".join(dict.fromkeys([*known, *text.split()])) + "\n")
        secret_keys.ring_of.cache_clear()


def only_the_first():
    """The older keys are gone."""
    for ring in Ring:
        path = secret_keys.ring_file(ring.value)
        path.write_text(path.read_text().splitlines()[0] + "\n")
    secret_keys.ring_of.cache_clear()


@pytest.fixture(scope="module", autouse=True)
def rings(portal):
    """There are keys before the first rotation."""
    sent(portal.dsn, "to-cao")


def bytes_of(portal, file):
    return b"".join(sealed_files.read(portal.dsn, file))


def digest(portal, file):
    return portal.query(
        "SELECT md5(string_agg(data, '' ORDER BY number)) FROM thads_file_chunk WHERE file = %s",
        file,
    )


def of_the_ring_itself(portal, token: str, data: bytes) -> str:
    """A file as releases before data keys have sealed it."""
    stored = stored_files.write(
        portal.dsn,
        seal_pieces(Ring.REQUESTS, [data], "old-label"),
        name="old-label",
        content_type="application/octet-stream",
        owner="",
        sealed=False,
    )
    with own_transaction(portal.dsn) as cursor:
        files.add(
            cursor,
            stored.id,
            name="cu.pdf",
            media_type="application/pdf",
            size=len(data),
            sha256="",
            scanned="",
            draft=drafts.id_of(token),
        )
    return stored.id


def files_of(portal, token):
    with own_transaction(portal.dsn) as cursor:
        return files.of_draft(cursor, drafts.id_of(token))


def needs_only_the_first(portal) -> bool:
    first = {resealing.known(ring)[0] for ring in Ring}
    return set(resealing.still_needed(portal.dsn)) <= first


def test_a_rotation_reaches_texts_files_receipts_and_informants(portal):
    token = draft(portal.dsn, "kien-nghi-phan-anh")
    file = attach(portal.dsn, To(draft=token), name="a.pdf", stream=BytesIO(LARGE))
    receipt = sent(portal.dsn, "to-cao")
    before = digest(portal, file)
    with rotated():
        assert not needs_only_the_first(portal)
        done = resealing.reseal(portal.dsn)
        assert done.texts > 4
        assert needs_only_the_first(portal)
        assert resealing.reseal(portal.dsn) == resealing.Done(0, 0)
        only_the_first()
        assert bytes_of(portal, file) == LARGE
        # Only its key was sealed anew.
        assert digest(portal, file) == before
        assert [each.name for each in files_of(portal, token)] == ["a.pdf"]
        with own_transaction(portal.dsn) as cursor:
            assert rows.answers_of(rows.by_number(cursor, receipt.number))["content"]


def test_a_receipt_is_shown_again_after_a_rotation(portal):
    token = draft(portal.dsn, "kien-nghi-phan-anh")
    receipt = submit(portal.dsn, token, when=datetime.now(UTC), calendar=default_calendar())
    with rotated():
        resealing.reseal(portal.dsn)
        only_the_first()
        with own_transaction(portal.dsn) as cursor:
            assert drafts.find(cursor, token).receipt["number"] == receipt.number


def test_files_from_before_get_keys_of_their_own(portal):
    token = draft(portal.dsn, "kien-nghi-phan-anh")
    old = of_the_ring_itself(portal, token, LARGE)
    reading = sealed_files.read(portal.dsn, old)
    begun = next(reading)
    with rotated():
        assert resealing.reseal(portal.dsn).files == 1
        assert needs_only_the_first(portal)
        # Who was reading reads to the end.
        assert begun + b"".join(reading) == LARGE
        only_the_first()
        (now,) = files_of(portal, token)
        assert now.id != old
        assert now.name == "cu.pdf"
        assert bytes_of(portal, now.id) == LARGE
    assert portal.query(
        "SELECT expires IS NOT NULL FROM thads_file WHERE id IN (%s, %s) ORDER BY 1", old, now.id
    ) == [(False,), (True,)]


def test_who_is_killed_goes_on_with_what_is_left(portal):
    tokens = [draft(portal.dsn, "kien-nghi-phan-anh") for _n in range(60)]
    kept = [
        attach(portal.dsn, To(draft=token), name="a.pdf", stream=BytesIO(PDF))
        for token in tokens[:20]
    ]
    of_the_ring_itself(portal, tokens[0], PDF)
    with rotated():
        for pause in (0.0, 0.01, 0.03, 0.06, 0.1):
            child = os.fork()
            if not child:
                try:
                    resealing._AT_ONCE = 3
                    resealing.reseal(portal.dsn)
                finally:
                    os._exit(0)
            time.sleep(pause)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            # Whatever was reached, all of it opens.
            assert bytes_of(portal, kept[0]) == PDF
            assert bytes_of(portal, kept[-1]) == PDF
        resealing.reseal(portal.dsn)
        assert needs_only_the_first(portal)
        only_the_first()
        for token, file in zip(tokens, kept, strict=False):
            assert bytes_of(portal, file) == PDF
            assert files_of(portal, token)


def test_others_write_and_read_meanwhile(portal):
    token = draft(portal.dsn, "kien-nghi-phan-anh")
    file = attach(portal.dsn, To(draft=token), name="a.pdf", stream=BytesIO(LARGE))
    stop, made = threading.Event(), []

    def work():
        while not stop.is_set():
            assert bytes_of(portal, file) == LARGE
            mine = draft(portal.dsn, "kien-nghi-phan-anh")
            made.append(attach(portal.dsn, To(draft=mine), name="b.pdf", stream=BytesIO(PDF)))
            with own_transaction(portal.dsn) as cursor:
                assert drafts.find(cursor, mine) is not None

    with rotated(), ThreadPoolExecutor(1) as beside:
        working = beside.submit(work)
        while len(made) < 3 and not working.done():
            resealing.reseal(portal.dsn)
        stop.set()
        working.result()
        resealing.reseal(portal.dsn)
        only_the_first()
        for each in made:
            assert bytes_of(portal, each) == PDF


def test_a_file_whose_key_is_lost_opens_again_with_it(portal):
    token = draft(portal.dsn, "kien-nghi-phan-anh")
    file = attach(portal.dsn, To(draft=token), name="a.pdf", stream=BytesIO(PDF))
    with rotated():
        only_the_first()
        with pytest.raises(CannotUnseal):
            bytes_of(portal, file)
        with pytest.raises(CannotUnseal):
            # Nothing is written over what cannot be opened.
            resealing.reseal(portal.dsn)
    assert bytes_of(portal, file) == PDF
