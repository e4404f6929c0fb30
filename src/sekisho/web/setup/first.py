"""The first account: a link that `sekisho up` prints, good for one administrator and one use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings as django_settings
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.people import company as companies
from sekisho.domains.people.models import Account, Company
from sekisho.registers import links, settings
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid, Missing, Text
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.registers.settings import Setting
from sekisho.web.doors import open_door
from sekisho.web.inputs import Input
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.setup import steps
from sekisho.web.signin import AccountAdapter

PURPOSE = "setup"
GOOD_FOR = timedelta(days=7)
OPERATOR = service("operator")
MAY = frozenset({*LEADERS, "admin"})
FIRST_ROLES: tuple[tuple[str, Text], ...] = (
    ("admin", ""),
    ("chair", gettext_lazy("Until the seats are filled; then another chair follows.")),
)
"""Somebody has to read in the policy and fill the seats before anybody is appointed. The director
in charge, whom they appoint, approves it: nobody approves what they drafted."""
FIELDS = ("company", "company_en", "first_month", "name", "kana", "email", "password")


def invitation(at: datetime) -> str:
    """The path of a fresh setup link while nobody can sign in; "" once somebody can.

    Former links end: only the newest one printed works.
    """
    if not steps.empty():
        return ""
    act = Act.now(OPERATOR, at, "start", django_settings.TIME_ZONE)
    company = companies.ensure(act)
    target = ("companies", company.pk)
    links.revoke(target, at, PURPOSE)
    token = links.make(PURPOSE, target, expires_at=at + GOOD_FOR, by=OPERATOR.id, at=at)
    return reverse("setup-first", kwargs={"token": token})


@open_door
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest, token: str) -> HttpResponse:
    """Company and first administrator on one page. The link is used up by the one who sends it."""
    at = timezone.now()
    caller = request.META.get("REMOTE_ADDR", "")
    try:
        links.peek(token, PURPOSE, at, caller)
    except Missing:
        raise Http404 from None
    if not steps.empty():
        raise Http404
    given = {name: request.POST.get(name, "") for name in FIELDS}
    given["first_month"] = given["first_month"] or "4"
    problems: dict[str, Any] = {}
    if request.method == "POST":
        try:
            account = begin(request, given, token, at)
        except Invalid as invalid:
            problems = invalid.problems
        else:
            login(request, account, backend=django_settings.AUTHENTICATION_BACKENDS[0])
            record_authentication(request, account, method="password", email=account.email)
            return redirect("setup")
    context = {
        "title": _("Set up Sekisho"),
        "steps": steps.TITLES,
        "inputs": questions(given, problems),
        "whole": problems.get("", []),
    }
    return render(request, "web/setup/first.html", context, status=422 if problems else 200)


def within_reach(request: Request, step: steps.Step) -> steps.Step:
    """The step without its button where the button leads to what is for those who lead."""
    writing = step.href.startswith((reverse("policy-upload"), "/policy/draft/", "/policy/start/"))
    if not writing or allowed(request, "change", registry["clauses"]):
        return step
    return replace(step, href="")


@transaction.atomic
def begin(request: HttpRequest, given: dict[str, str], token: str, at: datetime) -> Account:
    """Name the company, make the first administrator, use up the link. Raises Invalid, Missing."""
    act = Act.now(OPERATOR, at, "setup", django_settings.TIME_ZONE)
    problems = weak(given)
    if problems:
        raise Invalid(problems)
    links.use(token, PURPOSE, at)
    company = Company.objects.present().get()
    with told_of("company", {"name": "company", "name_en": "company_en"}):
        write(
            registry["companies"],
            act,
            {"name": given["company"], "name_en": given["company_en"]},
            company,
        )
    _fiscal_year(act, given["first_month"])
    values = {"name": given["name"], "kana": given["kana"], "email": given["email"],
              "employment": "employee", "starts_on": act.on}  # fmt: skip
    with told_of("name", {}):
        person = write(registry["people"], act, values)
        account: Account = write(
            registry["accounts"], act,
            {"email": given["email"], "name": given["name"], "kind": "person", "person": person},
        )  # fmt: skip
        for role, extent in FIRST_ROLES:
            write(registry["appointments"], act, {
                "role": role, "person": person, "starts_on": act.on, "decided_on": act.on,
                "decided_by": str(_("First set-up")), "extent": str(extent),
            })  # fmt: skip
    AccountAdapter(request).set_password(account, given["password"])
    return account


@contextmanager
def told_of(fallback: str, names: dict[str, str]) -> Iterator[None]:
    """Turns the problems of a register into those of this page's questions."""
    try:
        yield
    except Invalid as invalid:
        found: dict[str, list[Text]] = {}
        for name, texts in invalid.problems.items():
            place = names.get(name, name)
            found.setdefault(place if place in FIELDS else fallback, []).extend(texts)
        raise Invalid(found) from invalid


