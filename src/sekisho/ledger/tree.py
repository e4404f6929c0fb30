"""RFC 6962 Merkle trees: hashes, roots, inclusion and consistency proofs (RFC 9162 §2.1)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

TILE = 256  # hashes per tile (C2SP tlog-tiles); one tile level is eight tree levels
EMPTY = hashlib.sha256(b"").digest()
Hashes = Callable[[int, int, int], list[bytes]]
"""``(tile level, start, end)`` → those hashes of that level; level 0 are the leaves."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """MTH of the given hashes, level by level."""
    if not hashes:
        return EMPTY
    row, sha = list(hashes), hashlib.sha256
    while len(row) > 1:
        pairs = iter(row)
        above = [sha(b"\1" + a + b).digest() for a, b in zip(pairs, pairs, strict=False)]
        if len(row) & 1:
            above.append(row[-1])
        row = above
    return row[0]


class Frontier:
    """The roots of the perfect subtrees of a growing tree, largest first: all one must remember."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size, self.peaks = size, list(peaks)

    def push(self, leaf: bytes) -> None:
        self.join(leaf, 1)

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Push many: one by one up to the next full tile, then whole tiles at a time."""
        lead = min(-self.size % TILE, len(leaves))
        for leaf in leaves[:lead]:
            self.push(leaf)
        full = lead + (len(leaves) - lead) // TILE * TILE
        for start in range(lead, full, TILE):
            self.join(root(leaves[start : start + TILE]), TILE)
        for leaf in leaves[full:]:
            self.push(leaf)

    def join(self, subtree: bytes, width: int) -> None:
        """Add the root of a perfect subtree of ``width`` leaves, where one of that width begins."""
        rest = self.size // width
        while rest & 1:
            subtree = node_hash(self.peaks.pop(), subtree)
            rest >>= 1
        self.peaks.append(subtree)
        self.size += width

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY
        right = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            right = node_hash(left, right)
        return right


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def range_root(hashes: Hashes, start: int, end: int) -> bytes:
    """MTH(D[start:end]) for a range as RFC 6962 cuts them: ``start`` is a multiple of its size."""
    size = end - start
    if size <= TILE:
        return root(hashes(0, start, end))
    if size & (size - 1):
        middle = start + _split(size)
        return node_hash(range_root(hashes, start, middle), range_root(hashes, middle, end))
    level = (size.bit_length() - 1) // 8
    return root(hashes(level, start >> 8 * level, end >> 8 * level))


def frontier(hashes: Hashes, size: int) -> Frontier:
    """The frontier of the first ``size`` leaves, read from tiles."""
    peaks, start = [], 0
    for bit in reversed(range(size.bit_length())):
        if size >> bit & 1:
            peaks.append(range_root(hashes, start, start + (1 << bit)))
            start += 1 << bit
    return Frontier(size, peaks)


def inclusion_proof(hashes: Hashes, index: int, size: int) -> list[bytes]:
    """Audit path of leaf ``index`` in the tree of ``size`` leaves (RFC 6962 §2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(range_root(hashes, middle, end))
            end = middle
        else:
            proof.append(range_root(hashes, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(hashes: Hashes, old: int, new: int) -> list[bytes]:
    """Proof that the tree of ``old`` leaves is a prefix of the tree of ``new`` (§2.1.2)."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency proof from {old} to {new}")
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(range_root(hashes, middle, end))
            end = middle
        else:
            proof.append(range_root(hashes, start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(range_root(hashes, start, end))
    return proof[::-1]


def _climb(index: int, last: int, proof: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each step of a proof with the side it joins on (True: left). ValueError if it does not fit."""
    for step in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        left = bool(index & 1) or index == last
        yield step, left
        while left and not index & 1 and index:
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree: bytes) -> bool:
    """Does ``proof`` show ``leaf`` at ``index`` under the root ``tree``? (RFC 9162 §2.1.3.2)"""
    if not 0 <= index < size:
        return False
    value = leaf
    try:
        for step, left in _climb(index, size - 1, proof):
            value = node_hash(step, value) if left else node_hash(value, step)
    except ValueError:
        return False
    return value == tree


def consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Does ``proof`` show that the old tree is a prefix of the new? (RFC 9162 §2.1.4.2)"""
    if old == new:
        return old_root == new_root and not proof
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not 0 < old < new or not path:
        return False
    # The largest perfect subtree that ends with the old tree is where both climbs begin.
    skip = (old & -old).bit_length() - 1
    first = second = path[0]
    try:
        for step, left in _climb((old - 1) >> skip, (new - 1) >> skip, path[1:]):
            first = node_hash(step, first) if left else first
            second = node_hash(step, second) if left else node_hash(second, step)
    except ValueError:
        return False
    return first == old_root and second == new_root
