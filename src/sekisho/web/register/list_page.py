"""The list of any register: search, filters, sorting, paging by key, saved views, picking."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.registers import listing, saved
from sekisho.registers.errors import Invalid
from sekisho.registers.register import Register
from sekisho.web import dates
from sekisho.web.register import looks, table
from sekisho.web.register.bulk import may_bulk
from sekisho.web.register.filters import bar
from sekisho.web.register.finding import allowed, register_or_404
from sekisho.web.register.shelf import tabs
from sekisho.web.request import Request

COUNTED = 10_000


@require_safe
def list_page(request: HttpRequest, name: str) -> HttpResponse:
    request = cast("Request", request)
    register = register_or_404(request, name)
    request.place = register.place
    asked, problems = wanted(request, register)
    on = request.act().on
    page = listing.page(register, request.actor, on, asked)
    count = listing.rows(register, request.actor, on, asked).order_by()[: COUNTED + 1].count()
    drawn = table.columns(request, register)
    context = {
        "title": register.title,
        "crumbs": [(register.title, "")],
        "register": register,
        "lead": [counted(count), register.about],
        "problems": problems,
        "filtered": bool(asked.words or asked.filters),
        "bar": bar(request, register, asked),
        "tabs": tabs(request, register),
        # what fits too many to be counted is not shared out either: both read every hit
        "above": {} if asked.words and count > COUNTED else looks.above(request, register, asked),
        "columns": drawn,
        "rows": table.rows(request, register, page.items),
        "pick": "pick" if may_bulk(request, register) else "",
        "following": page.next,
        "may_add": allowed(request, "add", register),
        "query": request.GET.urlencode(),
        "views": saved.of(request.actor.id, register.name),
    }
    return render(request, "web/register/list.html", context)


def wanted(request: Request, register: Register[Any]) -> tuple[listing.Wanted, dict[str, Any]]:
    """What the address asks for; with problems, the whole list instead."""
    try:
        asked = listing.wanted(register, dict(request.GET.lists()))
        listing.rows(register, request.actor, request.act().on, asked)
        if asked.after:
            listing.page(register, request.actor, request.act().on, asked)
    except Invalid as invalid:
        return listing.Wanted(), invalid.problems
    return asked, {}


def counted(count: int) -> str:
    if count > COUNTED:
        return _("more than %(n)s") % {"n": dates.items(COUNTED)}
    return dates.items(count)


@require_POST
def save_view(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the present filters under a name, for oneself; or drop one of one's views."""
    asked = cast("Request", request)
    register = register_or_404(asked, name)
    home = reverse("list", kwargs={"name": register.name})
    if drop := asked.POST.get("drop", ""):
        if drop.isdigit() and saved.drop(asked.actor.id, int(drop)):
            messages.success(asked, _("The view was removed."))
        return redirect(home)
    query = QueryDict(asked.POST.get("query", ""), mutable=True)
    query.pop("after", None)
    try:
        listing.wanted(register, dict(query.lists()))
        saved.keep(asked.actor.id, register.name, asked.POST.get("title", ""), query.urlencode())
    except Invalid as invalid:
        messages.error(
            asked, " ".join(str(t) for texts in invalid.problems.values() for t in texts)
        )
    else:
        messages.success(asked, _("The view was saved."))
    return redirect(f"{home}?{query.urlencode()}" if query else home)
