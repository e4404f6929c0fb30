"""People of contractors acknowledge through their supplier's person in charge: by a link, or by a sheet.

Instructions to a contractor's people go through the supplier (auditor's rule on 請負・準委任), so the
link names the people of one supplier, and what comes back is recorded as declared, with its source.
"""

from collections import defaultdict
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.domains.documents.agreeing import sections_for
from sekisho.domains.documents.models import Campaign, Clause
from sekisho.domains.documents.through import told
from sekisho.domains.people.models import Company, Person
from sekisho.notices import suppliers as by_mail
from sekisho.notices.suppliers import CONTRACTOR, GOOD_FOR, PURPOSE
from sekisho.registers import guard, links, notes, parse
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Denied, Invalid, Missing
from sekisho.registers.register import registry
from sekisho.web.doors import open_door
from sekisho.web.policy import texts
from sekisho.web.policy.campaign import campaign_or_404
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request


def people_of(campaign: Campaign, supplier: str, on: date) -> list[Person]:
    """The supplier's people whom the request asks and who have not been told yet, by name."""
    return list(by_mail.missing(campaign, on).filter(supplier=supplier))


def suppliers(request: Request, campaign: Campaign) -> list[dict[str, Any]]:
    """Suppliers with people who have not been told, as far as the reader may see them."""
    on = request.act().on
    seen = guard.visible(request.actor, registry["people"], on)
    found: dict[str, list[Person]] = defaultdict(list)
    for person in by_mail.missing(campaign, on).filter(pk__in=seen.values("pk")):
        found[person.supplier].append(person)
    return [
        {"name": name, "contact": people[0].supplier_contact, "n": len(people), "key": people[0].pk}
        for name, people in found.items()
    ]


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    """For those who lead: a sheet to print, a link to hand over, and recording a sheet that came back."""
    request = cast("Request", request)
    request.place = "policy"
    campaign = campaign_or_404(request, pk)
    if not allowed(request, "change", registry["campaigns"], campaign):
        raise Denied("campaigns.change", ())
    today = request.act().on
    one = guard.visible(request.actor, registry["people"], today).filter(pk=person).first()
    if one is None or one.employment != CONTRACTOR:
        raise Http404(str(person))
    link, problems = "", []
    do = request.POST.get("do", "")
    if do == "link":
        link = by_mail.link(request.act(), campaign, one)
    elif do in BESIDE:
        BESIDE[do](request, campaign, one)
        return redirect("campaign-sheet", pk=campaign.pk, person=one.pk)
    elif request.method == "POST":
        try:
            n = _returned(request, campaign, one.supplier)
        except Invalid as refused:
            problems = [t for ts in refused.problems.values() for t in ts]
        else:
            messages.success(request, _("Recorded for %(n)s people.") % {"n": n})
            return redirect("campaign", pk=campaign.pk)
    context = _shown(campaign, one.supplier, today) | {
        "title": _("Through the supplier"),
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (campaign.title, reverse("campaign", args=[campaign.pk])),
            (one.supplier, ""),
        ],
        "contact": one.supplier_contact,
        "mail": one.supplier_email,
        "open": by_mail.open_links(campaign, one.supplier, request.act()).first(),
        "link": link,
        "days": GOOD_FOR.days,
        "problems": problems,
        "wrong": bool(problems),
        "given": request.POST,
        "today": today,
    }
    return render(
        request, "web/policy/through_sheet.html", context, status=422 if problems else 200
    )


def _mail(request: Request, campaign: Campaign, one: Person) -> None:
    """Send the link to the supplier's person in charge now."""
    act = request.act()
    if by_mail.write_to(act, campaign, people_of(campaign, one.supplier, act.on)):
        words = _("The link was sent to %(contact)s (%(supplier)s).") % {
            "contact": one.supplier_contact, "supplier": one.supplier,
        }  # fmt: skip
        notes.comment(registry["campaigns"], act, campaign, words)
        messages.success(request, words)
    else:
        messages.info(request, _("Nothing was sent: there is no address, or it was sent today."))


