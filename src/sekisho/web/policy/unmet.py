"""The subjects that do not meet a clause's items, as far as the reader may see the records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldError
from django.db.models import Case, CharField, Count, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.domains.people.models import Person
from sekisho.findings.finding import Finding
from sekisho.obligations.judge import State
from sekisho.obligations.obligation import Obligation, obligations
from sekisho.registers import guard
from sekisho.registers.actor import Actor
from sekisho.registers.labels import HIDDEN, Called, Reader, called
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.work.doing import adding

EACH = 20
LAST = date(9999, 12, 31)
ORDER = (State.OVERDUE, State.DUE_SOON, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Row:
    """One subject of one item."""

    label: str
    href: str
    unit: str
    item: str
    state: str
    word: str
    due: date | None
    since: date
    times: int
    who: str
    act: str
    act_href: str
    spare: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """A page of rows; ``chips`` narrow by state, ``following`` is the cursor of the next page."""

    rows: list[Row]
    total: int
    chips: list[dict[str, Any]]
    following: str
    later: bool
    wanted: str = ""


def unmet(request: Request, codes: Sequence[str], on: date) -> Unmet:
    """What stood open on ``on``, due first; ``?state=`` narrows, ``?after=`` goes on."""
    base = open_rows(request.actor, codes, on, request.act().on)
    counts = dict(base.order_by().values("then").annotate(n=Count("pk")).values_list("then", "n"))
    wanted = request.GET.get("state", "")
    rows = base.filter(then=wanted) if wanted in counts else base
    page = list(_after(rows, request.GET.get("after", "")).order_by("by", "pk")[: EACH + 1])
    following = _cursor(page[EACH - 1]) if len(page) > EACH else ""
    return Unmet(
        rows=_rows(request, page[:EACH], on),
        total=sum(counts.values()),
        chips=_chips(request, counts, wanted),
        following=following,
        later=bool(request.GET.get("after")),
        wanted=wanted if wanted in counts else "",
    )


def open_rows(actor: Actor, codes: Iterable[str], on: date, today: date) -> "QuerySet[Any]":
    """Findings open on ``on`` whose records ``actor`` may read, with ``then`` (state) and ``by``."""
    wanted = [obligations[code] for code in codes if code in obligations]
    seen = Q(pk__in=())
    for name in {one.register_name for one in wanted}:
        records = guard.visible(actor, registry[name], today)
        seen |= Q(kind=name, rec__in=records.order_by().values("pk"))
    rows = Finding.objects.open_on(on).filter(obligation__in=[one.code for one in wanted])
    then = Case(
        When(overdue_on__lte=on, then=Value(State.OVERDUE.value)),
        When(state=State.OVERDUE, then=Value(State.DUE_SOON.value)),
        default=F("state"),
        output_field=CharField(),
    )
    by = Coalesce("due", Value(LAST), output_field=DateField())
    return rows.filter(seen).annotate(then=then, by=by)


def _cursor(last: Any) -> str:
    return f"{last.by:%Y%m%d}-{last.pk.hex}"


def _after(rows: "QuerySet[Any]", raw: str) -> "QuerySet[Any]":
    """Rows behind a cursor; one that cannot be read starts from the beginning."""
    day, _dash, key = raw.partition("-")
    try:
        at, pk = date(int(day[:4]), int(day[4:6]), int(day[6:8])), UUID(key)
    except ValueError:
        return rows
    return rows.filter(Q(by__gt=at) | Q(by=at, pk__gt=pk))


def _chips(request: Request, counts: dict[str, int], wanted: str) -> list[dict[str, Any]]:
    def href(state: str) -> str:
        params = request.GET.copy()
        for name in ("after", "state"):
            params.pop(name, None)
        if state:
            params["state"] = state
        return f"?{params.urlencode()}#unmet" if params else f"{request.path}#unmet"

    every = {
        "title": _("All"),
        "count": sum(counts.values()),
        "href": href(""),
        "current": not wanted,
    }
    return [every] + [
        {"title": s.label, "count": counts[s], "href": href(s), "current": s == wanted}
        for s in ORDER
        if counts.get(s)
    ]


def _rows(request: Request, page: Sequence[Any], on: date) -> list[Row]:
    subjects = _subjects(request, page)
    hidden = _hidden(request, [f for f in page if f.rec not in subjects])
    people = _names(page)
    words = dict(State.choices)
    today = on == request.act().on
    return [
        _row(request, f, subjects.get(f.rec), hidden.get(f.rec), people, words, now=today)
        for f in page
    ]


def _hidden(request: Request, rows: Sequence[Any]) -> dict[UUID, Called]:
    """How those may be called that the reader may not see."""
    reader = Reader(request.actor, request.act().on)
    found: dict[UUID, Called] = {}
    for name in {f.kind for f in rows}:
        found |= called(registry[name], [f.rec for f in rows if f.kind == name], reader)
    return found


def _subjects(request: Request, page: Sequence[Any]) -> dict[UUID, tuple[Any, str]]:
    """Record and name of its unit, by id: two queries for each kind on the page."""
    found: dict[UUID, tuple[Any, str]] = {}
    for name in {f.kind for f in page}:
        register = registry[name]
        ids = [f.rec for f in page if f.kind == name]
        rows = guard.visible(request.actor, register, request.act().on).filter(pk__in=ids)
        units = unit_names(register, rows)
        found |= {record.pk: (record, units.get(record.pk, "")) for record in rows}
    return found


def unit_names(register: Register[Any], rows: "QuerySet[Any]") -> dict[UUID, str]:
    """The unit of each record, where the register has one."""
    if not register.unit_path or register.unit_path in {"id", "pk"}:
        return {}
    try:
        pairs = rows.order_by().values_list("pk", f"{register.unit_path}__name")
    except FieldError:
        return {}
    return {pk: name or "" for pk, name in pairs}


def _names(page: Sequence[Any]) -> dict[UUID, str]:
    ids = {f.assignee for f in page if f.assignee}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


def _row(
    request: Request,
    finding: Any,
    subject: tuple[Any, str] | None,
    hidden: Called | None,
    people: dict[UUID, str],
    words: dict[Any, Any],
    *,
    now: bool,
) -> Row:
    one = obligations[finding.obligation]
    register = registry[finding.kind]
    record, unit = subject or (None, "")
    act, href = button(request, one, register, record) if now and record else ("", "")
    return Row(
        label=register.label(record) if record else hidden.words if hidden else str(HIDDEN),
        href=cells.address(register, record) if record and register.listed else "",
        unit=unit,
        item=str(one.title),
        state=finding.then,
        word=str(words[finding.then]),
        due=finding.due,
        since=finding.opened_on,
        times=finding.times,
        who=people.get(finding.assignee, ""),
        act=act,
        act_href=href,
        spare=_spare(request, finding) if now and record else "",
    )


def button(
    request: Request, one: Obligation, register: Register[Any], record: Any
) -> tuple[str, str]:
    """The one button that closes it, for whoever may press it: words and address."""
    if one.verb in {"change", *schema(register).writable} and allowed(
        request, "change", register, record
    ):
        href = reverse("edit", args=[register.name, str(record.pk)])
        field = f"#f-{one.verb}" if one.verb != "change" else ""
        return str(one.act or _("Change")), href + field
    moves = {move.name for move in register.life.moves} if register.life else set()
    if one.verb in moves and allowed(request, one.verb, register, record):
        return str(one.act or _("Open")), f"{cells.address(register, record)}#moves"
    if one.verb == "add" and _mine_to_add(request, register, record):
        return str(one.act or _("Open")), adding(request, one, register, record)
    return "", ""


def _mine_to_add(request: Request, register: Register[Any], record: Any) -> bool:
    """What a person does for themselves (to agree, say) nobody else is sent to."""
    return register.name != "people" or record.pk == request.actor.person


def _spare(request: Request, finding: Any) -> str:
    """Where to ask for an exception, for whoever may ask at all."""
    if not allowed(request, "add", registry["exceptions"]):
        return ""
    return reverse("exception", args=[finding.obligation, finding.rec])
