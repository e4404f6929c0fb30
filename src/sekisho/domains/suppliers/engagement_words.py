"""The words of engagements: what is entrusted, how deep it is looked into, and its life."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.settings import declare
from sekisho.registers.workflow import Move, Workflow

GROUP = _("Suppliers")
PRACTICE = _("Default of practice; the policy names no number.")
SINCE = date(2026, 4, 1)


class Entrusted(models.TextChoices):
    """Kinds of personal data entrusted; the codes are those of the register of assets."""

    NONE = "no", _("No personal data")
    PERSONAL = "personal", _("Personal information")
    SPECIAL_CARE = "special_care", _("Special-care-required personal information")
    MY_NUMBER = "my_number", _("Specific personal information (My Number)")
    PROPERTY = "property_damage", _("Data whose leak may cause property damage")
    SECRECY = "communications_secrecy", _("Secrecy of communications")


SENSITIVE = frozenset({Entrusted.SPECIAL_CARE, Entrusted.MY_NUMBER, Entrusted.SECRECY})


class Subcontracting(models.TextChoices):
    NONE = "no", _("None")
    APPROVED = "approved", _("With our approval")
    FORBIDDEN = "forbidden", _("Forbidden by the contract")


class Tier(models.IntegerChoices):
    """How deep an engagement is looked into; the number of questions follows from it."""

    SLIGHT = 0, _("Tier 0 (public information)")
    LOW = 1, _("Tier 1 (internal)")
    HIGH = 2, _("Tier 2 (confidential)")
    TOP = 3, _("Tier 3 (strictly confidential, sensitive data)")


class Ending(models.TextChoices):
    """What became of the information at the end."""

    RETURNED = "returned", _("Returned")
    DESTROYED = "destroyed", _("Erased or destroyed")
    BOTH = "both", _("Returned, copies destroyed")
    NOTHING = "nothing", _("Nothing was handed over")


class EngagementState(models.TextChoices):
    PLANNED = "planned", _("In preparation")
    RUNNING = "running", _("Under way")
    ENDED = "ended", _("Ended, return to be confirmed")
    CLOSED = "closed", _("Ended, return confirmed")
    CANCELLED = "cancelled", _("Not entrusted")


PERSONAL_TIER = declare(
    "suppliers.tier_personal", 2, _("Least tier where personal data is entrusted"), most=3,
    source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
SENSITIVE_TIER = declare(
    "suppliers.tier_sensitive", 3,
    _("Least tier for special-care, My Number or communications data"), most=3,
    source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
MANY = declare(
    "suppliers.many_persons", 10_000, _("From so many persons on the tier is the strictest"),
    least=1, most=10_000_000, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
ACCESS_TIER = declare(
    "suppliers.tier_access", 2,
    _("Least tier where the supplier enters our systems, or we could not do without it"), most=3,
    source=_("METI's supply chain scheme asks the same questions to choose between ★3 and ★4."),
    since=SINCE, group=GROUP,
)  # fmt: skip


def tier_of(rank: int, personal: Collection[str], persons: int | None, *, reaches: bool) -> int:
    """The tier that the class, the personal data and the reach into our systems call for."""
    kinds = set(personal) - {Entrusted.NONE}
    found = [min(rank, Tier.TOP.value)]
    if kinds:
        found.append(SENSITIVE_TIER() if kinds & SENSITIVE else PERSONAL_TIER())
        found += [Tier.TOP.value] * ((persons or 0) >= MANY())
    if reaches:
        found.append(ACCESS_TIER())
    return int(max(found))


LIFE = Workflow(
    EngagementState,
    EngagementState.PLANNED,
    (
        Move("start", "planned", "running", _("Start the work"), sets=(("started_on", "day"),)),
        Move("take_over", "planned", "running", _("Record as already under way"),
             asks=("started_on", "remark")),
        Move("confirm", "running", "", _("Confirm the entry"), sets=(("confirmed_on", "day"),)),
        Move("finish", "running", "ended", _("End the work"), asks=("ended_on",)),
        Move("prove", "ended", "closed", _("Record return or destruction"),
             asks=("ending", "returned_on", "return_proof")),
        Move("cancel", "planned", "cancelled", _("Do not entrust it"), asks=("remark",), danger=True),
    ),
)  # fmt: skip
