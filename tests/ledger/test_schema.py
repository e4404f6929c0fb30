"""An empty database gets its tables at once; they are what the migrations would have left."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from sekisho.ledger import schema

pytestmark = [pytest.mark.once]


@pytest.fixture
def empty(tmp_path: Path, django_db_blocker: Any) -> Iterator[Any]:
    settings = connections.settings["default"] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "new.sqlite3"),
        "OPTIONS": {},
    }
    connections["new"] = DatabaseWrapper(settings, "new")
    with django_db_blocker.unblock():
        yield connections["new"]
        connections["new"].close()
    del connections["new"]


def read(path: str) -> dict[str, Any]:
    """Name -> what it is; the columns of a table in no order, for history adds them at the end."""
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT name, sql FROM sqlite_master").fetchall()
        applied = database.execute("SELECT app, name FROM django_migrations").fetchall()
    database.close()
    parts = {name: sql and frozenset(re.split(r", |\(\"|\)$", sql)) for name, sql in rows}
    return parts | {"migrations": frozenset(applied)}


def without_the_newest(graph: Any) -> set[tuple[str, str]]:
    """All migrations but the newest change of each app of ours, and what builds on it."""
    newest = dict(sorted(graph.nodes))  # app -> its last
    ours = [one for one in newest.items() if graph.nodes[one].__module__.startswith("sekisho")]
    changes = [one for one in ours if not graph.nodes[one].initial]
    return set(graph.nodes) - {later for one in changes for later in graph.backwards_plan(one)}


def test_all_at_once_is_the_same_as_step_by_step(
    empty: Any, tmp_path: Path, rounds: Callable[[int, int], int]
) -> None:
    """The newest steps here; `make torture` goes all the way, which takes as long as a hundred tests."""
    executor = MigrationExecutor(empty)
    base = without_the_newest(executor.loader.graph) if rounds(1, 2) == 1 else set()
    if base:
        schema.make(empty, base)
    executor = MigrationExecutor(empty)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert len(steps) == len(executor.loader.graph.nodes) - len(base) > 0
    executor.migrate(executor.loader.graph.leaf_nodes())
    empty.close()
    step_by_step = read(empty.settings_dict["NAME"])
    empty.settings_dict["NAME"] = str(tmp_path / "at-once.sqlite3")
    schema.make(empty)
    empty.close()
    at_once = read(empty.settings_dict["NAME"])
    assert at_once.keys() == step_by_step.keys()
    assert {
        k: (at_once[k], step_by_step[k]) for k in at_once if at_once[k] != step_by_step[k]
    } == {}


def test_a_failure_leaves_a_database_that_migrates(
    empty: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError("no power")

    monkeypatch.setattr("django.db.migrations.recorder.MigrationRecorder.record_applied", fail)
    with pytest.raises(RuntimeError, match="no power"):
        schema.make(empty)
    assert empty.introspection.table_names() == ["django_migrations"]
    assert not schema.is_empty(empty)
