"""Putting a draft in order: the original beside the tree, and for each clause what it asks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.domains.documents.binding import State as Decided
from sekisho.domains.documents.clause import Scope
from sekisho.domains.documents.interpretation import Unit
from sekisho.domains.documents.models import Binding, Clause, Interpretation, Version
from sekisho.domains.documents.reading import Line, Unreadable, ambiguous, read
from sekisho.ledger import evidence
from sekisho.obligations.obligation import obligations
from sekisho.obligations.saying import criterion_of
from sekisho.packs.duties import Duty, duties
from sekisho.registers import guard
from sekisho.registers.errors import Text
from sekisho.registers.register import registry
from sekisho.web.policy import texts
from sekisho.web.policy.cuts import cuts
from sekisho.web.policy.upload import STEPS
from sekisho.web.request import Request

BEST = 3
LIMITS = (0.9, 0.8, 0.7, 0.6, 0.5)
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Suggested:
    """A duty of a clause with the person's decision about it."""

    binding: Binding
    title: str
    criterion: str
    measured: bool

    @property
    def percent(self) -> str:
        score = self.binding.score
        return "" if score is None else f"{round(float(score) * 100)}%"


@dataclass(frozen=True, slots=True)
class Question:
    """An ambiguous word and what it asks."""

    meaning: Interpretation
    asks: Text


@dataclass(slots=True)
class Card:
    """One clause with everything to decide about it."""

    clause: Clause
    said: texts.Said
    duties: list[Suggested]
    questions: list[Question]
    line: int = 0
    problems: list[Text] = field(default_factory=list)
    opened: str = ""

    def _in(self, *states: str) -> list[Suggested]:
        return [s for s in self.duties if s.binding.state in states]

    @property
    def confirmed(self) -> list[Suggested]:
        return self._in(Decided.CONFIRMED)

    @property
    def refused(self) -> list[Suggested]:
        return self._in(Decided.REFUSED)

    @property
    def best(self) -> list[Suggested]:
        return self._in(Decided.SUGGESTED)[:BEST]

    @property
    def others(self) -> list[Suggested]:
        return self._in(Decided.SUGGESTED)[BEST:]

    @property
    def depth(self) -> int:
        return min(self.clause.level, DEEPEST)

    @property
    def measured(self) -> bool:
        """Does at least one confirmed duty follow from records?"""
        return self.clause.scope == Scope.DUTIES and any(s.measured for s in self.confirmed)

    @property
    def open(self) -> bool:
        """Is there still something for a person to decide?"""
        if self.clause.scope != Scope.DUTIES:
            return False
        return not self.confirmed

    @property
    def cuts(self) -> list[tuple[int, str, str]]:
        return cuts(self.clause.text)


@dataclass(frozen=True, slots=True)
class Counter:
    """N条項中 M条項が測れます."""

    clauses: int
    measured: int
    open: int
    stated: int
    out: int
    words: int


def version_or_404(request: Request, pk: UUID) -> Version:
    rows = guard.visible(request.actor, registry["versions"], request.act().on)
    found: Version | None = rows.select_related("document").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def cards(version: Version, only: Clause | None = None) -> list[Card]:
    """Every clause of a version (or one of them) with its suggestions and questions; three queries."""
    clauses = [only] if only else list(Clause.objects.of(version))
    ids = {"clause": only} if only else {"clause__version": version}
    rows = Binding.objects.present().filter(**ids).order_by("-score", "duty")
    suggested = _grouped(rows)
    asked = _grouped(Interpretation.objects.present().filter(**ids).order_by("id"))
    known, language = duties(), get_language() or "ja"
    return [
        Card(
            clause,
            texts.said(clause, version.language),
            [_suggested(b, known, language) for b in suggested[clause.pk]],
            _questions(clause, asked[clause.pk]),
        )
        for clause in clauses
    ]


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.clause_id].append(row)
    return found


