"""The policy as it stands: the text, a seal before each clause, the fact beside it (ux.md, mock 1)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.documents.models import Version
from sekisho.findings.clauses import Stood
from sekisho.findings.finding import ClauseStanding
from sekisho.findings.task import LIVE, Task
from sekisho.ledger.sequence import size
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day
from sekisho.web import places
from sekisho.web.dates import day
from sekisho.web.incidents import calling
from sekisho.web.policy import texts
from sekisho.web.policy.answering import Holders, holders
from sekisho.web.policy.binding import binding
from sekisho.web.policy.reviewing import next_review
from sekisho.web.policy.standing import Day, Fact, day_of, facts_of
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.words import STATES, glyph

places.add(places.Page("policy", "policy", gettext_lazy("How the policy is kept"), order=1))

DOTS = ("not_kept", "unknown", "awaiting", "at_risk")
TONE = {"not_kept": "t-ng", "unknown": "t-un", "awaiting": "t-wait", "at_risk": "t-warn"}
CSS = {"not_kept": "is-n", "at_risk": "is-w", "unknown": "is-u", "awaiting": "is-a"}


@dataclass(slots=True)
class Row:
    """One clause as drawn."""

    stood: Stood
    said: texts.Said
    chapter: str
    fact: Fact | None = None

    @property
    def number(self) -> str:
        return self.stood.clause.number

    @property
    def state(self) -> str:
        return str(self.stood.seal)

    @property
    def url(self) -> str:
        return f"#c{self.number}"

    @property
    def sub(self) -> bool:
        return self.number.count(".") > 1

    @property
    def below(self) -> list[tuple[str, int]]:
        """How many of the clauses under it stand how, worst first."""
        return [(glyph(s), self.stood.below[s]) for s in STATES if self.stood.below.get(s)]

    @property
    def css(self) -> str:
        return CSS.get(self.state, "is-k")


class Page:
    """The whole page of one day, computed as the template asks."""

    def __init__(self, request: Request, found: Day, version: Version) -> None:
        self.request, self.found, self.version = request, found, version
        self.today = request.act().on
        self.known: Holders = holders(request.actor, found.on)
        self.wanted = request.GET.get("state", "")

    @cached_property
    def rows(self) -> list[Row]:
        """Every clause the reader is shown, in order."""
        facts = facts_of(self.found, self.known)
        mine = binding(self.found.clauses, self.request.actor)
        language = self.version.language
        return [
            Row(s, texts.said(s.clause, language), texts.chapter(s.clause), facts.get(s.clause.pk))
            for s in mine
        ]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(row.state for row in self.rows)

    @cached_property
    def before(self) -> dict[str, str]:
        """How each clause stood at the end of last month, by its lasting id."""
        last = self.found.on.replace(day=1) - timedelta(days=1)
        rows = ClauseStanding.objects.filter(on=last, version=self.version.pk)
        return dict(rows.values_list("stable", "seal"))

    def changed(self, row: Row) -> bool:
        was = self.before.get(row.stood.clause.stable)
        return was is not None and was != row.state

    @cached_property
    def shown(self) -> list[Row]:
        if self.request.GET.get("changed"):
            return [row for row in self.rows if self.changed(row)]
        return [r for r in self.rows if r.state == self.wanted or self.wanted not in STATES]

    @cached_property
    def filtered(self) -> bool:
        return len(self.shown) < len(self.rows)

    @property
    def moved(self) -> list[tuple[str, str, int]]:
        """What changed since the end of last month: (tone, word, difference)."""
        if not self.before:
            return []
        was = Counter(self.before.values())
        tones = {"kept": "t-ok", "not_kept": "t-ng"}
        pairs = ((s, self.counts[s] - was[s]) for s in tones)
        return [(tones[s], str(STATES[s]), n) for s, n in pairs if n]

    @property
    def any_changed(self) -> bool:
        return any(self.changed(row) for row in self.rows)

    @cached_property
    def turn(self) -> list[Task]:
        """The next tasks that wait for this person."""
        if not self.request.actor.person:
            return []
        rows = guard.visible(self.request.actor, registry["tasks"], self.today)
        mine = rows.filter(assignee=self.request.actor.person, state__in=LIVE)
        return list(mine.order_by("due_on", "number")[:3])


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The living policy, now or ``?on=`` another day, narrowed to ``?state=``."""
    request = cast("Request", request)
    request.place = "policy"
    today = request.act().on
    on, problem = asked_day(request, today)
    found = day_of(on, today)
    if found.version is None:
        context = {
            "title": _("Policies and rules"),
            "may_read": allowed(request, "add", registry["versions"]),
        }
        return render(request, "web/policy/none.html", context)
    page = Page(request, found, found.version)
    document = found.version.document
    context = {
        "page": page,
        "title": texts.title(document),
        "crumbs": [(texts.title(document), "")],
        "version": found.version,
        "lead": lead(found.version, on),
        "on": on,
        "today": today,
        "problem": problem,
        "calls": calling.waiting(request),
        "rows": page.rows,
        "chapters": chapters(page.shown),
        "toc": toc(page.rows),
        "chips": chips(request, page.counts, len(page.rows), page.wanted),
        "counted": [(glyph(s), STATES[s], page.counts[s]) for s in STATES if page.counts[s]],
        "position": size(),
        "stored": found.at,
        "to_start": to_start(request, found.version),
    }
    return render(request, "web/policy/living.html", context)


