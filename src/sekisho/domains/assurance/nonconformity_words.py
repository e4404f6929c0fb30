"""The life of a nonconformity and the words it is told in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.workflow import Move, Workflow


class Source(models.TextChoices):
    """Whence it is known; whatever finds it, it is followed up here (auditors' and clients' too)."""

    SELF = "self", _("Found in daily work")
    CHECK = "check", _("Inspection or self-check")
    INTERNAL = "internal_audit", _("Internal audit")
    EXTERNAL = "external_audit", _("External audit (certification body)")
    CLIENT = "client", _("Audit or word of a client")
    INCIDENT = "incident", pgettext_lazy("source", "Incident")
    COMPLAINT = "complaint", pgettext_lazy("source", "Complaint")
    OTHER = "other", _("Another way")


class Kind(models.TextChoices):
    RULE = "rule", _("Breach of an internal rule")
    LAW = "law", _("Breach of a law")
    CONTRACT = "contract", _("Breach of a contract")
    CONFORMITY = "conformity", _("Nonconformity with a standard")
    CHANCE = "chance", _("Opportunity for improvement")


class Weight(models.TextChoices):
    MAJOR = "major", pgettext_lazy("nonconformity", "Major")
    MINOR = "minor", pgettext_lazy("nonconformity", "Minor")
    REMARK = "remark", _("Remark")


class Similar(models.TextChoices):
    """Whether the same happens elsewhere too."""

    NONE_FOUND = "none_found", _("Looked elsewhere, found nothing")
    TREATED = "treated", _("Found elsewhere and treated there too")


class State(models.TextChoices):
    RECORDED = "recorded", _("Recorded, cause to be found")
    PLANNED = "planned", _("Corrective action planned")
    DONE = "done", _("Carried out, to be confirmed")
    CLOSED = "closed", _("Closed")


LIFE = Workflow(
    State,
    State.RECORDED,
    (
        Move("plan", State.RECORDED, State.PLANNED, _("Set cause and action"),
             asks=("cause", "action", "owner", "action_due"), sets=(("planned_on", "day"),)),
        Move("carry_out", State.PLANNED, State.DONE, _("Carried out"), asks=("done_on", "similar")),
        Move("confirm", State.DONE, State.CLOSED, _("Confirm and close"), asks=("effect",),
             other_than=("add", "plan", "carry_out"),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
        Move("return", State.DONE, State.PLANNED, pgettext_lazy("nonconformity", "Not enough yet"),
             asks=("reason",)),
        Move("plan_again", State.PLANNED, State.RECORDED, _("Look for the cause again"),
             asks=("reason",)),
    ),
)  # fmt: skip