def _suggested(binding: Binding, known: Mapping[str, Duty], language: str) -> Suggested:
    duty = known.get(binding.duty)
    title = duty.title.said(language) if duty else binding.duty
    criterion = criterion_of(duty, language) if duty else ""
    return Suggested(binding, title, criterion, bool(obligations.of_duty(binding.duty)))


def _questions(clause: Clause, asked: Sequence[Interpretation]) -> list[Question]:
    words = {found.word: found.asks for found in ambiguous(clause.text)}
    return [Question(one, words.get(one.word, "")) for one in asked]


def counted(found: Sequence[Card]) -> Counter:
    return Counter(
        clauses=len(found),
        measured=sum(card.measured for card in found),
        open=sum(card.open for card in found),
        stated=sum(card.clause.scope == Scope.STATEMENT for card in found),
        out=sum(card.clause.scope == Scope.OUT for card in found),
        words=sum(q.meaning.state == "open" for card in found for q in card.questions),
    )


def common(version: Version, counter: Counter) -> dict[str, Any]:
    """What the page and its parts need."""
    return {
        "version": version,
        "counter": counter,
        "editable": version.editable,
        "units": Unit.choices,
    }


@require_safe
def draft(request: HttpRequest, version: UUID) -> HttpResponse:
    """The page for those who put drafts in order; the items of a version in force, too."""
    request = cast("Request", request)
    request.place = "policy"
    found = version_or_404(request, version)
    guard.demand(request.actor, "change", registry["clauses"], None, request.act().on)
    return render(request, "web/policy/draft.html", page(found))


def page(version: Version) -> dict[str, Any]:
    name = texts.title(version.document)
    made = cards(version)
    lines = original(version)
    place(made, lines)
    href = reverse("document", args=[version.document_id]) + f"?v={version.pk}"
    waiting = [s for card in made for s in card.duties if s.binding.state == Decided.SUGGESTED]
    return {
        "title": _("Clauses and items of %(name)s") % {"name": f"{name} {version.label}"},
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (f"{name} {version.label}", href),
            (_("Clauses and items"), ""),
        ],
        "steps": STEPS,
        "cards": made,
        "lines": lines,
        "href": href,
        "catalogue": catalogue(),
        "limits": limits(waiting),
        **common(version, counted(made)),
    }


def limits(waiting: Sequence[Suggested]) -> list[tuple[str, int]]:
    """How many suggestions a bulk confirmation from each likeness on would confirm."""
    scores = [float(s.binding.score) for s in waiting if s.binding.score is not None]
    found = [(f"{limit:.1f}", sum(score >= limit for score in scores)) for limit in LIMITS]
    return [(limit, n) for limit, n in found if n]


def catalogue() -> list[tuple[str, str]]:
    language = get_language() or "ja"
    return [(duty.id, duty.title.said(language)) for duty in duties().values()]


def original(version: Version) -> tuple[Line, ...]:
    """The lines of the file as it came; none when it is not kept or cannot be read any more."""
    if not version.original_sha256:
        return ()
    try:
        return _lines(version.original_sha256, version.original_name)
    except (OSError, Unreadable):
        return ()


@lru_cache(maxsize=8)
def _lines(sha256: str, name: str) -> tuple[Line, ...]:
    with evidence.open_(sha256) as file:
        return read(file.read(), name).lines


def place(made: Sequence[Card], lines: Sequence[Line]) -> None:
    """Tell each clause its line of the original: the next one that holds its first words."""
    at = 0
    for card in made:
        start = card.clause.text[:16]
        for index in range(at, len(lines)):
            if start in lines[index].text:
                card.line, at = lines[index].at, index
                break


@require_safe
def original_file(request: HttpRequest, version: UUID) -> FileResponse:
    """The file as it came: always a download, never shown or run here."""
    found = version_or_404(cast("Request", request), version)
    try:
        answer = FileResponse(
            evidence.open_(found.original_sha256), content_type="application/octet-stream"
        )
    except (OSError, ValueError):
        raise Http404(str(version)) from None
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.original_name)}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
