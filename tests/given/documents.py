"""Given: one valid record of each kind of the documents domain."""

from functools import partial
from itertools import count
from typing import Any

from sekisho.domains.documents.models import (
    Acknowledgement,
    Binding,
    Campaign,
    Clause,
    Coverage,
    Document,
    Interpretation,
    Requirement,
    RequirementChange,
    Review,
    Section,
    Statement,
    Version,
)
from sekisho.ledger.ids import new_id
from tests.given.people import LONG_AGO, THEN, a_person, made

number = count(1)
stored = partial(made, ver=0)  # before its first entry, so that commands may go on from it


def a_document(**but: Any) -> Document:
    n = next(number)
    fields = {"code": f"DOC-{n:02d}", "title": f"Document {n}", "kind": "policy"}
    return stored(Document, **fields | but)


def a_version(**but: Any) -> Version:
    """A draft, unless ``but`` says more."""
    document = but.pop("document", None) or a_document()
    fields = {"document": document, "label": f"第{next(number)}版", "original_sha256": "0" * 64}
    return stored(Version, **fields | but)


def a_version_in_force(**but: Any) -> Version:
    """Approved, published and effective since long ago."""
    term = dict.fromkeys(("approved_on", "published_on", "effective_on"), LONG_AGO)
    approver = but.pop("approved_by", None) or a_person()
    state = {"state": "in_force", "published_sha256": "0" * 64, "approved_by": approver}
    return a_version(**state | term | but)


def a_clause(**but: Any) -> Clause:
    n = next(number)
    version = but.pop("version", None) or a_version()
    fields = {
        "version": version,
        "number": f"1.{n}",
        "heading": "Scope",
        "text": f"Everyone keeps rule {n}.",
        "position": n,
        "stable": str(new_id(THEN)),
    }
    return stored(Clause, **fields | but)


def a_binding(**but: Any) -> Binding:
    clause = but.pop("clause", None) or a_clause()
    fields = {"clause": clause, "duty": "O001", "state": "confirmed", "decided_on": LONG_AGO}
    return stored(Binding, **fields | but)


def an_interpretation(**but: Any) -> Interpretation:
    clause = but.pop("clause", None) or a_clause()
    return stored(Interpretation, **{"clause": clause, "word": "定期的"} | but)


def a_campaign(**but: Any) -> Campaign:
    version = but.pop("version", None) or a_version_in_force()
    fields = {"version": version, "title": "Please read", "starts_on": LONG_AGO}
    return stored(Campaign, **fields | but)


def an_acknowledgement(**but: Any) -> Acknowledgement:
    version = but.pop("version", None) or a_version_in_force()
    person = but.pop("person", None) or a_person()
    fields = {"version": version, "person": person, "on": LONG_AGO, "at": THEN, "via": "web"}
    return stored(Acknowledgement, **fields | but)


def a_document_review(**but: Any) -> Review:
    """Approved on the day it was held."""
    document = but.pop("document", None) or a_document()
    held = but.get("held_on", LONG_AGO)
    fields = {
        "document": document,
        "held_on": held,
        "outcome": "not_needed",
        "reason": "Nothing has changed.",
        "state": "approved",
        "approved_on": held,
    }
    return stored(Review, **fields | but)


def a_requirement(**but: Any) -> Requirement:
    fields = {
        "title": f"Law {next(number)}",
        "kind": "law",
        "last_checked_on": LONG_AGO,
        "duties": ("O009",),
    }
    return stored(Requirement, **fields | but)


def a_requirement_change(**but: Any) -> RequirementChange:
    requirement = but.pop("requirement", None) or a_requirement()
    fields = {"requirement": requirement, "what": "A term changes.", "known_on": LONG_AGO}
    return stored(RequirementChange, **fields | but)


def a_section(**but: Any) -> Section:
    document = but.pop("document", None) or a_document(kind="manual")
    fields = {"document": document, "title": f"Section {next(number)}", "topic": "incident"}
    return stored(Section, **fields | but)


def a_coverage(**but: Any) -> Coverage:
    requirement = but.pop("requirement", None) or a_requirement()
    section = but.pop("section", None) or a_section()
    fields = {"requirement": requirement, "section": section}
    return stored(Coverage, **fields | but)


def a_statement(**but: Any) -> Statement:
    """By default says that a clause was kept, for the year after."""
    clause = but.pop("clause", None) or a_clause()
    person = but.pop("person", None) or a_person()
    fields = {
        "verdict": "kept",
        "basis": "Looked at the minutes.",
        "stated_on": LONG_AGO,
        "valid_until": LONG_AGO.replace(year=2021),
    }
    return stored(Statement, clause=clause, person=person, **fields | but)
