"""What is sent from a draft's page: each act is saved at once, with scripts and without."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sekisho.domains.documents import editing
from sekisho.domains.documents.binding import State as Decided
from sekisho.domains.documents.models import Binding, Clause, Interpretation, Version
from sekisho.packs.duties import duties
from sekisho.registers import guard
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Conflict, Invalid, Text
from sekisho.registers.register import registry
from sekisho.web.policy import draft
from sekisho.web.request import Request

DUTY = re.compile(r"O\d{3}")
TREE = {"indent": editing.indent, "outdent": editing.outdent, "merge": editing.merge}
SCOPES = ("leave_out", "state_yearly", "measure")
WHY = ("scope_reason", "scope_review_on")


@require_POST
def act(request: HttpRequest, version: UUID, clause: UUID) -> HttpResponse:
    """One act on one clause, named by the button: ``do`` = ``confirm:ID``, ``indent``, ``add`` …"""
    request = cast("Request", request)
    found = draft.version_or_404(request, version)
    rows = guard.visible(request.actor, registry["clauses"], request.act().on)
    row = rows.select_related("version").filter(pk=clause, version=found).first()
    if row is None:
        raise Http404(str(clause))
    do, _colon, key = request.POST.get("do", "").partition(":")
    problems: list[Text] = []
    try:
        _carry_out(request, row, do, key)
    except Invalid as invalid:
        problems = [text for texts in invalid.problems.values() for text in texts]
    except Conflict:
        problems = [_("Somebody else changed this first. Please reload the page.")]
    tree = do in {*TREE, "split"} and not problems
    if request.headers.get("HX-Request"):
        return _part(request, found, row, problems, do, tree=tree)
    for text in problems:
        messages.error(request, str(text))
    number = _number(found, row)
    return redirect(f"{reverse('policy-draft', args=[found.pk])}#c-{number}")


def _number(version: Version, row: Clause) -> str:
    """The number the clause has now, or that of the one it went into."""
    fresh = Clause.objects.of(version).filter(pk=row.pk).first()
    near = fresh or Clause.objects.of(version).filter(position__lte=row.position).last()
    return near.number if near else row.number


def _part(
    request: Request, version: Version, row: Clause, problems: list[Text], do: str, *, tree: bool
) -> HttpResponse:
    """The clause alone; the whole tree when numbers moved. The counter comes with either."""
    made = draft.cards(version)
    draft.place(made, draft.original(version))
    context = draft.common(version, draft.counted(made)) | {"partial": True}
    number = _number(version, row)
    if tree:
        answer = render(request, "web/policy/draft_tree.html", context | {"cards": made})
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#tree", "outerHTML"
    else:
        card = next(card for card in made if card.clause.number == number)
        card.problems, card.opened = problems, do if problems else ""
        answer = render(request, "web/policy/draft_one.html", context | {"card": card})
    answer.headers["HX-Trigger-After-Settle"] = f'{{"refocus": {{"id": "h-{number}"}}}}'
    return answer


@transaction.atomic
def _carry_out(request: Request, row: Clause, do: str, key: str) -> None:
    if do in TREE:
        TREE[do](request.act(), row)
    elif do in SCOPES:
        said = {name: request.POST.get(name, "") for name in WHY}
        move(registry["clauses"], request.act(), do, row, said)
    else:
        ACTS.get(do, _unknown)(request, row, key)


def _unknown(request: Request, row: Clause, key: str) -> None:
    del request, row, key
    raise Invalid({"": [_("This is not known here. Please reload the page.")]})


def _split(request: Request, row: Clause, _key: str) -> None:
    cut = request.POST.get("cut", "")
    if not cut.isdigit():
        raise Invalid({"": [_("Choose a place inside the text to split it.")]})
    editing.split(request.act(), row, int(cut))


def _checked(request: Request, row: Clause, _key: str) -> None:
    write(registry["clauses"], request.act(), {"doubtful": False}, row)


def _of(model: Any, row: Clause, key: str) -> Any:
    """The binding or meaning with this id, if it belongs to the clause."""
    try:
        found = model.objects.present().filter(clause=row, pk=UUID(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise Invalid({"": [_("This is not known here. Please reload the page.")]})
    return found


def _confirm(request: Request, row: Clause, key: str) -> None:
    move(registry["bindings"], request.act(), "confirm", _of(Binding, row, key))


def _because(request: Request, key: str) -> str:
    why = request.POST.get(f"reason-{key}", "").strip()
    if not why:
        raise Invalid({"reason": [_("Please write the reason.")]})
    return why


def _refuse(request: Request, row: Clause, key: str) -> None:
    said = {"reason": _because(request, key)}
    move(registry["bindings"], request.act(), "refuse", _of(Binding, row, key), said)


def _reconsider(request: Request, row: Clause, key: str) -> None:
    said = {"reason": request.POST.get(f"reason-{key}", "").strip() or _("Taken up again.")}
    move(registry["bindings"], request.act(), "reconsider", _of(Binding, row, key), said)


def _add(request: Request, row: Clause, _key: str) -> None:
    """A duty chosen from the catalogue is confirmed at once: a person chose it."""
    hit = DUTY.search(request.POST.get("duty", "").upper())
    if hit is None or hit.group() not in duties():
        raise Invalid({"duty": [_("Choose an item of the catalogue.")]})
    register = registry["bindings"]
    known = Binding.objects.present().filter(clause=row, duty=hit.group()).first()
    if known is None:
        known = write(register, request.act(), {"clause": row.pk, "duty": hit.group()})
    if known.state == Decided.REFUSED:
        said = {"reason": _("Chosen from the catalogue.")}
        known = move(register, request.act(), "reconsider", known, said)
    if known.state == Decided.SUGGESTED:
        move(register, request.act(), "confirm", known)


def _decide(request: Request, row: Clause, key: str) -> None:
    """What a word means here: a number with its unit, where there is one, and a sentence."""
    one = _of(Interpretation, row, key)
    register = registry["interpretations"]
    values = {name: request.POST.get(f"{name}-{key}", "") for name in ("amount", "unit")}
    one = write(register, request.act(), values, one)
    meaning = request.POST.get(f"meaning-{key}", "").strip()
    if not meaning and one.amount:
        meaning = f"{one.amount} {one.get_unit_display()}"
    move(register, request.act(), "decide", one, {"meaning": meaning})


def _reopen(request: Request, row: Clause, key: str) -> None:
    said = {"reason": _("Taken up again.")}
    move(registry["interpretations"], request.act(), "reopen", _of(Interpretation, row, key), said)


ACTS: dict[str, Callable[[Request, Clause, str], None]] = {
    "split": _split,
    "checked": _checked,
    "confirm": _confirm,
    "refuse": _refuse,
    "reconsider": _reconsider,
    "add": _add,
    "decide": _decide,
    "reopen": _reopen,
}


@require_POST
def bulk(request: HttpRequest, version: UUID) -> HttpResponse:
    """Confirm every suggestion from a likeness on: the person's decision, one act for each."""
    request = cast("Request", request)
    found = draft.version_or_404(request, version)
    guard.demand(request.actor, "confirm", registry["bindings"], None, request.act().on)
    limit = request.POST.get("limit", "")
    if limit not in {f"{one:.1f}" for one in draft.LIMITS}:
        messages.error(request, _("Please choose one of the list."))
        return redirect("policy-draft", found.pk)
    rows = Binding.objects.present().filter(
        clause__version=found,
        clause__withdrawn_at=None,
        state=Decided.SUGGESTED,
        score__gte=Decimal(limit),
    )
    n = 0
    with transaction.atomic():
        for row in rows.order_by("clause__position", "-score"):
            move(registry["bindings"], request.act(), "confirm", row)
            n += 1
    words = ngettext("%(n)s item was confirmed.", "%(n)s items were confirmed.", n)
    messages.success(request, words % {"n": n})
    return redirect("policy-draft", found.pk)
