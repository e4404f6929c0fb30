"""A request to acknowledge, for those who lead: who has, who has not, and reminding them."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sekisho.connectors.outbox import Channel, Draft, queue_many
from sekisho.domains.documents.models import Acknowledgement, Campaign
from sekisho.domains.people.models import Account, Person
from sekisho.obligations.role_duties import holding
from sekisho.registers import guard, notes
from sekisho.registers.register import registry
from sekisho.web.dates import day
from sekisho.web.policy import texts
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request

EACH = 50


def campaign_or_404(request: Request, pk: UUID) -> Campaign:
    rows = guard.visible(request.actor, registry["campaigns"], request.act().on)
    found: Campaign | None = rows.select_related("version__document").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def people(request: Request, one: Campaign) -> "QuerySet[Any]":
    """Whom the request asks, of the people the reader may see; annotated ``has`` and ``away``."""
    on = request.act().on
    seen = guard.visible(request.actor, registry["people"], on)
    asked = (
        seen.in_service(on).filter(employment__in=one.audience)
        if one.audience
        else seen.in_service(on)
    )
    if role := one.version.document.role:
        asked = holding(asked, role, on)
    given = Acknowledgement.objects.by(on).filter(version=one.version_id, person=OuterRef("pk"))
    here = Person.objects.at_work(on).filter(pk=OuterRef("pk"))
    found: QuerySet[Any] = asked.annotate(has=Exists(given), away=~Exists(here))
    return found


@require_safe
def campaign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those who have not come first; ``?who=has`` the others."""
    request = cast("Request", request)
    request.place = "policy"
    one = campaign_or_404(request, pk)
    rows = people(request, one)
    total, has = rows.count(), rows.filter(has=True).count()
    wanted = request.GET.get("who") == "has"
    page = list(_after(rows.filter(has=wanted), request.GET.get("after", ""))[: EACH + 1])
    name = f"{texts.title(one.version.document)} {one.version.label}"
    context = {
        "title": one.title,
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (name, reverse("document", args=[one.version.document_id]) + f"?v={one.version_id}"),
            (_("Acknowledgements"), ""),
        ],
        "campaign": one,
        "name": name,
        "total": total,
        "has": has,
        "missing": total - has,
        "chips": chips(has, total - has, had=wanted),
        "rows": drawn(request, one, page[:EACH]),
        "following": f"{page[EACH - 1].kana}~{page[EACH - 1].pk}" if len(page) > EACH else "",
        "had": wanted,
        "today": request.act().on,
        "may_remind": allowed(request, "change", registry["campaigns"], one),
        "may_declare": allowed(request, "add", registry["acknowledgements"]),
        "suppliers": _suppliers(request, one),
    }
    return render(request, "web/policy/campaign.html", context)


def _suppliers(request: Request, one: Campaign) -> list[dict[str, Any]]:
    """Those through whom contractors' people are asked; only for whoever leads."""
    from sekisho.web.policy.through import suppliers

    leads = allowed(request, "change", registry["campaigns"], one)
    return suppliers(request, one) if leads else []


def chips(has: int, missing: int, *, had: bool) -> list[dict[str, Any]]:
    return [
        {"title": _("Not yet"), "count": missing, "href": "?", "current": not had},
        {"title": _("Agreed"), "count": has, "href": "?who=has", "current": had},
    ]


def _after(rows: "QuerySet[Any]", raw: str) -> "QuerySet[Any]":
    kana, _mark, key = raw.rpartition("~")
    ordered = rows.select_related("unit").order_by("kana", "pk")
    try:
        pk = UUID(key)
    except ValueError:
        return ordered
    return ordered.filter(Q(kana__gt=kana) | Q(kana=kana, pk__gt=pk))


def drawn(request: Request, one: Campaign, page: list[Any]) -> list[dict[str, Any]]:
    """Rows of the table; when they agreed is read only for those on the page."""
    given = {
        a.person_id: a
        for a in guard.visible(
            request.actor, registry["acknowledgements"], request.act().on
        ).filter(version=one.version_id, person__in=[p.pk for p in page])
    }
    return [
        {
            "name": p.name,
            "href": cells.address(registry["people"], p),
            "unit": p.unit.name if p.unit_id else "",
            "due": one.due_on(p.starts_on),
            "away": p.away,
            "given": given.get(p.pk),
        }
        for p in page
    ]


@require_POST
def remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask those who have not agreed once more, at most once a day; people on leave are left alone."""
    request = cast("Request", request)
    one = campaign_or_404(request, pk)
    register, act = registry["campaigns"], request.act()
    guard.demand(request.actor, "change", register, one, act.on)
    href = settings.BASE_URL.rstrip("/") + reverse("acknowledge-one", args=[one.pk])
    waiting = list(people(request, one).filter(has=False, away=False))
    tongues = _languages(waiting)
    with transaction.atomic():
        drafts = [_mail(one, p, href, act.on, tongues.get(p.pk, "ja")) for p in waiting if p.email]
        n = queue_many(drafts, act.at)
        if n:
            words = ngettext("%(n)s person was reminded.", "%(n)s people were reminded.", n) % {
                "n": n
            }
            notes.comment(register, act, one, words)
    if n:
        messages.success(request, words)
    else:
        messages.info(
            request,
            _("Nobody was written to: everyone has agreed, is on leave, or was reminded today."),
        )
    return redirect("campaign", pk=one.pk)


def _languages(waiting: list[Person]) -> dict[UUID, str]:
    ids = [p.pk for p in waiting]
    return dict(Account.objects.filter(person__in=ids).values_list("person", "language"))


def _mail(one: Campaign, person: Person, href: str, on: date, language: str) -> Draft:
    """What, why, by when, one link (ux.md §6)."""
    with translation.override(language):
        said = {
            "name": person.name,
            "what": f"{texts.title(one.version.document)} {one.version.label}",
            "minutes": one.minutes,
            "day": day(one.due_on(person.starts_on)),
            "href": href,
        }
        subject = _("Please read: %(what)s") % said
        text = _(
            "Dear %(name)s\n\nPlease read %(what)s and agree to it. It takes about %(minutes)s minutes.\n"
            "Due: %(day)s\n\n%(href)s\n"
        )
        return Draft(
            channel=Channel.MAIL, to=person.email, subject=subject[:200], text=text % said,
            dedupe=f"acknowledge:{one.pk}:{person.pk}:{on:%Y%m%d}",
            kind="campaigns", rec=one.pk, person=person.pk,
        )  # fmt: skip
