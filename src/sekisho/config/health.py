"""/healthz, /readyz and /metrics: for the machine that watches this one."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from sekisho.config import proving
from sekisho.findings.finding import Finding
from sekisho.jobs.models import Job
from sekisho.ledger.sequence import size


def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


def readyz(_request: HttpRequest) -> JsonResponse:
    """The database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "unreachable"}, status=503)
    return JsonResponse({"ok": True})


def metrics(request: HttpRequest) -> HttpResponse:
    """Counts in Prometheus' text format, for whoever holds SEKISHO_METRICS_TOKEN."""
    token = settings.SEKISHO_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not constant_time_compare(given, token):
        return HttpResponse(status=404)
    lines = [f"sekisho_ledger_entries {size()}"]
    jobs = Job.objects.order_by().values_list("state").annotate(n=Count("pk"))
    lines += [f'sekisho_jobs{{state="{state}"}} {n}' for state, n in jobs]
    rows = Finding.objects.open().order_by().values_list("state").annotate(n=Count("pk"))
    lines += [f'sekisho_findings{{state="{state}"}} {n}' for state, n in rows]
    if proof := proving.last():
        lines.append(f"sekisho_backup_proved {int(proof.get('ok', False))}")
        lines.append(f"sekisho_backup_proved_seconds {proof['at'].timestamp():.0f}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
