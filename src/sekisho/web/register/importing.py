"""Small sheets at once, large ones as a job that goes on when the page is closed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Account
from sekisho.jobs.context import Context
from sekisho.jobs.models import Job, State
from sekisho.jobs.task import task
from sekisho.registers.actor import Act
from sekisho.registers.exchange import staged
from sekisho.registers.exchange.run import Outcome
from sekisho.web.request import Request

AT_ONCE = 2000  # rows that take a few seconds


def looked(request: Request, found: staged.Staged) -> tuple[Outcome | None, Any]:
    """The dry run's outcome; or, while a job is still importing, how far it is."""
    if found.job is not None:
        job = Job.objects.filter(pk=found.job).first()
        if job is not None and job.state in {State.READY, State.RUNNING}:
            return None, progress(found, job)
    return staged.look(found, request.act()), None


def start(
    request: Request, found: staged.Staged, *, skip_errors: bool
) -> tuple[Outcome | None, Any]:
    """Import now, or put it into a job when the sheet is long."""
    if len(found.sheet().rows) <= AT_ONCE:
        return staged.carry_out(found, request.act("import"), skip_errors=skip_errors), None
    job = import_staged.enqueue(
        str(found.pk), str(request.account.pk), skip_errors=skip_errors, dedupe=f"import:{found.pk}"
    )
    staged.remember(found, job=job.pk)
    return None, progress(found, job)


def progress(found: staged.Staged, job: Job) -> dict[str, Any]:
    """What the progress part of the page shows."""
    url = reverse("import-look", kwargs={"name": found.register, "pk": found.pk})
    return {
        "title": _("Importing %(file)s") % {"file": found.file},
        "done": job.done or 0,
        "total": job.total or len(found.sheet().rows),
        "said": job.note or _("You can close this page; it goes on."),
        "url": url,
        "finished": job.state not in {State.READY, State.RUNNING},
    }


@task(max_attempts=3)
def import_staged(ctx: Context, pk: str, account: str, *, skip_errors: bool) -> dict[str, Any]:
    """Import a long sheet. It is one transaction, so a killed worker leaves nothing half done; the
    act of a finished one is remembered, so a second run finds it done."""
    found = staged.Staged._default_manager.get(pk=UUID(pk))
    if found.result:
        return dict(found.result)
    at = timezone.now()
    who = Account.objects.get(pk=UUID(account))
    on = timezone.localdate(at)
    act = Act.now(actor_for(who, on), at, "import", settings.TIME_ZONE)
    with ctx.commit():
        out = staged.carry_out(found, act, skip_errors=skip_errors, progress=ctx.progress)
        act_id = str(out.act) if out.act else None
        counts = {"created": out.created, "changed": out.changed, "bad": out.bad_rows}
        staged.remember(found, result={"act": act_id, **counts})
    return dict(found.result or {})
