"""What is no register: how everything stands, the duties, the ledger's checkpoint, who I am."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.api.door import Ask, reply, resource
from sekisho.domains.documents.version import policy_in_force_or_draft
from sekisho.findings import standing
from sekisho.findings.finding import ClauseStanding
from sekisho.ledger import files, sequence
from sekisho.obligations.judge import Counts
from sekisho.obligations.obligation import obligations
from sekisho.obligations.saying import criterion_of
from sekisho.packs.duties import duties as catalogue
from sekisho.registers.errors import Denied, Invalid, Missing
from sekisho.registers.rights import LEADERS
from sekisho.registers.wareki import parse_day

OVERSEERS = frozenset({*LEADERS, "manager", "auditor", "admin", "operator"})
NO_COUNTS = Counts()


def evaluation(ask: Ask) -> HttpResponse:
    """The latest stored standing; with ``on``, a past day as it is known today."""
    _reads(ask, "evaluation")
    if not ask.actor.roles & OVERSEERS:
        raise Denied("evaluation.read", [("role", _("None of your roles allows this."))])
    given = ask.request.GET.get("on", "")
    if not given:
        return reply(_latest(ask.act.on))
    on = parse_day(given)
    if on is None or on > ask.act.on:
        raise Invalid({"on": [_("Please give a day that is not in the future.")]})
    return reply(_latest(on) if on == ask.act.on else _past(on, ask.act.on))


def _latest(on: date) -> dict[str, Any]:
    held = standing.latest_seals()
    rows = [_row(one, held.get(one.code)) for one in obligations]
    version = policy_in_force_or_draft(on)
    clauses: list[dict[str, str]] = []
    if version:
        stood = ClauseStanding.objects.filter(version=version.pk, on__lte=on)
        newest = stood.order_by("-on").values("on")[:1]
        title = str(version.document.title)
        rows_of_day = stood.filter(on__in=newest).order_by("pk").values_list("number", "seal")
        clauses = [
            {"document": title, "number": number, "state": seal} for number, seal in rows_of_day
        ]
    days = [row.on for row in held.values()]
    return {"on": max(days) if days else None, "obligations": rows, "clauses": clauses}


def _row(one: Any, stood: Any) -> dict[str, Any]:
    """One obligation; never judged is unknown."""
    counts = {name: getattr(stood or NO_COUNTS, name) for name in Counts.__slots__}
    seal = str(stood.seal) if stood else "unknown"
    head = {"code": one.code, "title": str(one.title), "duties": list(one.duties)}
    return head | counts | {"state": seal}


def _past(on: date, today: date) -> dict[str, Any]:
    whole = standing.whole(on, today)
    title = str(whole.version.document.title) if whole.version else ""
    return {
        "on": on,
        "obligations": [
            {"code": j.one.code, "title": str(j.one.title), "duties": list(j.one.duties)}
            | asdict(j.counts)
            | {"state": str(j.seal)}
            for j in whole.judged
        ],
        "clauses": [
            {"document": title, "number": s.clause.number, "state": str(s.seal)}
            for s in whole.clauses
        ],
    }


def duties(ask: Ask) -> HttpResponse:
    """The catalogue of duties, each with the obligations that answer it."""
    _reads(ask, "duties")
    tongue = get_language() or "ja"
    items = [
        {
            "id": duty.id, "theme": duty.theme, "title": duty.title.said(tongue),
            "criterion": criterion_of(duty, tongue), "role": list(duty.role),
            "obligations": [one.code for one in obligations.of_duty(duty.id)],
        }
        for duty in catalogue().values()
    ]  # fmt: skip
    return reply({"items": items, "next": ""})


def checkpoint(ask: Ask) -> HttpResponse:
    """The newest signed note over the ledger, with the keys to check it: keep a copy elsewhere.

    ``Accept: text/plain`` answers the note alone.
    """
    _reads(ask, "ledger")
    found = sequence.newest()
    if found is None:
        raise Missing("checkpoint")
    signed, note = found
    if ask.request.headers.get("Accept", "").startswith("text/plain"):
        return HttpResponse(note, "text/plain; charset=utf-8")
    keys = [one.vkey() for one in files.verifiers()]
    return reply({"origin": signed.origin, "size": signed.size, "note": note, "vkeys": keys})


def me(ask: Ask) -> HttpResponse:
    """Whom the token or the session stands for, and what it may do."""
    actor = ask.actor
    scopes = None if actor.scopes is None else sorted(actor.scopes)
    found = {"account": actor.id, "person": actor.person, "roles": sorted(actor.roles)}
    return reply(found | {"scopes": scopes})


def _reads(ask: Ask, name: str) -> None:
    scopes = ask.actor.scopes
    if scopes is not None and not scopes & {"read", f"{name}.read"}:
        words = _("The access token is not meant for this: it lacks the scope “%(scope)s”.")
        raise Denied(f"{name}.read", [("token", words % {"scope": "read"})])


evaluations = resource(GET=evaluation)
catalogue_of_duties = resource(GET=duties)
checkpoints = resource(GET=checkpoint)
caller = resource(GET=me)
