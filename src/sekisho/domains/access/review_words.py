"""The lists a review of access rights speaks in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Under way")
    CLOSED = "closed", _("Closed")


class Undecided(models.TextChoices):
    """What becomes of a right that nobody decided by the due date."""

    LAPSE = "lapse", _("It is removed")
    ESCALATE = "escalate", _("The superior decides")


class ItemState(models.TextChoices):
    OPEN = "open", _("Without decision")
    CONFIRMED = "confirmed", _("Decided")
    ESCALATED = "escalated", _("With the superior")
    LAPSED = "lapsed", _("Not decided in time")
    GONE = "gone", _("Ended meanwhile")


PENDING = (ItemState.OPEN, ItemState.ESCALATED)
"""States in which somebody still has to decide."""


class Decision(models.TextChoices):
    KEEP = "keep", _("Keep")
    UNTIL = "until", _("Until a day")
    REMOVE = "remove", _("Removal")


class Advice(models.TextChoices):
    KEEP = "keep", _("Keeping recommended")
    CHECK = "check", _("Look closely")
    REMOVE = "remove", _("Removal recommended")


class Ground(models.TextChoices):
    """Why something is recommended; the numbers stand beside it."""

    AS_POST = "as_post", _("as the post")
    IN_USE = "in_use", _("in use")
    UNUSED = "unused", _("not used for long")
    OUTSIDE = "outside", _("nobody else in the unit has it")
    PROJECT = "project", _("the project has ended")
    CONTRACT = "contract", _("the dispatch or contract ends")
    MOVED = "moved", _("the holder moved to another unit")
    SHARED = "shared", _("shared account")
    NO_END = "no_end", _("without last day")
    TRAINING = "training", _("first training overdue")
    UNAPPROVED = "unapproved", _("approval outstanding")