def asked_day(request: Request, today: date) -> tuple[date, str]:
    """The day of ``?on=``, today without one; and what is wrong with it."""
    raw = request.GET.get("on", "")
    if not raw:
        return today, ""
    on = parse_day(raw)
    if on is None:
        return today, _("“%(value)s” is not a day. Example: 2026/04/01") % {"value": raw[:40]}
    if on > today:
        return today, _("A day to come cannot be shown.")
    return on, ""


def to_start(request: Request, version: Version) -> str:
    """Where a draft is put in order, for those who do that."""
    if version.published_on or not allowed(request, "change", registry["clauses"]):
        return ""
    return reverse("policy-draft", args=[version.pk])


def lead(version: Version, on: date) -> list[str]:
    company = registry["companies"].rows().values_list("name", flat=True).first()
    facts = [company or "", version.label]
    if version.effective_on:
        facts.append(_("in force since %(day)s") % {"day": day(version.effective_on, "plain")})
    if revised := version.effective_on or version.revised_on:
        facts.append(_("last revised %(day)s") % {"day": day(revised, "plain")})
    if not version.published_on:
        facts.append(_("draft"))
    elif next_day := next_review(version.document, version, on):
        facts.append(_("next review %(day)s") % {"day": day(next_day, "plain")})
    return [fact for fact in facts if fact]


def chapters(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows under their chapter's heading, in order."""
    grouped: list[dict[str, Any]] = []
    for row in rows:
        number = row.number.partition(".")[0]
        if not grouped or grouped[-1]["number"] != number:
            title = row.chapter if number != "0" else ""
            grouped.append({"number": number, "title": title, "rows": []})
        grouped[-1]["rows"].append(row)
    return grouped


def toc(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Chapters with how many of their clauses are not simply kept."""
    found = []
    for group in chapters(rows):
        counts = Counter(row.state for row in group["rows"])
        dots = [(TONE[s], f"{glyph(s)}{counts[s]}", STATES[s]) for s in DOTS if counts[s]]
        found.append(
            {"number": group["number"], "title": group["title"] or _("Preamble"), "dots": dots}
        )
    return found


def chips(
    request: Request, counts: Mapping[str, int], total: int, wanted: str
) -> list[dict[str, Any]]:
    def href(state: str) -> str:
        params = request.GET.copy()
        for name in ("state", "changed"):
            params.pop(name, None)
        if state:
            params["state"] = state
        return f"?{params.urlencode()}" if params else request.path

    every = not wanted and not request.GET.get("changed")
    found = [{"title": _("All"), "count": total, "href": href(""), "current": every}]
    for state in STATES:
        if counts.get(state):
            chip = {"title": STATES[state], "count": counts[state], "href": href(state)}
            found.append({**chip, "state": state, "current": state == wanted})
    return found
