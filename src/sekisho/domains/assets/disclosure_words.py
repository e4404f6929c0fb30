"""The lists disclosures outside are described in, and the life of a permit."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.workflow import Move, Workflow


class Ground(models.TextChoices):
    """Why it may be disclosed at all."""

    NDA = "nda", _("Confidentiality agreement")
    LAW = "law", _("Law or ordinance")
    PROFESSIONAL = "professional", _("Receiver bound to secrecy by law")
    RETURN = "return", _("Return to the client who entrusted it")
    PERSON = "person", _("The person whom it is about")


class Extent(models.TextChoices):
    SINGLE = "single", _("Single permit")
    STANDING = "standing", _("Standing permit")


class Channel(models.TextChoices):
    """How it is disclosed."""

    SHARE = "share", _("Share restricted to named receivers")
    ENCRYPTED = "encrypted", _("Encrypted mail or file")
    MAIL = "mail", _("Mail without encryption")
    HAND = "hand", _("Handed over on paper or medium")
    POST = "post", _("Post or courier")
    SHOWN = "shown", _("Shown, not handed over")
    ORAL = "oral", _("By word of mouth")


class Fate(models.TextChoices):
    RETURNED = "returned", _("Returned")
    DESTROYED = "destroyed", pgettext_lazy("disclosure", "Destroyed")
    KEPT = "kept", _("Stays with the receiver, as agreed")


class PermitState(models.TextChoices):
    REQUESTED = "requested", _("Awaiting approval")
    ENDORSED = "endorsed", _("Approved by the manager, awaiting the director")
    APPROVED = "approved", _("Permitted")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Taken back")
    ENDED = "ended", _("Ended early")


BY_MANAGER = (("approved_by", "person"), ("approved_on", "day"), ("approved_at", "moment"))
BY_DIRECTOR = (("director", "person"), ("director_on", "day"), ("director_at", "moment"))
LIFE = Workflow(
    PermitState,
    PermitState.REQUESTED,
    (
        Move("approve", "requested", "approved", _("Permit"), other_than=("add",), sets=BY_MANAGER),
        Move("endorse", "requested", "endorsed", _("Permit, and ask the director"),
             other_than=("add",), sets=BY_MANAGER),
        Move("approve_finally", "endorsed", "approved", _("Permit as director"),
             other_than=("add", "endorse"), sets=BY_DIRECTOR),
        Move("refuse", ("requested", "endorsed"), "refused", _("Refuse"), asks=("decision",)),
        Move("take_back", ("requested", "endorsed"), "cancelled", _("Take the request back")),
        Move("end", "approved", "ended", _("End the permit"), asks=("decision",),
             sets=(("ended_on", "day"),), danger=True),
    ),
)  # fmt: skip


class DisclosureState(models.TextChoices):
    OPEN = "open", _("With the receiver")
    CLOSED = "closed", _("Settled")


CLOSING = Workflow(
    DisclosureState,
    DisclosureState.OPEN,
    (
        Move("close", "open", "closed", _("Record return or destruction"), asks=("fate", "proof"),
             sets=(("closed_on", "day"),)),
        Move("reopen", "closed", "open", _("Reopen"), asks=("remark",)),
    ),
)  # fmt: skip
