"""Importing: a dry run that shows every row's errors, then one act that can be undone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sekisho.ledger.ids import new_id
from sekisho.registers import display, guard, references
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.exchange.matching import match
from sekisho.registers.exchange.table import Table
from sekisho.registers.parse import Unfit, folded, is_empty
from sekisho.registers.plan import Line, Planned, plan
from sekisho.registers.register import Register
from sekisho.registers.schema import Schema, schema
from sekisho.registers.store import save

CHUNK = 500


@dataclass(frozen=True, slots=True)
class RowError:
    """What stands in the way of one row. ``row`` as in the sheet; ``field`` "" for all of it."""

    row: int
    field: str
    message: Text
    value: str = ""


@dataclass(slots=True)
class Row:
    """One row of the sheet and what became (or would become) of it."""

    number: int
    outcome: str  # created, changed, same or error
    values: Mapping[str, Any]
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do. ``act``: the id to undo it by, once it is written."""

    act: UUID | None = None
    created: int = 0
    changed: int = 0
    same: int = 0
    errors: list[RowError] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    records: list[UUID] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        return len({error.row for error in self.errors})


@dataclass(frozen=True, slots=True)
class Options:
    """How to import. ``fixes``: (field, word as in the sheet) → word to take instead.

    ``given``: field → what holds for every row that says nothing else; names that are no fields
    are handed to ``Register.imported``.
    """

    dry_run: bool = False
    skip_errors: bool = False
    keep_rows: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    fixes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[int, int], None] = lambda _done, _total: None


def run(register: Register[Any], act: Act, table: Table, options: Options) -> Outcome:
    """Import ``table``. Nothing is written in a dry run, nor when a row is wrong, unless told."""
    display.apply()  # a sheet may call things as the company does
    columns = match(register, table.heading, options.columns)
    given = {n: v for n, v in options.given.items() if n in schema(register).writable}
    out = Outcome(columns=columns)
    out.unused = [w for i, w in enumerate(table.heading) if w and i not in columns]
    if not columns:
        message = _("No heading fits a field of this register. Please choose the columns.")
        out.errors.append(RowError(1, "", message))
        return out
    with transaction.atomic():
        importer = _Importer(register, act, options, out)
        for rows in _chunks(_rows(table, columns, options, given), CHUNK):
            importer.take(rows)
            options.progress(importer.done, len(table.rows))
        stopped = bool(out.errors) and not options.skip_errors
        if options.dry_run or stopped:
            transaction.set_rollback(True)
        else:
            out.act = importer.grp
            complete = not out.errors
            register.imported(out.records, act, importer.grp, options.given, complete=complete)
    return out


