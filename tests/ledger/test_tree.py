"""The tree agrees with RFC 6962 as others wrote it (pymerkle), at every size."""

import base64
import hashlib
from itertools import pairwise

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.ledger.tree import (
    EMPTY,
    Frontier,
    consistency_proof,
    consistent,
    frontier,
    included,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
)

DATA = [f"entry {n}".encode() for n in range(1030)]
LEAVES = [leaf_hash(one) for one in DATA]
EDGES = [1, 2, 3, 7, 8, 9, 255, 256, 257, 511, 512, 513, 768, 1023, 1024, 1025, 1030]


@pytest.fixture(scope="module")
def oracle() -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for one in DATA:
        tree.append_entry(one)
    return tree


def hashes(level: int, start: int, end: int) -> list[bytes]:
    """Tile levels computed from the leaves, as a reader of tiles would."""
    row = LEAVES
    for _ in range(level):
        row = [root(row[n : n + 256]) for n in range(0, len(row) // 256 * 256, 256)]
    return row[start:end]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]) == Frontier().root() == EMPTY == hashlib.sha256().digest()


def test_leaves_and_nodes_are_told_apart_by_their_prefix() -> None:
    assert leaf_hash(b"a") == hashlib.sha256(b"\0a").digest()
    assert node_hash(b"a" * 32, b"b" * 32) == hashlib.sha256(b"\1" + b"a" * 32 + b"b" * 32).digest()


@pytest.mark.parametrize("size", EDGES)
def test_roots_agree_with_pymerkle(size: int, oracle: pymerkle.InmemoryTree) -> None:
    assert root(LEAVES[:size]) == frontier(hashes, size).root() == oracle.get_root(size)


@given(st.lists(st.integers(0, 400), max_size=6))
def test_a_frontier_grows_to_the_same_root_in_any_portions(portions: list[int]) -> None:
    grown = Frontier()
    for portion in portions:
        grown.extend(LEAVES[grown.size : grown.size + portion])
    assert grown.root() == root(LEAVES[: grown.size])


@given(st.integers(1, len(DATA)).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_an_inclusion_proof_holds_for_its_leaf_alone(place: tuple[int, int]) -> None:
    index, size = place
    proof, tree = inclusion_proof(hashes, index, size), root(LEAVES[:size])
    assert included(LEAVES[index], index, size, proof, tree)
    assert not included(leaf_hash(b"another"), index, size, proof, tree)
    assert not included(LEAVES[index], index, size, [*proof, LEAVES[0]], tree)
    assert size == 1 or not included(LEAVES[index], index, size, proof[:-1], tree)
    assert size == 1 or not included(LEAVES[index], (index + 1) % size, size, proof, tree)


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 1030), (500, 1030), (1029, 1030)])
def test_pymerkle_accepts_our_inclusion_proof(
    index: int, size: int, oracle: pymerkle.InmemoryTree
) -> None:
    proof = oracle.prove_inclusion(index + 1, size)
    ours = [*inclusion_proof(hashes, index, size)]
    theirs = [bytes.fromhex(step) for step in proof.serialize()["path"]]
    assert theirs[1:] == ours or theirs == [LEAVES[index], *ours]
    pymerkle.verify_inclusion(LEAVES[index], root(LEAVES[:size]), proof)


@pytest.mark.parametrize(("old", "new"), [*pairwise(EDGES), (257, 1030), (1, 1030), (1024, 1030)])
def test_pymerkle_proves_our_roots_consistent(
    old: int, new: int, oracle: pymerkle.InmemoryTree
) -> None:
    proof = oracle.prove_consistency(old, new)
    pymerkle.verify_consistency(root(LEAVES[:old]), root(LEAVES[:new]), proof)


@given(st.integers(1, len(DATA)).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))
def test_a_consistency_proof_holds_for_its_two_roots_alone(sizes: tuple[int, int]) -> None:
    old, new = sizes
    proof = consistency_proof(hashes, old, new)
    before, after = root(LEAVES[:old]), root(LEAVES[:new])
    assert consistent(old, new, before, after, proof)
    assert not consistent(old, new, leaf_hash(b"forged"), after, proof)
    assert not consistent(old, new, before, leaf_hash(b"forged"), proof)
    assert not consistent(old, new, before, after, [*proof, LEAVES[0]])
    assert old == new or not consistent(old, new, before, after, proof[:-1])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(hashes, index, size)
    assert not included(LEAVES[0], index, size, [], root(LEAVES[:size]))


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5)])
def test_no_proof_leads_from_nothing_or_backwards(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="no consistency proof"):
        consistency_proof(hashes, old, new)
    assert not consistent(old, new, EMPTY, root(LEAVES[:new]), [LEAVES[0]])


def test_hashes_are_the_bytes_others_print() -> None:
    # RFC 6962 test vector of certificate-transparency-go: the root of the single empty leaf.
    empty_leaf = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="
    assert base64.b64encode(root([leaf_hash(b"")])).decode() == empty_leaf
