"""The plan as typed: what becomes of every unit on the day, which new ones begin, what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.people.models import Unit
from sekisho.registers.parse import folded
from sekisho.registers.wareki import parse_day
from sekisho.web.words import Text

NEW = 3  # empty lines for new units, besides those filled in
DEEPEST = 30
KEEP, RENAME, MOVE, BOTH, END = "keep", "rename", "move", "both", "end"
CHOICES: tuple[tuple[str, Text], ...] = (
    (KEEP, gettext_lazy("Stays as it is")),
    (RENAME, gettext_lazy("Gets a new name")),
    (MOVE, gettext_lazy("Moves under another unit")),
    (BOTH, gettext_lazy("Gets a new name and moves")),
    (END, gettext_lazy("Ends and hands over")),
)
RENAMES, MOVES = (RENAME, BOTH), (MOVE, BOTH)


def next_day(today: date) -> date:
    """The 1 April or 1 October that comes next after ``today``."""
    days = [date(year, month, 1) for year in (today.year, today.year + 1) for month in (4, 10)]
    return min(day for day in days if day > today)


@dataclass(slots=True)
class Row:
    """A unit in force on the day. ``target``: key of the unit named in ``to``; "" if none."""

    unit: Unit
    depth: int
    do: str = KEEP
    name: str = ""
    to: str = ""
    target: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.unit.pk.hex

    @property
    def called(self) -> str:
        return self.name if self.do in RENAMES and self.name else self.unit.name


@dataclass(slots=True)
class Fresh:
    """A new unit, line ``n`` of the form."""

    n: int
    code: str = ""
    name: str = ""
    to: str = ""
    target: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"new:{folded(self.code)}"

    @property
    def empty(self) -> bool:
        return not (self.code or self.name or self.to)


@dataclass(slots=True)
class Plan:
    """``on``: the first day of the new organisation. ``problems``: of the plan as a whole."""

    on: date
    rows: list[Row]
    fresh: list[Fresh]
    problems: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        rows = any(row.errors for row in self.rows)
        return not (self.problems or rows or any(one.errors for one in self.fresh))

    @property
    def begun(self) -> list[Fresh]:
        return [one for one in self.fresh if not one.empty]

    @property
    def ending(self) -> list[Row]:
        return [row for row in self.rows if row.do == END]

    @property
    def changed(self) -> bool:
        return bool(self.begun) or any(row.do != KEEP for row in self.rows)

    def names(self) -> dict[str, str]:
        """What each unit is called afterwards, by key."""
        return {one.key: one.called for one in self.rows} | {f.key: f.name for f in self.begun}

    def parents(self) -> dict[str, str]:
        """Key → key of the unit above on the day, for every unit that is there then.

        What lay under a unit that ends goes to the one that takes over, or up where that is itself.
        """
        ended = {row.key: row for row in self.ending}
        found = {one.key: one.target for one in self.begun}
        for row in self.rows:
            if row.key in ended:
                continue
            above = row.unit.parent.pk.hex if row.unit.parent else ""
            found[row.key] = row.target if row.do in MOVES else _above(row, above, ended)
        return found


def _above(row: Row, above: str, ended: Mapping[str, Row]) -> str:
    for _step in range(DEEPEST):
        if above not in ended:
            break
        gone = ended[above]
        up = gone.unit.parent.pk.hex if gone.unit.parent else ""
        above = gone.target if gone.target not in {"", row.key} else up
    return above


def read(said: Mapping[str, str], today: date) -> Plan:
    """The plan that a form holds; nothing filled in is a plan that keeps everything."""
    typed = str(said.get("on", "")).strip()
    on = parse_day(typed) if typed else next_day(today)
    plan = Plan(on or next_day(today), [], [])
    if on is None:
        words = _("“%(value)s” is not a day. Example: 2026/04/01")
        plan.problems.append(words % {"value": typed[:40]})
    elif on < today:
        plan.problems.append(_("A reorganisation is planned ahead: please choose a day to come."))
    units = Unit.objects.active(plan.on).select_related("parent").order_by("outline", "code")
    for unit in units:
        key = unit.pk.hex
        do = said.get(f"do-{key}", KEEP)
        row = Row(unit, max(0, unit.path.count("/") - 2))
        row.do = do if do in dict(CHOICES) else KEEP
        row.name, row.to = (said.get(f"{w}-{key}", "").strip() for w in ("name", "to"))
        plan.rows.append(row)
    plan.fresh = list(_fresh(said, len(plan.rows)))
    return plan


def _fresh(said: Mapping[str, str], known: int) -> Iterator[Fresh]:
    n, empty = 0, 0
    while empty < NEW and n < known + 100:
        code, name, to = (said.get(f"new-{w}-{n}", "").strip() for w in ("code", "name", "to"))
        one = Fresh(n, code, name, to)
        empty += one.empty
        yield one
        n += 1


def spoken(unit: Unit) -> str:
    """How a unit is written in the form: code and name."""
    return f"{unit.code} {unit.name}"


def check(plan: Plan) -> None:
    """Find the units named, and write down what is wrong with each line and with the whole."""
    known = _known(plan)
    taken = set(Unit.objects.values_list("code", flat=True))
    ended = {row.key for row in plan.ending}
    seen: set[str] = set()
    for one in plan.begun:
        _check_new(one, {folded(code) for code in taken} | seen)
        seen.add(folded(one.code))
        _target(one, known, ended)
    for row in plan.rows:
        _check_row(row)
        _target(row, known, ended)
        if row.target == row.key:
            row.errors.append(_("A unit cannot belong to itself or take over from itself."))
    if not plan.changed:
        plan.problems.append(_("Nothing changes yet. Please choose for at least one unit."))
    if plan.good and _tangled(plan.parents()):
        plan.problems.append(
            _("These units would belong to each other in a circle, or lie more than 30 deep.")
        )


def _known(plan: Plan) -> dict[str, list[str]]:
    """Words that name a unit: its code, its name, or both → keys."""
    found: dict[str, list[str]] = {}
    for key, words in (
        *((row.key, (row.unit.code, row.unit.name, spoken(row.unit))) for row in plan.rows),
        *((new.key, (new.code, new.name, f"{new.code} {new.name}")) for new in plan.begun),
    ):
        for word in {folded(w) for w in words if w}:
            found.setdefault(word, []).append(key)
    return found


def _check_new(one: Fresh, taken: set[str]) -> None:
    if not one.code:
        one.errors.append(_("Please give the new unit a code."))
    elif folded(one.code) in taken:
        words = _("The code %(code)s is taken already. Please choose another one.")
        one.errors.append(words % {"code": one.code})
    if not one.name:
        one.errors.append(_("Please give the new unit a name."))


def _check_row(row: Row) -> None:
    if row.do in RENAMES and not row.name:
        row.errors.append(_("Please write the new name."))
    if row.do in MOVES and not row.to:
        row.errors.append(_("Please say under which unit it moves."))
    if row.name and row.do not in RENAMES:
        row.errors.append(_("There is a new name, but the unit does not get one. Please choose."))
    if row.to and row.do in {KEEP, RENAME}:
        row.errors.append(_("Another unit is named, but nothing moves or ends. Please choose."))


def _target(one: Row | Fresh, known: Mapping[str, list[str]], ended: set[str]) -> None:
    if not one.to:
        return
    keys = known.get(folded(one.to), [])
    told = {"name": one.to}
    if len(keys) != 1:
        words = (
            _("Several units are called “%(name)s”. Please write the code.")
            if keys
            else _("No unit of that day is called “%(name)s”. Please write its code or name.")
        )
        one.errors.append(words % told)
    elif keys[0] in ended and keys[0] != one.key:
        one.errors.append(_("“%(name)s” ends itself. Please name a unit that stays.") % told)
    else:
        one.target = keys[0]


def _tangled(parents: Mapping[str, str]) -> bool:
    for start in parents:
        at, steps = start, 0
        while at and steps <= DEEPEST:
            at, steps = parents.get(at, ""), steps + 1
        if at:
            return True
    return False
