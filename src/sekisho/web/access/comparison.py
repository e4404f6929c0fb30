"""One system: what its own list shows against what was approved, each with one button out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.access.models import (
    AccessRight,
    AccountList,
    AccountMember,
    FoundRight,
    System,
    SystemAccount,
)
from sekisho.domains.access.words import Basis, Cause
from sekisho.ledger import evidence
from sekisho.obligations.rules.access_removal import DORMANT_DAYS
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.exchange import staged
from sekisho.registers.exchange.table import Unreadable
from sekisho.registers.guard import demand, visible
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day
from sekisho.web.register.finding import allowed, record_or_404, register_or_404
from sekisho.web.request import Request

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Compared:
    """What the comparison shows of one system."""

    extra: list[Any]
    missing: list[Any]
    nobody: list[Any]
    dormant: list[Any]
    shared: list[tuple[Any, list[str]]]
    privileged: list[Any]


def _system(request: Request, key: str) -> System:
    register_or_404(request, "found_rights")  # who may not see accounts sees no comparison
    found = record_or_404(request, register_or_404(request, "systems"), key)
    request.place = "checkpoint"
    return cast("System", found)


@require_safe
def system(request: HttpRequest, key: str) -> HttpResponse:
    asked = cast("Request", request)
    found = _system(asked, key)
    on = asked.act().on
    lists = AccountList.objects.present().filter(system=found).order_by("-taken_on")
    context = {
        "title": _("Accounts of %(system)s") % {"system": found.name},
        "crumbs": [(_("Systems and zero trust"), reverse("access-systems")), (found.name, "")],
        "system": found,
        "last": lists.first(),
        "today": on,
        "found": compared(asked, found),
        "may_import": allowed(asked, "add", registry["found_rights"]),
        "may_write": allowed(asked, "change", registry["system_accounts"]),
        "dormant_days": DORMANT_DAYS(),
    }
    return render(request, "web/access/system.html", context)


def compared(asked: Request, system: System) -> Compared:
    on = asked.act().on
    lines = visible(asked.actor, registry["found_rights"], on).filter(system=system)
    accounts = visible(asked.actor, registry["system_accounts"], on).filter(system=system)
    rights = visible(asked.actor, registry["access_rights"], on).filter(entitlement__system=system)
    there = FoundRight.objects.seen().filter(
        Q(account=OuterRef("account")) | Q(account__person=OuterRef("person")),
        Q(entitlement=OuterRef("entitlement")) | Q(role=""), system=system,
    )  # fmt: skip
    standing = accounts.open(on).select_related("person", "system").order_by("login")
    long_ago = on - timedelta(days=DORMANT_DAYS())
    shared = list(standing.filter(kind__in=("shared", "service"))[:SHOWN])
    return Compared(
        list(lines.unapproved().select_related("account", "account__person", "entitlement",
             "system").order_by("login")[:SHOWN]),
        list(rights.filter(~Exists(there), state="active").select_related("person",
             "entitlement").order_by("person__kana")[:SHOWN]) if lines.exists() else [],
        list(standing.filter(Q(kind="unknown") | Q(person=None))[:SHOWN]),
        list(standing.filter(kind="person", last_used_on__lt=long_ago)[:SHOWN]),
        [(one, _users(one, on)) for one in shared],
        list(standing.filter(privileged=True)[:SHOWN]),
    )  # fmt: skip


def _users(account: SystemAccount, on: Any) -> list[str]:
    rows = AccountMember.objects.in_use(on).filter(account=account).select_related("person")
    return [str(one.person) for one in rows]


@require_POST
def bring(request: HttpRequest, key: str) -> HttpResponse:
    """The system's own list: any columns; the next page shows what would become of each row."""
    asked = cast("Request", request)
    found = _system(asked, key)
    register = registry["found_rights"]
    demand(asked.actor, "add", register, None, asked.act().on)
    file = asked.FILES.get("file")
    typed = asked.POST.get("taken_on", "").strip()
    day = parse_day(typed) if typed else asked.act().on
    problem = ""
    if file is None:
        problem = _("Please choose a file.")
    elif day is None or day > asked.act().on:
        problem = _("Please give a day that is not in the future.")
    else:
        given = {"system": found.number, "taken_on": day.isoformat(), "source": file.name or ""}
        try:
            made = staged.stage(
                register, asked.act(), cast("Any", file), file.name or "list", given
            )
        except Unreadable as unreadable:
            problem = f"{unreadable.message} {unreadable.hint}"
        except evidence.TooLarge:
            problem = str(staged.LARGE % {"n": staged.LIMIT // 2**20})
        else:
            return redirect("import-look", name=register.name, pk=made.pk)
    messages.error(asked, problem)
    return redirect("access-system", key=found.number)


@require_POST
def settle(request: HttpRequest, key: str) -> HttpResponse:
    """One way out for a line: request it afterwards (``ask``), have it removed (``remove``), or say
    whose account it is (``person``)."""
    asked = cast("Request", request)
    found = _system(asked, key)
    rows = visible(asked.actor, registry["found_rights"], asked.act().on).filter(system=found)
    line = rows.filter(pk=asked.POST.get("line") or None).first() if _is_id(asked) else None
    account = _account(asked, found)
    try:
        if line is not None and asked.POST.get("do") in {"ask", "remove"}:
            messages.success(asked, _settled(asked, line))
        elif account is not None and asked.POST.get("do") == "person":
            write(registry["system_accounts"], asked.act(),
                  {"person": asked.POST.get("person", ""), "kind": "person"}, account)  # fmt: skip
            messages.success(asked, _("Saved."))
        else:
            raise Http404
    except Invalid as invalid:
        messages.error(asked, " ".join(str(t) for ts in invalid.problems.values() for t in ts))
    except Denied as denied:
        messages.error(asked, " ".join(str(words) for _code, words in denied.reasons))
    return redirect("access-system", key=found.number)


def _is_id(asked: Request) -> bool:
    from uuid import UUID

    try:
        UUID(asked.POST.get("line", ""))
    except ValueError:
        return False
    return True


def _account(asked: Request, system: System) -> SystemAccount | None:
    rows = visible(asked.actor, registry["system_accounts"], asked.act().on).filter(system=system)
    return cast("SystemAccount | None", rows.filter(login=asked.POST.get("login", "")).first())


@transaction.atomic
def _settled(asked: Request, line: FoundRight) -> str:
    """A right that its manager decides on afterwards, or one that is to be removed at once: either
    way it has a number, a day and a proof at its end."""
    account, register = line.account, registry["access_rights"]
    if account is None or account.person_id is None:
        raise Invalid({"": [_("Please say first whose account it is.")]})
    values = {
        "person": account.person_id, "entitlement": line.entitlement_id, "basis": Basis.FOUND.value,
        "account": account.pk if account.kind != "person" else None,
        "starts_on": line.starts_on, "earlier": _("Found on the list of accounts"),
    }  # fmt: skip
    right: AccessRight = write(register, asked.act(), values)
    if asked.POST.get("do") == "ask":
        return _("%(number)s waits for its approval.") % {"number": right.number}
    move(register, asked.act(), "remove", right, {"removal_cause": Cause.UNAPPROVED.value})
    return _("%(number)s waits for its removal.") % {"number": right.number}
