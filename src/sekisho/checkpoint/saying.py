"""A verdict in words: for enforcement points, and for the one who stands before the gate."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from sekisho.checkpoint.advice import ADVICE, WHERE, advice
from sekisho.checkpoint.deciding import Broken, Verdict
from sekisho.checkpoint.rules.case import Failure
from sekisho.checkpoint.rules.surroundings import MISSING
from sekisho.checkpoint.rules.table import RULES
from sekisho.checkpoint.words import LANGUAGES, both

UNMAPPED = _("No route leads from “%(address)s” to registered information.")
BY_CODE = {rule.code: rule for rule in RULES}
ASKABLE = 86_400  # seconds
STEP_UP = {"any": "mfa", "strong": "phr"}


def recalled(reasons: Iterable[Mapping[str, Any]]) -> list[Broken]:
    """The reasons of a kept decision, as they were."""
    found = []
    for one in reasons:
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in one["values"].items()}
        failure = Failure(one["code"], one["words"], values, one["unknown"], one["advice"])
        found.append(Broken(BY_CODE.get(one["rule"] or ""), failure))
    return found


def words_of(one: Broken) -> dict[str, str]:
    """The reason in Japanese and English."""
    values = dict(one.failure.values)
    if "said" in values:  # a policy in the words of its own text
        return dict(values["said"])
    if isinstance(values.get("what"), tuple):  # protections of a device
        said = [both(MISSING[name]) for name in values["what"]]
        joined = {"ja": "、".join(s["ja"] for s in said), "en": ", ".join(s["en"] for s in said)}
        texts = both(one.failure.words)
        return {k: texts[k] % {**values, "what": joined[k]} for k in LANGUAGES}
    return both(one.failure.words, values)


def reason(one: Broken, verdict: Verdict, url: str) -> dict[str, Any]:
    """A reason for a program and for a page. Only to be read: what has no values is shared."""
    why = one.failure
    if why.values:
        found = _said(one)
    else:
        rule = one.rule.code if one.rule else ""
        found = _always(rule, why.code, why.words, why.unknown, why.advice)
    if "advice" in found and (path := way(one, verdict)):
        return {**found, "url": url + path}
    return found


@lru_cache(maxsize=1024)
def _always(rule: str, code: str, words: str, unknown: bool, advised: str) -> dict[str, Any]:
    return _said(Broken(BY_CODE.get(rule), Failure(code, words, {}, unknown, advised)))


def _said(one: Broken) -> dict[str, Any]:
    found: dict[str, Any] = {"code": one.failure.code, **words_of(one)}
    if one.rule is not None:
        found |= {"gate": one.rule.gate.value, "fixable_by": one.rule.fixer.value,
                  "duties": list(one.rule.duties)}  # fmt: skip
    if one.failure.unknown:
        found["unknown"] = True
    if helps := help_of(one):
        found["advice"] = helps
    return found


def help_of(one: Broken) -> dict[str, str]:
    """What can be done about it, in Japanese and English; a policy may say it itself."""
    if own := one.failure.values.get("advice"):
        return dict(own)
    key = advice(one.failure.code, one.failure.advice)
    return both(ADVICE[key]) if key else {}


def way(one: Broken, verdict: Verdict | None) -> str:
    """The page where something can be done about it; "" if there is none of ours."""
    key = advice(one.failure.code, one.failure.advice)
    path = WHERE.get(key, "")
    if key in {"request", "hours"} and verdict and verdict.asset:
        path += _about(verdict.asset.number)
    return path


@lru_cache(maxsize=4096)
def _about(asset: str) -> str:
    return "?" + urlencode({"asset": asset})


def context(verdict: Verdict, at: datetime, as_of: int, number: str, url: str) -> dict[str, Any]:
    """The response context: reasons and the way through, or how long the permit holds."""
    found: dict[str, Any] = {"evaluation_id": number} if number else {}
    found["evaluated_at"] = _stamp(int(at.timestamp()))
    found["as_of"] = {"position": as_of}
    if verdict.kind is not None:
        found["class"] = verdict.kind.code
    if verdict.allowed:
        if verdict.until is not None:
            found["valid_until"] = _stamp(int(verdict.until))
        return found | ({"emergency": verdict.emergency} if verdict.emergency else {})
    found["reason"] = verdict.broken[0].failure.code
    found["reasons"] = [reason(one, verdict, url) for one in verdict.broken]
    advised = {one.failure.advice: one for one in reversed(verdict.broken)}
    if "step_up" in advised:
        found |= _obligations(verdict)
    if "request" in advised:
        found["access_request"] = _request(advised["request"], verdict, number, at, url)
    return found


def _obligations(verdict: Verdict) -> dict[str, Any]:
    """What would let the person in at once: a stronger or newer proof of identity."""
    acr = STEP_UP.get(verdict.terms.mfa, "mfa")
    step = {"id": "step-up", "type": "step-up", "properties": {"acr_value": acr}}
    return {"acr_values": acr, "obligations": [step]}


def _request(
    wanted: Broken, verdict: Verdict, number: str, at: datetime, url: str
) -> dict[str, Any]:
    """Where to ask, when a right is what is missing (AuthZEN access request, draft): a form of ours,
    which asks the asset's manager. Asking twice is found there, so the word holds for a day."""
    expires = _stamp(int(at.timestamp()) + ASKABLE)
    request: dict[str, Any] = {"form_url": url + way(wanted, verdict), "expires_at": expires}
    request["display"] = help_of(wanted)
    if number:
        request["evaluation_id"] = number
    return request


@lru_cache(maxsize=4096)
def _stamp(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
