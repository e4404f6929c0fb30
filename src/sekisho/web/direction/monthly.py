"""The monthly status (ux.md 4.11, mock 8): the figures of a month, and the director's confirmation."""

from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.people.models import ManagementReview
from sekisho.domains.people.review import ReviewState
from sekisho.findings import month as months
from sekisho.findings import monthly
from sekisho.obligations.obligation import obligations
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.web import dates, places
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.risk.heat import heat
from sekisho.web.work.inbox import waiting

ROLES = frozenset({*LEADERS, "auditor", "admin"})
MOST = 5
SHORT = ("not_kept", "at_risk")
places.add(places.Page("improve", "monthly", gettext_lazy("Monthly status"),
                       roles=frozenset({*LEADERS, "admin"}), order=5))  # fmt: skip


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The last month that is over: the one to confirm."""
    today = _reader(request).act().on
    last = today.replace(day=1) - timedelta(days=1)
    return redirect("monthly-of", month=f"{last:%Y-%m}")


@require_http_methods(["GET", "HEAD", "POST"])
def of(request: HttpRequest, month: str) -> HttpResponse:
    """One month; the director confirms it here."""
    asked = _reader(request)
    act = asked.act()
    first = _first(month, act.on)
    problems: list[str] = []
    if request.method == "POST":
        said = {name: asked.POST.get(name, "") for name in ("decisions", "comment")}
        said["no_instructions"] = "true" if asked.POST.get("no_instructions") else ""
        try:
            monthly.confirm(act, first, said, asked.POST.get("shown", ""))
        except Invalid as invalid:
            problems = [str(text) for texts in invalid.problems.values() for text in texts]
        else:
            messages.success(asked, _("Confirmed. What you saw is sealed in the ledger."))
            return redirect("monthly-of", month=f"{first:%Y-%m}")
    context = _context(asked, first) | {"problems": problems, "given": asked.POST}
    return render(asked, "web/direction/monthly.html", context, status=422 if problems else 200)


def _reader(request: HttpRequest) -> Request:
    asked = cast("Request", request)
    asked.place = "improve"
    if not asked.actor.roles & ROLES:
        raise PermissionDenied
    return asked


def _first(month: str, today: date) -> date:
    """The first day of ``2026-11``; 404 for what is no month, or none yet."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Http404(month) from None
    if first > today:
        raise Http404(month)
    return first


def _context(request: Request, first: date) -> dict[str, Any]:
    today = request.act().on
    register = registry["management_reviews"]
    review = monthly.review_of(first)
    confirmed = review is not None and review.state == ReviewState.CONFIRMED
    found = months.figures(first, today)
    told = review.figures if review is not None and confirmed else months.words(found)
    over = months.last_day(first) < today
    return {
        "title": _("Monthly status %(month)s") % {"month": dates.day(first, "month")},
        "crumbs": [(_("Monthly status"), reverse("monthly")), (dates.day(first, "month"), "")],
        "month": found,
        "review": review,
        "record": cells.address(register, review) if review else "",
        "confirmed": confirmed,
        "over": over,
        "may_confirm": over and not confirmed and _may(request, review),
        "told": told,
        "shown": monthly.digest(told),
        "changes": [
            (obligations[c.code].title, c, _tasks(c.code)) for c in found.changes[: months.MOST]
        ],
        "bad": [
            (obligations[row.obligation].title, row, _tasks(row.obligation))
            for row in found.bad[: months.MOST]
        ],
        "columns": [
            {"label": str(day.month), "parts": [(seal, counts.get(seal, 0)) for seal in SHORT]}
            for day, counts in months.trend(first, today)
        ],
        "decide": [] if confirmed else _to_decide(request, review),
        "clauses_more": found.now.kept - found.before.kept if found.before.clauses else None,
        "late_more": found.now.late - found.before.late,
        "agreed_more": _more(found.now.agreed, found.before.agreed),
        "map": heat(request.actor, found.now.on),
        "on": found.now.on,
        "first": False,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{months.last_day(first) + timedelta(days=1):%Y-%m}"
        if months.last_day(first) < today
        else "",
        "print": reverse(
            "print",
            kwargs={"name": register.name, "key": review.number, "paper": "monthly_status"},
        )
        if review
        else "",
    }


def _may(request: Request, review: ManagementReview | None) -> bool:
    """Whether the reader may confirm; where nothing is drafted yet, they add it along."""
    register = registry["management_reviews"]
    if review is None:
        return bool(request.actor.roles & set(register.rights.moves["confirm"]))
    return allowed(request, "confirm", register, review)


def _tasks(code: str) -> str:
    return f"{reverse('list', kwargs={'name': 'tasks'})}?obligation={code}"


def _more(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else round(now - before, 1)


def _to_decide(request: Request, review: ManagementReview | None) -> list[tuple[Any, str]]:
    """What waits for the reader's own decision, the month itself left out; five at most."""
    key = review.pk if review else None
    found = [one for one in waiting(request.act()) if one.record.pk != key]
    found.sort(key=lambda one: (one.due or date.max, one.since, one.key))
    return [(one, f"{reverse('inbox')}?show={one.key}") for one in found[:MOST]]
