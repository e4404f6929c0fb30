"""Signing in and its factors, in the ledger: who came in, and what they changed about the lock."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from sekisho.domains.people.models import Account
from sekisho.ledger.entries import Draft, append
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act, Actor
from sekisho.registers.store import origin
from sekisho.web import signin

KIND = "sign_ins"


@signin.listen
def keep(account: Account, what: str, request: HttpRequest | None) -> None:
    """One entry for each fact; address and browser go into the erasable payload."""
    at = timezone.now()
    actor = Actor(account.pk, person=account.person_id)
    act = Act.now(actor, at, "web", settings.TIME_ZONE, getattr(request, "request_id", ""))
    meta = request.META if request is not None else {}
    payload = {
        "account": str(account.pk),
        "address": meta.get("REMOTE_ADDR", ""),
        "browser": meta.get("HTTP_USER_AGENT", "")[:200],
    }
    about = (account.person_id,) if account.person_id else ()
    with transaction.atomic():
        append([Draft(what, KIND, new_id(at), 1, payload, about)], origin(act))
