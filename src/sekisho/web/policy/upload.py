"""Reading a policy in: a file or pasted text, looked at first, then a draft."""

from hashlib import sha256
from io import BytesIO
from typing import Any, cast

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.domains.documents.importing import import_policy, preview
from sekisho.domains.documents.models import Document
from sekisho.domains.documents.reading import Unreadable
from sekisho.domains.documents.reading.report import ReadingJson
from sekisho.domains.documents.reading.sources import MAX_BYTES
from sekisho.ledger import evidence
from sekisho.packs.duties import duties
from sekisho.registers import guard
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.web import places
from sekisho.web.inputs import Input
from sekisho.web.request import Request

places.add(
    places.Page("policy", "policy-upload", gettext_lazy("Read in a policy"), roles=frozenset(LEADERS), order=30)
)  # fmt: skip

KINDS = ".txt,.md,.docx,.pdf,.html,.htm"
SALT = "policy-upload"
HOURS = 12
SHOWN = 3
STEPS = (
    gettext_lazy("Read in the text"),
    gettext_lazy("Confirm clauses and items"),
    gettext_lazy("Have it approved"),
    gettext_lazy("Put it into operation"),
)


class Problem(Exception):  # noqa: N818
    """What is wrong with what was sent, and what to do."""

    def __init__(self, message: Text, hint: Text = "") -> None:
        super().__init__(str(message))
        self.message, self.hint = message, hint


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form; what was found in the text; and, when the person says so, the draft."""
    request = cast("Request", request)
    request.place = "policy"
    guard.demand(request.actor, "add", registry["versions"], None, request.act().on)
    if request.method == "GET":
        return _form(request)
    try:
        if request.POST.get("token"):
            return _import(request)
        return _look(request)
    except Problem as problem:
        return _form(request, problem)


def _form(request: Request, problem: Problem | None = None) -> HttpResponse:
    context = {
        "title": _("Read in a policy"),
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (_("Read in a policy"), ""),
        ],
        "steps": STEPS,
        "inputs": _inputs(request),
        "problem": problem,
        "wrong": problem is not None,
    }
    return render(request, "web/policy/upload.html", context, status=422 if problem else 200)


def _inputs(request: Request) -> list[Input]:
    choices = [("", _("The security policy")), *_documents(request)]
    return [
        Input("file", _("File"), "file", accept=KINDS, mark=False,
              help=_(".txt, .md, .docx, .pdf or .html, at most 20 MB. The file is kept as it is.")),
        Input("text", _("Or paste the text"), "long", request.POST.get("text", ""), rows=8, mark=False),
        Input("document", _("Which document it is a version of"), "choice",
              request.POST.get("document", ""), choices=choices, mark=False),
    ]  # fmt: skip


def _documents(request: Request) -> list[tuple[str, str]]:
    rows = guard.visible(request.actor, registry["documents"], request.act().on)
    return [(str(d.pk), str(registry["documents"].label(d))) for d in rows.order_by("code")]


def _look(request: Request) -> HttpResponse:
    """What the text holds; the bytes wait in the evidence store under their hash."""
    data, name = _sent(request)
    told = _preview(data, name)
    evidence.put(BytesIO(data), MAX_BYTES, request.act().at)
    kept = {
        "sha256": sha256(data).hexdigest(),
        "name": name,
        "document": request.POST.get("document", ""),
    }
    context = {
        "title": _("What was read"),
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (_("Read in a policy"), reverse("policy-upload")),
            (_("What was read"), ""),
        ],
        "steps": STEPS,
        "name": name,
        "told": told,
        "clauses": _clauses(told),
        "token": signing.dumps(kept, salt=SALT),
    }
    return render(request, "web/policy/preview.html", context)


def _sent(request: Request) -> tuple[bytes, str]:
    file: Any = request.FILES.get("file")
    if file is not None:
        if file.size > MAX_BYTES:
            raise Problem(
                _("The file is larger than 20 MB."), _("Import the text without pictures.")
            )
        return file.read(), file.name or "policy.txt"
    text = request.POST.get("text", "").strip()
    if not text:
        raise Problem(_("Nothing was sent."), _("Choose a file, or paste the text."))
    return text.encode(), _("pasted text") + ".txt"


def _preview(data: bytes, name: str) -> ReadingJson:
    try:
        return preview(data, name)
    except Unreadable as unreadable:
        raise Problem(unreadable.message, unreadable.hint) from None


def _clauses(told: ReadingJson) -> list[dict[str, Any]]:
    known, language = duties(), get_language() or "ja"
    return [
        {
            **clause,
            "sub": clause["number"].count(".") > 1,
            "best": [
                (d["id"], known[d["id"]].title.said(language)) for d in clause["duties"][:SHOWN]
            ],
            "unmatched": clause["number"] in told["unmatched"],
        }
        for clause in told["clauses"]
    ]


def _import(request: Request) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["token"], salt=SALT, max_age=HOURS * 3600)
        with evidence.open_(kept["sha256"]) as file:
            data = file.read()
    except (signing.BadSignature, OSError):
        raise Problem(_("This preview is too old."), _("Please send the text again.")) from None
    try:
        draft, _told = import_policy(
            request.act(), data, kept["name"], _document(request, kept["document"])
        )
    except Unreadable as unreadable:
        raise Problem(unreadable.message, unreadable.hint) from None
    except Invalid as invalid:
        raise Problem(
            _("; ").join(str(t) for ts in invalid.problems.values() for t in ts)
        ) from None
    if draft.editable:
        messages.success(
            request, _("The draft is made. Please check the clauses and confirm the items.")
        )
        return redirect("policy-draft", draft.pk)
    messages.info(request, _("This very file was read in before; here it is."))
    return redirect(reverse("document", args=[draft.document_id]) + f"?v={draft.pk}")


def _document(request: Request, pk: str) -> Document | None:
    if not pk:
        return None
    rows = guard.visible(request.actor, registry["documents"], request.act().on)
    found: Document | None = rows.filter(pk=pk).first()
    if found is None:
        raise Problem(_("This document is no longer there."), _("Please choose another one."))
    return found
