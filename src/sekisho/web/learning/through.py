"""Courses by a supplier's link: its people, each under their own name, without an account."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.education.models import CourseAssignment
from sekisho.domains.education.words import DONE, OPEN
from sekisho.domains.people.models import Company, Person
from sekisho.notices import course_links
from sekisho.notices.suppliers import CONTRACTOR
from sekisho.registers import guard, links
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Denied, Missing
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.doors import open_door
from sekisho.web.learning import course as pages
from sekisho.web.learning import desk as desks
from sekisho.web.learning import quiz as tests
from sekisho.web.learning.desk import Desk
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request

places.add(
    places.Page("registers", "learn-suppliers", gettext_lazy("Courses through suppliers"),
                roles=frozenset({"director", "deputy", "chair", "committee", "manager"}), order=191)
)  # fmt: skip
SHELL = "web/learning/plain.html"


def _opened(request: HttpRequest, token: str) -> tuple[Act, str]:
    """The act by the link, and the supplier it is for."""
    now = timezone.now()
    act = Act.now(service("operator"), now, "link", settings.TIME_ZONE)
    caller = request.META.get("REMOTE_ADDR", "")
    try:
        look = links.use if request.method == "POST" else links.peek
        held = look(token, course_links.PURPOSE, now, caller, course_links.PER_LINK)
    except Missing:
        raise Http404 from None
    one = Person.objects.present().filter(pk=held.person).first()
    if one is None or not one.supplier:
        raise Http404
    return act, one.supplier


def _rows(supplier: str, act: Act) -> Any:
    people = Person.objects.in_service(act.on).filter(employment=CONTRACTOR, supplier=supplier)
    rows = CourseAssignment.objects.present().filter(person__in=people, state__in=(*OPEN, *DONE))
    return rows.select_related("person", "course", "version__course").order_by("person__kana", "pk")


@open_door
@require_safe
def people(request: HttpRequest, token: str) -> HttpResponse:
    act, supplier = _opened(request, token)
    rows = [
        {"name": one.person.name, "course": str(one.course), "minutes": one.course.minutes,
         "due": one.due_on, "done": one.state in DONE, "state": one.get_state_display(),
         "href": reverse("take-course", args=[token, one.pk])}
        for one in _rows(supplier, act)
    ]  # fmt: skip
    company = Company.objects.present().first()
    context = {"title": _("Courses"), "supplier": supplier, "company": company, "rows": rows}
    return render(request, "web/learning/people.html", context)


def _desk(request: HttpRequest, token: str, pk: UUID) -> Desk:
    act, supplier = _opened(request, token)
    one = _rows(supplier, act).filter(pk=pk).first()
    if one is None:
        raise Http404(str(pk))
    back = (_("All names"), reverse("take", args=[token]))
    found = desks.at(act, one, "take", (token, pk), SHELL, back)
    if found is None:
        raise Http404(str(pk))
    return found


@open_door
@require_safe
def course(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
    return pages.overview(request, _desk(request, token, pk))


@open_door
@require_http_methods(["GET", "HEAD", "POST"])
def chapter(request: HttpRequest, token: str, pk: UUID, key: str) -> HttpResponse:
    return pages.chapter(request, _desk(request, token, pk), key)


@open_door
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
    return tests.quiz(request, _desk(request, token, pk))


@open_door
@require_safe
def file(request: HttpRequest, token: str, pk: UUID, name: str) -> FileResponse:
    return pages.file(_desk(request, token, pk), name)


@require_http_methods(["GET", "HEAD", "POST"])
def suppliers(request: HttpRequest) -> HttpResponse:
    """For those who lead: which suppliers still have people to train, and their links."""
    asked = cast("Request", request)
    asked.place = "registers"
    act = asked.act()
    if not allowed(asked, "add", registry["course_assignments"]):
        raise Denied("course_assignments.add", ())
    seen = guard.visible(asked.actor, registry["people"], act.on).values("pk")
    found: dict[str, list[CourseAssignment]] = {}
    for one in course_links.waiting(act.on).filter(person__in=seen):
        found.setdefault(one.person.supplier, []).append(one)
    link = ""
    if request.method == "POST":
        rows = next((rows for rows in found.values()
                     if str(rows[0].person_id) == request.POST.get("person")), None)  # fmt: skip
        if rows is None:
            raise Http404
        if request.POST.get("do") != "link":
            _do(asked, act, rows)
            return redirect("learn-suppliers")
        link = course_links.link(act, rows[0].person)
    context = {
        "title": _("Courses through suppliers"),
        "crumbs": [(_("Course assignments"), reverse("list", args=["course_assignments"])),
                   (_("Courses through suppliers"), "")],
        "rows": [_line(name, rows, act) for name, rows in found.items()],
        "link": link,
        "days": course_links.GOOD_FOR.days,
    }  # fmt: skip
    return render(request, "web/learning/suppliers.html", context)


def _line(name: str, rows: list[CourseAssignment], act: Act) -> dict[str, Any]:
    first = rows[0].person
    return {
        "name": name, "contact": first.supplier_contact, "n": len({one.person_id for one in rows}),
        "due": min(one.due_on for one in rows), "key": first.pk,
        "open": course_links.open_link(name, act),
        "mail": any(one.person.supplier_email for one in rows),
    }  # fmt: skip


def _do(request: Request, act: Act, rows: list[CourseAssignment]) -> None:
    supplier = {"supplier": rows[0].person.supplier}
    if request.POST.get("do") == "revoke":
        course_links.revoke(act, rows[0].person.supplier)
        messages.success(request, _("The link for %(supplier)s was revoked.") % supplier)
    elif course_links.write_to(act, rows):
        messages.success(request, _("The link was sent to %(supplier)s.") % supplier)
    else:
        messages.info(request, _("Nothing was sent: there is no address, or it was sent today."))
