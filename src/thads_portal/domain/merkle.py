"""The tree of a log that only grows (RFC 6962, RFC 9162): hashes, proofs, and what they prove.

A tree over `size` leaves is addressed by its complete subtrees: ``(height, place)`` covers the
leaves from ``place << height`` up to the next. Whoever asks for a proof hands in a function that
knows the hashes of those. Hashes are SHA-256, 32 bytes.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence

import hashlib


Hash = bytes
#: The hash of the complete subtree (height, place).
Subtree = Callable[[int, int], Hash]
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> Hash:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    return hashlib.sha256(b"\x01" + left + right).digest()


def complete_root(hashes: Sequence[Hash]) -> Hash:
    """The root over a power of two of `hashes`."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(level[n], level[n + 1]) for n in range(0, len(level), 2)]
    return level[0]


def root_of(size: int, subtree: Subtree) -> Hash:
    """The root of the tree over the first `size` leaves."""
    return _range(0, size, subtree) if size else EMPTY


def inclusion(index: int, size: int, subtree: Subtree) -> list[Hash]:
    """The path that proves the leaf `index` in the tree of `size`, from the leaf up.

    Raises ValueError where there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} among {size}")
    path = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _left(last - first)
        if index < middle:
            path.append(_range(middle, last, subtree))
            last = middle
        else:
            path.append(_range(first, middle, subtree))
            first = middle
    return path[::-1]


def consistency(older: int, newer: int, subtree: Subtree) -> list[Hash]:
    """What proves that the tree of `older` leaves is the beginning of that of `newer`.

    Raises ValueError where `older` is not between 1 and `newer`.
    """
    if not 1 <= older <= newer:
        raise ValueError(f"{older} is not from 1 to {newer}")
    path = []
    first, last, whole = 0, newer, True
    while older != last:
        middle = first + _left(last - first)
        if older <= middle:
            path.append(_range(middle, last, subtree))
            last = middle
        else:
            path.append(_range(first, middle, subtree))
            first, whole = middle, False
    if not whole:
        path.append(_range(first, last, subtree))
    return path[::-1]


def root_by_inclusion(index: int, size: int, leaf: Hash, path: Sequence[Hash]) -> Hash:
    """The root that `path` leads to (RFC 9162, 2.1.3.2). Raises ValueError for one too long or short."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} among {size}")
    at, last, root = index, size - 1, leaf
    for each in path:
        if last == 0:
            raise ValueError("the path is too long")
        if at & 1 or at == last:
            root = node_hash(each, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, each)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return root


def is_consistent(
    older: int, newer: int, old_root: Hash, new_root: Hash, path: Sequence[Hash]
) -> bool:
    """Whether `path` proves that the one tree is the beginning of the other (RFC 9162, 2.1.4.2)."""
    if older == newer:
        return old_root == new_root and not path
    if not 0 < older < newer:
        return False
    steps = [old_root, *path] if older & (older - 1) == 0 else list(path)
    if not steps:
        return False
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for each in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, each)
        at, last = at >> 1, last >> 1
    return old == old_root and new == new_root and last == 0


def _left(count: int) -> int:
    """The largest power of two below `count` (at least 2)."""
    return 1 << (count - 1).bit_length() - 1


def _range(first: int, last: int, subtree: Subtree) -> Hash:
    """The root over the leaves from `first` to before `last`, which begins a subtree."""
    hashes = [subtree(height, place) for height, place in _parts(first, last)]
    root = hashes.pop()
    while hashes:
        root = node_hash(hashes.pop(), root)
    return root


def _parts(first: int, last: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees that make up the range, from the left; each smaller than the one before."""
    while first < last:
        height = (last - first).bit_length() - 1
        yield height, first >> height
        first += 1 << height
