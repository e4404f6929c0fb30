"""Sheets of duties: what each role must do, kept as a document with versions like any other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.domains.documents.clause import digest
from sekisho.domains.documents.document import Document, Kind
from sekisho.domains.documents.reading.sources import MAX_BYTES
from sekisho.domains.documents.version import Version
from sekisho.domains.documents.words import Bound, SheetRole
from sekisho.ledger import evidence
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.commands import write, write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

CERTAIN = Decimal(1)
"""The text comes from the catalogue itself, so the duty is that of the text."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a sheet: what to do, in Japanese, in English where it is known, for which duties."""

    text: str
    text_en: str = ""
    duties: tuple[str, ...] = ()


def sheet_of(role: str) -> Document | None:
    """The document that keeps the duties of ``role``."""
    rows = Document.objects.of_kind(Kind.DUTIES).filter(role=role)
    found: Document | None = rows.order_by("created_at").first()
    return found


def binds(role: str) -> tuple[str, ...]:
    """Kinds of people a sheet binds: everyone but contractors, contractors, or whoever holds the role."""
    if role == SheetRole.CONTRACTOR:
        return (Bound.CONTRACTOR.value,)
    return tuple(code for code in Bound.values if code != Bound.CONTRACTOR)


@transaction.atomic
def draft_sheet(act: Act, role: str, lines: Sequence[Said], owner: Any = None) -> Version:
    """A new draft of the sheet of ``role``. Raises Denied or Invalid; then nothing is written."""
    if not lines:
        raise Invalid({"lines": [_("A sheet needs at least one line.")]})
    text = "\n".join(f"- {line.text}" for line in lines).encode()
    evidence.put(BytesIO(text), MAX_BYTES, act.at)
    document = sheet_of(role) or write(registry["documents"], act, _document(role, owner))
    number = Version.objects.filter(document=document).count() + 1
    version: Version = write(registry["versions"], act, {
        "document": document, "label": f"第{number}版", "original_sha256": sha256(text).hexdigest(),
        "original_name": f"{document.code}.md", "original_type": "text/markdown",
        "original_size": len(text),
    })  # fmt: skip
    made = write_many(registry["clauses"], act, [
        Line({"version": version.pk, "number": str(n), "text": line.text, "position": n,
              "text_en": line.text_en, "text_en_of": digest(line.text) if line.text_en else "",
              "stable": str(new_id(act.at))})
        for n, line in enumerate(lines, start=1)
    ])  # fmt: skip
    write_many(registry["bindings"], act, [
        Line({"clause": clause.record.pk, "duty": duty, "score": CERTAIN, "accept_from": CERTAIN})
        for clause, line in zip(made, lines, strict=True) for duty in line.duties
    ])  # fmt: skip
    return version


def _document(role: str, owner: Any) -> dict[str, Any]:
    titles = {}
    for language in ("ja", "en"):
        with override(language):
            titles[language] = _("Duties: %(role)s") % {"role": SheetRole(role).label}
    return {
        "code": f"DUTIES-{role.upper()}", "kind": Kind.DUTIES, "role": role, "owner": owner,
        "title": titles["ja"], "title_en": titles["en"], "binds": binds(role),
    }  # fmt: skip
