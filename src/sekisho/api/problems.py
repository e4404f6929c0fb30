"""What went wrong, as problem details (RFC 9457): stable codes, words in the caller's language."""

from collections.abc import Mapping
from functools import singledispatch
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.core.exceptions import TooManyFieldsSent as ManyFields
from django.db import IntegrityError, OperationalError
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from sekisho.ledger.evidence import TooLarge
from sekisho.registers.errors import Conflict, Denied, Invalid, Missing, Text
from sekisho.registers.exchange.table import Unreadable
from sekisho.registers.limits import TooMany
from sekisho.registers.state import plain

MEDIA = "application/problem+json"
DOCS = "/api/v1/docs"

TITLES: dict[str, tuple[int, Text]] = {
    "unreadable": (400, _("The request cannot be read.")),
    "no_access": (401, _("Please show a valid access token, or sign in.")),
    "denied": (403, _("This is not allowed.")),
    "csrf": (403, _("The request lacks the CSRF token of the session.")),
    "missing": (404, _("There is nothing here, or nothing that you may see.")),
    "method": (405, _("This address does not take this method.")),
    "conflict": (409, _("Somebody else saved at the same moment. Please try again.")),
    "wrong_state": (409, _("This cannot be done in the present state of the record.")),
    "stale": (412, _("The record was changed since you read it.")),
    "too_large": (413, _("What you sent is too large. Nothing was saved.")),
    "media": (415, _("Content of this type is not taken here.")),
    "invalid": (422, _("Some values cannot stand. Nothing was saved.")),
    "refused_rows": (422, _("Some rows cannot stand. Nothing was imported.")),
    "unreadable_file": (422, _("The file cannot be read.")),
    "no_version": (428, _("Say with If-Match which version you change.")),
    "too_many": (429, _("Too many requests in a short time.")),
    "broken": (500, _("Something on our side did not work. Your change may not have been saved.")),
    "busy": (503, _("The database is busy. Please try again.")),
}  # fmt: skip
"""Code → status and title. The code never changes; the words may."""


class Problem(Exception):  # noqa: N818
    """An answer that is a refusal. ``more``: further members of the document."""

    def __init__(
        self,
        code: str,
        detail: Text = "",
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        self.code, self.detail, self.more = code, detail, more
        self.headers = dict(headers or {})
        super().__init__(code)

    @property
    def status(self) -> int:
        return TITLES[self.code][0]


def document(problem: Problem) -> dict[str, Any]:
    status, title = TITLES[problem.code]
    body: dict[str, Any] = {
        "type": f"{DOCS}#{problem.code}",
        "title": str(title),
        "status": status,
        "code": problem.code,
    }
    if problem.detail:
        body["detail"] = str(problem.detail)
    return body | problem.more


def answer(problem: Problem, request_id: str = "") -> HttpResponse:
    body = document(problem)
    if request_id:
        body["instance"] = f"urn:sekisho:request:{request_id}"
    made = HttpResponse(orjson.dumps(body, default=str), MEDIA, status=problem.status)
    for name, value in problem.headers.items():
        made.headers[name] = value
    return made


def allow(methods: list[str]) -> Problem:
    return Problem("method", headers={"Allow": ", ".join(methods)})


@singledispatch
def explain(error: Exception) -> Problem | None:
    """The problem that ``error`` is; None for what nobody expected."""
    del error
    return None


@explain.register
def _problem(error: Problem) -> Problem:
    return error


@explain.register
def _denied(error: Denied) -> Problem:
    reasons = [{"code": code, "message": str(text)} for code, text in error.reasons]
    headers = {}
    if any(code == "token" for code, _text in error.reasons):
        headers["WWW-Authenticate"] = 'Bearer realm="sekisho", error="insufficient_scope"'
    return Problem("denied", headers=headers, verb=error.verb, reasons=reasons)


@explain.register
def _invalid(error: Invalid) -> Problem:
    found = {name: [str(text) for text in texts] for name, texts in error.problems.items()}
    return Problem("invalid", errors=found)


@explain.register
def _conflict(error: Conflict) -> Problem:
    return Problem("stale", ver=error.ver, yours=plain(error.mine), theirs=plain(error.theirs))


@explain.register
def _missing(error: Missing) -> Problem:
    del error
    return Problem("missing")


@explain.register
def _too_many(error: TooMany) -> Problem:
    return Problem("too_many", headers={"Retry-After": str(error.seconds)})


@explain.register
def _unreadable_file(error: Unreadable) -> Problem:
    return Problem("unreadable_file", detail=f"{error.message} {error.hint}")


@explain.register(TooLarge)
@explain.register(RequestDataTooBig)
@explain.register(ManyFields)
@explain.register(TooManyFilesSent)
def _too_large(error: Exception) -> Problem:
    del error
    return Problem("too_large")


@explain.register(BadRequest)
@explain.register(UnreadablePostError)
@explain.register(MultiPartParserError)
def _unreadable(error: Exception) -> Problem:
    del error
    return Problem("unreadable")


@explain.register
def _integrity(error: IntegrityError) -> Problem:
    del error
    return Problem("conflict")


@explain.register
def _operational(error: OperationalError) -> Problem:
    del error
    return Problem("busy", headers={"Retry-After": "1"})


def phrase(code: str) -> str:
    """The status line of a code, such as ``404 Not Found``."""
    status = TITLES[code][0]
    return f"{status} {HTTPStatus(status).phrase}"
