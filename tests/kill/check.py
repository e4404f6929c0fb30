"""What is left after a kill, as JSON; also against a checkpoint kept outside, if one is given.

``lost`` counts acknowledged acts that are not there whole; ``violations`` names what must never be.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from sekisho.connectors.outbox import Message
from sekisho.ledger.models import Cursor, Entry, Seq
from sekisho.ledger.sequence import integrate, newest, seal, size
from sekisho.ledger.verify import verify
from sekisho.registers.numbers import Series
from sekisho.registers.verifying import everything
from tests.kill.company import registry

NUMBERED = {"assets": re.compile(r"IA-(\d+)"), "tasks": re.compile(r"T-(\d+)")}


def acknowledged(path: Path) -> Iterator[dict[str, Any]]:
    """The records of every act in whole lines: the last one may have been cut by the kill, and then it was not acknowledged."""
    text = path.read_text()
    for line in text[: text.rfind("\n") + 1].splitlines():
        yield from json.loads(line)


def lost(acks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    entries = {
        (kind, str(rec), ver) for kind, rec, ver in Entry.objects.values_list("kind", "rec", "ver")
    }
    messages = set(Message.objects.values_list("dedupe", flat=True))
    records = {}
    for kind in NUMBERED:
        for rec, ver, number in registry[kind].model.objects.values_list("pk", "ver", "number"):
            records[kind, str(rec)] = (ver, number)
    return [one for one in acks if not _is_there(one, entries, records, messages)]


def _is_there(one: dict[str, Any], entries: Any, records: Any, messages: Any) -> bool:
    ver, number = records.get((one["kind"], one["rec"]), (0, ""))
    return bool(
        (one["kind"], one["rec"], one["ver"]) in entries
        and ver >= one["ver"]
        and number == one["number"]
        and one.get("message", "") in {"", *messages}
    )


def violations(acks: list[dict[str, Any]], against: str | None) -> Iterator[str]:
    report = verify(against, everything())
    if not report.ok:
        yield f"verify: {report.first_bad}"
    if Entry.objects.count() != Seq.objects.count() or Seq.objects.count() != size():
        yield "positions are not gap-free"
    for kind, form in NUMBERED.items():
        rows = registry[kind].model.objects.values_list("number", flat=True)
        found = sorted(int(form.fullmatch(number)[1]) for number in rows)  # type: ignore[index]
        if found != list(range(1, Series.objects.get(register=kind).last + 1)):
            yield f"numbers of {kind} are not 1, 2, 3 …"
    yield from _groups()
    told = {one["message"] for one in acks if one.get("message")}
    doubled = Message.objects.filter(dedupe__in=told).exclude(
        state__in=["ready", "sending", "sent"]
    )
    if doubled.exists():
        yield "a message was given up"
    if Cursor.objects.filter(pos__gt=size()).exists():
        yield "a consumer has read further than there are entries"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("integrity_check", "foreign_key_check"):
                rows = cursor.execute(f"PRAGMA {pragma}").fetchall()
                if rows not in ([], [("ok",)]):
                    yield f"{pragma}: {rows[:3]}"


def _groups() -> Iterator[str]:
    """Of many rows written together, all or none are there."""
    sizes = Counter(Entry.objects.values_list("grp", flat=True))
    for grp, core in Entry.objects.filter(kind="assets").values_list("grp", "core"):
        said = json.loads(bytes(core))["req"]
        if said.startswith("many ") and sizes[grp] != int(said.split()[1]):
            yield f"half of a group is there: {grp}"


def main(path: str, outside: str = "") -> None:
    acks = list(acknowledged(Path(path)))
    while integrate():
        pass
    wrong = list(violations(acks, Path(outside).read_text() if outside else None))
    gone = lost(acks)
    seal(timezone.now())
    kept = newest()
    found = {
        "records": len(acks),
        "n_lost": len(gone),
        "lost": gone[:5],
        "violations": wrong,
        "entries": size(),
        "checkpoint": kept[1] if kept else "",
    }
    print(json.dumps(found))
