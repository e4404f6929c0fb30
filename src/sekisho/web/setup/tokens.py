"""API tokens in the browser: made for oneself or a service, shown once, revoked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.checkpoint.points import SCOPE
from sekisho.domains.people.account import Account, AccountKind
from sekisho.registers import tokens
from sekisho.registers.actor import service
from sekisho.registers.errors import Invalid
from sekisho.registers.tokens import Token
from sekisho.registers.wareki import parse_day
from sekisho.web.inputs import Input
from sekisho.web.request import Request
from sekisho.web.setup.decisions import entered

DAYS = 90
SHOWN = 100


def _admitted(request: HttpRequest) -> Request:
    asked = entered(request)
    if "admin" not in asked.actor.roles:
        raise PermissionDenied
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The tokens there are. A POST makes one and shows its secret in the answer, nowhere else."""
    asked = _admitted(request)
    problems: dict[str, Any] = {}
    secret = ""
    on = asked.act().on
    given = {
        "name": "",
        "scopes": ["read"],
        "account": str(asked.account.pk),
        "expires_on": (on + timedelta(days=DAYS)).isoformat(),
    }
    if asked.method == "POST":
        given = {
            "name": asked.POST.get("name", ""),
            "scopes": asked.POST.getlist("scopes"),
            "account": asked.POST.get("account", ""),
            "expires_on": asked.POST.get("expires_on", ""),
        }
        try:
            secret = make(asked, given)
        except Invalid as invalid:
            problems = invalid.problems
    rows = list(Token.objects.filter(revoked_at=None).order_by("-id")[:SHOWN])
    names = dict(Account.objects.filter(pk__in={t.account for t in rows}).values_list("pk", "name"))
    names[service("scim").id] = _("Directory service (SCIM)")
    context = {
        "title": _("API tokens"),
        "crumbs": [(_("Settings"), reverse("settings")), (_("API tokens"), "")],
        "secret": secret,
        "tokens": [(t, names.get(t.account, ""), t.expires_on < on) for t in rows],
        "inputs": [] if secret else questions(asked, given, problems),
    }
    return render(asked, "web/setup/tokens.html", context, status=422 if problems else 200)


def holders(request: Request) -> list[tuple[str, str]]:
    """Whose token it may be: one's own, or a service's; never another person's."""
    directory = (str(service("scim").id), _("Directory service (SCIM)"))
    own = Q(pk=request.account.pk) | Q(kind=AccountKind.SERVICE, active=True)
    held = Account.objects.present().filter(own).values_list("pk", "name")
    return [*((str(pk), name) for pk, name in held), directory]


def make(request: Request, given: dict[str, Any]) -> str:
    """The secret of a new token. Raises Invalid naming every field at fault."""
    day = parse_day(given["expires_on"])
    problems: dict[str, Any] = {}
    if day is None:
        problems["expires_on"] = [_("Please give the last day, for example 2027/03/31.")]
    if given["account"] not in dict(holders(request)):
        problems["account"] = [_("Please choose your own account or a service.")]
    if problems or day is None:
        raise Invalid(problems)
    _token, secret = tokens.make(
        request.act(), UUID(given["account"]), given["name"], given["scopes"], day
    )
    return secret


def questions(request: Request, given: dict[str, Any], problems: dict[str, Any]) -> list[Input]:
    scopes = [
        ("read", _("Read")),
        ("write", _("Write")),
        ("approve", _("Approve")),
        (SCOPE, _("Ask the checkpoint (for an application that enforces)")),
        ("scim", _("Keep people and units (SCIM)")),
    ]
    return [
        Input(name="name", label=_("What it is for"), required=True, value=given["name"],
              errors=problems.get("name", ()), limit=80),
        Input(name="account", label=_("Acts as"), kind="choice", required=True, choices=holders(request),
              value=given["account"], errors=problems.get("account", ())),
        Input(name="scopes", label=_("May"), kind="set", choices=scopes, value=given["scopes"],
              errors=problems.get("scopes", ()), mark=False),
        Input(name="expires_on", label=_("Valid until"), kind="date", required=True,
              value=given["expires_on"], errors=problems.get("expires_on", ())),
    ]  # fmt: skip


@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = _admitted(request)
    if not tokens.revoke(asked.act(), pk):
        raise Http404(pk)
    messages.success(asked, _("The token was revoked. It no longer opens anything."))
    return redirect("tokens")