def weak(given: dict[str, str]) -> dict[str, list[Text]]:
    """What is missing, and why the password will not do."""
    problems: dict[str, list[Text]] = {
        name: [_("Please fill this in.")]
        for name in ("company", "name", "email", "password")
        if not given[name].strip()
    }
    if not given["first_month"].isdigit() or not 1 <= int(given["first_month"]) <= 12:
        problems["first_month"] = [_("From %(least)s to %(most)s.") % {"least": 1, "most": 12}]
    if given["password"]:
        try:
            validate_password(given["password"], Account(email=given["email"], name=given["name"]))
        except ValidationError as error:
            problems["password"] = list(error.messages)
    return problems


def _fiscal_year(act: Act, month: str) -> None:
    if int(month) == settings.value("calendar.first_month"):
        return
    held = Setting.objects.present().filter(name="calendar.first_month").first()
    values = {
        "name": "calendar.first_month",
        "value": month,
        "reason": str(_("First set-up")),
        "decided_on": act.on,
    }
    write(registry["settings"], act, values, held)


def questions(given: dict[str, str], problems: dict[str, Any]) -> list[Input]:
    months = [(str(n), _("month %(n)s") % {"n": n}) for n in range(1, 13)]
    return [
        Input(name="company", label=_("Company name"), required=True, value=given["company"],
              errors=problems.get("company", ()), limit=120, autocomplete="organization"),
        Input(name="company_en", label=_("English company name"), value=given["company_en"],
              errors=problems.get("company_en", ()), limit=120),
        Input(name="first_month", label=_("First month of the fiscal year"), kind="choice", required=True,
              choices=months, value=given["first_month"], errors=problems.get("first_month", ())),
        Input(name="name", label=_("Your name"), required=True, value=given["name"],
              errors=problems.get("name", ()), limit=120, autocomplete="name",
              help=_("You become the first system administrator, and chair of the committee until the seats are filled.")),
        Input(name="kana", label=_("Your name in kana"), value=given["kana"],
              errors=problems.get("kana", ()), limit=120),
        Input(name="email", label=_("Your e-mail address"), kind="email", required=True, value=given["email"],
              errors=problems.get("email", ()), autocomplete="username",
              help=_("You sign in with it.")),
        Input(name="password", label=_("Password"), kind="password", required=True,
              errors=problems.get("password", ()), autocomplete="new-password",
              help=_("At least 12 characters. A passkey or an authenticator app can be added afterwards.")),
    ]  # fmt: skip


@require_safe
def setup(request: HttpRequest) -> HttpResponse:
    """The six steps as they stand; for those who lead and administrators."""
    asked = cast("Request", request)
    if not asked.actor.roles & MAY:
        raise Http404
    asked.place = "settings"
    found = [within_reach(asked, step) for step in steps.steps(asked.act().on)]
    current = next((n for n, step in enumerate(found) if not step.done), len(found))
    context = {
        "title": _("Set up Sekisho"),
        "crumbs": [(_("Set up Sekisho"), "")],
        "steps": steps.TITLES,
        "found": [(n == current, step) for n, step in enumerate(found)],
        "current": current,
        "done": sum(step.done for step in found),
        "secured": reverse("mfa_index"),
    }
    return render(asked, "web/setup/setup.html", context)
