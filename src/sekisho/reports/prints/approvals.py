"""The approval record of any record that a second person decides: 承認欄, contents, every step."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.ledger.history import history
from sekisho.registers.register import Register
from sekisho.reports import wording
from sekisho.reports.paper import of_record, paper
from sekisho.reports.printing import ANY, Asked, Paper, printed
from sekisho.reports.stamps import MOST, has_approvals, stamps


@printed("approvals", of=ANY, title=gettext_lazy("Approval record"), when=has_approvals)
def approvals(asked: Asked) -> Paper:
    register, record = asked.register, asked.record
    assert register is not None  # noqa: S101 - declared of ANY
    title = _("Approval record: %(record)s") % {"record": register.label(record)}
    number = getattr(record, "number", "") or str(record.pk)
    head = paper(title, asked.act, proof=of_record(register.name, record.pk), version=number)
    body = {
        "stamps": stamps(register, record),
        "facts": wording.facts(asked.act, register, record),
        "steps": _steps(register, record),
        "words": {
            "contents": _("Contents"),
            "steps": _("What was done"),
            "columns": [_("When"), _("Who"), _("What was done"), _("What was said"), _("Ledger")],
        },
    }
    return Paper("approvals", head | body, f"{number}_approvals")


def _steps(register: Register, record: object) -> list[list[str]]:
    """Every move and entry, oldest first; changes of single fields are left to the history."""
    done = history(register.name, record.pk, limit=MOST)  # type: ignore[attr-defined]
    names = wording.actors({item.actor for item in done})
    labels = {m.name: str(m.label) for m in register.life.moves} if register.life else {}
    labels |= {"add": _("Registered"), "withdraw": _("Withdrawn")}
    lines = []
    for item in reversed(done):
        if item.act not in labels:
            continue
        said = (item.payload or {}).get("said") or {}
        words = "\n".join(v for v in said.values() if isinstance(v, str))
        place = "" if item.pos is None else str(item.pos)
        who = names.get(item.actor) or _("Unknown account")
        lines.append([wording.moment(item.at), who, labels[item.act], words, place])
    return lines
