"""Making the tables of an empty database at once, as if every migration had run.

Migrations one by one draw every model anew at every step; where some hundred and fifty refer to
each other that takes ten times as long. What they leave is the same (tests/ledger/test_schema.py).
"""

from collections.abc import Iterable
from typing import Any

from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_empty(connection: Any) -> bool:
    """Whether the database of ``connection`` holds no table yet."""
    return not connection.introspection.table_names()


def newest(connection: Any) -> set[tuple[str, str]]:
    """The last migration of every app this release knows: (app, name)."""
    return set(MigrationLoader(connection).graph.leaf_nodes())


def make(connection: Any, until: Iterable[tuple[str, str]] | None = None) -> Any:
    """Make every table of this release, and note every migration as applied.

    ``until``: those of an earlier state, and those they depend on, instead.

    What migrations do by hand (triggers, the index of words) is done in their order, after the
    tables. All or nothing. Returns the state of the models, as migrating returns it.
    """
    loader = MigrationLoader(connection)
    wanted = sorted(loader.graph.leaf_nodes() if until is None else until)
    state = loader.project_state(wanted)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in state.apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for app, name in _in_order(loader, wanted):
            for operation in loader.graph.nodes[app, name].operations:
                if isinstance(operation, RunPython | RunSQL):
                    operation.database_forwards(app, editor, state, state)
            recorder.record_applied(app, name)
    return state


def _in_order(loader: Any, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """These migrations and all before them, each after those it depends on."""
    plans = [loader.graph.forwards_plan(one) for one in wanted]
    return list(dict.fromkeys(step for plan in plans for step in plan))
