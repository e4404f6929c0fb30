"""Decisions for other systems of security: OCSF 1.x, API Activity (6003) with authorizations."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson

from sekisho.checkpoint.models import Decision
from sekisho.checkpoint.saying import recalled, words_of

VERSION = "1.3.0"


def events(start: date | None = None, end: date | None = None) -> Iterator[dict[str, Any]]:
    rows = Decision.objects.order_by("number")
    if start:
        rows = rows.filter(at__date__gte=start)
    if end:
        rows = rows.filter(at__date__lte=end)
    for one in rows.iterator(1000):
        yield event(one)


def event(one: Decision) -> dict[str, Any]:
    said = orjson.loads(one.said)
    answer = "Allowed" if one.allowed else "Denied"
    words = [words_of(one) for one in recalled(said["reasons"])]
    return {
        "class_uid": 6003, "class_name": "API Activity", "category_uid": 6, "activity_id": 99,
        "activity_name": one.action, "type_uid": 600399, "time": int(one.at.timestamp() * 1000),
        "severity_id": 1 if one.allowed else 2, "status_id": 1 if one.allowed else 2,
        "status": "Success" if one.allowed else "Failure",
        "metadata": {"version": VERSION, "uid": str(one), "log_name": "decisions",
                     "product": {"name": "Sekisho", "vendor_name": "Sekisho"}},
        "actor": {"user": {"uid": said["subject"]},
                  "authorizations": [{"decision": answer, "policy": {"uid": said["conditions"] or "default"}}]},
        "api": {"operation": one.action, "request": {"uid": str(one)}},
        "resources": [{"uid": said["resource"], "type": said["class"] or ""}],
        "device": {"name": said["device"], "type_id": 0},
        "message": "; ".join(w["en"] for w in words) or answer,
        "unmapped": {"reasons": [r["code"] for r in said["reasons"]], "hash": one.hash,
                     "before": one.before, "as_of": said["as_of"], "purpose": said["purpose"]},
    }  # fmt: skip
