"""The monthly status: drafted from the stored standings when a month is over, for the director to confirm."""

from collections import Counter
from datetime import date, timedelta

from django.utils.translation import gettext as _

from sekisho.domains.people.models import Company, ManagementReview
from sekisho.findings.escalation import Escalation
from sekisho.findings.finding import Standing
from sekisho.findings.task import Task
from sekisho.obligations.judge import Seal
from sekisho.obligations.obligation import obligations
from sekisho.registers.actor import Act
from sekisho.registers.approvals.run import Approval
from sekisho.registers.commands import write
from sekisho.registers.register import registry

MOST = 20


def draft(act: Act) -> bool:
    """Draft the status of the month before ``act.on``; False when there is one, or no company yet."""
    first = (act.on.replace(day=1) - timedelta(days=1)).replace(day=1)
    there = ManagementReview.objects.present().filter(kind="monthly", period=first)
    if there.exists() or not Company.objects.present().filter(since__lt=act.on).exists():
        return False
    values = {"kind": "monthly", "period": first, "held_on": act.on, "inputs": status(act.on)}
    write(registry["management_reviews"], act, values)
    return True


def status(on: date) -> str:
    """The standing in words: how many duties are kept, which are not, what is late and who knows."""
    newest = (
        Standing.objects.filter(on__lte=on).order_by("-on").values_list("on", flat=True).first()
    )
    rows = list(Standing.objects.filter(on=newest).order_by("obligation")) if newest else []
    seals = Counter(row.seal for row in rows)
    late = Task.objects.live().filter(due_on__lt=on)
    lines = [
        _("Duties: %(all)s measured, %(kept)s kept, %(bad)s not kept, %(unknown)s unknown (as of %(on)s).")
        % {"all": len(rows), "kept": seals[Seal.KEPT], "bad": seals[Seal.NOT_KEPT],
           "unknown": seals[Seal.UNKNOWN], "on": newest or "-"},
        _("Overdue tasks: %(late)s, of which brought before the director or the committee: %(told)s.")
        % {"late": late.count(), "told": _told(on)},
        _("Approvals waiting: %(n)s.") % {"n": Approval.objects.live().count()},
    ]  # fmt: skip
    bad = [row for row in rows if row.seal == Seal.NOT_KEPT and row.obligation in obligations]
    if bad:
        lines.append(_("Not kept:"))
        lines += [
            _("- %(what)s (overdue %(n)s of %(all)s)")
            % {"what": obligations[row.obligation].title, "n": row.overdue, "all": row.population}
            for row in bad[:MOST]
        ]
    return "\n".join(lines)


def _told(on: date) -> int:
    rows = Escalation.objects.by(on).exclude(level="manager")
    return rows.filter(task__in=Task.objects.live()).values("task").distinct().count()
