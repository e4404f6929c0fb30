"""The way through: what can be done about each reason, by whom it stands in the rule table."""

from django.utils.translation import gettext_noop as _

ADVICE = {
    "step_up": _("Prove the identity again, with a passkey if possible."),
    "acknowledge": _("Read the rules and acknowledge them."),
    "training": _("Take the training."),
    "unrecorded": _(
        "Have the training recorded, or have the conditions of the class approved without it until then."
    ),
    "request": _("Request a right from the manager of the information."),
    "device": _("Have the device put in order, or use another."),
    "policy": _("If work needs it, ask the committee whether the rule has to change."),
    "account": _("Ask the system administrator whether the account is to be opened again."),
    "standing": _("If the day is wrong, have the record of the person put right."),
    "freeze": _("Ask the committee: it lifts the freeze as soon as the incident allows."),
    "pledge": _("Have the promise of confidentiality given and recorded."),
    "supplier": _("Have the company registered, with its confidentiality agreement."),
    "engagement": _(
        "Have the work registered and the supplier assessed; its sponsor sees to that."
    ),
    "place": _("Open it from a place that the conditions of the class name."),
    "hours": _("Open it within these hours; what cannot wait goes by emergency access."),
    "classify": _("Have the manager of the information decide its class."),
    "ended": _("If it is still held, have its record put right."),
    "waiting": _("Ask the manager of the information to decide."),
    "wait": _("Open it from that day on, or ask for an earlier one."),
    "review": _("Ask the manager of the information to review the right."),
    "again": _("Try again in a moment; if it stays so, tell the system administrator."),
    "names": _("Check what was asked; what is missing has to be registered first."),
    "route": _("Have the system administrator register the address."),
}
OF_CODE = {
    "account_closed": "account", "not_begun": "standing", "not_employed": "standing",
    "person_frozen": "freeze", "asset_frozen": "freeze", "right_frozen": "freeze",
    "acknowledgement_unknown": "acknowledge", "not_pledged": "pledge", "pledge_unknown": "pledge",
    "supplier_unknown": "supplier", "supplier_unbound": "supplier",
    "supplier_not_engaged": "engagement", "supplier_not_approved": "engagement",
    "device_unknown": "device", "device_lost": "device", "device_of_another": "device",
    "zone": "place", "zone_unknown": "place", "hours": "hours",
    "class_unknown": "classify", "asset_ended": "ended",
    "right_waiting": "waiting", "right_not_begun": "wait", "review_overdue": "review",
    "rule_error": "again", "index_stale": "again", "not_kept": "again",
    "subject_unknown": "names", "resource_unknown": "names", "action_unknown": "names",
    "type_unknown": "names", "route_unknown": "route",
}  # fmt: skip
"""What helps against a reason whose rule does not say so itself."""
WHERE = {
    "acknowledge": "/tasks",
    "training": "/tasks",
    "request": "/access/request",
    "hours": "/checkpoint/emergency",
    "policy": "/r/access_policies",
    "unrecorded": "/r/access_conditions",
}
"""The page of ours where it can be done."""


def advice(code: str, said: str) -> str:
    """The key of what helps against a reason: as its rule ``said``, else by its ``code``."""
    return said or OF_CODE.get(code, "")
