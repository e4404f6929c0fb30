"""What each person sets for themselves: language, look, keys; and the way to their sign-in."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.people import preferences
from sekisho.domains.people.account import Account
from sekisho.web import places
from sekisho.web.inputs import Input
from sekisho.web.request import Request
from sekisho.web.setup import first, steps

YES, NO = "on", "off"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """/ leads to the first place of the person's chief role; before there is a policy, to the set-up."""
    roles = cast("Request", request).actor.roles
    if roles & first.MAY and steps.unfinished():
        return redirect("setup")
    names = places.rail(roles)
    if not names:
        return redirect("me")
    return redirect(places.pages(names[0], roles)[0].url)


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Every place on one page: the last tab of a phone."""
    return render(request, "web/more.html")


def _column(name: str) -> Any:
    return Account._meta.get_field(name)


def _inputs(account: Account, problems: dict[str, list[str]]) -> list[Input]:
    chosen: dict[str, tuple[str, Any]] = {
        "language": (account.language, _column("language").choices),
        "theme": (account.theme, _column("theme").choices),
        "shortcuts": (YES if account.shortcuts else NO, [(YES, _("On")), (NO, _("Off"))]),
    }
    help_ = {
        "theme": _("As the device: light by day, dark by night, if the device does so."),
        "shortcuts": _("Letters such as J, K and G. Turn them off if you use speech input."),
    }
    return [
        Input(
            name=name,
            label=_column(name).verbose_name,
            kind="radio",
            value=value,
            choices=choices,
            help=help_.get(name, ""),
            errors=problems.get(name, ()),
            mark=False,
        )
        for name, (value, choices) in chosen.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """My settings. A POST may carry any of them (the menu sends one) and goes back to ``back``."""
    account = cast("Request", request).account
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        values = {name: request.POST[name] for name in preferences.OWN if name in request.POST}
        cleaned = {n: v == YES if n == "shortcuts" else v for n, v in values.items()}
        problems = preferences.keep(account.pk, **cleaned)
        if not problems:
            with override(values.get("language", account.language)):
                messages.success(request, _("Your settings are saved."))
            return redirect(_back(request))
    context = {
        "inputs": _inputs(account, problems),
        "title": _("My settings"),
        "crumbs": [(_("My settings"), "")],
        "you": [(_column(name).verbose_name, getattr(account, name)) for name in ("name", "email")],
    }
    return render(request, "web/me.html", context, status=422 if problems else 200)


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if asked and safe else reverse("me")
