"""“This mail is suspicious”: one box. Our own exercise is thanked for; everything else is an incident."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.domains.incidents.words import Category, Tri
from sekisho.notices import drill_reports, mails, reception
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid
from sekisho.web.incidents import form
from sekisho.web.request import Request

LONGEST = 20_000


@require_http_methods(["GET", "POST"])
def suspicious(request: HttpRequest) -> HttpResponse:
    """The mail pasted, or saved as .eml; one is enough."""
    asked = cast("Request", request)
    asked.place = "report"
    problems: dict[str, Any] = {}
    text = request.POST.get("text", "").replace("\x00", "")[:LONGEST]
    context: dict[str, Any] = {
        "title": _("Report a suspicious mail"), "crumbs": [(_("Report an incident"), "")],
        "text": text, "phone": reception.PHONE(),
    }  # fmt: skip
    if request.method == "POST":
        act = asked.act()
        try:
            known, number = _taken(asked, act, text)
        except Invalid as invalid:
            problems = invalid.problems
        else:
            if known is None:
                return redirect("report-sent", number=number)
            more = {"title": drill_reports.title(), "counted": known.counted}
            return render(request, "web/drills/thanks.html", context | more)
    status = 422 if problems else 200
    return render(
        request, "web/drills/suspicious.html", context | {"problems": problems}, status=status
    )


def _taken(request: Request, act: Act, text: str) -> tuple[drill_reports.Known | None, str]:
    """The drill it was, or the number of the incident it became. Raises Invalid."""
    file = request.FILES.get("photo")
    mail = None
    if file is not None and (file.name or "").lower().endswith(".eml"):
        mail = mails.read(file.read(mails.LARGEST))
        file.seek(0)
    if not text.strip() and file is None:
        raise Invalid({"text": [_("Please paste the mail, or attach it.")]})
    known = drill_reports.recognise(text, act.at)
    if known is None and mail is not None:
        known = drill_reports.recognise_mail(mail, act.at)
    if known is not None:
        return known, ""
    said = text.strip() or (mail.subject if mail else "") or _("See the file attached.")
    person = request.account.person
    values = {
        "category": Category.PHISHING, "title": said.splitlines()[0][:60], "text": said,
        "noticed_at": act.at, "personal_data": Tri.UNKNOWN, "unit": person.unit_id if person else None,
    }  # fmt: skip
    got = reception.receive(act, values, form.pieces(request))
    return None, got.incident.number
