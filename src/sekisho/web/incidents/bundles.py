"""The evidence of an incident as a download that proves itself."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sekisho.domains.incidents.incident import Incident
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.reports import bundle
from sekisho.web.register.finding import record_or_404
from sekisho.web.request import Request


@require_POST
def export(request: HttpRequest, key: str) -> HttpResponse | FileResponse:
    """Writes the bundle and its own item of evidence; the file is sent while it is gone already."""
    asked = cast("Request", request)
    record: Incident = record_or_404(asked, registry["incidents"], key)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{record.number}_evidence.zip"
        try:
            bundle.export(record, asked.act(), path)
        except Invalid as invalid:
            for texts in invalid.problems.values():
                for text in texts:
                    messages.error(asked, str(text))
            return redirect("incident-room", key=record.number)
        found = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    found["Cache-Control"] = "private, no-store"
    return found
