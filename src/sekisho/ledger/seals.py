"""Triggers that make the ledger's tables insert-only. The owner of the database can drop them:
they keep out accidents; what they cannot keep out, ``verify`` finds."""

from typing import Any

TABLES = (
    "ledger_entry",
    "ledger_seq",
    "ledger_node",
    "ledger_checkpoint",
    "ledger_erased",
    "ledger_payload",
)
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'ledger_payload' THEN
    IF EXISTS (SELECT 1 FROM ledger_erased WHERE entry_id = OLD.entry_id) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION '%: rows are only ever added', TG_TABLE_NAME;
END $$"""
_ERASED = "WHEN NOT EXISTS (SELECT 1 FROM ledger_erased WHERE entry_id = OLD.entry_id)"


def _sqlite(table: str) -> list[str]:
    when = {"UPDATE": "", "DELETE": _ERASED if table == "ledger_payload" else ""}
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"
        for verb, condition in when.items()
    ]


def _postgres(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {verbs} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION ledger_refuse()"
        for name, verbs, each in (
            ("rows", "UPDATE OR DELETE", "ROW"),
            ("truncate", "TRUNCATE", "STATEMENT"),
        )
    ]


def fix(connection: Any) -> None:
    """Create the triggers."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not sqlite:
            cursor.execute(_POSTGRES_FUNCTION)
        for table in TABLES:
            for statement in _sqlite(table) if sqlite else _postgres(table):
                cursor.execute(statement)


def lift(connection: Any) -> None:
    """Drop them again (reversing the migration; tests that play the malicious owner)."""
    sqlite = connection.vendor == "sqlite"
    ends = ("no_update", "no_delete") if sqlite else ("rows", "truncate")
    with connection.cursor() as cursor:
        for table in TABLES:
            for end in ends:
                on = "" if sqlite else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{end}{on}")
