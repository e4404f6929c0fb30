"""Why Cedar policies denied, in words."""

from typing import Any

from django.utils.translation import gettext_noop as _

from sekisho.checkpoint.authzen.asking import Ask
from sekisho.checkpoint.cedar.deciding import Outcome
from sekisho.checkpoint.cedar.tree import Policy
from sekisho.checkpoint.words import LANGUAGES, both

FORBIDS = _("The policy “%(policy)s” forbids this.")
NO_PERMIT = _("No policy permits this.")
ERRING = _("The policy “%(policy)s” could not be decided, so this is denied.")
UNKNOWN = {
    "subject": _("“%(name)s” is not known here."),
    "resource": _("“%(name)s” is not known here."),
}


def reasons(outcome: Outcome) -> dict[str, Any]:
    """The response context of a deny: every reason, the first also by its code."""
    found = [_forbidden(policy) for policy in outcome.because if policy.effect == "forbid"]
    found += [_erring(policy, why) for policy, why in outcome.errors if policy.effect == "forbid"]
    if not found:
        found = [{"code": "no_permit", **both(NO_PERMIT)}]
        found += [_erring(policy, why) for policy, why in outcome.errors]
    return {"reason": found[0]["code"], "reasons": found}


def unknown(what: str, ask: Ask) -> dict[str, Any]:
    thing = ask.subject if what == "subject" else ask.resource
    code = f"{what}_unknown"
    words = both(UNKNOWN[what], {"name": f"{thing.type}:{thing.id}"})
    return {"reason": code, "reasons": [{"code": code, **words}]}


def _forbidden(policy: Policy) -> dict[str, Any]:
    """In the words of the policy's own annotations (@reason, @reason_ja, @reason_en), if any."""
    said, words = policy.annotations, both(FORBIDS, {"policy": policy.id})
    for language in LANGUAGES:
        words[language] = said.get(f"reason_{language}") or said.get("reason") or words[language]
    advice = {"advice": said["advice"]} if said.get("advice") else {}
    return {"code": "forbidden", "policy": policy.id, **words, **advice}


def _erring(policy: Policy, why: str) -> dict[str, Any]:
    words = both(ERRING, {"policy": policy.id})
    return {"code": "policy_error", "policy": policy.id, **words, "detail": why}
