"""Writing to those who can put a clause's records in order: chosen by name, sent once a day, recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sekisho.connectors.outbox import Channel, Draft, queue_many
from sekisho.domains.people.models import Account, Person
from sekisho.obligations.obligation import obligations
from sekisho.registers import guard, notes
from sekisho.registers.errors import Denied
from sekisho.registers.register import registry
from sekisho.web.dates import day
from sekisho.web.policy import texts
from sekisho.web.policy.clause import Place, place_of
from sekisho.web.policy.unmet import open_rows
from sekisho.web.request import Request

LONGEST = 500
STATES = ("overdue", "due_soon", "unknown")


@dataclass(slots=True)
class Whom:
    """Somebody in charge: how many records, of which items, the first due date."""

    person: Person
    away: bool
    items: dict[str, int] = field(default_factory=dict)
    due: date | None = None

    @property
    def n(self) -> int:
        return sum(self.items.values())

    @property
    def reachable(self) -> bool:
        return bool(self.person.email) and not self.away


def may(request: Request) -> bool:
    """Whoever may give others a task may also write to them about one."""
    return bool(guard.guard().reach(request.actor, "add", registry["tasks"]))


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, number: str) -> HttpResponse:
    request = cast("Request", request)
    request.place = "policy"
    if not may(request):
        raise Denied("tasks.add", [("role", _("None of your roles allows this."))])
    place = place_of(request, number, request.act().on)
    if place.stood is None:
        raise Http404(number)
    state = request.GET.get("state", "")
    found, nobody = concerned(request, place, state)
    if request.method == "POST":
        asked = set(request.POST.getlist("who"))
        told = [one for one in found if str(one.person.pk) in asked and one.reachable]
        return _send(request, place, told, request.POST.get("note", "")[:LONGEST].strip())
    name, label = texts.title(place.version.document), f"{number} {texts.heading(place.clause)}"
    context = {
        "title": _("Write to those in charge"),
        "crumbs": [
            (name, reverse("policy")),
            (label.strip(), _back(place)),
            (_("Write to those in charge"), ""),
        ],
        "place": place,
        "found": found,
        "nobody": nobody,
        "back": _back(place),
        "longest": LONGEST,
        "on": place.on,
    }
    return render(request, "web/policy/contact.html", context)


def _back(place: Place) -> str:
    return reverse("clause", args=[place.clause.number])


def concerned(request: Request, place: Place, state: str) -> tuple[list[Whom], int]:
    """Who is in charge of what the reader sees out of order, late first; and of how many nobody is."""
    rows = open_rows(request.actor, place.codes, place.on, request.act().on)
    if state in STATES:
        rows = rows.filter(then=state)
    lines = list(rows.values_list("assignee", "obligation", "due"))
    ids = {assignee for assignee, _code, _due in lines if assignee}
    here = set(Person.objects.at_work(place.on).filter(pk__in=ids).values_list("pk", flat=True))
    people = Person.objects.present().filter(pk__in=ids).select_related("unit")
    by = {one.pk: Whom(one, one.pk not in here) for one in people}
    nobody = 0
    for assignee, code, due in lines:
        whom = by.get(assignee)
        if whom is None:
            nobody += 1
            continue
        whom.items[code] = whom.items.get(code, 0) + 1
        whom.due = min(filter(None, (whom.due, due)), default=None)
    last = date(9999, 12, 31)
    return sorted(by.values(), key=lambda one: (one.due or last, one.person.kana)), nobody


def _send(request: Request, place: Place, told: list[Whom], said: str) -> HttpResponse:
    act = request.act()
    with transaction.atomic():
        n = queue_many(_mails(request, place, told, said), act.at)
        if n:
            words = ngettext("%(n)s person was written to.", "%(n)s people were written to.", n)
            names = _("、").join(one.person.name for one in told)
            kept = "\n".join(filter(None, (words % {"n": n}, names, said)))
            notes.comment(registry["clauses"], act, place.clause, kept)
            messages.success(request, words % {"n": n})
    if not n:
        words = _(
            "Nobody was written to: nobody was chosen, or they were written to today already."
        )
        messages.info(request, words)
    return redirect(_back(place))


def _mails(request: Request, place: Place, told: Iterable[Whom], said: str) -> list[Draft]:
    held = list(told)
    ids = [one.person.pk for one in held]
    tongues = dict(Account.objects.filter(person__in=ids).values_list("person", "language"))
    return [_mail(request, place, one, said, tongues.get(one.person.pk, "ja")) for one in held]


def _mail(request: Request, place: Place, one: Whom, said: str, language: str) -> Draft:
    """What, why, by when, one link (ux.md §6); of records only how many."""
    with translation.override(language):
        lines = [
            "・" + _("%(what)s (%(n)s)") % {"what": obligations[code].remedy, "n": n}
            for code, n in one.items.items()
        ]
        told: dict[str, Any] = {
            "name": one.person.name,
            "sender": request.account.name,
            "clause": f"{texts.title(place.version.document)} {place.clause.number}",
            "what": "\n".join(lines),
            "due": _("By %(day)s") % {"day": day(one.due)} + "\n" if one.due else "",
            "said": f"\n{said}\n" if said else "",
            "href": settings.BASE_URL.rstrip("/") + reverse("tasks"),
        }
        text = _(
            "Dear %(name)s\n\n%(sender)s asks you to put in order what %(clause)s asks for.\n\n"
            "%(what)s\n%(due)s%(said)s\n%(href)s\n"
        )
        return Draft(
            channel=Channel.MAIL, to=one.person.email, text=text % told,
            subject=(_("Please put in order: %(clause)s") % told)[:200],
            dedupe=f"contact:{place.clause.pk}:{one.person.pk}:{place.on:%Y%m%d}",
            kind="clauses", rec=place.clause.pk, person=one.person.pk,
        )  # fmt: skip
