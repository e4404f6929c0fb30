"""Cedar itself (cedarpy) and the subset here agree on random worlds: answer, reasons, errors."""

import re
from collections.abc import Callable
from typing import Any

import cedarpy

from sekisho.checkpoint.cedar import entities
from sekisho.checkpoint.cedar.deciding import Asked, Policies
from sekisho.checkpoint.cedar.parser import Reader, entity
from tests.checkpoint.cedar.worlds import World

Answer = tuple[bool, list[str], list[str]]


def cedar(text: str, store: list[Any], request: dict[str, Any]) -> Answer:
    found = cedarpy.is_authorized(request, text, store)
    erring = [re.search(r"`(policy\d+)`", words) for words in found.diagnostics.errors]
    assert all(erring), (text, found.diagnostics.errors)
    named = sorted(hit[1] for hit in erring if hit)
    return found.decision == cedarpy.Decision.Allow, sorted(found.diagnostics.reasons), named


def ours(policies: Policies, known: Any, request: dict[str, Any]) -> Answer:
    named = (entity(Reader(request[one])) for one in ("principal", "action", "resource"))
    found = policies.answer(Asked(*named, entities.record(request["context"])), known)
    assert found.safe <= found.allowed
    because, errors = (p.id for p in found.because), (p.id for p, _why in found.errors)
    return found.allowed, sorted(because), sorted(errors)


def test_cedar_and_we_agree_on_every_random_world(rounds: Callable[[int, int], int]) -> None:
    seen = set()
    for seed in range(rounds(700, 30_000)):
        world = World(seed)
        text = "\n".join(world.policy() for _ in range(4))
        store = world.store()
        policies, known = Policies(text), entities.read(store)
        for _ in range(3):
            request = world.request()
            theirs = cedar(text, store, request)
            assert ours(policies, known, request) == theirs, (seed, text, request)
            seen.add((theirs[0], bool(theirs[2])))
    assert len(seen) == 4  # permitted and denied, with errors and without
