"""Putting a draft's clauses right after reading: in, out, together, apart. No word is changed."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sekisho.domains.documents import carry
from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.clause import Clause, detach
from sekisho.domains.documents.interpretation import Interpretation
from sekisho.domains.documents.reading import Clause as Read
from sekisho.domains.documents.reading import edit, suggest
from sekisho.domains.documents.reading.edit import CannotEdit, Node
from sekisho.domains.documents.version import Version
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.commands import withdraw, write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

Change = Callable[[Sequence[Node], int], Sequence[Node]]


def indent(act: Act, clause: Clause) -> list[Clause]:
    """Make ``clause`` a part of the one before it. Returns all clauses of the draft.

    Like the other three: raises Invalid when it makes no sense there or the version is no draft.
    """
    return _change(act, clause, edit.indent)


def outdent(act: Act, clause: Clause) -> list[Clause]:
    """Put ``clause`` beside the one it is a part of."""
    return _change(act, clause, edit.outdent)


def merge(act: Act, clause: Clause) -> list[Clause]:
    """Join ``clause`` to the one before it."""
    return _change(act, clause, edit.merge)


def split(act: Act, clause: Clause, offset: int) -> list[Clause]:
    """Part ``clause`` in two before the character ``offset`` of its text."""
    return _change(act, clause, lambda tree, at: edit.split(tree, at, offset))


@transaction.atomic
def _change(act: Act, clause: Clause, change: Change) -> list[Clause]:
    draft = Version.objects.select_for_update(of=("self",)).get(pk=clause.version_id)
    if not draft.editable:
        raise Invalid({"version": [_("The version is no longer a draft; import a new one.")]})
    rows = list(Clause.objects.of(draft).select_related("version"))
    tree = [Node(r.number, r.text, r.heading, r.level, str(r.pk)) for r in rows]
    at = next((i for i, row in enumerate(rows) if row.pk == clause.pk), -1)
    try:
        wanted = change(tree, at)
    except CannotEdit as error:
        raise Invalid({"": [error.message]}) from None
    _carry_out(act, draft, {str(row.pk): row for row in rows}, wanted)
    return list(Clause.objects.of(draft))


def _carry_out(
    act: Act, draft: Version, rows: Mapping[str, Clause], wanted: Sequence[Node]
) -> None:
    """Clauses with the same words take their new places; other words come as new clauses."""
    grp = new_id(act.at)
    kept = {node.key for node in wanted if node.key and rows[node.key].text == node.text}
    dropped = [row for key, row in rows.items() if key not in kept]
    decided = [binding for row in dropped for binding in _bindings(row)]
    for row in dropped:
        _take_out(act, row)
    lines: list[Line] = []
    path: tuple[str, ...] = ()
    for place, node in enumerate(wanted, start=1):
        was = rows.get(node.key)
        path = was.path if was else path
        values = {"number": node.number, "level": node.level, "position": place}
        if node.key in kept:
            moved = was is not None and was.number != node.number
            lines.append(Line(values | ({"doubtful": False} if moved else {}), was))
        else:
            stable = was.stable if was else str(new_id(act.at))
            words = {"version": draft.pk, "heading": node.heading, "text": node.text}
            lines.append(Line(values | words | {"path": path, "stable": stable}))
    written = write_many(registry["clauses"], act, lines, grp)
    _ask_again(
        act,
        [w.record for w in written],
        {id(w.record) for w in written if w.outcome == "created"},
        decided,
        grp,
    )


def _bindings(row: Clause) -> list[Binding]:
    return list(Binding.objects.present().filter(clause=row).order_by("id"))


def _take_out(act: Act, row: Clause) -> None:
    why = _("The clause was merged or split.")
    for binding in _bindings(row):
        withdraw(registry["bindings"], act, binding, why)
    for meaning in Interpretation.objects.present().filter(clause=row):
        withdraw(registry["interpretations"], act, meaning, why)
    detach(row)
    withdraw(registry["clauses"], act, row, why)


def _ask_again(
    act: Act, rows: Sequence[Clause], new: set[int], decided: list[Binding], grp: UUID
) -> None:
    """Suggest duties for new words, and ask about those confirmed for the words before."""
    fresh = [row for row in rows if id(row) in new]
    if not fresh:
        return
    scores = {
        n: {s.id: s.score for s in some} for n, some in suggest([_read(r) for r in rows]).items()
    }
    once = list({binding.duty: binding for binding in decided}.values())
    old = carry.Former(bindings={row.stable: once for row in fresh})
    write_many(registry["bindings"], act, carry.bindings(old, fresh, scores, None), grp)
    write_many(registry["interpretations"], act, carry.meanings(old, fresh), grp)


def _read(row: Clause) -> Read:
    return Read(row.number, row.heading, row.text, row.level, row.position, path=row.path)
