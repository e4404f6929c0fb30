"""Report an incident, a suspicion or a near miss: one page, two answers, from a phone if need be.

A plain form that works without scripts and keeps what was written when something is missing.
"""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.incidents.words import Category, Tri
from sekisho.domains.people.appointment import Appointment
from sekisho.domains.people.models import Person
from sekisho.notices import alerts
from sekisho.registers import notes
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.register import registry
from sekisho.registers.rights import Role
from sekisho.web import inputs, places
from sekisho.web.register.finding import record_or_404
from sekisho.web.request import Request

KINDS: tuple[tuple[str, Text], ...] = (
    (Category.MISDELIVERY, gettext_lazy("I sent or showed something to the wrong person")),
    (Category.LOSS, gettext_lazy("Something is lost or stolen")),
    (Category.PHISHING, gettext_lazy("A suspicious mail or screen")),
    (Category.UNAUTHORISED, gettext_lazy("Somebody seems to have used something of mine")),
    (Category.OTHER, gettext_lazy("Something else, or I do not know")),
)
NEXT: dict[str, Text] = {
    Category.MISDELIVERY: gettext_lazy(
        "Do not delete the mail you sent. Do not write to the recipient before your manager has spoken to you."
    ),
    Category.LOSS: gettext_lazy(
        "Write down where you had it last. Do not go looking alone at night; tell the place where it may be."
    ),
    Category.PHISHING: gettext_lazy(
        "Do not delete the mail and do not click any more. If you typed a password, change it now."
    ),
    Category.UNAUTHORISED: gettext_lazy(
        "Do not switch the device off. Change the password from another device."
    ),
    Category.OTHER: gettext_lazy("Leave everything as it is. Somebody will contact you."),
}
places.add(places.Page("report", "report", gettext_lazy("Report an incident"), order=1))


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; after sending, what to do now."""
    asked = cast("Request", request)
    asked.place = "report"
    register = registry["incidents"]
    problems: dict[str, Any] = {}
    given: dict[str, Any] = {"noticed_at": timezone.localtime().strftime("%Y/%m/%d %H:%M")}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in
                 ("category", "noticed_at", "text", "personal_data", "persons", "near_miss")}  # fmt: skip
        try:
            made = write(register, asked.act(), _values(asked, given))
        except Invalid as invalid:
            problems = invalid.problems
        else:
            _attach(asked, made)
            alerts.tell(made, asked.act())
            return redirect("report-sent", number=made.number)
    context = {
        "title": _("Report an incident"),
        "crumbs": [(_("Report an incident"), "")],
        "questions": _questions(given, problems),
        "problems": problems,
        "goes_to": _goes_to(asked),
    }
    return render(request, "web/incidents/report.html", context, status=422 if problems else 200)


def _values(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    """What the register asks for, from the few answers of the form."""
    text = given["text"].strip()
    person = request.account.person
    values = {
        "category": given["category"],
        "title": text.splitlines()[0][:60] if text else "",
        "text": text,
        "noticed_at": given["noticed_at"],
        "personal_data": given["personal_data"] or Tri.UNKNOWN,
        "persons": given["persons"],
        "unit": person.unit_id if person else None,
    }
    if given["near_miss"]:
        values["severity"] = "near_miss"
    return values


def _questions(given: dict[str, Any], problems: dict[str, Any]) -> list[inputs.Input]:
    def errors(*names: str) -> list[Text]:
        return [text for name in names for text in problems.get(name, [])]

    return [
        inputs.Input("category", _("What happened?"), "radio", given.get("category", ""),
                     required=True, choices=KINDS, errors=errors("category")),
        inputs.Input("noticed_at", _("When did you notice?"), "moment", given["noticed_at"],
                     help=_("The present time is filled in."), errors=errors("noticed_at"),
                     mark_optional=False),
        inputs.Input("text", _("What happened, in a word?"), "long", given.get("text", ""),
                     required=True, rows=3,
                     errors=[_("A word is enough, such as “I mistook the address”.")]
                     if errors("text", "title") else []),
        inputs.Input("personal_data", _("Is personal data concerned?"), "radio",
                     given.get("personal_data", ""), mark_optional=False,
                     choices=((Tri.YES, _("Yes, or perhaps")), (Tri.NO, _("No")),
                              (Tri.UNKNOWN, _("I do not know")))),
        inputs.Input("persons", _("About how many people’s?"), "number", given.get("persons", ""),
                     help=_("A guess is enough; leave it empty if you cannot tell."),
                     errors=errors("persons")),
        inputs.Input("near_miss", _("Nothing came of it (near miss)"), "check",
                     given.get("near_miss", "")),
    ]  # fmt: skip


def _attach(request: Request, made: Any) -> None:
    """The photo, if there is one: a file that cannot be kept never loses the report."""
    file = request.FILES.get("photo")
    if file is None:
        return
    try:
        notes.attach(
            registry["incidents"], request.act(), made, cast("Any", file), file.name or "photo"
        )
    except Invalid as invalid:
        for text in invalid.problems.get("file", []):
            messages.warning(request, str(text))


def _goes_to(request: Request) -> str:
    """The manager who is told at once, by name."""
    person: Person | None = request.account.person
    if person is None or person.unit is None:
        return ""
    rows = Appointment.objects.in_force(request.act().on).of(Role.MANAGER)
    manager = rows.filter(unit=person.unit).select_related("person").first()
    return manager.person.name if manager else ""


@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """You did right; this is the number; this is what to do now."""
    asked = cast("Request", request)
    asked.place = "report"
    record = record_or_404(asked, registry["incidents"], number)
    context = {
        "title": _("Your report has arrived"),
        "crumbs": [(_("Report an incident"), ""), (record.number, "")],
        "record": record,
        "next": NEXT.get(record.category, NEXT[Category.OTHER]),
        "told": record.alerts.count(),
    }
    return render(request, "web/incidents/sent.html", context)
