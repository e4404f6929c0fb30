"""A policy file becomes a draft: version, clauses, suggested duties, questions about vague words."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from mimetypes import guess_type
from typing import Any
from uuid import UUID

from django.db import transaction

from sekisho.domains.documents import carry
from sekisho.domains.documents.clause import Clause, digest
from sekisho.domains.documents.document import Document, Kind
from sekisho.domains.documents.matching import matched
from sekisho.domains.documents.reading import Clause as Read
from sekisho.domains.documents.reading import Reading, read, structure, suggest
from sekisho.domains.documents.reading.report import ReadingJson, as_json
from sekisho.domains.documents.reading.sources import MAX_BYTES
from sekisho.domains.documents.version import State, Version
from sekisho.domains.documents.words import Bound, Language
from sekisho.ledger import evidence
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

CODE = "ISP-01"
KANA = re.compile(r"[぀-ヿ]")


def preview(data: bytes, name: str) -> ReadingJson:
    """What importing the file would find, in the shape of ``policy import --json``.

    Raises reading.Unreadable.
    """
    found = structure(read(data, name))
    return as_json(found, suggest(found.clauses))


def import_policy(
    act: Act, data: bytes, name: str, document: Document | None = None, accept: float | None = None
) -> tuple[Version, ReadingJson]:
    """Store the file and make a draft of it; the same file again gives the same version.

    Without ``document`` it is a version of the company's policy, which is registered if there is
    none. ``accept``: suggestions at least so likely are confirmed at once; the others wait for a
    person. Decisions on clauses that read the same are carried over. Nothing is half-written.
    Raises reading.Unreadable, Denied, Invalid.
    """
    found = structure(read(data, name))
    suggested = suggest(found.clauses)
    told = as_json(found, suggested)
    document = document or Document.objects.of_kind(Kind.POLICY).order_by("created_at").first()
    if document and (known := _known(document, data)):
        return known, told
    scores = {n: {s.id: s.score for s in some} for n, some in suggested.items()}
    grp = new_id(act.at)
    with transaction.atomic():
        evidence.put(BytesIO(data), MAX_BYTES, act.at)
        draft = _draft(act, found, data, name, document, grp)
        _fill(act, draft, found.clauses, scores, accept, grp)
    return draft, told


def pair_translation(act: Act, version: Version, data: bytes, name: str) -> int:
    """Put the English text of ``version`` beside it, clause by clause under the same numbers.

    Returns how many clauses got one. Clauses whose number the file lacks keep what they have.
    """
    english = {clause.number: clause for clause in structure(read(data, name)).clauses}
    lines = []
    for clause in Clause.objects.of(version):
        if said := english.get(clause.number):
            values = {"heading_en": said.heading, "path_en": said.path, "text_en": said.text}
            lines.append(Line(values | {"text_en_of": digest(clause.text)}, clause))
    write_many(registry["clauses"], act, lines)
    return len(lines)


def _known(document: Document, data: bytes) -> Version | None:
    same = Version.objects.present().filter(
        document=document, original_sha256=sha256(data).hexdigest()
    )
    found: Version | None = same.exclude(state=State.DISCARDED).first()
    return found


def _draft(
    act: Act, found: Reading, data: bytes, name: str, document: Document | None, grp: UUID
) -> Version:
    language = _language(found)
    document = document or _add(act, "documents", _policy(found, name, language), grp)
    values = {
        "document": document,
        "label": _label(document, language),
        "original_sha256": sha256(data).hexdigest(),
        "original_name": name,
        "original_type": guess_type(name)[0] or "application/octet-stream",
        "original_size": len(data),
        "language": language,
        "revised_on": found.revised_on,
    }
    version: Version = _add(act, "versions", values, grp)
    return version


def _fill(
    act: Act, draft: Version, clauses: Sequence[Read],
    scores: Mapping[str, Mapping[str, float]], accept: float | None, grp: UUID,
) -> None:  # fmt: skip
    old = carry.former(carry.before(draft))
    lines = _lines(act, draft, old, clauses)
    made = [w.record for w in write_many(registry["clauses"], act, lines, grp)]
    rows = carry.bindings(old, made, scores, accept)
    write_many(registry["bindings"], act, rows, grp)
    write_many(registry["interpretations"], act, carry.meanings(old, made), grp)
    carry.scopes(act, old, made)


def _lines(act: Act, draft: Version, old: carry.Former, read_clauses: Sequence[Read]) -> list[Line]:
    was = list(old.clauses.values())
    lines = []
    for place, (said, index) in enumerate(
        zip(read_clauses, matched(was, read_clauses), strict=True), start=1
    ):
        before = None if index is None else was[index]
        values = {
            "version": draft.pk,
            "number": said.number,
            "heading": said.heading,
            "path": said.path,
            "text": said.text,
            "level": said.level,
            "position": place,
            "stable": before.stable if before else str(new_id(act.at)),
            "doubtful": said.doubtful,
            "warnings": said.warnings,
        }
        lines.append(Line(values | carry.translation(before)))
    return lines


def _policy(found: Reading, name: str, language: str) -> dict[str, Any]:
    title = found.title or name
    return {
        "code": CODE,
        "title": title,
        "kind": Kind.POLICY,
        "binds": tuple(Bound.values),
        "language": language,
    }


def _label(document: Document, language: str) -> str:
    """The next name that no version of the document has: 第4版, Version 4."""
    taken = set(Version.objects.filter(document=document).values_list("label", flat=True))
    form = "第{n}版" if language == Language.JAPANESE else "Version {n}"
    number = len(taken) + 1
    while form.format(n=number) in taken:
        number += 1
    return form.format(n=number)


def _language(found: Reading) -> str:
    kana = any(KANA.search(clause.text) for clause in found.clauses)
    return Language.JAPANESE if kana else Language.ENGLISH


def _add(act: Act, register: str, values: Mapping[str, Any], grp: UUID) -> Any:
    (written,) = write_many(registry[register], act, [Line(values)], grp)
    return written.record
