"""Where the work of a task is done: the record, its form, a list, or the task's own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.findings.finding import Finding
from sekisho.findings.task import Task
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.registers import guard
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed
from sekisho.web.register.lookup import handle
from sekisho.web.request import Request
from sekisho.web.work.links import address_of

FORMS = frozenset({"change"})


@dataclass(frozen=True, slots=True)
class Way:
    """One button: its words and where it leads."""

    action: Any
    href: str
    about: str = ""
    """The one record the task is about; "" when there are several, or it is the person in charge."""


def page_of(task: Task) -> str:
    """The task's own page."""
    return reverse("task", kwargs={"key": task.number})


def rule_of(task: Task) -> Obligation | None:
    """The obligation whose records close the task; None for one that somebody wrote."""
    return next((one for one in obligations if one.code == task.obligation), None)


def findings_of(tasks: Iterable[Task]) -> dict[UUID, list[Finding]]:
    """The open findings behind each task, in one query."""
    held = [task for task in tasks if task.obligation]
    pairs = Q(pk__in=[])
    for task in held:
        pairs |= Q(obligation=task.obligation, assignee=task.assignee_id)
    rows = list(Finding.objects.open().filter(pairs).order_by("due", "opened_on", "pk")[:2000])
    by: dict[tuple[str, UUID | None], list[Finding]] = {}
    for row in rows:
        by.setdefault((row.obligation, row.assignee), []).append(row)
    return {task.pk: by.get((task.obligation, task.assignee_id), []) for task in held}


def ways(request: Request, tasks: Iterable[Task]) -> dict[UUID, Way]:
    """The button of each task. One finding leads straight to its record; more, to the task's page."""
    held = list(tasks)
    records = single(request, held)
    return {task.pk: _way(request, task, rule_of(task), records.get(task.pk)) for task in held}


def _way(request: Request, task: Task, one: Obligation | None, record: Any) -> Way:
    if one is not None and record is not None and for_themselves(request, one, record):
        return Way(_("See whose it is"), page_of(task), name_of(task, record))
    if one is None or record is None:
        words = one.act if one is not None and one.act else _("Open")
        return Way(words, (one and page_for(one)) or page_of(task))
    return Way(one.act or _("Open"), place(request, one, record), name_of(task, record))


def for_themselves(request: Request, one: Obligation, record: Any) -> bool:
    """What only the person does (to agree, say), while somebody else answers for them: a supplier's
    staff are asked through the one in charge of them, who cannot agree in their place."""
    return (
        one.register_name == "people"
        and record.pk != request.actor.person
        and one.verb == "add"
        and "acknowledgements" in one.reads
    )


def single(request: Request, tasks: Iterable[Task]) -> dict[UUID, Any]:
    """The record behind each task that is about one record only, as far as the actor may see it."""
    alone = {pk: rows[0] for pk, rows in findings_of(tasks).items() if len(rows) == 1}
    records = subjects(request, alone.values())
    return {pk: records[one.rec] for pk, one in alone.items() if one.rec in records}


def name_of(task: Task, record: Any) -> str:
    """What to call the task's record; nothing when it is the person in charge."""
    one = rule_of(task)
    if one is None or record is None or record.pk == task.assignee_id:
        return ""
    return str(registry[one.register_name].label(record))


PAGES = {"acknowledgements": "acknowledge", "appointments": "direction"}
"""What is added on a page of its own: the register and the name of that page."""
MADE_FOR = {"role-duties-acknowledged": "my-duties", "role-sheets-in-force": "role-duties",
    **dict.fromkeys(("trained-on-joining", "training-current", "courses-taken",
                     "understanding-tested"), "learn"),
    "found-services-triaged": "cloud", "services-looked-for": "cloud", "awareness-posted": "awareness", "units-made-aware": "awareness", "units-guided": "awareness"}  # fmt: skip
"""Rules with a page made for them."""
BESIDE = {"translations-in-step": ("pairs", "version_id")}
"""Rules whose records are put right on a page of what they belong to: its name, the column."""


def place(request: Request, one: Obligation, record: Any) -> str:
    """Where ``record`` is put right: its form when something is to be filled in, the form of the
    register that lacks a record when one is to be added, else its page."""
    register = registry[one.register_name]
    if one.code in BESIDE:
        page, column = BESIDE[one.code]
        return address_of(page, getattr(record, column))
    added = (one.verb == "add" or one.code in MADE_FOR) and not for_themselves(request, one, record)
    if added and (href := adding(request, one, register, record)):
        return href
    if not register.listed:
        return ""
    if register.name == "review_items":  # decided on the page of its review, among the others
        return reverse("review", kwargs={"number": record.campaign.number})
    if one.verb in FORMS and allowed(request, "change", register, record):
        return reverse("edit", kwargs={"name": register.name, "key": key(record)})
    return cells.address(register, record)


def page_for(one: Obligation) -> str:
    """The page made for what ``one`` lacks; "" if none. Many rules read appointments only to know
    who answers: it is the lack itself where the company or a unit has nothing else to add."""
    if one.code in MADE_FOR:
        return address_of(MADE_FOR[one.code])
    if one.verb != "add":
        return ""
    others = [n for n, path in one.reads.items() if path is None and n not in PAGES]
    for name in one.reads:
        seat = one.register_name == "units" or (one.register_name == "companies" and not others)
        if name in PAGES and (name != "appointments" or seat):
            return address_of(PAGES[name])
    return ""


def adding(request: Request, one: Obligation, about: Register[Any], record: Any) -> str:
    """The form for the missing record, with the reference to ``record`` filled in; "" if none."""
    if href := page_for(one):
        return href
    for name, path in one.reads.items():
        target = registry.get(name)
        if target is None:
            continue
        if about.name == "companies" and path is None and name not in PAGES:
            return reverse("new", kwargs={"name": name}) if allowed(request, "add", target) else ""
        if not path or name == about.name or not target.listed:
            continue
        points = [f for f in schema(target).references if f.target == about.name and f.writable]
        if points and allowed(request, "add", target):
            query = urlencode({points[0].name: handle(about, record)})
            return f"{reverse('new', kwargs={'name': name})}?{query}"
    return ""


def key(record: Any) -> str:
    return str(getattr(record, "number", "") or record.pk)


def subjects(request: Request, findings: Iterable[Finding]) -> dict[UUID, Any]:
    """The records that findings are about, as far as the actor may see them; a query a register."""
    wanted: dict[str, list[UUID]] = {}
    for finding in findings:
        wanted.setdefault(finding.kind, []).append(finding.rec)
    found: dict[UUID, Any] = {}
    for kind, ids in wanted.items():
        register: Register[Any] | None = registry.get(kind)
        if register is None:
            continue
        rows = guard.visible(request.actor, register, request.act().on)
        for start in range(0, len(ids), 500):
            part = rows.filter(pk__in=ids[start : start + 500])
            found |= {record.pk: record for record in part}
    return found
