"""The choices of the approval matrix and the states of its runs (words of ux.md §12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Who(models.TextChoices):
    ROLE = "role", _("Everybody of a role")
    MANAGER = "manager", _("Manager of the record's unit")
    ABOVE = "above", _("Manager of the unit above")
    PERSON = "person", _("A named person")


class Mode(models.TextChoices):
    ONE = "one", _("One of them decides")
    ALL = "all", _("All of them, in parallel")
    TWO = "two", _("Two different people")
    CONSULT = "consult", _("Consulted: says their opinion")
    INFORM = "inform", _("Informed afterwards")


DECIDES = frozenset({Mode.ONE, Mode.ALL, Mode.TWO})


class Otherwise(models.TextChoices):
    ESCALATE = "escalate", _("It goes to the next level")
    LAPSE = "lapse", _("The request lapses")
    REMIND = "remind", _("Only a reminder")


class RuleState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


class RunState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("approval", "Waiting for approval")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")
    RETURNED = "returned", pgettext_lazy("approval", "Sent back")
    RETRACTED = "retracted", pgettext_lazy("approval", "Withdrawn by the requester")
    PULLED_BACK = "pulled_back", pgettext_lazy("approval", "Pulled back by the requester")
    LAPSED = "lapsed", pgettext_lazy("approval", "Lapsed")
    OVERTAKEN = "overtaken", pgettext_lazy("approval", "Overtaken by another act")


class SeatState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("approval", "To be decided")
    APPROVED = "approved", pgettext_lazy("approval", "Agreed")
    RETURNED = "returned", pgettext_lazy("approval", "Sent back")
    PASSED_ON = "passed_on", pgettext_lazy("approval", "Passed on to the next level")
    RELEASED = "released", pgettext_lazy("approval", "No longer needed")
