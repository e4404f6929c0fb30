"""Hashes of the tree as the database holds them: leaves in order, and roots of full tiles."""

from collections.abc import Iterator
from typing import Any

from sekisho.ledger.tree import TILE, Frontier, frontier, root

LEVELS = 7  # 256 ** 7 exceeds what a 64-bit position can count to in practice
BATCH = 16 * TILE
_LEAVES = """
SELECT e.leaf FROM ledger_seq s JOIN ledger_entry e ON e.id = s.entry_id
 WHERE s.pos >= %s AND s.pos < %s ORDER BY s.pos"""
_NODES = """
SELECT hash FROM ledger_node WHERE level = %s AND "index" >= %s AND "index" < %s ORDER BY "index"
"""


class Tiles:
    """``tree.Hashes`` over the tables: call it with (tile level, start, end)."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __call__(self, level: int, start: int, end: int) -> list[bytes]:
        sql, values = (_NODES, [level, start, end]) if level else (_LEAVES, [start, end])
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [bytes(value) for (value,) in cursor.fetchall()]

    def grow(self, old: int, new: int) -> Iterator[tuple[int, int, bytes]]:
        """(level, index, root) of each tile that becomes full between two sizes, level by level."""
        fresh: list[bytes] = []
        for level in range(1, LEVELS):
            first, last = old >> 8 * level, new >> 8 * level
            if first == last:
                return
            made = []
            for index, hashes in self._tiles(level - 1, first, last, fresh):
                made.append(root(hashes))
                yield level, index, made[-1]
            fresh = made

    def _tiles(
        self, level: int, first: int, last: int, fresh: list[bytes]
    ) -> Iterator[tuple[int, list[bytes]]]:
        """Full tiles ``first`` … ``last``-1 of a level; ``fresh`` are those not stored yet."""
        if level:
            end = last * TILE
            stored = self(level, first * TILE, max(first * TILE, end))
            known = (stored + fresh)[: end - first * TILE]
            for n in range(last - first):
                yield first + n, known[n * TILE : (n + 1) * TILE]
            return
        for start in range(first, last, BATCH // TILE):
            stop = min(last, start + BATCH // TILE)
            leaves = self(0, start * TILE, stop * TILE)
            for n in range(stop - start):
                yield start + n, leaves[n * TILE : (n + 1) * TILE]

    def frontier(self, size: int) -> Frontier:
        return frontier(self, size)
