"""Who answers: the people of a task, of a role, of a unit; and the clause a duty comes from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.clause import Clause
from sekisho.domains.documents.version import policy_in_force_or_draft
from sekisho.domains.people.appointment import Appointment
from sekisho.findings.clauses import duties_of
from sekisho.findings.finding import Finding
from sekisho.findings.task import Task
from sekisho.notices.lines import filled
from sekisho.obligations.judge import State
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.registers.errors import Text
from sekisho.registers.rights import Role


class Answering:
    """Appointments and clauses as they are on a day, read once for a whole round."""

    def __init__(self, on: date) -> None:
        self.on = on

    @cached_property
    def appointed(self) -> dict[str, list[tuple[UUID, str]]]:
        """Role → the people appointed, each with the path of the unit they manage."""
        found: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
        rows = Appointment.objects.in_force(self.on).order_by("starts_on", "number")
        for role, person, path in rows.values_list("role", "person", "unit__path"):
            found[role].append((person, path or ""))
        return found

    def holders(self, role: str) -> list[UUID]:
        """Everyone appointed to ``role``; the deputy when there is no director."""
        found = [person for person, _path in self.appointed[role]]
        if not found and role == Role.DIRECTOR:
            return self.holders(Role.DEPUTY)
        return list(dict.fromkeys(found))

    def managers(self, path: str) -> list[UUID]:
        """The managers of the nearest unit at or above ``path`` that has one."""
        above = [(len(own), person) for person, own in self.appointed[Role.MANAGER]
                 if own and path.startswith(own)]  # fmt: skip
        nearest = max((length for length, _person in above), default=0)
        return [person for length, person in above if length == nearest]

    def of_task(self, task: Task) -> list[UUID]:
        """The person in charge; else those who hold the role."""
        if task.assignee_id:
            return [task.assignee_id]
        if task.role == Role.MANAGER and task.unit_id:
            return self.managers(task.unit.path)  # type: ignore[union-attr]
        return self.holders(task.role)

    def of_clause(self, codes: Iterable[str]) -> list[UUID]:
        """Those who answer for the obligations ``codes``, as far as they are appointed."""
        people: list[UUID] = []
        for code in codes:
            one = obligations[code]
            if one.answers == Role.MANAGER:
                people += self._managers_with_findings(one)
            else:
                people += self.holders(one.answers)
        return list(dict.fromkeys(people))

    def _managers_with_findings(self, one: Obligation) -> list[UUID]:
        rows = Finding.objects.open().filter(obligation=one.code, state=State.OVERDUE)
        concerned = set(rows.order_by().values_list("assignee", flat=True).distinct())
        return [person for person in self.holders(Role.MANAGER) if person in concerned]

    @cached_property
    def clauses(self) -> dict[str, Text]:
        """Duty → the first clause of the policy that gives it, in words."""
        version = policy_in_force_or_draft(self.on)
        found: dict[str, Text] = {}
        if version is None:
            return found
        duties = duties_of(version, self.on)
        for clause in Clause.objects.of(version):
            for duty in duties.get(clause.pk, ()):
                found.setdefault(duty, named(clause.number, clause.heading))
        return found

    def why(self, code: str) -> Text:
        """The clause that the obligation ``code`` carries out; "" when none is confirmed."""
        return next((self.clauses[d] for d in duties(code) if d in self.clauses), "")


def named(number: str, heading: str) -> Text:
    found: Text = filled(_("Clause %(number)s %(heading)s"), {"number": number, "heading": heading})
    return found


def duties(code: str) -> Sequence[str]:
    return obligations[code].duties if code in obligations else ()
