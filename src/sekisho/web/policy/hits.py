"""Clauses and documents in the palette (Ctrl K)."""

from collections.abc import Iterable
from typing import cast

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.version import policy_in_force_or_draft
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web.palette import EACH, Hit, provider
from sekisho.web.policy import texts
from sekisho.web.request import Request

LONG = 40


@provider(_("Clauses"))
def clauses(request: HttpRequest, text: str) -> Iterable[Hit]:
    """Clauses of the policy by number or words, in the order of the text."""
    asked = cast("Request", request)
    on = asked.act().on
    version = policy_in_force_or_draft(on) if text else None
    if version is None:
        return
    rows = guard.visible(asked.actor, registry["clauses"], on).filter(version=version)
    words = Q(text__icontains=text) | Q(heading__icontains=text) | Q(text_en__icontains=text)
    for clause in rows.filter(words | Q(number__startswith=text)).order_by("position")[:EACH]:
        said = texts.said(clause, version.language).text
        shown = f"{said[:LONG]}…" if len(said) > LONG else said
        href = reverse("clause", args=[clause.number])
        yield Hit(f"{clause.number} {shown}", href, texts.heading(clause), "i-policy")


@provider(_("Documents"))
def documents(request: HttpRequest, text: str) -> Iterable[Hit]:
    """Policies, regulations and manuals by code or title."""
    asked = cast("Request", request)
    if not text:
        return
    rows = guard.visible(asked.actor, registry["documents"], asked.act().on)
    found = rows.filter(
        Q(code__icontains=text) | Q(title__icontains=text) | Q(title_en__icontains=text)
    )
    for one in found.order_by("code")[:EACH]:
        yield Hit(texts.title(one), reverse("document", args=[one.pk]), one.code, "i-file")