def _revoke(request: Request, campaign: Campaign, one: Person) -> None:
    act = request.act()
    if by_mail.revoke(act, campaign, one.supplier):
        words = _("The link for %(supplier)s was revoked.") % {"supplier": one.supplier}
        notes.comment(registry["campaigns"], act, campaign, words)
        messages.success(request, words)


BESIDE = {"mail": _mail, "revoke": _revoke}


def _shown(campaign: Campaign, supplier: str, on: date) -> dict[str, Any]:
    version = campaign.version
    return {
        "campaign": campaign,
        "supplier": supplier,
        "name": f"{texts.title(version.document)} {version.label}",
        "people": people_of(campaign, supplier, on),
        "sections": sections_for(campaign, CONTRACTOR),
    }


def _returned(request: Request, campaign: Campaign, supplier: str) -> int:
    """A signed sheet that came back is recorded by whoever leads, with the place where it is kept."""
    act, raw = request.act(), request.POST
    source = raw.get("source", "").strip()
    if not source:
        raise Invalid({"source": [_("Say where the earlier record is kept.")]})
    try:
        on = parse.day(None, raw.get("on", ""))  # type: ignore[arg-type]
    except parse.Unfit as unfit:
        raise Invalid({"on": [unfit.text]}) from None
    chosen = _chosen(request, people_of(campaign, supplier, act.on))
    return len(told(act, campaign, chosen, on, source))


def _chosen(request: HttpRequest, people: list[Person]) -> list[Person]:
    picked = set(request.POST.getlist("person"))
    chosen = [person for person in people if str(person.pk) in picked]
    if not chosen:
        raise Invalid({"person": [_("Please choose at least one person.")]})
    return chosen


@open_door
@require_http_methods(["GET", "HEAD", "POST"])
def through(request: HttpRequest, token: str) -> HttpResponse:
    """What the supplier's person in charge sees: the text, their people, and one button."""
    at = timezone.now()
    try:
        held = links.peek(token, PURPOSE, at, request.META.get("REMOTE_ADDR", ""))
    except Missing:
        raise Http404 from None
    act = Act.now(service("operator"), at, "link", settings.TIME_ZONE)
    campaign = Campaign.objects.present().select_related("version__document").filter(pk=held.rec)
    one, person = campaign.first(), Person.objects.present().filter(pk=held.person).first()
    if one is None or person is None:
        raise Http404
    problems: list[Any] = []
    done = 0
    if request.method == "POST":
        try:
            done = _said(request, act, one, person, token)
        except Invalid as refused:
            problems = [t for ts in refused.problems.values() for t in ts]
    language = one.version.language
    context = _shown(one, person.supplier, act.on) | {
        "title": _("Confirmation by the person in charge"),
        "company": Company.objects.present().first(),
        "clauses": [
            {"clause": c, "said": texts.said(c, language), "other": None, "head": ""}
            for c in Clause.objects.of(one.version)
        ],
        "contact": request.POST.get("contact", person.supplier_contact),
        "problems": problems,
        "done": done,
    }
    return render(request, "web/policy/through.html", context, status=422 if problems else 200)


@transaction.atomic
def _said(request: HttpRequest, act: Act, campaign: Campaign, person: Person, token: str) -> int:
    """Record whom the person in charge has told; the source names them and the way."""
    contact = request.POST.get("contact", "").strip()[:120]
    if not contact:
        raise Invalid({"contact": [_("Please give your name.")]})
    chosen = _chosen(request, people_of(campaign, person.supplier, act.on))
    held = links.use(token, PURPOSE, act.at)
    source = _("Confirmed by %(contact)s, person in charge at %(supplier)s, by link no. %(link)s.") % {
        "contact": contact, "supplier": person.supplier, "link": str(held.pk)[:8],
    }  # fmt: skip
    return len(told(act, campaign, chosen, act.on, source))
