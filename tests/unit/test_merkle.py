"""The tree of the publication log: proofs over random trees against a tree that is simply computed."""

from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain import merkle
from thads_portal.domain import signed_notes
from thads_portal.domain.signed_notes import Checkpoint
from thads_portal.register.publication_log.tree import HASH
from thads_portal.register.publication_log.tree import subtrees
from thads_portal.register.publication_log.tree import WIDTH

import hashlib
import itertools
import pytest


def root(leaves):
    """As RFC 6962 defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


def reader(leaves):
    """Subtrees out of tiles, as the log keeps them."""
    tiles, row, level = {}, b"".join(map(merkle.leaf_hash, leaves)), 0
    while row:
        above = b""
        for place, start in enumerate(range(0, len(row), WIDTH * HASH)):
            part = tiles[level, place] = row[start : start + WIDTH * HASH]
            if len(part) == WIDTH * HASH:
                above += merkle.complete_root(
                    [part[n : n + HASH] for n in range(0, len(part), HASH)]
                )
        row, level = above, level + 1
    return subtrees(lambda level, place: tiles.get((level, place), b""))


LEAVES = [f"leaf {n}".encode() for n in range(1300)]
READ = reader(LEAVES)
sizes = st.integers(1, len(LEAVES))


def test_known_roots():
    assert merkle.root_of(0, READ) == root([])
    for size in (1, 2, 3, 7, 8, 255, 256, 257, 513, 1300):
        assert merkle.root_of(size, READ) == root(LEAVES[:size])


@given(sizes, st.data())
def test_a_leaf_is_proved_and_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion(index, size, READ)
    whole = merkle.root_of(size, READ)
    leaf = merkle.leaf_hash(LEAVES[index])
    assert merkle.root_by_inclusion(index, size, leaf, path) == whole
    assert merkle.root_by_inclusion(index, size, merkle.leaf_hash(b"other"), path) != whole
    if size > 1:
        with pytest.raises(ValueError):
            merkle.root_by_inclusion(index, size, leaf, path[:-1])
        with pytest.raises(ValueError):
            merkle.root_by_inclusion(index, size, leaf, [*path, leaf])


@given(st.lists(sizes, min_size=2, max_size=5).map(sorted), st.integers(0, 1299))
def test_each_tree_of_a_history_is_the_beginning_of_the_next(history, changed):
    other = reader([*LEAVES[:changed], b"forged", *LEAVES[changed + 1 :]])
    for older, newer in itertools.pairwise(history):
        old, new = merkle.root_of(older, READ), merkle.root_of(newer, READ)
        path = merkle.consistency(older, newer, READ)
        assert merkle.is_consistent(older, newer, old, new, path)
        if changed < older < newer:
            forged = merkle.consistency(older, newer, other)
            assert not merkle.is_consistent(older, newer, old, merkle.root_of(newer, other), forged)
        if path:
            assert not merkle.is_consistent(older, newer, old, new, path[:-1])


@given(st.integers(-3, 1400), st.integers(-3, 1300))
def test_what_is_not_there_is_not_proved(index, size):
    if not 0 <= index < size:
        with pytest.raises(ValueError):
            merkle.inclusion(index, size, READ)
    if not 1 <= index <= size:
        with pytest.raises(ValueError):
            merkle.consistency(index, size, READ)


def test_a_checkpoint_is_signed_and_read():
    seed = bytes(range(32))
    note = Checkpoint("log.example/nhat-ky", 12, bytes(32))
    line = signed_notes.signature(note.text, name=note.origin, seed=seed)
    key = signed_notes.verification_key(note.origin, seed)
    read, lines = signed_notes.read_checkpoint(f"{note.text}\n{line}\n")
    assert read == note
    assert signed_notes.is_signed(read.text, lines, key=key)
    assert not signed_notes.is_signed(Checkpoint(note.origin, 13, note.root).text, lines, key=key)
    other = signed_notes.verification_key(note.origin, bytes(32))
    assert not signed_notes.is_signed(read.text, lines, key=other)
    with pytest.raises(ValueError):
        signed_notes.read_checkpoint("log.example\nten\n\n")