def _rows(
    table: Table, columns: Mapping[int, str], options: Options, given: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, cells in table.rows:
        row: dict[str, Any] = {}
        for index, name in columns.items():
            raw = cells[index] if index < len(cells) else None
            fixed = options.fixes.get((name, str(raw).strip())) if raw is not None else None
            row[name] = raw if fixed is None else fixed
        yield number, row | {n: v for n, v in given.items() if is_empty(row.get(n))}


def _chunks(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    part: list[Any] = []
    for item in items:
        part.append(item)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _folded(row: Mapping[str, Any], names: Iterable[str]) -> set[str]:
    """What the cells of ``names`` say, as references are compared."""
    return {folded(row[name]) for name in names if not is_empty(row.get(name))}


class _Importer:
    """Takes rows chunk by chunk: finds the records meant, plans, reports, saves."""

    def __init__(self, register: Register[Any], act: Act, options: Options, out: Outcome) -> None:
        self.register, self.act, self.options, self.out = register, act, options, out
        self.form: Schema = schema(register)
        self.grp = new_id(act.at)
        self.done = 0
        self.seen: dict[tuple[Any, ...], int] = {}
        self.key = tuple(k for k in register.key if k in self.form.writable)
        self.own = {f.name for f in self.form.references if f.target == register.name}
        self.own &= set(out.columns.values())

    def take(self, rows: list[tuple[int, dict[str, Any]]]) -> None:
        for part in self._parts(rows):
            self._take(part)
        self.done += len(rows)

    def _parts(
        self, rows: list[tuple[int, dict[str, Any]]]
    ) -> Iterator[list[tuple[int, dict[str, Any]]]]:
        """Rows to take together: none of them refers to another, only to rows taken before."""
        handles = references.handles(self.register)
        part: list[tuple[int, dict[str, Any]]] = []
        names: set[str] = set()
        for row in rows:
            if self.own and names & _folded(row[1], self.own):
                yield part
                part, names = [], set()
            part.append(row)
            names |= _folded(row[1], handles)
        yield part

    def _take(self, rows: list[tuple[int, dict[str, Any]]]) -> None:
        resolved = references.resolve(
            references.asked(self.form, (row for _, row in rows)), self.act.actor, self.act.on
        )
        lines = [self._line(row, resolved) for _, row in rows]
        found = self._existing(lines)
        ready: list[tuple[int, Line]] = []
        for (number, _row), values in zip(rows, lines, strict=True):
            if line := self._matched(number, values, found):
                ready.append((number, line))
        planned = plan(self.register, self.act, [line for _, line in ready])
        good = [p for (number, line), p in zip(ready, planned, strict=True)
                if self._report(number, line, p)]  # fmt: skip
        stopped = self.out.errors and not self.options.skip_errors
        if good and not stopped and (self.own or not self.options.dry_run):
            save(self.register, self.act, good, grp=self.grp)
            self.out.records += [row.record.pk for row in good]

    def _line(self, row: Mapping[str, Any], resolved: references.Resolved) -> dict[str, Any]:
        values = {}
        for name, raw in row.items():
            if is_empty(raw):
                continue  # an empty cell leaves what is there: blank is not "delete"
            other = self.register.values.get(name, {}).get(folded(raw))
            values[name] = raw if other is None else other
            one = self.form.all[name]
            known = resolved.get((one.target, str(raw).strip())) if one.target else None
            if isinstance(known, UUID):
                values[name] = known
        return values

    def _existing(self, lines: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], Any]:
        """Records the rows may mean: by number, else by the fields of the key together."""
        found: dict[tuple[Any, ...], Any] = {}
        rows = self.register.rows()
        given = (str(line["number"]).strip() for line in lines if line.get("number"))
        numbers = [number for number in given if "\x00" not in number]
        if numbers and "number" in self.form.all:
            seen = guard.visible(self.act.actor, self.register, self.act.on)
            found |= {("number", r.number): r for r in seen.filter(number__in=numbers)}
        if self.key:
            last = self.form.all[self.key[-1]]
            words = {self._clean(line, last.name) for line in lines} - {None}
            for record in rows.filter(**{f"{last.attname}__in": words}):
                found[self._key_of(record)] = record
        return found

    def _key_of(self, record: Any) -> tuple[Any, ...]:
        return tuple(getattr(record, self.form.all[name].attname) for name in self.key)

    def _clean(self, line: Mapping[str, Any], name: str) -> Any:
        """The value of a key's field; what it is when empty, where it may be; else None."""
        raw, one = line.get(name), self.form.all[name]
        try:
            return one.clean(raw)
        except Unfit:
            return None

    def _matched(
        self, number: int, values: dict[str, Any], found: Mapping[tuple[Any, ...], Any]
    ) -> Line | None:
        named = values.pop("number", None)
        if named:
            record = found.get(("number", str(named).strip()))
            if record is None:
                words = _("No record has the number “%(value)s”. Leave it empty for a new one.")
                self._wrong(number, "number", words % {"value": named}, named)
                return None
            return self._once(number, ("number", named), Line(values, record))
        key = tuple(self._clean(values, name) for name in self.key)
        if not self._names_one(key):
            return Line(values)
        return self._once(number, key, Line(values, found.get(key)))

    def _names_one(self, key: tuple[Any, ...]) -> bool:
        """Whether a key says which record is meant: not all empty, and nothing required missing."""
        fields = [self.form.all[name] for name in self.key]
        lacks = any(
            v is None and (f.required or f.empty is not None)
            for f, v in zip(fields, key, strict=True)
        )
        return not lacks and any(v not in (None, "") for v in key)

    def _once(self, number: int, key: tuple[Any, ...], line: Line) -> Line | None:
        first = self.seen.setdefault(key, number)
        if first != number:
            words = _("Row %(row)s is already about the same record.") % {"row": first}
            self._wrong(number, self.key[-1] if self.key else "", words, "")
            return None
        return line

    def _report(self, number: int, line: Line, row: Planned) -> bool:
        for name, texts in row.problems.items():
            for text in texts:
                self._wrong(number, name, text, line.values.get(name, ""))
        for _code, text in row.denied:
            self._wrong(number, "", text, "")
        bad = bool(row.problems or row.denied)
        outcome = (
            "error" if bad else "created" if row.adds else "changed" if row.changes else "same"
        )
        if not bad:
            setattr(self.out, outcome, getattr(self.out, outcome) + 1)
        if self.options.keep_rows:
            self.out.rows.append(Row(number, outcome, line.values, row.changes))
        return not bad

    def _wrong(self, number: int, name: str, message: Text, value: Any) -> None:
        self.out.errors.append(RowError(number, name, message, str(value)[:200]))
