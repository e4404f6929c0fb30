"""``migrate``, which makes the tables of an empty database at once."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from sekisho.ledger import schema


class Command(migrate.Command):
    """Django's own, but for a database without any table."""

    def handle(self, *args: Any, **options: Any) -> None:
        whole = not any(options[name] for name in ("app_label", "plan", "check_unapplied", "fake"))
        connection = connections[options["database"]]
        if whole and schema.is_empty(connection):
            schema.make(connection)
        super().handle(*args, **options)
