"""From rows as given to changes ready to be saved, with every problem of every row; no writing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from sekisho.registers import references
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.guard import guard
from sekisho.registers.register import Register
from sekisho.registers.rights import Scope
from sekisho.registers.schema import Schema, schema
from sekisho.registers.state import differences

TAKEN = _("Another record already has this value.")


@dataclass(slots=True)
class Line:
    """One row to write: ``values`` raw or clean by field name; ``record`` None adds a new one.

    ``answers`` are fields a move asks for: they may be filled in though they are sealed otherwise.
    """

    values: Mapping[str, Any]
    record: Any = None
    answers: Sequence[str] = ()


@dataclass(slots=True)
class Planned:
    """What would happen to one row. ``values``: every field as it would be saved."""

    record: Any
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    problems: dict[str, list[Text]] = field(default_factory=dict)
    denied: Sequence[tuple[str, Text]] = ()

    @property
    def adds(self) -> bool:
        return self.record is None

    def blame(self, name: str, words: Text) -> None:
        self.problems.setdefault(name, []).append(words)


def plan(
    register: Register[Any],
    act: Act,
    lines: Sequence[Line],
    *,
    guarded: bool = True,
    sealed: Mapping[str, Any] | None = None,
) -> list[Planned]:
    """Clean, complete and check ``lines`` in a constant number of queries.

    ``sealed``: values no one may type, set by a move on every line.
    """
    form = schema(register)
    words = references.asked(form, (line.values for line in lines))
    resolved = references.resolve(words, act.actor, act.on)
    planned = [_plan(register, form, act, line, resolved, sealed or {}) for line in lines]
    _together(register, act, planned)
    _unique(register, planned)
    if guarded:
        _ask(register, act, planned)
    return planned


def _plan(
    register: Register[Any],
    form: Schema,
    act: Act,
    line: Line,
    resolved: references.Resolved,
    sealed: Mapping[str, Any],
) -> Planned:
    given, problems = form.clean(line.values, resolved, line.answers)
    before = form.values(line.record) if line.record else _blank(form)
    if problems and line.record:
        _unchanged(form, line, before, given, problems)
    made = Planned(line.record, {**before, **given, **sealed}, problems=problems)
    if line.record is None:
        for name, one in form.writable.items():
            if one.required and name not in line.values:
                made.blame(name, _("Please fill this in."))
    if not made.problems:
        register.prepare(made.values, line.record, act)
        for name, found in register.check(made.values, line.record, act):
            made.blame(name, found)
    made.changes = differences(form, before if line.record else {}, made.values)
    if line.record is None:
        made.changes = {n: c for n, c in made.changes.items() if c[1] not in (None, "", [], {})}
    return made


def _together(register: Register[Any], act: Act, planned: Sequence[Planned]) -> None:
    sound = [row for row in planned if not row.problems]
    for index, name, words in register.check_many([(r.values, r.record) for r in sound], act):
        sound[index].blame(name, words)


def _unchanged(
    form: Schema,
    line: Line,
    before: Mapping[str, Any],
    given: dict[str, Any],
    problems: dict[str, list[Text]],
) -> None:
    """A reference left as it was stands, even to a record the actor may not see."""
    typed = {*form.writable, *line.answers} & form.all.keys()
    held = [n for n in problems if n in typed and form.all[n].type == "reference"]
    for name in [n for n in held if before.get(n)]:
        if references.names(form.all[name].target, before[name], str(line.values[name]).strip()):
            given[name] = before[name]
            del problems[name]


def _blank(form: Schema) -> dict[str, Any]:
    blank = {f.name: f.empty for f in form.all.values() if f.name not in {"id", "ver"}}
    life = form.register.life
    return blank | ({life.field: life.initial} if life else {})


def _ask(register: Register[Any], act: Act, planned: Sequence[Planned]) -> None:
    """The guard, asked once for all where it lets the actor reach every record."""
    for verb in ("add", "change"):
        rows = [p for p in planned if p.adds == (verb == "add")]
        if rows and Scope.ALL not in guard().reach(act.actor, verb, register):
            for row in rows:
                values = None if _nowhere(register, row) else row.values
                answer = guard().decide(act.actor, verb, register, row.record, act.on, values)
                row.denied = () if answer.allowed else (answer.reasons or [("denied", "")])


def _nowhere(register: Register[Any], row: Planned) -> bool:
    """Whether the unit or person that decides who may write could not be read at all: then the
    writer hears of that mistake, not of a right."""
    roots = {path.partition("__")[0] for path in (register.unit_path, register.person_path)}
    return any(name in row.problems and not row.values.get(name) for name in roots)


def unique_sets(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """The sets of fields whose values no two records may share."""
    for column in model._meta.concrete_fields:
        if column.unique and not column.primary_key:
            yield (column.name,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield tuple(constraint.fields)


def _unique(register: Register[Any], planned: Sequence[Planned]) -> None:
    for names in unique_sets(register.model):
        rows: dict[tuple[Any, ...], list[Planned]] = defaultdict(list)
        for row in planned:
            values = tuple(row.values.get(name) for name in names)
            if not any(value in (None, "") for value in values) and not row.problems:
                rows[values].append(row)
        if rows:
            _blame_taken(register, names, rows)


def _blame_taken(
    register: Register[Any], names: tuple[str, ...], rows: dict[tuple[Any, ...], list[Planned]]
) -> None:
    taken = _taken(register.model, names, rows)
    counts = Counter({values: len(found) for values, found in rows.items()})
    for values, found in rows.items():
        for row in found:
            others = taken.get(values, set()) - {row.record.pk if row.record else None}
            if others or counts[values] > 1:
                row.blame(names[-1], TAKEN)


def _taken(
    model: type[models.Model], names: tuple[str, ...], rows: Mapping[tuple[Any, ...], Any]
) -> dict[tuple[Any, ...], set[Any]]:
    """Who holds these values now. Rows withdrawn keep theirs: a number is never given twice."""
    taken: dict[tuple[Any, ...], set[Any]] = defaultdict(set)
    lead = names[-1]
    wanted = list({values[-1] for values in rows})
    columns = [model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    for start in range(0, len(wanted), 400):
        found = model._default_manager.filter(**{f"{lead}__in": wanted[start : start + 400]})
        for pk, *values in found.values_list("pk", *columns):
            taken[tuple(values)].add(pk)
    return taken
