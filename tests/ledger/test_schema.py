"""An empty database gets its tables at once; they are what the migrations would have left."""

import re
import sqlite3
from collections.abc import Iterator
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


def test_all_at_once_is_the_same_as_step_by_step(empty: Any, tmp_path: Path) -> None:
    executor = MigrationExecutor(empty)
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
