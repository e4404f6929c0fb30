"""The ledger and its proof: how much is sealed, verifying it, keeping a checkpoint elsewhere."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files as resources
from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.jobs.models import Job
from sekisho.ledger import files, sequence
from sekisho.ledger.models import Checkpoint
from sekisho.ledger.note import NoteError, Verifier, open_checkpoint
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.web import places
from sekisho.web.proof import jobs
from sekisho.web.request import Request

ROLES = frozenset({*LEADERS, "auditor", "admin"})
LARGEST = 20_000  # bytes of a checkpoint: a few lines
places.add(
    places.Page("evidence", "ledger", gettext_lazy("Verify the ledger"), roles=ROLES, order=20)
)


@dataclass(frozen=True, slots=True)
class Check:
    """One verification with its outcome in words."""

    job: Job
    running: bool
    ok: bool | None
    said: str


def entered(request: HttpRequest) -> Request:
    """The request of somebody who may look into the ledger; others get 403."""
    asked = cast("Request", request)
    if not asked.actor.roles & ROLES:
        raise PermissionDenied
    asked.place = "evidence"
    return asked


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    asked = entered(request)
    newest = Checkpoint.objects.order_by("-size").first()
    found = [told(job) for job in jobs.checks()[: jobs.SHOWN]]
    packs = Job.objects.filter(task="ledger.export").order_by("-created_at")[:1]
    context = {
        "title": _("Verify the ledger"),
        "crumbs": [(_("Verify the ledger"), "")],
        "size": sequence.size(),
        "newest": newest,
        "keys": [(one.vkey(), fingerprint(one)) for one in files.verifiers()],
        "last": found[0] if found else None,
        "earlier": found[1:],
        "progress": progress(found[0].job) if found and found[0].running else None,
        "pack": pack_state(packs[0]) if packs else None,
    }
    return render(asked, "web/proof/ledger.html", context)


def fingerprint(key: Verifier) -> str:
    """SHA-256 of the public key in groups of four, short enough to be read over the telephone."""
    digest = hashlib.sha256(key.public).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def told(job: Job) -> Check:
    """The outcome of one verification: agrees, does not agree (and where first), or failed."""
    if jobs.running(job):
        return Check(job, running=True, ok=None, said=_("Under way"))
    result = job.result if isinstance(job.result, dict) else None
    if result is None:
        return Check(job, running=False, ok=None, said=job.error or _("It was not finished."))
    if result["ok"]:
        words = _("Everything agrees: %(n)s entries.") % {"n": f"{result['entries']:,}"}
        return Check(job, running=False, ok=True, said=words)
    return Check(job, running=False, ok=False, said=first_bad(result["first_bad"] or {}))


def first_bad(bad: dict[str, Any]) -> str:
    """The first entry that does not agree, in words."""
    kind = bad.get("kind") or ""
    register = registry.get(kind)
    where = []
    if bad.get("pos") is not None:
        where.append(_("entry no. %(n)s") % {"n": bad["pos"]})
    if kind:
        where.append(str(register.title) if register else kind)
    if bad.get("rec"):
        where.append(str(bad["rec"]))
    return f"{' / '.join(where)}{_(': ')}{bad.get('why', '')}" if where else str(bad.get("why", ""))


def progress(job: Job) -> dict[str, Any]:
    """What the progress part shows; polled until the job is over."""
    url = reverse("ledger-check", kwargs={"pk": job.pk})
    over = not jobs.running(job)
    return {
        "id": str(job.pk)[:8],
        "title": _("Verifying the ledger"),
        "done": 1 if over else 0,
        "total": 1,
        "said": job.note or _("You can close this page; it goes on."),
        "url": url,
        "finished": over,
        "next": reverse("ledger") if over else "",
    }


@require_safe
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far one verification is: the part that replaces itself."""
    asked = entered(request)
    job = jobs.checks().filter(pk=pk).first()
    if job is None:
        raise Http404(pk)
    return render(asked, "web/parts/progress.html", {"job": progress(job)})


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Start a verification, against a checkpoint pasted or uploaded if there is one."""
    asked = entered(request)
    text = asked.POST.get("checkpoint", "")
    if upload := asked.FILES.get("file"):
        text = cast("Any", upload).read(LARGEST + 1).decode("utf-8", "replace")
    text = text.replace("\r\n", "\n").strip("\n ")
    against = f"{text}\n" if text else ""
    if against and (problem := unusable(against)):
        messages.error(asked, problem)
        return redirect("ledger")
    jobs.verify_ledger.enqueue(
        against, str(asked.actor.id), get_language() or "ja", dedupe=hashlib.sha256(against.encode()).hexdigest()
    )  # fmt: skip
    return redirect("ledger")


def unusable(note: str) -> str:
    """Why this checkpoint cannot be compared with; "" when it can."""
    if len(note) > LARGEST:
        return _("This is no checkpoint: it is too long.")
    try:
        open_checkpoint(note, files.verifiers())
    except NoteError as error:
        return _("The checkpoint cannot be used: %(why)s") % {"why": error}
    return ""


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint as a file, to be kept outside."""
    entered(request)
    found = sequence.newest()
    if found is None:
        raise Http404
    answer = HttpResponse(found[1], content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="checkpoint-{found[0].size}.txt"'
    return answer


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The verifier in one file that needs Python alone."""
    entered(request)
    body = (resources("sekisho.ledger.verifier") / "verify.py").read_bytes()
    answer = HttpResponse(body, content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify.py"'
    return answer


@require_POST
def pack(request: HttpRequest) -> HttpResponse:
    """Have the export written; it is offered for a day."""
    asked = entered(request)
    jobs.pack_export.enqueue(str(uuid4()), payloads=False, dedupe="export")
    messages.success(asked, _("The export is being written."))
    return redirect("ledger")


def pack_state(job: Job) -> dict[str, Any]:
    result = job.result if isinstance(job.result, dict) else None
    there = result is not None and jobs.packed(str(result["name"])).exists()
    return {
        "running": jobs.running(job),
        "failed": job.error if not jobs.running(job) and result is None else "",
        "name": result["name"] if result and there else "",
        "size": result["size"] if result else 0,
        "at": job.finished_at,
    }


@require_safe
def download(request: HttpRequest, name: UUID) -> FileResponse:
    entered(request)
    path = jobs.packed(str(name))
    if not path.exists():
        raise Http404(name)
    return FileResponse(path.open("rb"), as_attachment=True, filename="sekisho-ledger.zip")
